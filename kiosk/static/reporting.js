/** A visitor was asked for papers that are not on the list: of which procedure, at which counter. */

import { html, Icon } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { sendReport } from "./alarms.js";
import { countersOf, go } from "./flow.js";
import { Pager, Title } from "./parts.js";
import { pageOf } from "./search.js";
import { procedures, reset, show, visit } from "./store.js";

/** @typedef {import("./types.js").Hall} Hall */

/** Where a report begins. @param {{ procedure?: string | null }} props */
export function ReportButton({ procedure = null }) {
  const begin = () =>
    show(
      procedure === null
        ? go(visit.value, "report_groups")
        : go(visit.value, "report", { procedure, counter: null, refused: null }),
    );
  return html`<button class="report" onClick=${begin}>
    <${Icon} name="megaphone" /> ${t("kiosk.report.button")}
  </button>`;
}

/** @param {string | null} procedure */
const toCounter = (procedure) =>
  show(go(visit.value, "report", { procedure, counter: null, refused: null }));

/** @param {{ hall: Hall }} props */
export function ReportGroups({ hall }) {
  const now = visit.value;
  const shown = pageOf(hall.services, now.page, now.large ? 4 : 6);
  /** @param {string} service */
  const choose = (service) => {
    const any = procedures.value.some((one) => one.service === service);
    if (any) show(go(visit.value, "report_procedures", { service }));
    else toCounter(null);
  };
  return html`<${Title}>${t("kiosk.report.which")}<//>
    <ul class="rows">
      ${shown.rows.map(
        (one) => html`<li key=${one.id}>
          <${Row} text=${pick(one.name)} onPress=${() => choose(one.id)} />
        </li>`,
      )}
    </ul>
    <${Pager} ...${shown} turn=${turn} />`;
}

export function ReportProcedures() {
  const now = visit.value;
  const mine = procedures.value.filter((one) => one.service === now.service);
  const shown = pageOf(mine, now.page, now.large ? 4 : 6);
  return html`<${Title}>${t("kiosk.report.which")}<//>
    <ul class="rows">
      ${shown.rows.map(
        (one) => html`<li key=${one.id}>
          <${Row} text=${one.name} onPress=${() => toCounter(one.id)} />
        </li>`,
      )}
      ${
        shown.page === shown.pages - 1 &&
        html`<li key="other"><${Row} text=${t("kiosk.report.other")} onPress=${() => toCounter(null)} /></li>`
      }
    </ul>
    <${Pager} ...${shown} turn=${turn} />`;
}

/** @param {number} page */
const turn = (page) => show({ ...visit.value, page });

/** @param {{ text: string, onPress: () => void }} props */
function Row({ text, onPress }) {
  return html`<button class="row" onClick=${onPress}>
    <span>${text}</span> <${Icon} name="chevron-right" />
  </button>`;
}

/** @param {{ hall: Hall }} props */
export function Report({ hall }) {
  const now = visit.value;
  const procedure = procedures.value.find((one) => one.id === now.procedure);
  const shown = pageOf(countersOf(hall.services), now.page, now.large ? 12 : 16);
  /** @param {number} counter  pressed again it is taken back */
  const choose = (counter) =>
    show({ ...visit.value, counter: visit.value.counter === counter ? null : counter });
  return html`<${Title}>${t("kiosk.report.button")}<//>
    <p class="subject">${procedure ? procedure.name : t("kiosk.report.no_procedure")}</p>
    <h2 id="report-counter">${t("kiosk.report.where")}</h2>
    <ul class="places" aria-labelledby="report-counter">
      ${shown.rows.map(
        (counter) => html`<li key=${counter}>
          <button aria-pressed=${now.counter === counter} onClick=${() => choose(counter)}>
            ${t("kiosk.report.counter", { n: counter })}
          </button>
        </li>`,
      )}
    </ul>
    <${Pager} ...${shown} turn=${turn} />
    ${now.refused && html`<p class="notice" role="alert"><${Icon} name="info" /> ${t(now.refused === "alarms_enough" ? "kiosk.report.enough" : "kiosk.report.failed")}</p>`}
    <p class="last">${t("kiosk.report.no_name")}</p>
    <button class="primary wide" onClick=${sendReport}>${t("kiosk.report.send")}</button>`;
}

/** @param {{ hall: Hall }} props */
export function Reported({ hall }) {
  return html`<div class="middle" role="status">
    <${Title}>${t("kiosk.report.thanks")}<//>
    <p>${t(hall.link ? "kiosk.report.sent" : "kiosk.report.kept")}</p>
    ${hall.hotline && html`<p>${t("kiosk.help.hotline", { hotline: hall.hotline })}</p>`}
    <button class="primary wide" onClick=${reset}>${t("kiosk.report.done")}</button>
  </div>`;
}
