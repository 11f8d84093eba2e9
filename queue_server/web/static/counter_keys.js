/**
 * Keys of the counter page: which press means which act. Function keys, the operators of the keypad
 * and a few chords; single letters would be swallowed by Vietnamese input methods and break WCAG 2.2
 * success criterion 2.1.4. Nothing here touches the page.
 *
 * @typedef {"step" | "finish" | "recall" | "hold" | "no_show_next" | "no_show" | "transfer" |
 *   "next_service" | "pause" | "find" | "undo" | "help"} Act
 * @typedef {Readonly<Record<Act, readonly string[]>>} Keymap
 *   the chords of an act; the first one is printed on its button
 * @typedef {{ key: string, code: string, repeat: boolean, isComposing: boolean, ctrlKey: boolean,
 *   altKey: boolean, metaKey: boolean, shiftKey: boolean, keyCode?: number }} Press
 * @typedef {"page" | "choice" | "text" | "dialog"} Where
 *   where the focus is: in a text field, in a list of choices, in an open dialog, anywhere else
 * @typedef {{ act: Act | "leave" | null, digit: string | null, swallow: boolean }} Meaning
 *   `leave` is Escape, `digit` begins to find a ticket; a swallowed press is kept from the browser
 */

/** @type {Keymap} */
export const USUAL_KEYS = Object.freeze({
  step: ["F2", "NumpadAdd"],
  finish: ["Ctrl+Enter"],
  recall: ["F4", "NumpadMultiply"],
  hold: ["F6", "NumpadDivide"],
  no_show_next: ["F8", "NumpadSubtract"],
  no_show: ["Shift+F8"],
  transfer: ["F9", "NumpadDecimal"],
  next_service: ["F7"],
  pause: ["F10"],
  find: ["/"],
  undo: ["Ctrl+Z"],
  help: ["F1", "?"],
});

export const ACTS = /** @type {Act[]} */ (Object.keys(USUAL_KEYS));

/** What `keyCode` says of a press that an input method has taken (UI Events, section 7.3.1). */
const TAKEN_BY_INPUT_METHOD = 229;
const OPERATOR = /^Numpad(Add|Subtract|Multiply|Divide|Decimal)$/;
const FUNCTION_KEY = /^F([1-9]|1\d|2[0-4])$/;
/** @type {Readonly<Record<string, string>>} */
const SIGN = Object.freeze({
  NumpadAdd: "Num +",
  NumpadSubtract: "Num −",
  NumpadMultiply: "Num ×",
  NumpadDivide: "Num ÷",
  NumpadDecimal: "Num .",
});
/** @type {Meaning} */
const NOTHING = Object.freeze({ act: null, digit: null, swallow: false });
/** @type {Meaning} */
const SWALLOWED = Object.freeze({ act: null, digit: null, swallow: true });

/**
 * The name of a press, such as `F2`, `Shift+F8`, `Ctrl+Z`, `/` or `NumpadAdd`.
 *
 * A printed sign stands for itself wherever the keyboard has it, so Shift is not named with it.
 * @param {Press} press
 */
export function chord(press) {
  const printed = press.key.length === 1 && !OPERATOR.test(press.code);
  const letter = printed && /\p{L}/u.test(press.key);
  const name = printed ? press.key.toUpperCase() : named(press);
  return [
    press.ctrlKey && "Ctrl",
    press.altKey && "Alt",
    press.metaKey && "Meta",
    press.shiftKey && (!printed || letter) && "Shift",
    name,
  ]
    .filter(Boolean)
    .join("+");
}

/** @param {Press} press */
function named(press) {
  return OPERATOR.test(press.code) || FUNCTION_KEY.test(press.code) ? press.code : press.key;
}

/**
 * A chord as it is printed on a button.
 * @param {string | undefined} name
 */
export function keyLabel(name) {
  return name === undefined ? "" : (SIGN[name] ?? name);
}

/**
 * Whether a chord is a single printed sign or digit. Speech input and a slipping hand can press
 * those by accident, so they can be switched off (WCAG 2.2 success criterion 2.1.4).
 * @param {string} name of a chord
 */
export function isSign(name) {
  return name.length === 1 || OPERATOR.test(name);
}

/**
 * What a key press means here, and whether the browser must not see it.
 *
 * A held key is swallowed without acting, Enter on a focused button included: one press, one act.
 * In an open dialog every key belongs to the dialog, but no mapped one reaches the browser.
 * @param {Press} press
 * @param {Where} where
 * @param {Keymap} keymap
 * @param {boolean} [signs]  whether single signs and digits mean anything
 * @returns {Meaning}
 */
export function meaning(press, where, keymap, signs = true) {
  if (press.isComposing || press.keyCode === TAKEN_BY_INPUT_METHOD) return NOTHING;
  const name = chord(press);
  if (where === "dialog") return isFunctionKey(name) && actOf(name, keymap) ? SWALLOWED : NOTHING;
  if (where === "text" && !isFunctionKey(name)) return NOTHING;
  if (!signs && isSign(name)) return NOTHING;
  if (press.repeat && press.key === "Enter") return SWALLOWED;
  if (name === "Escape") return press.repeat ? NOTHING : { ...NOTHING, act: "leave" };
  if (where === "choice" && name.length === 1) return NOTHING; // typing ahead in the list
  const act = actOf(name, keymap);
  if (act !== null) return press.repeat ? SWALLOWED : { act, digit: null, swallow: true };
  if (/^\d$/.test(name) && !press.repeat) return { act: null, digit: name, swallow: true };
  return NOTHING;
}

/** @param {string} name */
export function isFunctionKey(name) {
  return FUNCTION_KEY.test(name.split("+").at(-1) ?? "");
}

/**
 * @param {string} name of a chord
 * @param {Keymap} keymap
 * @returns {Act | null}
 */
export function actOf(name, keymap) {
  return ACTS.find((act) => keymap[act].includes(name)) ?? null;
}
