/** Who is held, who waits for this counter, who was called in vain, who has booked a time. */

import { clock, mmss } from "/shared/static/format.js";
import { html, Icon } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { holding } from "./counter_actions.js";
import { useHindrance, useOf } from "./counter_find.js";
import { focusStep } from "./counter_focus.js";
import { keyLabel } from "./counter_keys.js";
import { take } from "./counter_press.js";
import { heldRows, missedRows, queueRows } from "./counter_rows.js";

/**
 * @typedef {import("./counter_terminal.js").Drawn} Drawn
 * @typedef {import("./wire.js").TicketView} TicketView
 */

/** @param {Drawn} drawn */
export function HeldList(drawn) {
  const { desk, state, now } = drawn;
  const rows = heldRows(state, now);
  if (rows.length === 0) return null;
  const key = state.ticket === null ? keyLabel(desk.keymap.value.hold[0]) : "";
  return html`<h2 id="held-title">${t("clerk.held")} <span class="count">${rows.length}</span></h2>
    <ul class="rows held" aria-labelledby="held-title">
      ${rows.map(
        ({ ticket, left }, i) => html`<li key=${ticket.ticket}>
          <${Name} ticket=${ticket} />
          <span class="row-wait">${left !== null && t("clerk.held_left", { t: mmss(left) })}</span>
          <${RowButtons} ...${drawn} ticket=${ticket} shortcut=${i === 0 ? key : ""} />
        </li>`,
      )}
    </ul>`;
}

/** @param {Drawn} drawn */
export function QueueList(drawn) {
  const { desk, state, now } = drawn;
  const rows = queueRows(state, now, desk.about.value?.wait_target_min);
  const more = state.waiting - rows.length;
  return html`<h2 id="queue-title">${t("clerk.queue")} <span class="count">${state.waiting}</span></h2>
    ${rows.length === 0 && html`<p class="none">${t("clerk.queue_empty")}</p>`}
    <ol class="rows queue" aria-labelledby="queue-title">${rows.map((row) => html`<${QueueRow} key=${row.ticket.ticket} ...${drawn} ...${row} />`)}</ol>
    ${more > 0 && html`<p class="more">${t("clerk.queue_more", { n: more })}</p>`}`;
}

/** @param {Drawn & ReturnType<typeof queueRows>[number]} row */
function QueueRow({ ticket, waited, share, late, ...drawn }) {
  return html`<li>
    <${Name} ticket=${ticket} here=${isKept(ticket, drawn.state)} timezone=${drawn.timezone} />
    <span class=${late ? "row-wait late" : "row-wait"}>${mmss(waited)}</span>
    <${RowButtons} ...${drawn} ticket=${ticket} />
    <span class="age" aria-hidden="true"><span class=${late ? "late" : ""} style=${{ width: `${share * 100}%` }}></span></span>
  </li>`;
}

/** @param {TicketView} ticket @param {Drawn["state"]} state */
function isKept(ticket, state) {
  return (
    ticket.reserved_for === state.counter ||
    (ticket.reserved_person !== null && ticket.reserved_person === state.clerk)
  );
}

/** @param {Drawn} drawn */
export function MissedList(drawn) {
  const rows = missedRows(drawn.state, drawn.now);
  if (rows.length === 0) return null;
  return html`<h2 id="missed-title">${t("clerk.missed")} <span class="count">${rows.length}</span></h2>
    <ul class="rows missed" aria-labelledby="missed-title">
      ${rows.map(
        ({ ticket, keeps }) => html`<li key=${ticket.ticket}>
          <${Name} ticket=${ticket} />
          <span class="row-wait">${keeps ? t("clerk.keeps_until", { time: clock(ticket.keeps_turn_until ?? "", drawn.timezone) }) : t("clerk.keeps_no_more")}</span>
          <${RowButtons} ...${drawn} ticket=${ticket} />
        </li>`,
      )}
    </ul>`;
}

/** @param {Drawn} drawn */
export function AppointmentList(drawn) {
  const tickets = drawn.desk.appointments.value;
  if (tickets.length === 0) return null;
  return html`<h2 id="booked-title">${t("clerk.appointments")} <span class="count">${tickets.length}</span></h2>
    <ul class="rows booked" aria-labelledby="booked-title">
      ${tickets.map(
        (ticket) => html`<li key=${ticket.ticket}>
          <${Name} ticket=${ticket} timezone=${drawn.timezone} />
          <span class="row-wait"></span>
          <${RowButtons} ...${drawn} ticket=${ticket} />
        </li>`,
      )}
    </ul>`;
}

/** @param {{ ticket: TicketView, here?: boolean, timezone?: string }} props */
function Name({ ticket, here, timezone }) {
  const what = pick(ticket.procedure_name) || pick(ticket.service_name);
  return html`<span class="row-label">${ticket.label}</span>
    <span class="row-service" title=${what}>
      ${ticket.priority !== "normal" && html`<span class="tag" title=${pick(ticket.priority_name)}>${t("clerk.priority_tag")}</span>`}
      ${here && html`<span class="tag kept">${t("clerk.kept_here")}</span>`}
      ${timezone && ticket.booked_at !== null && html`<span class="tag kept">${t("clerk.booked_at", { time: clock(ticket.booked_at, timezone) })}</span>`}
      ${what}
    </span>`;
}

/**
 * Take the ticket in hand where that is possible now, or cancel it.
 * @param {Drawn & { ticket: TicketView, shortcut?: string }} props
 */
function RowButtons({ desk, state, now, ticket, shortcut }) {
  if (holding(state, desk.me) !== "mine") return html`<span class="row-acts"></span>`;
  const use = useOf(ticket);
  const usable = use.verb !== null && useHindrance(use, state) === null;
  const pressed = () => {
    focusStep(); // this row goes
    take(desk, ticket, use, now);
  };
  const cancel = () => {
    desk.dialog.value = { kind: "cancel", ticket };
  };
  return html`<span class="row-acts">
    ${
      usable &&
      html`<button type="button" data-use=${use.verb} onClick=${pressed}>
        ${t(use.word)}<span class="for-readers"> ${ticket.label}</span>${shortcut && html` <kbd>${shortcut}</kbd>`}
      </button>`
    }
    <button type="button" class="cancel" title=${t("clerk.cancel_label", { label: ticket.label })}
      aria-label=${t("clerk.cancel_label", { label: ticket.label })} onClick=${cancel}>
      <${Icon} name="x" />
    </button>
  </span>`;
}
