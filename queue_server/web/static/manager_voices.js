/** Who speaks in each zone, where nobody does, and what the manager says there. */

import { clock } from "/shared/static/format.js";
import { html, Icon, useEffect, useState } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { NoticeLine } from "./notice.js";
import { muteZones, standingOf, voiceRows } from "./voice_view.js";

/**
 * @typedef {import("./wire.js").ManagerState} ManagerState
 * @typedef {import("./wire.js").Phrases} Phrases
 * @typedef {import("./broadcast_desk.js").BroadcastDesk} BroadcastDesk
 */

/** Zones whose calls nobody hears: among the alarms. @param {{ state: ManagerState, timezone: string }} props */
export function MuteZones({ state, timezone }) {
  const mute = muteZones(state, timezone);
  return html`<div class="alarms">
    ${
      mute.length > 0 &&
      html`<ul>${mute.map(
        ({ zone, said, why, who, since }) => html`<li key=${zone} class="alarm act">
          <${Icon} name="volume-x" />
          <div class="alarm-said">
            <strong>${t(said.word, said.values)}</strong>
            <span>${t(why.word, { ...why.values, name: pick(who) })}</span>
            ${since && html`<span>${t(since.word, since.values)}</span>`}
          </div>
        </li>`,
      )}</ul>`
    }
  </div>`;
}

/** @param {{ state: ManagerState, timezone: string }} props */
export function VoiceTable({ state, timezone }) {
  const heads = ["voice.zone", "voice.state", "voice.last", "voice.unheard"];
  return html`<section>
    <h2 id="voices-title">${t("voice.title")}</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="voices-title">
      <table>
        <thead><tr>${heads.map((head) => html`<th key=${head} scope="col">${t(head)}</th>`)}</tr></thead>
        <tbody>${voiceRows(state, timezone).map(
          ({ zone, place, tone, said, who, last, unheard }) => html`<tr key=${zone}>
            <th scope="row">${place.map(pick).join(", ")}<span class="small kind">${zone}</span></th>
            <td class=${tone}>${t(said.word, { ...said.values, name: pick(who) })}</td>
            <td>${t(last.word, last.values)}</td>
            <td class=${unheard === "" ? "" : "watch"}>${unheard || "–"}</td>
          </tr>`,
        )}</tbody>
      </table>
    </div>
  </section>`;
}

/** @param {{ state: ManagerState, timezone: string, desk: BroadcastDesk }} props */
export function Broadcasts({ state, timezone, desk }) {
  useEffect(() => {
    desk.look();
  }, [state.day, state.centre_version]);
  const phrases = desk.phrases.value;
  return html`<section class="say">
    <h2>${t("say.title")}</h2>
    <${NoticeLine} notice=${desk.notice.value} />
    ${phrases !== null && html`<${Form} key=${desk.said.value} phrases=${phrases} desk=${desk} />`}
    <ul class="said">${state.broadcasts.map((one) => {
      const told = standingOf(one, timezone);
      return html`<li key=${one.broadcast}>
        <strong>${pick(one.text)}</strong>
        <span class="small">${one.zones.join(", ")} · ${t(told.word, told.values)} · ${t("say.by", { name: one.by, time: clock(one.said_at, timezone) })}</span>
        ${one.stands && html`<button aria-disabled=${desk.sending.value} onClick=${() => desk.withdraw(one.broadcast)}>${t("say.withdraw")}</button>`}
      </li>`;
    })}</ul>
  </section>`;
}

/** Empty again behind every message. @param {{ phrases: Phrases, desk: BroadcastDesk }} props */
function Form({ phrases, desk }) {
  const [kind, setKind] = useState("own");
  const chosen = phrases.phrases.find((one) => one.kind === kind);
  /** @param {SubmitEvent} event */
  const send = (event) => {
    event.preventDefault();
    const told = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    desk.say(told, phrases);
  };
  /** @param {Event} event */
  const choose = (event) => setKind(/** @type {HTMLSelectElement} */ (event.currentTarget).value);
  return html`<form class="give-form" onSubmit=${send}>
    <label>${t("say.phrase")}
      <select name="kind" value=${kind} onChange=${choose}>
        <option value="own">${t("say.own")}</option>
        ${phrases.phrases.map((one) => html`<option key=${one.kind} value=${one.kind}>${t(`say.${one.kind}`)}</option>`)}
      </select>
    </label>
    ${phrases.languages.map((language, place) =>
      chosen
        ? html`<p key=${language} lang=${language}>${chosen.text[language]}</p>`
        : html`<label key=${language}>${t("say.text", { language: t(`say.language.${language}`) })}
            <textarea name=${`text.${language}`} lang=${language} maxlength="200" rows="2" required=${place === 0}></textarea>
          </label>`,
    )}
    ${
      phrases.zones.length > 1 &&
      html`<fieldset><legend>${t("say.zones")}</legend>
        ${phrases.zones.map((zone) => html`<label key=${zone} class="choice"><input type="checkbox" name="zone" value=${zone} defaultChecked /> ${zone}</label>`)}
      </fieldset>`
    }
    <label key=${kind} class="choice"><input type="checkbox" name="urgent" defaultChecked=${chosen?.urgent ?? false} /> ${t("say.urgent")}</label>
    <label>${t("say.times")}<input name="times" type="number" min="1" max="20" defaultValue="1" required /></label>
    <label>${t("say.gap")}<input name="gap_s" type="number" min="15" max="600" defaultValue="60" required /></label>
    <button type="submit" class="primary" aria-disabled=${desk.sending.value}>${t("say.send")}</button>
  </form>`;
}
