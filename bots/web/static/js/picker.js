// Picker: a collapsible choice among thumbnails.

import { $ } from "./dom.js";

export class Picker {
  constructor(details, name) {
    this.details = details;
    this.name = name;
    this.chosen = false; // by the user, for the request that is being written
    details.addEventListener("change", () => {
      this.chosen = true;
      this.show();
    });
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" && event.key !== "Enter") return;
      if (!details.open || event.target.closest("summary")) return;
      event.preventDefault();
      this.close();
    });
    // A mouse click completes the choice; with the keyboard, the user may move on.
    details.addEventListener("click", (event) => {
      if (event.target.matches("input") && event.detail > 0) this.close();
    });
    document.addEventListener("pointerdown", (event) => {
      if (!details.contains(event.target)) details.open = false;
    });
    details.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false;
    });
    this.show();
  }

  close() {
    this.details.open = false;
    $("summary", this.details).focus();
  }

  get value() {
    return $("input:checked", this.details).value;
  }

  /** Select a value, also in place of the user; unknown values are ignored. */
  choose(value, { chosen = false } = {}) {
    this.chosen = chosen;
    const inputs = [...this.details.querySelectorAll("input")];
    const input = inputs.find((each) => each.value === value);
    if (input) {
      input.checked = true;
      this.show();
    }
  }

  hide(hidden) {
    this.details.hidden = hidden;
    this.details.open = false;
  }

  show() {
    const input = $("input:checked", this.details);
    $("summary b", this.details).textContent = input.dataset.name ?? input.value;
    const [shown, chosen] = [$("summary img, summary use", this.details), $("img, use", input.parentElement)];
    for (const attribute of ["src", "href"]) {
      if (chosen.hasAttribute(attribute)) shown.setAttribute(attribute, chosen.getAttribute(attribute));
    }
  }
}
