import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

/** What a browser has and Node has not, as the touch page needs it to speak. */
const browser = /** @type {any} */ (globalThis);
browser.document = { getElementById: () => null };
const { hush, read } = await import("../../kiosk/static/reader.js");
const { speaking } = await import("../../kiosk/static/store.js");

const LINE = { text: "A042", language: "vi" };
const HOW = { volume: () => 0.5, began: () => undefined };
const NEVER = () => new Promise(() => {});

/** A sound card whose every sound ends at once. */
const well = {
  resume: async () => {},
  decodeAudioData: async () => ({ duration: 2 }),
  start: (/** @type {any} */ source) => setImmediate(() => source.onended()),
};
let card = well;
/** @type {{ url: string, signal: AbortSignal }[]} */
let asked = [];
let answer = async () => new Response("sound");
/** @type {unknown[]} */
let unhandled = [];

browser.AudioContext = class {
  resume = () => card.resume();
  decodeAudioData = () => card.decodeAudioData();
  createGain = () => ({ gain: { value: 0 }, connect() {} });
  createBufferSource() {
    const source = {
      connect() {},
      onended: () => {},
      start: () => card.start(source),
      stop: () => source.onended(),
    };
    return source;
  }
};
browser.fetch = (/** @type {string} */ url, /** @type {any} */ init) => {
  asked.push({ url, signal: init.signal });
  return answer();
};
process.on("unhandledRejection", (fault) => unhandled.push(fault));

/** What was begun goes as far as it can without time passing. */
async function passed() {
  for (let n = 0; n < 20; n += 1) await new Promise((resolve) => setImmediate(resolve));
}

const told = () => asked.filter((one) => one.url === "/api/fault").length;
const spoken = () => asked.filter((one) => one.url === "/api/speech").length;

beforeEach(() => {
  card = well;
  asked = [];
  unhandled = [];
  answer = async () => new Response("sound");
  mock.timers.enable({ apis: ["setTimeout"] });
});
afterEach(() => {
  hush();
  mock.timers.reset();
});

test("texts are played one after the other, and then it is silent", async () => {
  read([LINE, LINE], HOW);
  assert.equal(speaking.value, true);
  await passed();
  assert.deepEqual([speaking.value, spoken(), told()], [false, 2, 0]);
});

for (const what of /** @type {const} */ (["resume", "decodeAudioData"])) {
  test(`a loudspeaker whose ${what} fails leaves the screen as it is, and the log a line`, async () => {
    card = { ...well, [what]: () => Promise.reject(new Error("no such device")) };
    read([LINE, LINE], HOW);
    await passed();
    assert.deepEqual([speaking.value, spoken(), told(), unhandled], [false, 2, 2, []]);
  });
}

test("a loudspeaker that never says that it is ready, or has ended, is waited for in vain no longer than the sound lasts", async () => {
  for (const [dead, ms] of /** @type {const} */ ([
    [{ resume: NEVER }, 2000],
    [{ start: () => {} }, 5000],
  ])) {
    card = { ...well, ...dead };
    read([LINE], HOW);
    await passed();
    mock.timers.tick(ms - 1);
    await passed();
    assert.equal(speaking.value, true);
    mock.timers.tick(1);
    await passed();
    assert.equal(speaking.value, false);
  }
  assert.deepEqual([told(), unhandled], [2, []]);
});

test("who falls silent takes back what was asked for, and what is newer is asked for at once", async () => {
  answer = NEVER;
  read([LINE], HOW);
  read([LINE], HOW);
  assert.deepEqual(
    asked.map((one) => one.signal.aborted),
    [true, false],
  );
  hush();
  assert.deepEqual([asked[1]?.signal.aborted, speaking.value], [true, false]);
});
