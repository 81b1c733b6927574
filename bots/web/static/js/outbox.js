// Outbox: requests that the server has not confirmed yet. They are stored until it has answered, so
// they survive a reload, and always sent with the same idempotency key, so each becomes one job.

import { call, newKey, Refused } from "./api.js";
import { markUnreachable, markReachable } from "./notices.js";
import { t } from "./words.js";

const STORAGE_KEY = "outbox";

const PATHS = {
  new: () => "/ml/generate",
  edit: ({ parent }) => `/ml/${parent}/edit`,
  continue: ({ parent }) => `/ml/${parent}/continue`,
  again: ({ parent }) => `/ml/${parent}/retry`,
};
const BODIES = {
  // Private until the user shares it, by a link that can be withdrawn.
  new: ({ inputParams, defaults }) => ({ inputParams, defaults: defaults ?? {}, private: true }),
  edit: ({ inputParams }) => ({ inputParams }),
  continue: ({ prompt }) => ({ prompt }),
  again: () => undefined,
};

export class Outbox {
  constructor(messageList) {
    this.messageList = messageList;
    messageList.onAgain = (parent) => this.send({ kind: "again", parent: parent.uuid, prompt: parent.prompt, relation: parent.status === "drawn" ? "again" : "retry" });
  }

  /** Send the requests that were unconfirmed when the page was closed. */
  resume() {
    for (const request of stored()) this.deliver(request);
  }

  send(request) {
    const keyed = { ...request, key: newKey() };
    store([...stored(), keyed]);
    return this.deliver(keyed);
  }

  async deliver(request) {
    const message = this.messageList.addPending(request);
    const discarded = new AbortController();
    const discard = () => {
      discarded.abort();
      this.done(request);
      message.remove();
    };
    try {
      const { uuid } = await call("POST", PATHS[request.kind](request), {
        body: BODIES[request.kind](request),
        headers: { "Idempotency-Key": request.key, Prefer: "respond-async" },
        tries: Infinity,
        signal: discarded.signal,
        onUnreachable: () => {
          markUnreachable(request.key);
          message.offerToDiscard(discard);
          message.say(t("web_not_sent_yet"));
        },
      });
      this.done(request);
      if (discarded.signal.aborted) await call("POST", `/ml/${uuid}/cancel`, { tries: 3 });
      else this.messageList.accepted(message, uuid);
    } catch (error) {
      this.done(request);
      if (discarded.signal.aborted) return;
      if (!(error instanceof Refused)) throw error;
      const instead = (act) => () => {
        message.remove();
        act(request);
      };
      message.refuse(error, {
        onAgain: instead((same) => this.send(same)),
        onEdit: request.kind === "again" ? null : instead((same) => this.onEdit(same)),
      });
    }
  }

  done(request) {
    markReachable(request.key);
    store(stored().filter(({ key }) => key !== request.key));
  }
}

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? "[]");
  } catch {
    return [];
  }
}

const store = (requests) => sessionStorage.setItem(STORAGE_KEY, JSON.stringify(requests));
