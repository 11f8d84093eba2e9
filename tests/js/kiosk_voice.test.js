import assert from "node:assert/strict";
import { test } from "node:test";
import * as flow from "../../kiosk/static/flow.js";
import { isShort, reachLine } from "../../kiosk/static/places.js";
import { joined, pieces } from "../../kiosk/static/spoken.js";

const limits = { idle_s: 45, done_s: 12, warning_s: 20 };
const hung = { mount_top_mm: 1400, px_per_mm: 4, width_px: 1080, height_px: 1920 }; // 270 by 480 mm

/** @param {string} text */
const vi = (text) => ({ text, language: "vi" });

test("who listens has longer, and never less than the settings give", () => {
  assert.equal(flow.limitsOf(flow.FRESH, limits), limits);
  const listening = { ...flow.FRESH, voice: true };
  assert.deepEqual(flow.limitsOf(listening, limits), { idle_s: 90, done_s: 20, warning_s: 20 });
  const patient = flow.limitsOf(listening, { idle_s: 300, done_s: 60 });
  assert.deepEqual(patient, { idle_s: 300, done_s: 60 });
});

test("each press is a step louder, and after the loudest it is as quiet as at the start", () => {
  const heard = [];
  for (let visit = flow.FRESH, n = 0; n < 5; n += 1) {
    heard.push(Math.round(flow.volumeOf(visit, 0.4) * 100));
    visit = { ...visit, louder: flow.louder(visit, 0.4) };
  }
  assert.deepEqual(heard, [40, 60, 80, 100, 40]);
});

test("a start page set up for listening or low reach is as new after a while", () => {
  for (const wanted of [{ voice: true }, { low: true }, { dark: true }]) {
    assert.equal(flow.setUpAndLeft({ ...flow.FRESH, ...wanted }, 45, limits), true);
  }
});

test("what the centre took away does not change how the visitor wants the screens", () => {
  const wanted = { large: true, low: true, voice: true, dark: true, louder: 2, language: "en" };
  const visit = { ...flow.go(flow.FRESH, "checklist"), ...wanted, service: "gone" };
  const next = flow.stillOffered(visit, [], []);
  assert.deepEqual({ ...next, ...wanted }, next);
  assert.equal(next.step, "groups");
});

test("the reach line is 1,200 mm over the floor", () => {
  assert.equal(reachLine(hung), 200);
});

test("low reach is offered only where something is out of reach and enough is not", () => {
  assert.equal(reachLine({ ...hung, mount_top_mm: 0 }), 0);
  assert.equal(reachLine({ ...hung, mount_top_mm: 1200 }), 0);
  assert.equal(reachLine({ ...hung, mount_top_mm: 1460 }), 260);
  assert.equal(reachLine({ ...hung, mount_top_mm: 1461 }), 0); // 219 mm: the search does not fit
  const wide = { mount_top_mm: 1275, px_per_mm: 3.36, width_px: 1024, height_px: 768 };
  assert.equal(reachLine(wide), 75); // wide keys need fewer rows
});

test("a low screen and a low half of a tall one stand close", () => {
  assert.equal(isShort(hung, false), false);
  assert.equal(isShort({ ...hung, mount_top_mm: 1450 }, true), true);
  assert.equal(isShort({ ...hung, height_px: 800 }, false), true);
});

test("neighbours are read in one breath, languages apart", () => {
  const lines = [vi("Chọn thủ tục"), vi("Hộ tịch."), vi("Quầy 1"), { text: "Go", language: "en" }];
  assert.deepEqual(joined(lines), [
    vi("Chọn thủ tục, Hộ tịch. Quầy 1"),
    { text: "Go", language: "en" },
  ]);
});

test("nothing is longer than the agent takes, and no word is lost or cut", () => {
  const words = Array.from({ length: 300 }, (_, n) => `giấy${n}`);
  const cut = joined([vi(words.join(" ")), vi("Xong")]);
  assert.ok(cut.every((line) => line.text.length <= 400));
  assert.deepEqual(
    cut.flatMap((line) => line.text.replace(",", "").split(" ")),
    [...words, "Xong"],
  );
  assert.equal(pieces(vi("x".repeat(900))).length, 3);
});
