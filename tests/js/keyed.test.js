import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "/shared/static/api.js";
import { Keyed } from "../../queue_server/web/static/keyed.js";

const SILENCE = new Problem("network", 0);

/** @param {any[]} answers an Error among them is a refusal */
function sending(answers) {
  /** @type {string[]} */
  const keys = [];
  const keyed = new Keyed(async (_url, _body, how) => {
    keys.push(how?.key ?? "");
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  });
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
