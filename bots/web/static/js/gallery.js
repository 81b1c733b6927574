// Gallery page: search, filters and tiles with infinite scrolling.

import { read, Refused } from "./api.js";
import { $, announce, button, el } from "./dom.js";
import { failed, markUnreachable, markReachable } from "./notices.js";
import { listen } from "./tabs.js";
import { tileOf } from "./tile.js";
import { Viewer } from "./viewer.js";
import { t } from "./words.js";

const TYPING = 300; // milliseconds after the last keystroke before the search starts
const MASCOT = new URL("../mascot.svg", import.meta.url).pathname;

const form = $("#filters");
const tiles = $("#tiles");
const more = $("#more");
const empty = $("#empty");

const further = $("#further");
const nearEnd = new IntersectionObserver(([entry]) => entry.isIntersecting && next(), { rootMargin: "0px 0px 600px 0px" });

const shown = { comics: [], cursor: null, turn: 0, loading: false };

const viewer = new Viewer($("#viewer"), {
  comics: () => shown.comics,
  loadMore: () => next(),
  onChange: (comic) => tile(comic.uuid)?.replaceWith(made(comic)),
  onGone: (comic) => gone(comic),
});

const made = (comic) => tileOf(comic, { onOpen: () => viewer.open(comic.uuid), onChange: (changed) => favouriteChanged(changed) });
const tile = (uuid) => $(`[data-uuid="${uuid}"]`, tiles);

function wanted() {
  const facts = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) facts.set(name, value.trim());
  return facts;
}

/** Load the first page for the current filters. */
async function begin() {
  const facts = wanted();
  const query = facts.size ? `?${facts}` : window.location.pathname;
  window.history.replaceState(null, "", query);
  Object.assign(shown, { comics: [], cursor: null, turn: shown.turn + 1, loading: false });
  await next({ replace: true });
}

async function next({ replace = false } = {}) {
  if (shown.loading || (!replace && !shown.cursor)) return;
  shown.loading = true;
  const turn = shown.turn;
  const facts = wanted();
  if (shown.cursor) facts.set("cursor", shown.cursor);
  try {
    const page = await read(`/gallery?${facts}`, { tries: Infinity, onUnreachable: () => markUnreachable("gallery") });
    if (turn !== shown.turn) return; // the filters have changed in the meantime
    show(page, replace);
    observeAgain();
  } catch (error) {
    if (error instanceof Refused && error.status === 401) show({ items: [], nextCursor: null }, replace);
    else failed(error);
  } finally {
    markReachable("gallery");
    if (turn === shown.turn) shown.loading = false;
  }
}

function show(page, replace) {
  shown.comics.push(...page.items);
  shown.cursor = page.nextCursor;
  const elements = page.items.map(made);
  if (replace) tiles.replaceChildren(...elements);
  else tiles.append(...elements);
  more.hidden = !shown.cursor;
  if (replace) announce(shown.comics.length ? t("web_found", { count: shown.comics.length + (shown.cursor ? "+" : "") }) : t("web_none_found"));
  showEmpty();
}

/** Observe the end again: the observer reports changes only, and the end may still be visible. */
function observeAgain() {
  nearEnd.unobserve(further);
  nearEnd.observe(further);
}

function showEmpty() {
  empty.hidden = shown.comics.length > 0;
  if (!empty.hidden) {
    const isSearch = wanted().size > 0;
    const say = isSearch ? t("web_none_found") : t("web_gallery_empty");
    const help = isSearch ? button("close", t("web_show_all"), showAll) : el("a", { class: "button go", href: "/" }, t("web_make_first"));
    empty.replaceChildren(el("img", { class: "mascot", src: MASCOT, alt: "", width: 130, height: 130 }), el("div", { class: "balloon" }, el("p", {}, say)), help);
  }
}

function showAll() {
  for (const field of form.elements) {
    if (field.type === "checkbox") field.checked = false;
    else field.value = "";
  }
  form.elements.q.focus();
  begin();
}

/** Remove a comic from the page; returns a function that puts it back in its place. */
function gone(comic) {
  const { turn } = shown;
  const index = shown.comics.findIndex(({ uuid }) => uuid === comic.uuid);
  if (index >= 0) shown.comics.splice(index, 1);
  tile(comic.uuid)?.remove();
  showEmpty();
  return () => {
    if (turn !== shown.turn || index < 0) return begin();
    shown.comics.splice(index, 0, comic);
    tiles.insertBefore(made(comic), tiles.children[index] ?? null);
    return showEmpty();
  };
}

/** If only favourites are shown, remove a comic that no longer is one, and show one that has just become one. */
function favouriteChanged(comic) {
  if (!form.elements.favorite.checked) return;
  if (!comic.favorite) gone(comic);
  else if (!tile(comic.uuid)) begin(); // the filter was applied before the change was stored
}

function fillFromAddress() {
  for (const [name, value] of new URLSearchParams(window.location.search)) {
    const field = form.elements.namedItem(name);
    if (!field) continue;
    if (field.type === "checkbox") field.checked = value === "true";
    else field.value = value;
  }
}

let typing = 0;
form.elements.q.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(begin, TYPING);
});
form.addEventListener("change", (event) => event.target.name !== "q" && begin());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  begin();
});
more.addEventListener("click", () => next());

listen();
fillFromAddress();
await begin();
document.body.dataset.ready = "true";
