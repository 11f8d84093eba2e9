// Boards and kiosks run for months. Once a night, while nobody is there, they load their page anew: a
// new release shows, and what the browser has hoarded is freed. Or at any hour, when a page has to begin
// anew to be what it is wanted to be.

/** The hour of the centre in which the page is loaded anew. */
const HOUR = "03:";
/** A page younger than this has been loaded anew tonight already. */
const FRESH_MS = 7200000;
/** A server that did not answer is asked again after this time, within the hour. */
const AGAIN_MS = 60000;
/** A server that has not sent its page by then is not well enough to load it from. */
const ANSWER_MS = 5000;

/**
 * @typedef {{upMs: () => number, idle: () => boolean, serverAnswers: () => Promise<boolean>,
 *   reload: () => void}} Page
 *   `upMs`: since the page was loaded; `idle`: nothing shown or heard that a reload would break; `serverAnswers`: of a kiosk, its agent
 */

/**
 * @param {Page} page
 * @returns {(time: string) => Promise<void>} to be called with the time at the centre, `HH:MM`, as
 * often as one likes
 */
export function nightly(page) {
  const load = anew(page, FRESH_MS);
  return (time) => load(time.startsWith(HOUR));
}

/**
 * Without an answer of the server nothing is loaded: a browser's own error page would stay for ever.
 * @param {Page} page @param {number} freshMs a younger page is left alone, so that none loads for ever
 * @returns {(wanted: boolean) => Promise<void>} to be called as often as one likes
 */
export function anew(page, freshMs) {
  let askedMs = Number.NEGATIVE_INFINITY;
  return async (wanted) => {
    const upMs = page.upMs();
    const due = wanted && upMs >= freshMs && upMs - askedMs >= AGAIN_MS;
    if (!due || !page.idle()) {
      return;
    }
    askedMs = upMs;
    if ((await page.serverAnswers()) && page.idle()) {
      page.reload();
    }
  };
}

/** @param {string} address @returns {Promise<boolean>} whether the server sends this page, whole */
export async function sendsPage(address) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), ANSWER_MS);
  try {
    const page = await fetch(address, { cache: "no-store", signal: giveUp.signal });
    await page.text();
    return page.ok;
  } catch (_unreachable) {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
