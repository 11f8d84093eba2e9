import assert from "node:assert/strict";
import { test } from "node:test";
import * as actions from "../../queue_server/web/static/counter_actions.js";
import { aCounter, anUndo, aTicket, at, ME, ms } from "./staff_states.js";

/** @typedef {import("../../queue_server/web/static/wire.js").CounterState} CounterState */

const calm = { me: ME, online: true, sending: null, now: ms("08:42"), asked: null };
const called = aTicket({ status: "called", called_at: at("08:40"), calls: 1 });
const served = aTicket({ status: "serving", called_at: at("08:40"), started_at: at("08:41") });
const calling = aCounter({
  state: "calling",
  step: "start",
  ticket: called,
  absent_from: at("08:41"),
});
const serving = aCounter({ state: "serving", step: "finish_next", ticket: served });
const paused = aCounter({ state: "paused", step: "back_to_work" });
const SIDE = /** @type {const} */ ([
  ...["recall", "no_show_next", "no_show", "hold", "transfer", "pause"],
  ...["finish", "next_service", "without_ticket", "close", "stand_down", "undo"],
]);

/** @param {CounterState} state */
const possible = (state) =>
  SIDE.filter((act) => actions.sideButton(act, state, calm).enabled).sort();

test("the big button is the next legal step", () => {
  const steps = /** @type {const} */ ([
    "open",
    "call_next",
    "start",
    "finish_next",
    "back_to_work",
  ]);
  assert.deepEqual(
    steps.map((step) => actions.bigButton(aCounter({ step }), calm).word),
    ["clerk.open", "clerk.next", "clerk.start", "clerk.finish_next", "clerk.back"],
  );
  assert.equal(actions.bigButton(paused, calm).verb, "back_to_work");
});

test("without a legal step the big button is disabled", () => {
  assert.equal(actions.bigButton(aCounter({ step: "none" }), calm).enabled, false);
});

test("a counter that waits to call by itself has no step but a way out", () => {
  const armed = aCounter({ armed: true, step: "none" });
  const button = actions.bigButton(armed, calm);
  assert.deepEqual([button.enabled, button.verb, button.word], [false, null, "clerk.armed"]);
  assert.deepEqual(possible(armed), ["close", "pause", "stand_down", "without_ticket"]);
});

test("each state of the counter allows its own acts", () => {
  assert.deepEqual(possible(aCounter()), ["close", "pause", "without_ticket"]);
  assert.deepEqual(possible(calling), ["hold", "no_show", "no_show_next", "recall", "transfer"]);
  assert.deepEqual(possible(serving), ["finish", "hold", "next_service", "transfer"]);
  assert.deepEqual(possible(paused), ["close", "pause"]);
  assert.deepEqual(possible(aCounter({ state: "closed", clerk: null, step: "open" })), []);
});

test("a button that cannot be pressed says why", () => {
  /** @param {Parameters<typeof actions.sideButton>[0]} act @param {CounterState} state */
  const why = (act, state) => actions.sideButton(act, state, calm).reason;
  assert.equal(why("recall", aCounter()), "clerk.not.called");
  assert.equal(why("transfer", aCounter()), "clerk.not.here");
  assert.equal(why("finish", calling), "clerk.not.serving");
  assert.equal(why("pause", serving), "clerk.not.free");
  assert.equal(why("hold", aCounter()), "clerk.not.held");
  assert.equal(why("hold", paused), "clerk.is_paused");
  assert.equal(why("recall", aCounter({ state: "closed", clerk: null })), "clerk.is_closed");
  assert.equal(why("stand_down", aCounter()), "clerk.not.armed");
});

test("before its time the no-show button counts down, then it lights", () => {
  /** @param {string} clock */
  const button = (clock) =>
    actions.sideButton("no_show_next", calling, { ...calm, now: ms(clock) });
  const early = button("08:40:18");
  assert.deepEqual(
    [early.enabled, early.lit, early.word, early.values.t, early.reason],
    [false, false, "clerk.no_show_in", "0:42", "clerk.not.yet"],
  );
  assert.equal(button("08:40:59.900").enabled, false, "the server would refuse it");
  const due = button("08:41");
  assert.deepEqual([due.enabled, due.lit, due.word], [true, true, "clerk.no_show_next"]);
});

