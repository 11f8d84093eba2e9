/** Pure rules of slips of the finger: a letter too many, missing, wrong, or two that changed places. */

/**
 * Texts in their order, and how many letters each shares with the one before it.
 * @typedef {{ texts: string[], shared: number[] }} Sorted
 */

/** How many slips may be forgiven: none in a short word, which would become another one. */
export function slipsAllowed(/** @type {string} */ word) {
  if (word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

/** @param {Iterable<string>} texts @returns {Sorted} */
export function inOrder(texts) {
  const ordered = [...new Set(texts)].sort();
  const shared = ordered.map((text, place) => {
    const before = place ? ordered[place - 1] : "";
    let same = 0;
    while (same < before.length && text[same] === before[same]) same++;
    return same;
  });
  return { texts: ordered, shared };
}

/**
 * The texts whose beginning becomes `typed` with at most so many slips, and the fewest it takes; two
 * neighbours that changed places are one slip (optimal string alignment). A row of the table says
 * what so many letters of a text cost; texts that begin alike share their first rows, and of those
 * that begin wrongly only the beginning is looked at.
 * @param {Sorted} sorted
 * @param {string} typed
 * @param {number} most
 * @returns {Map<string, number>}
 */
export function nearby({ texts, shared }, typed, most) {
  const rows = [Array.from({ length: typed.length + 1 }, (_, column) => column)];
  const least = [typed.length]; // of the whole of what was typed, up to this row
  /** @type {Map<string, number>} */
  const found = new Map();
  let hopeless = Infinity; // the row from which no text that begins so can come near
  for (const [place, text] of texts.entries()) {
    if (shared[place] < hopeless) {
      hopeless = Infinity;
      for (let row = shared[place] + 1; row <= text.length; row++) {
        rows[row] = nextRow(rows, row, text, typed);
        least[row] = Math.min(least[row - 1], rows[row][typed.length]);
        if (Math.min(...rows[row]) <= most) continue;
        hopeless = row;
        break;
      }
    }
    const slips = least[Math.min(hopeless, text.length)];
    if (slips <= most) found.set(text, slips);
  }
  return found;
}

/**
 * @param {number[][]} rows
 * @param {number} row
 * @param {string} text
 * @param {string} typed
 */
function nextRow(rows, row, text, typed) {
  const above = rows[row - 1];
  const next = [row];
  for (let column = 1; column <= typed.length; column++) {
    const wrong = typed[column - 1] === text[row - 1] ? 0 : 1;
    let cost = Math.min(above[column - 1] + wrong, above[column] + 1, next[column - 1] + 1);
    const turned =
      row > 1 &&
      column > 1 &&
      typed[column - 1] === text[row - 2] &&
      typed[column - 2] === text[row - 1];
    if (turned) cost = Math.min(cost, rows[row - 2][column - 2] + 1);
    next.push(cost);
  }
  return next;
}
