/** Pure rules of finding a procedure: accents do not matter, all words do. */

/** @typedef {import("./types.js").Procedure} Procedure */

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

/**
 * The procedures whose name, code or everyday names hold every word of the query; whole phrases
 * first, then in the order of the catalogue.
 * @param {Procedure[]} procedures
 * @param {string} query
 * @returns {Procedure[]}
 */
export function find(procedures, query) {
  const wanted = fold(query);
  if (!wanted) return [];
  const words = wanted.split(" ");
  const found = procedures
    .map((procedure, place) => ({ procedure, place, rank: rank(procedure, wanted, words) }))
    .filter((hit) => hit.rank > 0);
  found.sort((a, b) => b.rank - a.rank || a.place - b.place);
  return found.map((hit) => hit.procedure);
}

/**
 * @param {Procedure} procedure
 * @param {string} wanted
 * @param {string[]} words
 */
function rank(procedure, wanted, words) {
  const keys = [fold(procedure.name), procedure.code, ...procedure.search_keys];
  if (keys.some((key) => key.startsWith(wanted))) return 3;
  if (keys.some((key) => ` ${key}`.includes(` ${wanted}`))) return 2;
  const text = ` ${keys.join(" ")}`;
  return words.every((word) => text.includes(` ${word}`)) ? 1 : 0;
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
