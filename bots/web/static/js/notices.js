// Short messages at the edge of the page, some with a button to undo what was done.

import { $, button, el } from "./dom.js";
import { t } from "./words.js";

const SHOWN = 7000; // milliseconds
const OFFLINE = new Map();
const place = $("#notices");

/** Bring notices to the front: what is behind a box can neither be seen there nor pressed. */
function toFront() {
  const front = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  if (place.parentElement !== front) front.append(place);
}

document.addEventListener("close", toFront, { capture: true });

/** Show a sentence; with an action it stays as long as that makes sense. */
export function notice(text, { action, milliseconds = SHOWN, alert = false, focus = false } = {}) {
  const box = el("div", { class: "notice", role: alert ? "alert" : "status" }, el("p", {}, text));
  const close = () => box.remove();
  if (action) {
    const act = async () => {
      close();
      await action.act();
    };
    box.append(button(action.icon, action.word, act, { class: "button small" }));
  }
  box.append(button("close", t("web_close"), close, { class: "button quiet small" }));
  place.append(box);
  toFront();
  // What had the focus may have gone.
  if (focus && document.activeElement === document.body) $("button", box).focus();
  if (milliseconds) setTimeout(close, milliseconds);
  return close;
}

/** Show what went wrong. */
export const failed = (error) => notice(error.message, { alert: true });

/** Do something, and show it if it goes wrong. Returns whether it went well. */
export async function trying(work) {
  try {
    await work();
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

/** Say that the server is away; once for each name, until `isBack` is called with it. */
export function isAway(name) {
  if (!OFFLINE.size) OFFLINE.set("close", notice(t("web_reconnecting"), { milliseconds: 0 }));
  OFFLINE.set(name, true);
}

export function isBack(name) {
  if (!OFFLINE.delete(name) || OFFLINE.size > 1) return;
  OFFLINE.get("close")?.();
  OFFLINE.clear();
}
