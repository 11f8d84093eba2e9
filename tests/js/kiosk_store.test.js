import assert from "node:assert/strict";
import { test } from "node:test";

/** What a browser has and Node has not, as the visit needs it. */
const browser = /** @type {any} */ (globalThis);
/** @type {Map<string, string>} */
const memory = new Map();
browser.document = { getElementById: () => null, documentElement: { lang: "vi" } };
browser.sessionStorage = {
  getItem: (/** @type {string} */ name) => memory.get(name) ?? null,
  setItem: (/** @type {string} */ name, /** @type {string} */ value) => memory.set(name, value),
  removeItem: (/** @type {string} */ name) => memory.delete(name),
};
const flow = await import("../../kiosk/static/flow.js");
const { kept } = await import("../../kiosk/static/kept.js");
const store = await import("../../kiosk/static/store.js");

const NEVER = new Promise(() => {});
const HALL = { version: 0, services: [], priorities: [], mode: "service", list: null };

/** @param {number} id @param {string} ticket */
const scanned = (id, ticket) => ({ id, kind: "own_ticket", priorities: [], ticket, label: null });

/** What was begun goes as far as it can without time passing. */
async function passed() {
  for (let n = 0; n < 20; n += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** News as the agent tells it when it is asked, one after the other. @param {object[]} news */
function agent(news) {
  browser.fetch = (/** @type {string} */ url) => {
    if (!url.startsWith("/api/state") || !news.length) return NEVER;
    const told = JSON.stringify({ ...HALL, ...news.shift() });
    return new Response(told, { headers: { "Content-Type": "application/json" } });
  };
}

test("a scan is heard once, and also from an agent that was started anew and counts from elsewhere", async () => {
  const [first, second] = [scanned(57, "t1"), scanned(3, "t2")];
  const mine = () => store.visit.value.mine?.ticket;
  agent([{ version: 1, scanned: first }]);
  store.listen();
  await passed();
  assert.equal(mine(), "t1");
  store.show(flow.FRESH);
  agent([
    { version: 2, scanned: first },
    { version: 3, scanned: second },
  ]);
  store.listen();
  await passed();
  assert.equal(mine(), "t2");
  store.show(flow.FRESH);
  agent([{ version: 4, scanned: second }]);
  store.listen();
  await passed();
  assert.equal(mine(), undefined);
});

test("a page that is loaded anew after a number was given up does not show it again", async () => {
  agent([]);
  store.show(flow.take(flow.FRESH, "normal", () => "tap"));
  assert.equal(kept()?.tap, "tap");
  store.show(flow.go(store.visit.value, "done"));
  assert.equal(kept()?.tap, "tap");
  store.show(flow.go(store.visit.value, "mine", { mine: { ticket: "tap", label: "A042" } }));
  assert.equal(kept()?.tap, "tap");
  store.show(flow.go(store.visit.value, "cancelled"));
  assert.equal(kept(), null);
});

test("a fault of the page while a number is asked for ends at the help desk, and is told", async () => {
  /** @type {string[]} */
  const urls = [];
  browser.fetch = (/** @type {string} */ url) => {
    urls.push(url);
    if (url !== "/api/take") return NEVER;
    return new Response("{", { headers: { "Content-Type": "application/json" } });
  };
  store.show(flow.FRESH);
  store.show(flow.take(flow.FRESH, "normal", () => "other"));
  await passed();
  assert.equal(store.visit.value.step, "refused");
  assert.ok(urls.includes("/api/fault"));
});

test("a second press on print again is not a second order", async () => {
  /** @type {string[]} */
  const urls = [];
  browser.fetch = (/** @type {string} */ url) => {
    urls.push(url);
    return NEVER;
  };
  store.ticket.value = /** @type {any} */ ({ ticket: "t", print: "failed" });
  store.reprint();
  store.reprint();
  await passed();
  assert.deepEqual(urls, ["/api/reprint"]);
  assert.equal(store.notPrinted.value, false);
  store.ticket.value = null;
});

test("news that was asked for before somebody was called does not take the call back", async () => {
  /** @type {[string, (news: object) => void][]} */
  const asked = [];
  browser.fetch = (/** @type {string} */ url) => {
    if (!url.startsWith("/api/state")) return NEVER;
    return new Promise((resolve) => {
      asked.push([
        url,
        (news) =>
          resolve(
            new Response(JSON.stringify({ ...HALL, ...news }), {
              headers: { "Content-Type": "application/json" },
            }),
          ),
      ]);
    });
  };
  store.listen();
  asked[0][1]({ version: 1, help: null });
  await passed();
  store.helpBecomes("open");
  store.help.value = { shown: true, calling: false, refused: false };
  asked[1][1]({ version: 2, help: null });
  await passed();
  assert.equal(store.help.value.shown, true);
  assert.equal(store.hall.value?.help, "open");
  assert.match(asked[2][0], /seen=0/, "what came meanwhile is asked for again");
  asked[2][1]({ version: 3, help: "coming" });
  await passed();
  assert.equal(store.hall.value?.help, "coming");
});
