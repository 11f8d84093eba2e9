import assert from "node:assert/strict";
import { test } from "node:test";
import { typed } from "../../kiosk/static/telex.js";

/** @param {string} keys */
const write = (keys) => [...keys].reduce(typed, "");

/** What is pressed, and what it means. */
const WORDS = [
  ["ddawng kys", "đăng ký"],
  ["giaays khai sinh", "giấy khai sinh"],
  ["keets hoon", "kết hôn"],
  ["chuwngs thuwcj", "chứng thực"],
  ["hooj tichj", "hộ tịch"],
  ["thuwowngf trus", "thường trú"],
  ["thuongwf", "thường"],
  ["ddaats ddai", "đất đai"],
  ["nguowif", "người"],
  ["quyeets ddinhj", "quyết định"],
  ["toans", "toán"],
  ["hoaf", "hoà"],
  ["hoanf", "hoàn"],
  ["gias", "giá"],
  ["gif", "gì"],
  ["quas", "quá"],
  ["tuyeenr", "tuyển"],
  ["ruwowuj", "rượu"],
  ["xaay duwngj", "xây dựng"],
  ["mias", "mía"],
  ["cuar", "của"],
  ["thuees", "thuế"],
  ["nghieepj", "nghiệp"],
  ["ddooij", "đội"],
];

for (const [keys, word] of WORDS) {
  test(`${keys} writes ${word}`, () => assert.equal(write(keys), word));
}

test("the tone key may come before the end of the word", () => {
  assert.equal(write("toasn"), "toán");
  assert.equal(write("hojoc"), "hộc");
});

test("the same key again takes the mark back and writes the letter", () => {
  assert.equal(write("ass"), "as");
  assert.equal(write("aaa"), "aa");
  assert.equal(write("ddd"), "dd");
});

test("z takes a tone away and is a letter otherwise", () => {
  assert.equal(write("asz"), "a");
  assert.equal(write("z"), "z");
});

test("a tone key without a vowel is a letter", () => {
  assert.equal(write("sao"), "sao");
  assert.equal(write("x"), "x");
});

test("earlier words are never touched again", () => {
  assert.equal(write("as f"), "á f");
});

test("every text is in composed form", () => {
  for (const [keys] of WORDS) assert.equal(write(keys), write(keys).normalize("NFC"));
});
