import assert from "node:assert/strict";
import { test } from "node:test";
import { reasons } from "../../queue_server/web/static/counter_why.js";
import { aWhy } from "./staff_states.js";

/** @param {Partial<import("../../queue_server/web/static/wire.js").Why>} changed */
const words = (changed) => reasons(aWhy(changed)).map((reason) => reason.word);

test("why this ticket is told from the facts stored with its call", () => {
  const why = aWhy({ waited_min: 12, head_start_min: 15, score_min: 27, runner_up: "B007" });
  assert.deepEqual(reasons({ ...why, runner_up_score_min: 20 }), [
    { word: "clerk.why.waited", values: { n: 12 } },
    { word: "clerk.why.head_start", values: { n: 15 } },
    { word: "clerk.why.runner_up", values: { label: "B007", n: 27, m: 20 } },
  ]);
});

/** How the last phrase goes when both have four minutes. @param {object} facts */
const tie = (facts) => {
  const equal = { label: "A001", waited_min: 4, score_min: 4 };
  return reasons(aWhy({ ...equal, runner_up: "A002", runner_up_score_min: 4, ...facts })).pop();
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
  assert.deepEqual(words({ help_min: 5, score_min: -4 }), [
    "clerk.why.waited",
    "clerk.why.help",
    "clerk.why.alone",
  ]);
});

test("of a ticket chosen by a person no rule is said to have put it first", () => {
  const chosen = { reason: "in_need", runner_up: "B007", runner_up_score_min: 20 };
  assert.deepEqual(words(chosen), ["clerk.why.waited"]);
});
