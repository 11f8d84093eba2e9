// Letter heights from viewing distance. Pure.
// Capitals of 10 mm per metre of distance for what people must read (about 34 minutes of arc;
// ISO 9241-303 prefers 20 to 22, ADA 703.5.5 asks for 108 mm at 10 m), half of that for the rest.

const MM_PER_INCH = 25.4;
const CALL_MM_PER_M = 10;
/** Height of a capital letter in Noto Sans, in em. */
const CAP_EM = 0.714;
/** Height of a row of the list, in heights of its capitals. */
const ROW_PITCH = 1.65;
const DEFAULT_ROWS = { landscape: 7, portrait: 8 };
/** Fewer rows than this is no list; rather smaller letters than the rule asks. */
const LEAST_ROWS = 3;

/**
 * @typedef {{width: number, height: number}} Screen in CSS pixels
 * @typedef {{diagonal: number, distance: number}} Hall inches; metres to the farthest seat
 */

/** @param {Screen} screen @param {number} diagonal inches @returns {number} CSS pixels per mm */
export function pixelsPerMm(screen, diagonal) {
  return Math.hypot(screen.width, screen.height) / (diagonal * MM_PER_INCH);
}

/** @param {Screen} screen @returns {boolean} */
export function isPortrait(screen) {
  return screen.height > screen.width;
}

/**
 * Rows of the list and the font size of their digits, in CSS pixels. Without a hall: a number of
 * rows that suits most; with one: as many as fit at 10 mm/m.
 * @param {Screen} screen @param {Hall | null} hall @returns {{rows: number, font: number}}
 */
export function listSize(screen, hall) {
  const portrait = isPortrait(screen);
  const room = screen.height * (portrait ? 0.38 : 0.72);
  const usual = portrait ? DEFAULT_ROWS.portrait : DEFAULT_ROWS.landscape;
  if (hall === null) {
    return { rows: usual, font: room / usual / (ROW_PITCH * CAP_EM) };
  }
  const cap = CALL_MM_PER_M * hall.distance * pixelsPerMm(screen, hall.diagonal);
  const rows = Math.max(LEAST_ROWS, Math.min(12, Math.floor(room / (ROW_PITCH * cap))));
  return { rows, font: room / rows / (ROW_PITCH * CAP_EM) };
}

/**
 * Diagonal and distance from the page's address (`?diagonal=55&distance=10`), or null.
 * @param {string} query @returns {Hall | null}
 */
export function hallFrom(query) {
  const asked = new URLSearchParams(query);
  const diagonal = Number(asked.get("diagonal"));
  const distance = Number(asked.get("distance"));
  const sane = diagonal >= 7 && diagonal <= 200 && distance >= 1 && distance <= 50;
  return sane ? { diagonal, distance } : null;
}

/**
 * Where the picture stands in this span of three minutes, so that no edge burns into the panel.
 * @param {number} now ms @returns {{x: number, y: number}} CSS pixels
 */
export function shiftAt(now) {
  const steps = [[0, 0], [4, 0], [4, 4], [0, 4], [-4, 4], [-4, 0], [-4, -4], [0, -4], [4, -4]];
  const [x, y] = steps[Math.floor(now / 180000) % steps.length];
  return { x, y };
}
