/** Elapsed time by the clock of the server. */

/**
 * Whole seconds from a time on the wire to `now`, never negative.
 * @param {string} time
 * @param {number} now
 */
export function since(time, now) {
  return Math.max(0, Math.floor((now - Date.parse(time)) / 1000));
}
