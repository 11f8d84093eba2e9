import assert from "node:assert/strict";
import { test } from "node:test";
import { matching, procedures, targets } from "../../queue_server/web/static/counter_targets.js";
import { fold } from "../../queue_server/web/static/fold.js";
import { aCounter, aDeskAbout, aTicket } from "./staff_states.js";

/** @param {import("../../queue_server/web/static/wire.js").Words} texts */
const vi = (texts) => texts.vi;
const here = aCounter({ ticket: aTicket() });
const all = targets(aDeskAbout(), here, vi);

/** @param {string} typed */
const first = (typed) => matching(all, typed)[0]?.key;

test("accents and capitals do not matter", () => {
  assert.equal(fold("  Đất đai,  THỦ tục "), "dat dai thu tuc");
});

test("a ticket is not sent to its own service, its own counter or the one who sends it", () => {
  const keys = all.map((target) => target.key);
  assert.deepEqual(keys, [
    "service DATDAI",
    "service CHUNGTHUC",
    "counter 1",
    "counter 2",
    "counter 12",
    "person s2",
    "person s3",
  ]);
});

test("a service's letter puts that service first, before people whose names begin so", () => {
  assert.equal(first("b"), "service DATDAI");
  assert.equal(first("B"), "service DATDAI");
});

test("digits put that counter first, then those that begin so", () => {
  const found = matching(all, "1").map((target) => target.key);
  assert.deepEqual(found, ["counter 1", "counter 12"]);
  assert.equal(first("12"), "counter 12");
});

test("the beginning of a name or of a word in it finds the person", () => {
  assert.equal(first("tran"), "person s2");
  assert.equal(first("bi"), "person s2");
  assert.equal(first("do th"), "person s3");
});

test("words may be typed in any order, and what fits nowhere finds nothing", () => {
  assert.equal(first("dai dat"), "service DATDAI");
  assert.deepEqual(matching(all, "xyz"), []);
});

test("without a word everything is offered, services first", () => {
  assert.deepEqual(matching(all, " "), all);
});

test("a target says what the command carries", () => {
  assert.deepEqual(
    ["b", "12", "tran"].map((typed) => matching(all, typed)[0]?.place),
    [{ service: "DATDAI" }, { to_counter: 12 }, { to_person: "s2" }],
  );
});

test("the procedures of the visitor's service come first, whole services last", () => {
  const offered = procedures(aDeskAbout(), "DATDAI", vi).map((target) => target.key);
  assert.deepEqual(offered.slice(0, 2), ["procedure BD", "procedure KS"]);
  assert.equal(offered.at(-1), "service CHUNGTHUC");
});

test("a procedure is found by its name and carries its service", () => {
  const [found] = matching(procedures(aDeskAbout(), "DATDAI", vi), "khai tu");
  assert.deepEqual(found?.place, { service: "HOTICH", procedure: "KT" });
});
