import assert from "node:assert/strict";
import { test } from "node:test";
import * as rows from "../../queue_server/web/static/counter_rows.js";
import { toast } from "../../queue_server/web/static/counter_toast.js";
import { aCounter, anUndo, aTicket, at, ms } from "./staff_states.js";

test("waits in the queue go on after the state was made, up to a full bar", () => {
  const state = aCounter({ queue: [aTicket(), aTicket({ priority: "elderly", waited_s: 880 })] });
  const [first, second] = rows.queueRows(state, ms("08:41"));
  assert.deepEqual([first?.waited, first?.late], [660, false]);
  assert.deepEqual([second?.waited, second?.late, second?.share], [940, true, 1]);
});

test("what is late is measured by the centre's own target", () => {
  const state = aCounter({ queue: [aTicket({ waited_s: 540 })] });
  assert.equal(rows.queueRows(state, ms("08:41"), 10)[0]?.late, true);
  assert.equal(rows.queueRows(state, ms("08:41"), 15)[0]?.late, false);
});

test("a hold counts down to the moment the ticket goes back to the queue", () => {
  const until = aTicket({ held_until: at("08:55") });
  const state = aCounter({ held: [until, aTicket()] });
  const lefts = rows.heldRows(state, ms("08:54:30")).map((row) => row.left);
  assert.deepEqual(lefts, [30, null]);
});

test("a missed ticket keeps its turn for a while, and then no more", () => {
  const missed = [aTicket({ keeps_turn_until: at("08:50") }), aTicket()];
  /** @param {string} clock */
  const keeps = (clock) => rows.missedRows(aCounter({ missed }), ms(clock)).map((row) => row.keeps);
  assert.deepEqual(keeps("08:49:59"), [true, false]);
  assert.deepEqual(keeps("08:50"), [false, false]);
});

test("nobody waiting means no longest wait, whatever the time", () => {
  assert.equal(rows.longestWait(aCounter({ longest_wait_s: 50 }), ms("08:41")), 0);
  assert.equal(rows.longestWait(aCounter({ waiting: 1, longest_wait_s: 50 }), ms("08:41")), 110);
});

test("the usual length of a hold is among those to choose from, once", () => {
  assert.deepEqual(rows.holdMinutes(20), [5, 10, 15, 20, 30, 60]);
  assert.deepEqual(rows.holdMinutes(15), [5, 10, 15, 30, 60]);
});

test("the toast names the last deed and counts down, then it is gone", () => {
  const state = aCounter({
    undo: anUndo({ kind: "finished", label: "A041", until: at("08:40:10") }),
  });
  const shown = toast(state, ms("08:40:03"));
  assert.deepEqual(
    [shown?.word, shown?.values.label, shown?.seconds],
    ["clerk.did.finished", "A041", 7],
  );
  assert.equal(toast(state, ms("08:40:10")), null);
  assert.equal(toast(aCounter(), ms("08:40")), null);
});

test("a deed without a name of its own is still offered to be undone", () => {
  /** @param {object} undo */
  const word = (undo) => toast(aCounter({ undo: anUndo(undo) }), ms("08:40"))?.word;
  assert.equal(word({ kind: "something new" }), "clerk.did.something");
  assert.equal(word({ kind: "counter_paused", label: null }), "clerk.did.counter_paused");
  assert.equal(word({ kind: "counter_renamed", label: null }), "clerk.did.something");
});
