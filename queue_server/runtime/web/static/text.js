/** Pure rules of text. */

const PLACE = /\{(\w+)\}/g;

/**
 * Put values into the `{name}` places of a text; a place without a value stays as it is.
 * @param {string} template
 * @param {Record<string, unknown>} values
 */
export function fill(template, values) {
  return template.replace(PLACE, (place, name) => (name in values ? String(values[name]) : place));
}

/**
 * One of several languages; Vietnamese, which is always there, where the wanted one is not.
 * @param {Record<string, string> | null | undefined} texts
 * @param {string} language
 */
export function pickFrom(texts, language) {
  return texts ? texts[language] || texts.vi || "" : "";
}
