/** Reasons as people read them: the words of a code; a text of somebody's own as it is. */

import { t } from "/shared/static/words.js";

/** @param {string} reason */
export function reasonText(reason) {
  const key = `reason.${reason}`;
  const text = t(key);
  return text === key ? reason : text;
}
