/** Pure rules of what comes down from the server: which state counts, which call is still news. */

/** @typedef {{ revision: number, as_of: string }} State */
/** @typedef {{ call_id: string, called_at: string, expires_at: string }} Announcement */

/**
 * Below this a lower revision is a late message; above it the server went back to a backup. A state
 * of the same revision that is older by more is no late message: the server's clock was set.
 */
const RESTORED_MS = 60_000;
/** After so long without the server the shown state helps nobody any more. */
const COLD_S = 60;
const SAMPLES = 8;
/** A call made while the line was being set up is still for us. */
const GRACE_MS = 2000;
/** On a line that stands for so long nothing can come that is older than it. */
const YOUNG_MS = 20_000;
/** No message on a live line is under way for so long: a clock was set. */
const SET_MS = 5000;

/**
 * Whether an incoming state replaces the one we have.
 * @param {State} incoming
 * @param {State | null} previous
 */
export function accept(incoming, previous) {
  if (previous === null) return true;
  const newerMs = Date.parse(incoming.as_of) - Date.parse(previous.as_of);
  if (incoming.revision === previous.revision) return newerMs >= 0 || newerMs < -RESTORED_MS;
  return incoming.revision > previous.revision || newerMs > RESTORED_MS;
}

/**
 * Whether a call is to be announced now: not heard before, and not older than the present connection,
 * for what was called while we were away belongs to the past. The server's clock may be set meanwhile,
 * so moments are compared only while the connection is young; a line that stood still for long is none.
 * @param {Announcement} call
 * @param {{ has(id: string): boolean }} heard
 * @param {number} connectedMs  when this connection began, by the server's clock; infinite: not yet
 * @param {number} forMs  how long ago that was, by a clock that is never set
 */
export function isNews(call, heard, connectedMs, forMs) {
  if (heard.has(call.call_id) || connectedMs === Number.POSITIVE_INFINITY) return false;
  return forMs > YOUNG_MS || Date.parse(call.called_at) >= connectedMs - GRACE_MS;
}

/**
 * How far a page may be trusted that lost its server so many seconds ago (0: not lost).
 * @param {number} lostForS
 * @returns {"live" | "lost" | "cold"}
 */
export function staleness(lostForS) {
  if (lostForS <= 0) return "live";
  return lostForS < COLD_S ? "lost" : "cold";
}

/**
 * The server's clock minus ours, from moments the server wrote down and when we read them.
 * A message can only arrive late, so the largest difference is nearest to the truth; only the last
 * few count, for a clock may be set; none, when it shows that one was.
 */
export class ClockOffset {
  constructor() {
    /** @type {number[]} */
    this.samples = [];
  }

  /**
   * @param {string} asOf
   * @param {number} localMs
   * @returns {number} the offset in milliseconds
   */
  learn(asOf, localMs) {
    const sample = Date.parse(asOf) - localMs;
    if (sample < Math.max(...this.samples) - SET_MS) this.samples = [];
    this.samples = [...this.samples, sample].slice(-SAMPLES);
    return Math.max(...this.samples);
  }
}
