/** The terminal of one counter, drawn from its desk. */

import { mmss } from "/shared/static/format.js";
import { html, useEffect, useRef } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { KEY_LABEL } from "./counter_keys.js";
import { MissedList, QueueList } from "./counter_queue.js";
import { CurrentTicket } from "./counter_ticket.js";
import { bigButton, longestWait, otherButtons } from "./counter_view.js";
import { NoticeLine } from "./notice.js";

/**
 * @typedef {import("./counter_desk.js").Desk} Desk
 * @typedef {import("./wire.js").CounterState} CounterState
 * @typedef {{ desk: Desk, state: CounterState, now: number }} Drawn
 */

/** Connecting takes less than this; only then does the page speak of a lost server. */
const PATIENCE_S = 3;

/** @param {{ desk: Desk, now: { value: number } }} props */
export function Terminal({ desk, now }) {
  const state = desk.link.state.value;
  if (state === null) return html`<${Waiting} desk=${desk} />`;
  const drawn = { desk, state, now: now.value };
  return html`<${TopLine} ...${drawn} />
    <div class="desk">
      <section class="desk-now" aria-label=${t("clerk.current")}>
        <${CurrentTicket} ...${drawn} />
        <${BigButton} ...${drawn} />
        <${OtherButtons} ...${drawn} />
        <${NoticeLine} notice=${desk.notice.value} />
      </section>
      <section class="desk-queue"><${QueueList} ...${drawn} /><${MissedList} state=${state} /></section>
    </div>`;
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
    ${state.clerk === desk.situation.value.me.staff ? null : html`<a href="/counter">${t("clerk.other_counter")}</a>`}
  </div>`;
}

/** @param {Drawn} drawn */
function BigButton({ desk, state }) {
  const button = bigButton(state, desk.situation.value);
  const sending = desk.sending.value === button.verb;
  const self = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => self.current?.focus(), []); // so that Enter works from the first moment
  return html`<button
      type="button" id="step" ref=${self} class=${sending ? "step sending" : "step"}
      aria-disabled=${!button.enabled} aria-describedby="step-reason"
      onClick=${() => button.enabled && desk.act(button.verb)}>
      <span>${t(sending ? "clerk.sending" : button.word)}</span><kbd>${KEY_LABEL.step}</kbd>
    </button>
    <p id="step-reason" class="reason">${button.reason && t(button.reason, { name: state.clerk_name })}</p>`;
}

/** @param {Drawn} drawn */
function OtherButtons({ desk, state }) {
  const closing = useRef(/** @type {HTMLDialogElement | null} */ (null));
  /** @param {string} verb */
  const press = (verb) => (verb === "close" ? closing.current?.showModal() : desk.act(verb));
  const keys = /** @type {Record<string, string>} */ (KEY_LABEL);
  return html`<div class="others">
      ${otherButtons(state, desk.situation.value).map(
        (button) => html`<button
          key=${button.verb} type="button" data-verb=${button.verb} aria-disabled=${!button.enabled}
          onClick=${() => button.enabled && press(button.verb)}>
          <span>${t(desk.sending.value === button.verb ? "clerk.sending" : button.word)}</span>
          ${keys[button.verb] && html`<kbd>${keys[button.verb]}</kbd>`}
        </button>`,
      )}
    </div>
    <${ClosingQuestion} dialog=${closing} desk=${desk} state=${state} />`;
}

/** @param {{ dialog: { current: HTMLDialogElement | null }, desk: Desk, state: CounterState }} props */
function ClosingQuestion({ dialog, desk, state }) {
  const leave = () => {
    dialog.current?.close();
    desk.act("close");
  };
  return html`<dialog ref=${dialog} aria-labelledby="closing-title">
    <h2 id="closing-title">${t("clerk.closing", { name: pick(state.counter_name) })}</h2>
    ${state.waiting > 0 && html`<p>${t("clerk.closing_waiting", { n: state.waiting })}</p>`}
    <form method="dialog" class="dialog-buttons">
      <button type="submit" autofocus>${t("clerk.stay")}</button>
      <button type="button" class="primary" onClick=${leave}>${t("clerk.close")}</button>
    </form>
  </dialog>`;
}
