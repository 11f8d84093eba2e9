import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "/shared/static/api.js";
import { ReceptionDesk } from "../../queue_server/web/static/reception_desk.js";
import { SlipOrders } from "../../queue_server/web/static/slip_orders.js";
import { aTicket } from "./staff_states.js";

const WISH = {
  service: "HOTICH",
  procedure: null,
  priority: "normal",
  language: "vi",
  reason: null,
};
const QUEUED = { ticket: "t9", label: "A009", status: "waiting" };

/**
 * A reception whose server gives the answers in turn; an Error among them is a refusal, and a
 * function is asked when its answer is wanted.
 * @param {Record<string, any[]>} answers by the end of the address
 */
function aReception(answers) {
  /** @type {any[]} */
  const told = [];
  /** @param {string} url @param {object} [body] @param {{ key?: string }} [how] */
  const reply = async (url, body, how) => {
    told.push([url, body, how?.key]);
    const [end] = Object.keys(answers).filter((one) => url.endsWith(one));
    if (end === undefined) return { counters: [] };
    const answer = answers[end]?.shift();
    if (answer instanceof Error) throw answer;
    return typeof answer === "function" ? await answer() : answer;
  };
  const server = { ask: (/** @type {string} */ url) => reply(url), command: reply };
  const desk = new ReceptionDesk(server, new SlipOrders(server));
  return { told, desk };
}

test("an answer to what is no longer typed is dropped", async () => {
  /** @type {(found: object) => void} */
  let answer = () => {};
  const slow = () => new Promise((resolve) => (answer = resolve));
  const { desk } = aReception({
    "labels/A1": [slow],
    "labels/A12": [{ tickets: [aTicket({ label: "A012" })] }],
  });
  desk.type("a1");
  const first = desk.search();
  desk.type("a12");
  await desk.search();
  answer({ tickets: [aTicket({ label: "A010" }), aTicket({ label: "A011" })] });
  await first;
  assert.deepEqual(
    desk.found.value?.map((ticket) => ticket.label),
    ["A012"],
  );
});

test("nothing typed finds nothing, without asking", async () => {
  const { told, desk } = aReception({});
  desk.type(" - ");
  await desk.search();
  assert.equal(desk.found.value, null);
  assert.deepEqual(told, []);
});

test("a number is given once, also where the first answer was lost", async () => {
  const { told, desk } = aReception({ tickets: [new Problem("network", 0), QUEUED] });
  await desk.give(WISH);
  assert.equal(desk.given.value, null);
  assert.ok(desk.notice.value instanceof Problem);
  await desk.give(WISH);
  assert.equal(desk.given.value?.label, "A009");
  assert.equal(told[1][2], told[0][2]);
  assert.equal(desk.notice.value, null);
});

test("a second press while a number is being given gives no second number", async () => {
  const { told, desk } = aReception({ tickets: [QUEUED, QUEUED] });
  await Promise.all([desk.give(WISH), desk.give(WISH)]);
  assert.equal(told.length, 1);
});

test("who is noted as here is told so, and looked up again", async () => {
  const missed = aTicket({ status: "missed" });
  const { desk } = aReception({
    arrive: [QUEUED],
    "labels/A042": [{ tickets: [aTicket({ status: "waiting" })] }],
  });
  desk.type("A042");
  await desk.arrive(missed);
  assert.deepEqual(desk.notice.value, { key: "reception.arrived", values: { label: "A042" } });
  assert.equal(desk.found.value?.[0]?.status, "waiting");
});

test("looking again says nothing of a line that is gone, and of a session that has ended it does", async () => {
  const { desk } = aReception({
    "labels/A042": [new Problem("network", 0), new Problem("signed_out", 401)],
  });
  desk.type("A042");
  await desk.again();
  assert.equal(desk.notice.value, null);
  await desk.again();
  assert.ok(desk.notice.value instanceof Problem);
});
