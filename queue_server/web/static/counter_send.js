/** Dialogs that send somebody on: to another place, to another procedure, to the desk at once. */

import { html, useState } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { NOTE_LENGTH, textOf } from "./counter_choices.js";
import { Frame } from "./counter_dialog.js";
import { Picker } from "./counter_picker.js";
import { matching, procedures, targets } from "./counter_targets.js";
import { reasonText } from "./reason_text.js";

/**
 * @typedef {import("./counter_terminal.js").Drawn} Drawn
 * @typedef {import("./counter_targets.js").Target} Target
 */

/** @param {Drawn} drawn */
export function TransferDialog({ desk, state }) {
  const [typed, setTyped] = useState("");
  const [note, setNote] = useState("");
  const about = desk.about.value;
  const found = about === null ? [] : matching(named(targets(about, state, pick)), typed);
  /** @param {string | null} key */
  const send = (key) => {
    const target = found.find((one) => one.key === key);
    if (target === undefined) return;
    desk.dialog.value = null;
    desk.act("transfer", { ...target.place, note: note.trim() || null });
  };
  const title = t("clerk.transfer_label", { label: state.ticket?.label ?? "" });
  return html`<${Frame} desk=${desk} title=${title}>
    <${Picker} desk=${desk} label=${t("clerk.transfer_to")} word="clerk.transfer" typed=${typed}
      options=${found.map(asOption)} onType=${setTyped} onPick=${send}>
      <label for="transfer-note">${t("clerk.note")}</label>
      <input id="transfer-note" maxlength=${NOTE_LENGTH} autocomplete="off" value=${note} aria-describedby="note-hint"
        onInput=${(/** @type {Event} */ event) => setNote(textOf(event))} />
      <p id="note-hint" class="small">${t("clerk.note_hint")}</p>
    <//>
  <//>`;
}

/** @param {Drawn} drawn */
export function NextServiceDialog({ desk, state }) {
  const [typed, setTyped] = useState("");
  const about = desk.about.value;
  const present = state.ticket?.service ?? null;
  const found = about === null ? [] : matching(procedures(about, present, pick), typed);
  /** @param {string | null} key */
  const send = (key) => {
    const target = found.find((one) => one.key === key);
    if (target === undefined) return;
    desk.dialog.value = null;
    desk.act("next_service", target.place);
  };
  return html`<${Frame} desk=${desk} title=${t("clerk.next_service")}>
    <${Picker} desk=${desk} label=${t("clerk.procedure")} word="clerk.go_on" typed=${typed}
      options=${found.map(asOption)} onType=${setTyped} onPick=${send} />
  <//>`;
}

/** @param {Drawn} drawn */
export function WithoutTicketDialog({ desk }) {
  const [typed, setTyped] = useState("");
  const about = desk.about.value;
  const codes = about?.without_ticket_reasons ?? [];
  const [chosen, setReason] = useState("");
  const reason = chosen || (codes[0] ?? null);
  const [other, setOther] = useState("");
  const found = about === null ? [] : matching(procedures(about, null, pick), typed);
  /** @param {string | null} key */
  const send = (key) => {
    const target = found.find((one) => one.key === key);
    if (target === undefined) return;
    desk.dialog.value = null;
    const told = reason === "other" && other.trim() !== "" ? other.trim() : reason;
    desk.act("without_ticket", { ticket: null, version: null, ...target.place, reason: told });
  };
  return html`<${Frame} desk=${desk} title=${t("clerk.without_ticket")}>
    <${Picker} desk=${desk} label=${t("clerk.procedure")} word="clerk.start" typed=${typed}
      options=${found.map(asOption)} onType=${setTyped} onPick=${send}>
      <label for="without-reason">${t("clerk.reason")}</label>
      <select id="without-reason" value=${reason} onChange=${(/** @type {Event} */ event) => setReason(textOf(event))}>
        ${codes.map((code) => html`<option key=${code} value=${code}>${reasonText(code)}</option>`)}
      </select>
      ${
        reason === "other" &&
        html`<label for="without-other">${t("clerk.reason_own")}</label>
        <input id="without-other" maxlength=${NOTE_LENGTH} autocomplete="off" value=${other}
          onInput=${(/** @type {Event} */ event) => setOther(textOf(event))} />`
      }
    <//>
  <//>`;
}

/**
 * Counters get their names in the page's language, by which they can be found too.
 * @param {Target[]} all
 */
function named(all) {
  return all.map((target) =>
    target.kind === "counter" ? { ...target, text: t("clerk.counter", { n: target.tag }) } : target,
  );
}

/** @param {Target} target */
function asOption({ key, kind, tag, text }) {
  return { key, tag, text, more: t(`clerk.kind.${kind}`) };
}
