/** The control that prints an account on a kiosk's paper; it needs a script, so a script brings it. */

import { ask, command } from "/shared/static/api.js";
import { html, render } from "/shared/static/view.js";
import { language } from "/shared/static/words.js";
import { SlipOrders } from "./slip_orders.js";
import { PrintSlip } from "./slip_view.js";

const room = document.getElementById("slip");
if (room !== null) {
  const { day, label } = room.dataset;
  const wanted = { kind: "explanation", day, label, language: language() };
  const orders = new SlipOrders({ ask, command });
  room.hidden = false;
  render(html`<${PrintSlip} orders=${orders} wanted=${wanted} word="print.account" />`, room);
}