test("with a visitor the hold button holds, without one it goes on with the first held", () => {
  assert.equal(actions.sideButton("hold", serving, calm).verb, "hold");
  const held = aCounter({ held: [aTicket({ label: "A040" }), aTicket({ label: "A041" })] });
  const button = actions.sideButton("hold", held, calm);
  assert.deepEqual(
    [button.verb, button.word, button.values.label, button.enabled],
    ["resume", "clerk.resume_label", "A040", true],
  );
});

test("a break asks for its reason, the way back does not", () => {
  assert.equal(actions.sideButton("pause", aCounter(), calm).dialog, "pause");
  const back = actions.sideButton("pause", paused, calm);
  assert.deepEqual([back.dialog, back.verb], [null, "back_to_work"]);
});

test("what is done last can be undone until the server says no more", () => {
  const done = aCounter({ undo: anUndo({ until: at("08:42:05") }) });
  assert.equal(actions.sideButton("undo", done, calm).enabled, true);
  const late = { ...calm, now: ms("08:42:05") };
  assert.equal(actions.sideButton("undo", done, late).reason, "clerk.not.undo");
});

test("only who gave a command may take it back, also at a counter closed since", () => {
  const undo = anUndo({ until: at("08:42:05") });
  const closed = aCounter({ state: "closed", clerk: null, step: "open", undo });
  assert.equal(actions.sideButton("undo", closed, calm).enabled, true);
  const others = aCounter({ undo: { ...undo, by: "s2" } });
  assert.equal(actions.sideButton("undo", others, calm).reason, "clerk.not.undo");
});

test("while a command is on its way nothing acts, but a ticket may be looked for", () => {
  const sending = { ...calm, sending: "start" };
  assert.equal(actions.bigButton(calling, sending).enabled, false);
  assert.ok(SIDE.every((act) => !actions.sideButton(act, calling, sending).enabled));
  assert.equal(actions.sideButton("find", calling, sending).enabled, true);
});

test("without the server nothing can be pressed and the buttons say why; help is there", () => {
  const offline = { ...calm, online: false };
  const button = actions.bigButton(calling, offline);
  assert.deepEqual([button.enabled, button.reason], [false, "clerk.offline"]);
  assert.equal(actions.sideButton("recall", calling, offline).reason, "clerk.offline");
  assert.equal(actions.sideButton("help", calling, offline).enabled, true);
});

test("a counter held by somebody else can be watched, not used", () => {
  const taken = aCounter({ clerk: "s2", clerk_name: "Minh" });
  const button = actions.bigButton(taken, calm);
  assert.deepEqual([button.enabled, button.reason], [false, "clerk.taken_by"]);
  assert.equal(actions.holding(taken, ME), "taken");
  assert.equal(actions.sideButton("take_over", taken, calm).enabled, false);
});

test("a counter whose holder's page is gone can be taken over, by others only", () => {
  const lost = aCounter({ clerk: "s2", clerk_name: "Minh", may_take_over: true });
  const button = actions.sideButton("take_over", lost, calm);
  assert.deepEqual([button.enabled, button.values.name], [true, "Minh"]);
  const mine = aCounter({ may_take_over: true });
  assert.equal(actions.sideButton("take_over", mine, calm).enabled, false);
});

test("finishing within five seconds of the start is a slip that asks for a second press", () => {
  assert.equal(actions.slipped(serving, ms("08:41:04")), true);
  assert.equal(actions.slipped(serving, ms("08:41:05")), false);
  assert.equal(actions.slipped(calling, ms("08:40")), false);
  const asked = { ...calm, asked: actions.visitKey(serving) };
  assert.equal(actions.bigButton(serving, asked).word, "clerk.finish_again");
});

test("an answer to one question is none to the next visitor's", () => {
  const asked = { ...calm, asked: actions.visitKey(serving) };
  const next = { ...serving, ticket: aTicket({ ...served, version: 9 }) };
  assert.equal(actions.bigButton(next, asked).word, "clerk.finish_next");
});

test("a command says which ticket in which version was on the screen, and what goes with it", () => {
  assert.deepEqual(actions.command(calling), { ticket: called.ticket, version: 3 });
  assert.deepEqual(actions.command(aCounter()), { ticket: null, version: null });
  assert.deepEqual(actions.command(calling, { ticket: "x", version: 1, reason: "in_need" }), {
    ticket: "x",
    version: 1,
    reason: "in_need",
  });
});
