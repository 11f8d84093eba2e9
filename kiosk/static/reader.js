/** Plays texts one after the other, in the voice of the agent; what is newer silences what is older. */

import { speaking } from "./store.js";

/** @typedef {import("./spoken.js").Line} Line */

const TIMEOUT_MS = 5000;

/** @type {Line[]} */
let waiting = [];
let turn = 0; // of whoever speaks; a higher one makes it fall silent
/** @type {AudioBufferSourceNode | null} */
let playing = null;
/** @type {{ context: AudioContext, gain: GainNode } | null} */
let loudspeaker = null;

export function hush() {
  turn += 1;
  waiting = [];
  if (playing) playing.stop();
  speaking.value = false;
}

/**
 * Instead of what is being said, or behind it.
 * @param {Line[]} lines
 * @param {{ volume: () => number, began: () => void, behind?: boolean }} how  `began`: at each text
 */
export function read(lines, { volume, began, behind = false }) {
  if (!behind) hush();
  waiting.push(...lines);
  if (!speaking.value && waiting.length) speak(turn, volume, began);
}

/**
 * @param {number} mine
 * @param {() => number} volume
 * @param {() => void} began
 */
async function speak(mine, volume, began) {
  speaking.value = true;
  while (mine === turn && waiting.length) {
    const line = /** @type {Line} */ (waiting.shift());
    const sound = await fetched(line);
    if (mine !== turn) return;
    began();
    if (sound) await play(sound, volume());
  }
  if (mine === turn) speaking.value = false;
}

/** The sound of a text; null where there is none: the screen goes on in silence. @param {Line} line */
async function fetched(line) {
  const init = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(line),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  };
  try {
    const answer = await fetch("/api/speech", init);
    return answer.ok ? await answer.arrayBuffer() : null;
  } catch (_) {
    return null; // the agent is away, which the screen tells by itself
  }
}

/** @param {ArrayBuffer} sound @param {number} volume */
async function play(sound, volume) {
  if (!loudspeaker) {
    const context = new AudioContext();
    const gain = context.createGain();
    gain.connect(context.destination);
    loudspeaker = { context, gain };
  }
  const { context, gain } = loudspeaker;
  const mine = turn;
  await context.resume();
  const buffer = await context.decodeAudioData(sound);
  if (mine !== turn) return;
  gain.gain.value = volume;
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(gain);
  playing = source;
  await new Promise((resolve) => {
    source.onended = resolve;
    source.start();
  });
  if (playing === source) playing = null;
}
