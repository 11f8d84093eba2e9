import assert from "node:assert/strict";
import { test } from "node:test";
import * as flow from "../../kiosk/static/flow.js";
import { inOrder, onward, scanKey } from "../../kiosk/static/scan.js";

const classes = [{ id: "disabled" }, { id: "elderly" }];
/** @param {"card" | "own_ticket" | "not_a_card" | "unreadable"} kind @param {string[]} priorities */
const scan = (kind, priorities = []) => ({ id: 1, kind, priorities, ticket: null, label: null });
const own = { ...scan("own_ticket"), ticket: "t1", label: "A042" };

test("the classes a card allows stand first and none is left out", () => {
  const order = inOrder(classes, scan("card", ["elderly"])).map((one) => one.id);
  assert.deepEqual(order, ["elderly", "disabled"]);
  assert.deepEqual(inOrder(classes, null), classes);
});

test("every kind of scan has its sentence, and a class the centre lost is not offered", () => {
  assert.equal(scanKey("attract", classes, scan("card", ["elderly"])), "kiosk.scan.classes");
  assert.equal(scanKey("attract", classes, scan("card", ["gone"])), "kiosk.scan.no_class");
  assert.equal(scanKey("groups", classes, scan("own_ticket")), "kiosk.scan.own_ticket");
  assert.equal(scanKey("groups", classes, scan("not_a_card")), "kiosk.scan.not_a_card");
  assert.equal(scanKey("groups", classes, scan("unreadable")), "kiosk.scan.unreadable");
});

test("without a scan, and once a number is asked for, nothing is said", () => {
  assert.equal(scanKey("groups", classes, null), null);
  for (const step of /** @type {const} */ (["taking", "done", "refused", "mine", "cancelled"])) {
    assert.equal(scanKey(step, classes, scan("card", ["elderly"])), null);
  }
});

test("one's own ticket leads to the question whether it is still wanted, from wherever", () => {
  for (const step of /** @type {const} */ (["attract", "groups", "search", "refused"])) {
    const { step: now, mine } = onward({ ...flow.FRESH, step }, own);
    assert.deepEqual([now, mine], ["mine", { ticket: "t1", label: "A042" }]);
  }
  for (const step of /** @type {const} */ (["taking", "done", "mine"])) {
    const visit = { ...flow.FRESH, step };
    assert.equal(onward(visit, own), visit);
  }
});

test("a card leads on only where one was asked for, and nothing else does", () => {
  const asked = flow.notGiven({ ...flow.FRESH, tap: "tap" }, "card_wanted");
  assert.equal(asked.step, "card");
  const next = onward(asked, scan("card"));
  assert.deepEqual([next.step, next.tap], ["taking", "tap"]);
  for (const kind of /** @type {const} */ (["not_a_card", "unreadable"])) {
    assert.equal(onward(asked, scan(kind)), asked);
  }
  assert.equal(onward(flow.FRESH, scan("card")), flow.FRESH);
});
