/** Pure forms of times and durations; digits are the same in all our languages. */

/** @param {number} n */
const two = (n) => String(n).padStart(2, "0");

/**
 * A running time: `4:05`, from an hour on `1:02:09`; never negative.
 * @param {number} seconds
 */
export function mmss(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/**
 * Whole minutes of a duration, rounded up: a wait is never made shorter than it is.
 * @param {number} seconds
 */
export function minutes(seconds) {
  return Math.ceil(Math.max(0, seconds) / 60);
}

/**
 * The time of day at the centre, `08:05`.
 * @param {string | number} moment  RFC 3339, or milliseconds since 1970
 * @param {string} timezone  such as `Asia/Ho_Chi_Minh`
 */
export function clock(moment, timezone) {
  const part = parts(moment, timezone);
  return `${part.hour}:${part.minute}`;
}

/**
 * The date at the centre as Vietnam writes it, `23/11/2026`.
 * @param {string | number} moment
 * @param {string} timezone
 */
export function date(moment, timezone) {
  const part = parts(moment, timezone);
  return `${part.day}/${part.month}/${part.year}`;
}

/**
 * @param {string | number} moment
 * @param {string} timezone
 * @returns {Record<string, string>}
 */
function parts(moment, timezone) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  // The British order is fixed, and televisions of 2017 have no formatToParts.
  const [day, month, year, hour, minute] = format.format(new Date(moment)).split(/\D+/);
  return { day, month, year, hour, minute };
}
