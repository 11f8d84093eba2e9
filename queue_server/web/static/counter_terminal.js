/** The terminal of one counter, drawn from its desk. */

import { mmss } from "/shared/static/format.js";
import { html, useEffect, useMemo, useState } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { holding } from "./counter_actions.js";
import { BigButton, SideButtons, StepReason } from "./counter_buttons.js";
import { TicketChoices } from "./counter_choices.js";
import { Dialogs } from "./counter_dialogs.js";
import { keyLabel } from "./counter_keys.js";
import { AppointmentList, HeldList, MissedList, QueueList } from "./counter_lists.js";
import { LeavingLine } from "./counter_papers_dialog.js";
import { press } from "./counter_press.js";
import { longestWait } from "./counter_rows.js";
import { CurrentTicket } from "./counter_ticket.js";
import { ToastLine } from "./counter_toast_line.js";
import { NoticeLine } from "./notice.js";

/**
 * @typedef {import("./counter_desk.js").Desk} Desk
 * @typedef {import("./wire.js").CounterState} CounterState
 * @typedef {{ desk: Desk, now: { value: number }, timezone: string }} Page
 * @typedef {{ desk: Desk, state: CounterState, now: number, timezone: string }} Drawn
 * @typedef {(drawn: Drawn) => any} Part
 */

/** Connecting takes less than this; only then does the page speak of a lost server. */
const PATIENCE_S = 3;

/** @param {Page} page */
export function Terminal(page) {
  const { desk, now, timezone } = page;
  const state = desk.link.state.value;
  if (state === null) return html`<${Waiting} desk=${desk} />`;
  // The clock of the page ticks once a second; a state just come in may be younger than that.
  const young = Math.max(now.value, Date.parse(state.as_of));
  const drawn = { desk, state, now: young, timezone };
  /** @param {Part} part */
  const later = (part) => html`<${Later} ...${page} part=${part} />`;
  return html`${later(TopLine)}
    <div class="desk">
      <section class="desk-now" aria-label=${t("clerk.current")}>
        <${CurrentTicket} ...${drawn} />
        <${BigButton} ...${drawn} />
        ${later(News)}
        ${later(Choices)}
        ${later(SideButtons)}
      </section>
      ${later(Lists)}
    </div>
    ${later(Dialogs)}`;
}

/**
 * A part of the page that is drawn a frame after the visitor at the counter, whom the clerk waits
 * for: until the screen has been painted it stays as it was.
 * @param {Page & { part: Part }} props
 */
function Later({ desk, now, timezone, part }) {
  const newest = /** @type {CounterState} */ (desk.link.state.value);
  const [state, setState] = useState(newest);
  useEffect(() => setState(newest), [newest]);
  const young = Math.max(now.value, Date.parse(state.as_of));
  const draw = () =>
    html`<${part} desk=${desk} state=${state} now=${young} timezone=${timezone} />`;
  return useMemo(draw, [state, young]);
}

/** @param {Drawn} drawn */
function News(drawn) {
  return html`<div class="news">
    <${StepReason} ...${drawn} />
    <${NoticeLine} notice=${drawn.desk.notice.value} />
    <${ToastLine} ...${drawn} />
    <${LeavingLine} ...${drawn} />
  </div>`;
}

/** @param {Drawn} drawn */
function Choices({ desk, state }) {
  if (state.ticket === null || holding(state, desk.me) !== "mine") return null;
  return html`<${TicketChoices} desk=${desk} ticket=${state.ticket} />`;
}

/** @param {Drawn} drawn */
function Lists(drawn) {
  return html`<section class="desk-queue" aria-label=${t("clerk.lists")}>
    <${HeldList} ...${drawn} />
    <${QueueList} ...${drawn} />
    <${MissedList} ...${drawn} />
    <${AppointmentList} ...${drawn} />
  </section>`;
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
