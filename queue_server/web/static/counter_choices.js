/** What a clerk may choose for the visitor at the counter, so that no key has to ask for it. */

import { html } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { PapersLine } from "./counter_papers_dialog.js";
import { holdMinutes } from "./counter_rows.js";
import { OUTCOMES } from "./counter_view.js";
import { reasonText } from "./reason_text.js";

/** @typedef {import("./counter_desk.js").Desk} Desk */

/** Longest note the server takes. */
export const NOTE_LENGTH = 280;

/** @param {{ desk: Desk, ticket: import("./wire.js").TicketView }} props */
export function TicketChoices({ desk, ticket }) {
  return html`<div class="choices">
    ${ticket.started_at !== null && html`<${Outcome} desk=${desk} /><${FinishNote} desk=${desk} />`}
    ${ticket.started_at !== null && desk.outcome.value === "supplement" && html`<${PapersLine} desk=${desk} visit=${ticket} />`}
    <${HoldChoices} desk=${desk} />
  </div>`;
}

/** @param {{ desk: Desk }} props */
function Outcome({ desk }) {
  return html`<p class="choice">
    <label for="outcome">${t("clerk.outcome")}</label>
    <select id="outcome" value=${desk.outcome.value} onChange=${into(desk.outcome)}>
      ${OUTCOMES.map((name) => html`<option key=${name} value=${name}>${t(`clerk.outcome.${name}`)}</option>`)}
    </select>
  </p>`;
}

/** @param {{ desk: Desk }} props */
function FinishNote({ desk }) {
  return html`<p class="choice wide">
    <label for="note">${t("clerk.note")}</label>
    <input id="note" maxlength=${NOTE_LENGTH} autocomplete="off" value=${desk.note.value}
      placeholder=${t("clerk.note_hint")} onInput=${into(desk.note)} />
  </p>`;
}

/** @param {{ desk: Desk }} props */
function HoldChoices({ desk }) {
  const about = desk.about.value;
  if (about === null) return null;
  const reason = desk.holdReason.value ?? about.hold_reasons[0];
  const minutes = desk.holdMinutes.value ?? about.hold_min;
  return html`<p class="choice">
      <label for="hold-reason">${t("clerk.hold_for")}</label>
      <select id="hold-reason" value=${reason} onChange=${into(desk.holdReason)}>
        ${about.hold_reasons.map((code) => html`<option key=${code} value=${code}>${reasonText(code)}</option>`)}
      </select>
      <select id="hold-minutes" aria-label=${t("clerk.hold_minutes")} value=${minutes}
        onChange=${(/** @type {Event} */ event) => {
          desk.holdMinutes.value = Number(textOf(event));
        }}>
        ${holdMinutes(about.hold_min).map((n) => html`<option key=${n} value=${n}>${t("clerk.minutes", { n })}</option>`)}
      </select>
    </p>
    ${
      reason === "other" &&
      html`<p class="choice wide">
        <label for="hold-other">${t("clerk.reason_own")}</label>
        <input id="hold-other" maxlength=${NOTE_LENGTH} autocomplete="off" value=${desk.holdOther.value} onInput=${into(desk.holdOther)} />
      </p>`
    }`;
}

/** @param {Event} event */
export function textOf(event) {
  return /** @type {HTMLSelectElement | HTMLInputElement} */ (event.target).value;
}

/**
 * A listener that keeps what was chosen or typed.
 * @template {string | null} T
 * @param {{ value: T }} signal
 */
export function into(signal) {
  return (/** @type {Event} */ event) => {
    signal.value = /** @type {T} */ (textOf(event));
  };
}
