/** A visitor was asked for papers that are not on the list: of which procedure, at which counter. */

import { html, Icon } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { sendReport } from "./alarms.js";
import { countersOf, go } from "./flow.js";
import { Paged, Scroller, short, Title } from "./parts.js";
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
  /** @param {string} service */
  const choose = (service) => {
    const any = procedures.value.some((one) => one.service === service);
    if (any) show(go(visit.value, "report_procedures", { service }));
    else toCounter(null);
  };
  const items = hall.services.map((one) => row(one.id, pick(one.name), () => choose(one.id)));
  return html`<${Title}>${t("kiosk.report.which")}<//>
    <${Paged} kind="rows" items=${items} most=${7} />`;
}

export function ReportProcedures() {
  const mine = procedures.value.filter((one) => one.service === visit.value.service);
  const items = mine.map((one) => row(one.id, one.name, () => toCounter(one.id)));
  const other = row("other", t("kiosk.report.other"), () => toCounter(null));
  return html`<${Title}>${t("kiosk.report.which")}<//>
    <${Paged} kind="rows" items=${[...items, other]} most=${7} />`;
}

/** @param {string} key @param {string} text @param {() => void} onPress */
const row = (key, text, onPress) => ({
  key,
  row: html`<button class="row" onClick=${onPress}>
    <span>${text}</span> <${Icon} name="chevron-right" />
  </button>`,
});

/** @param {{ hall: Hall }} props */
export function Report({ hall }) {
  const { procedure: id, refused } = visit.value;
  const procedure = procedures.value.find((one) => one.id === id);
  const places = countersOf(hall.services).map((counter) => ({
    key: String(counter),
    row: html`<${Counter} counter=${counter} />`,
  }));
  const before = html`<${Title}>${t("kiosk.report.button")}<//>
    <p class="subject">${procedure ? procedure.name : t("kiosk.report.no_procedure")}</p>
    <h2>${t("kiosk.report.where")}</h2>`;
  const after = html`${refused && html`<p class="notice" role="alert"><${Icon} name="info" /> ${t(refused === "alarms_enough" ? "kiosk.report.enough" : "kiosk.report.failed")}</p>`}
    <p class="last">${t("kiosk.report.no_name")}</p>`;
  const send = html`<button class="primary wide" onClick=${sendReport}>${t("kiosk.report.send")}</button>`;
  if (!short()) {
    return html`${before}
      <${Paged} kind="places" items=${places} most=${16} />
      ${after}${send}`;
  }
  // All text scrolls, and a refusal is seen at once.
  return html`<${Scroller} key=${refused} label=${t("kiosk.report.button")} beside=${send}>
    ${refused && after}${before}
    <ul class="places">
      ${places.map(({ key, row }) => html`<li key=${key}>${row}</li>`)}
    </ul>
    ${!refused && after}
  <//>`;
}

/** @param {{ counter: number }} props */
function Counter({ counter }) {
  const on = visit.value.counter === counter;
  /** Pressed again it is taken back. */
  const choose = () => show({ ...visit.value, counter: on ? null : counter });
  return html`<button aria-pressed=${on} onClick=${choose}>
    ${t("kiosk.report.counter", { n: counter })}
  </button>`;
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
