// Actions on a comic, shared by all pages.

import { call, read } from "./api.js";
import { askText, openBox } from "./dialogs.js";
import { $, announce, button, el, once, press } from "./dom.js";
import { notice, trying } from "./notices.js";
import { broadcastChange } from "./tabs.js";
import { t } from "./words.js";

const WIDTHS = [320, 640, 1280];
const UNDO = 50_000; // milliseconds; the server keeps deleted comics a little longer

export const imageUrl = (uuid, query = "") => `/comics/${uuid}/image${query}`;

/** Return an image element whose size the browser chooses by the screen. */
export function picture(comic, sizes, properties = {}) {
  const widths = WIDTHS.filter((width) => !comic.width || width < comic.width * 1.5);
  if (!widths.length) widths.push(WIDTHS[0]);
  return el("img", {
    src: imageUrl(comic.uuid, `?width=${widths.at(-1)}`),
    srcset: widths.map((width) => `${imageUrl(comic.uuid, `?width=${width}`)} ${width}w`).join(", "),
    sizes,
    alt: comic.altText || comic.title || comic.prompt,
    width: comic.width || null,
    height: comic.height || null,
    ...properties,
  });
}

/** Return a frame that reserves the image's aspect ratio before the image has loaded. */
export function framed(comic, content) {
  const frame = el("figure", { class: "page" }, content);
  if (comic.width && comic.height) frame.style.setProperty("--ratio", `${comic.width / comic.height}`);
  return frame;
}

export async function change(uuid, changes) {
  const comic = await call("PATCH", `/gallery/${uuid}`, { body: changes, tries: 3 });
  broadcastChange();
  return comic;
}

/** Return a toggle button for the comic's favourite flag. */
export function favouriteButton(comic, onChange = () => {}) {
  const word = () => (comic.favorite ? t("web_favorite_is") : t("web_favorite"));
  const toggle = once(() =>
    trying(async () => {
      Object.assign(comic, await change(comic.uuid, { favorite: !comic.favorite }));
      press(control, comic.favorite, word());
      onChange(comic);
    }),
  );
  const control = button("heart", word(), toggle, { "data-act": "favorite" });
  press(control, comic.favorite, word());
  return control;
}

export function downloadLink(comic) {
  const link = button("download", t("web_download"), null);
  const anchor = el("a", { class: "button", href: imageUrl(comic.uuid, "?download=1"), download: true });
  anchor.append(...link.childNodes);
  return anchor;
}

export async function showDetails(uuid) {
  await trying(async () => {
    const comic = await read(`/gallery/${uuid}`);
    const entries = comic.details.flatMap(({ label, value }) => [el("dt", {}, label), el("dd", { dir: "auto" }, value)]);
    openBox(t("web_details"), [el("dl", {}, ...entries)]);
  });
}

export async function showText(uuid) {
  await trying(async () => {
    const comic = await read(`/gallery/${uuid}`);
    openBox(comic.title || t("web_read"), [el("p", { class: "told", dir: "auto", tabindex: "0" }, comic.text)]);
  });
}

/** Delete the comic; offer to undo it while the server can. */
export async function remove(comic, { onGone, onBack }) {
  const gone = await trying(() => call("DELETE", `/gallery/${comic.uuid}`));
  if (!gone) return;
  broadcastChange();
  onGone();
  const undo = () =>
    trying(async () => {
      await change(comic.uuid, { deleted: false });
      onBack();
    });
  notice(t("web_deleted"), { milliseconds: UNDO, action: { icon: "undo", word: t("web_undo"), act: undo }, focus: true });
}

/** Show the share link of the comic, or offer to create one. */
export function share(comic, onChange = () => {}) {
  const set = (shared) =>
    trying(async () => {
      Object.assign(comic, await change(comic.uuid, { shared }));
      onChange(comic);
      share(comic, onChange);
    });
  if (!comic.shareUrl) {
    openBox(t("web_share"), [el("p", {}, t("web_share_what"))], [button("link", t("web_share_make"), () => set(true), { class: "button go" })]);
    return;
  }
  const link = pageOf(comic.shareUrl);
  const line = el("input", { class: "line", readonly: true, value: link, "aria-label": t("web_share_link"), onfocus: () => line.select() });
  const copy = () =>
    trying(async () => {
      await copyText(line);
      announce(t("web_copied"));
      $("span", copying).textContent = t("web_copied");
    });
  const copying = button("link", t("web_copy"), copy, { class: "button go" });
  openBox(t("web_share"), [el("p", {}, t("web_share_is")), el("p", {}, line)], [copying, button("close", t("web_share_end"), () => set(false))]);
}

/** Copy the value of a field; without https, browsers have execCommand only. */
async function copyText(line) {
  line.select();
  if (navigator.clipboard) await navigator.clipboard.writeText(line.value);
  else document.execCommand("copy");
}

/** Return the page of a comic from the share link of its image. */
const pageOf = (shareUrl) => shareUrl.replace("/image?", "?");

export function report(uuid, shareToken = null) {
  const limit = $("#dialog").dataset.reasonLimit;
  askText(t("web_report"), {
    label: t("web_report_why"),
    word: t("web_report_send"),
    iconName: "flag",
    limit,
    send: async (reason) => {
      const body = shareToken ? { reason, share: shareToken } : { reason };
      await call("POST", `/gallery/${uuid}/report`, { body });
      notice(t("web_reported"));
    },
  });
}

/** Return the address of the chat with the composer filled in. */
export function likeThis({ prompt, style, panels }) {
  const facts = new URLSearchParams({ prompt });
  if (style) facts.set("style", style);
  if (panels) facts.set("panels", panels);
  return `/#${facts}`;
}
