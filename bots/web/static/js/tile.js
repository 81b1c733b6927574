// Tile of a comic in the gallery: thumbnail, title and favourite button.

import { favouriteButton, picture } from "./comic_actions.js";
import { el } from "./dom.js";
import { t } from "./words.js";

const SIZES = "(max-width: 620px) 46vw, 300px";

export const nameOf = (comic) => comic.title || comic.prompt;

export function tileOf(comic, { onOpen, onChange }) {
  return el(
    "li",
    { class: "tile", "data-uuid": comic.uuid },
    el("button", { type: "button", class: "look", onclick: onOpen, "aria-label": t("web_look_at", { title: nameOf(comic) }) }, picture(comic, SIZES, { loading: "lazy", alt: "" })),
    el("div", { class: "under" }, el("p", { class: "name", dir: "auto" }, nameOf(comic)), favouriteButton(comic, onChange)),
  );
}
