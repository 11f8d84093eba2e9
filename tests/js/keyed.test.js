import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "/shared/static/api.js";
import { Keyed } from "../../queue_server/web/static/keyed.js";

const SILENCE = new Problem("network", 0);

/** @param {any[]} answers an Error among them is a refusal; a promise is waited for */
function sending(answers, now = () => 0) {
  /** @type {string[]} */
  const keys = [];
  const keyed = new Keyed(async (_url, _body, how) => {
    keys.push(how?.key ?? "");
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  }, now);
  return { keys, send: (body = {}) => keyed.send("/api/v1/slips", body).catch(() => null) };
}

test("a command that was never answered is given again under the same key", async () => {
  const { keys, send } = sending([SILENCE, new Problem("busy", 503), { slip: "1" }, { slip: "2" }]);
  for (const _ of [1, 2, 3, 4]) await send();
  assert.equal(keys[1], keys[0]);
  assert.equal(keys[2], keys[0]);
  assert.notEqual(keys[3], keys[0]);
});

test("a command that was refused is another one the next time", async () => {
  const { keys, send } = sending([new Problem("not_allowed", 403), {}]);
  for (const _ of [1, 2]) await send();
  assert.notEqual(keys[1], keys[0]);
});

test("another command has another key, whatever became of the last", async () => {
  const { keys, send } = sending([SILENCE, {}]);
  await send({ device: "k1" });
  await send({ device: "k2" });
  assert.notEqual(keys[1], keys[0]);
});

test("a command that was never answered keeps its key while others are given", async () => {
  const { keys, send } = sending([SILENCE, {}, SILENCE, {}, {}]);
  for (const device of ["k1", "k2", "k3", "k1", "k3"]) await send({ device });
  assert.equal(keys[3], keys[0]);
  assert.equal(keys[4], keys[2]);
  assert.equal(new Set(keys).size, 3);
});

test("what is said of another command changes nothing for the one that is under way", async () => {
  /** @type {(error: Problem) => void} */
  let silence = () => {};
  const underWay = new Promise((_, reject) => {
    silence = reject;
  });
  const { keys, send } = sending([underWay, new Problem("not_allowed", 403), {}]);
  const first = send({ device: "k1" });
  await send({ device: "k2" });
  silence(SILENCE);
  await first;
  await send({ device: "k1" });
  assert.equal(keys[2], keys[0]);
});

test("after two minutes the same command is meant anew, for somebody else", async () => {
  let ms = 0;
  const { keys, send } = sending([SILENCE, SILENCE, {}], () => ms);
  await send();
  ms = 119_000;
  await send();
  ms = 240_000;
  await send();
  assert.equal(keys[1], keys[0]);
  assert.notEqual(keys[2], keys[0]);
});
