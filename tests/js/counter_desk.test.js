import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { Problem } from "/shared/static/api.js";
import { aDesk, done, passed } from "./a_desk.js";
import { aCounter, aTicket, at } from "./staff_states.js";

const called = aTicket({ status: "called", called_at: at("08:40"), calls: 1 });
const calling = aCounter({ state: "calling", step: "start", ticket: called });
const serving = aCounter({ revision: 8, state: "serving", step: "finish_next", ticket: called });

afterEach(() => mock.timers.reset());

test("a command carries the ticket and version on the screen, its answer becomes the screen", async () => {
  const { desk, told } = aDesk(calling, [serving]);
  await done(desk.act("start"));
  assert.deepEqual(told, [
    ["/api/v1/counters/3/start", { ticket: called.ticket, version: called.version }],
  ]);
  assert.equal(desk.link.state.value?.state, "serving");
});

test("the page is busy from the press on, and the tail of a double press does nothing", async () => {
  const { desk, told } = aDesk(calling, [serving]);
  const first = desk.act("start");
  assert.equal(desk.situation(0).sending, "start");
  await passed();
  await desk.act("finish_next");
  await done(first);
  assert.equal(told.length, 1);
  assert.equal(desk.situation(0).sending, null);
});

test("only a command that takes long is seen to be on its way", async () => {
  const { desk } = aDesk(calling, [serving, new Promise(() => {})]);
  const quick = desk.act("start");
  await passed();
  mock.timers.tick(200);
  assert.equal(desk.look(0).sending, null);
  await done(quick);
  desk.act("finish_next");
  assert.equal(desk.look(0).sending, null);
  mock.timers.tick(150);
  assert.equal(desk.look(0).sending, "finish_next");
});

test("a refusal is shown and the truth is fetched", async () => {
  const { desk, told } = aDesk(calling, [new Problem("ticket_changed", 409), serving]);
  await done(desk.act("start"));
  assert.equal(/** @type {Problem} */ (desk.notice.value).code, "ticket_changed");
  assert.equal(told[1], "/api/v1/counters/3");
  assert.equal(desk.link.state.value?.state, "serving");
});

test("a server out of reach is told once and the last state stays", async () => {
  const { desk } = aDesk(calling, [new Problem("network", 0), new Problem("network", 0)]);
  await done(desk.act("start"));
  assert.equal(/** @type {Problem} */ (desk.notice.value).code, "network");
  assert.equal(desk.link.state.value?.ticket?.label, "A042");
  assert.equal(desk.situation(0).sending, null);
});

test("calling when nobody waits any more is no error but is said", async () => {
  const { desk } = aDesk(aCounter(), [aCounter({ revision: 8 })]);
  await done(desk.act("call_next"));
  assert.deepEqual(desk.notice.value, { key: "clerk.empty", values: {} });
});

test("a counter that now waits to call by itself says so on its button, not as a notice", async () => {
  const { desk } = aDesk(aCounter(), [aCounter({ revision: 8, armed: true, step: "none" })]);
  await done(desk.act("call_next"));
  assert.equal(desk.notice.value, null);
});

test("what was chosen for one visitor is not recorded for the next one", () => {
  const { desk, wire } = aDesk(serving, []);
  desk.outcome.value = "refused";
  desk.note.value = "bổ sung";
  desk.holdReason.value = "payment";
  desk.holdMinutes.value = 30;
  wire.emit("state", { ...serving, revision: 9, waiting: 4 });
  assert.equal(desk.outcome.value, "refused", "the same visitor is still here");
  const next = aTicket({ ticket: "77777777-94f6-4d8e-9a4e-0d8c9f5f0a42", label: "A043" });
  wire.emit("state", { ...serving, revision: 11, ticket: next }); // finished in another tab
  const chosen = [desk.outcome, desk.note, desk.holdReason, desk.holdMinutes];
  assert.deepEqual(
    chosen.map((one) => one.value),
    ["received", "", null, null],
  );
});

test("a lost line is part of the situation at once", () => {
  const { desk, wire } = aDesk(calling, []);
  assert.equal(desk.situation(0).online, true);
  wire.emit("disconnect");
  assert.equal(desk.situation(0).online, false);
});

test("a call that the server wants a reason for asks for it instead of complaining", async () => {
  const missing = new Problem("reason_missing", 409, { about: { label: "A048" } });
  const { desk } = aDesk(aCounter(), [missing, aCounter({ revision: 8 })]);
  await done(desk.act("call", { ticket: "t48", version: 2 }));
  assert.deepEqual(desk.dialog.value, {
    kind: "call",
    ticket: { ticket: "t48", version: 2, label: "A048" },
  });
  assert.equal(desk.notice.value, null);
});

test("a choice that is refused is looked up again", async () => {
  const gone = new Problem("person_unknown", 404, { about: { person: "s9" } });
  const { desk, told } = aDesk(serving, [gone, { services: [] }, serving]);
  await done(desk.act("transfer", { to_person: "s9" }));
  assert.ok(told.includes("/api/v1/desk"));
});

test("whoever has come for a booked time leaves that list", async () => {
  const { desk, told } = aDesk(aCounter(), [aCounter({ revision: 8 }), { tickets: [] }]);
  desk.appointments.value = [aTicket({ status: "booked" })];
  await done(desk.act("check_in", { ticket: "t1", version: 1 }));
  await passed();
  assert.equal(told[1], "/api/v1/appointments");
  assert.deepEqual(desk.appointments.value, []);
});

test("a search finds what the server finds, and nothing where it does not answer", async () => {
  const found = [aTicket({ label: "A048" })];
  const { desk, told } = aDesk(serving, [{ tickets: found }, new Problem("network", 0)]);
  assert.deepEqual(await desk.search("A0"), found);
  assert.deepEqual(await desk.search("A0"), []);
  assert.equal(told[0], "/api/v1/labels/A0");
  assert.equal(desk.notice.value, null);
});

test("what can be chosen stays known while the server is away; a session that ended is told", async () => {
  const answers = [new Problem("network", 0), new Problem("signed_out", 401)];
  const { desk } = aDesk(serving, answers);
  await desk.learn();
  assert.equal(desk.notice.value, null);
  await desk.learn();
  assert.equal(/** @type {any} */ (desk.notice.value).code, "signed_out");
});
