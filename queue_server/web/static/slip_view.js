/** The control that prints a slip: which printer, how it is, the button, and what became of it. */

import { html, Icon, useEffect } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { problemText } from "./problems.js";
import { byNeed, orderLine, printerLine, subjectOf } from "./slips.js";

/**
 * @typedef {import("./slip_orders.js").SlipOrders} SlipOrders
 * @typedef {import("./slips.js").Wanted} Wanted
 */

/**
 * A form of its own: what stands between its tags comes before the printer, and Enter in it prints.
 * @param {{ orders: SlipOrders, wanted: Wanted | null, word: string, missing?: string,
 *   children?: any }} props
 *   `word`: what the button says; `missing`: why nothing can be printed while `wanted` is `null`
 */
export function PrintSlip({ orders, wanted, word, missing, children }) {
  useEffect(() => orders.watch(), [orders]);
  const subject = wanted === null ? "" : subjectOf(wanted);
  useEffect(() => () => wanted !== null && orders.leave(wanted), [subject]);
  const printer = orders.chosen();
  const order = wanted === null ? undefined : orders.orderOf(wanted);
  const line = order && orderLine(order);
  const reason = wanted === null ? missing : printer === null ? "print.choose_first" : null;
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    if (wanted !== null) orders.print(wanted);
  };
  return html`<form class="print-slip" onSubmit=${send}>
    ${children}
    <div class="print-row">
      <${Printers} orders=${orders} />
      <button type="submit" class="primary" aria-disabled=${reason !== null || line?.again === null}>
        <${Icon} name="printer" /> <span>${t(line?.again ?? word)}</span>
      </button>
    </div>
    ${printer && html`<${PrinterState} printer=${printer} problem=${orders.problem.value} />`}
    <div class="print-told" role="status">
      ${reason && orders.printers.value?.length !== 0 && html`<p class="small">${t(reason)}</p>`}
      ${order && html`<${OrderState} order=${order} />`}
    </div>
  </form>`;
}

/** @param {{ orders: SlipOrders }} props */
function Printers({ orders }) {
  const printers = orders.printers.value;
  const problem = orders.problem.value;
  if (printers === null) {
    return html`<span>${problem === null ? t("print.looking") : problemText(problem)}</span>`;
  }
  if (printers.length === 0) return html`<span>${t("print.no_printer")}</span>`;
  if (printers.length === 1) return html`<span>${t("print.at")} <b>${printers[0].name}</b></span>`;
  const chosen = orders.chosen()?.device ?? "";
  /** @param {import("./slips.js").PrinterNow} printer */
  const state = (printer) => (problem === null ? ` – ${t(printerLine(printer).word)}` : "");
  /** @param {Event} event */
  const choose = (event) => {
    orders.choose(/** @type {HTMLSelectElement} */ (event.currentTarget).value);
  };
  return html`<label>${t("print.at")}
    <select value=${chosen} onChange=${choose}>
      ${chosen === "" && html`<option value="">${t("print.choose")}</option>`}
      ${[...byNeed(printers)]
        .reverse()
        .map(
          (printer) =>
            html`<option key=${printer.device} value=${printer.device}>${printer.name}${state(printer)}</option>`,
        )}
    </select>
  </label>`;
}

/**
 * What is wrong at the printer, before anything is ordered; or that nobody knows.
 * @param {{ printer: import("./slips.js").PrinterNow,
 *   problem: import("/shared/static/api.js").Problem | null }} props
 */
function PrinterState({ printer, problem }) {
  if (problem !== null) {
    return html`<p class="told watch"><${Icon} name="wifi-off" /><span>${problemText(problem)}</span></p>`;
  }
  const { word, tone, icon } = printerLine(printer);
  if (tone === "fine") return null;
  return html`<p class=${`told ${tone}`}><${Icon} name=${icon} /><span>${printer.name}: ${t(word)}</span></p>`;
}

/** What became of an order, in a sentence. @param {{ order: import("./slips.js").Order }} props */
export function OrderState({ order }) {
  const { word, why, tone, icon } = orderLine(order);
  const reason = why === null ? order.problem && problemText(order.problem) : t(why);
  return html`<p class=${`told ${tone}`}>
    <${Icon} name=${icon} /><span>${t(word, { name: order.name, why: reason })}</span>
  </p>`;
}
