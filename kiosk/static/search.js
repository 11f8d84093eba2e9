/**
 * Pure rules of finding a procedure: accents do not matter, all words do, and where nothing is named
 * as it was typed, a slip of the finger does not matter either.
 */

import { inOrder, nearby, slipsAllowed } from "./slips.js";

/** @typedef {import("./types.js").Procedure} Procedure */
/**
 * What is searched of a procedure: all its names folded in one, each between bars and each word
 * behind a space; and the same without spaces.
 * @typedef {{ procedure: Procedure, text: string, tight: string }} Entry
 * @typedef {{ has: Map<string, number[]>, sorted: import("./slips.js").Sorted }} Lexicon
 *   texts, each with the places of the entries that have it
 * @typedef {{ entries: Entry[], words: Lexicon, names: Lexicon }} Index  `names` without spaces
 */

/** Small letters without accents; đ is a letter of its own in Unicode and becomes d here. */
export function fold(/** @type {string} */ text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/đ/g, "d")
    .replace(/[^a-z0-9.]+/g, " ")
    .trim();
}

/** Most of a catalogue is folded already. @param {string} text */
const folded = (text) => (/^[a-z0-9. ]*$/.test(text) ? text : fold(text));

/** Made once for each list. @type {WeakMap<Procedure[], Index>} */
const indexes = new WeakMap();

/** @param {Procedure[]} procedures */
function indexOf(procedures) {
  const known = indexes.get(procedures);
  if (known) return known;
  /** @param {Procedure} procedure */
  const keys = ({ name, code, search_keys }) => [name, code, ...search_keys].map(folded);
  const names = procedures.map((procedure) => keys(procedure).map(tightened));
  const entries = procedures.map((procedure, place) => ({
    procedure,
    text: `| ${keys(procedure).join("| ")}|`,
    tight: names[place].join("|"),
  }));
  const words = procedures.map((procedure) => keys(procedure).join(" ").split(" "));
  const made = { entries, words: lexicon(words), names: lexicon(names) };
  indexes.set(procedures, made);
  return made;
}

/** @param {string[][]} lists  the texts of each entry @returns {Lexicon} */
function lexicon(lists) {
  /** @type {Map<string, number[]>} */
  const has = new Map();
  for (const [place, texts] of lists.entries()) {
    for (const text of new Set(texts)) {
      const places = has.get(text);
      if (places) places.push(place);
      else has.set(text, [place]);
    }
  }
  return { has, sorted: inOrder(has.keys()) };
}

/** @param {string} text */
const tightened = (text) => text.replaceAll(" ", "");

const NAME = 6; // a whole name as it was typed
const BEGINNING = 5; // of a name
const PHRASE = 4; // within a name
const TIGHT_NAME = 3; // a whole name but for its spaces
const NEAR_NAME = 2; // a whole name but for a slip: more than its words here and there
const WORDS = 1;

/** Shorter ones without spaces stand somewhere in everything. */
const TIGHT_MIN = 4;

/**
 * The procedures whose name, code or everyday names hold every word of the query: whole names first,
 * then their beginnings, then phrases, then in the order of the catalogue. `near`: none is named so,
 * and the first are written nearly so.
 * @param {Procedure[]} procedures
 * @param {string} query
 * @returns {{ found: Procedure[], near: boolean }}
 */
export function find(procedures, query) {
  const wanted = fold(query);
  if (!wanted) return { found: [], near: false };
  const index = indexOf(procedures);
  const words = wanted.split(" ");
  const ranks = index.entries.map((entry) => rank(entry, wanted, words));
  if (ranks.some((one) => one >= PHRASE)) return { found: best(index, ranks), near: false };
  const tight = tightened(wanted);
  const gaps = gapsByName(index, tight);
  const merged = ranks.map((one, place) => nameRank(gaps[place]) || one);
  if (merged.some((one) => one > 0)) {
    return { found: best(index, merged), near: merged.includes(NEAR_NAME) };
  }
  const within = index.entries.map((entry) => Number(isWithin(entry, tight)));
  if (within.includes(1)) return { found: best(index, within), near: false };
  const apart = gapsByWord(index, words, slipsAllowed(tight));
  const worth = gaps.map((gap, place) => Math.max(0, FAR - Math.min(gap, apart[place])));
  return { found: best(index, worth), near: true };
}

