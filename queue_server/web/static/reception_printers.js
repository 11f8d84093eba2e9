/** Kiosks and their printers: the ones that need somebody first, and whether this is still true. */

import { clock } from "/shared/static/format.js";
import { html, Icon, useMemo, useRef } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { sinceWhen, troubles } from "./reception_view.js";
import { byNeed, printerLine } from "./slips.js";

/** @param {{ slips: import("./slip_orders.js").SlipOrders, timezone: string }} props */
export function Printers({ slips, timezone }) {
  const printers = slips.printers.value;
  const now = slips.seenAt.value;
  const seen = useRef(/** @type {import("./reception_view.js").Troubles} */ ({}));
  useMemo(() => {
    seen.current = troubles(seen.current, printers ?? [], now);
  }, [printers]);
  return html`<section class="printers">
    <div class="printers-head">
      <h2 id="printers-title">${t("reception.printers")}</h2>
      <${Live} slips=${slips} timezone=${timezone} />
    </div>
    ${printers === null && html`<p class="small">${t("signin.loading")}</p>`}
    ${printers?.length === 0 && html`<p class="small">${t("print.no_printer")}</p>`}
    <ul class=${slips.problem.value === null ? "cards" : "cards old"} aria-labelledby="printers-title">
      ${byNeed(printers ?? []).map(
        (printer) =>
          html`<${Card} key=${printer.device} printer=${printer} lost=${slips.problem.value !== null}
            since=${sinceWhen(printer, seen.current, timezone, now)} />`,
      )}
    </ul>
  </section>`;
}

/** @param {{ slips: import("./slip_orders.js").SlipOrders, timezone: string }} props */
function Live({ slips, timezone }) {
  const lost = slips.problem.value !== null;
  if (slips.seenAt.value === 0 && !lost) return null;
  const known = slips.seenAt.value !== 0;
  const word = lost ? (known ? "reception.lost" : "reception.lost_never") : "reception.live";
  const values = { time: clock(slips.seenAt.value, timezone) };
  return html`<p class=${lost ? "online lost" : "online"} role="status">${t(word, values)}</p>`;
}

/**
 * What was true when the server was last heard is not told as true now.
 * @param {{ printer: import("./wire.js").PrinterNow, lost: boolean,
 *   since: ReturnType<typeof sinceWhen> }} props
 */
function Card({ printer, lost, since }) {
  const { word, tone, icon } = printerLine(printer);
  const told = lost ? t("reception.was", { state: t(word) }) : t(word);
  return html`<li class=${`card ${tone}`}>
    <strong>${printer.name}</strong>
    <span class="card-state"><${Icon} name=${lost ? "circle-question-mark" : icon} /> <span>${told}</span></span>
    ${since && html`<span class="small">${t(since.word, since.values)}</span>`}
  </li>`;
}
