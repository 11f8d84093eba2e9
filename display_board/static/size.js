// Letter heights from viewing distance. Pure.
// Capitals of 10 mm per metre of distance for what people must read (about 34 minutes of arc;
// ISO 9241-303 prefers 20 to 22, ADA 703.5.5 asks for 108 mm at 10 m), half of that for the rest.

import { date } from "/shared/static/format.js";

const MM_PER_INCH = 25.4;
const CALL_MM_PER_M = 10;
/** Height of a capital letter in Noto Sans, in em. */
const CAP_EM = 0.714;
/** Height of a row of the list, in heights of its capitals. */
const ROW_PITCH = 1.65;
/** Widths in em: a character of a label, and per row the mark of a repeated call and a gap. */
const CHARACTER_EM = 0.6;
const ROW_EM = 1.2;
/** A digit at the weight of figures; the mean letter of a Vietnamese sentence, with some to spare. */
const DIGIT_EM = 0.61;
const LETTER_EM = 0.58;
/** What a row needs for the sign of the way to its counter, with a gap (see board.css). */
const SIGN_EM = 0.95;
/** A three-digit label with its letter, and a counter of two digits. */
const USUAL_CHARACTERS = 6;
/** Shares of the screen (see board.css): height and width of the rows and their usual number, their width
 * where they stand in two columns, what a ticker takes of the height; the height and width of a large
 * figure, and what a ticker or a note below it and the way beside it take of that; how many numbers fit in
 * the line of those called in vain. */
const SHAPES = {
  landscape: {
    room: 0.64,
    width: 0.38,
    column: 0.38,
    rows: 7,
    missed: 5,
    ticker: 0.07,
    figure: { height: 0.3, width: 0.4, ticker: 0.035, note: 0.045, way: 0.11 },
  },
  portrait: {
    room: 0.275,
    width: 0.88,
    column: 0.42,
    rows: 6,
    missed: 3,
    ticker: 0.05,
    figure: { height: 0.16, width: 0.68, ticker: 0, note: 0.016, way: 0.2 },
  },
};
/** Fewer rows than this is no list; rather smaller letters than the rule asks. */
const LEAST_ROWS = 3;
const MOST_ROWS = 12;

/**
 * @typedef {{width: number, height: number}} Screen in CSS pixels
 * @typedef {{diagonal: number, distance: number}} Hall inches; metres to the farthest seat
 */

/** @param {Screen} screen @param {number} diagonal inches @returns {number} CSS pixels per mm */
export function pixelsPerMm(screen, diagonal) {
  return Math.hypot(screen.width, screen.height) / (diagonal * MM_PER_INCH);
}

/**
 * Rows of the list, their height and the size of their digits, in CSS pixels. Without a hall: a
 * number of rows that suits most; with one: as many as fit at 10 mm/m.
 * @param {Screen} screen @param {Hall | null} hall
 * @param {number} [characters] of the widest row; it must fit whatever the distance asks
 * @param {{ticker?: boolean, ways?: boolean, columns?: boolean}} [beside] whether a line of text takes
 *   some of the height, and signs of some of the width; whether the rows stand in two columns
 * @returns {{rows: number, pitch: number, font: number}}
 */
export function listSize(screen, hall, characters = USUAL_CHARACTERS, beside = {}) {
  const shape = shapeOf(screen);
  const room = screen.height * (shape.room - (beside.ticker ? shape.ticker : 0));
  const rows = hall === null ? shape.rows : rowsThatFit(screen, hall, room);
  const pitch = room / rows;
  const sign = beside.ways ? SIGN_EM : 0;
  const em = Math.max(characters, USUAL_CHARACTERS) * CHARACTER_EM + ROW_EM + sign;
  const widest = (screen.width * (beside.columns ? shape.column : shape.width)) / em;
  return { rows, pitch, font: Math.min(pitch / (ROW_PITCH * CAP_EM), widest) };
}

/**
 * Size of the digits of the large call: as high as its half of the box, as wide as its line.
 * @param {Screen} screen @param {string} value
 * @param {{ticker?: boolean, note?: boolean, way?: boolean}} [beside] what else wants some of the room
 * @returns {number} CSS pixels
 */
