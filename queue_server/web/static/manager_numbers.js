/** What became of the numbers of the day: one line, and what its words mean. */

import { html } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { numbersToday } from "./manager_view.js";

/** @param {{ state: import("./wire.js").ManagerState }} drawn */
export function NumbersLine({ state }) {
  const values = numbersToday(state);
  return html`<details class="numbers">
    <summary class="small">${t("mgr.numbers", values)}</summary>
    <p class="small">${t("mgr.numbers.lost", values)}</p>
    <p class="small">${t("mgr.numbers.ghosts", values)}</p>
    <p class="small">${t("mgr.numbers.why")}</p>
  </details>`;
}
