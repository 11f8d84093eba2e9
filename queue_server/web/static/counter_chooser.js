/** The grid of counters: who sits where, which one is free. */

import { html } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { places } from "./counter_view.js";
import { NoticeLine } from "./notice.js";

/**
 * @param {{ counters: { value: import("./wire.js").CounterSummary[] | null },
 *   problem: { value: import("/shared/static/api.js").Problem | null }, me: import("./wire.js").SignedIn }} props
 */
export function Chooser({ counters, problem, me }) {
  const list = counters.value;
  return html`<h1>${t("clerk.choose")}</h1>
    <${NoticeLine} notice=${problem.value} />
    ${list === null && html`<p class="loading">${t("signin.loading")}</p>`}
    ${list?.length === 0 && html`<p>${t("clerk.no_counters")}</p>`}
    <ul class="places">${list && places(list, me).map((place) => html`<${Place} ...${place} />`)}</ul>`;
}

/** @param {ReturnType<typeof places>[number]} place */
function Place({ counter, mine, taken, lost }) {
  const inside = html`<strong>${pick(counter.name)}</strong>
    <span>${occupant(counter, mine)}</span>
    ${lost && html`<span class="place-lost">${t("clerk.place.lost")}</span>`}
    <span class="place-state">${t(`counter.state.${counter.state}`)}${counter.label && ` · ${counter.label}`}</span>`;
  if (taken && !lost)
    return html`<li key=${counter.counter}><div class="place taken">${inside}</div></li>`;
  return html`<li key=${counter.counter}>
    <a class=${mine ? "place mine" : "place"} href=${`?counter=${counter.counter}`}>${inside}</a>
  </li>`;
}

/** @param {import("./wire.js").CounterSummary} counter @param {boolean} mine */
function occupant(counter, mine) {
  if (mine) return t("clerk.place.mine");
  return counter.clerk === null
    ? t("clerk.place.free")
    : t("clerk.place.taken", { name: counter.clerk_name });
}
