/**
 * Slips on paper: which printer, how it is, and how far an order has come. Nothing here touches the
 * page, the network or a clock.
 *
 * @typedef {import("./wire.js").PrinterNow} PrinterNow
 * @typedef {import("./wire.js").SlipNow} SlipNow
 * @typedef {{ kind: "supplement" | "return" | "explanation" | "day", ticket?: string,
 *   procedure?: string | null, missing?: number[], day?: string, label?: string,
 *   language?: string }} Wanted
 *   what is to be printed: `OrderSlip` without its device
 * @typedef {{ wanted: Wanted, name: string, slip: SlipNow | null, lost: boolean,
 *   problem: import("/shared/static/api.js").Problem | null }} Order
 *   `name` of the printer; `slip` is what the server last said, `null` before its first answer;
 *   `lost`: the server could not be asked the last time; `problem`: it refused
 * @typedef {"fine" | "watch" | "act"} Tone
 * @typedef {{ word: string, tone: Tone, icon: string }} PrinterLine
 * @typedef {{ word: string, why: string | null, tone: Tone, icon: string, again: string | null }} OrderLine
 *   `word` has a place `{name}`, and `{why}` where `why` is the key of a reason; `again` is the word
 *   of a button that orders once more, `null` while paper may still come or where one is enough
 */

const KEPT_AS = "motcua.slip_printer";
/** Of this kind a second one is a second request, and says so. */
const COUNTED = "supplement";

/** @type {Readonly<Record<string, PrinterLine>>} */
const TROUBLE = Object.freeze({
  device_silent: act("printer.device_silent", "wifi-off"),
  printer_unknown: doubt("printer.unknown"),
  link_down: act("printer.link_down"),
  cover_open: act("printer.cover_open"),
  paper_out: act("printer.paper_out"),
  cutter_error: act("printer.cutter_error"),
  offline: act("printer.offline"),
  roll_stuck: act("printer.roll_stuck"),
  line_bad: act("printer.line_bad"),
  printer_silent: doubt("printer.silent"),
});
/** Why a slip was not printed, where the code says more than that it was not. */
const REASONS = Object.freeze({
  ...Object.fromEntries(Object.entries(TROUBLE).map(([code, line]) => [code, line.word])),
  expired: "print.why.expired",
});

/** What nobody knows is to be looked at. @param {string} word @returns {PrinterLine} */
function doubt(word) {
  return { word, tone: "watch", icon: "circle-question-mark" };
}

/** @param {string} word @returns {PrinterLine} */
function act(word, icon = "circle-x") {
  return { word, tone: "act", icon };
}

/**
 * How a printer is, in words, a colour and an icon. A trouble whose code is new to us is a trouble.
 * @param {PrinterNow} printer
 * @returns {PrinterLine}
 */
export function printerLine(printer) {
  if (printer.problem !== null) return TROUBLE[printer.problem] ?? act("printer.other");
  return printer.near_end
    ? { word: "printer.near_end", tone: "watch", icon: "triangle-alert" }
    : { word: "printer.fine", tone: "fine", icon: "circle-check" };
}

/** @type {Readonly<Record<Tone, number>>} */
const URGENCY = Object.freeze({ act: 0, watch: 1, fine: 2 });

/**
 * The printers, those that need somebody first.
 * @param {PrinterNow[]} printers
 */
export function byNeed(printers) {
  /** @param {PrinterNow} printer */
  const urgency = (printer) => URGENCY[printerLine(printer).tone];
  return [...printers].sort((a, b) => urgency(a) - urgency(b) || a.name.localeCompare(b.name));
}

/**
 * The printer a slip goes to: the one chosen in this browser, or the only one there is.
 * @param {PrinterNow[]} printers
 * @param {string | null} kept
 */
export function chosenPrinter(printers, kept) {
  const known = printers.find((printer) => printer.device === kept);
  return known ?? (printers.length === 1 ? printers[0] : null);
}

/** What tells one order from another: the same thing is not ordered twice. @param {Wanted} wanted */
export function subjectOf(wanted) {
  return JSON.stringify(wanted);
}

/**
 * How far an order has come; "printed" only where the printer has confirmed it.
 * @param {Order} order
 * @returns {OrderLine}
 */
export function orderLine({ wanted, slip, lost, problem }) {
  const waiting = { why: null, tone: /** @type {const} */ ("watch"), icon: "clock", again: null };
  if (problem !== null) return refused(problem);
  if (slip === null) return { ...waiting, word: "print.sending" };
  if (slip.state === "ordered") {
    return { ...waiting, word: lost ? "print.lost" : "print.ordered" };
  }
  if (slip.state === "confirmed") {
    const again = wanted.kind === COUNTED ? null : "print.one_more";
    return { word: "print.confirmed", why: null, tone: "fine", icon: "circle-check", again };
  }
  if (slip.state === "unknown") {
    const ask = { word: "print.unknown", why: null, again: "print.not_there" };
    return { ...ask, tone: "watch", icon: "circle-question-mark" };
  }
  return { ...failed("print.failed"), why: reasonOf(slip.code) };
}

/** @param {import("/shared/static/api.js").Problem} problem the sentence of which is said beside it */
function refused(problem) {
  return failed(problem.code === "network" ? "print.not_sent" : "print.refused");
}

/** @param {string} word @returns {OrderLine} */
function failed(word) {
  return { word, why: null, tone: "act", icon: "circle-x", again: "print.again" };
}

/** @param {string | null} code */
function reasonOf(code) {
  const known = /** @type {Record<string, string>} */ (REASONS);
  return known[code ?? ""] ?? "print.why.other";
}

/** The printer chosen last in this browser. @param {() => Storage} storage may throw */
export function readPrinter(storage) {
  try {
    return storage().getItem(KEPT_AS);
  } catch {
    return null;
  }
}

/** Remember a printer; without storage it is remembered until the page is left. @param {() => Storage} storage @param {string} device */
export function keepPrinter(storage, device) {
  try {
    storage().setItem(KEPT_AS, device);
  } catch {
    // A browser told to keep nothing keeps nothing.
  }
}
