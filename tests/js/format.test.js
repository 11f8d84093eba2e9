import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, date, minutes, mmss } from "/shared/static/format.js";
import { fill, pickFrom } from "/shared/static/text.js";

test("a running time shows minutes and two digits of seconds", () => {
  assert.equal(mmss(0), "0:00");
  assert.equal(mmss(65.9), "1:05");
  assert.equal(mmss(760), "12:40");
});

test("a running time shows hours from the first hour on", () => {
  assert.equal(mmss(3599), "59:59");
  assert.equal(mmss(3729), "1:02:09");
});

test("a running time is never negative, whatever the clocks say", () => {
  assert.equal(mmss(-3), "0:00");
});

test("minutes are rounded up, so that a wait is never made shorter than it is", () => {
  assert.deepEqual([-5, 0, 1, 60, 61].map(minutes), [0, 0, 1, 1, 2]);
});

test("the clock shows the time of the centre, wherever the screen believes it is", () => {
  assert.equal(clock("2026-11-23T01:05:00Z", "Asia/Ho_Chi_Minh"), "08:05");
  assert.equal(clock("2026-11-22T17:00:00Z", "Asia/Ho_Chi_Minh"), "00:00");
});

test("the date is written day first and belongs to the centre", () => {
  assert.equal(date("2026-11-22T18:00:00Z", "Asia/Ho_Chi_Minh"), "23/11/2026");
});

test("a text is filled with its values", () => {
  assert.equal(
    fill("Còn {n} người trước {who}", { n: 3, who: "ông/bà" }),
    "Còn 3 người trước ông/bà",
  );
});

test("a place without a value stays visible", () => {
  assert.equal(fill("Quầy {c}", {}), "Quầy {c}");
});

test("zero and braces in a value are put in as they are", () => {
  assert.equal(fill("{a}{b}", { a: 0, b: "{a}" }), "0{a}");
});

test("a text of the wire falls back to Vietnamese", () => {
  assert.equal(pickFrom({ vi: "Quầy 1", en: "Counter 1" }, "en"), "Counter 1");
  assert.equal(pickFrom({ vi: "Quầy 1" }, "en"), "Quầy 1");
  assert.equal(pickFrom(null, "en"), "");
});
