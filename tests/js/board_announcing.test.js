import assert from "node:assert/strict";
import { test } from "node:test";
import {
  advance,
  arrive,
  CROWD,
  emptyStage,
  HEARD_KEPT,
  HURRIED_MS,
  LATE_MS,
  LONGEST_MS,
  owe,
  SPOTLIGHT_MS,
  soundOver,
  withdraw,
} from "../../display_board/static/announcing.js";

const NOON = Date.parse("2026-11-23T05:00:00Z");

/** @param {string} id @param {{expires?: number}} [but] */
function aCall(id, but = {}) {
  return {
    call_id: id,
    label: `A${id}`,
    counter: 3,
    counter_name: { vi: "Quầy 3" },
    nth: 1,
    called_at: new Date(NOON).toISOString(),
    expires_at: new Date(but.expires || NOON + 20000).toISOString(),
    sound: `/sounds/A${id}/3/1.wav`,
  };
}

/** @param {{current: {call: {call_id: string}} | null}} stage */
function shown(stage) {
  return stage.current && stage.current.call.call_id;
}

test("a call that arrives on an empty stage has the spotlight at once", () => {
  assert.equal(shown(arrive(emptyStage([]), aCall("1"), NOON)), "1");
});

test("two calls of the same moment are shown and heard one after the other, whole", () => {
  let stage = arrive(emptyStage([]), aCall("1"), NOON);
  stage = arrive(stage, aCall("2"), NOON + 50);
  assert.equal(shown(stage), "1");
  stage = soundOver(stage, "1", NOON + 9000);
  assert.equal(shown(stage), "1", "the first keeps its time alone");
  stage = advance(stage, NOON + SPOTLIGHT_MS);
  assert.equal(shown(stage), "2");
});

test("a sound longer than the usual time is heard to its end", () => {
  let stage = arrive(emptyStage([]), aCall("1"), NOON);
  stage = arrive(stage, aCall("2"), NOON);
  stage = advance(stage, NOON + SPOTLIGHT_MS + 5000);
  assert.equal(shown(stage), "1");
  assert.equal(shown(soundOver(stage, "1", NOON + SPOTLIGHT_MS + 5001)), "2");
});

test("a call whose sound failed at once is still shown for its full time", () => {
  let stage = arrive(emptyStage([]), aCall("1"), NOON);
  stage = soundOver(stage, "1", NOON + 10);
  assert.equal(shown(advance(stage, NOON + SPOTLIGHT_MS - 1)), "1");
  assert.equal(shown(advance(stage, NOON + SPOTLIGHT_MS)), null);
});

test("the same call is never announced twice, nor after a reload", () => {
  const stage = arrive(emptyStage(["1"]), aCall("1"), NOON);
  assert.equal(shown(stage), null);
  const once = arrive(emptyStage([]), aCall("2"), NOON);
  assert.equal(arrive(once, aCall("2"), NOON + 5), once);
});

test("a call of a server whose clock was set is shown, and waits as long as any other", () => {
  for (const now of [NOON + 3600000, NOON - 3600000]) {
    let stage = arrive(emptyStage([]), aCall("1"), now);
    stage = arrive(stage, aCall("2"), now);
    assert.equal(shown(stage), "1");
    stage = soundOver(stage, "1", now + SPOTLIGHT_MS);
    assert.equal(shown(stage), "2");
  }
});

test("a call that expires while it stands in our line is not lost", () => {
  let stage = emptyStage([]);
  for (const id of ["1", "2", "3", "4"]) {
    stage = arrive(stage, aCall(id), NOON);
  }
  const order = [];
  for (let now = NOON; stage.current !== null; now += 1000) {
    if (order[order.length - 1] !== shown(stage)) {
      order.push(shown(stage));
      stage = soundOver(stage, String(shown(stage)), now);
    }
    stage = advance(stage, now);
  }
  assert.deepEqual(order, ["1", "2", "3", "4"]);
});

test("a crowd of calls moves on as soon as each has been heard", () => {
  let stage = emptyStage([]);
  for (let id = 0; id <= CROWD + 1; id += 1) {
    stage = arrive(stage, aCall(String(id)), NOON);
  }
  stage = soundOver(stage, "0", NOON + HURRIED_MS - 1);
  assert.equal(shown(stage), "0");
  stage = advance(stage, NOON + HURRIED_MS);
  assert.equal(shown(stage), "1");
  stage = soundOver(stage, "1", NOON + 2 * HURRIED_MS);
  assert.equal(shown(stage), "1", "the line is short again: full time");
});

test("calls slept through are not announced on waking", () => {
  let stage = arrive(emptyStage([]), aCall("1"), NOON);
  stage = arrive(stage, aCall("2"), NOON);
  stage = soundOver(stage, "1", NOON + 20000 + LATE_MS);
  assert.equal(shown(stage), null);
  assert.deepEqual(stage.waiting, []);
});

test("the end of another call's sound does not end this one", () => {
  const stage = arrive(emptyStage([]), aCall("1"), NOON);
  assert.equal(soundOver(stage, "9", NOON + 99000), stage);
});

