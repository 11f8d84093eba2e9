/** One's own number: giving it up, and the questions before one more is given. */

import { command, Problem } from "/shared/static/api.js";
import { html, Icon, signal, useEffect, useState } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { go, takeAnother, withoutCard } from "./flow.js";
import { Title } from "./parts.js";
import { keepNumber, reset, show, ticket, visit } from "./store.js";

/** @typedef {import("./types.js").Hall} Hall */

/** The bounce of a press, and the second tap of a hurried one, come sooner than this. */
const BOUNCE_MS = 600;
const sending = signal(false);

/** Whether the screen has stood long enough for a press to be meant for it. */
function useMeant() {
  const [meant, setMeant] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setMeant(true), BOUNCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return meant;
}

/** The number on the screen is not wanted after all. */
export function GiveUpButton() {
  const shown = ticket.value;
  if (!shown) return null;
  const mine = { ticket: shown.ticket, label: shown.label };
  return html`<button class="wide" onClick=${() => show(go(visit.value, "mine", { mine }))}>
    <${Icon} name="x" /> ${t("kiosk.mine.cancel")}
  </button>`;
}

export function Mine() {
  const meant = useMeant();
  const label = visit.value.mine?.label;
  return html`<div class="middle">
    <${Title}>${label ? t("kiosk.mine.title", { label }) : t("kiosk.mine.title_other")}<//>
    <p>${t("kiosk.mine.body")}</p>
    <div class="choices">
      <button class="primary wide" disabled=${sending.value} onClick=${keepNumber}>
        <${Icon} name="check" /> ${t("kiosk.mine.keep")}
      </button>
      <button class="wide" disabled=${!meant || sending.value} onClick=${giveUp}>
        <${Icon} name="x" /> ${t("kiosk.mine.cancel")}
      </button>
    </div>
  </div>`;
}

/** Tell the agent; the answer is a screen of its own. */
async function giveUp() {
  const { mine } = visit.value;
  if (!mine || sending.value) return;
  sending.value = true;
  try {
    const { label } = await command("/api/cancel", { ticket: mine.ticket });
    ended(mine, null, { label });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    ended(mine, error.code, { label: mine.label ?? undefined, ...error.about });
  } finally {
    sending.value = false;
  }
}

/**
 * Only where the visitor still waits for the answer.
 * @param {import("./flow.js").Mine} mine
 * @param {string | null} refused
 * @param {import("./flow.js").About} about
 */
function ended(mine, refused, about) {
  if (visit.value.mine !== mine) return;
  if (refused === null && ticket.value?.ticket === mine.ticket) ticket.value = null;
  show(go(visit.value, "cancelled", { refused, about }));
}

/** How it went: given up, being called at a counter, or not done here. */
export function Cancelled() {
  const { refused, about } = visit.value;
  const label = about.label ?? "";
  if (refused === null)
    return html`<${Said} title=${t("kiosk.mine.gone", { label })} body=${t("kiosk.mine.gone_body")} />`;
  if (refused === "called_now") {
    const title = t("kiosk.mine.called", { label, n: about.counter });
    return html`<${Said} title=${title} body=${t("kiosk.mine.called_body")} />`;
  }
  return html`<${Said} title=${t("kiosk.mine.not_gone")} body=${t("kiosk.mine.ask")} />`;
}

/** @param {{ title: string, body: string }} props */
function Said({ title, body }) {
  return html`<div class="middle" role="status">
    <${Title}>${title}<//>
    <p>${body}</p>
    <button class="primary wide" onClick=${reset}>${t("kiosk.bar.home")}</button>
  </div>`;
}

/** Somebody has just taken a number of this service: one more only on purpose. */
export function Again() {
  const meant = useMeant();
  return html`<div class="middle">
    <${Title}>${t("kiosk.again.title", { label: visit.value.about.label ?? "" })}<//>
    <p>${t("kiosk.again.body")}</p>
    <div class="choices">
      <button class="primary wide" onClick=${reset}>${t("kiosk.bar.home")}</button>
      <button class="wide" disabled=${!meant} onClick=${() => show(takeAnother(visit.value))}>
        <${Icon} name="plus" /> ${t("kiosk.again.another")}
      </button>
    </div>
  </div>`;
}

/** The card that has a limit; who has none gets the number from a person. @param {{ hall: Hall }} props */
export function Card({ hall }) {
  const none = () => show(withoutCard(visit.value, hall));
  return html`<div class="middle">
    <${Title}>${t("kiosk.card.title")}<//>
    <p>${t("kiosk.card.body")}</p>
    <p class="small">${t("kiosk.card.kept")}</p>
    <div class="choices">
      <button class="wide" onClick=${none}>${t("kiosk.card.none")}</button>
      <button class="primary wide" onClick=${reset}>${t("kiosk.bar.home")}</button>
    </div>
  </div>`;
}

/** Where the person is who can give a number all the same, or how to call one. @param {{ hall: Hall }} props */
export function Reception({ hall }) {
  const place = pick(hall.reception);
  return place ? html`<p class="subject">${place}</p>` : html`<p>${hall.hotline}</p>`;
}
