import assert from "node:assert/strict";
import { test } from "node:test";
import {
  capHeights,
  hallFrom,
  listSize,
  mirroredAt,
  missedThatFit,
  pixelsPerMm,
  shiftAt,
} from "../../display_board/static/size.js";

const FULL_HD = { width: 1920, height: 1080 };
const CAP_EM = 0.714;

test("a 55 inch full HD screen has 1.58 pixels to the millimetre", () => {
  assert.ok(Math.abs(pixelsPerMm(FULL_HD, 55) - 1.577) < 0.001);
});

test("capitals of the list are at least ten millimetres high per metre of distance", () => {
  for (const [diagonal, distance] of [
    [65, 3],
    [65, 5],
    [75, 8],
  ]) {
    const { is, wanted } = capHeights(FULL_HD, { diagonal, distance });
    assert.equal(wanted, 10 * distance);
    assert.ok(is >= wanted, `${is} mm at ${distance} m`);
  }
});

test("a screen too small for its hall is told apart", () => {
  const { is, wanted } = capHeights(FULL_HD, { diagonal: 43, distance: 20 });
  assert.ok(is < wanted);
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

test("what stands still changes sides at midnight of the centre, every day of every month and year", () => {
  const zone = "Asia/Ho_Chi_Minh";
  const noon = Date.parse("2026-12-01T05:00:00Z");
  const days = Array.from({ length: 800 }, (_, day) => mirroredAt(noon + day * 86400000, zone));
  assert.ok(days.every((mirrored, day) => day === 0 || mirrored !== days[day - 1]));
  const before = Date.parse("2026-12-01T16:59:59Z");
  assert.equal(mirroredAt(before, zone), mirroredAt(noon, zone));
  assert.notEqual(mirroredAt(before + 1000, zone), mirroredAt(noon, zone));
});

test("long labels get smaller letters rather than less than the whole row", () => {
  const hall = { diagonal: 55, distance: 10 };
  assert.ok(listSize(FULL_HD, hall, 9).font < listSize(FULL_HD, hall, 6).font);
});

test("an upright screen has room for fewer numbers in one line", () => {
  assert.ok(missedThatFit({ width: 1080, height: 1920 }) < missedThatFit(FULL_HD));
});
