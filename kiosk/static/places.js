/** Pure rules of the room on the screen: what can be reached sitting, and what has to be compact. */

/** @typedef {Pick<import("./types.js").Facts, "mount_top_mm" | "px_per_mm" | "width_px" | "height_px">} Screen */

/** Who sits reaches as high as this over the floor (ADA 2010, 308.2: 48 in; we stay below). */
const REACH_MM = 1200;
/** From this width on the keys of the search stand in three rows instead of four. */
const WIDE_MM = 280;
/** What the search in large text needs below the line: bar, keys, field and one result. */
const LEAST_LOW_MM = { wide: 153, narrow: 220 };
/** Below this height nothing stands on a line of its own that need not. */
const SHORT_MM = 260;

/** @param {Screen} screen */
export function isWide({ width_px, px_per_mm }) {
  return width_px / px_per_mm >= WIDE_MM;
}

/**
 * How far below the top edge the reach line is, in millimetres; 0 where low reach is not offered:
 * nobody said how high the screen hangs, all of it can be reached, or too little of it.
 * @param {Screen} screen
 */
export function reachLine(screen) {
  const line = screen.mount_top_mm - REACH_MM;
  const left = screen.height_px / screen.px_per_mm - line;
  const least = isWide(screen) ? LEAST_LOW_MM.wide : LEAST_LOW_MM.narrow;
  return line > 0 && left >= least ? line : 0;
}

/**
 * @param {Screen} screen
 * @param {boolean} low
 */
export function isShort(screen, low) {
  return screen.height_px / screen.px_per_mm - (low ? reachLine(screen) : 0) < SHORT_MM;
}
