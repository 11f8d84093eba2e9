import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { afterEach, mock, test } from "node:test";
import { Problem } from "/shared/static/api.js";
import { Link } from "/shared/static/link.js";
import { Desk } from "../../queue_server/web/static/counter_desk.js";
import { aCounter, aTicket, at, ME, ms } from "./staff_states.js";

const SETTLED_MS = 400;
const called = aTicket({ status: "called", called_at: at("08:40"), calls: 1 });
const calling = aCounter({ state: "calling", step: "start", ticket: called });
const serving = aCounter({ revision: 8, state: "serving", step: "finish", ticket: called });

class Wire extends EventEmitter {
  active = true;
  connect() {}
  close() {}
}

afterEach(() => mock.timers.reset());

/**
 * A desk whose server gives the answers in turn; an Error among them is a refusal.
 * @param {import("../../queue_server/web/static/wire.js").CounterState} shown
 * @param {any[]} answers
 */
function aDesk(shown, answers) {
  mock.timers.enable({ apis: ["Date", "setInterval", "setTimeout"], now: ms("08:40") });
  const wire = new Wire();
  const link = new Link({ room: "counter", counter: 3 }, () => wire);
  wire.emit("connect");
  wire.emit("state", shown);
  /** @type {any[]} */
  const told = [];
  /** @param {string} url @param {object} [body] */
  const reply = async (url, body) => {
    told.push(body === undefined ? url : [url, body]);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { wire, told, desk: new Desk(3, ME, link, { ask: reply, command: reply }) };
}

/** Lets the answers arrive and the double-press time pass. @param {Promise<void>} acting */
async function done(acting) {
  await new Promise((resolve) => setImmediate(resolve));
  mock.timers.tick(SETTLED_MS);
  await acting;
}

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
  assert.equal(desk.situation.value.sending, "start");
  await new Promise((resolve) => setImmediate(resolve));
  await desk.act("finish");
  await done(first);
  assert.equal(told.length, 1);
  assert.equal(desk.situation.value.sending, null);
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
  assert.equal(desk.situation.value.sending, null);
});

test("calling when nobody waits any more is no error but is said", async () => {
  const { desk } = aDesk(aCounter(), [aCounter({ revision: 8 })]);
  await done(desk.act("call_next"));
  assert.deepEqual(desk.notice.value, { key: "clerk.empty", values: {} });
});

test("finishing says how it ended, and the next visit starts from the usual outcome", async () => {
  const { desk, told } = aDesk(serving, [aCounter({ revision: 9 })]);
  desk.outcome.value = "advice";
  await done(desk.act("finish"));
  assert.equal(told[0][1].outcome, "advice");
  assert.equal(desk.outcome.value, "received");
});

test("an outcome chosen for one visitor is not recorded for the next one", () => {
  const { desk, wire } = aDesk(serving, []);
  desk.outcome.value = "refused";
  wire.emit("state", { ...serving, revision: 9, waiting: 4 });
  assert.equal(desk.outcome.value, "refused", "the same visitor is still here");
  const next = aTicket({ ticket: "77777777-94f6-4d8e-9a4e-0d8c9f5f0a42", label: "A043" });
  wire.emit("state", { ...serving, revision: 11, ticket: next }); // finished in another tab
  assert.equal(desk.outcome.value, "received");
});

test("a lost line is part of the situation at once", () => {
  const { desk, wire } = aDesk(calling, []);
  assert.equal(desk.situation.value.online, true);
  wire.emit("disconnect");
  assert.equal(desk.situation.value.online, false);
});
