// Calls to the API of this server, retried while the server or the network is unavailable.

import { language, t } from "./words.js";

const TRIES = 6;
const FIRST_DELAY = 400; // milliseconds; doubles with each attempt
const MAX_DELAY = 8000;
const TIMEOUT = 40_000;
const NOT_RETRIED = new Set(["disk_full"]); // lasts until an operator acts

/** Error response of the server, with its message for the user. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.message ?? t("web_unclear"));
    this.status = status;
    this.code = problem?.code ?? "";
    this.fields = problem?.fields ?? {};
  }
}

/** The server did not respond. */
export class Unreachable extends Error {
  constructor() {
    super(t("web_away"));
  }
}

export const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export const delayBefore = (attempt) =>
  Math.min(FIRST_DELAY * 2 ** attempt, MAX_DELAY) * (0.75 + Math.random() / 2);

/**
 * Send a request and return the response: parsed JSON, or null for an empty body.
 *
 * While the server is unavailable, idempotent requests are retried: reads, and requests with an
 * idempotency key. `onUnreachable` is called after each failed attempt; the signal stops further
 * attempts.
 */
export async function call(method, path, { body, headers = {}, tries, onUnreachable, signal } = {}) {
  const repeatable = method === "GET" || "Idempotency-Key" in headers;
  const limit = tries ?? (repeatable ? TRIES : 1);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send(method, path, body, headers);
    } catch (error) {
      if (!isTemporary(error) || attempt >= limit || signal?.aborted) throw error;
      onUnreachable?.(error);
      await sleep(delayBefore(attempt));
      if (signal?.aborted) throw error;
    }
  }
}

function isTemporary(error) {
  if (error instanceof Unreachable) return true;
  // A 502 without an error code comes from a proxy while the server starts.
  return (error.status === 502 && !error.code) || (error.status === 503 && !NOT_RETRIED.has(error.code));
}

export const read = (path, options) => call("GET", path, options);

async function send(method, path, body, headers) {
  let response;
  let text;
  try {
    response = await fetch(path, {
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
    text = await response.text();
  } catch {
    throw new Unreachable();
  }
  const value = parsed(text);
  if (!response.ok) throw new Refused(response.status, value?.error);
  return value;
}

function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** Return an idempotency key, so that a lost response never leads to two jobs. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
