/** What the server wrote into the page for its scripts. */

/**
 * The parsed content of `<script type="application/json" id="…">`; `undefined` where there is none.
 * @param {string} id
 * @returns {any}
 */
export function readJson(id) {
  const element = document.getElementById(id);
  return element ? JSON.parse(element.textContent || "null") : undefined;
}

/**
 * The facts the view handed to this page's script.
 * @returns {any}
 */
export function facts() {
  return readJson("facts") || {};
}
