import assert from "node:assert/strict";
import { test } from "node:test";
import { createServerTime, hallTime, linkAge, STALE_MS } from "../../display_board/static/age.js";
import {
  hallFrom,
  listSize,
  pixelsPerMm,
  shiftAt,
} from "../../display_board/static/size.js";

const FULL_HD = { width: 1920, height: 1080 };
const CAP_EM = 0.714;

test("while the link stands the board is live, however long nothing happens", () => {
  assert.equal(linkAge(null, 9e9), "live");
});

test("a lost link is told at once, and after a minute the list is not to be relied on", () => {
  assert.equal(linkAge(1000, 1000), "lost");
  assert.equal(linkAge(1000, 1000 + STALE_MS - 1), "lost");
  assert.equal(linkAge(1000, 1000 + STALE_MS), "stale");
});

test("server time is unknown before any news", () => {
  assert.equal(createServerTime().at(5), null);
});

test("late news does not set the server's clock back", () => {
  const time = createServerTime();
  time.hear("2026-11-23T05:00:00.000Z", 1000);
  time.hear("2026-11-23T05:00:00.500Z", 9000);
  assert.equal(time.at(9000), Date.parse("2026-11-23T05:00:08Z"));
});

test("a new connection may bring an earlier clock", () => {
  const time = createServerTime();
  time.hear("2026-11-23T05:00:00Z", 0);
  time.restart();
  time.hear("2026-11-23T04:59:00Z", 0);
  assert.equal(time.at(0), Date.parse("2026-11-23T04:59:00Z"));
});

test("the clock shows the time of the hall, not of the computer", () => {
  assert.equal(hallTime(Date.parse("2026-11-23T01:41:59Z"), "Asia/Ho_Chi_Minh"), "08:41");
  assert.equal(hallTime(Date.parse("2026-11-22T17:00:00Z"), "Asia/Ho_Chi_Minh"), "00:00");
});

test("a 55 inch full HD screen has 1.58 pixels to the millimetre", () => {
  assert.ok(Math.abs(pixelsPerMm(FULL_HD, 55) - 1.577) < 0.001);
});

test("capitals of the list are at least ten millimetres high per metre of distance", () => {
  for (const distance of [3, 5, 8]) {
    const hall = { diagonal: 65, distance };
    const { font } = listSize(FULL_HD, hall);
    const mm = (font * CAP_EM) / pixelsPerMm(FULL_HD, 65);
    assert.ok(mm >= 10 * distance, `${mm} mm at ${distance} m`);
  }
});

test("a nearer hall gets more rows, and the rows never outgrow the screen", () => {
  const near = listSize(FULL_HD, { diagonal: 55, distance: 5 });
  const far = listSize(FULL_HD, { diagonal: 55, distance: 10 });
  assert.ok(near.rows > far.rows);
  for (const screen of [FULL_HD, { width: 1080, height: 1920 }, { width: 3840, height: 2160 }]) {
    for (const hall of [null, { diagonal: 43, distance: 2 }, { diagonal: 43, distance: 30 }]) {
      const { rows, font } = listSize(screen, hall);
      assert.ok(rows >= 3 && rows * font * CAP_EM * 1.65 < screen.height);
    }
  }
});

test("the hall is read from the address, and nonsense is ignored", () => {
  assert.deepEqual(hallFrom("?diagonal=55&distance=10"), { diagonal: 55, distance: 10 });
  assert.equal(hallFrom(""), null);
  assert.equal(hallFrom("?diagonal=55"), null);
  assert.equal(hallFrom("?diagonal=55&distance=many"), null);
});

test("the picture moves every three minutes by at most four pixels and comes back", () => {
  const places = Array.from({ length: 9 }, (_, step) => shiftAt(step * 180000));
  assert.ok(places.every(({ x, y }) => Math.abs(x) <= 4 && Math.abs(y) <= 4));
  assert.equal(new Set(places.map(({ x, y }) => `${x},${y}`)).size, 9);
  assert.deepEqual(shiftAt(9 * 180000), shiftAt(0));
  assert.deepEqual(shiftAt(179999), shiftAt(0));
});
