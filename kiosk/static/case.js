/**
 * Pure rules of one visitor's case: which papers are needed. Paper is printed by the same rules,
 * `kiosk/case.py`.
 */

/** @typedef {import("./types.js").Paper} Paper */
/** @typedef {Record<string, boolean>} Answers  by question; what is not in it was not answered */

/**
 * Whether a paper is needed; "open": it depends. Spared is only what an answer spares.
 * @param {Pick<Paper, "condition" | "question" | "needed_if">} paper
 * @param {Answers} answers
 * @returns {"needed" | "open" | "spared"}
 */
export function need(paper, answers) {
  if (paper.condition === null) return "needed";
  const answer = paper.question === null ? undefined : answers[paper.question];
  if (answer === undefined) return "open";
  return answer === paper.needed_if ? "needed" : "spared";
}

/**
 * The papers to bring in the order of the list, those included of which nobody knows.
 * @template {Pick<Paper, "condition" | "question" | "needed_if">} P
 * @param {P[]} papers
 * @param {Answers} answers
 * @returns {{ wanted: P[], spared: P[], open: number }}  `open`: how many of the wanted ones depend
 */
export function sorted(papers, answers) {
  const spared = papers.filter((one) => need(one, answers) === "spared");
  const wanted = papers.filter((one) => need(one, answers) !== "spared");
  const open = wanted.filter((one) => need(one, answers) === "open").length;
  return { wanted, spared, open };
}

/**
 * The answers after a touch; the same touch again takes an answer back.
 * @param {Answers} answers
 * @param {string} question
 * @param {boolean} yes
 * @returns {Answers}
 */
export function answered(answers, question, yes) {
  const { [question]: before, ...others } = answers;
  return before === yes ? others : { ...others, [question]: yes };
}

/** Bytes of the longest text in a code: 117 squares in a row, which a phone reads at 70 mm. */
const MOST_BYTES = 1272;

/** A paper in a line, as the printed list has it. @param {Pick<Paper, "name" | "copies" | "condition">} paper */
function asLine({ name, copies, condition }) {
  return `- ${name}${copies ? ` (${copies})` : ""}${condition ? ` – ${condition}` : ""}`;
}

/**
 * A list as text for somebody's phone, papers first; facts are left out before any paper is, and an
 * empty text is no list: it would not fit into a code.
 * @param {string} name  of the procedure
 * @param {Pick<Paper, "name" | "copies" | "condition">[]} papers
 * @param {string[]} facts
 */
export function asText(name, papers, facts) {
  const lines = papers.map(asLine);
  const whole = [name, ...lines, ...facts].join("\n");
  const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text).length;
  if (bytes(whole) <= MOST_BYTES) return whole;
  const short = [name, ...lines].join("\n");
  return bytes(short) <= MOST_BYTES ? short : "";
}

/** Whether two visitors' answers are the same. @param {Answers} one @param {Answers} other */
export function same(one, other) {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
  );
}
