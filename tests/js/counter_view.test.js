import assert from "node:assert/strict";
import { test } from "node:test";
import * as view from "../../queue_server/web/static/counter_view.js";
import { aCounter, aTicket, at, ME, ms } from "./staff_states.js";

const called = aTicket({ status: "called", calling_since: at("08:40"), calls: 1, waited_s: 600 });
const calling = aCounter({ state: "calling", step: "start", ticket: called });

test("the timer of a call gets a warning after one minute and a stronger one after two", () => {
  /** @param {string} clock */
  const timer = (clock) => view.timers(called, ms(clock))[1];
  assert.deepEqual(timer("08:40:59"), { word: "clerk.since_call", seconds: 59, tone: "plain" });
  assert.equal(timer("08:41:00")?.tone, "long");
  assert.equal(timer("08:42:00")?.tone, "too_long");
});

test("a repetition of the call does not begin the timer anew", () => {
  const again = { ...called, called_at: at("08:41"), calls: 3 };
  assert.equal(view.timers(again, ms("08:41:30"))[1]?.seconds, 90);
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

test("a service is long when nine of ten for that procedure would be over", () => {
  const serving = aTicket({ started_at: at("08:41"), usual_s: 600 });
  assert.equal(view.timers(serving, ms("08:50:59"))[1]?.tone, "plain");
  assert.equal(view.timers(serving, ms("08:51"))[1]?.tone, "long");
});

test("absence is suggested from the moment the server allows it", () => {
  const state = aCounter({ ...calling, absent_from: at("08:41:30") });
  assert.equal(view.mayBeAbsent(state, ms("08:41:30") - 100), false, "not a moment sooner");
  assert.equal(view.mayBeAbsent(state, ms("08:41:30")), true);
  assert.equal(view.mayBeAbsent(calling, ms("09:00")), false, "the server said no moment");
});

test("an idle clerk hears the first arrival, once", () => {
  const empty = aCounter();
  const one = aCounter({ waiting: 1 });
  assert.equal(view.someoneCame(empty, one), true);
  assert.equal(view.someoneCame(one, aCounter({ waiting: 2 })), false);
  assert.equal(view.someoneCame(null, one), false);
  assert.equal(view.someoneCame(empty, { ...calling, waiting: 1 }), false);
});

test("a clerk who waits for an arrival hears it when the counter calls by itself", () => {
  const armed = aCounter({ armed: true, step: "none" });
  assert.equal(view.calledByItself(armed, calling), true);
  assert.equal(view.calledByItself(aCounter(), calling), false, "called by a key");
  assert.equal(view.calledByItself(armed, armed), false);
  assert.equal(view.calledByItself(null, calling), false);
});

test("the tab says how many wait", () => {
  assert.equal(view.tabTitle(aCounter({ waiting: 5 }), "Quầy 3"), "(5) Quầy 3");
  assert.equal(view.tabTitle(aCounter(), "Quầy 3"), "Quầy 3");
});

const summary = {
  ...{ counter: 1, name: { vi: "Quầy 1" }, state: "idle", label: null, since: null },
  ...{ reason: null, lost_since: null },
};

test("a counter held by somebody else is taken, also by a namesake; a free one and mine are not", () => {
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

test("a taken counter whose page is gone can be looked at; of one's own nothing is said", () => {
  const gone = { ...summary, lost_since: at("08:30") };
  const shown = view.places(
    [
      { ...gone, clerk: "s2", clerk_name: "Minh" },
      { ...gone, clerk: ME.staff, clerk_name: ME.name },
    ],
    ME,
  );
  assert.deepEqual(
    shown.map((place) => place.lost),
    [true, false],
  );
});
