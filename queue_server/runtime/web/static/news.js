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
 * Whether a call is to be announced now: not heard before, not expired, and not older than the
 * present connection, for what was called while we were away belongs to the past.
 * @param {Announcement} call
 * @param {{ has(id: string): boolean }} heard
 * @param {number} nowMs  the server's clock
 * @param {number} connectedMs  when this connection began, by the server's clock
 */
export function isNews(call, heard, nowMs, connectedMs) {
  return (
    !heard.has(call.call_id) &&
    Date.parse(call.expires_at) > nowMs &&
    Date.parse(call.called_at) >= connectedMs - GRACE_MS
  );
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
 * few count, for a clock may be set.
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
    this.samples = [...this.samples, Date.parse(asOf) - localMs].slice(-SAMPLES);
    return Math.max(...this.samples);
  }
}
