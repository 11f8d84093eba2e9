/** Elapsed and remaining time by the clock of the server. */

/**
 * Whole seconds from a time on the wire to `now`, never negative.
 * @param {string} time
 * @param {number} now
 */
export function since(time, now) {
  return Math.max(0, Math.floor((now - Date.parse(time)) / 1000));
}

/** Our reading of the server's clock lags by what a message took; it must not show a second more. */
const LAG_S = 0.25;

/**
 * Seconds from `now` to a time on the wire, begun ones counted, never negative.
 * @param {string} time
 * @param {number} now
 */
export function until(time, now) {
  return Math.max(0, Math.ceil((Date.parse(time) - now) / 1000 - LAG_S));
}

/**
 * Whether a time on the wire has come. Our clock is never ahead of the server's, so what is let
 * through here is not too early there.
 * @param {string} time
 * @param {number} now
 */
export function hasCome(time, now) {
  return now >= Date.parse(time);
}
