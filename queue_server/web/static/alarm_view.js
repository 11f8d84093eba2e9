/**
 * What is said of an alarm of a visitor. Nothing here touches the page, the network or a clock.
 *
 * @typedef {import("./wire.js").AlarmNow} AlarmNow
 * @typedef {import("./reception_view.js").Sentence} Sentence
 */

import { clock, date, mmss } from "/shared/static/format.js";
import { since } from "./elapsed.js";

/** What a manager may have found; the server knows the same. */
export const FOUND = Object.freeze(["instructed", "listed", "mistaken", "unclear", "other"]);

/** How many need somebody: to one that is answered somebody is on the way. @param {AlarmNow[]} alarms */
export function needing(alarms) {
  return alarms.filter((alarm) => alarm.state === "open").length;
}

/** Red is what nobody has answered. @param {AlarmNow} alarm */
export function toneOf(alarm) {
  return alarm.state === "open" ? "act" : "watch";
}

/**
 * A call for help: where and for how long, to the second. A report: when and where it was made.
 * @param {AlarmNow} alarm
 * @param {number} now  the server's time, ms
 * @param {string} timezone
 * @returns {Sentence[]} the first one stands out
 */
export function saidOf(alarm, now, timezone) {
  if (alarm.kind === "help") {
    const named = { device: alarm.device_name };
    return [
      { word: "alarm.help", values: named },
      { word: "alarm.since", values: { t: mmss(since(alarm.at, now)) } },
      ...(alarm.answered_by === null
        ? []
        : [{ word: "alarm.coming_by", values: { name: alarm.answered_by } }]),
    ];
  }
  const today = date(alarm.at, timezone) === date(now, timezone);
  const day = today ? "" : `, ${date(alarm.at, timezone)}`;
  const time = clock(alarm.at, timezone) + day;
  return [
    { word: "alarm.extra_papers", values: {} },
    { word: "alarm.at", values: { time, device: alarm.device_name } },
  ];
}
