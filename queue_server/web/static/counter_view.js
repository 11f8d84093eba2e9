/**
 * What the counter page shows, derived from the last state. Nothing here touches the page, the
 * network or a clock: `now` is the server's time in milliseconds.
 *
 * @typedef {import("./wire.js").CounterState} CounterState
 * @typedef {import("./wire.js").CounterSummary} CounterSummary
 * @typedef {import("./wire.js").SignedIn} SignedIn
 * @typedef {import("./wire.js").TicketView} TicketView
 * @typedef {{ me: SignedIn, online: boolean, sending: string | null }} Situation
 *   `sending`: the verb on its way, `null` when none is
 * @typedef {{ verb: string, word: string, enabled: boolean, reason: string | null }} Button
 *   `word` and `reason` are keys of the catalogue
 */

import { since } from "./elapsed.js";

/** After one minute a caller should recall, after two the visitor is most likely absent. */
const CALL_LONG_S = 60;
const CALL_TOO_LONG_S = 120;
/** Calls after which the page suggests to mark the visitor as absent. */
const CALLS_ENOUGH = 3;
/** Fifteen minutes: the longest wait Decision 468/QĐ-TTg (2021) allows on average from 2025 on. */
const WAIT_TARGET_S = 900;

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

/** @type {Readonly<Record<string, string>>} */
const STEP_WORD = Object.freeze({
  open: "clerk.open",
  call_next: "clerk.next",
  start: "clerk.start",
  finish: "clerk.finish",
  back_to_work: "clerk.back",
});

/**
 * Whose counter this is, as seen by the person signed in.
 * @param {CounterState} state
 * @param {SignedIn} me
 * @returns {"mine" | "free" | "taken"}
 */
export function holding(state, me) {
  if (state.clerk === null) return "free";
  return state.clerk === me.staff ? "mine" : "taken";
}

/**
 * The one big button: the next legal step, or why there is none.
 * @param {CounterState} state
 * @param {Situation} situation
 * @returns {Button}
 */
export function bigButton(state, situation) {
  const word = STEP_WORD[state.step] ?? "clerk.nothing";
  const reason = obstacle(state, situation);
  const enabled = reason === null && situation.sending === null && state.step !== "none";
  return { verb: state.step, word, enabled, reason };
}

/**
 * @param {CounterState} state
 * @param {Situation} situation
 * @returns {string | null} key of the sentence that says why nothing can be done
 */
function obstacle(state, situation) {
  if (!situation.online) return "clerk.offline";
  if (holding(state, situation.me) === "taken") return "clerk.taken_by";
  return null;
}

/**
 * Recall, no-show, pause and close, in the order of the screen.
 * @param {CounterState} state
 * @param {Situation} situation
 * @returns {Button[]}
 */
export function otherButtons(state, situation) {
  const free = obstacle(state, situation) === null && situation.sending === null;
  const calling = state.state === "calling" && state.ticket !== null;
  const idle = state.state === "idle";
  const mayClose = idle || state.state === "paused";
  return [
    { verb: "recall", word: "clerk.recall", enabled: free && calling, reason: null },
    { verb: "no_show", word: "clerk.noshow", enabled: free && calling, reason: null },
    { verb: "pause", word: "clerk.pause", enabled: free && idle, reason: null },
    { verb: "close", word: "clerk.close", enabled: free && mayClose, reason: null },
  ];
}

/**
 * The button an act of the keyboard presses, `null` when it must not be pressed now.
 * @param {"step" | "recall" | "no_show"} act
 * @param {CounterState} state
 * @param {Situation} situation
 * @returns {Button | null}
 */
export function buttonFor(act, state, situation) {
  const wanted = act === "step" ? bigButton(state, situation) : otherButton(act, state, situation);
  return wanted?.enabled ? wanted : null;
}

/**
 * @param {string} verb
 * @param {CounterState} state
 * @param {Situation} situation
 */
function otherButton(verb, state, situation) {
  return otherButtons(state, situation).find((button) => button.verb === verb) ?? null;
}

