// One message of the chat: a request and its outcome.

import { call, read, Refused } from "./api.js";
import * as comics from "./comic_actions.js";
import { $, announce, button, el, once } from "./dom.js";
import { isOver, watch } from "./event_stream.js";
import { failed, markUnreachable, markReachable, trying } from "./notices.js";
import { t } from "./words.js";

const MASCOT = new URL("../mascot.svg", import.meta.url).pathname;
const LOST = new URL("../mascot-lost.svg", import.meta.url).pathname;
const RELATIONS = {
  again: t("web_relation_again"),
  retry: t("web_relation_retry"),
  edit: t("web_relation_edit"),
  continue: t("web_relation_continue"),
};
const SIZES = "(min-width: 860px) 740px, 92vw";

export class Message {
  /** `item` is an item of GET /ml, or has no UUID yet while it is being sent. */
  constructor(item, actions) {
    this.item = asKnown(item);
    this.actions = actions;
    this.answerPlace = el("div");
    this.element = el("li", { class: "message", "data-uuid": item.uuid }, this.question(), this.answerPlace);
    this.showing = "";
    this.leaving = new AbortController();
    this.show();
  }

  static answer(content, { face = MASCOT, kind = "" } = {}) {
    return el("div", { class: `answer ${kind}` }, el("img", { class: "face", src: face, alt: "", width: 56, height: 56 }), el("div", { class: "said" }, content));
  }

  question() {
    const relation = RELATIONS[this.item.relation];
    return el(
      "div",
      { class: "asked" },
      relation ? el("p", { class: "relation" }, relation) : null,
      el("div", { class: "balloon asks", dir: "auto" }, this.item.prompt),
    );
  }

  /** Merge a newer status; update the page where it differs. */
  update(view) {
    const before = this.item;
    if (isOver(before) && view.status && !isOver(view)) {
      // An older status that arrives after the end is outdated, but may tell what was requested.
      this.item = { ...asKnown(view), ...before };
      return;
    }
    this.item = { ...before, ...asKnown(view) };
    const isNews = before.status !== this.item.status || before.stage !== this.item.stage;
    this.show();
    if (isNews) announce(this.words());
    this.follow();
  }

  words() {
    if (this.item.status === "drawn") return t("web_done");
    return this.item.error?.message ?? this.item.message ?? t("web_sending");
  }

  /** Kind of content to show, followed by the values on which its rendering depends. */
  get wanted() {
    const { status, comic } = this.item;
    if (status === "drawn" && comic) return `comic ${comic.favorite} ${comic.title}`;
    if (status === "drawn" && comic === null) return "gone";
    return isOver(this.item) && status !== "drawn" ? "failure" : "work";
  }

  show() {
    const { wanted } = this;
    if (wanted !== this.showing) this.replace(wanted);
    if (wanted === "work") this.showProgress();
  }

  replace(wanted) {
    const [kind] = wanted.split(" ");
    const focused = this.answerPlace.contains(document.activeElement);
    // Keep the buttons while the user has the focus on them.
    if (focused && this.showing.startsWith(kind)) return;
    this.showing = wanted;
    this.put(this[kind]());
    if (focused) $("button", this.answerPlace)?.focus();
  }

  put(answer) {
    this.actions.keepingPlace(() => this.answerPlace.replaceChildren(answer));
  }

  // --- In progress ---

  work() {
    this.saying = el("p", { class: "caption", "data-say": "" });
    this.bar = el("progress", { class: "bar", max: 100, "aria-label": t("web_progress") });
    this.canceling = button("close", t("web_cancel"), once(() => this.cancel()), { class: "button small", "data-act": "cancel" });
    return Message.answer(el("div", { class: "work" }, this.saying, this.bar, el("div", { class: "actions" }, this.canceling)));
  }

  showProgress() {
    const percent = this.item.progress?.percent ?? 0;
    this.say(this.words());
    if (percent) this.bar.value = percent;
    else this.bar.removeAttribute("value");
    this.canceling.hidden = !(this.item.uuid || this.onDiscard) || this.item.status === "drawn";
  }

  say(text) {
    if (this.saying.textContent !== text) this.saying.textContent = text;
  }

  /** Let the user discard a request that cannot be sent. */
  offerToDiscard(onDiscard) {
    this.onDiscard = onDiscard;
    this.showProgress();
  }

  cancel() {
    if (!this.item.uuid) return this.onDiscard();
    return trying(async () => this.update(await call("POST", `/ml/${this.item.uuid}/cancel`, { tries: 3 })));
  }

