// What was asked for and not confirmed yet. It is kept until the server has answered, also over a
// reload, and always sent under the same key: so it arrives, and only once.

import { call, newKey, Refused } from "./api.js";
import { isAway, isBack } from "./notices.js";
import { t } from "./words.js";

const PLACE = "outbox";

const PATHS = {
  new: () => "/ml/generate",
  edit: ({ parent }) => `/ml/${parent}/edit`,
  continue: ({ parent }) => `/ml/${parent}/continue`,
  again: ({ parent }) => `/ml/${parent}/retry`,
};
const BODIES = {
  // Nobody else's until it is shared, and then by a link that can be withdrawn.
  new: ({ inputParams }) => ({ inputParams, private: true }),
  edit: ({ inputParams }) => ({ inputParams }),
  continue: ({ prompt }) => ({ prompt }),
  again: () => undefined,
};

export class Outbox {
  constructor(history) {
    this.history = history;
    history.onAgain = (parent) => this.send({ kind: "again", parent: parent.uuid, prompt: parent.prompt, relation: parent.status === "drawn" ? "again" : "retry" });
  }

  /** Send what was left over when the page was closed. */
  resume() {
    for (const wish of kept()) this.deliver(wish);
  }

  send(wish) {
    const named = { ...wish, key: newKey() };
    keep([...kept(), named]);
    return this.deliver(named);
  }

  async deliver(wish) {
    const message = this.history.addPending(wish);
    const dropped = new AbortController();
    const drop = () => {
      dropped.abort();
      this.done(wish);
      message.remove();
    };
    try {
      const { uuid } = await call("POST", PATHS[wish.kind](wish), {
        body: BODIES[wish.kind](wish),
        headers: { "Idempotency-Key": wish.key, Prefer: "respond-async" },
        tries: Infinity,
        signal: dropped.signal,
        onAway: () => {
          isAway(wish.key);
          message.offerToDrop(drop);
          message.say(t("web_not_sent_yet"));
        },
      });
      this.done(wish);
      if (dropped.signal.aborted) await call("POST", `/ml/${uuid}/cancel`, { tries: 3 });
      else this.history.accepted(message, uuid);
    } catch (error) {
      this.done(wish);
      if (dropped.signal.aborted) return;
      if (!(error instanceof Refused)) throw error;
      const instead = (act) => () => {
        message.remove();
        act(wish);
      };
      message.refuse(error, {
        onAgain: instead((same) => this.send(same)),
        onEdit: wish.kind === "again" ? null : instead((same) => this.onEdit(same)),
      });
    }
  }

  done(wish) {
    isBack(wish.key);
    keep(kept().filter(({ key }) => key !== wish.key));
  }
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
  } catch {
    return [];
  }
}

const keep = (wishes) => sessionStorage.setItem(PLACE, JSON.stringify(wishes));
