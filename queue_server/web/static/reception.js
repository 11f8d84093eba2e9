/** The reception page: for whoever stands at the entrance. */

import { ask, command, Problem } from "/shared/static/api.js";
import { facts } from "/shared/static/page.js";
import { effect, html, render } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { AlarmDesk } from "./alarm_desk.js";
import { needing } from "./alarm_view.js";
import { signInFrom } from "./next_page.js";
import { NoticeLine } from "./notice.js";
import { ReceptionDesk } from "./reception_desk.js";
import { Reception } from "./reception_page.js";
import { mayReceive, troubled } from "./reception_view.js";
import { SlipOrders } from "./slip_orders.js";

const { me, timezone, offered } = facts();
const room = /** @type {HTMLElement} */ (document.getElementById("app"));

room.replaceChildren();
if (mayReceive(me.roles)) receive();
else refuse();

function receive() {
  const server = { ask, command };
  const slips = new SlipOrders(server);
  const desk = new ReceptionDesk(server, slips);
  const alarms = new AlarmDesk(server);
  desk.learn();
  effect(() => {
    const problems = [desk.notice.value, slips.problem.value, alarms.notice.value];
    const out = problems.some((one) => one instanceof Problem && one.code === "signed_out");
    if (out) location.assign(signInFrom(location));
  });
  effect(() => {
    const n = troubled(slips.printers.value ?? []) + needing(alarms.alarms.value);
    document.title = n === 0 ? t("reception.title") : `(${n}) ${t("reception.title")}`;
  });
  render(
    html`<${Reception} desk=${desk} alarms=${alarms} timezone=${timezone} ...${offered} />`,
    room,
  );
}

/** What the server would say to the first command. */
function refuse() {
  const notice = new Problem("not_allowed", 403);
  render(html`<h1>${t("reception.title")}</h1><${NoticeLine} notice=${notice} />`, room);
}
