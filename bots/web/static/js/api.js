// Calls to our own API, with patience for a server or a network that is away for a while.

import { language, t } from "./words.js";

const TRIES = 6;
const FIRST_PAUSE = 400; // milliseconds; doubled from try to try
const LONGEST_PAUSE = 8000;
const TIMEOUT = 40_000;
const LASTING = new Set(["disk_full"]); // somebody has to do something about it

/** What the server refused, in a sentence for people. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.message ?? t("web_unclear"));
    this.status = status;
    this.code = problem?.code ?? "";
    this.fields = problem?.fields ?? {};
  }
}

/** Nobody answered. */
export class Away extends Error {
  constructor() {
    super(t("web_away"));
  }
}

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export const pauseBefore = (attempt) =>
  Math.min(FIRST_PAUSE * 2 ** attempt, LONGEST_PAUSE) * (0.75 + Math.random() / 2);

/**
 * Send a request and return its answer: parsed JSON, or null where there is none.
 *
 * Whatever may be repeated without harm is, while the server is away: reading, and what carries a
 * key. `onAway` hears of each try that failed; after the signal there is no further one.
 */
export async function call(method, path, { body, headers = {}, tries, onAway, signal } = {}) {
  const repeatable = method === "GET" || "Idempotency-Key" in headers;
  const most = tries ?? (repeatable ? TRIES : 1);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send(method, path, body, headers);
    } catch (error) {
      if (!isPassing(error) || attempt >= most || signal?.aborted) throw error;
      onAway?.(error);
      await pause(pauseBefore(attempt));
      if (signal?.aborted) throw error;
    }
  }
}

function isPassing(error) {
  if (error instanceof Away) return true;
  // Without a code it is a proxy that speaks, while the server starts.
  return (error.status === 502 && !error.code) || (error.status === 503 && !LASTING.has(error.code));
}

export const read = (path, options) => call("GET", path, options);

async function send(method, path, body, headers) {
  let answer;
  let text;
  try {
    answer = await fetch(path, {
      method,
      headers: {
        Accept: "application/json",
        "Accept-Language": language,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT),
    });
    text = await answer.text();
  } catch {
    throw new Away();
  }
  const value = parsed(text);
  if (!answer.ok) throw new Refused(answer.status, value?.error);
  return value;
}

function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** Return a name for one press of a button, so that a lost answer never makes two of it. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
