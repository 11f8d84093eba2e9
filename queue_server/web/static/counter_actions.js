/**
 * What may be done at a counter now: the buttons, and why one of them cannot be pressed. Nothing here
 * touches the page, the network or a clock.
 *
 * @typedef {import("./wire.js").CounterState} CounterState
 * @typedef {import("./wire.js").SignedIn} SignedIn
 * @typedef {import("./counter_keys.js").Act} Act
 * @typedef {Act | "without_ticket" | "close" | "stand_down" | "take_over" | "keys"} Doing
 * @typedef {{ me: SignedIn, online: boolean, sending: string | null, now: number,
 *   asked: string | null }} Situation
 *   `sending`: the verb on its way; `now`: server time, ms; `asked`: the visit (see `visitKey`) whose
 *   early finish waits for a second press
 * @typedef {{ act: Doing, verb: string | null, dialog: string | null, word: string,
 *   values: Record<string, unknown>, enabled: boolean, reason: string | null, lit: boolean }} Button
 *   `word` and `reason` are keys of the catalogue with places in `values`; `dialog` opens before a
 *   verb is sent
 */

import { mmss } from "/shared/static/format.js";
import { hasCome, since, until } from "./elapsed.js";

/** Whoever finishes sooner after starting has most likely pressed twice. */
const SLIP_S = 5;

