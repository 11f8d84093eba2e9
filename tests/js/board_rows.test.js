import assert from "node:assert/strict";
import { test } from "node:test";
import { arrive, emptyStage } from "../../display_board/static/announcing.js";
import {
  counterNote,
  freshCalls,
  headline,
  listed,
  ROW_KEPT_MS,
  wayTo,
  widestRow,
} from "../../display_board/static/rows.js";

const NOON = Date.parse("2026-11-23T05:00:00Z");

/** @param {string} label @param {number} counter @param {number} agoS @param {string} [status] */
function aRow(label, counter, agoS, status = "called") {
  return {
    call_id: `${label}-${agoS}`,
    label,
    counter,
    counter_name: { vi: `Quầy ${counter}`, en: `Counter ${counter}` },
    nth: 1,
    called_at: new Date(NOON - agoS * 1000).toISOString(),
    status,
  };
}

/** @param {{label: string}[]} rows */
const labels = (rows) => rows.map((row) => row.label);

test("the newest call stands first, whatever order they came in", () => {
  const calls = [aRow("A001", 1, 50), aRow("A002", 2, 5), aRow("A003", 3, 20)];
  assert.deepEqual(labels(freshCalls(calls, NOON)), ["A002", "A003", "A001"]);
});

test("a counter has one row: its newest call", () => {
  const calls = [aRow("A009", 1, 2), aRow("A001", 1, 90), aRow("A002", 2, 60)];
  assert.deepEqual(labels(freshCalls(calls, NOON)), ["A009", "A002"]);
});

test("a visitor still awaited stays on the board, others leave after three minutes", () => {
  const old = ROW_KEPT_MS / 1000 + 1;
  const calls = [
    aRow("A001", 1, old, "called"),
    aRow("A002", 2, old, "finished"),
    aRow("A003", 3, 60, "serving"),
  ];
  assert.deepEqual(labels(freshCalls(calls, NOON)), ["A003", "A001"]);
});

test("a finished newest call does not bring back an older call of its counter", () => {
  const calls = [aRow("A002", 1, 200, "finished"), aRow("A001", 1, 400, "called")];
  assert.deepEqual(freshCalls(calls, NOON), []);
});

test("the owner of the spotlight is the headline, even when a newer call is listed", () => {
  const first = {
    ...aRow("A001", 1, 1),
    expires_at: new Date(NOON + 9e3).toISOString(),
    sound: "",
  };
  const stage = arrive(emptyStage([]), first, NOON);
  const fresh = freshCalls([aRow("A002", 2, 0), aRow("A001", 1, 1)], NOON);
  const top = headline(stage, fresh);
  assert.equal(top && top.label, "A001");
  assert.deepEqual(labels(listed(fresh, top, 5)), ["A002"]);
});

test("without an announcement the newest call is the headline and is not listed again", () => {
  const fresh = freshCalls([aRow("A002", 2, 0), aRow("A001", 1, 10)], NOON);
  const top = headline(emptyStage([]), fresh);
  assert.equal(top && top.label, "A002");
  assert.deepEqual(labels(listed(fresh, top, 5)), ["A001"]);
});

test("an empty hall has no headline", () => {
  assert.equal(headline(emptyStage([]), []), null);
});

test("the list is cut to the rows that fit, the oldest first", () => {
  const fresh = freshCalls(
    [1, 2, 3, 4].map((n) => aRow(`A00${n}`, n, n)),
    NOON,
  );
  assert.deepEqual(labels(listed(fresh, null, 2)), ["A001", "A002"]);
});

test("a counter's name is shown only when it says more than the number", () => {
  const call = aRow("A001", 3, 0);
  assert.equal(counterNote(call, "vi", "Quầy"), "");
  assert.equal(counterNote(call, "en", "Counter"), "");
  call.counter_name = { vi: "Bàn tiếp nhận", en: "Reception" };
  assert.equal(counterNote(call, "vi", "Quầy"), "Bàn tiếp nhận");
});

test("the widest row has the longest label beside the longest counter number", () => {
  assert.equal(widestRow([aRow("A001", 112, 0), aRow("AB1001", 3, 0)]), 9);
  assert.equal(widestRow([]), 0);
});

test("a counter lies in the one direction that names it, and in none when none does", () => {
  const ways = { left: [1, 2], ahead: [], right: [3] };
  assert.deepEqual(
    [1, 2, 3, 4].map((counter) => wayTo(ways, counter)),
    ["left", "left", "right", null],
  );
  assert.equal(wayTo({}, 1), null);
});
