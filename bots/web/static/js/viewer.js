// Full-screen viewer of the gallery, with keyboard shortcuts.

import { read } from "./api.js";
import * as comics from "./comic_actions.js";
import { $, announce, button, el, once } from "./dom.js";
import { trying } from "./notices.js";
import { nameOf } from "./tile.js";
import { t } from "./words.js";

const SIZES = "96vw";

export class Viewer {
  /**
   * `comics()` returns the loaded comics, `loadMore` loads further ones. `onGone` removes a comic
   * from the page and returns a function that puts it back.
   */
  constructor(dialog, { comics: all, loadMore, onChange, onGone }) {
    this.dialog = dialog;
    this.all = all;
    this.loadMore = loadMore;
    this.onChange = onChange;
    this.onGone = onGone;
    dialog.addEventListener("keydown", (event) => this.pressed(event));
    dialog.addEventListener("close", () => $(`[data-uuid="${this.uuid}"] .look`)?.focus());
  }

  open(uuid) {
    this.uuid = uuid;
    this.show();
    if (!this.dialog.open) this.dialog.showModal();
    $("[data-act=close]", this.dialog).focus();
  }

  get index() {
    return this.all().findIndex(({ uuid }) => uuid === this.uuid);
  }

  get comic() {
    return this.all()[this.index];
  }

  async move(step) {
    const index = this.index + step;
    if (index >= this.all().length - 3) {
      const loading = this.loadMore();
      if (index >= this.all().length) await loading;
    }
    const comic = this.all()[index];
    if (!comic) return;
    this.uuid = comic.uuid;
    const had = document.activeElement?.dataset.act;
    this.show();
    ($(`[data-act="${had}"]:not([disabled])`, this.dialog) ?? $("[data-act=close]", this.dialog)).focus();
    announce(nameOf(comic));
  }

  pressed(event) {
    if (event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
    const acts = {
      ArrowLeft: () => this.move(-1),
      ArrowRight: () => this.move(1),
      f: () => $("[data-act=favorite]", this.dialog).click(),
    };
    const act = acts[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  }

  show() {
    const { comic } = this;
    this.dialog.replaceChildren(el("div", { class: "viewer-inside" }, this.head(comic), this.stage(comic), this.buttons(comic)));
  }

  head(comic) {
    const close = () => this.dialog.close();
    return el(
      "div",
      { class: "viewer-head" },
      el("h2", { id: "viewer-title", dir: "auto" }, nameOf(comic)),
      button("close", t("web_close"), close, { "data-act": "close" }),
    );
  }

  stage(comic) {
    const { index } = this;
    const earlier = button("left", t("web_previous"), () => this.move(-1), { "data-act": "previous", disabled: index === 0 });
    const later = button("right", t("web_next"), () => this.move(1), { "data-act": "next" });
    return el("div", { class: "stage" }, earlier, comics.framed(comic, comics.picture(comic, SIZES)), later);
  }

  buttons(comic) {
    const changed = () => this.onChange(this.comic);
    return el(
      "div",
      { class: "actions" },
      comics.favouriteButton(comic, changed),
      button("edit", t("web_retitle"), () => this.retitle(comic), { "data-act": "retitle" }),
      button("like", t("web_another"), once(() => this.another(comic)), { "data-act": "another" }),
      button("share", t("web_share"), () => comics.share(comic, changed), { "data-act": "share" }),
      comics.downloadLink(comic),
      button("info", t("web_details"), () => comics.showDetails(comic.uuid), { "data-act": "details" }),
      button("text", t("web_read"), () => comics.showText(comic.uuid), { "data-act": "read" }),
      button("flag", t("web_report"), () => comics.report(comic.uuid), { "data-act": "report" }),
      button("bin", t("web_delete"), once(() => this.delete(comic)), { "data-act": "delete" }),
    );
  }

  retitle(comic) {
    const line = el("input", { class: "line", name: "title", value: comic.title, maxlength: this.dialog.dataset.titleLimit, dir: "auto", required: true, "aria-label": t("web_title") });
    const back = (act) => {
      form.replaceWith(el("h2", { id: "viewer-title", dir: "auto" }, nameOf(comic)));
      $(`[data-act="${act}"]`, this.dialog).focus();
    };
    const save = async (event) => {
      event.preventDefault();
      await trying(async () => {
        Object.assign(comic, await comics.change(comic.uuid, { title: line.value }));
        this.onChange(comic);
        back("retitle");
      });
    };
    const escape = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      back("retitle");
    };
    const form = el("form", { class: "retitle", onsubmit: save, onkeydown: escape }, line, button("edit", t("web_save"), null, { type: "submit", class: "button go" }));
    $("#viewer-title", this.dialog).replaceWith(form);
    line.select();
  }

  another(comic) {
    return trying(async () => {
      const { panels } = await read(`/gallery/${comic.uuid}`);
      window.location.assign(comics.likeThis({ ...comic, panels }));
    });
  }

  delete(comic) {
    let back;
    return comics.remove(comic, {
      onGone: () => {
        this.dialog.close();
        back = this.onGone(comic);
      },
      onBack: () => back(),
    });
  }
}
