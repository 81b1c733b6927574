// How a comic gets on, as it happens: server-sent events, or asking again where those are refused.

import { pause, pauseBefore, read, Refused } from "./api.js";
import { language } from "./words.js";

const POLL = 2500; // milliseconds
const MOST = 2; // streams of one page: a browser has few connections, and all tabs share them
const SILENCE = 40_000; // the server says something every 15 s, so then the line is dead

const ENDS = new Set(["drawn", "rejected", "failed", "canceled", "expired"]);
export const isOver = (view) => ENDS.has(view.status);

let streams = 0;

/**
 * Call `onView` whenever the job changes, until it is at an end or the signal says so.
 *
 * Read with fetch and not with EventSource: that one hides why it was refused, and speaks the
 * browser's language where people have chosen another.
 */
export async function watch(uuid, onView, { signal, onAway }) {
  const state = { lastId: "", over: false };
  const tell = (view) => {
    state.over = isOver(view);
    onView(view);
  };
  for (let attempt = 0; !state.over && !signal.aborted; attempt += 1) {
    await untilSeen();
    try {
      const status = streams < MOST ? await follow(uuid, state, tell, signal) : 0;
      if (status === 200) attempt = 0;
      else if (status === 204) tell(await read(`/ml/${uuid}`));
      else await poll(uuid, tell, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (document.hidden) continue; // hung up by ourselves
      if (error instanceof Refused && error.status < 500) throw error;
      onAway?.();
    }
    if (!state.over && !signal.aborted) await pause(pauseBefore(attempt));
  }
}

async function follow(uuid, state, tell, signal) {
  const line = new AbortController();
  const stop = () => line.abort();
  const stopUnseen = () => document.hidden && stop();
  signal.addEventListener("abort", stop);
  document.addEventListener("visibilitychange", stopUnseen);
  streams += 1;
  let silence = setTimeout(stop, SILENCE);
  try {
    const headers = { Accept: "text/event-stream", "Accept-Language": language };
    if (state.lastId) headers["Last-Event-ID"] = state.lastId;
    const answer = await fetch(`/ml/${uuid}/events`, { headers, signal: line.signal, cache: "no-store" });
    if (answer.status !== 200) return answer.status;
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ""; ; ) {
      const { value, done } = await reader.read();
      if (done) return 200;
      clearTimeout(silence);
      silence = setTimeout(stop, SILENCE);
      const events = (rest + value).split("\n\n");
      rest = events.pop();
      for (const event of events) hear(event, state, tell);
    }
  } finally {
    clearTimeout(silence);
    signal.removeEventListener("abort", stop);
    document.removeEventListener("visibilitychange", stopUnseen);
    streams -= 1;
    line.abort();
  }
}

function hear(event, state, tell) {
  const fields = {};
  for (const line of event.split("\n")) {
    const [name, ...value] = line.split(": ");
    fields[name] = value.join(": ");
  }
  if (fields.id) state.lastId = fields.id;
  if (fields.data) tell(JSON.parse(fields.data));
}

/** Nobody looks at a hidden page, and its streams would take the connections of the others. */
function untilSeen() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((seen) => document.addEventListener("visibilitychange", seen, { once: true }));
}

/** Ask for half a minute, then let the stream be tried again. */
async function poll(uuid, tell, signal) {
  for (let times = 0; times < 12 && !signal.aborted; times += 1) {
    const view = await read(`/ml/${uuid}`);
    tell(view);
    if (isOver(view)) return;
    await pause(POLL);
  }
}
