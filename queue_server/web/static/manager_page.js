/** The manager page, drawn from the last state. */

import { clock, minutes, mmss } from "/shared/static/format.js";
import { html } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { AlarmRows } from "./alarm_rows.js";
import { AccountForm } from "./manager_account.js";
import { DayLine } from "./manager_day.js";
import { NumbersLine } from "./manager_numbers.js";
import { CounterCards, DeviceTable, OutOfOrderLine, ServiceTable } from "./manager_parts.js";
import { Policy } from "./manager_policy.js";
import { DaySlip } from "./manager_slip.js";
import { alarmsToday, tiles } from "./manager_view.js";
import { Broadcasts, MuteZones, VoiceTable } from "./manager_voices.js";
import { NoticeLine } from "./notice.js";

/**
 * @typedef {import("./wire.js").ManagerState} ManagerState
 * @typedef {import("/shared/static/link.js").Link<ManagerState>} ManagerLink
 * @typedef {import("./manager_view.js").Tile} Tile
 */

/** Connecting takes less than this; only then does the page speak of a lost server. */
const PATIENCE_S = 3;

/**
 * @param {{ link: ManagerLink, now: { value: number },
 *   problem: { value: import("/shared/static/api.js").Problem | null }, timezone: string,
 *   alarms: import("./alarm_desk.js").AlarmDesk,
 *   broadcasts: import("./broadcast_desk.js").BroadcastDesk }} props
 */
export function Manager({ link, now, problem, timezone, alarms, broadcasts }) {
  const state = link.state.value;
  if (state === null) {
    const lost = link.lostForS.value >= PATIENCE_S && problem.value === null;
    return html`<h1>${t("manager.title")}</h1>
      <${NoticeLine} notice=${problem.value} />
      <p class="loading">${problem.value === null && t(lost ? "mgr.lost" : "signin.loading")}</p>`;
  }
  const drawn = { state, now: now.value, timezone };
  return html`<header class="mgr-head">
      <h1>${pick(state.name)}</h1>
      <${Age} link=${link} state=${state} timezone=${timezone} />
    </header>
    <${NoticeLine} notice=${problem.value} />
    <${AlarmRows} alarms=${state.alarms} now=${now.value} timezone=${timezone} desk=${alarms} />
    <${MuteZones} ...${drawn} />
    <ul class="tiles">${tiles(state, now.value).map((tile) => html`<${TileCard} key=${tile.name} ...${tile} />`)}</ul>
    <${OutOfOrderLine} ...${drawn} />
    <p class="small">${t("alarm.today", alarmsToday(state))}</p>
    <${NumbersLine} state=${state} />
    <div class="mgr-columns">
      <div><${DayLine} ...${drawn} /><${ServiceTable} ...${drawn} /></div>
      <div><${CounterCards} ...${drawn} /><${VoiceTable} ...${drawn} /><${Broadcasts} ...${drawn} desk=${broadcasts} /><${DeviceTable} ...${drawn} /><${DaySlip} day=${state.day} /><${AccountForm} day=${state.day} /></div>
    </div>
    <${Policy} />`;
}

/** @param {{ link: ManagerLink, state: ManagerState, timezone: string }} props */
function Age({ link, state, timezone }) {
  const values = { time: clock(state.as_of, timezone), t: mmss(link.asOfAge.value) };
  const online = link.online.value;
  return html`<p class=${online ? "online" : "online lost"}>${t(online ? "mgr.as_of" : "mgr.lost_as_of", values)}</p>`;
}

/** @param {Tile} tile */
function TileCard({ name, kind, value, tone, state, more, values }) {
  return html`<li class=${`tile ${tone}`}>
    <span class="tile-name">${t(name, values)}</span>
    <strong class="tile-value">${figure(kind, value)}</strong>
    <span class="tile-state">${t(state, values)}</span>
    ${more !== null && html`<span class="tile-more">${t(more, values)}</span>`}
  </li>`;
}

/**
 * @param {Tile["kind"]} kind
 * @param {number | null} value
 */
function figure(kind, value) {
  if (value === null) return "–";
  if (kind === "duration") return t("unit.minutes", { n: minutes(value) });
  return kind === "share" ? `${Math.round(value * 100)} %` : String(value);
}
