/**
 * What was done last and can still be undone.
 *
 * @typedef {import("./wire.js").CounterState} CounterState
 */

import { until } from "./elapsed.js";

/** What the server calls a deed, and the words for it; others are told without a name. */
const DEEDS = new Set([
  ...["called", "recalled", "started", "finished", "no_show", "held", "resumed", "transferred"],
  ...["next_service", "without_ticket", "returned", "cancelled", "checked_in"],
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
  const named = undo.label !== null && DEEDS.has(undo.kind);
  const word = named ? `clerk.did.${undo.kind}` : "clerk.did.something";
  return { word, values: { label: undo.label }, seconds, revision: undo.revision };
}
