import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Problem } from "/shared/static/api.js";
import { SlipOrders } from "../../queue_server/web/static/slip_orders.js";
import { passed } from "./a_desk.js";
import { aPrinter, aSlip, ms } from "./staff_states.js";

const WANTED = { kind: /** @type {const} */ ("supplement"), ticket: "t1", missing: [0] };
const SILENCE = new Problem("network", 0);

/** What browsers keep, for one test. */
function aStorage() {
  const kept = new Map();
  const storage = {
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ text) => kept.set(key, text),
  };
  return () => /** @type {any} */ (storage);
}

/**
 * @param {any[]} answers in turn, to orders and to questions about slips; an Error is a refusal
 * @param {any[]} printers what each look finds; the last one goes on
 */
function printing(answers, printers = [[aPrinter()]], storage = aStorage()) {
  /** @type {any[]} */
  const told = [];
  const next = (/** @type {any[]} */ queue) => {
    const answer = queue.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const server = {
    ask: async (/** @type {string} */ url) => {
      if (url === "/api/v1/printers") {
        return { printers: next(printers.length > 1 ? printers : [...printers]) };
      }
      told.push(url);
      return next(answers);
    },
    command: async (/** @type {string} */ url, /** @type {object} */ body) => {
      told.push([url, body]);
      return next(answers);
    },
  };
  return { told, orders: new SlipOrders(server, storage) };
}

/** @param {SlipOrders} orders */
const state = (orders) => orders.orderOf(WANTED)?.slip?.state;

async function aWhile() {
  mock.timers.tick(1500);
  await passed();
}

beforeEach(() =>
  mock.timers.enable({ apis: ["Date", "setInterval", "setTimeout"], now: ms("10:00") }),
);
afterEach(() => mock.timers.reset());

test("an order goes to the only printer and is followed until the printer has confirmed it", async () => {
  const { told, orders } = printing([aSlip(), aSlip(), SILENCE, aSlip({ state: "confirmed" })]);
  await orders.look();
  await orders.print(WANTED);
  assert.deepEqual(told, [["/api/v1/slips", { ...WANTED, device: "k1" }]]);
  await aWhile();
  assert.equal(state(orders), "ordered");
  await aWhile();
  assert.equal(orders.orderOf(WANTED)?.lost, true);
  await aWhile();
  assert.equal(state(orders), "confirmed");
  assert.equal(orders.orderOf(WANTED)?.lost, false);
  await aWhile();
  assert.equal(told.length, 4);
});

test("pressing again while it is on its way, or printed, orders nothing", async () => {
  const { told, orders } = printing([aSlip(), aSlip({ state: "confirmed" })]);
  await orders.look();
  await Promise.all([orders.print(WANTED), orders.print(WANTED)]);
  await orders.print(WANTED);
  await aWhile();
  await orders.print(WANTED);
  assert.equal(told.filter((one) => Array.isArray(one)).length, 1);
});

test("what failed is ordered once more, and that order is followed", async () => {
  const again = "5d2d1a49-9e0c-4a8a-8a53-2c1d5a3c7b11";
  const { told, orders } = printing([
    aSlip({ state: "failed", code: "paper_out" }),
    aSlip({ slip: again }),
    aSlip({ slip: again, state: "confirmed" }),
  ]);
  await orders.look();
  await orders.print(WANTED);
  assert.equal(state(orders), "failed");
  await orders.print(WANTED);
  await aWhile();
  assert.equal(state(orders), "confirmed");
  assert.equal(told.at(-1), `/api/v1/slips/${again}`);
});

test("a slip the server does not know any more is not asked about for ever", async () => {
  const { told, orders } = printing([aSlip(), new Problem("slip_unknown", 404)]);
  await orders.look();
  await orders.print(WANTED);
  await aWhile();
  await aWhile();
  assert.equal(told.length, 2);
  assert.equal(orders.orderOf(WANTED)?.problem?.code, "slip_unknown");
});

test("the chosen printer is remembered in the browser", async () => {
  const storage = aStorage();
  const two = [[aPrinter(), aPrinter({ device: "k2", name: "Kiosk 2" })]];
  const { told, orders } = printing([], two, storage);
  await orders.look();
  await orders.print(WANTED);
  assert.deepEqual(told, []); // of several none is taken by itself
  orders.choose("k2");
  const later = printing([aSlip({ device: "k2" })], two, storage);
  await later.orders.look();
  await later.orders.print(WANTED);
  assert.equal(later.told[0][1].device, "k2");
});

test("a printed slip can be ordered anew by whoever comes back to it, a failed one stays told", async () => {
  const { orders } = printing([aSlip({ state: "confirmed" }), aSlip({ state: "failed" })]);
  await orders.look();
  await orders.print(WANTED);
  orders.leave(WANTED);
  assert.equal(orders.orderOf(WANTED), undefined);
  await orders.print(WANTED);
  orders.leave(WANTED);
  assert.equal(state(orders), "failed");
});

test("a dead line is told within fifteen seconds, and what was known stays with its time", async () => {
  const { orders } = printing([], [[aPrinter()], SILENCE]);
  const stop = orders.watch();
  await passed();
  assert.equal(orders.seenAt.value, ms("10:00"));
  assert.equal(orders.problem.value, null);
  mock.timers.tick(5000);
  await passed();
  assert.equal(orders.problem.value?.code, "network");
  assert.equal(orders.printers.value?.length, 1);
  assert.equal(orders.seenAt.value, ms("10:00"));
  stop();
});

test("nobody is asked any more once the last who watched has gone", async () => {
  const { orders } = printing([], [[aPrinter()], [aPrinter()], SILENCE]);
  const [one, other] = [orders.watch(), orders.watch()];
  await passed();
  one();
  other();
  mock.timers.tick(60_000);
  await passed();
  assert.equal(orders.problem.value, null);
});
