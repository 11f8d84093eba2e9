import assert from "node:assert/strict";
import { test } from "node:test";
import { Announcer } from "../../display_board/static/announcer.js";
import { LATE_MS, LONGEST_MS, SPOTLIGHT_MS } from "../../display_board/static/announcing.js";

const NOON = Date.parse("2026-11-23T05:00:00Z");

/** @param {string} id */
function aCall(id) {
  return {
    call_id: id,
    label: `A${id}`,
    counter: 3,
    counter_name: { vi: "Quầy 3" },
    nth: 1,
    called_at: new Date(NOON).toISOString(),
    expires_at: new Date(NOON + 60000).toISOString(),
    sound: `/sounds/${id}`,
  };
}

/** A loudspeaker whose sounds end or fail when the test says so. */
function aLoudspeaker() {
  /** @type {Map<string, {end: () => void, fail: (reason: Error) => void}>} */
  const playing = new Map();
  /** @type {string[]} */
  const asked = [];
  return {
    playing,
    asked,
    ready: () => true,
    resume: () => Promise.resolve(),
    /** @param {string} url */
    prefetch: (url) => {
      asked.push(`fetch ${url}`);
    },
    /** @param {string} url @param {() => void} begun */
    play: (url, begun) =>
      /** @type {Promise<void>} */ (
        new Promise((end, fail) => {
          asked.push(`play ${url}`);
          playing.set(url, { end, fail });
          begun();
        })
      ),
    /** @param {string} why */
    stop: (why) => {
      for (const { fail } of playing.values()) {
        fail(new Error(why));
      }
    },
  };
}

/** The voice of the zone, which is ours until the test says otherwise. */
function aVoice() {
  const voice = {
    held: true,
    /** @type {any[]} */
    told: [],
    speaks: () => voice.held,
    regains: async () => voice.held,
    /** @param {any} spoken */
    tell: (spoken) => {
      voice.told.push(spoken);
    },
  };
  return voice;
}

