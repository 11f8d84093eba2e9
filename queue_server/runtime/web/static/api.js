/** Commands and questions to the server, as JSON over HTTP. */

const TIMEOUT_MS = 5000;
const PAUSES_MS = [300, 1000, 2500];

/** What the server said no to, or that it could not be reached (`code` "network", status 0). */
export class Problem extends Error {
  /**
   * @param {string} code  stable; texts are in the catalogues under `problem.<code>`
   * @param {number} status
   * @param {{ title?: string, detail?: string, about?: Record<string, unknown> }} [told]
   */
  constructor(code, status, told = {}) {
    super(told.detail || told.title || code);
    this.name = "Problem";
    this.code = code;
    this.status = status;
    this.about = told.about || {};
  }
}

/** A random UUID, also where the page came by plain http and `randomUUID` does not exist. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40; // version and variant bits of RFC 9562 §5.4
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * Give a command. It may be sent several times, always under the same key, so it acts once.
 * @param {string} url
 * @param {object} [body]
 * @param {{ method?: string, key?: string, headers?: Record<string, string>, pausesMs?: number[] }} [how]
 * @returns {Promise<any>} the answer, or null when there is none
 */
export async function command(url, body, how = {}) {
  const init = {
    method: how.method || "POST",
    headers: {
      "Content-Type": "application/json",
      "Idempotency-Key": how.key || uuid(),
      ...how.headers,
    },
    body: JSON.stringify(body || {}),
  };
  return insist(url, init, how.pausesMs || PAUSES_MS);
}

/**
 * Ask for something.
 * @param {string} url
 * @param {{ headers?: Record<string, string>, pausesMs?: number[] }} [how]
 * @returns {Promise<any>}
 */
export async function ask(url, how = {}) {
  return insist(url, { method: "GET", headers: how.headers || {} }, how.pausesMs || PAUSES_MS);
}

/**
 * @param {string} url
 * @param {RequestInit} init
 * @param {number[]} pausesMs
 */
async function insist(url, init, pausesMs) {
  for (const pauseMs of pausesMs) {
    try {
      return await once(url, init);
    } catch (error) {
      if (!(error instanceof Problem) || !mayPass(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return once(url, init);
}

/** @param {Problem} problem */
function mayPass(problem) {
  return problem.status === 0 || problem.status === 503;
}

/**
 * @param {string} url
 * @param {RequestInit} init
 */
async function once(url, init) {
  const { response, text } = await reach(url, init);
  const told = parsed(response, text);
  if (response.ok) return told;
  const code = (told && told.code) || `http_${response.status}`;
  throw new Problem(code, response.status, told || {});
}

/**
 * The answer as JSON; null when there is none, or when something before the server answered.
 * @param {Response} response
 * @param {string} text
 */
function parsed(response, text) {
  const type = response.headers.get("Content-Type") || "";
  return text && /\bjson\b/.test(type) ? JSON.parse(text) : null;
}

/**
 * The whole answer, or a problem of the network: also when it breaks off or stalls half-way.
 * @param {string} url
 * @param {RequestInit} init
 */
async function reach(url, init) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), TIMEOUT_MS);
  const headers = { Accept: "application/json", ...init.headers };
  try {
    const response = await fetch(url, {
      ...init,
      headers,
      signal: patience.signal,
      credentials: "same-origin",
      cache: "no-store",
    });
    return { response, text: await response.text() };
  } catch (_) {
    throw new Problem("network", 0);
  } finally {
    clearTimeout(timer);
  }
}
