import assert from "node:assert/strict";
import { test } from "node:test";
import * as view from "../../queue_server/web/static/reception_view.js";
import { aHall, aPrinter, aTicket, at, ms } from "./staff_states.js";

const ZONE = "Asia/Ho_Chi_Minh";
const NOW = ms("09:00");

/** @param {Partial<import("../../queue_server/web/static/wire.js").TicketView>} changed */
const told = (changed, counter = "") => view.fate(aTicket(changed), counter, ZONE, NOW);

test("what became of a number is told with its times at the centre", () => {
  assert.deepEqual(told({ waited_s: 601 }), {
    word: "reception.fate.waiting",
    values: { time: "08:30", n: 11 },
  });
  assert.deepEqual(told({ status: "serving", started_at: at("08:50") }, "Quầy 3"), {
    word: "reception.fate.serving_at",
    values: { time: "08:50", counter: "Quầy 3" },
  });
  assert.equal(told({ status: "booked", booked_at: at("09:30") }).values.time, "09:30");
  assert.equal(told({ status: "held", held_until: at("09:10") }).values.time, "09:10");
});

test("where a number is called is told when it is known, and when not that it is called", () => {
  const called = { status: "called", calling_since: at("08:58"), called_at: at("08:59") };
  assert.equal(told(called).word, "reception.fate.called");
  assert.equal(told(called).values.time, "08:58");
  assert.equal(told(called, "Quầy 2").word, "reception.fate.called_at");
});

test("who was missed keeps the turn until the minute it is over", () => {
  const missed = { status: "missed", calls: 3, called_at: at("08:50") };
  const keeps = told({ ...missed, keeps_turn_until: at("09:01") });
  assert.equal(keeps.word, "reception.fate.missed_keeps");
  assert.deepEqual(keeps.values, { time: "08:50", n: 3, until: "09:01" });
  const over = told({ ...missed, keeps_turn_until: at("09:00") });
  assert.equal(over.word, "reception.fate.missed");
});

test("a state this page does not know is said to be unknown", () => {
  assert.equal(told({ status: "teleported" }).word, "reception.fate.other");
});

test("a number is at the counter that shows it, while it is there", () => {
  const { counters } = aHall();
  const at_two = aTicket({ label: "A041", status: "serving" });
  assert.equal(view.counterOf(counters, at_two)?.counter, 2);
  assert.equal(view.counterOf(counters, { ...at_two, status: "finished" }), null);
  assert.equal(view.counterOf(counters, aTicket({ status: "called" })), null);
});

test("the number that is meant is the one chosen, the only exact one, or the only one", () => {
  const found = ["A048", "B048", "A480"].map((label) => aTicket({ ticket: label, label }));
  assert.equal(view.meant(found, "a48", null).ticket?.label, "A048");
  assert.equal(view.meant(found, "48", null).ticket, null);
  assert.equal(view.meant(found, "48", "B048").ticket?.label, "B048");
  assert.equal(view.meant(found, "480", null).ticket?.label, "A480");
  assert.equal(view.meant([aTicket()], "04", null).ticket?.label, "A042");
  assert.deepEqual(view.meant(found, "", null), { fit: [], ticket: null });
});

test("only who was missed or has booked is noted as here", () => {
  const may = ["waiting", "called", "serving", "held", "missed", "booked", "finished"].filter(
    (status) => view.mayArrive(aTicket({ status })),
  );
  assert.deepEqual(may, ["missed", "booked"]);
});

test("who has a turn to come back for can have a pass", () => {
  const may = ["waiting", "called", "serving", "held", "missed", "booked", "finished"].filter(
    (status) => view.mayReturn(aTicket({ status })),
  );
  assert.deepEqual(may, ["waiting", "held", "missed", "booked"]);
});

test("the day of a number is that of the centre, not of Greenwich", () => {
  assert.equal(view.dayOf("2026-11-22T18:30:00Z", ZONE), "2026-11-23");
});

test("a trouble is timed from when this page first saw it, another trouble anew", () => {
  const out = [aPrinter({ problem: "paper_out" })];
  const first = view.troubles({}, out, ms("09:00"));
  const later = view.troubles(first, out, ms("09:05"));
  assert.equal(later.k1?.at, ms("09:00"));
  const open = view.troubles(later, [aPrinter({ problem: "cover_open" })], ms("09:06"));
  assert.equal(open.k1?.at, ms("09:06"));
  assert.deepEqual(view.troubles(open, [aPrinter()], ms("09:07")), {});
});

test("the tab counts the printers that need somebody", () => {
  const printers = [aPrinter(), aPrinter({ near_end: true }), aPrinter({ problem: "paper_out" })];
  assert.equal(view.troubled(printers), 2);
});

test("of a silent kiosk it is told when it was last heard, with the day where that is not today", () => {
  const silent = aPrinter({ problem: "device_silent", last_seen: at("08:41") });
  const seen = view.troubles({}, [silent], NOW);
  assert.deepEqual(view.sinceWhen(silent, seen, ZONE, NOW), {
    word: "reception.last_heard",
    values: { time: "08:41" },
  });
  const since = { ...silent, last_seen: "2026-11-20T10:00:00+07:00" };
  assert.equal(view.sinceWhen(since, seen, ZONE, NOW)?.values.time, "20/11/2026 10:00");
  const never = { ...silent, last_seen: null };
  assert.equal(view.sinceWhen(never, seen, ZONE, NOW)?.word, "reception.never_heard");
  assert.equal(view.sinceWhen(aPrinter(), {}, ZONE, NOW), null);
});

test("the page is for the reception and for managers", () => {
  const may = [["reception"], ["clerk", "manager"], ["clerk"], ["admin"], []].map(view.mayReceive);
  assert.deepEqual(may, [true, true, false, false, false]);
});
