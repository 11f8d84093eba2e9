/**
 * What was done last and can still be undone.
 *
 * @typedef {import("./wire.js").CounterState} CounterState
 */

import { until } from "./elapsed.js";

/** What the server calls a deed at a ticket, and at the counter itself; others have no words. */
const DEEDS = new Set([
  ...["called", "recalled", "started", "finished", "no_show", "held", "resumed", "transferred"],
  ...["next_service", "without_ticket", "returned", "cancelled", "checked_in"],
]);
const COUNTER_DEEDS = new Set([
  ...["counter_opened", "counter_closed", "counter_paused", "counter_resumed"],
  ...["counter_armed", "counter_disarmed", "counter_taken_over"],
]);

/**
 * The words of the toast, `null` when nothing can be undone any more.
 * @param {CounterState} state
 * @param {number} now
 */
export function toast(state, now) {
  const { undo } = state;
  const seconds = undo === null ? 0 : until(undo.until, now);
  if (undo === null || seconds === 0) return null;
  const named = undo.label === null ? COUNTER_DEEDS.has(undo.kind) : DEEDS.has(undo.kind);
  const word = named ? `clerk.did.${undo.kind}` : "clerk.did.something";
  return { word, values: { label: undo.label }, seconds, revision: undo.revision };
}
