/**
 * Keys of the counter page. Function keys and the keypad only: single letters would be swallowed by
 * Vietnamese input methods and break WCAG 2.2 success criterion 2.1.4.
 *
 * @typedef {"step" | "recall" | "no_show"} Act
 * @typedef {{ key: string, code: string, repeat: boolean, isComposing: boolean, ctrlKey: boolean,
 *   altKey: boolean, metaKey: boolean, shiftKey: boolean }} Press
 */

/** @type {Readonly<Record<string, Act>>} */
const ACT_OF_CODE = Object.freeze({ F2: "step", NumpadAdd: "step", F4: "recall", F8: "no_show" });

/** What is printed on the buttons, by act. */
export const KEY_LABEL = Object.freeze({ step: "F2", recall: "F4", no_show: "F8" });

/**
 * What a key press means here, and whether the browser must not see it.
 *
 * A held key is swallowed without acting, Enter on a focused button included: one press, one act.
 *
 * @param {Press} press
 * @param {boolean} typing the focus is in a text field
 * @returns {{ act: Act | null, swallow: boolean }}
 */
export function meaning(press, typing) {
  if (press.isComposing || typing || modified(press)) return { act: null, swallow: false };
  if (press.repeat && press.key === "Enter") return { act: null, swallow: true };
  const act = ACT_OF_CODE[press.code] ?? null;
  if (act === null) return { act: null, swallow: false };
  return { act: press.repeat ? null : act, swallow: true };
}

/** @param {Press} press */
function modified(press) {
  return press.ctrlKey || press.altKey || press.metaKey || press.shiftKey;
}
