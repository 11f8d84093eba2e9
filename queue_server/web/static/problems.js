/** What went wrong, in the words of the page. */

import { t } from "/shared/static/words.js";

/**
 * The sentence for a refusal: ours where the code is known, else the server's own.
 * @param {import("/shared/static/api.js").Problem} problem
 */
export function problemText(problem) {
  const key = `problem.${problem.code}`;
  const text = t(key, problem.about);
  return text === key ? problem.message : text;
}
