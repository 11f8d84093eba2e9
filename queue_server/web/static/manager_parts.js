/** Services, counters and devices of the manager page. */

import { clock, minutes, mmss } from "/shared/static/format.js";
import { html, Icon } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { counterCards, deviceRows, outOfOrder, serviceRows } from "./manager_view.js";
import { reasonText } from "./reason_text.js";

/** @typedef {{ state: import("./wire.js").ManagerState, now: number, timezone: string }} Drawn */

const SERVICE_HEADS = [
  "mgr.service",
  "mgr.waiting",
  "mgr.longest",
  "mgr.issued",
  "mgr.called",
  "mgr.col.median",
  "mgr.col.p90",
  "mgr.col.sla",
];

/** @param {Drawn} drawn */
export function ServiceTable({ state, now }) {
  const m = state.today.target_min;
  return html`<section>
    <h2 id="services-title">${t("mgr.services")}</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="services-title">
      <table>
        <thead><tr>${SERVICE_HEADS.map((head) => html`<th key=${head} scope="col" class="number">${t(head, { m })}</th>`)}</tr></thead>
        <tbody>${serviceRows(state, now).map((row) => html`<${ServiceRow} key=${row.service.service} ...${row} />`)}</tbody>
      </table>
    </div>
    <p class="small">${t("mgr.few_note")}</p>
  </section>`;
}

/** @param {ReturnType<typeof serviceRows>[number]} row */
function ServiceRow({ service, longest, tone, few }) {
  const judged = few ? "number few" : "number";
  return html`<tr>
    <th scope="row"><span class="prefix">${service.prefix}</span> ${pick(service.name)}</th>
    <td class="number">${service.waiting}</td>
    <td class=${`number ${tone}`}>${inMinutes(longest)}</td>
    <td class="number">${service.issued}</td>
    <td class="number">${service.called}</td>
    <td class=${judged}>${inMinutes(service.wait_median_s)}</td>
    <td class=${judged}>${inMinutes(service.wait_p90_s)}</td>
    <td class=${judged}>${service.within_target === null ? "–" : `${Math.round(service.within_target * 100)} %`}</td>
  </tr>`;
}

/** @param {number | null} seconds */
function inMinutes(seconds) {
  return seconds === null ? "–" : t("unit.minutes", { n: minutes(seconds) });
}

/** @param {Drawn} drawn */
export function CounterCards({ state, now }) {
  return html`<section>
    <h2>${t("mgr.counters")}</h2>
    <ul class="counters">${counterCards(state, now).map((card) => html`<${CounterCard} key=${card.counter.counter} ...${card} />`)}</ul>
  </section>`;
}

/** @param {ReturnType<typeof counterCards>[number]} card */
function CounterCard({ counter, word, seconds, lost }) {
  return html`<li class=${lost === null ? `counter ${counter.state}` : "counter lost"}>
    <span class="counter-head"><strong>${pick(counter.name)}</strong><b>${counter.label}</b></span>
    <span>${t(word)}${counter.state === "paused" && counter.reason !== null && html`: ${reasonText(counter.reason)}`}</span>
    ${lost !== null && html`<strong class="small">${t(lost.word, { t: mmss(lost.seconds), label: counter.label })}</strong>`}
    <span class="small counter-head">${counter.clerk_name ?? ""}${seconds !== null && html` <span class="since">${mmss(seconds)}</span>`}</span>
  </li>`;
}

/** Calls before their turn: always told, as a notice where they are many. @param {Drawn} drawn */
export function OutOfOrderLine({ state }) {
  const told = outOfOrder(state);
  if (told === null) return null;
  const text = t(told.word, told.values);
  return told.high
    ? html`<p class="notice"><${Icon} name="triangle-alert" /><span>${text}</span></p>`
    : html`<p class="small">${text}</p>`;
}

/** @param {Drawn} drawn */
export function DeviceTable({ state, timezone }) {
  const heads = [
    "mgr.device",
    "mgr.device.link",
    "mgr.printer",
    "mgr.scanner",
    "mgr.unsent",
    "mgr.refused",
    "mgr.reserve",
  ];
  return html`<section>
    <h2 id="devices-title">${t("mgr.devices")}</h2>
    ${state.devices.length === 0 && html`<p class="small">${t("mgr.no_devices")}</p>`}
    ${
      state.devices.length > 0 &&
      html`<div class="scroll" tabindex="0" role="region" aria-labelledby="devices-title">
        <table>
          <thead><tr>${heads.map((head, i) => html`<th key=${head} scope="col" class=${i < 4 ? "" : "number"}>${t(head)}</th>`)}</tr></thead>
          <tbody>${deviceRows(state).map((row) => html`<${DeviceRow} key=${row.device.device} ...${row} timezone=${timezone} />`)}</tbody>
        </table>
      </div>`
    }
  </section>`;
}

/** @param {ReturnType<typeof deviceRows>[number] & { timezone: string }} row */
function DeviceRow({
  device,
  link,
  notices,
  linkTone,
  printer,
  lines,
  printerTone,
  scanner,
  timezone,
}) {
  const seen = device.last_seen === null ? "" : clock(device.last_seen, timezone);
  const kiosk = device.kind === "kiosk";
  const words = printer.map((word) => t(word)).join(", ");
  const told = [words, ...lines.map((one) => t(one.word, one.values))].filter(Boolean);
  return html`<tr>
    <th scope="row">${device.name}<span class="small kind">${t(`mgr.kind.${device.kind}`)}</span></th>
    <td class=${linkTone}>${[t(link, { time: seen }), ...notices.map((word) => t(word))].join("; ")}</td>
    <td class=${printerTone}>${told.join("; ") || "–"}</td>
    <td class=${scanner.tone}>${scanner.word === null ? "–" : t(scanner.word)}</td>
    <td class=${device.unsent_tickets > 0 ? "number watch" : "number"}>${kiosk ? device.unsent_tickets : "–"}</td>
    <td class=${device.refused_tickets > 0 ? "number watch" : "number"}>${kiosk ? device.refused_tickets : "–"}</td>
    <td class="number">${kiosk ? device.reserve_left : "–"}</td>
  </tr>`;
}
