/** The current ticket, large, or why there is none. */

import { mmss } from "/shared/static/format.js";
import { html } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { OUTCOMES, reasons, suggestsNoShow, timers } from "./counter_view.js";

/**
 * @typedef {import("./wire.js").TicketView} TicketView
 * @typedef {import("./counter_terminal.js").Drawn} Drawn
 */

/** @param {Drawn} drawn */
export function CurrentTicket({ desk, state, now }) {
  const { ticket } = state;
  if (ticket === null) return html`<div class="ticket none"><p>${t(emptyWord(state))}</p></div>`;
  return html`<div class="ticket">
    <p class="ticket-state">${t(`counter.state.${state.state}`)}</p>
    <p class="ticket-label">
      ${ticket.label}
      ${ticket.priority_name && html`<span class="tag">${t("clerk.priority_tag")} · ${pick(ticket.priority_name)}</span>`}
    </p>
    ${state.why && html`<p class="why">${t("clerk.why")}: ${because(state.why)}</p>`}
    <p class="ticket-service">
      <strong>${pick(ticket.service_name)}</strong>
      ${ticket.procedure_name && html`<span>${pick(ticket.procedure_name)}</span>`}
    </p>
    <${Times} ticket=${ticket} now=${now} />
    ${suggestsNoShow(ticket, now) && html`<p class="reason">${t("clerk.suggest_noshow", { n: ticket.calls })}</p>`}
    ${ticket.started_at && html`<${Outcome} desk=${desk} />`}
  </div>`;
}

/** @param {string} why */
function because(why) {
  return reasons(why)
    .map(({ word, values }) => t(word, values))
    .join(", ");
}

/** @param {import("./wire.js").CounterState} state */
function emptyWord(state) {
  if (state.state === "closed") return "clerk.is_closed";
  if (state.state === "paused") return "clerk.is_paused";
  return state.waiting === 0 ? "clerk.empty" : "clerk.ready";
}

/** @param {{ ticket: TicketView, now: number }} props */
function Times({ ticket, now }) {
  const language = t(`clerk.language.${ticket.language}`);
  return html`<ul class="times">
    ${timers(ticket, now).map(
      (timer) => html`<li key=${timer.word} class=${timer.tone}>
        ${t(timer.word, { t: mmss(timer.seconds) })}
        ${timer.tone === "plain" ? null : html` <strong>${t(`clerk.tone.${timer.tone}`)}</strong>`}
      </li>`,
    )}
    <li key="calls">${t("clerk.calls", { n: ticket.calls })}</li>
    <li key="language">${language.startsWith("clerk.") ? ticket.language : language}</li>
  </ul>`;
}

/** @param {{ desk: import("./counter_desk.js").Desk }} props */
function Outcome({ desk }) {
  /** @param {Event} event */
  const choose = (event) => {
    desk.outcome.value = /** @type {HTMLSelectElement} */ (event.target).value;
  };
  return html`<p class="outcome">
    <label for="outcome">${t("clerk.outcome")}</label>
    <select id="outcome" value=${desk.outcome.value} onChange=${choose}>
      ${OUTCOMES.map((name) => html`<option key=${name} value=${name}>${t(`clerk.outcome.${name}`)}</option>`)}
    </select>
  </p>`;
}
