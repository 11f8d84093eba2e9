import assert from "node:assert/strict";
import { test } from "node:test";
import {
  assigned,
  isAlone,
  keepKeymap,
  keepSigns,
  readKeymap,
  readSigns,
  refusal,
} from "../../queue_server/web/static/counter_keymap.js";
import { actOf, USUAL_KEYS } from "../../queue_server/web/static/counter_keys.js";

/** A browser's storage. @param {Record<string, string>} kept */
const aStorage = (kept = {}) => {
  const map = new Map(Object.entries(kept));
  return () =>
    /** @type {Storage} */ (
      /** @type {unknown} */ ({
        getItem: (/** @type {string} */ key) => map.get(key) ?? null,
        setItem: (/** @type {string} */ key, /** @type {string} */ text) => map.set(key, text),
        removeItem: (/** @type {string} */ key) => map.delete(key),
      })
    );
};
/** @returns {Storage} */
const forbidden = () => {
  throw new DOMException("denied", "SecurityError");
};

test("a new key takes the place of the first one, the keypad's stays", () => {
  const changed = assigned(USUAL_KEYS, "step", "F3");
  assert.deepEqual(changed.step, ["F3", "NumpadAdd"]);
  assert.equal(actOf("F2", changed), null);
  assert.deepEqual(assigned(USUAL_KEYS, "step", "NumpadAdd").step, ["NumpadAdd"]);
});

test("a key that does something else already is refused, with what it does", () => {
  assert.deepEqual(refusal(USUAL_KEYS, "hold", "F4"), {
    word: "clerk.keys.taken",
    values: { chord: "F4", act: "recall" },
  });
  assert.equal(refusal(USUAL_KEYS, "recall", "F4"), null, "its own key is no conflict");
});

test("single letters and digits are refused, chords with Ctrl are not", () => {
  for (const name of ["A", "Đ", "Shift+A"]) {
    assert.equal(refusal(USUAL_KEYS, "hold", name)?.word, "clerk.keys.letter", name);
  }
  assert.equal(refusal(USUAL_KEYS, "hold", "7")?.word, "clerk.keys.digit");
  assert.equal(refusal(USUAL_KEYS, "hold", "Ctrl+H"), null);
});

test("keys that move about and keys of the browser are refused", () => {
  for (const name of ["Escape", "Tab", "Enter", "ArrowDown", "F5", "Ctrl+W", "Alt+F6", "Meta+F6"]) {
    assert.equal(refusal(USUAL_KEYS, "hold", name)?.word, "clerk.keys.reserved", name);
  }
});

test("single signs and digits can be switched off, and stay so", () => {
  const storage = aStorage();
  assert.equal(readSigns(storage), true);
  assert.equal(keepSigns(storage, false), true);
  assert.equal(readSigns(storage), false);
  keepSigns(storage, true);
  assert.equal(readSigns(storage), true);
  assert.equal(readSigns(forbidden), true);
  assert.equal(keepSigns(forbidden, false), false);
});

test("every usual key would be allowed", () => {
  for (const act of /** @type {const} */ (["step", "finish", "no_show", "find", "undo", "help"])) {
    for (const name of USUAL_KEYS[act]) assert.equal(refusal(USUAL_KEYS, act, name), null, name);
  }
});

test("a key that goes with others is waited over", () => {
  assert.deepEqual([isAlone("Control"), isAlone("F2")], [true, false]);
});

test("chosen keys are there again in the same browser", () => {
  const storage = aStorage();
  const changed = assigned(USUAL_KEYS, "pause", "F3");
  assert.equal(keepKeymap(storage, changed), true);
  assert.deepEqual(readKeymap(storage), changed);
  keepKeymap(storage, USUAL_KEYS);
  assert.equal(readKeymap(storage), USUAL_KEYS);
});

test("a browser that keeps nothing still has the usual keys", () => {
  assert.equal(readKeymap(forbidden), USUAL_KEYS);
  assert.equal(keepKeymap(forbidden, USUAL_KEYS), false);
});

test("what was kept and makes no sense is as good as nothing", () => {
  const twice = JSON.stringify({ ...USUAL_KEYS, hold: ["F4"] });
  const letter = JSON.stringify({ ...USUAL_KEYS, hold: ["H"] });
  const missing = JSON.stringify({ step: ["F2"] });
  for (const kept of ["{", "[]", "7", '"F2"', twice, letter, missing]) {
    assert.equal(readKeymap(aStorage({ "motcua.keys": kept })), USUAL_KEYS, kept);
  }
});
