/**
 * Why this ticket was called, from the facts stored with the call, as phrases of the catalogue.
 *
 * @typedef {import("./wire.js").Why} Why
 * @typedef {{ word: string, values: Record<string, string | number> }} Phrase
 */

/**
 * @param {Why} why
 * @returns {Phrase[]}
 */
export function reasons(why) {
  const found = [{ word: "clerk.why.waited", values: { n: why.waited_min } }];
  if (why.head_start_min > 0) {
    found.push({ word: "clerk.why.head_start", values: { n: why.head_start_min } });
  }
  if (why.help_min > 0) found.push({ word: "clerk.why.help", values: { n: why.help_min } });
  if (why.reason !== null) return found; // chosen by a person: no rule put it before the others
  if (why.runner_up === null || why.runner_up_score_min === null) {
    return [...found, { word: "clerk.why.alone", values: {} }];
  }
  return [...found, ahead(why, why.runner_up, why.runner_up_score_min)];
}

/**
 * How the ticket was ahead of the best of the others. Equal minutes explain nothing: of one queue,
 * without a head start, the ticket simply came first; else it was ahead by seconds.
 * @param {Why} why
 * @param {string} rival
 * @param {number} rivalScore
 * @returns {Phrase}
 */
function ahead(why, rival, rivalScore) {
  if (why.score_min > rivalScore) {
    const scores = { n: why.score_min, m: rivalScore };
    return { word: "clerk.why.runner_up", values: { label: rival, ...scores } };
  }
  const queuedAlike = why.head_start_min === 0 && why.label[0] === rival[0];
  const word = queuedAlike ? "clerk.why.came_first" : "clerk.why.narrowly";
  return { word, values: { label: rival } };
}
