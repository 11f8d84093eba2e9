/** Who waits for this counter, and who was called in vain. */

import { mmss } from "/shared/static/format.js";
import { html } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { queueRows } from "./counter_view.js";

/** @typedef {import("./wire.js").CounterState} CounterState */

/** @param {{ state: CounterState, now: number }} props */
export function QueueList({ state, now }) {
  const rows = queueRows(state, now);
  const more = state.waiting - rows.length;
  return html`<h2 id="queue-title">${t("clerk.queue")}</h2>
    ${rows.length === 0 && html`<p class="none">${t("clerk.queue_empty")}</p>`}
    <ol class="queue" aria-labelledby="queue-title">${rows.map((row) => html`<${QueueRow} key=${row.ticket.ticket} ...${row} />`)}</ol>
    ${more > 0 && html`<p class="more">${t("clerk.queue_more", { n: more })}</p>`}`;
}

/** @param {ReturnType<typeof queueRows>[number]} row */
function QueueRow({ ticket, waited, share, late, priority }) {
  return html`<li>
    <span class="row-label">${ticket.label}</span>
    <span class="row-service">
      ${priority && html`<span class="tag" title=${pick(ticket.priority_name)}>${t("clerk.priority_tag")}</span>`}
      ${pick(ticket.procedure_name) || pick(ticket.service_name)}
    </span>
    <span class=${late ? "row-wait late" : "row-wait"}>${mmss(waited)}</span>
    <span class="age" aria-hidden="true"><span class=${late ? "late" : ""} style=${{ width: `${share * 100}%` }}></span></span>
  </li>`;
}

/** @param {{ state: CounterState }} props */
export function MissedList({ state }) {
  if (state.missed.length === 0) return null;
  return html`<h2 id="missed-title">${t("clerk.missed")}</h2>
    <ul class="missed" aria-labelledby="missed-title">
      ${state.missed.map(
        (ticket) => html`<li key=${ticket.ticket}>
          <strong>${ticket.label}</strong> <span>${pick(ticket.service_name)}</span>
          <span>${t("clerk.calls", { n: ticket.calls })}</span>
        </li>`,
      )}
    </ul>`;
}
