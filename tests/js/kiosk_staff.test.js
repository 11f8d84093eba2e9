import assert from "node:assert/strict";
import { test } from "node:test";
import * as rules from "../../kiosk/static/staff_rules.js";

const pin = (/** @type {string} */ digits) => ({ ...rules.opened("pin", 0), pin: digits });

/** @returns {import("../../kiosk/static/types.js").Condition} */
const aCondition = () => ({
  version: "1",
  server: "http://server",
  device: "k1",
  centre: "mau",
  link: true,
  enrolled: true,
  mode: "service",
  out: false,
  practising: false,
  clock_off_s: 0.2,
  printer: {
    trouble: "paper_out",
    link: "up",
    online: false,
    paper: "out",
    cover_open: null,
    cutter_error: false,
    stuck: false,
    last_seen: null,
  },
  scanner: "none",
  roll: { changed_at: null, papers: null },
  unsent: 2,
  refused: 1,
  reserve_left: 30,
  ledger: 400_000,
  disk_free: 5_000_000_000,
  memory_free: null,
  notices: [],
});

test("digits follow each other up to the longest PIN, and the last one can be taken back", () => {
  assert.equal(rules.press(pin("83"), "9").pin, "839");
  assert.equal(rules.press(pin("123456789012"), "3").pin, "123456789012");
  assert.equal(rules.press(pin("839"), "delete").pin, "83");
  assert.equal(rules.press(pin(""), "delete").pin, "");
});

test("a new digit takes away what was said of the last PIN", () => {
  const said = { word: "kiosk.staff.refused.pin_wrong" };
  assert.equal(rules.press({ ...pin(""), said }, "1").said, null);
});

test("seconds left are counted to none and never below", () => {
  assert.deepEqual(
    [0, 1, 59_001, 60_000, 99_000].map((now) => rules.left(0, now, 60)),
    [60, 60, 1, 0, 0],
  );
});

test("every refusal has words, and a lock says for how long", () => {
  assert.deepEqual(rules.refused({ code: "pin_locked", about: { wait_s: 60 } }), {
    word: "kiosk.staff.refused.pin_locked",
    values: { code: "pin_locked", s: 60 },
  });
  const other = rules.refused({ code: "disk_failed", about: {} });
  assert.equal(other.word, "kiosk.staff.refused.other");
});

test("a test print is told as it is: only proven paper counts as printed", () => {
  const said = (/** @type {string} */ print, /** @type {string | null} */ code = null) =>
    rules.testSaid({ id: "1", print, code }).word;
  assert.equal(said("queued"), "kiosk.staff.test.printing");
  assert.equal(said("queued", "paper_out"), "kiosk.staff.test.failed");
  assert.equal(said("confirmed"), "kiosk.staff.test.printed");
  assert.equal(said("unknown", "unproven"), "kiosk.staff.test.look");
  assert.equal(said("failed", "expired"), "kiosk.staff.test.failed");
  const ended = ["queued", "sending", "confirmed", "unknown", "failed"].filter((print) =>
    rules.testEnded({ id: "1", print, code: null }),
  );
  assert.deepEqual(ended, ["confirmed", "unknown", "failed"]);
});

test("what is not known of the machine is said to be unknown, never fine", () => {
  const told = new Map(rules.facts(aCondition()));
  const unknown = { word: "kiosk.staff.unknown" };
  assert.deepEqual(told.get("kiosk.staff.fact.memory"), unknown);
  assert.deepEqual(told.get("kiosk.staff.fact.roll"), unknown);
  assert.deepEqual(told.get("kiosk.staff.fact.printer.cover"), unknown);
  assert.deepEqual(told.get("kiosk.staff.fact.printer"), { word: "kiosk.staff.trouble.paper_out" });
  assert.deepEqual(told.get("kiosk.staff.fact.ledger"), {
    word: "kiosk.staff.fact.megabytes",
    values: { n: "0.4" },
  });
});

test("of a printer that was never fitted nothing more is told", () => {
  const now = aCondition();
  const bare = rules.facts({ ...now, printer: { ...now.printer, trouble: "no_printer" } });
  assert.deepEqual(
    bare.map(([name]) => name).filter((name) => name.startsWith("kiosk.staff.fact.printer")),
    ["kiosk.staff.fact.printer"],
  );
});
