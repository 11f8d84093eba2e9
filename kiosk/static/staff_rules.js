/** Pure rules of the staff mode: what a key does, how long things last, and what its list says. */

/**
 * @typedef {"pin" | "menu" | "state" | "volume" | "cleaning"} Screen
 * @typedef {{ word: string, values?: Record<string, unknown> }} Said
 * @typedef {{ screen: Screen, pin: string, said: Said | null, since: number }} Staff
 *   `said`: the last answer in words; `since`: when this screen was opened, in milliseconds
 * @typedef {import("./types.js").Condition} Condition
 * @typedef {import("./types.js").ListNow} Tried
 */

/** Nobody rests a hand so long on a corner where there is nothing to press. */
export const HOLD_MS = 3000;
/** The agent's own limit is the same. */
export const IDLE_S = 60;
export const CLEANING_S = 60;
const PIN_MAX = 12;
const MEGABYTE = 1_000_000;

/** @param {Screen} screen @param {number} now @returns {Staff} */
export function opened(screen, now) {
  return { screen, pin: "", said: null, since: now };
}

/** @param {KeyboardEvent} event */
export function isStaffKey(event) {
  return event.ctrlKey && event.shiftKey && event.key === "F12";
}

/**
 * A key of the keypad: a digit, or "delete" for the last one.
 * @param {Staff} staff
 * @param {string} key
 * @returns {Staff}
 */
export function press(staff, key) {
  if (key === "delete") return { ...staff, pin: staff.pin.slice(0, -1) };
  return { ...staff, pin: (staff.pin + key).slice(0, PIN_MAX), said: null };
}

/**
 * The words for a step of the volume.
 * @param {number} n  its place: 0 is mute
 * @param {number} percent
 * @returns {Said}
 */
export function loudness(n, percent) {
  if (percent === 0) return { word: "kiosk.staff.volume.mute" };
  return { word: "kiosk.staff.volume.step", values: { n, percent } };
}

/** @param {number} since @param {number} now @param {number} seconds */
export function left(since, now, seconds) {
  return Math.max(0, Math.ceil(seconds - (now - since) / 1000));
}

const REFUSED = new Map([
  ["pin_wrong", "kiosk.staff.refused.pin_wrong"],
  ["pin_locked", "kiosk.staff.refused.pin_locked"],
  ["pin_not_set", "kiosk.staff.refused.pin_not_set"],
  ["network", "kiosk.staff.refused.network"],
  ["no_centre", "kiosk.staff.refused.no_centre"],
]);

/**
 * Why something was not done.
 * @param {{ code: string, about: Record<string, unknown> }} problem
 * @returns {Said}
 */
export function refused({ code, about }) {
  const word = REFUSED.get(code) || "kiosk.staff.refused.other";
  return { word, values: { code, s: about.wait_s } };
}

/**
 * What became of the test print.
 * @param {Tried | null} tried
 * @returns {Said}
 */
export function testSaid(tried) {
  if (tried && tried.print === "confirmed") return { word: "kiosk.staff.test.printed" };
  if (tried && tried.print === "unknown") return { word: "kiosk.staff.test.look" };
  if (tried && (tried.print === "failed" || tried.code)) {
    return { word: "kiosk.staff.test.failed", values: { code: tried.code } };
  }
  return { word: "kiosk.staff.test.printing" };
}

/** Whether there is nothing more to wait for. @param {Tried | null} tried */
export function testEnded(tried) {
  return tried !== null && ["confirmed", "unknown", "failed"].includes(tried.print);
}

/** @param {boolean | null} so @returns {Said} */
function whether(so) {
  if (so === null) return { word: "kiosk.staff.unknown" };
  return { word: so ? "kiosk.staff.yes" : "kiosk.staff.no" };
}

