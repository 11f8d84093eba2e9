/** The current ticket, large, or why there is none. */

import { mmss } from "/shared/static/format.js";
import { html } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { mayBeAbsent, timers } from "./counter_view.js";
import { reasons } from "./counter_why.js";
import { reasonText } from "./reason_text.js";

/**
 * @typedef {import("./wire.js").TicketView} TicketView
 * @typedef {import("./wire.js").CounterState} CounterState
 * @typedef {import("./counter_terminal.js").Drawn} Drawn
 */

/** @param {Drawn} drawn */
export function CurrentTicket({ desk, state, now }) {
  const { ticket } = state;
  if (ticket === null) return html`<${NoTicket} state=${state} />`;
  const aloud = !desk.link.online.value && state.state === "calling";
  return html`<div class="ticket">
    <p class="ticket-state">
      <span>${t(`counter.state.${state.state}`)}</span>
      ${ticket.moved_from !== null && html`<span class="moved">${t("clerk.moved_from", { n: ticket.moved_from })}</span>`}
    </p>
    <p class="ticket-label">
      <span class="ticket-number">${ticket.label}</span>
      ${ticket.priority_name && html`<span class="tag">${t("clerk.priority_tag")} · ${pick(ticket.priority_name)}</span>`}
    </p>
    ${aloud && html`<p class="aloud">${t("clerk.say_aloud", { label: ticket.label, name: pick(state.counter_name) })}</p>`}
    <p class="ticket-service">
      <strong>${pick(ticket.service_name)}</strong>
      ${ticket.procedure_name && html`<span>${pick(ticket.procedure_name)}</span>`}
    </p>
    ${ticket.note && html`<p class="note"><strong>${t("clerk.note")}:</strong> ${ticket.note}</p>`}
    <${Times} ticket=${ticket} now=${now} />
    <${WhyLine} state=${state} />
    ${mayBeAbsent(state, now) && html`<p class="suggestion">${t("clerk.suggest_noshow", { n: ticket.calls })}</p>`}
  </div>`;
}

/** @param {{ state: CounterState }} props */
function NoTicket({ state }) {
  return html`<div class="ticket none">
    <p>${t(emptyWord(state))}</p>
    ${state.state === "paused" && state.reason && html`<p>${reasonText(state.reason)}</p>`}
  </div>`;
}

/** @param {CounterState} state */
function emptyWord(state) {
  if (state.state === "closed") return "clerk.is_closed";
  if (state.state === "paused") return "clerk.is_paused";
  if (state.armed) return "clerk.armed_empty";
  return state.waiting === 0 ? "clerk.empty" : "clerk.ready";
}

/** @param {{ state: CounterState }} props */
function WhyLine({ state }) {
  const { why, call } = state;
  if (why === null) return null;
  const because = reasons(why).map(({ word, values }) => t(word, values));
  return html`<p class="why">
    ${t("clerk.why")}: ${why.reason !== null && html`<strong>${reasonText(why.reason)}</strong>, `}${because.join(", ")}
    ${why.passed > 0 && html`<span class="passed">${t("clerk.why.passed", { n: why.passed })}</span>`}
    ${call !== null && html` <a href=${`/call/${call}`} target="_blank" rel="noopener">${t("clerk.why.details")}</a>`}
  </p>`;
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
