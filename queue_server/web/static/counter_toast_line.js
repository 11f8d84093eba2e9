/** The last deed and the button that takes it back. */

import { html, Icon } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { sideButton } from "./counter_actions.js";
import { focusStep } from "./counter_focus.js";
import { keyLabel } from "./counter_keys.js";
import { press } from "./counter_press.js";
import { toast } from "./counter_toast.js";

/** @param {import("./counter_terminal.js").Drawn} drawn */
export function ToastLine({ desk, state, now }) {
  const shown = toast(state, now);
  const mine = sideButton("undo", state, desk.look(now)).reason === null;
  const undo = () => {
    focusStep(); // the toast goes
    press(desk, "undo", now);
  };
  // The seconds stay out of the live region: a screen reader would count along.
  return html`<div class="toast-line">
    <p class="for-readers" role="status">${shown && t(shown.word, shown.values)}</p>
    ${
      shown &&
      mine &&
      html`<p class="toast" key=${shown.revision}>
        <span aria-hidden="true">${t(shown.word, shown.values)}</span>
        <button type="button" data-act="undo" onClick=${undo}>
          <${Icon} name="undo-2" /><span>${t("clerk.undo")}</span>
          <kbd>${keyLabel(desk.keymap.value.undo[0])}</kbd>
          <span class="toast-left" aria-hidden="true">${shown.seconds} s</span>
        </button>
      </p>`
    }
  </div>`;
}
