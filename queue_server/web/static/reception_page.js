/** The reception page, drawn from its desk. */

import { html, useEffect } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { AlarmRows } from "./alarm_rows.js";
import { NoticeLine } from "./notice.js";
import { Find } from "./reception_find.js";
import { Give } from "./reception_give.js";
import { Printers } from "./reception_printers.js";

/**
 * @param {{ desk: import("./reception_desk.js").ReceptionDesk,
 *   alarms: import("./alarm_desk.js").AlarmDesk, timezone: string,
 *   classes: import("./reception_give.js").Named[], languages: string[] }} props
 */
export function Reception({ desk, alarms, timezone, classes, languages }) {
  useEffect(() => desk.slips.watch(), [desk]);
  useEffect(() => alarms.watch(), [alarms]);
  return html`<h1>${t("reception.title")}</h1>
    <${AlarmRows} alarms=${alarms.alarms.value} now=${alarms.now.value} timezone=${timezone}
      desk=${alarms} onPressed=${() => alarms.look()} />
    <${NoticeLine} notice=${desk.notice.value} />
    <${Printers} slips=${desk.slips} timezone=${timezone} />
    <div class="reception-columns">
      <${Find} desk=${desk} timezone=${timezone} />
      <${Give} desk=${desk} classes=${classes} languages=${languages} />
    </div>`;
}
