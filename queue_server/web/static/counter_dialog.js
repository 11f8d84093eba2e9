/** The frame of every dialog of the counter page. */

import { html, useLayoutEffect, useRef } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { focusStep } from "./counter_focus.js";

/** @typedef {import("./counter_desk.js").Desk} Desk */

/**
 * Opens at once, so that what is typed next already lands in it; gives the focus back when it goes.
 * @param {{ desk: Desk, title: string, children?: any }} props
 */
export function Frame({ desk, title, children }) {
  const self = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const mine = useRef(desk.dialog.value);
  useLayoutEffect(() => {
    const dialog = self.current;
    dialog?.showModal();
    if (dialog !== null) dialog.scrollTop = 0; // the focus may be on a button at its end
    return () => {
      dialog?.close();
      if (document.activeElement === document.body) focusStep();
    };
  }, []);
  const closed = () => {
    if (desk.dialog.value === mine.current) desk.dialog.value = null;
  };
  return html`<dialog ref=${self} aria-labelledby="dialog-title" onClose=${closed}>
    <h2 id="dialog-title">${title}</h2>
    ${children}
  </dialog>`;
}

/**
 * The way out and the way on, in this order on every dialog.
 * @param {{ desk: Desk, word: string, stay?: string, careful?: boolean }} props
 *   `careful`: the way out has the focus
 */
export function Ways({ desk, word, stay = "clerk.back_out", careful = false }) {
  const shut = () => {
    desk.dialog.value = null;
  };
  return html`<div class="dialog-buttons">
    <button type="button" autofocus=${careful} onClick=${shut}>${t(stay)} <kbd>Esc</kbd></button>
    <button type="submit" class="primary">${t(word)}${!careful && html` <kbd>Enter</kbd>`}</button>
  </div>`;
}
