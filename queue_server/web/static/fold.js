/** Text as people type it in a hurry: accents and capitals do not matter. */

/**
 * Small letters without accents, words parted by one space; đ is a letter of its own in Unicode.
 * @param {string} text
 */
export function fold(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/đ/g, "d")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}
