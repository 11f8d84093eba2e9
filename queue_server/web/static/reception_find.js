/** Find a number of today: what became of it, and what can be done for its holder. */

import { html, Icon, useEffect } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { counterOf, dayOf, fate, mayArrive, mayReturn, meant } from "./reception_view.js";
import { PrintSlip } from "./slip_view.js";

/**
 * @typedef {import("./reception_desk.js").ReceptionDesk} ReceptionDesk
 * @typedef {import("./wire.js").TicketView} TicketView
 * @typedef {{ desk: ReceptionDesk, timezone: string }} Drawn
 */

/** Long enough for the next sign to be typed, too short to be waited for. */
const PAUSE_MS = 150;
/** What is shown of a number goes on being true. */
const AGAIN_MS = 5000;

/** @param {Drawn} drawn */
export function Find({ desk, timezone }) {
  const typed = desk.typed.value;
  useEffect(() => {
    const soon = setTimeout(() => desk.trying(() => desk.search()), PAUSE_MS);
    const again = setInterval(() => document.hidden || desk.again(), AGAIN_MS);
    return () => {
      clearTimeout(soon);
      clearInterval(again);
    };
  }, [typed]);
  const found = desk.found.value;
  const { fit, ticket } = meant(found ?? [], typed, desk.chosen.value);
  /** @param {Event} event */
  const type = (event) => desk.type(/** @type {HTMLInputElement} */ (event.currentTarget).value);
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    desk.trying(() => desk.search());
  };
  return html`<section class="find">
    <h2>${t("reception.find")}</h2>
    <form onSubmit=${send}>
      <label for="label">${t("reception.find_label")}</label>
      <input id="label" value=${typed} maxlength="12" autocomplete="off" autocapitalize="characters"
        spellcheck="false" onInput=${type} />
    </form>
    <div role="status">
      ${found !== null && fit.length === 0 && html`<p class="none">${t("reception.nothing")}</p>`}
      ${ticket && html`<${Fate} desk=${desk} ticket=${ticket} timezone=${timezone} />`}
    </div>
    ${ticket && html`<${Help} key=${ticket.ticket} desk=${desk} ticket=${ticket} timezone=${timezone} />`}
    <${Others} desk=${desk} tickets=${fit.filter((one) => one !== ticket)} />
  </section>`;
}

/** @param {Drawn & { ticket: TicketView }} props */
function Fate({ desk, ticket, timezone }) {
  const counter = counterOf(desk.counters.value, ticket);
  const { word, values } = fate(ticket, pick(counter?.name), timezone, Date.now());
  return html`<div class="fate">
    <p class="fate-head"><strong class="fate-label">${ticket.label}</strong>
      ${ticket.priority_name && html`<span class="tag">${pick(ticket.priority_name)}</span>`}
      <span>${pick(ticket.procedure_name) || pick(ticket.service_name)}</span></p>
    <p>${t(word, values)}</p>
  </div>`;
}

/** What can be done for the holder of a number. @param {Drawn & { ticket: TicketView }} props */
function Help({ desk, ticket, timezone }) {
  const account = `/account/${dayOf(ticket.issued_at, timezone)}/${encodeURIComponent(ticket.label)}`;
  return html`<div class="help">
    ${
      mayArrive(ticket) &&
      html`<button type="button" id="arrive" class="primary" aria-disabled=${desk.sending.value} onClick=${() => desk.arrive(ticket)}>
        <${Icon} name="door-open" /> <span>${t("reception.arrive")}</span>
      </button>`
    }
    ${
      mayReturn(ticket) &&
      html`<${PrintSlip} orders=${desk.slips} word="reception.print_return"
        wanted=${{ kind: "return", ticket: ticket.ticket }} />`
    }
    <p><a href=${account}>${t("reception.account")}</a></p>
  </div>`;
}

/** The other numbers that fit. @param {{ desk: ReceptionDesk, tickets: TicketView[] }} props */
function Others({ desk, tickets }) {
  if (tickets.length === 0) return null;
  return html`<ul class="others-found" aria-label=${t("reception.others")}>
    ${tickets.map(
      (ticket) => html`<li key=${ticket.ticket}>
        <button type="button" onClick=${() => {
          desk.chosen.value = ticket.ticket;
        }}>
          <b>${ticket.label}</b> <span>${pick(ticket.procedure_name) || pick(ticket.service_name)}</span>
        </button>
      </li>`,
    )}
  </ul>`;
}