/** @param {number | null} bytes @returns {Said} */
function size(bytes) {
  if (bytes === null) return { word: "kiosk.staff.unknown" };
  const n = bytes < MEGABYTE ? (bytes / MEGABYTE).toFixed(1) : Math.round(bytes / MEGABYTE);
  return { word: "kiosk.staff.fact.megabytes", values: { n } };
}

const TROUBLES = new Map([
  [null, "kiosk.staff.fact.printer.ready"],
  ["link_down", "kiosk.staff.trouble.link_down"],
  ["silent", "kiosk.staff.trouble.silent"],
  ["offline", "kiosk.staff.trouble.offline"],
  ["paper_out", "kiosk.staff.trouble.paper_out"],
  ["cover_open", "kiosk.staff.trouble.cover_open"],
  ["roll_stuck", "kiosk.staff.trouble.roll_stuck"],
  ["line_bad", "kiosk.staff.trouble.line_bad"],
  ["no_printer", "kiosk.staff.trouble.no_printer"],
]);
const PAPERS = new Map([
  ["ok", "kiosk.staff.paper.ok"],
  ["near_end", "kiosk.staff.paper.near_end"],
  ["out", "kiosk.staff.paper.out"],
]);
const SCANNERS = {
  none: "kiosk.staff.scanner.none",
  up: "kiosk.staff.scanner.up",
  down: "kiosk.staff.scanner.down",
};

/**
 * The printer in full; one that was never fitted has nothing more to tell.
 * @param {Condition["printer"]} printer
 * @returns {[string, Said | string][]}
 */
function printerFacts(printer) {
  const word = TROUBLES.get(printer.trouble);
  /** @type {[string, Said | string]} */
  const first = ["kiosk.staff.fact.printer", word ? { word } : String(printer.trouble)];
  if (printer.trouble === "no_printer") return [first];
  return [
    first,
    ["kiosk.staff.fact.printer.link", whether(printer.link === "up")],
    ["kiosk.staff.fact.printer.online", whether(printer.online)],
    [
      "kiosk.staff.fact.printer.paper",
      { word: PAPERS.get(printer.paper) || "kiosk.staff.unknown" },
    ],
    ["kiosk.staff.fact.printer.cover", whether(printer.cover_open)],
    ["kiosk.staff.fact.printer.cutter", whether(printer.cutter_error)],
    ["kiosk.staff.fact.printer.stuck", whether(printer.stuck)],
  ];
}

/**
 * The list for whoever telephones with the administrator: names, and values in words or as they are.
 * @param {Condition} now
 * @returns {[string, Said | string][]}
 */
export function facts(now) {
  const { device, centre } = now;
  const papers = now.roll.papers;
  return [
    ["kiosk.staff.fact.version", now.version],
    ["kiosk.staff.fact.server", now.server],
    ["kiosk.staff.fact.link", whether(now.link)],
    [
      "kiosk.staff.fact.device",
      { word: "kiosk.staff.fact.device.value", values: { device, centre } },
    ],
    ["kiosk.staff.fact.enrolled", whether(now.enrolled)],
    [
      "kiosk.staff.fact.clock",
      { word: "kiosk.staff.fact.seconds", values: { s: now.clock_off_s } },
    ],
    ...printerFacts(now.printer),
    ["kiosk.staff.fact.scanner", { word: SCANNERS[now.scanner] }],
    [
      "kiosk.staff.fact.roll",
      papers === null
        ? { word: "kiosk.staff.unknown" }
        : { word: "kiosk.staff.fact.roll.value", values: { n: papers } },
    ],
    [
      "kiosk.staff.fact.unsent",
      { word: "kiosk.staff.fact.unsent.value", values: { n: now.unsent, m: now.refused } },
    ],
    ["kiosk.staff.fact.reserve", String(now.reserve_left)],
    ["kiosk.staff.fact.ledger", size(now.ledger)],
    ["kiosk.staff.fact.disk", size(now.disk_free)],
    ["kiosk.staff.fact.memory", size(now.memory_free)],
  ];
}
