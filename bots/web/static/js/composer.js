// Composer: prompt, style and number of panels of a new comic, an edit or a continuation.

import { call } from "./api.js";
import { announce, $ } from "./dom.js";
import { Picker } from "./picker.js";
import { Suggestions } from "./suggestions.js";
import { t } from "./words.js";

const COMMAND = /^\/(\w+)\s*([\s\S]*)$/;
const DRAFT = "draft";
const HINT_EVERY = 600_000; // milliseconds
const MARGIN = 16; // pixels between the composer and the focused element

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
    // The user may have begun to write before this script was loaded.
    this.story.value ||= sessionStorage.getItem(DRAFT) ?? "";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.story.addEventListener("input", () => this.changed());
    this.story.addEventListener("keydown", (event) => this.pressed(event));
    $("#mode-end").addEventListener("click", () => this.reset());
    $("#send").disabled = false;
    // An element focused by keyboard must not be covered by the composer.
    new ResizeObserver(() => {
      document.documentElement.style.scrollPaddingBottom = `${form.offsetHeight + MARGIN}px`;
    }).observe(form);
    this.grow();
  }

  changed() {
    this.problem.textContent = "";
    sessionStorage.setItem(DRAFT, this.story.value);
    this.grow();
    this.hint();
  }

  /** Tell the server that a request is about to follow: a sleeping GPU takes minutes to wake. */
  hint() {
    const isDue = !this.hintedAt || performance.now() - this.hintedAt > HINT_EVERY;
    if (!("wakesGpu" in this.form.dataset) || !isDue) return;
    this.hintedAt = performance.now();
    call("POST", "/ml/hint", { tries: 1 }).catch(() => {}); // the request itself wakes it too
  }

  pressed(event) {
    // Enter during input-method composition confirms a word (229 in Safari).
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
        this.showProblem(t("web_unknown_command", { command: `/${command}` }));
    }
  }

  sendStory(prompt) {
    if (!prompt) {
      this.showProblem(t("web_empty_story"));
      return;
    }
    // What the user did not choose for this comic gives way to what the prompt says.
    const inputParams = { prompt };
    const defaults = {};
    (this.style.chosen ? inputParams : defaults).style = this.style.value;
    (this.panels.chosen ? inputParams : defaults).panelCount = Number(this.panels.value);
    this.onSend({ ...this.mode, prompt, inputParams, defaults });
    this.reset();
  }

  showProblem(text) {
    this.problem.textContent = text;
    this.story.focus();
  }

  /** Start an edit, filled in with the prompt and options of an earlier comic. */
  edit({ uuid, prompt, inputParams }, choice) {
    this.enter({ kind: "edit", parent: uuid }, t("web_mode_edit"));
    this.fill({ prompt, style: inputParams.style, panels: inputParams.panelCount }, { choice });
  }

  /** Start a continuation of a comic. */
  continue({ uuid }) {
    this.enter({ kind: "continue", parent: uuid }, t("web_mode_continue"));
    this.story.value = "";
    this.story.placeholder = t("web_continue_hint");
    this.style.hide(true);
    this.panels.hide(true);
    this.story.focus();
    this.grow();
  }

  /** Fill in a request that was refused, for the user to correct. */
  resume({ kind, parent, prompt, inputParams, defaults }) {
    const shown = { ...defaults, ...inputParams };
    const choice = { style: Boolean(inputParams?.style), panels: Boolean(inputParams?.panelCount) };
    if (kind === "edit") {
      this.edit({ uuid: parent, prompt, inputParams: shown }, choice);
    } else if (kind === "continue") {
      this.continue({ uuid: parent });
      this.story.value = prompt;
      this.changed();
    } else {
      this.reset();
      this.fill({ prompt, style: shown.style, panels: shown.panelCount }, { choice });
    }
  }

  enter(mode, words) {
    this.reset();
    this.mode = mode;
    $("#mode").hidden = false;
    $("#mode-words").textContent = words;
    announce(words);
  }

  fill({ prompt, style, panels }, { send = false, choice = {} } = {}) {
    this.story.value = prompt ?? "";
    this.style.choose(style ?? this.form.dataset.style, { chosen: choice.style });
    this.panels.choose(String(panels ?? this.form.dataset.panels), { chosen: choice.panels });
    this.changed();
    if (send) this.submit();
    else this.story.focus();
  }

  /** Fill in the prompt and options from the URL fragment, which other pages set. */
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
    this.style.chosen = this.panels.chosen = false;
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
