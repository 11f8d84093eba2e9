// Which way to walk to a counter. The counter's number says where; an arrow shortens the search.

import { html } from "/shared/static/view.js";
import { label } from "./parts.js";
import { wayTo } from "./rows.js";

/**
 * @typedef {import("./view.js").Picture} Picture
 */

/** Heavy enough for ten metres; a font has no arrows, and the icons of other pages are thin. Each in a
 * square of 24. An arrow that points up is read as "straight on", so other floors have stairs. */
const ARROW = "M1 8.5h11.5V1.5L23.5 12 12.5 22.5v-7H1z";
const STAIRS = "M10.5 23.5v-5H15v-5h4.5v-5H24v15z";
/** @type {Record<string, {path: string, turn?: number}>} */
const SIGNS = {
  right: { path: ARROW },
  left: { path: ARROW, turn: 180 },
  ahead: { path: ARROW, turn: -90 },
  up: { path: `${STAIRS}M5.5.5 11 8.5H7.5v15h-4v-15H0z` },
  down: { path: `${STAIRS}M5.5 23.5 11 15.5H7.5V.5h-4v15H0z` },
};

/** @param {Picture} p whether some of its counters have a sign */
export function hasWays(p) {
  return Object.keys(p.ways).length > 0;
}

/** @param {string} direction @param {string} [name] for who cannot see it, where no words stand beside */
function sign(direction, name) {
  const { path, turn } = SIGNS[direction];
  return html`<svg class="sign" viewBox="0 0 24 24" focusable="false"
    role=${name && "img"} aria-label=${name} aria-hidden=${name ? undefined : "true"}>
    <path d=${path} fill="currentColor" transform=${turn && `rotate(${turn} 12 12)`}></path>
  </svg>`;
}

/** Beside the counter of a row, in a column of its own. @param {Picture} p @param {number} counter */
export function wayInRow(p, counter) {
  if (!hasWays(p)) {
    return false;
  }
  const way = wayTo(p.ways, counter);
  const name = way !== null && p.say(p.languages[0], `board.way.${way}`);
  return html`<span class="to">${way !== null && name && sign(way, name)}</span>`;
}

/** Beside the large counter, with words. @param {Picture} p @param {string} way */
export function wayOfCall(p, way) {
  return html`<p class="way">${sign(way)} ${label(p, `board.way.${way}`)}</p>`;
}
