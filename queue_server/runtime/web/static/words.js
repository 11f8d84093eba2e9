/** Texts of the page by key, in the language the page is shown in. */

import { signal } from "../vendor/signals-core.js";
import { readJson } from "./page.js";
import { fill, pickFrom } from "./text.js";

/** @typedef {Record<string, string>} Catalogue */

/** @typedef {{ language: string, texts: Catalogue }} Spoken */

const chosen = signal(/** @type {Spoken | null} */ (null));
/** @type {Spoken | null} */
let written = null;

/** @returns {Spoken} */
function words() {
  if (chosen.value) return chosen.value;
  written = written || { language: document.documentElement.lang, texts: readJson("words") || {} };
  return written;
}

/**
 * The text of a key with its `{name}` places filled; the key itself where there is none.
 * Components that call it are drawn anew when the language changes.
 * @param {string} key
 * @param {Record<string, unknown>} [values]
 */
export function t(key, values) {
  return fill(words().texts[key] || key, values || {});
}

/**
 * A text that came over the wire in several languages, in the language of the page.
 * @param {Record<string, string> | null | undefined} texts
 */
export function pick(texts) {
  return pickFrom(texts, words().language);
}

/** The language of the page, such as `vi`. */
export function language() {
  return words().language;
}

/**
 * Show the page in another language from now on.
 * @param {string} name
 * @param {Catalogue} texts
 * @param {string} title of the page in that language
 */
export function speak(name, texts, title) {
  document.documentElement.lang = name;
  document.title = title;
  chosen.value = { language: name, texts };
}
