import assert from "node:assert/strict";
import { test } from "node:test";
import { pageId, Refused, Voice } from "../../display_board/static/voice.js";

const settled = () => new Promise((resolve) => setImmediate(resolve));
const LENT = { for_s: 6, unspoken: [] };
const NOT_LENT = { for_s: 0, unspoken: [] };

/** A page with its clock in our hand; `answers` are what the server says, an Error: nothing. */
function aPage() {
  const page = {
    ms: 1000,
    ready: true,
    lost: 0,
    /** @type {any[]} */
    owed: [],
    /** @type {any[]} */
    sent: [],
    /** @type {any} */
    answer: LENT,
  };
  const voice = new Voice({
    send: async (beat) => {
      page.sent.push(beat);
      if (page.answer instanceof Error) throw page.answer;
      return page.answer;
    },
    ready: () => page.ready,
    ms: () => page.ms,
    owed: (calls) => page.owed.push(...calls),
    lost: () => {
      page.lost += 1;
    },
  });
  return { page, voice };
}

test("a page speaks as long as it was lent the voice, counted from when it asked", async () => {
  const { page, voice } = aPage();
  assert.equal(voice.speaks(), false);
  voice.tick();
  page.ms += 2500; // so long the answer took
  await settled();
  assert.equal(voice.speaks(), true);
  page.answer = new Error("network");
  page.ms = 6999;
  voice.tick();
  await settled();
  assert.deepEqual([voice.speaks(), page.lost], [true, 0]);
  page.ms = 7000;
  voice.tick();
  assert.deepEqual([voice.speaks(), page.lost], [false, 1]);
});

test("a page of which the server wants no beats asks every half minute", async () => {
  const { page, voice } = aPage();
  page.answer = new Refused();
  for (const ms of [1000, 3000, 30999, 31000, 31250]) {
    page.ms = ms;
    voice.tick();
    await settled();
  }
  assert.equal(page.sent.length, 2);
});

test("it asks every two seconds, and at once when there is something to tell", async () => {
  const { page, voice } = aPage();
  for (const ms of [1000, 1250, 2999, 3000, 3250]) {
    page.ms = ms;
    voice.tick();
    await settled();
  }
  assert.equal(page.sent.length, 2);
  const spoken = { id: "1", at: "2026-11-23T05:00:00.000Z", error: null };
  voice.tell(spoken);
  voice.tick();
  await settled();
  assert.deepEqual(page.sent[2].spoken, [spoken]);
  page.ms = 6000;
  voice.tick();
  await settled();
  assert.deepEqual(page.sent[3].spoken, []);
});

test("what nobody has heard of is told again", async () => {
  const { page, voice } = aPage();
  page.answer = new Error("network");
  voice.tell({ id: "1", at: null, error: "http_503" });
  voice.tick();
  await settled();
  page.answer = LENT;
  page.ms += 2000;
  voice.tick();
  await settled();
  assert.deepEqual(page.sent[1].spoken, page.sent[0].spoken);
});

test("a page whose sound is blocked says so, and does not speak whatever it was lent", async () => {
  const { page, voice } = aPage();
  await voice.beat();
  page.ready = false;
  assert.equal(voice.speaks(), false);
  page.answer = NOT_LENT;
  await voice.beat();
  page.ready = true;
  assert.equal(voice.speaks(), false);
  assert.deepEqual([page.sent[1].ready, page.sent[1].problem], [false, "suspended"]);
});

test("a page that slept or is new asks before it is silent; one that was told no does not", async () => {
  const { page, voice } = aPage();
  assert.equal(await voice.regains(), true);
  page.ms += 60_000;
  assert.equal(voice.speaks(), false);
  assert.equal(await voice.regains(), true);
  page.ms += 60_000;
  page.answer = NOT_LENT;
  assert.equal(await voice.regains(), false);
  assert.equal(page.sent.length, 3);
  assert.equal(await voice.regains(), false);
  assert.equal(page.sent.length, 3);
});

test("a beat that was under way while the page slept is not its last word", async () => {
  for (const answer of [Promise.resolve(LENT), Promise.reject(new Error("network"))]) {
    answer.catch(() => undefined);
    const { page, voice } = aPage();
    /** @type {(value: unknown) => void} */
    let wakes = () => undefined;
    page.answer = new Promise((resolve) => {
      wakes = resolve;
    });
    voice.tick();
    page.ms += 15_000;
    const regained = voice.regains();
    page.answer = LENT;
    wakes(answer);
    assert.equal(await regained, true);
    assert.equal(page.sent.length, 2);
  }
});

test("what nobody has spoken is handed on, and a page that closes gives the voice back", async () => {
  const { page, voice } = aPage();
  page.answer = { for_s: 6, unspoken: [{ call_id: "1" }] };
  await voice.beat();
  assert.deepEqual(page.owed, [{ call_id: "1" }]);
  const last = voice.leave();
  assert.deepEqual([last.ready, last.page, voice.speaks()], [false, page.sent[0].page, false]);
});

test("no two pages have one name, and the server can read it", () => {
  const names = new Set(Array.from({ length: 100 }, pageId));
  assert.equal(names.size, 100);
  for (const name of names) assert.match(name, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});
