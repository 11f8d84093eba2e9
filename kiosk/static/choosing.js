/** The first steps: attract, group, procedure. */

import { clock } from "/shared/static/format.js";
import { html, Icon, useEffect, useState } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { chooseProcedure, go, offered } from "./flow.js";
import { Paged, short, Title, waitText } from "./parts.js";
import { ReportButton } from "./reporting.js";
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
  const { tiles, reception } = offered(hall.services);
  const items = tiles.map((one) => ({ key: one.id, row: html`<${Tile} service=${one} />` }));
  const unsure = () => (reception ? chooseGroup(reception.id, 0) : show(go(visit.value, "unsure")));
  const ways = html`<button class="wide" onClick=${search}>
      <${Icon} name="search" /> ${t("kiosk.search.button")}
    </button>
    <button class="wide" onClick=${unsure}>
      <${Icon} name="circle-question-mark" /> ${t("kiosk.group.unsure")}
    </button>`;
  const report = html`<${ReportButton} />`;
  if (short()) {
    const all = [...items, { key: "report", row: report }];
    return html`<${Title}>${t("kiosk.group.title")}<//>
      <${Paged} kind="tiles" items=${all} most=${8} beside=${ways} />`;
  }
  return html`<${Title}>${t("kiosk.group.title")}<//>
    <div class="pair">${ways}</div>
    <${Paged} kind="tiles" items=${items} most=${8} />
    ${report}`;
}

const search = () => show(go(visit.value, "search", { query: "" }));

/**
 * For who knows no group and finds no machine for it: people help.
 * @param {{ hall: Hall }} props
 */
export function Unsure({ hall }) {
  return html`<div class="middle">
    <${Title}>${t("kiosk.unsure.title")}<//>
    <p><${Icon} name="map-pin" /> ${pick(hall.reception) || t("kiosk.unsure.body")}</p>
    ${hall.hotline && html`<p>${t("kiosk.unsure.hotline", { hotline: hall.hotline })}</p>`}
    <button class="wide" onClick=${search}><${Icon} name="search" /> ${t("kiosk.search.button")}</button>
  </div>`;
}

/** Roles that have a sign of their own; others show the letter of their numbers. @type {Record<string, string>} */
const SIGNS = { results: "package-check", supplement: "file-plus" };

/** @param {{ service: Service }} props */
function Tile({ service }) {
  const reason = shut(service);
  const choose = () => {
    const count = procedures.value.filter((one) => one.service === service.id).length;
    chooseGroup(service.id, count);
  };
  const example = pick(service.example);
  const sign = SIGNS[service.role || ""];
  // Who listens or walks by keys has to come by, and hear why.
  return html`<button class="tile" aria-disabled=${reason !== null} onClick=${reason ? null : choose}>
    <span class="prefix" aria-hidden="true">${sign ? html`<${Icon} name=${sign} />` : service.prefix}</span>
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
  const choose = () => show(chooseProcedure(visit.value, procedure));
  if (reason) {
    return html`<button class="row" aria-disabled="true">
      <span>${procedure.name} <span class="small reason"><${Icon} name="clock" /> ${reason}</span></span>
    </button>`;
  }
  return html`<button class="row" onClick=${choose}>
    <span>${procedure.name}</span> <${Icon} name="chevron-right" />
  </button>`;
}
