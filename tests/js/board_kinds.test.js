import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  besideRows,
  CALLED_MS,
  mediaBeside,
  more,
  overflowing,
  PAGE_MS,
  pageAt,
  pagesOf,
} from "../../display_board/static/kinds.js";
import { LOUD, nextVolume, STEP_MS } from "../../display_board/static/media.js";
import { figureFont, lineFont, listSize, wanderAt } from "../../display_board/static/size.js";

const NOON = Date.parse("2026-11-23T05:00:00Z");
const BOTH = ["vi", "en"];
const FULL_HD = { width: 1920, height: 1080 };
const UPRIGHT = { width: 1080, height: 1920 };

/** @param {number} count */
function rows(count) {
  return Array.from({ length: count }, (_, n) => ({
    call_id: `${n}`,
    label: `A00${n}`,
    counter: n,
    counter_name: {},
    nth: 1,
    called_at: new Date(NOON - n * 1000).toISOString(),
    status: "called",
  }));
}

/** @param {Record<string, unknown>} [fields] */
function aState(fields) {
  const state = { revision: 1, as_of: "", board: "hall", name: {}, timezone: "", languages: BOTH };
  return /** @type {import("../../display_board/static/rows.js").BoardState} */ ({
    ...state,
    calls: [],
    waiting: [],
    missed: [],
    ...fields,
  });
}

/** @param {Partial<Parameters<typeof more>[1]>} [here] */
const hereWith = (here) => ({
  now: NOON,
  languages: BOTH,
  listed: 0,
  rows: 7,
  busy: false,
  ...here,
});

/** @param {Record<string, unknown>} [fields] */
function aCounter(fields) {
  const called_at = new Date(NOON - 1000).toISOString();
  const counter = { counter: 5, name: {}, status: "calling", services: [], label: "A042" };
  return { ...counter, call_id: "c", nth: 1, called_at, ...fields };
}

test("the pages of a ticker come in each language in turn, and a longer list to its end", () => {
  const pages = pagesOf({ vi: ["một", "hai"], en: ["one"] }, BOTH);
  assert.deepEqual(
    pages.map((page) => `${page.language} ${page.text}`),
    ["vi một", "en one", "vi hai"],
  );
  assert.deepEqual(pagesOf(undefined, BOTH), []);
  assert.deepEqual(pagesOf({ fr: ["un"] }, BOTH), []);
});

test("a page stands twelve seconds, and after the last comes the first", () => {
  const pages = pagesOf({ vi: ["một", "hai"] }, ["vi"]);
  const at = (/** @type {number} */ ms) => (pageAt(pages, ms) || { text: "" }).text;
  assert.deepEqual([0, PAGE_MS - 1, PAGE_MS, 2 * PAGE_MS].map(at), ["một", "một", "hai", "một"]);
  assert.equal(pageAt([], NOON), null);
});

test("an overflow begins where the board it follows ends, and fills two columns", () => {
  const shown = overflowing(rows(20), 4, 3).map((row) => row.label);
  assert.deepEqual(shown, ["A004", "A005", "A006", "A007", "A008", "A009"]);
  assert.deepEqual(overflowing(rows(3), 4, 3), []);
});

test("media give way as soon as the rows need more than half of their room", () => {
  assert.deepEqual(mediaBeside(["a.mp4"], 3, 7), ["a.mp4"]);
  assert.deepEqual(mediaBeside(["a.mp4"], 4, 7), []);
});

test("a film is silent within 300 ms of a call, and comes back no louder than before", () => {
  let volume = LOUD;
  for (let ms = 0; ms < 300; ms += STEP_MS) {
    volume = nextVolume(volume, true);
  }
  assert.equal(volume, 0);
  assert.ok(nextVolume(0, false) > 0);
  assert.equal(nextVolume(LOUD, false), LOUD);
});

test("a counter's display is bright for a while after each call, and not while serving", () => {
  const called = (/** @type {Record<string, unknown>} */ fields, ms = 0) =>
    more(aState({ kind: "counter", counters: [aCounter(fields)] }), hereWith({ now: NOON + ms }))
      .called;
  assert.equal(called({}), true);
  assert.equal(called({}, CALLED_MS), false);
  assert.equal(called({ status: "serving" }), false);
});

