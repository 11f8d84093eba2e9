/** The first steps: attract, group, procedure. */

import { clock } from "/shared/static/format.js";
import { html, Icon, useEffect, useState } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { go } from "./flow.js";
import { Paged, short, Title, waitText } from "./parts.js";
import { chooseGroup, procedures, settings, show, visit } from "./store.js";

/** @typedef {import("./types.js").Hall} Hall */
/** @typedef {import("./types.js").Service} Service */
/** @typedef {import("./types.js").Procedure} Procedure */

const CLOCK_MS = 5000;

/** Languages this page has words for. @param {Hall} hall */
export function languages(hall) {
  return hall.languages.filter((name) => settings.words[name]);
}

/** @param {{ hall: Hall }} props */
export function Attract({ hall }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), CLOCK_MS);
    return () => clearInterval(timer);
  }, []);
  /** @param {string} language */
  const start = (language) => show(go(visit.value, "groups", { language }));
  return html`<section class="attract" onClick=${() => start("vi")}>
    <p class="hour">
      ${clock(now, hall.timezone)} ${short() && html`<span class="waiting"><${Waiting} hall=${hall} /></span>`}
    </p>
    <${Title}>${t("kiosk.attract.title")}<//>
    <div class="languages" role="group" aria-label=${t("kiosk.lang.group")}>
      ${languages(hall).map(
        (name) => html`<button
          key=${name}
          class="primary"
          lang=${name}
          onClick=${(/** @type {Event} */ event) => {
            event.stopPropagation();
            start(name);
          }}
        >
          <${Icon} name="hand" /> ${settings.words[name]["kiosk.lang.own"]}
        </button>`,
      )}
    </div>
    ${!short() && html`<p><${Waiting} hall=${hall} /></p>`}
    ${hall.printer && html`<p class="notice">${t(noPaper(hall.printer))}</p>`}
  </section>`;
}

/** @param {{ hall: Hall }} props */
function Waiting({ hall }) {
  return hall.waiting === null ? null : t("kiosk.attract.waiting", { n: hall.waiting });
}

/** @param {string} printer  what is wrong with it */
function noPaper(printer) {
  return printer === "no_printer" ? "kiosk.paper.no_printer" : "kiosk.paper.attract";
}

/** Why a group cannot be chosen, or null. @param {Service} service */
export function shut(service) {
  if (service.state === "full") return t("kiosk.group.full");
  if (service.state === "suspended") return t("kiosk.group.suspended");
  if (service.state !== "closed") return null;
  if (!service.opens_at) return t("kiosk.group.closed_today");
  return t("kiosk.group.closed", { time: service.opens_at });
}

/** @param {{ hall: Hall }} props */
export function Groups({ hall }) {
  const items = hall.services.map((service) => ({
    key: service.id,
    row: html`<${Tile} service=${service} />`,
  }));
  const search = html`<button class="wide" onClick=${() => show(go(visit.value, "search", { query: "" }))}>
    <${Icon} name="search" /> ${t("kiosk.search.button")}
  </button>`;
  return html`<${Title}>${t("kiosk.group.title")}<//>
    ${!short() && search}
    <${Paged} kind="tiles" items=${items} most=${8} beside=${short() && search} />`;
}

/** @param {{ service: Service }} props */
function Tile({ service }) {
  const reason = shut(service);
  const choose = () => {
    const count = procedures.value.filter((one) => one.service === service.id).length;
    chooseGroup(service.id, count);
  };
  const example = pick(service.example);
  // Who listens or walks by keys has to come by, and hear why.
  return html`<button class="tile" aria-disabled=${reason !== null} onClick=${reason ? null : choose}>
    <span class="prefix" aria-hidden="true">${service.prefix}</span>
    <span class="about">
      <strong>${pick(service.name)}</strong>
      ${example && !reason && html`<span class="small example">${example}</span>`}
      ${
        reason
          ? html`<span class="small reason"><${Icon} name="clock" /> ${reason}</span>`
          : service.waiting !== null &&
            html`<span class="small figures">
            <${Icon} name="users" /> ${t("kiosk.group.waiting", { n: service.waiting })}
            ${service.wait && html` · ${waitText(service.wait)}`}
          </span>`
      }
    </span>
  </button>`;
}

/** @param {{ hall: Hall }} props */
export function Procedures({ hall }) {
  const now = visit.value;
  const mine = procedures.value.filter((one) => one.service === now.service);
  const items = mine.map((one) => ({ key: one.id, row: html`<${Row} procedure=${one} />` }));
  const other = html`<button class="row" onClick=${() => chooseGroup(now.service || "", 0)}>
    <span>${t("kiosk.group.other")}</span> <${Icon} name="chevron-right" />
  </button>`;
  const service = hall.services.find((one) => one.id === now.service);
  return html`<${Title}>${t("kiosk.procedure.title")}<//>
    <p class="subject">${service && pick(service.name)}</p>
    <${Paged} kind="rows" items=${[...items, { key: "other", row: other }]} most=${7} />`;
}

/** @param {{ procedure: Procedure, reason?: string | null }} props  why it cannot be chosen now */
export function Row({ procedure, reason = null }) {
  const choose = () =>
    show(
      go(visit.value, "checklist", {
        procedure: procedure.id,
        service: procedure.service,
        tap: null,
      }),
    );
  if (reason) {
    return html`<button class="row" aria-disabled="true">
      <span>${procedure.name} <span class="small reason"><${Icon} name="clock" /> ${reason}</span></span>
    </button>`;
  }
  return html`<button class="row" onClick=${choose}>
    <span>${procedure.name}</span> <${Icon} name="chevron-right" />
  </button>`;
}
