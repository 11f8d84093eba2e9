/**
 * What the manager page shows, derived from the last state. Nothing here touches the page or a
 * clock: `now` is the server's time in milliseconds.
 *
 * @typedef {import("./wire.js").ManagerState} ManagerState
 * @typedef {import("./wire.js").DeviceNow} DeviceNow
 * @typedef {import("./wire.js").ServiceFigures} ServiceFigures
 * @typedef {"fine" | "watch" | "act" | "few" | "none"} Tone
 *   `few`: too few cases to judge by; `none`: nothing to judge
 * @typedef {{ name: string, kind: "count" | "duration" | "share", value: number | null,
 *   tone: Tone, state: string, more: string | null, values: Record<string, string | number> }} Tile
 *   `name`, `state` and `more` are keys of the catalogue, `values` fill their places
 */

import { since } from "./elapsed.js";

/** Below ten cases a median or a share says more about chance than about the centre. */
const FEW = 10;
/** Watch a wait from four fifths of the target on (12 of 15 minutes). */
const WATCH_SHARE = 0.8;
/** People waiting per open counter from which more counters are wanted. */
const WAITING_PER_COUNTER = 3;
/** At least this share should be called within the target. */
const WITHIN_TARGET = 0.9;
/** Above this share of all tickets, absence is a sign of long waits or unheard calls. */
const MISSED_SHARE = 0.08;
/** Above this share of all calls the order of the queue is a matter of opinion. */
const CHOSEN_SHARE = 0.05;

/**
 * The eight tiles, in reading order.
 * @param {ManagerState} state
 * @param {number} now
 * @returns {Tile[]}
 */
export function tiles(state, now) {
  const { today } = state;
  const called = state.services.reduce((sum, service) => sum + service.called, 0);
  const target = { m: today.target_min, n: called };
  const targetS = today.target_min * 60;
  const longest = goneOn(today.waiting, today.longest_wait_s, state.as_of, now);
  /** @param {number | null} s */
  const waitTone = (s) => (s === null ? "none" : sampled(called, wait(s, targetS)));
  return [
    { ...tile("mgr.waiting", "count", today.waiting, crowd(state)), ...heldBeside(today.held) },
    tile("mgr.longest", "duration", longest, wait(longest, targetS), target),
    tile("mgr.median", "duration", today.wait_median_s, waitTone(today.wait_median_s), target),
    tile("mgr.p90", "duration", today.wait_p90_s, waitTone(today.wait_p90_s), target),
    tile("mgr.sla", "share", today.within_target, promptness(today.within_target, called), target),
    tile("mgr.served", "count", today.finished, today.finished === 0 ? "none" : "fine"),
    tile("mgr.missed", "count", today.missed, absence(today.missed, today.issued)),
    tile("mgr.expired", "count", today.expired, today.expired === 0 ? "fine" : "act"),
  ];
}

/**
 * @param {string} name
 * @param {Tile["kind"]} kind
 * @param {number | null} value
 * @param {Tone} tone
 * @param {Record<string, string | number>} [values]
 * @returns {Tile}
 */
function tile(name, kind, value, tone, values = {}) {
  const state = tone === "few" || tone === "none" ? `mgr.tone.${tone}` : `${name}.${tone}`;
  return { name, kind, value, tone, state, more: null, values };
}

/** Those put aside at a counter do not wait, but they are in the hall. @param {number} held */
function heldBeside(held) {
  return held === 0 ? {} : { more: "mgr.held", values: { n: held } };
}

/** @param {ManagerState} state @returns {Tone} */
function crowd(state) {
  const { waiting } = state.today;
  if (waiting === 0) return "fine";
  const open = state.counters.filter((counter) => counter.state !== "closed").length;
  if (open === 0) return "act";
  return waiting > WAITING_PER_COUNTER * open ? "watch" : "fine";
}

/** @param {number} seconds @param {number} targetS @returns {Tone} */
function wait(seconds, targetS) {
  if (seconds > targetS) return "act";
  return seconds > WATCH_SHARE * targetS ? "watch" : "fine";
}

/** @param {number | null} share @param {number} n @returns {Tone} */
function promptness(share, n) {
  if (share === null) return "none";
  return sampled(n, share < WITHIN_TARGET ? "act" : "fine");
}