test("a board goes dark only when nobody is there and nothing is left to show", () => {
  const state = aState({ resting: true });
  assert.equal(more(state, hereWith()).resting, true);
  assert.equal(more(state, hereWith({ listed: 1 })).resting, false);
  assert.equal(more(state, hereWith({ busy: true })).resting, false);
  assert.equal(more(aState(), hereWith()).resting, false);
});

test("what an older server does not say is a hall without anything beside it", () => {
  const { kind, counter, page, media } = more(aState(), hereWith());
  assert.deepEqual([kind, counter, page, media], ["hall", null, null, []]);
  assert.equal(more(null, hereWith()).kind, "hall");
});

test("as many rows fit as the server counts with", () => {
  const examples = JSON.parse(
    readFileSync(new URL("../board_examples.json", import.meta.url), "utf-8"),
  );
  for (const { diagonal, distance, ticker = false, upright = false, rows: wanted } of examples) {
    const screen = upright ? UPRIGHT : FULL_HD;
    const { rows: fit } = listSize(screen, { diagonal, distance }, 0, { ticker });
    assert.equal(fit, Math.max(3, wanted), `${diagonal} inch, ${distance} m`);
  }
});

test("a ticker takes its line from the rows and keeps their number", () => {
  const plain = listSize(FULL_HD, null);
  const ticking = listSize(FULL_HD, null, 0, { ticker: true });
  assert.equal(ticking.rows, plain.rows);
  assert.ok(ticking.pitch * ticking.rows <= FULL_HD.height * 0.57 + 1e-6);
  assert.equal(besideRows(aState({ ticker: { vi: ["một"] } })).ticker, true);
  assert.deepEqual(besideRows(aState()), { ticker: false, ways: false, columns: false });
});

test("a large figure is never wider than its line, and smaller beside a ticker and a note", () => {
  const whole = figureFont(FULL_HD, "3");
  assert.ok(figureFont(FULL_HD, "C1012345") < whole);
  assert.ok(figureFont(FULL_HD, "3", { ticker: true, note: true }) < whole);
  assert.ok(lineFont(600, "a".repeat(100), 50) * 100 * 0.58 <= 600 + 1e-6);
});

test("signs of ways take their width from the letters, never their place in the row", () => {
  const FAR = { diagonal: 55, distance: 10 };
  const { ways } = besideRows(aState({ ways: { left: [1] } }));
  assert.equal(ways, true);
  for (const columns of [false, true]) {
    for (const screen of [FULL_HD, UPRIGHT]) {
      const plain = listSize(screen, FAR, 8, { columns });
      const signed = listSize(screen, FAR, 8, { columns, ways });
      assert.equal(signed.rows, plain.rows);
      assert.ok(signed.font <= plain.font);
      const room = screen.width * (columns || screen === FULL_HD ? 0.42 : 0.88);
      assert.ok(signed.font * (8 * 0.6 + 1.2 + 0.95) <= room + 1e-6, `${columns} ${screen.width}`);
    }
  }
  assert.ok(figureFont(FULL_HD, "112", { way: true }) < figureFont(FULL_HD, "112"));
  assert.ok(figureFont(FULL_HD, "3", { way: true }) > 0.9 * figureFont(FULL_HD, "3"));
});

test("in a night the clock of a dark board has been everywhere and never long in one place", () => {
  const places = Array.from({ length: 200 }, (_, n) => wanderAt(NOON + n * 180_000));
  for (const axis of /** @type {("x" | "y")[]} */ (["x", "y"])) {
    const tenths = new Set(places.map((place) => Math.floor(place[axis] * 10)));
    assert.equal(tenths.size, 10);
    assert.ok(places.every((place) => place[axis] >= 0 && place[axis] < 1));
  }
  assert.ok(places.every((place, n) => n === 0 || place.x !== places[n - 1].x));
});
