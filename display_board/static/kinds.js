// What boards of each kind show beside, or instead of, the calls of a hall. Pure.

/**
 * @typedef {import("./announcing.js").Words} Words
 * @typedef {import("./rows.js").BoardState} BoardState
 * @typedef {import("./rows.js").Row} Row
 * @typedef {{counter: number, name: Words, status: string, services: Words[], label: string | null,
 *   call_id: string | null, nth: number, called_at: string | null}} Counter
 * @typedef {{language: string, text: string}} Page
 * @typedef {{kind: string, counter: Counter | null, called: boolean, reception: Words,
 *   page: Page | null, media: string[], ways: import("./rows.js").Ways, resting: boolean}} More
 */

/** A page of the ticker is read in this time by those who read slowly. */
export const PAGE_MS = 12000;

/** The display of a counter is bright so long after a call, as the board of the hall is. */
export const CALLED_MS = 15000;

/** Rows stand in two columns on a board that shows nothing else. */
export const COLUMNS = 2;

/**
 * Above a counter nobody wants a voice. A page has one, or none, from its beginning.
 * @param {string} kind @returns {boolean}
 */
export function hasVoice(kind) {
  return kind !== "counter";
}

/**
 * The pages of the ticker in the order they come: each in one language after the other.
 * @param {Record<string, string[]> | undefined} ticker @param {string[]} languages
 * @returns {Page[]}
 */
export function pagesOf(ticker, languages) {
  const spoken = languages.filter((language) => ticker && ticker[language]);
  const lengths = spoken.map((language) => (ticker || {})[language].length);
  /** @type {Page[]} */
  const pages = [];
  for (let place = 0; place < Math.max(0, ...lengths); place += 1) {
    for (const language of spoken) {
      const text = (ticker || {})[language][place];
      if (text) {
        pages.push({ language, text });
      }
    }
  }
  return pages;
}

/** What takes some of the rows' room. @param {BoardState} state */
export function besideRows(state) {
  return {
    ticker: Object.keys(state.ticker || {}).length > 0,
    ways: Object.keys(state.ways || {}).length > 0,
    columns: state.kind === "overflow",
  };
}

/** @param {Page[]} pages @param {number} now ms @returns {Page | null} */
export function pageAt(pages, now) {
  return pages.length > 0 ? pages[Math.floor(now / PAGE_MS) % pages.length] : null;
}

/**
 * What an overflow shows: the calls for which the board it follows has no room.
 * @param {Row[]} fresh newest first @param {number} skip @param {number} rows that fit in a column
 * @returns {Row[]}
 */
export function overflowing(fresh, skip, rows) {
  return fresh.slice(skip, skip + COLUMNS * rows);
}

/**
 * Media stand below the rows, in half of their room: only while the rows leave it.
 * @param {string[]} files @param {number} listed rows to show @param {number} rows that fit
 * @returns {string[]}
 */
export function mediaBeside(files, listed, rows) {
  return listed <= Math.floor(rows / 2) ? files : [];
}

/**
 * Everything a state says beside calls; an older server says nothing of it.
 * @param {BoardState | null} state
 * @param {{now: number, languages: string[], listed: number, rows: number, busy: boolean}} here
 *   `listed`: rows to show, of those that fit; `busy`: a call is being announced
 * @returns {More}
 */
export function more(state, here) {
  const told = state || /** @type {Partial<BoardState>} */ ({});
  const counter = (told.counters || [])[0] || null;
  return {
    kind: told.kind || "hall",
    counter,
    called: counter !== null && wasJustCalled(counter, here.now),
    reception: told.reception || {},
    page: pageAt(pagesOf(told.ticker, here.languages), here.now),
    media: mediaBeside(told.media || [], here.listed, here.rows),
    ways: told.ways || {},
    resting: Boolean(told.resting) && here.listed === 0 && !here.busy,
  };
}

/** @param {Counter} counter @param {number} now */
function wasJustCalled(counter, now) {
  const called = counter.status === "calling" && counter.called_at !== null;
  return called && now - Date.parse(counter.called_at || "") < CALLED_MS;
}
