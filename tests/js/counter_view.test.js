import assert from "node:assert/strict";
import { test } from "node:test";
import * as view from "../../queue_server/web/static/counter_view.js";
import { aCounter, aTicket, at, ME, ms } from "./staff_states.js";

const calm = { me: ME, online: true, sending: null };
const called = aTicket({ status: "called", called_at: at("08:40"), calls: 1, waited_s: 600 });
const calling = aCounter({ state: "calling", step: "start", ticket: called });

test("the big button is the next legal step", () => {
  const words = /** @type {const} */ (["open", "call_next", "start", "finish", "back_to_work"]).map(
    (step) => view.bigButton(aCounter({ step }), calm).word,
  );
  assert.deepEqual(words, [
    "clerk.open",
    "clerk.next",
    "clerk.start",
    "clerk.finish",
    "clerk.back",
  ]);
});

test("without a legal step the big button is disabled", () => {
  assert.equal(view.bigButton(aCounter({ step: "none" }), calm).enabled, false);
});

test("while a command is on its way nothing can be pressed", () => {
  const sending = { ...calm, sending: "start" };
  assert.equal(view.bigButton(calling, sending).enabled, false);
  assert.ok(view.otherButtons(calling, sending).every((button) => !button.enabled));
});

test("without the server nothing can be pressed and the button says why", () => {
  const button = view.bigButton(calling, { ...calm, online: false });
  assert.deepEqual([button.enabled, button.reason], [false, "clerk.offline"]);
  assert.equal(view.buttonFor("recall", calling, { ...calm, online: false }), null);
});

test("a counter held by somebody else can be watched, not used", () => {
  const taken = aCounter({ clerk: "s2", clerk_name: "Minh" });
  const button = view.bigButton(taken, calm);
  assert.deepEqual([button.enabled, button.reason], [false, "clerk.taken_by"]);
  assert.equal(view.holding(taken, ME), "taken");
});

test("recall and no-show are for a called ticket, pause and close for a counter without one", () => {
  /** @param {Partial<import("../../queue_server/web/static/wire.js").CounterState>} changed */
  const enabled = (changed) =>
    view
      .otherButtons(aCounter(changed), calm)
      .filter((button) => button.enabled)
      .map((button) => button.verb);
  assert.deepEqual(enabled(calling), ["recall", "no_show"]);
  assert.deepEqual(enabled({ state: "idle" }), ["pause", "close"]);
  assert.deepEqual(enabled({ state: "paused", step: "back_to_work" }), ["close"]);
  assert.deepEqual(enabled({ state: "closed", clerk: null, step: "open" }), []);
});

test("after a break the big button gives the command that ends it", () => {
  const paused = aCounter({ state: "paused", step: "back_to_work" });
  assert.equal(view.bigButton(paused, calm).verb, "back_to_work");
});

test("a key presses a button only while that button can be pressed", () => {
  assert.equal(view.buttonFor("step", calling, calm)?.verb, "start");
  assert.equal(view.buttonFor("no_show", calling, calm)?.verb, "no_show");
  assert.equal(view.buttonFor("no_show", aCounter(), calm), null);
});

test("a command says which ticket in which version was on the screen", () => {
  assert.deepEqual(view.command(calling), { ticket: called.ticket, version: 3 });
  assert.deepEqual(view.command(aCounter()), { ticket: null, version: null });
});

test("the timer of a call gets a warning after one minute and a stronger one after two", () => {
  /** @param {string} clock */
  const timer = (clock) => view.timers(called, ms(clock))[1];
  assert.deepEqual(timer("08:40:59"), { word: "clerk.since_call", seconds: 59, tone: "plain" });
  assert.equal(timer("08:41:00")?.tone, "long");
  assert.equal(timer("08:42:00")?.tone, "too_long");
});

test("a ticket being served shows how long it is served instead of how long ago it was called", () => {
  const serving = aTicket({ called_at: at("08:40"), started_at: at("08:41") });
  assert.deepEqual(
    view.timers(serving, ms("08:44")).map((timer) => [timer.word, timer.seconds]),
    [
      ["clerk.waited", 600],
      ["clerk.serving_for", 180],
    ],
  );
});

