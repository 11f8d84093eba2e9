/**
 * The lists of the counter page as rows. Nothing here touches the page, the network or a clock:
 * `now` is the server's time in milliseconds.
 *
 * @typedef {import("./wire.js").CounterState} CounterState
 * @typedef {import("./wire.js").TicketView} TicketView
 */

import { since, until } from "./elapsed.js";

/** Where the desk's rules are not known yet: Decision 468/QĐ-TTg (2021), from 2025 on. */
const WAIT_TARGET_MIN = 15;

/**
 * The queue; the wait goes on since the state was made, `share` is of the target, 0…1.
 * @param {CounterState} state
 * @param {number} now
 * @param {number} [targetMin]
 */
export function queueRows(state, now, targetMin = WAIT_TARGET_MIN) {
  const passed = since(state.as_of, now);
  return state.queue.map((ticket) => {
    const waited = ticket.waited_s + passed;
    return {
      ticket,
      waited,
      share: Math.min(1, waited / (targetMin * 60)),
      late: waited >= targetMin * 60,
      priority: ticket.priority !== "normal",
    };
  });
}

/**
 * The held tickets, the one that goes back to the queue soonest first.
 * @param {CounterState} state
 * @param {number} now
 */
export function heldRows(state, now) {
  return state.held.map((ticket) => ({
    ticket,
    left: ticket.held_until === null ? null : until(ticket.held_until, now),
  }));
}

/**
 * The tickets called in vain, and whether they would still keep their turn.
 * @param {CounterState} state
 * @param {number} now
 */
export function missedRows(state, now) {
  return state.missed.map((ticket) => ({
    ticket,
    keeps: ticket.keeps_turn_until !== null && until(ticket.keeps_turn_until, now) > 0,
  }));
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
 * Minutes to choose from for a hold, the usual ones of the centre among them.
 * @param {number} usual
 */
export function holdMinutes(usual) {
  return [...new Set([5, 10, 15, 30, 60, usual])].sort((a, b) => a - b);
}