export function figureFont(screen, value, beside = {}) {
  const share = shapeOf(screen).figure;
  const width = share.width - (beside.way ? share.way : 0);
  const height = share.height - (beside.ticker ? share.ticker : 0) - (beside.note ? share.note : 0);
  const widest = (screen.width * width) / (Math.max(3, value.length) * DIGIT_EM);
  return Math.min(screen.height * height, widest);
}

/** Fewer letters do not become larger: nobody needs some of a third of the screen. */
const FEWEST_LETTERS = 30;
/** Shares of height and width a message has, whichever is less. */
const MESSAGE = { height: 0.6, width: 0.68 };

/**
 * Size of the letters of a message: the area a letter takes grows with the square of its size.
 * @param {Screen} screen @param {number} letters @returns {number} CSS pixels
 */
export function messageFont(screen, letters) {
  const room = Math.min(screen.height * MESSAGE.height, screen.width * MESSAGE.width);
  return room / Math.sqrt(Math.max(FEWEST_LETTERS, letters));
}

/**
 * Size of letters with which a text fits in one line.
 * @param {number} width of the line @param {string} text @param {number} most @returns {number}
 */
export function lineFont(width, text, most) {
  return Math.min(most, width / (Math.max(1, text.length) * LETTER_EM));
}

/** @param {Screen} screen */
function shapeOf(screen) {
  return SHAPES[screen.height > screen.width ? "portrait" : "landscape"];
}

/**
 * How many of the numbers called in vain fit in their one line.
 * @param {Screen} screen @returns {number}
 */
export function missedThatFit(screen) {
  return shapeOf(screen).missed;
}

/** @param {Screen} screen @param {Hall} hall @param {number} room */
function rowsThatFit(screen, hall, room) {
  const cap = CALL_MM_PER_M * hall.distance * pixelsPerMm(screen, hall.diagonal);
  return Math.max(LEAST_ROWS, Math.min(MOST_ROWS, Math.floor(room / (ROW_PITCH * cap))));
}

/**
 * Height of the list's capitals as it is and as the hall wants it, in millimetres.
 * @param {Screen} screen @param {Hall} hall @returns {{is: number, wanted: number}}
 */
export function capHeights(screen, hall) {
  const is = (listSize(screen, hall).font * CAP_EM) / pixelsPerMm(screen, hall.diagonal);
  return { is: Math.round(is), wanted: Math.round(CALL_MM_PER_M * hall.distance) };
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
 * Diagonal and distance as the centre's file has them, or null.
 * @param {{diagonal_in?: number | null, seat_m?: number | null}} state @returns {Hall | null}
 */
export function hallOf(state) {
  const { diagonal_in: diagonal, seat_m: distance } = state;
  return diagonal && distance ? { diagonal, distance } : null;
}

/** The clock of a hall at rest stands so long in one place. */
const REST_MS = 180000;
/** Share of the screen's width and height by which it moves on; they have no common measure. */
const WANDER = { x: 0.3819, y: 0.2764 };

/**
 * Where the clock of a dark board stands: somewhere else every three minutes, everywhere in a night.
 * @param {number} now ms @returns {{x: number, y: number}} shares of the room there is, 0 to 1
 */
export function wanderAt(now) {
  const step = Math.floor(now / REST_MS);
  return { x: (step * WANDER.x) % 1, y: (step * WANDER.y) % 1 };
}

const DAY_MS = 86400000;

/**
 * Whether what stands in one place for days stands on the other side today: every other day of the
 * centre's calendar, so that nothing burns into the panel.
 * @param {number} now ms @param {string} timezone @returns {boolean}
 */
export function mirroredAt(now, timezone) {
  const [day, month, year] = date(now, timezone).split("/").map(Number);
  return (Date.UTC(year, month - 1, day) / DAY_MS) % 2 === 1;
}

/**
 * Where the picture stands in this span of three minutes, so that no edge burns into the panel.
 * @param {number} now ms @returns {{x: number, y: number}} CSS pixels
 */
export function shiftAt(now) {
  const steps = [
    [0, 0],
    [4, 0],
    [4, 4],
    [0, 4],
    [-4, 4],
    [-4, 0],
    [-4, -4],
    [0, -4],
    [4, -4],
  ];
  const [x, y] = steps[Math.floor(now / 180000) % steps.length];
  return { x, y };
}
