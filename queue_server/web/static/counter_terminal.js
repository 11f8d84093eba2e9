/** The terminal of one counter, drawn from its desk. */

import { mmss } from "/shared/static/format.js";
import { html, useEffect, useState } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { holding } from "./counter_actions.js";
import { BigButton, SideButtons, StepReason } from "./counter_buttons.js";
import { TicketChoices } from "./counter_choices.js";
import { Dialogs } from "./counter_dialogs.js";
import { keyLabel } from "./counter_keys.js";
import { AppointmentList, HeldList, MissedList, QueueList } from "./counter_lists.js";
import { press } from "./counter_press.js";
import { longestWait } from "./counter_rows.js";
import { CurrentTicket } from "./counter_ticket.js";
import { ToastLine } from "./counter_toast_line.js";
import { NoticeLine } from "./notice.js";

/**
 * @typedef {import("./counter_desk.js").Desk} Desk
 * @typedef {import("./wire.js").CounterState} CounterState
 * @typedef {{ desk: Desk, state: CounterState, now: number, timezone: string }} Drawn
 */

/** Connecting takes less than this; only then does the page speak of a lost server. */
const PATIENCE_S = 3;

/** @param {{ desk: Desk, now: { value: number }, timezone: string }} props */
export function Terminal({ desk, now, timezone }) {
  const state = desk.link.state.value;
  if (state === null) return html`<${Waiting} desk=${desk} />`;
  // The clock of the page ticks once a second; a state just come in may be younger than that.
  const young = Math.max(now.value, Date.parse(state.as_of));
  const drawn = { desk, state, now: young, timezone };
  const mine = holding(state, desk.me) === "mine";
  return html`<${TopLine} ...${drawn} />
    <div class="desk">
      <section class="desk-now" aria-label=${t("clerk.current")}>
        <${CurrentTicket} ...${drawn} />
        <${BigButton} ...${drawn} />
        <div class="news">
          <${StepReason} ...${drawn} />
          <${NoticeLine} notice=${desk.notice.value} />
          <${ToastLine} ...${drawn} />
        </div>
        ${mine && state.ticket !== null && html`<${TicketChoices} desk=${desk} ticket=${state.ticket} />`}
        <${SideButtons} ...${drawn} />
      </section>
      <${Lists} desk=${desk} now=${now} timezone=${timezone} />
    </div>
    <${Dialogs} ...${drawn} />`;
}

/**
 * Everybody else, drawn a frame after the visitor at the counter, whom the clerk waits for.
 * @param {{ desk: Desk, now: { value: number }, timezone: string }} props
 */
function Lists({ desk, now, timezone }) {
  const state = useLater(/** @type {CounterState} */ (desk.link.state.value));
  const drawn = { desk, state, now: Math.max(now.value, Date.parse(state.as_of)), timezone };
  return html`<section class="desk-queue" aria-label=${t("clerk.lists")}>
    <${HeldList} ...${drawn} />
    <${QueueList} ...${drawn} />
    <${MissedList} ...${drawn} />
    <${AppointmentList} ...${drawn} />
  </section>`;
}

/**
 * A value as it was on the screen last; the new one is drawn when the screen has been painted.
 * @template T
 * @param {T} value
 * @returns {T}
 */
function useLater(value) {
  const [late, setLate] = useState(value);
  useEffect(() => setLate(value), [value]);
  return late;
}

/** @param {{ desk: Desk }} props */
function Waiting({ desk }) {
  const lost = desk.link.lostForS.value >= PATIENCE_S;
  return html`<h1>${t("counter.title")}</h1>
    <${NoticeLine} notice=${desk.notice.value} />
    <p class="loading">${t(lost ? "clerk.offline" : "signin.loading")}</p>
    <p><a href="/counter">${t("clerk.other_counter")}</a></p>`;
}

/** @param {Drawn} drawn */
function TopLine({ desk, state, now }) {
  const online = desk.link.online.value;
  return html`<div class="top-line">
    <h1>${pick(state.counter_name)}</h1>
    <span class="top-clerk">${state.clerk_name ?? t("clerk.place.free")}</span>
    <span class=${online ? "online" : "online lost"}>${t(online ? "clerk.online" : "clerk.lost")}</span>
    <span class="top-room"></span>
    <span>${t("clerk.waiting_total")} <strong>${state.waiting}</strong></span>
    <span>${t("mgr.longest")} <strong>${mmss(longestWait(state, now))}</strong></span>
    <button type="button" class="small" onClick=${() => press(desk, "keys", now)}>${t("clerk.keys")}</button>
    <button type="button" class="small" onClick=${() => press(desk, "help", now)}>${t("clerk.help")} <kbd>${keyLabel(desk.keymap.value.help[0])}</kbd></button>
    ${state.clerk === desk.me.staff ? null : html`<a href="/counter">${t("clerk.other_counter")}</a>`}
  </div>`;
}