test("after three calls and a minute the page suggests that the visitor is absent", () => {
  const thrice = aTicket({ called_at: at("08:40"), calls: 3 });
  assert.equal(view.suggestsNoShow(thrice, ms("08:41")), true);
  assert.equal(view.suggestsNoShow(thrice, ms("08:40:30")), false);
  assert.equal(view.suggestsNoShow(called, ms("08:45")), false);
});

test("waits in the queue go on after the state was made, up to a full bar", () => {
  const state = aCounter({ queue: [aTicket(), aTicket({ priority: "elderly", waited_s: 880 })] });
  const [first, second] = view.queueRows(state, ms("08:41"));
  assert.deepEqual([first?.waited, first?.late, first?.priority], [660, false, false]);
  assert.deepEqual([second?.waited, second?.late, second?.share], [940, true, 1]);
  assert.equal(second?.priority, true);
});

test("nobody waiting means no longest wait, whatever the time", () => {
  assert.equal(view.longestWait(aCounter({ longest_wait_s: 50 }), ms("08:41")), 0);
  assert.equal(view.longestWait(aCounter({ waiting: 1, longest_wait_s: 50 }), ms("08:41")), 110);
});

test("an idle clerk hears the first arrival, once", () => {
  const empty = aCounter();
  const one = aCounter({ waiting: 1 });
  assert.equal(view.someoneCame(empty, one), true);
  assert.equal(view.someoneCame(one, aCounter({ waiting: 2 })), false);
  assert.equal(view.someoneCame(null, one), false);
  assert.equal(view.someoneCame(empty, { ...calling, waiting: 1 }), false);
});

test("the tab says how many wait", () => {
  assert.equal(view.tabTitle(aCounter({ waiting: 5 }), "Quầy 3"), "(5) Quầy 3");
  assert.equal(view.tabTitle(aCounter(), "Quầy 3"), "Quầy 3");
});

test("a counter held by somebody else is taken, also by a namesake; a free one and mine are not", () => {
  const summary = { counter: 1, name: { vi: "Quầy 1" }, state: "idle", label: null, since: null };
  const shown = view.places(
    [
      { ...summary, clerk: "s2", clerk_name: "Minh" },
      { ...summary, clerk: null, clerk_name: null },
      { ...summary, clerk: ME.staff, clerk_name: ME.name },
      { ...summary, clerk: "s3", clerk_name: ME.name },
    ],
    ME,
  );
  assert.deepEqual(
    shown.map(({ taken, mine }) => [taken, mine]),
    [
      [true, false],
      [false, false],
      [false, true],
      [true, false],
    ],
  );
});

test("why this ticket is told from the facts stored with its call", () => {
  const facts = { label: "A042", waited_min: 12, head_start_min: 15, help_min: 0, score_min: 27 };
  const rival = { runner_up: "B007", runner_up_score_min: 20 };
  assert.deepEqual(view.reasons(JSON.stringify({ ...facts, ...rival })), [
    { word: "clerk.why.waited", values: { n: 12 } },
    { word: "clerk.why.head_start", values: { n: 15 } },
    { word: "clerk.why.runner_up", values: { label: "B007", n: 27, m: 20 } },
  ]);
});

/** How the last phrase goes when both have four minutes. @param {object} facts */
const tie = (facts) => {
  const equal = { waited_min: 4, head_start_min: 0, help_min: 0, score_min: 4 };
  const rival = { runner_up: "A002", runner_up_score_min: 4 };
  return view.reasons(JSON.stringify({ label: "A001", ...equal, ...rival, ...facts })).pop();
};

test("of two tickets of one queue with equal minutes the one that came first is said to have", () => {
  assert.deepEqual(tie({}), { word: "clerk.why.came_first", values: { label: "A002" } });
});

test("who came later is not said to have come first, however narrow the lead", () => {
  const lead = { word: "clerk.why.narrowly", values: { label: "A002" } };
  assert.deepEqual(tie({ waited_min: 1, head_start_min: 3 }), lead);
  assert.deepEqual(tie({ label: "B001" }), lead, "the other may have waited longer for help");
});

test("a ticket without rivals is told to have been alone, a helping counter to have stepped back", () => {
  const facts = { waited_min: 1, head_start_min: 0, help_min: 5, score_min: -4, runner_up: null };
  assert.deepEqual(
    view.reasons(JSON.stringify(facts)).map((reason) => reason.word),
    ["clerk.why.waited", "clerk.why.help", "clerk.why.alone"],
  );
});