test("an idle stage stays the same object, so that nothing is drawn for nothing", () => {
  const stage = emptyStage([]);
  assert.equal(advance(stage, NOON), stage);
});

test("the memory of heard calls keeps the newest and does not grow for ever", () => {
  let stage = emptyStage([]);
  for (let id = 0; id < HEARD_KEPT + 10; id += 1) {
    stage = arrive(stage, aCall(String(id), { expires: NOON }), NOON);
  }
  assert.equal(stage.heard.length, HEARD_KEPT);
  assert.equal(stage.heard[HEARD_KEPT - 1], String(HEARD_KEPT + 9));
});

test("a clock that is set back does not keep a call in the spotlight for an hour", () => {
  let stage = arrive(emptyStage([]), aCall("1"), NOON);
  stage = soundOver(stage, "1", NOON + 100);
  assert.equal(shown(advance(stage, NOON - 3600000)), null);
});

test("a call whose end is never reported gives way after the longest time a sound can take", () => {
  let stage = arrive(emptyStage([]), aCall("1"), NOON);
  stage = arrive(stage, aCall("2"), NOON);
  assert.equal(shown(advance(stage, NOON + LONGEST_MS)), "1");
  assert.equal(shown(advance(stage, NOON + LONGEST_MS + 1)), "2");
});

/** @param {string} id @param {object} [more] */
const aMessage = (id, more) => ({ ...aCall(id), kind: "message", ...more });

test("what a manager says goes before calls that wait, and what is urgent before the rest", () => {
  const calls = [
    aCall("1"),
    aCall("2"),
    aMessage("m"),
    aMessage("fire", { urgent: true }),
    aCall("3"),
  ];
  const stage = calls.reduce((before, call) => arrive(before, call, NOON), emptyStage([]));
  assert.deepEqual(
    [stage.current?.call.call_id, ...stage.waiting.map((call) => call.call_id)],
    ["1", "fire", "m", "2", "3"],
  );
});

test("a fire waits for the end of the present sound, and no longer", () => {
  let stage = arrive(emptyStage([]), aCall("1"), NOON);
  stage = arrive(stage, aMessage("fire", { urgent: true }), NOON + 1000);
  assert.equal(stage.current?.call.call_id, "1");
  stage = soundOver(stage, "1", NOON + 4000);
  assert.equal(stage.current?.call.call_id, "fire");
});

test("behind a message a call has its turn before another that is not urgent", () => {
  let stage = arrive(emptyStage([]), aMessage("m.1"), NOON);
  for (const one of [aCall("1"), aMessage("m.2"), aCall("2"), aMessage("f.1", { urgent: true })]) {
    stage = arrive(stage, one, NOON);
  }
  const heard = [];
  for (let now = NOON; stage.current !== null; now += SPOTLIGHT_MS) {
    heard.push(shown(stage));
    stage = advance(soundOver(stage, stage.current.call.call_id, now), now + SPOTLIGHT_MS);
  }
  assert.deepEqual(heard, ["m.1", "f.1", "1", "m.2", "2"]);
});

test("any other message waits until the present call has been shown for its time", () => {
  let stage = arrive(emptyStage([]), aCall("1"), NOON);
  stage = arrive(stage, aMessage("m"), NOON + 1000);
  stage = soundOver(stage, "1", NOON + 4000);
  assert.equal(stage.current?.call.call_id, "1");
  assert.equal(advance(stage, NOON + SPOTLIGHT_MS).current?.call.call_id, "m");
});

test("what is owed to the hall sounds at once when nothing else does, else behind it", () => {
  let stage = soundOver(arrive(emptyStage([]), aCall("1"), NOON), "1", NOON);
  stage = owe(stage, aCall("1"), NOON + 3000);
  assert.deepEqual([stage.current?.sounding, stage.current?.since], [true, NOON + 3000]);
  stage = owe(stage, aCall("2"), NOON + 4000);
  assert.deepEqual(
    stage.waiting.map((call) => call.call_id),
    ["2"],
  );
  assert.equal(owe(stage, aCall("2"), NOON + 5000), stage);
});

test("what was taken back leaves the line, and the spotlight when its sound has ended", () => {
  let stage = arrive(emptyStage([]), aMessage("m.1"), NOON);
  stage = arrive(stage, aMessage("m.2"), NOON);
  stage = withdraw(stage, "m.", NOON + 1000);
  assert.deepEqual([stage.current?.sounding, stage.waiting], [true, []]);
  assert.equal(advance(stage, NOON + 2000), stage);
  assert.equal(soundOver(stage, "m.1", NOON + 3000).current, null);
  assert.equal(withdraw(emptyStage([]), "m.", NOON).current, null);
});

test("a call that another board shows has the spotlight for its sound alone", () => {
  const stage = arrive(emptyStage([]), { ...aCall("1"), shown: false }, NOON);
  assert.equal(soundOver(stage, "1", NOON + 4000).current, null);
});
