// Notices at the edge of the page, some with an undo button.

import { $, button, el } from "./dom.js";
import { t } from "./words.js";

const SHOWN = 7000; // milliseconds
const OFFLINE = new Map();
const place = $("#notices");

/** Move the notices into the topmost open dialog, behind which they could not be seen. */
function toFront() {
  const front = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  if (place.parentElement !== front) front.append(place);
}

document.addEventListener("close", toFront, { capture: true });

/** Show a notice for some milliseconds (0: until closed), optionally with an action button. */
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
  // The element that had the focus may have been removed.
  if (focus && document.activeElement === document.body) $("button", box).focus();
  if (milliseconds) setTimeout(close, milliseconds);
  return close;
}

/** Show an error. */
export const failed = (error) => notice(error.message, { alert: true });

/** Run `work`; show its error as a notice. Returns whether it succeeded. */
export async function trying(work) {
  try {
    await work();
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

/** Show that the server is unreachable, until `markReachable` is called for every name. */
export function markUnreachable(name) {
  if (!OFFLINE.size) OFFLINE.set("close", notice(t("web_reconnecting"), { milliseconds: 0 }));
  OFFLINE.set(name, true);
}

export function markReachable(name) {
  if (!OFFLINE.delete(name) || OFFLINE.size > 1) return;
  OFFLINE.get("close")?.();
  OFFLINE.clear();
}
