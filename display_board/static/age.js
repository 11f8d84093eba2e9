// How old is what the board shows? Pure.

/** The list is dimmed when the server has been silent this long: by then it misleads. */
export const STALE_MS = 60000;

/**
 * `live`: what is shown is current; `lost`: it was, at `lostAt`; `stale`: do not rely on it.
 * @param {number | null} lostAt when the link was lost (null: it stands)
 * @param {number} now on the same clock @returns {"live" | "lost" | "stale"}
 */
export function linkAge(lostAt, now) {
  if (lostAt === null) {
    return "live";
  }
  return now - lostAt >= STALE_MS ? "stale" : "lost";
}

/**
 * Server time from the times the server wrote into its news and a local clock that never jumps.
 * News is never from the future, so the largest difference seen is the nearest to the truth; a new
 * connection starts afresh, for the server may be another one.
 * @returns {{hear: (iso: string, local: number) => void, restart: () => void,
 *   at: (local: number) => number | null}}
 */
export function createServerTime() {
  /** @type {number | null} */
  let ahead = null;
  return {
    hear(iso, local) {
      const seen = Date.parse(iso) - local;
      ahead = ahead === null ? seen : Math.max(ahead, seen);
    },
    restart() {
      ahead = null;
    },
    at(local) {
      return ahead === null ? null : local + ahead;
    },
  };
}

/**
 * Wall clock of the hall.
 * @param {number} now ms @param {string} timezone @returns {string} `08:41`
 */
export function hallTime(now, timezone) {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: timezone,
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  }).format(now);
}
