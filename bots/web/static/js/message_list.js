// Message list of the chat page: the user's requests from everywhere, newest at the bottom.

import { read, Refused } from "./api.js";
import { el } from "./dom.js";
import { Message } from "./message.js";
import { failed, markUnreachable, markReachable } from "./notices.js";
import { listen, broadcastChange } from "./tabs.js";
import { t } from "./words.js";

const PAGE = 15;
const NEAR = 240; // pixels from the bottom that count as at the bottom

export class MessageList {
  constructor({ list, older, welcome, onEdit, onContinue }) {
    this.list = list;
    this.older = older;
    this.welcome = welcome;
    this.actions = { onEdit, onContinue, onAgain: (item) => this.onAgain(item), onGone: () => this.changed(), keepingPlace: (work) => this.keepingPlace(work) };
    this.messages = new Map(); // by UUID
    this.cursor = null;
    older.addEventListener("click", () => this.loadOlder());
  }

  /** Show the newest page; refresh on changes in other tabs and when this tab becomes active. */
  async begin() {
    await this.catchUp({ first: true });
    if (this.messages.size) this.toBottom();
    this.nearTop = new IntersectionObserver(([entry]) => entry.isIntersecting && this.loadOlder(), { rootMargin: "300px 0px 0px" });
    this.nearTop.observe(this.older);
    listen(() => this.catchUp());
    window.addEventListener("online", () => this.catchUp());
    window.addEventListener("pageshow", (event) => event.persisted && this.catchUp());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.catchUp());
  }

  /** Read the newest page again; add new messages and update the others. */
  async catchUp({ first = false } = {}) {
    try {
      const page = await read(`/ml?limit=${PAGE}`, { tries: first ? Infinity : 4, onUnreachable: () => markUnreachable("messages") });
      if (first) this.cursor = page.nextCursor;
      for (const item of page.items.toReversed()) this.put(item);
      markReachable("messages");
    } catch (error) {
      // A new visitor has no requests.
      if (!(error instanceof Refused && error.status === 401) && first) failed(error);
    }
    this.changed();
  }

  async loadOlder() {
    if (!this.cursor || this.loading) return;
    this.loading = true;
    try {
      const page = await read(`/ml?limit=${PAGE}&cursor=${encodeURIComponent(this.cursor)}`);
      this.cursor = page.nextCursor;
      const height = document.documentElement.scrollHeight;
      for (const item of page.items) this.put(item, { atTop: true });
      window.scrollBy({ top: document.documentElement.scrollHeight - height, behavior: "instant" });
      // The observer reports changes only, and the top may still be visible.
      this.nearTop.unobserve(this.older);
      this.nearTop.observe(this.older);
    } catch (error) {
      failed(error);
    } finally {
      this.loading = false;
      this.changed();
    }
  }

  put(item, { atTop = false } = {}) {
    const known = this.messages.get(item.uuid);
    if (known) {
      known.update(item);
      return;
    }
    const atBottom = this.isAtBottom();
    const message = new Message(item, this.actions);
    this.messages.set(item.uuid, message);
    if (atTop) this.list.prepend(message.element);
    else this.insert(message, item);
    message.follow();
    if (!atTop && atBottom) this.toBottom();
  }

  /** Insert a message in order of time, by which UUIDv7 ids sort. */
  insert(message, item) {
    const later = [...this.messages.entries()].find(([uuid, other]) => uuid > item.uuid && other.element.isConnected && other !== message);
    const last = [...this.list.children].find((child) => child.dataset.pending);
    this.list.insertBefore(message.element, later?.[1].element ?? last ?? null);
  }

  /** Show a request before the server has accepted it. */
  addPending(request) {
    const options = request.inputParams && { inputParams: { ...request.defaults, ...request.inputParams } };
    const message = new Message({ uuid: null, prompt: request.prompt, ...options, relation: request.relation ?? request.kind, status: "sending" }, this.actions);
    message.element.dataset.pending = "true";
    this.list.append(message.element);
    this.changed();
    this.toBottom();
    return message;
  }

  /** Give a pending message its UUID, once the server has accepted the request. */
  async accepted(message, uuid) {
    delete message.element.dataset.pending;
    const known = this.messages.get(uuid);
    if (known) {
      // A refresh of the list has added it already.
      message.remove();
      return;
    }
    this.messages.set(uuid, message);
    message.item.uuid = uuid;
    message.element.dataset.uuid = uuid;
    message.follow();
    broadcastChange();
    await this.catchUp();
  }

  showHelp() {
    const element = el("li", { class: "message" }, Message.answer(el("div", { class: "balloon" }, ...t("web_help").split("\n").map((line) => el("p", {}, line)))));
    this.list.append(element);
    this.changed();
    this.toBottom();
  }

  changed() {
    this.older.hidden = !this.cursor;
    this.welcome.hidden = this.list.childElementCount > 0;
  }

  /** Run `work`, which may change heights; stay at the bottom if the user is there. */
  keepingPlace(work) {
    const atBottom = this.isAtBottom();
    work();
    if (atBottom) this.toBottom();
  }

  isAtBottom() {
    return window.innerHeight + window.scrollY > document.documentElement.scrollHeight - NEAR;
  }

  toBottom() {
    window.scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
  }
}