/**
 * The body of a command: which ticket, in which version, was on the screen, and how it ended.
 * @param {CounterState} state
 * @param {string | null} outcome only for finishing
 */
export function command(state, outcome = null) {
  const { ticket } = state;
  const seen = { ticket: ticket?.ticket ?? null, version: ticket?.version ?? null };
  return outcome === null ? seen : { ...seen, outcome };
}

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
    shown.push({
      word: "clerk.serving_for",
      seconds: since(ticket.started_at, now),
      tone: "plain",
    });
  } else if (ticket.called_at !== null) {
    const seconds = since(ticket.called_at, now);
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
 * Whether the page should suggest that the visitor is absent.
 * @param {TicketView} ticket
 * @param {number} now
 */
export function suggestsNoShow(ticket, now) {
  if (ticket.started_at !== null || ticket.called_at === null) return false;
  return ticket.calls >= CALLS_ENOUGH && since(ticket.called_at, now) >= CALL_LONG_S;
}

/**
 * The queue as rows; the wait goes on since the state was made, `share` is of the target, 0…1.
 * @param {CounterState} state
 * @param {number} now
 */
export function queueRows(state, now) {
  const passed = since(state.as_of, now);
  return state.queue.map((ticket) => {
    const waited = ticket.waited_s + passed;
    return {
      ticket,
      waited,
      share: Math.min(1, waited / WAIT_TARGET_S),
      late: waited >= WAIT_TARGET_S,
      priority: ticket.priority !== "normal",
    };
  });
}

/**
 * The longest wait at this moment, in seconds.
 * @param {CounterState} state
 * @param {number} now
 */
export function longestWait(state, now) {
  return state.waiting === 0 ? 0 : state.longest_wait_s + since(state.as_of, now);
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
 * The title of the browser's tab.
 * @param {CounterState} state
 * @param {string} name the counter's name in the page's language
 */
export function tabTitle(state, name) {
  return state.waiting === 0 ? name : `(${state.waiting}) ${name}`;
}

/**
 * The counters to choose from; one held by somebody else cannot be chosen.
 * @param {CounterSummary[]} counters
 * @param {SignedIn} me
 */
export function places(counters, me) {
  return counters.map((counter) => {
    const mine = counter.clerk === me.staff;
    return { counter, mine, taken: counter.clerk !== null && !mine };
  });
}

/**
 * The facts stored with a call (why this ticket and no other) as phrases: key and values each.
 * @param {string} why the facts as JSON, in minutes
 * @returns {{ word: string, values: Record<string, string | number> }[]}
 */
export function reasons(why) {
  const facts = JSON.parse(why);
  const found = [{ word: "clerk.why.waited", values: { n: facts.waited_min } }];
  if (facts.head_start_min > 0) {
    found.push({ word: "clerk.why.head_start", values: { n: facts.head_start_min } });
  }
  if (facts.help_min > 0) found.push({ word: "clerk.why.help", values: { n: facts.help_min } });
  if (facts.runner_up === null) return [...found, { word: "clerk.why.alone", values: {} }];
  return [...found, ahead(facts)];
}

/**
 * How the ticket was ahead of the best of the others. Equal minutes explain nothing: of one queue,
 * without a head start, the ticket simply came first; else it was ahead by seconds.
 * @param {{ label: string, head_start_min: number, score_min: number, runner_up: string,
 *   runner_up_score_min: number }} facts
 */
function ahead(facts) {
  const { label, runner_up, score_min, runner_up_score_min } = facts;
  const values = { label: runner_up };
  if (score_min > runner_up_score_min) {
    const scores = { n: score_min, m: runner_up_score_min };
    return { word: "clerk.why.runner_up", values: { ...values, ...scores } };
  }
  const queuedAlike = facts.head_start_min === 0 && label[0] === runner_up[0];
  return { word: queuedAlike ? "clerk.why.came_first" : "clerk.why.narrowly", values };
}
