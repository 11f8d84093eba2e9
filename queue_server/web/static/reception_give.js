/** Give a number to somebody who cannot use the kiosk, and show it as large as it goes. */

import { html, useEffect, useRef, useState } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { reasonText } from "./reason_text.js";
import { PrintSlip } from "./slip_view.js";

/**
 * @typedef {import("./reception_desk.js").ReceptionDesk} ReceptionDesk
 * @typedef {{ id: string, name: import("./wire.js").Words }} Named
 * @typedef {{ desk: ReceptionDesk, classes: Named[], languages: string[] }} Props
 */

/** The class of whoever has no other. */
const NORMAL = "normal";

/** @param {Props} props */
export function Give({ desk, classes, languages }) {
  const given = desk.given.value;
  return html`<section class="give">
    <h2>${t("reception.give")}</h2>
    <${Form} key=${given?.ticket ?? ""} desk=${desk} classes=${classes} languages=${languages} />
    ${given && html`<${GivenNumber} key=${given.ticket} desk=${desk} given=${given} />`}
  </section>`;
}

/** Empty again behind every number. @param {Props} props */
function Form({ desk, classes, languages }) {
  const [service, setService] = useState("");
  const about = desk.about.value;
  const procedures = about?.procedures.filter((one) => one.service === service) ?? [];
  /** @param {SubmitEvent} event */
  const send = (event) => {
    event.preventDefault();
    const told = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    desk.give({
      service: String(told.get("service")),
      procedure: String(told.get("procedure")) || null,
      priority: String(told.get("priority")),
      language: String(told.get("language")),
      reason: String(told.get("reason")) || null,
    });
  };
  /** @param {Event} event */
  const choose = (event) =>
    setService(/** @type {HTMLSelectElement} */ (event.currentTarget).value);
  return html`<form class="give-form" onSubmit=${send}>
    <label>${t("reception.service")}
      <select name="service" required value=${service} onChange=${choose}>
        <option value="">${t("reception.choose")}</option>
        ${about?.services.map((one) => html`<option key=${one.id} value=${one.id}>${one.prefix} · ${pick(one.name)}</option>`)}
      </select>
    </label>
    <label>${t("reception.procedure")}
      <select name="procedure">
        <option value="">${t("reception.any_procedure")}</option>
        ${procedures.map((one) => html`<option key=${one.id} value=${one.id}>${pick(one.name)}</option>`)}
      </select>
    </label>
    <label>${t("reception.priority")}
      <select name="priority">
        <option value=${NORMAL}>${t("reception.no_priority")}</option>
        ${classes.filter((one) => one.id !== NORMAL).map((one) => html`<option key=${one.id} value=${one.id}>${pick(one.name)}</option>`)}
      </select>
    </label>
    <label>${t("reception.language")}
      <select name="language">
        ${languages.map((one) => html`<option key=${one} value=${one}>${t(`home.language.${one}`)}</option>`)}
      </select>
    </label>
    <label>${t("reception.reason")}
      <select name="reason">
        <option value="">${t("reception.no_reason")}</option>
        ${about?.give_reasons.map((one) => html`<option key=${one} value=${one}>${reasonText(one)}</option>`)}
      </select>
    </label>
    <button type="submit" class="primary" aria-disabled=${desk.sending.value}>${t("reception.give_number")}</button>
  </form>`;
}

/** @param {{ desk: ReceptionDesk, given: import("./reception_desk.js").Given }} props */
function GivenNumber({ desk, given }) {
  const self = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => self.current?.focus(), []); // so that it is read out, and printing comes next
  return html`<div class="given">
    <p id="given" class="given-label" ref=${self} tabindex="-1">${given.label}</p>
    <p>${t("reception.given")}</p>
    <${PrintSlip} orders=${desk.slips} word="reception.print_number"
      wanted=${{ kind: "return", ticket: given.ticket }} />
  </div>`;
}
