/**
 * How long the kiosk's search takes, in milliseconds, for the shipped catalogue and one of 2,520
 * procedures made of it. Run with: node --import ./tests/js/shared.mjs tests/load/search.mjs
 */

import { readFileSync } from "node:fs";
import { find } from "../../kiosk/static/search.js";

const TYPED = ["s", "sao y", "so do", "giay doc thna", "khaisinh", "cap giay phep xay dugn nha o"];
const COPIES = 42;
const ROUNDS = 30;

const file = new URL("../../queue_server/data/procedures.json", import.meta.url);
const shipped = JSON.parse(readFileSync(file, "utf-8")).procedures.map((one) => ({
  ...one,
  name: one.name_short_vi,
}));

/** Other procedures have other words: each copy has a few of its own. */
const many = Array.from({ length: COPIES }, (_, copy) =>
  shipped.map((one) => ({
    ...one,
    name: `${one.name} ${copy * 7}`,
    search_keys: one.search_keys.map((key, nth) => `${key} ${(copy * 31 + nth * 7) % 97}`),
  })),
).flat();

for (const list of [shipped, many]) {
  const before = performance.now();
  find(list, "zz");
  console.log(`${list.length} procedures; made ready once in ${(performance.now() - before).toFixed(0)}`);
  for (const typed of TYPED) {
    const times = Array.from({ length: ROUNDS }, () => {
      const start = performance.now();
      find(list, typed);
      return performance.now() - start;
    }).sort((a, b) => a - b);
    const [least, median] = [times[0], times[ROUNDS / 2]].map((time) => time.toFixed(2));
    console.log(`  ${typed.padEnd(30)} least ${least}  median ${median}`);
  }
}
