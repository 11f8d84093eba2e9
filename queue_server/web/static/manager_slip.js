/** The day on a strip of paper, from a kiosk's printer. */

import { ask, command } from "/shared/static/api.js";
import { html, useState } from "/shared/static/view.js";
import { language, t } from "/shared/static/words.js";
import { SlipOrders } from "./slip_orders.js";
import { PrintSlip } from "./slip_view.js";

/** @param {{ day: string }} props today at the centre */
export function DaySlip({ day }) {
  const [orders] = useState(() => new SlipOrders({ ask, command }));
  const [chosen, setChosen] = useState(/** @type {string | null} */ (null));
  const wanted = { kind: /** @type {const} */ ("day"), day: chosen ?? day, language: language() };
  /** @param {Event} event */
  const choose = (event) =>
    setChosen(/** @type {HTMLInputElement} */ (event.currentTarget).value || null);
  return html`<section class="day-slip">
    <h2>${t("mgr.day_slip")}</h2>
    <${PrintSlip} orders=${orders} wanted=${wanted} word="mgr.day_slip.print">
      <label for="slip-day">${t("account.day")}</label>
      <input id="slip-day" type="date" max=${day} value=${chosen ?? day} onChange=${choose} />
    <//>
  </section>`;
}
