// Status of a job by server-sent events, or by polling if a stream is refused.

import { delayBefore, read, Refused, sleep } from "./api.js";
import { language } from "./words.js";

const POLL = 2500; // milliseconds
const MAX_STREAMS = 2; // per page: browsers limit connections per server, which all tabs share
const SILENCE = 40_000; // milliseconds; heartbeats come every 15 s, so the connection is dead then

const ENDS = new Set(["drawn", "rejected", "failed", "canceled", "expired"]);
export const isOver = (view) => ENDS.has(view.status);

let streams = 0;

/**
 * Call `onView` at each change of the job, until a terminal state or the signal.
 *
 * Uses fetch instead of EventSource, which hides the status of a refusal and always sends the
 * browser's language, even if the user has chosen another one.
 */
export async function watch(uuid, onView, { signal, onUnreachable }) {
  const state = { lastId: "", over: false };
  const report = (view) => {
    state.over = isOver(view);
    onView(view);
  };
  for (let attempt = 0; !state.over && !signal.aborted; attempt += 1) {
    await untilVisible();
    try {
      const status = streams < MAX_STREAMS ? await follow(uuid, state, report, signal) : 0;
      if (status === 200) attempt = 0;
      else if (status === 204) report(await read(`/ml/${uuid}`));
      else await poll(uuid, report, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (document.hidden) continue; // closed because the page is hidden
      if (error instanceof Refused && error.status < 500) throw error;
      onUnreachable?.();
    }
    if (!state.over && !signal.aborted) await sleep(delayBefore(attempt));
  }
}

async function follow(uuid, state, report, signal) {
  const connection = new AbortController();
  const stop = () => connection.abort();
  const stopUnseen = () => document.hidden && stop();
  signal.addEventListener("abort", stop);
  document.addEventListener("visibilitychange", stopUnseen);
  streams += 1;
  let silence = setTimeout(stop, SILENCE);
  try {
    const headers = { Accept: "text/event-stream", "Accept-Language": language };
    if (state.lastId) headers["Last-Event-ID"] = state.lastId;
    const answer = await fetch(`/ml/${uuid}/events`, { headers, signal: connection.signal, cache: "no-store" });
    if (answer.status !== 200) return answer.status;
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ""; ; ) {
      const { value, done } = await reader.read();
      if (done) return 200;
      clearTimeout(silence);
      silence = setTimeout(stop, SILENCE);
      const events = (rest + value).split("\n\n");
      rest = events.pop();
      for (const event of events) dispatch(event, state, report);
    }
  } finally {
    clearTimeout(silence);
    signal.removeEventListener("abort", stop);
    document.removeEventListener("visibilitychange", stopUnseen);
    streams -= 1;
    connection.abort();
  }
}

function dispatch(event, state, report) {
  const fields = {};
  for (const line of event.split("\n")) {
    const [name, ...value] = line.split(": ");
    fields[name] = value.join(": ");
  }
  if (fields.id) state.lastId = fields.id;
  if (fields.data) report(JSON.parse(fields.data));
}

/** Wait until the page is visible: streams of hidden pages would use up the connections. */
function untilVisible() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((visible) => document.addEventListener("visibilitychange", visible, { once: true }));
}

/** Poll for half a minute, after which the stream is tried again. */
async function poll(uuid, report, signal) {
  for (let times = 0; times < 12 && !signal.aborted; times += 1) {
    const view = await read(`/ml/${uuid}`);
    report(view);
    if (isOver(view)) return;
    await sleep(POLL);
  }
}
