import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { createSound } from "../../display_board/static/sound.js";

/** @type {string[]} */
const asked = [];
const server = createServer((request, response) => {
  asked.push(request.url || "");
  response.writeHead(request.url === "/none.wav" ? 404 : 200).end("sound");
});
let hall = "";

before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  hall = `http://127.0.0.1:${address.port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

/** The browser's sound card, which Node has not: every sound ends at once. */
function aLoudspeaker() {
  asked.length = 0;
  const context = {
    state: "running",
    decodeAudioData: async () => ({ duration: 0 }),
    createBufferSource: () => {
      const source = {
        connect() {},
        /** @type {(() => void) | null} */
        onended: null,
        start: () => setImmediate(() => source.onended?.()),
      };
      return source;
    },
  };
  return createSound(/** @type {any} */ (context));
}

const nothing = () => undefined;

test("a sound fetched ahead is not asked for again when its turn comes", async () => {
  const sound = aLoudspeaker();
  sound.prefetch(`${hall}/a.wav`);
  sound.prefetch(`${hall}/a.wav`);
  await sound.play(`${hall}/a.wav`, nothing);
  assert.deepEqual(asked, ["/a.wav"]);
});

test("only one sound is kept ahead: that of a call which lost its turn is let go", async () => {
  const sound = aLoudspeaker();
  sound.prefetch(`${hall}/a.wav`);
  sound.prefetch(`${hall}/b.wav`);
  await sound.play(`${hall}/b.wav`, nothing);
  await sound.play(`${hall}/a.wav`, nothing);
  assert.deepEqual(asked.sort(), ["/a.wav", "/a.wav", "/b.wav"]);
});

test("a sound is kept for one play: the next one asks the server again", async () => {
  const sound = aLoudspeaker();
  await sound.play(`${hall}/a.wav`, nothing);
  await sound.play(`${hall}/a.wav`, nothing);
  assert.deepEqual(asked, ["/a.wav", "/a.wav"]);
});

test("a sound that could not be fetched ahead is tried again", { timeout: 10_000 }, async () => {
  const sound = aLoudspeaker();
  while (asked.length < 2) {
    sound.prefetch(`${hall}/none.wav`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await assert.rejects(sound.play(`${hall}/none.wav`, nothing), /http_404/);
});

test("a server that cannot be reached is told apart from a sound that cannot be made", async () => {
  const sound = aLoudspeaker();
  await assert.rejects(sound.play("http://127.0.0.1:9/a.wav", nothing), /^Error: network$/);
});

test("a sound that overtakes another ends it, and can be stopped itself", async () => {
  const sound = aLoudspeaker();
  const overtaken = sound.play(`${hall}/a.wav`, nothing);
  const playing = sound.play(`${hall}/b.wav`, nothing);
  await assert.rejects(overtaken, /^Error: overtaken$/);
  sound.stop("withdrawn");
  await assert.rejects(playing, /^Error: withdrawn$/);
  while (asked.length < 2) {
    await new Promise((resolve) => setImmediate(resolve));
  }
});

test("what is stopped while it is being fetched does not begin", async () => {
  const sound = aLoudspeaker();
  let begun = 0;
  const playing = sound.play(`${hall}/a.wav`, () => {
    begun += 1;
  });
  sound.stop("voice_lost");
  await assert.rejects(playing, /voice_lost/);
  await sound.play(`${hall}/b.wav`, nothing);
  assert.deepEqual([begun, asked], [0, ["/a.wav", "/b.wav"]]);
});