/**
 * Those of more than nothing, the most first; of equals in the order of the catalogue.
 * @param {Index} index
 * @param {number[]} worth
 */
function best(index, worth) {
  const hits = index.entries.map((entry, place) => ({ entry, place, worth: worth[place] }));
  return hits
    .filter((hit) => hit.worth > 0)
    .sort((a, b) => b.worth - a.worth || a.place - b.place)
    .map((hit) => hit.entry.procedure);
}

/**
 * @param {Entry} entry
 * @param {string} wanted
 * @param {string[]} words
 */
function rank({ text }, wanted, words) {
  if (text.includes(` ${wanted}`)) {
    if (text.includes(`| ${wanted}|`)) return NAME;
    return text.includes(`| ${wanted}`) ? BEGINNING : PHRASE;
  }
  return words.every((word) => text.includes(` ${word}`)) ? WORDS : 0;
}

/** @param {number} gap */
function nameRank(gap) {
  if (gap === 0) return TIGHT_NAME;
  return gap <= NEARLY ? NEAR_NAME : 0;
}

/** Whether spaces alone are missing. @param {Entry} entry @param {string} tight */
const isWithin = (entry, tight) => tight.length >= TIGHT_MIN && entry.tight.includes(tight);

const FAR = 1000;
const SLIP = 100; // one slip is worse than any length that is still to be typed
const LENGTH_MOST = 40;
const SYLLABLE = 3;
const NEARLY = SLIP + 1; // one slip, and the name is typed to its end

/**
 * How far the nearest name of each procedure is from what was typed: slips first, then how much of
 * it is still to be typed.
 * @param {Index} index
 * @param {string} typed  without spaces
 */
function gapsByName({ entries, names }, typed) {
  const gaps = entries.map(() => FAR);
  const most = slipsAllowed(typed);
  if (!most) return gaps;
  for (const [name, slips] of nearby(names.sorted, typed, most)) {
    const gap = slips * SLIP + Math.min(Math.abs(name.length - typed.length), LENGTH_MOST);
    for (const place of names.has.get(name) || []) gaps[place] = Math.min(gaps[place], gap);
  }
  return gaps;
}

/**
 * The same word by word, from anywhere in all of its names. Syllables are short, so that what is
 * forgiven goes by the whole; a word of one or two letters would become any other.
 * @param {Index} index
 * @param {string[]} typed
 * @param {number} most  slips in all of them
 */
function gapsByWord({ entries, words }, typed, most) {
  const sums = entries.map(() => 0);
  for (const word of typed) {
    const lows = entries.map(() => FAR);
    const allowed = word.length < SYLLABLE ? 0 : Math.min(most, slipsAllowed(word) || 1);
    for (const [known, slips] of nearby(words.sorted, word, allowed)) {
      for (const place of words.has.get(known) || []) {
        lows[place] = Math.min(lows[place], slips * SLIP);
      }
    }
    for (const [place, low] of lows.entries()) sums[place] += low;
  }
  // says less than the beginning of a name
  return sums.map((sum) => (sum <= most * SLIP ? sum + LENGTH_MOST + 1 : FAR));
}

/**
 * One page of a list.
 * @template T
 * @param {T[]} list
 * @param {number} page  from 0
 * @param {number} size
 * @returns {{ rows: T[], page: number, pages: number }}
 */
export function pageOf(list, page, size) {
  const pages = Math.max(1, Math.ceil(list.length / size));
  const shown = Math.min(Math.max(page, 0), pages - 1);
  return { rows: list.slice(shown * size, (shown + 1) * size), page: shown, pages };
}
