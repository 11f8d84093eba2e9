import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "/shared/static/api.js";
import * as slips from "../../queue_server/web/static/slips.js";
import { aPrinter, aSlip } from "./staff_states.js";

/** @param {Partial<import("../../queue_server/web/static/slips.js").Order>} changed */
const anOrder = (changed = {}) => ({
  wanted: { kind: /** @type {const} */ ("return"), ticket: "t1" },
  name: "Kiosk 1",
  slip: aSlip(),
  lost: false,
  problem: null,
  ...changed,
});

test("only a printer that is known to be well looks well", () => {
  assert.equal(slips.printerLine(aPrinter()).tone, "fine");
  assert.equal(slips.printerLine(aPrinter({ near_end: true })).tone, "watch");
  for (const problem of ["printer_unknown", "printer_silent"])
    assert.equal(slips.printerLine(aPrinter({ problem })).tone, "watch");
  const urgent = ["device_silent", "link_down", "cover_open", "paper_out", "cutter_error"];
  for (const problem of [...urgent, "offline", "roll_stuck", "line_bad"])
    assert.equal(slips.printerLine(aPrinter({ problem, near_end: true })).tone, "act");
});

test("a trouble nobody has told this page about is a trouble all the same", () => {
  assert.deepEqual(slips.printerLine(aPrinter({ problem: "on_fire" })), {
    word: "printer.other",
    tone: "act",
    icon: "circle-x",
  });
});

test("every trouble that a kiosk tells has words of its own", () => {
  const told = ["cutter_error", "offline", "roll_stuck", "line_bad"];
  const words = told.map((problem) => slips.printerLine(aPrinter({ problem })).word);
  assert.deepEqual(
    words,
    told.map((code) => `printer.${code}`),
  );
});

test("the printer that needs somebody stands first, then those by name", () => {
  const printers = [
    aPrinter({ name: "C" }),
    aPrinter({ name: "B", near_end: true }),
    aPrinter({ name: "A" }),
    aPrinter({ name: "D", problem: "paper_out" }),
  ];
  assert.deepEqual(
    slips.byNeed(printers).map((one) => one.name),
    ["D", "B", "A", "C"],
  );
});

test("the only printer is taken by itself; of several the one chosen in this browser, or none", () => {
  const [one, other] = [aPrinter(), aPrinter({ device: "k2" })];
  assert.equal(slips.chosenPrinter([one], null), one);
  assert.equal(slips.chosenPrinter([one], "gone"), one);
  assert.equal(slips.chosenPrinter([one, other], "k2"), other);
  assert.equal(slips.chosenPrinter([one, other], null), null);
  assert.equal(slips.chosenPrinter([one, other], "gone"), null);
  assert.equal(slips.chosenPrinter([], "k1"), null);
});

test("a slip is called printed only when the printer has confirmed it", () => {
  const words = ["ordered", "unknown", "failed", "confirmed"].map(
    (state) =>
      slips.orderLine(anOrder({ slip: aSlip({ state: /** @type {any} */ (state) }) })).word,
  );
  assert.deepEqual(words, ["print.ordered", "print.unknown", "print.failed", "print.confirmed"]);
  assert.equal(slips.orderLine(anOrder({ slip: null })).word, "print.sending");
});

test("nothing is offered again while paper may still come, nor a request that is on paper", () => {
  const orders = [
    anOrder({ slip: null }),
    anOrder(),
    anOrder({ lost: true }),
    anOrder({
      wanted: { kind: "supplement", ticket: "t1", missing: [0] },
      slip: aSlip({ state: "confirmed" }),
    }),
  ];
  for (const order of orders) assert.equal(slips.orderLine(order).again, null);
});

test("of what is no request one more may be printed", () => {
  const printed = anOrder({ slip: aSlip({ state: "confirmed" }) });
  assert.equal(slips.orderLine(printed).again, "print.one_more");
});

test("what failed is offered again and says why; a doubt is for somebody to look at first", () => {
  const failed = slips.orderLine(anOrder({ slip: aSlip({ state: "failed", code: "paper_out" }) }));
  assert.deepEqual([failed.why, failed.again], ["printer.paper_out", "print.again"]);
  const late = slips.orderLine(anOrder({ slip: aSlip({ state: "failed", code: "expired" }) }));
  assert.equal(late.why, "print.why.expired");
  const odd = slips.orderLine(anOrder({ slip: aSlip({ state: "failed", code: "on_fire" }) }));
  assert.equal(odd.why, "print.why.other");
  const doubt = slips.orderLine(anOrder({ slip: aSlip({ state: "unknown" }) }));
  assert.equal(doubt.again, "print.not_there");
});

test("an order that got no answer may be given again; it is not said to have failed", () => {
  const silent = anOrder({ slip: null, problem: new Problem("network", 0) });
  assert.equal(slips.orderLine(silent).word, "print.not_sent");
  const refused = anOrder({ slip: null, problem: new Problem("device_unknown", 404) });
  assert.equal(slips.orderLine(refused).word, "print.refused");
});

test("a browser that keeps nothing remembers no printer, and prints all the same", () => {
  const none = () => {
    throw new Error("SecurityError");
  };
  assert.equal(slips.readPrinter(none), null);
  assert.doesNotThrow(() => slips.keepPrinter(none, "k1"));
});
