// Modal dialogs. The browser keeps the focus in them and closes them with Escape.

import { $, button, el, once } from "./dom.js";
import { t } from "./words.js";

/** Open the dialog; `actions` are buttons shown before the close button. Returns its closer. */
export function openBox(title, content, actions = []) {
  const box = $("#dialog");
  const close = () => box.close();
  box.replaceChildren(
    el("h2", { id: "dialog-title" }, title),
    ...content,
    el("div", { class: "actions" }, ...actions, button("close", t("web_close"), close)),
  );
  if (!box.open) box.showModal();
  return close;
}

/** Ask for a text and call `send` with it; an error keeps the dialog open and is shown. */
export function askText(title, { label, word, iconName, limit, hint = "", send }) {
  const area = el("textarea", { name: "text", rows: 4, maxlength: limit, dir: "auto", required: true });
  const problem = el("p", { class: "problem", role: "alert" });
  const form = el(
    "form",
    {
      id: "ask",
      onsubmit: (event) => {
        event.preventDefault();
        submit();
      },
    },
    hint ? el("p", {}, hint) : null,
    el("label", { class: "field" }, el("span", {}, label), area),
    problem,
  );
  const submit = once(async () => {
    try {
      await send(area.value);
      close();
    } catch (error) {
      problem.textContent = error.message;
    }
  });
  const go = button(iconName, word, null, { type: "submit", form: "ask", class: "button go" });
  const close = openBox(title, [form], [go]);
  area.focus();
}
