/** Visitors who called for help, and reports of extra papers: first on the page, red while open. */

import { html, Icon, useState } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { FOUND, needing, saidOf, toneOf } from "./alarm_view.js";
import { NoticeLine } from "./notice.js";

/**
 * @typedef {import("./wire.js").AlarmNow} AlarmNow
 * @typedef {import("./alarm_desk.js").AlarmDesk} AlarmDesk
 * @typedef {(verb: "coming" | "done" | "handled", reason?: string) => void} Press
 */

/**
 * @param {{ alarms: AlarmNow[], now: number, timezone: string, desk: AlarmDesk,
 *   onPressed?: () => void }} props  `onPressed`: after the server has answered
 */
export function AlarmRows({ alarms, now, timezone, desk, onPressed }) {
  const open = needing(alarms);
  /** @param {AlarmNow} alarm @returns {Press} */
  const press = (alarm) => async (verb, reason) => {
    await desk.press(alarm, verb, reason);
    onPressed?.();
  };
  return html`<div class="alarms">
    <p class="for-readers" role="status">${open > 0 && t("alarm.count", { n: open })}</p>
    <${NoticeLine} notice=${desk.problem.value ?? desk.notice.value} />
    ${
      alarms.length > 0 &&
      html`<section aria-labelledby="alarms-title">
        <h2 id="alarms-title">${t("alarm.title")}</h2>
        <ul>
          ${alarms.map(
            (alarm) =>
              html`<${Row} key=${alarm.alarm} alarm=${alarm} now=${now} timezone=${timezone}
                busy=${desk.sending.value} onPress=${press(alarm)} />`,
          )}
        </ul>
      </section>`
    }
  </div>`;
}

/** @param {{ alarm: AlarmNow, now: number, timezone: string, busy: boolean, onPress: Press }} props */
function Row({ alarm, now, timezone, busy, onPress }) {
  const help = alarm.kind === "help";
  const [first, ...others] = saidOf(alarm, now, timezone);
  return html`<li class=${`alarm ${toneOf(alarm)}`}>
    <${Icon} name=${help ? "hand" : "file-plus"} />
    <div class="alarm-said">
      <strong>${first && t(first.word, first.values)}</strong>
      ${others.map((one) => html`<span key=${one.word}>${t(one.word, one.values)}</span>`)}
      ${!help && html`<${Subject} alarm=${alarm} />`}
    </div>
    ${help ? html`<${Answers} alarm=${alarm} busy=${busy} onPress=${onPress} />` : html`<${Handle} id=${alarm.alarm} busy=${busy} onPress=${onPress} />`}
  </li>`;
}

/** @param {{ alarm: AlarmNow }} props */
function Subject({ alarm }) {
  const { procedure, procedure_name, counter, counter_name } = alarm;
  const name = procedure_name === null ? procedure : pick(procedure_name);
  const place = counter_name === null ? counter : pick(counter_name);
  return html`<span>${name === null ? t("alarm.no_procedure") : t("alarm.procedure", { name })}</span>
    <span>${place ?? t("alarm.no_counter")}</span>`;
}

/** @param {{ alarm: AlarmNow, busy: boolean, onPress: Press }} props */
function Answers({ alarm, busy, onPress }) {
  return html`<div class="alarm-acts">
    ${alarm.state === "open" && html`<button class="primary" aria-disabled=${busy} onClick=${() => onPress("coming")}>${t("alarm.coming")}</button>`}
    <button aria-disabled=${busy} onClick=${() => onPress("done")}>${t("alarm.done")}</button>
  </div>`;
}

/** What was found is chosen, then kept. @param {{ id: string, busy: boolean, onPress: Press }} props */
function Handle({ id, busy, onPress }) {
  const [found, setFound] = useState("");
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    if (found !== "" && !busy) onPress("handled", found);
  };
  /** @param {Event} event */
  const choose = (event) => setFound(/** @type {HTMLSelectElement} */ (event.currentTarget).value);
  return html`<form class="alarm-acts" onSubmit=${submit}>
    <label for=${`found-${id}`} class="for-readers">${t("alarm.found")}</label>
    <select id=${`found-${id}`} required value=${found} onChange=${choose}>
      <option value="">${t("alarm.choose")}</option>
      ${FOUND.map((code) => html`<option key=${code} value=${code}>${t(`alarm.found.${code}`)}</option>`)}
    </select>
    <button class="primary" aria-disabled=${busy}>${t("alarm.handled")}</button>
  </form>`;
}
