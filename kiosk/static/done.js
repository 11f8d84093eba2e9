/** The number, what became of the paper, and why there is no number. */

import { html, Icon } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { canReprint, doneSeconds, limitsOf, paper, paperKey } from "./flow.js";
import { GiveUpButton, Reception } from "./own.js";
import { Scroller, short, Title, waitText } from "./parts.js";
import { Qr } from "./qr.js";
import {
  answerPrinted,
  doneS,
  notPrinted,
  reprint,
  reset,
  settings,
  ticket,
  visit,
} from "./store.js";

/** @typedef {import("./types.js").Hall} Hall */
/** @typedef {import("./types.js").Ticket} Ticket */

/** @param {{ hall: Hall }} props */
export function Done({ hall }) {
  const shown = ticket.value;
  if (!shown) return null;
  const state = paper(shown, hall.printer, doneS.value.since);
  const service = hall.services.find((one) => one.id === shown.service);
  const number = html`<${Title}>${t("kiosk.done.title")}<//>
    <p class=${`number letters-${Math.min(shown.label.length, 7)}`} data-say=${inWords(shown.label)}>
      ${shown.label}
    </p>`;
  const about = html`<${About} shown=${shown} service=${service} />`;
  const print = html`<${PaperState} state=${state} shown=${shown} printer=${hall.printer} />`;
  if (!short()) {
    const leaving = html`<${Leaving} state=${state} beside=${html`<${GiveUpButton} />`} />`;
    return html`<section class=${`done ${state}`}>
      ${number}${about}${print}${leaving}
    </section>`;
  }
  const leaving = html`<${Leaving} state=${state} />`;
  return html`<section class=${`done ${state}`}>
    <div class="given">${number}</div>
    <${Scroller} key=${state} label=${t("kiosk.done.about")} beside=${leaving}>
      ${print}${about}<${GiveUpButton} />
    <//>
  </section>`;
}

/** A label as it is heard: every digit as printed, then the number. @param {string} label */
function inWords(label) {
  return t("kiosk.voice.number", { label, n: Number(label.replace(/\D/g, "")) });
}

/** @param {{ shown: Ticket, service: import("./types.js").Service | undefined }} props */
function About({ shown, service }) {
  return html`${service && html`<p class="subject">${pick(service.name)}</p>`}
    <p>
      ${
        service &&
        service.counters.length > 0 &&
        html`${t("kiosk.done.counters", { list: service.counters.join(", ") })} – `
      }
      ${service && pick(service.zone)}
    </p>
    <p class="wait">
      ${shown.people_ahead !== null && html`<strong>${ahead(shown.people_ahead)}</strong><br />`}
      ${waitText(shown.wait)}
    </p>
    ${shown.source === "reserve" && html`<p class="small">${t("kiosk.done.reserve")}</p>`}`;
}

/** @param {number} people */
function ahead(people) {
  return people > 0 ? t("kiosk.detail.ahead", { n: people }) : t("kiosk.detail.next");
}

/** @param {{ state: string, shown: Ticket, printer: string | null }} props */
function PaperState({ state, shown, printer }) {
  if (state === "printing") {
    return html`<p class="paper" role="status"><${Icon} name="printer" /> ${t("kiosk.printing")}</p>`;
  }
  if (state === "printed") {
    return html`<p class="paper good" role="status">
      <${Icon} name="circle-check" /> ${t("kiosk.done.take")}
    </p>`;
  }
  if (state === "sent") return html`<${Sent} />`;
  if (state === "ask") return html`<${DidItComeOut} />`;
  return html`<div class="paper">
    <p role="status"><${Icon} name="triangle-alert" /> <strong>${t(paperKey(printer))}</strong></p>
    <p>${t("kiosk.paper.body")}</p>
    ${
      shown.online &&
      html`<${Qr} data=${shown.qr} label=${shown.label} />
      <p>${t("kiosk.paper.qr")}</p>`
    }
    <${Again} shown=${shown} printer=${printer} />
  </div>`;
}

/** @param {{ shown: Ticket, printer: string | null }} props */
function Again({ shown, printer }) {
  if (notPrinted.value) return html`<p role="alert">${t("kiosk.paper.no_more")}</p>`;
  if (!canReprint(shown, printer, settings)) return null;
  return html`<button class="wide" onClick=${reprint}>
    <${Icon} name="printer" /> ${t("kiosk.paper.reprint")}
  </button>`;
}

function Sent() {
  return html`<p class="paper" role="status">
      <${Icon} name="printer" /> ${t("kiosk.paper.sent")}
    </p>
    <button onClick=${() => answerPrinted(false)}>${t("kiosk.printed.no")}</button>`;
}

function DidItComeOut() {
  return html`<div class="paper">
    <p role="status"><strong>${t("kiosk.printed_q")}</strong></p>
    <div class="pair">
      <button class="wide" onClick=${() => answerPrinted(true)}>
        <${Icon} name="check" /> ${t("kiosk.printed.yes")}
      </button>
      <button class="wide" onClick=${() => answerPrinted(false)}>
        <${Icon} name="x" /> ${t("kiosk.printed.no")}
      </button>
    </div>
  </div>`;
}

/** @param {{ state: ReturnType<typeof paper>, beside?: unknown }} props */
function Leaving({ state, beside }) {
  const limit = doneSeconds(state, limitsOf(visit.value, settings));
  if (limit === null) return beside && html`<div class="leaving">${beside}</div>`;
  const left = Math.max(0, Math.ceil(limit - doneS.value.settled));
  const key = state === "photo" ? "kiosk.paper.ok" : "kiosk.done.ok";
  return html`<div class="leaving">
    <div class="pair">
      ${beside}
      <button class="primary wide" onClick=${reset}>${t(key)}</button>
    </div>
    <progress max=${limit} value=${left} aria-label=${t("kiosk.done.return", { s: left })}></progress>
  </div>`;
}

/** Reasons that have words of their own. */
const WHY = new Map([
  ["no_reserve", "kiosk.refused.no_reserve"],
  ["service_closed", "kiosk.refused.service_closed"],
  ["queue_full", "kiosk.refused.queue_full"],
  ["service_suspended", "kiosk.refused.service_suspended"],
  ["card_enough", "kiosk.refused.card_enough"],
  ["card_missing", "kiosk.refused.card_missing"],
]);

/** @param {{ hall: Hall }} props */
export function Refused(props) {
  const key = WHY.get(visit.value.refused || "") || "kiosk.refused.other";
  return html`<div class="middle" role="alert">
    <${Title}>${t("kiosk.refused.title")}<//>
    <p>${t(key, visit.value.about)}</p>
    <${Reception} hall=${props.hall} />
    <button class="primary wide" onClick=${reset}>${t("kiosk.bar.home")}</button>
  </div>`;
}