/** @param {(stage: import("../../display_board/static/announcing.js").Stage) => void} [changed] */
function aBoard(changed) {
  const sound = aLoudspeaker();
  const clock = { ms: NOON };
  /** @type {import("../../display_board/static/announcing.js").Stage[]} */
  const stages = [];
  const voice = aVoice();
  const announcer = new Announcer({
    sound,
    voice,
    now: () => clock.ms,
    ms: () => clock.ms,
    heard: [],
    changed: changed || ((stage) => stages.push(stage)),
  });
  return { sound, voice, clock, stages, announcer };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("the call in the spotlight is the one that sounds, and the log tells when", async () => {
  const { sound, clock, announcer } = aBoard();
  announcer.arrive(aCall("1"));
  clock.ms += 9000;
  sound.playing.get("/sounds/1")?.end();
  await settled();
  assert.deepEqual(announcer.log, [
    {
      call_id: "1",
      label: "A1",
      shown: "2026-11-23T05:00:00.000Z",
      started: "2026-11-23T05:00:00.000Z",
      ended: "2026-11-23T05:00:09.000Z",
      error: null,
    },
  ]);
});

test("two sounds never overlap, and the second is fetched while the first one plays", () => {
  const { sound, clock, announcer } = aBoard();
  announcer.arrive(aCall("1"));
  announcer.arrive(aCall("2"));
  clock.ms += LONGEST_MS;
  announcer.tick();
  assert.deepEqual([...sound.playing.keys()], ["/sounds/1"]);
  assert.ok(sound.asked.includes("fetch /sounds/2"));
});

test("a sound that fails is logged and the next call is announced all the same", async () => {
  const { sound, clock, announcer } = aBoard();
  announcer.arrive(aCall("1"));
  announcer.arrive(aCall("2"));
  sound.playing.get("/sounds/1")?.fail(new Error("http_404"));
  await settled();
  clock.ms += SPOTLIGHT_MS;
  announcer.tick();
  assert.equal(announcer.log[0].error, "http_404");
  assert.deepEqual([...sound.playing.keys()], ["/sounds/1", "/sounds/2"]);
});

test("the page is told of every change of the stage and of nothing else", async () => {
  const { sound, clock, stages, announcer } = aBoard();
  announcer.tick();
  assert.equal(stages.length, 0);
  announcer.arrive(aCall("1"));
  sound.playing.get("/sounds/1")?.end();
  await settled();
  clock.ms += SPOTLIGHT_MS;
  announcer.tick();
  announcer.tick();
  assert.deepEqual(
    stages.map((stage) => stage.current && stage.current.sounding),
    [true, false, null],
  );
});

test("a picture that cannot be drawn keeps no call from being heard", async (test) => {
  const complaints = test.mock.method(console, "error", () => undefined);
  const { sound, clock, announcer } = aBoard(() => {
    throw new Error("no room");
  });
  announcer.arrive(aCall("1"));
  assert.deepEqual([...sound.playing.keys()], ["/sounds/1"]);
  sound.playing.get("/sounds/1")?.end();
  await settled();
  clock.ms += SPOTLIGHT_MS;
  announcer.arrive(aCall("2"));
  assert.deepEqual([...sound.playing.keys()], ["/sounds/1", "/sounds/2"]);
  assert.ok(complaints.mock.callCount() > 0);
});

test("a call gets its own sound before the one after it is fetched", () => {
  const { sound, clock, announcer } = aBoard();
  for (const id of ["1", "2", "3"]) announcer.arrive(aCall(id));
  sound.asked.length = 0;
  clock.ms += LONGEST_MS + 1;
  announcer.tick();
  assert.deepEqual(sound.asked, ["play /sounds/2", "fetch /sounds/3"]);
});

/** @param {string} id @param {object} [more] */
const aMessage = (id, more) => ({
  ...aCall(id),
  label: "",
  kind: "message",
  text: { vi: "Trung tâm sắp ngừng cấp số." },
  ...more,
});

test("what sounds is told with the moment it began, what fails with the reason", async () => {
  const { sound, voice, clock, announcer } = aBoard();
  announcer.arrive(aCall("1"));
  assert.deepEqual(voice.told, [{ id: "1", at: "2026-11-23T05:00:00.000Z", error: null }]);
  sound.playing.get("/sounds/1")?.fail(new Error("cut off!"));
  await settled();
  assert.equal(voice.told.length, 1); // it was heard, as far as it went
  sound.play = () => Promise.reject(new Error("http_503"));
  clock.ms += SPOTLIGHT_MS;
  announcer.arrive(aCall("2"));
  await settled();
  assert.deepEqual(voice.told[1], { id: "2", at: null, error: "http_503" });
});

test("while another has the voice a call is shown, makes no sound, and is told to nobody", async () => {
  const { sound, voice, announcer } = aBoard();
  voice.held = false;
  announcer.arrive(aCall("1"));
  announcer.arrive(aCall("2"));
  await settled();
  assert.deepEqual(sound.asked, []); // nor is anything fetched
  assert.deepEqual(voice.told, []);
  assert.equal(announcer.log[0].error, "other_voice");
  assert.equal(announcer.stage.current?.call.call_id, "1");
});

test("who gets the voice says at once what was shown in silence, and says it once", async () => {
  const { sound, voice, announcer } = aBoard();
  voice.held = false;
  announcer.arrive(aCall("1"));
  await settled();
  voice.held = true;
  announcer.owed([aCall("1"), aCall("2")]);
  assert.deepEqual(sound.asked, ["play /sounds/1", "fetch /sounds/2"]);
  announcer.owed([aCall("1"), aCall("2")]); // the server has not heard of it yet
  sound.playing.get("/sounds/1")?.end();
  await settled();
  announcer.owed([aCall("1")]);
  const played = sound.asked.filter((what) => what.startsWith("play"));
  assert.deepEqual(played, ["play /sounds/1"]);
  assert.deepEqual(
    announcer.stage.waiting.map((call) => call.call_id),
    ["2"],
  );
});

test("a call of another board is only for the one that has the voice", () => {
  const { sound, voice, announcer } = aBoard();
  announcer.arrive({ ...aCall("1"), shown: false });
  assert.deepEqual(sound.asked, ["play /sounds/1"]);
  voice.held = false;
  announcer.arrive({ ...aCall("2"), shown: false });
  assert.deepEqual(announcer.stage.waiting, []);
});

test("what a manager takes back falls silent and leaves the screen at once", async () => {
  const { sound, announcer } = aBoard();
  announcer.arrive(aMessage("m.1"));
  announcer.arrive(aCall("1"));
  announcer.arrive(aMessage("m.2"));
  assert.deepEqual(sound.asked[0], "play /sounds/m.1");
  announcer.arrive(aMessage("m.withdrawn", { kind: "withdrawn", withdraws: "m." }));
  await settled();
  assert.equal(announcer.stage.current?.call.call_id, "1");
  assert.deepEqual(announcer.stage.waiting, []);
  assert.equal(announcer.log[0].error, "withdrawn");
});

test("what was taken back is not said when it comes late or is owed", () => {
  const { sound, announcer } = aBoard();
  announcer.arrive(aMessage("m.withdrawn", { kind: "withdrawn", withdraws: "m." }));
  announcer.arrive(aMessage("m.1"));
  announcer.owed([aMessage("m.1")]);
  assert.deepEqual(sound.asked, []);
});

test("what is taken back while the server is asked for the voice is not said", async () => {
  const { sound, voice, announcer } = aBoard();
  voice.speaks = () => false;
  announcer.arrive(aMessage("m.1"));
  announcer.withdraw("m.");
  await settled();
  assert.deepEqual(sound.asked, []);
  assert.equal(announcer.log[0].error, "withdrawn");
});

test("what was stopped or did not come before its sound began is not told, and may be said later", async () => {
  const { sound, voice, clock, announcer } = aBoard();
  const { play } = sound;
  for (const why of ["voice_lost", "withdrawn", "network"]) {
    sound.play = () => Promise.reject(new Error(why));
    announcer.arrive(aCall(why));
    await settled();
    clock.ms += SPOTLIGHT_MS;
    announcer.tick();
  }
  assert.deepEqual(voice.told, []);
  sound.play = play;
  announcer.owed([aCall("voice_lost")]);
  assert.deepEqual(sound.asked, ["play /sounds/voice_lost"]);
  announcer.owed([aCall("network")]);
  assert.deepEqual(sound.asked[1], "fetch /sounds/network");
});

test("a sound that does not come for the second time is told", async () => {
  const { sound, voice, clock, announcer } = aBoard();
  sound.play = () => Promise.reject(new Error("network"));
  announcer.arrive(aCall("1"));
  for (let beat = 0; beat < 3; beat += 1) {
    await settled();
    clock.ms += SPOTLIGHT_MS;
    announcer.tick();
    announcer.owed([aCall("1")]);
  }
  assert.deepEqual(voice.told, [{ id: "1", at: null, error: "network" }]);
});

test("a film is silent while the zone's voice says a call that is not shown here, and no longer", () => {
  const { voice, clock, announcer } = aBoard();
  voice.held = false;
  assert.equal(announcer.hushed(), false);
  announcer.arrive({ ...aCall("1"), shown: false });
  announcer.arrive({ ...aCall("2"), shown: false });
  assert.equal(announcer.stage.current, null);
  clock.ms += 23_000; // one after the other
  assert.equal(announcer.hushed(), true);
  clock.ms += 1000;
  assert.equal(announcer.hushed(), false);
});

test("a film is silent while a long message is said elsewhere", async () => {
  const { voice, clock, announcer } = aBoard();
  voice.held = false;
  announcer.arrive(aMessage("m.1", { text: { vi: "a".repeat(200), en: "a".repeat(200) } }));
  await settled();
  clock.ms += 40_000;
  announcer.tick();
  assert.deepEqual([announcer.stage.current, announcer.hushed()], [null, true]);
});

test("neither a flood of calls nor a clock that is set silences a film for long", () => {
  const { voice, clock, announcer } = aBoard();
  voice.held = false;
  for (let id = 0; id < 100; id += 1) announcer.arrive({ ...aCall(String(id)), shown: false });
  clock.ms -= 3_600_000;
  assert.equal(announcer.hushed(), false);
  clock.ms += 3_600_000 + LATE_MS;
  assert.equal(announcer.hushed(), false);
});
