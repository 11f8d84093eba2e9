import assert from "node:assert/strict";
import { test } from "node:test";
import {
  chord,
  keyLabel,
  meaning,
  USUAL_KEYS,
} from "../../queue_server/web/static/counter_keys.js";
import { aPress } from "./staff_states.js";

/** @typedef {import("../../queue_server/web/static/counter_keys.js").Where} Where */

/** @param {string} name @param {Where} [where] */
const act = (name, where = "page") => meaning(aPress(name), where, USUAL_KEYS).act;
const nothing = { act: null, digit: null, swallow: false };

test("every act has its key, and the keypad has the frequent ones", () => {
  const acts = {
    ...{ F2: "step", NumpadAdd: "step", "Ctrl+Enter": "finish", F4: "recall" },
    ...{ NumpadMultiply: "recall", F6: "hold", NumpadDivide: "hold", F8: "no_show_next" },
    ...{ NumpadSubtract: "no_show_next", "Shift+F8": "no_show", F9: "transfer" },
    ...{ NumpadDecimal: "transfer", F7: "next_service", F10: "pause", "/": "find" },
    ...{ "Ctrl+Z": "undo", "?": "help", F1: "help", Escape: "leave" },
  };
  for (const [name, wanted] of Object.entries(acts)) assert.equal(act(name), wanted, name);
});

test("a letter means nothing, with Shift neither", () => {
  for (const name of ["a", "n", "Z", "Shift+A", "đ", " "]) {
    assert.deepEqual(meaning(aPress(name), "page", USUAL_KEYS), nothing, name);
  }
});

test("Enter is left to the button that has the focus", () => {
  assert.deepEqual(meaning(aPress("Enter"), "page", USUAL_KEYS), nothing);
});

test("a held key acts once and is kept from the browser, Enter on a focused button too", () => {
  for (const name of ["F2", "Enter", "Ctrl+Enter"]) {
    const held = meaning(aPress(name, { repeat: true }), "page", USUAL_KEYS);
    assert.deepEqual(held, { act: null, digit: null, swallow: true }, name);
  }
});

test("a key that means something is kept from the browser: F1, F10 and Ctrl+Z among them", () => {
  for (const name of ["F1", "F10", "Ctrl+Z", "/", "F4"]) {
    assert.equal(meaning(aPress(name), "page", USUAL_KEYS).swallow, true, name);
  }
});

test("keys of a word being composed belong to the input method", () => {
  const composing = [{ isComposing: true }, { keyCode: 229 }];
  for (const changed of composing) {
    assert.deepEqual(meaning(aPress("F2", changed), "page", USUAL_KEYS), nothing);
  }
});

test("in a text field only function keys and Escape are ours", () => {
  for (const name of ["NumpadAdd", "/", "?", "Ctrl+Z", "Ctrl+Enter", "5"]) {
    assert.deepEqual(meaning(aPress(name), "text", USUAL_KEYS), nothing, name);
  }
  assert.equal(act("F2", "text"), "step");
  assert.equal(act("Shift+F8", "text"), "no_show");
});

test("in a list of choices signs are for typing ahead", () => {
  assert.deepEqual(meaning(aPress("5"), "choice", USUAL_KEYS), nothing);
  assert.equal(act("/", "choice"), null);
  assert.equal(act("Ctrl+Enter", "choice"), "finish");
});

test("in an open dialog no key acts, and none of ours reaches the browser", () => {
  const swallowed = { act: null, digit: null, swallow: true };
  assert.deepEqual(meaning(aPress("F1"), "dialog", USUAL_KEYS), swallowed);
  assert.deepEqual(meaning(aPress("F3"), "dialog", USUAL_KEYS), nothing);
  for (const name of ["Escape", "5", "/", "Enter", "Ctrl+Z"]) {
    assert.deepEqual(meaning(aPress(name), "dialog", USUAL_KEYS), nothing, name);
  }
});

test("a digit begins to find a ticket, on the keypad too", () => {
  assert.deepEqual(meaning(aPress("4"), "page", USUAL_KEYS), {
    act: null,
    digit: "4",
    swallow: true,
  });
  const pad = aPress("4", { code: "Numpad4" });
  assert.equal(meaning(pad, "page", USUAL_KEYS).digit, "4");
});

test("Alt+F4 still closes the window, Ctrl+4 still changes the tab", () => {
  for (const name of ["Alt+F4", "Ctrl+4", "Ctrl+F4"]) {
    assert.deepEqual(meaning(aPress(name), "page", USUAL_KEYS), nothing, name);
  }
});

test("the slash of the keypad is not the slash of the text", () => {
  assert.equal(chord(aPress("/", { code: "NumpadDivide" })), "NumpadDivide");
  assert.equal(
    chord(aPress("/", { code: "Digit7", shiftKey: true })),
    "/",
    "as on German keyboards",
  );
});

test("keys are printed as people call them", () => {
  assert.deepEqual(
    ["F2", "Shift+F8", "NumpadAdd", undefined].map((name) => keyLabel(name)),
    ["F2", "Shift+F8", "Num +", ""],
  );
});

test("with signs switched off only chords and function keys mean anything", () => {
  for (const name of ["/", "?", "5", "NumpadAdd"]) {
    assert.notDeepEqual(meaning(aPress(name), "page", USUAL_KEYS), nothing, name);
    assert.deepEqual(meaning(aPress(name), "page", USUAL_KEYS, false), nothing, name);
  }
  assert.equal(meaning(aPress("F2"), "page", USUAL_KEYS, false).act, "step");
});
