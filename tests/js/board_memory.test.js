import assert from "node:assert/strict";
import { test } from "node:test";
import { boardMemory } from "../../display_board/static/memory.js";

/** @param {Partial<Storage>} changed */
function aStorage(changed = {}) {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return /** @type {Storage} */ ({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => {
      kept.set(key, value);
    },
    ...changed,
  });
}

test("what a board announced is known after a reload, each board by itself", () => {
  const storage = aStorage();
  boardMemory("hall", () => storage).keep(["1", "2"]);
  assert.deepEqual(boardMemory("hall", () => storage).heard(), ["1", "2"]);
  assert.deepEqual(boardMemory("floor-2", () => storage).heard(), []);
});

test("a storage that is full, forbidden or spoilt does not matter", () => {
  const refuse = () => {
    throw new Error("QuotaExceededError");
  };
  const bad = [
    refuse,
    () => aStorage({ setItem: refuse, getItem: refuse }),
    () => aStorage({ getItem: () => "{" }),
    () => aStorage({ getItem: () => "3" }),
  ];
  for (const storage of bad) {
    const memory = boardMemory("hall", storage);
    memory.keep(["1"]);
    assert.deepEqual(memory.heard(), []);
  }
});
