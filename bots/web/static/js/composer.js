// What one writes with: the story, its style and panels, and whether it is a new one, another
// version of an earlier one, or what happens next.

import { announce, $ } from "./dom.js";
import { Picker } from "./picker.js";
import { Suggestions } from "./suggestions.js";
import { t } from "./words.js";

const COMMAND = /^\/(\w+)\s*([\s\S]*)$/;
const DRAFT = "draft";
const MARGIN = 16; // pixels between us and what has the focus

export class Composer {
  constructor(form, { onSend, onHelp }) {
    this.form = form;
    this.onSend = onSend;
    this.onHelp = onHelp;
    this.story = $("#story", form);
    this.problem = $("#story-problem", form);
    this.style = new Picker($("#style-picker"), "style");
    this.panels = new Picker($("#panel-picker"), "panels");
    this.mode = { kind: "new" };
    this.suggestions = new Suggestions(this.story, $("#suggestions"), () => this.grow());
    // Whoever was faster than our scripts has begun to write.
    this.story.value ||= sessionStorage.getItem(DRAFT) ?? "";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.story.addEventListener("input", () => this.changed());
    this.story.addEventListener("keydown", (event) => this.pressed(event));
    $("#mode-end").addEventListener("click", () => this.reset());
    $("#send").disabled = false;
    // What gets the focus by the keyboard is not to hide behind us.
    new ResizeObserver(() => {
      document.documentElement.style.scrollPaddingBottom = `${form.offsetHeight + MARGIN}px`;
    }).observe(form);
    this.grow();
  }

  changed() {
    this.problem.textContent = "";
    sessionStorage.setItem(DRAFT, this.story.value);
    this.grow();
  }

  pressed(event) {
    // While an input method composes, Enter chooses a word.
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.mode.kind !== "new") {
      this.reset();
    }
  }

  grow() {
    this.story.style.height = "auto";
    this.story.style.height = `${this.story.scrollHeight + 6}px`;
  }

  submit() {
    const [, command, rest] = COMMAND.exec(this.story.value.trim()) ?? [null, "comic", this.story.value];
    switch (command.toLowerCase()) {
      case "comic":
        this.sendStory(rest.trim());
        break;
      case "mygallery":
        window.location.assign(rest ? `/gallery?q=${encodeURIComponent(rest)}` : "/gallery");
        break;
      case "help":
        this.onHelp();
        this.clear();
        break;
      default:
        this.complain(t("web_unknown_command", { command: `/${command}` }));
    }
  }

  sendStory(prompt) {
    if (!prompt) {
      this.complain(t("web_empty_story"));
      return;
    }
    const inputParams = { prompt, style: this.style.value, panelCount: Number(this.panels.value) };
    this.onSend({ ...this.mode, prompt, inputParams });
    this.reset();
  }

  complain(text) {
    this.problem.textContent = text;
    this.story.focus();
  }

  /** Open with an earlier comic's words and options, to be drawn anew as they are changed. */
  edit({ uuid, prompt, inputParams }) {
    this.enter({ kind: "edit", parent: uuid }, t("web_mode_edit"));
    this.fill({ prompt, style: inputParams.style, panels: inputParams.panelCount });
  }

  /** Ask what happens next in a comic. */
  continue({ uuid }) {
    this.enter({ kind: "continue", parent: uuid }, t("web_mode_continue"));
    this.story.value = "";
    this.story.placeholder = t("web_continue_hint");
    this.style.hide(true);
    this.panels.hide(true);
    this.story.focus();
    this.grow();
  }

  /** Open with what was refused, to be put right. */
  resume({ kind, parent, prompt, inputParams }) {
    if (kind === "edit") {
      this.edit({ uuid: parent, prompt, inputParams });
    } else if (kind === "continue") {
      this.continue({ uuid: parent });
      this.story.value = prompt;
      this.changed();
    } else {
      this.reset();
      this.fill({ prompt, style: inputParams.style, panels: inputParams.panelCount });
    }
  }

  enter(mode, words) {
    this.reset();
    this.mode = mode;
    $("#mode").hidden = false;
    $("#mode-words").textContent = words;
    announce(words);
  }

  fill({ prompt, style, panels }, { send = false } = {}) {
    this.story.value = prompt ?? "";
    this.style.choose(style ?? this.form.dataset.style);
    this.panels.choose(String(panels ?? this.form.dataset.panels));
    this.changed();
    if (send) this.submit();
    else this.story.focus();
  }

  /** Take over what another page wants to be made, from the part of the address that stays here. */
  fillFromAddress() {
    if (window.location.hash.length < 2) return;
    const facts = new URLSearchParams(window.location.hash.slice(1));
    window.history.replaceState(null, "", window.location.pathname);
    if (facts.get("prompt")) this.fill(Object.fromEntries(facts));
  }

  reset() {
    this.mode = { kind: "new" };
    $("#mode").hidden = true;
    this.style.hide(false);
    this.panels.hide(false);
    this.story.placeholder = t("web_story_hint");
    this.clear();
  }

  clear() {
    this.story.value = "";
    this.changed();
    this.suggestions.close();
    this.story.focus();
  }
}
