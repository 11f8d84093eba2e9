import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { find, fold } from "../../kiosk/static/search.js";

/** Everyday names of the shipped catalogue, as citizens say them. */

const file = new URL("../../queue_server/data/procedures.json", import.meta.url);
const shipped = JSON.parse(readFileSync(file, "utf-8")).procedures;
const all = shipped.map((/** @type {any} */ one) => ({ ...one, name: one.name_short_vi }));
const names = all.flatMap((/** @type {any} */ one) =>
  one.aliases.map((/** @type {string} */ alias) => ({ alias, id: one.id })),
);
const first = (/** @type {string} */ query) => (find(all, query).found[0] || { id: "none" }).id;

test("every everyday name finds its procedure first, with accents and without", () => {
  assert.ok(names.length > 150);
  for (const { alias, id } of names) {
    assert.equal(first(alias), id, alias);
    assert.equal(first(fold(alias)), id, fold(alias));
    assert.equal(first(alias.toUpperCase().normalize("NFD")), id, alias);
  }
});

test("every name without its spaces finds its procedure first", () => {
  const wrong = names.filter(({ alias, id }) => {
    const tight = fold(alias).replaceAll(" ", "");
    return tight.length >= 6 && first(tight) !== id;
  });
  assert.deepEqual(wrong, []);
});

/** The same row of chances for each seed (Numerical Recipes). @param {number} seed */
function chances(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** @param {string} text @param {(below: number) => number} chance */
function withASlip(text, chance) {
  const at = chance(text.length);
  const letter = String.fromCharCode(97 + chance(26));
  const [before, here, after] = [text.slice(0, at), text[at], text.slice(at + 1)];
  const slips = [
    before + after,
    before + letter + here + after,
    before + letter + after,
    before + after.slice(0, 1) + here + after.slice(1),
  ];
  return slips[chance(slips.length)];
}

test("with a slip of the finger, 95 of 100 everyday names still find their procedure first", () => {
  const chance = chances(20261123);
  const missed = [];
  for (let round = 0; round < 3; round++) {
    for (const { alias, id } of names) {
      const typed = withASlip(fold(alias), chance);
      if (first(typed) !== id) missed.push(`${typed} (${alias})`);
    }
  }
  const share = 1 - missed.length / (3 * names.length);
  process.stdout.write(`# found ${(100 * share).toFixed(1)} %; not: ${missed.join(", ")}\n`);
  assert.ok(share >= 0.95, missed.join(", "));
});

test("what people call things is found while they type it", () => {
  for (const [typed, id] of [
    ["sao y", "2_000815"],
    ["sổ đỏ", "1_013978"],
    ["so hong", "1_013978"],
    ["giấy độc thân", "1_004873"],
    ["bằng lái", "3_000347"],
    ["bang la", "3_000347"],
    ["khai s", "1_001193"],
    ["ho chie", "1_001456"],
  ]) {
    assert.equal(first(typed), id, typed);
  }
});