  /** Follow the job until a terminal state, then load its comic. */
  async follow() {
    if (this.following || !this.item.uuid || this.element.dataset.pending) return;
    this.following = true;
    const name = this.item.uuid;
    try {
      if (!isOver(this.item)) {
        const onView = (view) => {
          markReachable(name);
          this.update(view);
        };
        await watch(name, onView, { signal: this.leaving.signal, onUnreachable: () => markUnreachable(name) });
      }
      if (this.item.status === "drawn" && this.item.comic === undefined) await this.fetchComic();
    } catch (error) {
      failed(error);
    } finally {
      markReachable(name);
      this.following = false;
    }
  }

  async fetchComic() {
    try {
      this.update({ comic: await read(`/gallery/${this.item.uuid}`, { tries: Infinity, onUnreachable: () => markUnreachable(this.item.uuid) }) });
    } catch (error) {
      if (!(error instanceof Refused && error.status === 404)) throw error;
      this.update({ comic: null });
    }
  }

  // --- Failed ---

  failure() {
    const buttons = [
      button("again", t("web_try_again"), once(() => this.actions.onAgain(this.item)), { class: "button go", "data-act": "again" }),
      button("edit", t("web_edit"), () => this.edit(), { "data-act": "edit" }),
    ];
    return Message.answer([el("div", { class: "balloon" }, el("p", { "data-say": "" }, this.words())), el("div", { class: "actions" }, buttons)], { face: LOST, kind: "failure" });
  }

  /** Show why the server refused the request, of which it has stored nothing. */
  refuse(error, { onAgain, onEdit }) {
    this.showing = "failure";
    const say = el("div", { class: "balloon" }, el("p", { "data-say": "" }, error.message));
    const actions = el(
      "div",
      { class: "actions" },
      button("again", t("web_try_again"), once(onAgain), { class: "button go", "data-act": "again" }),
      onEdit ? button("edit", t("web_edit"), onEdit, { "data-act": "edit" }) : null,
      button("close", t("web_dismiss"), () => this.remove(), { "data-act": "dismiss" }),
    );
    this.put(Message.answer([say, actions], { face: LOST, kind: "failure" }));
    announce(error.message);
  }

  // --- Drawn ---

  comic() {
    const { comic } = this.item;
    const picture = comics.picture(comic, SIZES, { onerror: () => frame.replaceChildren(el("p", { class: "lost" }, t("web_picture_lost"))) });
    const frame = el("a", { href: `/comics/${comic.uuid}` }, picture);
    const title = saysMore(comic) ? el("p", { class: "comic-title", dir: "auto" }, comic.title) : null;
    const notices = this.item.notices?.length ? el("p", { class: "comic-notices" }, this.item.notices.join(" ")) : null;
    return Message.answer([comics.framed(comic, frame), title, notices, this.buttons(comic)].filter(Boolean), { kind: "comic" });
  }

  buttons(comic) {
    const again = once(() => this.actions.onAgain(this.item));
    const further = el(
      "div",
      { class: "further", hidden: true },
      button("info", t("web_details"), () => comics.showDetails(comic.uuid), { "data-act": "details" }),
      button("text", t("web_read"), () => comics.showText(comic.uuid), { "data-act": "read" }),
      comics.downloadLink(comic),
      button("share", t("web_share"), () => comics.share(comic), { "data-act": "share" }),
      button("flag", t("web_report"), () => comics.report(comic.uuid), { "data-act": "report" }),
      button("bin", t("web_delete"), once(() => this.delete(comic)), { "data-act": "delete" }),
    );
    const more = button("more", t("web_more"), () => {
      further.hidden = !further.hidden;
      more.setAttribute("aria-expanded", String(!further.hidden));
    }, { "aria-expanded": "false", "data-act": "more" });
    return el(
      "div",
      { class: "actions" },
      button("again", t("web_again"), again, { "data-act": "again" }),
      button("edit", t("web_edit_redraw"), () => this.edit(), { "data-act": "edit" }),
      button("next", t("web_continue"), () => this.actions.onContinue(this.item), { "data-act": "continue" }),
      comics.favouriteButton(comic),
      more,
      further,
    );
  }

  edit() {
    this.actions.onEdit({ inputParams: {}, ...this.item });
  }

  delete(comic) {
    return comics.remove(comic, {
      onGone: () => this.update({ comic: null }),
      onBack: () => this.update({ comic }),
    });
  }

  gone() {
    return Message.answer(el("p", { class: "gone" }, t("web_comic_gone")), { kind: "gone-comic" });
  }

  remove() {
    this.leaving.abort();
    this.element.remove();
    this.actions.onGone();
  }
}

/** Drop `comic: null` unless the comic was drawn: only then it means that it was deleted. */
function asKnown(view) {
  const { comic, ...rest } = view;
  return comic || (comic === null && view.status === "drawn") || (comic === null && !view.status) ? view : rest;
}

/** Return whether the title adds to the prompt, which is shown above. */
const saysMore = ({ title, prompt }) => title && !prompt.toLowerCase().startsWith(title.toLowerCase());
