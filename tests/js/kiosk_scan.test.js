import assert from "node:assert/strict";
import { test } from "node:test";
import { inOrder, scanKey } from "../../kiosk/static/scan.js";

const classes = [{ id: "disabled" }, { id: "elderly" }];
/** @param {"card" | "own_ticket" | "not_a_card" | "unreadable"} kind @param {string[]} priorities */
const scan = (kind, priorities = []) => ({ id: 1, kind, priorities });

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
  for (const step of /** @type {const} */ (["taking", "done", "refused"])) {
    assert.equal(scanKey(step, classes, scan("card", ["elderly"])), null);
  }
});