/** @type {Readonly<Record<string, string>>} */
const STEP_WORD = Object.freeze({
  open: "clerk.open",
  call_next: "clerk.next",
  start: "clerk.start",
  finish_next: "clerk.finish_next",
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
  const reason = obstacle(state, situation);
  const none = state.step === "none" || state.armed;
  const word = none ? (state.armed ? "clerk.armed" : "clerk.nothing") : STEP_WORD[state.step];
  const asks =
    state.step === "finish_next" && situation.asked !== null && situation.asked === visitKey(state);
  return {
    act: "step",
    verb: none ? null : state.step,
    dialog: null,
    word: asks ? "clerk.finish_again" : word,
    values: { name: state.clerk_name },
    enabled: reason === null && situation.sending === null && !none,
    reason,
    lit: asks,
  };
}

/**
 * Why nothing at all can be done, `null` when something can.
 * @param {CounterState} state
 * @param {Situation} situation
 * @returns {string | null}
 */
function obstacle(state, situation) {
  if (!situation.online) return "clerk.offline";
  if (holding(state, situation.me) === "taken") return "clerk.taken_by";
  return null;
}

/**
 * The acts beside the big button, each with the reason why it cannot be done now.
 * @type {Readonly<Record<Exclude<Doing, "step" | "undo">, (state: CounterState, now: number) => string | null>>}
 */
const HINDRANCE = Object.freeze({
  recall: needsCalled,
  no_show: absentYet,
  no_show_next: absentYet,
  hold: holdOrResume,
  transfer: needsTicket,
  finish: needsServing,
  next_service: needsServing,
  pause: (state) => (state.state === "paused" ? null : needsIdle(state)),
  without_ticket: needsIdle,
  close: (state) => (state.state === "paused" ? null : needsIdle(state)),
  stand_down: (state) => (state.armed ? null : "clerk.not.armed"),
  take_over: () => null,
  find: () => null,
  help: () => null,
  keys: () => null,
});
/** What can be opened whoever holds the counter, with or without the server. */
const ALWAYS = new Set(["help", "keys"]);
/** What may be opened while a command is on its way. */
const MEANWHILE = new Set([...ALWAYS, "find"]);
/** @type {Readonly<Record<string, string>>} */
const DIALOG = Object.freeze({
  transfer: "transfer",
  next_service: "next_service",
  without_ticket: "without_ticket",
  close: "close",
  find: "find",
  help: "help",
  keys: "keys",
});

/**
 * One button beside the big one.
 * @param {Exclude<Doing, "step">} act
 * @param {CounterState} state
 * @param {Situation} situation
 * @returns {Button}
 */
export function sideButton(act, state, situation) {
  const { now } = situation;
  const reason = hindrance(act, state, situation);
  const [held] = state.held;
  const wait = state.absent_from === null ? 0 : Math.max(1, until(state.absent_from, now));
  return {
    act,
    verb: verbOf(act, state),
    dialog: act === "pause" && state.state !== "paused" ? "pause" : (DIALOG[act] ?? null),
    word: wordOf(act, state, reason),
    values: { name: state.clerk_name, label: held?.label ?? "", t: mmss(wait) },
    enabled: reason === null && (situation.sending === null || MEANWHILE.has(act)),
    reason,
    lit: isAbsence(act) && reason === null,
  };
}

/**
 * @param {Exclude<Doing, "step">} act
 * @param {CounterState} state
 * @param {Situation} situation
 */
function hindrance(act, state, situation) {
  if (ALWAYS.has(act)) return null;
  if (act === "take_over") return takeOver(state, situation);
  if (act === "undo") return undoing(state, situation);
  const none = obstacle(state, situation);
  if (none !== null) return none;
  if (act === "find") return null;
  if (state.state === "closed") return "clerk.is_closed";
  return HINDRANCE[act](state, situation.now);
}

/** @param {CounterState} state @param {Situation} situation */
function takeOver(state, situation) {
  if (!situation.online) return "clerk.offline";
  const taken = holding(state, situation.me) === "taken";
  return taken && state.may_take_over ? null : "clerk.taken_by";
}

/** Also at a counter that has just been closed. @param {CounterState} state @param {Situation} situation */
function undoing(state, situation) {
  if (!situation.online) return "clerk.offline";
  const { undo } = state;
  const mine = undo !== null && undo.by === situation.me.staff;
  return mine && until(undo.until, situation.now) > 0 ? null : "clerk.not.undo";
}

/** @param {CounterState} state */
function needsCalled(state) {
  return state.state === "calling" ? null : "clerk.not.called";
}

/** @param {CounterState} state */
function needsServing(state) {
  return state.state === "serving" ? null : "clerk.not.serving";
}

/** @param {CounterState} state */
function needsTicket(state) {
  return state.ticket === null ? "clerk.not.here" : null;
}

/** @param {CounterState} state */
function needsIdle(state) {
  if (state.state === "paused") return "clerk.is_paused";
  return state.ticket === null ? null : "clerk.not.free";
}

/** @param {CounterState} state @param {number} now */
function absentYet(state, now) {
  if (state.state !== "calling") return "clerk.not.called";
  return state.absent_from !== null && !hasCome(state.absent_from, now) ? "clerk.not.yet" : null;
}

/** @param {CounterState} state */
function holdOrResume(state) {
  if (state.ticket !== null) return null;
  if (state.state === "paused") return "clerk.is_paused";
  return state.held.length > 0 ? null : "clerk.not.held";
}

/** @param {Doing} act */
function isAbsence(act) {
  return act === "no_show" || act === "no_show_next";
}

/** @param {Exclude<Doing, "step">} act @param {CounterState} state */
function verbOf(act, state) {
  if (act === "hold" && state.ticket === null) return "resume";
  if (act === "pause" && state.state === "paused") return "back_to_work";
  return DIALOG[act] !== undefined && act !== "close" ? null : act;
}

/** @param {Exclude<Doing, "step">} act @param {CounterState} state @param {string | null} reason */
function wordOf(act, state, reason) {
  if (act === "hold" && state.ticket === null && state.held.length > 0) return "clerk.resume_label";
  if (act === "pause" && state.state === "paused") return "clerk.back";
  if (act === "no_show_next" && reason === "clerk.not.yet") return "clerk.no_show_in";
  return `clerk.${act}`;
}

/**
 * The button an act presses.
 * @param {Doing} act
 * @param {CounterState} state
 * @param {Situation} situation
 */
export function buttonOf(act, state, situation) {
  return act === "step" ? bigButton(state, situation) : sideButton(act, state, situation);
}

/**
 * Whether finishing now would come so soon after starting that it is asked for twice.
 * @param {CounterState} state
 * @param {number} now
 */
export function slipped(state, now) {
  const started = state.ticket?.started_at ?? null;
  return started !== null && since(started, now) < SLIP_S;
}

/**
 * Names the visit and what has happened to it, so that an answer to one question is none to another.
 * @param {CounterState} state
 */
export function visitKey(state) {
  return state.ticket === null ? null : `${state.ticket.ticket} ${state.ticket.version}`;
}

/**
 * The body of a command: which ticket, in which version, was on the screen, and what goes with it.
 * @param {CounterState} state
 * @param {Partial<import("./wire.js").CounterCommand>} [fields]
 */
export function command(state, fields = {}) {
  const { ticket } = state;
  return { ticket: ticket?.ticket ?? null, version: ticket?.version ?? null, ...fields };
}
