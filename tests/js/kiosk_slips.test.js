import assert from "node:assert/strict";
import { test } from "node:test";
import { inOrder, nearby, slipsAllowed } from "../../kiosk/static/slips.js";

/** @param {string} text @param {string} typed @param {number} [most] */
const slips = (text, typed, most = 3) => nearby(inOrder([text]), typed, most).get(text);

test("a letter missing, too many, wrong, or two that changed places are one slip each", () => {
  assert.equal(slips("khaisinh", "khaisinh"), 0);
  assert.equal(slips("khaisinh", "khaisnh"), 1);
  assert.equal(slips("khaisinh", "khhaisinh"), 1);
  assert.equal(slips("khaisinh", "khaisimh"), 1);
  assert.equal(slips("khaisinh", "kahisinh"), 1);
  assert.equal(slips("khaisinh", "kahisnih"), 2);
  assert.equal(slips("khaisinh", "hkaisimhx"), 3);
});

test("what is not typed yet is no slip", () => {
  assert.equal(slips("giayphepxaydung", "giayphp"), 1);
  assert.equal(slips("giayphepxaydung", "giay"), 0);
});

test("more slips than are forgiven find nothing", () => {
  assert.equal(slips("khaisinh", "ketsinh", 1), undefined);
  assert.deepEqual(nearby(inOrder([]), "sinh", 2), new Map());
});

test("words that begin alike are each told as if they stood alone", () => {
  const words = ["bao", "baohiem", "baotu", "baotru", "cap", "capdoi", "caplai", "b", "xabao"];
  for (const typed of ["baotu", "boatu", "caplia", "cpa", "xbao", "zzzz", "baohime", "b"]) {
    for (const most of [0, 1, 2]) {
      const alone = words.filter((word) => nearby(inOrder([word]), typed, most).has(word));
      assert.deepEqual([...nearby(inOrder(words), typed, most).keys()].sort(), alone.sort(), typed);
    }
  }
});

test("a short word has no slips: it would become another one", () => {
  assert.deepEqual(
    ["hon", "khai", "chungth", "chungthu", "chungthuc"].map(slipsAllowed),
    [0, 1, 1, 2, 2],
  );
});
