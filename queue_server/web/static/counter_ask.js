/** Dialogs that want a reason or a second thought. */

import { html, useState } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { NOTE_LENGTH, textOf } from "./counter_choices.js";
import { Frame, Ways } from "./counter_dialog.js";
import { named } from "./counter_press.js";
import { reasonText } from "./reason_text.js";

/**
 * @typedef {import("./counter_terminal.js").Drawn} Drawn
 * @typedef {Drawn & { dialog: import("./counter_desk.js").Dialog }} Asked
 */

/** @param {Asked} asked */
export function PauseDialog({ desk }) {
  return html`<${ReasonDialog} desk=${desk} title=${t("clerk.pause_why")} word="clerk.pause"
    codes=${desk.about.value?.pause_reasons ?? []} onSend=${(/** @type {string | null} */ reason) => desk.act("pause", { reason })} />`;
}

/** Calling somebody before those who came earlier. @param {Asked} asked */
export function CallDialog({ desk, dialog }) {
  const { ticket } = dialog;
  if (ticket === undefined) return null;
  return html`<${ReasonDialog} desk=${desk} title=${t("clerk.call_why", { label: ticket.label })} word="clerk.call"
    codes=${desk.about.value?.call_reasons ?? []}
    onSend=${(/** @type {string | null} */ reason) => desk.act("call", { ...named(ticket), reason })} />`;
}

/** @param {Asked} asked */
export function CancelDialog({ desk, dialog }) {
  const { ticket } = dialog;
  if (ticket === undefined) return null;
  return html`<${ReasonDialog} desk=${desk} title=${t("clerk.cancel_why", { label: ticket.label })} word="clerk.cancel"
    codes=${desk.about.value?.cancel_reasons ?? []}
    onSend=${(/** @type {string | null} */ reason) => desk.act("cancel", { ...named(ticket), reason })} />`;
}

/**
 * @param {{ desk: Drawn["desk"], title: string, word: string, codes: string[],
 *   onSend: (reason: string | null) => void }} props
 */
function ReasonDialog({ desk, title, word, codes, onSend }) {
  const [chosen, setReason] = useState(/** @type {string | null} */ (null));
  const reason = chosen ?? codes[0] ?? null;
  const [other, setOther] = useState("");
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    desk.dialog.value = null;
    onSend(reason === "other" && other.trim() !== "" ? other.trim() : reason);
  };
  return html`<${Frame} desk=${desk} title=${title}>
    <form onSubmit=${send}>
      <fieldset class="reasons">
        <legend>${t("clerk.reason")}</legend>
        ${codes.map(
          (code, i) => html`<label key=${code}>
            <input type="radio" name="reason" value=${code} checked=${code === reason} autofocus=${i === 0}
              onChange=${() => setReason(code)} />
            <span>${reasonText(code)}</span>
          </label>`,
        )}
      </fieldset>
      ${
        reason === "other" &&
        html`<label for="reason-other">${t("clerk.reason_own")}</label>
        <input id="reason-other" maxlength=${NOTE_LENGTH} autocomplete="off" value=${other} aria-describedby="reason-hint"
          onInput=${(/** @type {Event} */ event) => setOther(textOf(event))} />
        <p id="reason-hint" class="small">${t("clerk.note_hint")}</p>`
      }
      <${Ways} desk=${desk} word=${word} />
    </form>
  <//>`;
}

/** @param {Asked} asked */
export function CloseDialog({ desk, state }) {
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    desk.dialog.value = null;
    desk.act("close");
  };
  return html`<${Frame} desk=${desk} title=${t("clerk.closing", { name: pick(state.counter_name) })}>
    <form onSubmit=${send}>
      ${state.waiting > 0 && html`<p>${t("clerk.closing_waiting", { n: state.waiting })}</p>`}
      ${state.held.length > 0 && html`<p>${t("clerk.closing_held", { n: state.held.length })}</p>`}
      <${Ways} desk=${desk} word="clerk.close" stay="clerk.stay" careful />
    </form>
  <//>`;
}
