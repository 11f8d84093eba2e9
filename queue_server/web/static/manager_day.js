/** The line of the day: a chart, and the same figures as a table. */

import { clock } from "/shared/static/format.js";
import { html, useEffect, useRef } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { columns, rows } from "./day_chart.js";
import { LineChart } from "./line_chart.js";

const SERIES = ["mgr.arrived", "mgr.finished", "mgr.waiting"];

/** @param {{ state: import("./wire.js").ManagerState, timezone: string }} props */
export function DayLine({ state, timezone }) {
  return html`<section>
    <h2>${t("mgr.day")}</h2>
    ${state.line.length === 0 ? html`<p class="small">${t("mgr.day_empty")}</p>` : html`<${Chart} line=${state.line} timezone=${timezone} />`}
    <details>
      <summary>${t("mgr.day_table")}</summary>
      <table>
        <thead><tr><th scope="col">${t("mgr.time")}</th>${SERIES.map((name) => html`<th key=${name} scope="col" class="number">${t(name)}</th>`)}</tr></thead>
        <tbody>${rows(state.line).map((point) => html`<${Row} key=${point.at} point=${point} timezone=${timezone} />`)}</tbody>
      </table>
    </details>
  </section>`;
}

/** @param {{ point: import("./wire.js").DayPoint, timezone: string }} props */
function Row({ point, timezone }) {
  return html`<tr>
    <th scope="row">${clock(point.at, timezone)}</th>
    <td class="number">${point.arrived}</td>
    <td class="number">${point.finished}</td>
    <td class="number">${point.waiting}</td>
  </tr>`;
}

/** @param {{ line: import("./wire.js").DayPoint[], timezone: string }} props */
function Chart({ line, timezone }) {
  const room = useRef(/** @type {HTMLElement | null} */ (null));
  const chart = useRef(/** @type {LineChart | null} */ (null));
  useEffect(() => {
    if (room.current === null) return undefined;
    chart.current = new LineChart(
      room.current,
      ["mgr.time", ...SERIES].map((name) => t(name)),
      timezone,
    );
    return () => chart.current?.close();
  }, [timezone]);
  useEffect(() => chart.current?.show(columns(line)), [line]);
  return html`<div class="chart" ref=${room} role="img" aria-label=${t("mgr.day_label")}></div>`;
}
