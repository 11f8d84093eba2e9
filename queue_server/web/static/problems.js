/** What went wrong, in the words of the page. */

import { t } from "/shared/static/words.js";

/** Where a ticket can be that was elsewhere on the screen; at a counter the sentence names it. */
const AT_COUNTER = new Set(["called", "serving", "held"]);

/**
 * The sentence for a refusal: ours where the code is known, else the server's own.
 * @param {import("/shared/static/api.js").Problem} problem
 */
export function problemText(problem) {
  return (
    said(changedKey(problem), problem.about) ??
    said(`problem.${problem.code}`, problem.about) ??
    problem.message
  );
}

/**
 * Of a ticket that was elsewhere by then it is told where, if that is known.
 * @param {import("/shared/static/api.js").Problem} problem
 */
function changedKey({ code, about }) {
  const known = about.counter !== null && about.counter !== undefined;
  const status = String(about.status);
  const moved = code === "ticket_changed" || code === "wrong_status";
  return moved && (known || !AT_COUNTER.has(status)) ? `clerk.changed.${status}` : "";
}

/** @param {string} key @param {Record<string, unknown>} values */
function said(key, values) {
  const text = t(key, values);
  return text === key ? null : text;
}