/** @param {number} missed @param {number} issued @returns {Tone} */
function absence(missed, issued) {
  if (issued === 0) return "none";
  return sampled(issued, missed / issued > MISSED_SHARE ? "watch" : "fine");
}

/** @param {number} n @param {Tone} tone @returns {Tone} */
function sampled(n, tone) {
  return n < FEW ? "few" : tone;
}

/**
 * A wait that was `seconds` when the state was made and has gone on since.
 * @param {number} waiting
 * @param {number} seconds
 * @param {string} asOf
 * @param {number} now
 */
function goneOn(waiting, seconds, asOf, now) {
  return waiting === 0 ? 0 : seconds + since(asOf, now);
}

/**
 * One row per service, its longest wait null where nobody waits; `few` greys the figures made of fewer than ten calls.
 * @param {ManagerState} state
 * @param {number} now
 */
export function serviceRows(state, now) {
  const targetS = state.today.target_min * 60;
  return state.services.map((service) => {
    const few = service.called < FEW;
    if (service.waiting === 0) return { service, longest: null, tone: "none", few };
    const longest = service.longest_wait_s + since(state.as_of, now);
    return { service, longest, tone: wait(longest, targetS), few };
  });
}

/**
 * How many calls of the last days a clerk chose before their turn, `null` where nobody called.
 * @param {ManagerState} state
 */
export function outOfOrder(state) {
  const { calls, chosen } = state.week;
  if (calls === 0) return null;
  const share = chosen / calls;
  const high = calls >= FEW && share > CHOSEN_SHARE;
  const percent = (share * 100).toFixed(1);
  return {
    word: high ? "mgr.week_high" : "mgr.week",
    values: { n: chosen, m: calls, share: percent },
    high,
  };
}

/**
 * What became of the numbers of the day; `lost` are on no ticket and will be on none.
 * @param {ManagerState} state
 */
export function numbersToday({ numbers }) {
  return { ...numbers, lost: numbers.leased_unused + numbers.skipped };
}

/** The alarms of the day as they are counted. @param {ManagerState} state */
export function alarmsToday({ today }) {
  return {
    help: today.help,
    unanswered: today.help_unanswered,
    reports: today.extra_papers,
  };
}

/**
 * One card per counter, those that need somebody first, then those at work.
 * @param {ManagerState} state
 * @param {number} now
 */
export function counterCards(state, now) {
  const cards = state.counters.map((counter) => ({
    counter,
    word: `counter.state.${counter.state}`,
    lost: lostLine(counter, now),
    seconds:
      counter.since === null || counter.state === "closed" ? null : since(counter.since, now),
  }));
  return [
    ...cards.filter((card) => card.lost !== null),
    ...cards.filter((card) => card.lost === null && atWork(card)),
    ...cards.filter((card) => card.lost === null && !atWork(card)),
  ];
}

/**
 * Since when the page of a held counter has been gone, and who stands there meanwhile.
 * @param {import("./wire.js").CounterSummary} counter
 * @param {number} now
 */
function lostLine(counter, now) {
  if (counter.lost_since === null) return null;
  const seconds = since(counter.lost_since, now);
  if (counter.label === null) return { word: "mgr.lost_counter", seconds };
  return {
    word: counter.state === "calling" ? "mgr.lost_calling" : "mgr.lost_serving",
    seconds,
  };
}

/** @param {{ counter: { state: string } }} card */
function atWork(card) {
  return card.counter.state !== "closed";
}

/**
 * One row per device. What an unreachable kiosk last said of its printer is not shown as true now,
 * and what nobody knows is never shown as fine.
 * @param {ManagerState} state
 */
export function deviceRows(state) {
  return state.devices.map((device) => ({
    device,
    link: linkOf(device),
    notices: noticesOf(device),
    linkTone: linkTone(device),
    printer: device.kind === "kiosk" ? printerWords(device) : [],
    lines: device.kind === "panel" ? lineWords(device) : [],
    printerTone: device.kind === "panel" ? lineTone(device) : printerTone(device),
    scanner: scannerOf(device),
  }));
}

/** @param {DeviceNow} device @returns {string} */
function linkOf(device) {
  if (device.revoked) return "mgr.device.revoked";
  if (device.last_seen === null) return "mgr.device.never";
  return device.online ? "mgr.device.online" : "mgr.device.offline";
}

