// Suggestions for slash commands; the focus stays in the text field.

import { el } from "./dom.js";
import { t } from "./words.js";

const COMMANDS = [
  ["/comic", t("web_command_comic")],
  ["/mygallery", t("web_command_mygallery")],
  ["/help", t("web_command_help")],
];

export class Suggestions {
  constructor(field, list, onChange) {
    this.field = field;
    this.list = list;
    this.onChange = onChange;
    this.at = 0;
    field.addEventListener("input", () => this.update());
    field.addEventListener("blur", () => this.close());
    // In the capture phase, before the composer handles the key.
    field.addEventListener("keydown", (event) => this.pressed(event), { capture: true });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  update() {
    const typed = this.field.value.toLowerCase(); // phones capitalize the first letter
    this.found = COMMANDS.filter(([name]) => typed.startsWith("/") && name.startsWith(typed) && name !== typed);
    this.at = 0;
    if (this.found.length) this.open();
    else this.close();
  }

  open() {
    this.list.replaceChildren(
      ...this.found.map(([name, meaning], index) =>
        el(
          "div",
          {
            class: "suggestion",
            role: "option",
            id: `suggestion-${index}`,
            onpointerdown: (event) => {
              event.preventDefault();
              this.take(index);
            },
          },
          el("b", {}, name),
          el("span", {}, meaning),
        ),
      ),
    );
    this.list.hidden = false;
    this.mark();
  }

  close() {
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
  }

  mark() {
    for (const [index, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(index === this.at));
    }
    this.field.setAttribute("aria-activedescendant", `suggestion-${this.at}`);
  }

  pressed(event) {
    if (!this.isOpen || event.isComposing) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      this.at = (this.at + moves[event.key] + this.found.length) % this.found.length;
      this.mark();
    } else if (event.key === "Enter" || event.key === "Tab") {
      this.take(this.at);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
  }

  take(index) {
    this.field.value = `${this.found[index][0]} `;
    this.close();
    this.field.dispatchEvent(new Event("input"));
    this.onChange();
  }
}
