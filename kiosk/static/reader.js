/** Plays texts one after the other, in the voice of the agent; what is newer silences what is older. */

import { tell } from "./faults.js";
import { speaking } from "./store.js";

/** @typedef {import("./spoken.js").Line} Line */

const TIMEOUT_MS = 5000;
/** A loudspeaker that can be used is ready at once. */
const RESUME_MS = 2000;
/** Added to the length of a sound: a device that vanished never reports the end. */
const GRACE_MS = 3000;

/** @type {Line[]} */
let waiting = [];
let turn = new AbortController(); // of whoever speaks; aborted when they are to fall silent
/** @type {AudioBufferSourceNode | null} */
let playing = null;
/** @type {{ context: AudioContext, gain: GainNode } | null} */
let loudspeaker = null;

export function hush() {
  turn.abort();
  turn = new AbortController();
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
  if (!speaking.value && waiting.length) speak(turn.signal, volume, began);
}

/**
 * @param {AbortSignal} hushed
 * @param {() => number} volume
 * @param {() => void} began
 */
async function speak(hushed, volume, began) {
  speaking.value = true;
  while (!hushed.aborted && waiting.length) {
    const line = /** @type {Line} */ (waiting.shift());
    const sound = await fetched(line, hushed);
    if (hushed.aborted) return;
    began();
    if (sound) await played(sound, volume(), hushed);
  }
  if (!hushed.aborted) speaking.value = false;
}

/**
 * The sound of a text; null where there is none: the screen goes on in silence.
 * @param {Line} line @param {AbortSignal} hushed
 */
async function fetched(line, hushed) {
  const request = new AbortController();
  const giveUp = () => request.abort();
  const timer = setTimeout(giveUp, TIMEOUT_MS);
  hushed.addEventListener("abort", giveUp);
  const init = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(line),
    signal: request.signal,
  };
  try {
    const answer = await fetch("/api/speech", init);
    return answer.ok ? await answer.arrayBuffer() : null;
  } catch (_) {
    return null; // the agent is away, which the screen tells by itself
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Ends in any case, heard or not: a loudspeaker that fails takes no number from the screen.
 * @param {ArrayBuffer} sound @param {number} volume @param {AbortSignal} hushed
 */
async function played(sound, volume, hushed) {
  try {
    await play(sound, volume, hushed);
  } catch (fault) {
    tell(fault);
  }
}

/** @param {ArrayBuffer} sound @param {number} volume @param {AbortSignal} hushed */
async function play(sound, volume, hushed) {
  loudspeaker ??= opened();
  const { context, gain } = loudspeaker;
  await within(RESUME_MS, context.resume());
  const buffer = await context.decodeAudioData(sound);
  if (hushed.aborted) return;
  gain.gain.value = volume;
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(gain);
  const ended = new Promise((resolve) => {
    source.onended = resolve;
  });
  source.start();
  playing = source;
  try {
    await within(buffer.duration * 1000 + GRACE_MS, ended);
  } finally {
    if (playing === source) playing = null;
  }
}

function opened() {
  const context = new AudioContext();
  const gain = context.createGain();
  gain.connect(context.destination);
  return { context, gain };
}

/** @param {number} ms @param {Promise<unknown>} work */
async function within(ms, work) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("the loudspeaker does not answer")), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
