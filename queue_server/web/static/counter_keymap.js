/**
 * The keys a clerk has chosen for this browser: what may be chosen, and how it is remembered.
 *
 * @typedef {import("./counter_keys.js").Act} Act
 * @typedef {import("./counter_keys.js").Keymap} Keymap
 * @typedef {{ word: string, values: Record<string, unknown> }} Sentence
 */

import { ACTS, actOf, USUAL_KEYS } from "./counter_keys.js";

const KEPT_AS = "motcua.keys";
const SIGNS_KEPT_AS = "motcua.keys.signs";
const OFF = "off";
/** Keys that move about in pages and dialogs, and chords that browsers do not give away. */
const RESERVED = new Set([
  ...["Escape", "Tab", "Shift+Tab", "Enter", " ", "Shift+Enter", "Backspace", "Delete"],
  ...["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"],
  ...["F5", "Ctrl+F5", "Shift+F5", "F11", "F12", "Process", "Dead", "Unidentified"],
  ...["Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+N", "Ctrl+T", "Ctrl+W", "Ctrl+R", "Ctrl+Tab"],
  ...["Ctrl+F4", "Ctrl+Shift+N", "Ctrl+Shift+T", "Ctrl+Shift+W"],
]);
const ALONE = new Set(["Control", "Shift", "Alt", "Meta", "AltGraph", "CapsLock", "NumLock"]);

/**
 * Whether a press is only a key that goes with others: one waits for the next.
 * @param {string} key
 */
export function isAlone(key) {
  return ALONE.has(key);
}

/**
 * Why an act cannot have this chord, `null` when it can.
 * @param {Keymap} keymap
 * @param {Act} act
 * @param {string} chord
 * @returns {Sentence | null}
 */
export function refusal(keymap, act, chord) {
  if (/^(Shift\+)?\p{L}$/u.test(chord)) return { word: "clerk.keys.letter", values: {} };
  if (/^\d$/.test(chord)) return { word: "clerk.keys.digit", values: {} };
  if (RESERVED.has(chord) || /\b(Alt|Meta)\b/.test(chord)) {
    return { word: "clerk.keys.reserved", values: { chord } };
  }
  const other = actOf(chord, keymap);
  return other === null || other === act
    ? null
    : { word: "clerk.keys.taken", values: { chord, act: other } };
}

/**
 * The keymap with another first key for an act; its second key stays.
 * @param {Keymap} keymap
 * @param {Act} act
 * @param {string} chord
 * @returns {Keymap}
 */
export function assigned(keymap, act, chord) {
  const others = keymap[act].slice(1).filter((one) => one !== chord);
  return { ...keymap, [act]: [chord, ...others] };
}

/**
 * The remembered keymap; the usual one where there is none, or none that makes sense.
 * @param {() => Storage} storage may throw: browsers can be told to keep nothing
 * @returns {Keymap}
 */
export function readKeymap(storage) {
  try {
    const kept = JSON.parse(storage().getItem(KEPT_AS) ?? "null");
    return isKeymap(kept) ? kept : USUAL_KEYS;
  } catch {
    return USUAL_KEYS;
  }
}

/**
 * Remember a keymap; the usual one is remembered by forgetting.
 * @param {() => Storage} storage
 * @param {Keymap} keymap
 * @returns {boolean} whether it will be there tomorrow
 */
export function keepKeymap(storage, keymap) {
  try {
    if (keymap === USUAL_KEYS) storage().removeItem(KEPT_AS);
    else storage().setItem(KEPT_AS, JSON.stringify(keymap));
    return true;
  } catch {
    return false;
  }
}

/** Whether single signs and digits are keys here. @param {() => Storage} storage */
export function readSigns(storage) {
  try {
    return storage().getItem(SIGNS_KEPT_AS) !== OFF;
  } catch {
    return true;
  }
}

/**
 * Remember whether single signs and digits are keys.
 * @param {() => Storage} storage
 * @param {boolean} signs
 * @returns {boolean} whether it will be so tomorrow
 */
export function keepSigns(storage, signs) {
  try {
    if (signs) storage().removeItem(SIGNS_KEPT_AS);
    else storage().setItem(SIGNS_KEPT_AS, OFF);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {any} kept
 * @returns {kept is Keymap} every act has its keys, each key one act, and none is refused
 */
function isKeymap(kept) {
  if (kept === null || typeof kept !== "object") return false;
  const named = ACTS.every(
    (act) =>
      Array.isArray(kept[act]) &&
      kept[act].length > 0 &&
      kept[act].every((/** @type {unknown} */ one) => typeof one === "string"),
  );
  return (
    named &&
    ACTS.every((act) =>
      kept[act].every((/** @type {string} */ one) => refusal(kept, act, one) === null),
    )
  );
}
