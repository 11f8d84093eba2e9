import assert from "node:assert/strict";
import { test } from "node:test";
import { meaning } from "../../queue_server/web/static/counter_keys.js";

/** @param {string} code @param {object} changed */
const press = (code, changed = {}) => ({
  code,
  key: code,
  repeat: false,
  isComposing: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  ...changed,
});

test("F2 and the plus of the keypad take the next step, F4 recalls, F8 marks as absent", () => {
  assert.deepEqual(
    ["F2", "NumpadAdd", "F4", "F8"].map((code) => meaning(press(code), false).act),
    ["step", "step", "recall", "no_show"],
  );
});

test("a letter means nothing", () => {
  for (const code of ["KeyA", "KeyN", "KeyR", "Digit1", "Space"]) {
    assert.deepEqual(meaning(press(code), false), { act: null, swallow: false });
  }
});

test("a held key acts once and is kept from the browser", () => {
  assert.deepEqual(meaning(press("F2", { repeat: true }), false), { act: null, swallow: true });
});

test("a held Enter does not press the focused button again", () => {
  assert.deepEqual(meaning(press("Enter", { repeat: true }), false), { act: null, swallow: true });
  assert.deepEqual(meaning(press("Enter"), false), { act: null, swallow: false });
});

test("keys of a word being composed and keys in a text field belong to the text", () => {
  assert.equal(meaning(press("NumpadAdd", { isComposing: true }), false).act, null);
  assert.deepEqual(meaning(press("NumpadAdd"), true), { act: null, swallow: false });
});

test("Alt+F4 still closes the window", () => {
  assert.deepEqual(meaning(press("F4", { altKey: true }), false), { act: null, swallow: false });
});
