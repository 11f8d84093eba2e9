/** What a pressed button or key does: send its command, open its dialog, or say why not. */

import { buttonOf, sideButton, slipped, visitKey } from "./counter_actions.js";
import { LEAST_SENDING_MS } from "./counter_desk.js";
import { outOfOrder, useHindrance } from "./counter_find.js";

/**
 * @typedef {import("./counter_desk.js").Desk} Desk
 * @typedef {import("./counter_desk.js").Named} Named
 * @typedef {import("./counter_actions.js").Doing} Doing
 * @typedef {import("./wire.js").CounterState} CounterState
 * @typedef {import("./wire.js").CounterCommand} CounterCommand
 */

/**
 * @param {Desk} desk
 * @param {Doing} act
 * @param {number} now
 */
export function press(desk, act, now) {
  const state = desk.link.state.value;
  if (state === null) return;
  const button = buttonOf(act, state, desk.situation(now));
  if (!button.enabled) {
    if (button.reason !== null && desk.sending.peek() === null)
      desk.say(button.reason, button.values);
  } else if (button.dialog !== null) {
    if (desk.about.value === null) desk.learn();
    desk.dialog.value = { kind: button.dialog };
  } else if (button.verb !== null && mayGo(desk, button.verb, state, now)) {
    desk.act(button.verb, fields(desk, button.verb, state));
  }
}

/**
 * Finishing right after starting wants a second press, which the tail of a double press is not.
 * @param {Desk} desk
 * @param {string} verb
 * @param {CounterState} state
 * @param {number} now
 */
function mayGo(desk, verb, state, now) {
  if (verb !== "finish_next" || !slipped(state, now)) return true;
  const asked = desk.asked.value;
  const visit = visitKey(state);
  if (asked?.visit === visit) return now - asked.at >= LEAST_SENDING_MS;
  desk.asked.value = { visit, at: now };
  return false;
}

/**
 * What goes with a command besides the present ticket.
 * @param {Desk} desk
 * @param {string} verb
 * @param {CounterState} state
 * @returns {Partial<CounterCommand>}
 */
function fields(desk, verb, state) {
  if (verb === "finish" || verb === "finish_next") {
    return { outcome: desk.outcome.value, note: desk.note.value.trim() || null };
  }
  if (verb === "hold") return holdFields(desk);
  if (verb === "resume") return named(state.held[0]);
  if (verb === "undo") return { ticket: null, version: null, revision: state.undo?.revision };
  return {};
}

/** @param {Desk} desk */
function holdFields(desk) {
  const about = desk.about.value;
  const reason = desk.holdReason.value ?? about?.hold_reasons[0] ?? null;
  const other = desk.holdOther.value.trim();
  return {
    reason: reason === "other" && other !== "" ? other : reason,
    minutes: desk.holdMinutes.value ?? about?.hold_min ?? null,
  };
}

/** @param {Named} ticket */
export function named(ticket) {
  return { ticket: ticket.ticket, version: ticket.version };
}

/**
 * Take a ticket of a list or one that was found in hand.
 * @param {Desk} desk
 * @param {import("./wire.js").TicketView} ticket
 * @param {import("./counter_find.js").Use} use
 * @param {number} now
 */
export function take(desk, ticket, use, now) {
  const state = desk.link.state.value;
  if (state === null || use.verb === null) return;
  const hindrance =
    sideButton("find", state, desk.situation(now)).reason ?? useHindrance(use, state);
  if (hindrance !== null) desk.say(hindrance);
  else if (use.verb === "call" && outOfOrder(state, ticket.ticket)) {
    desk.dialog.value = { kind: "call", ticket };
  } else desk.act(use.verb, named(ticket));
}

/**
 * Escape: the counter stops waiting for the next arrival; else the last notice goes.
 * @param {Desk} desk
 * @param {number} now
 */
export function leave(desk, now) {
  if (desk.link.state.value?.armed) press(desk, "stand_down", now);
  else desk.notice.value = null;
}
