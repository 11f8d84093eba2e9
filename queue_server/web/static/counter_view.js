/**
 * What the counter page shows, derived from the last state. Nothing here touches the page, the
 * network or a clock: `now` is the server's time in milliseconds.
 *
 * @typedef {import("./wire.js").CounterState} CounterState
 * @typedef {import("./wire.js").CounterSummary} CounterSummary
 * @typedef {import("./wire.js").SignedIn} SignedIn
 * @typedef {import("./wire.js").TicketView} TicketView
 */

import { hasCome, since } from "./elapsed.js";

/** After one minute a caller should recall, after two the visitor is most likely absent. */
const CALL_LONG_S = 60;
const CALL_TOO_LONG_S = 120;

/** How a service can end; the first is the usual one. */
export const OUTCOMES = Object.freeze([
  "received",
  "supplement",
  "refused",
  "advice",
  "wrong_place",
  "result_returned",
]);
export const USUAL_OUTCOME = "received";

/**
 * How long the current ticket waited, was called, is being served.
 * @param {TicketView} ticket
 * @param {number} now
 * @returns {{ word: string, seconds: number, tone: "plain" | "long" | "too_long" }[]}
 */
export function timers(ticket, now) {
  /** @type {ReturnType<typeof timers>} */
  const shown = [{ word: "clerk.waited", seconds: ticket.waited_s, tone: "plain" }];
  if (ticket.started_at !== null) {
    const seconds = since(ticket.started_at, now);
    const long = ticket.usual_s !== null && seconds >= ticket.usual_s;
    shown.push({ word: "clerk.serving_for", seconds, tone: long ? "long" : "plain" });
  } else if (ticket.calling_since !== null) {
    const seconds = since(ticket.calling_since, now); // the repetitions of a call do not begin it
    shown.push({ word: "clerk.since_call", seconds, tone: callTone(seconds) });
  }
  return shown;
}

/** @param {number} seconds */
function callTone(seconds) {
  if (seconds >= CALL_TOO_LONG_S) return "too_long";
  return seconds >= CALL_LONG_S ? "long" : "plain";
}

/**
 * Whether the visitor may be marked as absent by now.
 * @param {CounterState} state
 * @param {number} now
 */
export function mayBeAbsent(state, now) {
  return state.state === "calling" && state.absent_from !== null && hasCome(state.absent_from, now);
}

/**
 * Whether somebody came while nobody waited, which a clerk without a visitor should hear.
 * @param {CounterState | null} before
 * @param {CounterState} after
 */
export function someoneCame(before, after) {
  if (before === null || after.state !== "idle") return false;
  return before.counter === after.counter && before.waiting === 0 && after.waiting > 0;
}

/**
 * Whether the counter called by itself, for which its clerk had asked.
 * @param {CounterState | null} before
 * @param {CounterState} after
 */
export function calledByItself(before, after) {
  return before?.armed === true && before.ticket === null && after.state === "calling";
}

/**
 * The title of the browser's tab.
 * @param {CounterState} state
 * @param {string} name the counter's name in the page's language
 */
export function tabTitle(state, name) {
  return state.waiting === 0 ? name : `(${state.waiting}) ${name}`;
}

/**
 * The counters to choose from; one held by somebody else cannot be chosen while that person's page
 * is there. One whose page is gone can be looked at, to take it over.
 * @param {CounterSummary[]} counters
 * @param {SignedIn} me
 */
export function places(counters, me) {
  return counters.map((counter) => {
    const mine = counter.clerk === me.staff;
    const taken = counter.clerk !== null && !mine;
    return { counter, mine, taken, lost: taken && counter.lost_since !== null };
  });
}