/** What a kiosk may say of itself, and how urgent that is. @type {Map<string, Tone>} */
const NOTICES = new Map([
  ["out_of_service", "watch"],
  ["practice", "watch"],
  ["disk_nearly_full", "act"],
  ["clock_off", "act"],
]);

/** What else is not as usual; a newer kiosk may say what this page has no words for. @param {DeviceNow} device */
function noticesOf(device) {
  if (!device.online) return [];
  return device.notices.map((code) => `mgr.notice.${NOTICES.has(code) ? code : "other"}`);
}

/** @param {DeviceNow} device @returns {string[]} */
function printerWords(device) {
  const { printer } = device;
  if (!device.online || printer === null || printer.link === "unknown") {
    return ["mgr.printer.unknown"];
  }
  if (printer.link === "down") return ["mgr.printer.down"];
  const words = [`mgr.paper.${printer.paper}`];
  if (printer.cover_open === true) words.push("mgr.cover.open");
  if (printer.cover_open === null) words.push("mgr.cover.unknown");
  if (printer.cutter_error) words.push("printer.cutter_error");
  const explained = printer.cover_open || printer.cutter_error || printer.paper === "out";
  if (printer.online === false && !explained) words.push("printer.offline");
  if (printer.online === null || printer.cutter_error === null) words.push("mgr.printer.unknown");
  if (printer.stopped !== null) words.push(STOPPED[printer.stopped] ?? "printer.other");
  return words;
}

/** Why a kiosk prints nothing on a printer that says it is well. @type {Record<string, string>} */
const STOPPED = { roll_stuck: "printer.roll_stuck", line_bad: "printer.line_bad" };

/**
 * The code scanner of a kiosk; `word` is `null` where there is none, or nobody looks after it.
 * @param {DeviceNow} device
 * @returns {{ word: string | null, tone: Tone }}
 */
export function scannerOf(device) {
  if (device.scanner === "none" || device.revoked) return { word: null, tone: "none" };
  if (!device.online) return { word: "mgr.scanner.unknown", tone: "watch" };
  return device.scanner === "up"
    ? { word: "mgr.scanner.up", tone: "fine" }
    : { word: "mgr.scanner.down", tone: "act" };
}

/** How each line of a panel is: keys with their values. @param {DeviceNow} device */
function lineWords(device) {
  if (!device.online || device.lines.length === 0) {
    return [{ word: "mgr.printer.unknown", values: {} }];
  }
  return device.lines.map(({ name, up, silent, unknown }) => {
    if (!up) return { word: "mgr.line.down", values: { name } };
    const counters = (silent.length > 0 ? silent : unknown).join(", ");
    if (counters === "") return { word: "mgr.line.up", values: { name } };
    const word = silent.length > 0 ? "mgr.line.silent" : "mgr.line.unheard";
    return { word, values: { name, counters } };
  });
}

/**
 * Many pads and displays never tell how they are: such a line is neither fine nor a reason to go
 * and look.
 * @param {DeviceNow} device
 * @returns {Tone}
 */
function lineTone(device) {
  if (device.revoked) return "none";
  if (!device.online || device.lines.length === 0) return "watch";
  if (device.lines.some(({ up, silent }) => !up || silent.length > 0)) return "act";
  return device.lines.some(({ unknown }) => unknown.length > 0) ? "none" : "fine";
}

/** @param {DeviceNow} device @returns {Tone} */
function linkTone(device) {
  if (device.revoked) return "none";
  if (!device.online) return "act";
  const tones = device.notices.map((code) => NOTICES.get(code) || "watch");
  return tones.includes("act") ? "act" : tones.length > 0 ? "watch" : "fine";
}

/**
 * How urgent the printer of a kiosk is; what is not known to be well is to be watched.
 * @param {DeviceNow} device
 * @returns {Tone}
 */
export function printerTone(device) {
  const { printer } = device;
  if (device.kind !== "kiosk" || device.revoked) return "none";
  if (!device.online || printer === null) return "watch";
  const { link, paper, cover_open, online, cutter_error, stopped } = printer;
  if (link === "down" || paper === "out" || cover_open) return "act";
  if (online === false || cutter_error || stopped !== null) return "act";
  const told = online === true && cover_open === false && cutter_error === false;
  return told && link === "up" && paper === "ok" ? "fine" : "watch";
}
