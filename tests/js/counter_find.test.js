import assert from "node:assert/strict";
import { test } from "node:test";
import * as find from "../../queue_server/web/static/counter_find.js";
import { aCounter, aTicket } from "./staff_states.js";

/** @param {string[]} labels */
const tickets = (...labels) => labels.map((label) => aTicket({ ticket: label, label }));
/** @param {import("../../queue_server/web/static/wire.js").TicketView[]} known @param {string} typed */
const labels = (known, typed) => find.fitting(known, typed).map((ticket) => ticket.label);
const hall = tickets("A480", "A048", "B048", "A004", "C701");

test("digits find the number whatever its letter, the exact number first", () => {
  assert.deepEqual(labels(hall, "48"), ["A048", "B048", "A480"]);
  assert.deepEqual(labels(hall, "4"), ["A004", "A480", "A048", "B048"]);
});

test("a letter with digits finds that series, with or without leading zeros", () => {
  assert.deepEqual(labels(hall, "b48"), ["B048"]);
  assert.deepEqual(labels(hall, "B048"), ["B048"]);
  assert.deepEqual(labels(hall, "A0"), ["A048", "A004"]);
});

test("the beginning of a label finds all that go on so", () => {
  assert.deepEqual(labels(hall, "a"), ["A480", "A048", "A004"]);
});

test("a ticket the page and the server both know is shown once, as the page knows it", () => {
  const here = aTicket({ ticket: "x", label: "A048", status: "held" });
  const told = aTicket({ ticket: "x", label: "A048", status: "waiting" });
  const found = find.fitting([here, told], "48");
  assert.deepEqual(found, [here]);
});

test("nothing typed finds nothing, and signs that no label has are passed over", () => {
  assert.deepEqual(labels(hall, ""), []);
  assert.deepEqual(labels(hall, " a-048 "), ["A048"]);
});

test("all lists of the page are searched, booked times too", () => {
  const [a, b, c, d] = tickets("A001", "A002", "A003", "A004");
  const state = aCounter({ queue: [a], held: [b], missed: [c] });
  assert.equal(find.shown(state, [d]).length, 4);
});

test("what can be done with a ticket follows from where it is", () => {
  const verbs = ["waiting", "held", "missed", "booked", "serving", "finished"].map(
    (status) => find.useOf(aTicket({ status })).verb,
  );
  assert.deepEqual(verbs, ["call", "resume", "return", "check_in", null, null]);
  assert.equal(find.useOf(aTicket({ status: "serving" })).word, "clerk.status.serving");
});

test("one visitor at a time: with one at the counter only arrivals can be noted", () => {
  const busy = aCounter({ state: "serving", ticket: aTicket() });
  /** @param {string} status @param {import("../../queue_server/web/static/wire.js").CounterState} state */
  const why = (status, state) => find.useHindrance(find.useOf(aTicket({ status })), state);
  assert.equal(why("waiting", busy), "clerk.not.free");
  assert.equal(why("held", busy), "clerk.not.free");
  assert.equal(why("missed", busy), null);
  assert.equal(why("booked", busy), null);
  assert.equal(why("waiting", aCounter()), null);
  assert.equal(why("waiting", aCounter({ state: "paused" })), "clerk.is_paused");
});

test("calling anybody but the first goes past others", () => {
  const [first, second] = tickets("A001", "A002");
  const state = aCounter({ queue: [first, second] });
  assert.equal(find.outOfOrder(state, first.ticket), false);
  assert.equal(find.outOfOrder(state, second.ticket), true);
  assert.equal(find.outOfOrder(state, "of another queue"), true);
});
