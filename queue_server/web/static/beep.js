/** A soft beep. Browsers stay silent until the page was touched once; that is accepted. */

const PITCH_HZ = 660;
const LENGTH_S = 0.18;
const LOUDNESS = 0.06;

/** @type {AudioContext | null} */
let sound = null;

/** Call on the first press of a key or a button: only then may a page open its sound. */
export function allowBeep() {
  sound ??= new AudioContext();
  if (sound.state === "suspended") sound.resume();
}

/** Beep once, where sound was allowed. */
export function beep() {
  if (sound?.state !== "running") return;
  const tone = sound.createOscillator();
  const volume = sound.createGain();
  tone.frequency.value = PITCH_HZ;
  volume.gain.setValueAtTime(LOUDNESS, sound.currentTime);
  volume.gain.linearRampToValueAtTime(0, sound.currentTime + LENGTH_S);
  tone.connect(volume).connect(sound.destination);
  tone.start();
  tone.stop(sound.currentTime + LENGTH_S);
}
