/** Tick the papers that are missing, and print the slip that lists them. */

import { Problem } from "/shared/static/api.js";
import { html, useEffect, useRef, useState } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { Frame } from "./counter_dialog.js";
import { forms, latestFor, sorted, supplement, ticked, ticksOf } from "./counter_papers.js";
import { Picker } from "./counter_picker.js";
import { matching, procedures } from "./counter_targets.js";
import { problemText } from "./problems.js";
import { OrderState, PrintSlip } from "./slip_view.js";

/**
 * @typedef {import("./counter_desk.js").Desk} Desk
 * @typedef {import("./wire.js").TicketView} TicketView
 * @typedef {import("./wire.js").Papers} Papers
 * @typedef {{ desk: Desk, visit: TicketView }} Props
 */

/** The way to the dialog, and what became of the slip. @param {Props} props */
export function PapersLine({ desk, visit }) {
  const order = latestFor(desk.slips.orders.value, visit.ticket);
  const open = () => {
    if (desk.about.value === null) desk.learn();
    desk.dialog.value = { kind: "papers", visit };
  };
  return html`<div class="papers-line">
    <button type="button" data-papers=${visit.label} onClick=${open}>${t("papers.open", { label: visit.label })}</button>
    <div role="status">${order && html`<${OrderState} order=${order} />`}</div>
  </div>`;
}

/** A visit that has just ended for want of papers can still get its slip. @param {import("./counter_terminal.js").Drawn} drawn */
export function LeavingLine({ desk, state }) {
  const visit = desk.leaving.value;
  if (visit === null || visit.ticket === state.ticket?.ticket) return null;
  return html`<${PapersLine} desk=${desk} visit=${visit} />`;
}

/** @param {import("./counter_ask.js").Asked} asked */
export function PapersDialog({ desk, dialog }) {
  const { visit } = dialog;
  if (visit === undefined) return null;
  const { procedure } = ticksOf(desk.ticks.value, visit);
  return html`<${Frame} desk=${desk} title=${t("papers.title", { label: visit.label })}>
    ${
      procedure === null
        ? html`<${ProcedurePicker} desk=${desk} visit=${visit} />`
        : html`<${List} key=${procedure} desk=${desk} visit=${visit} procedure=${procedure} />`
    }
  <//>`;
}

/** Of which procedure, where the ticket does not say. @param {Props} props */
function ProcedurePicker({ desk, visit }) {
  const [typed, setTyped] = useState("");
  const about = desk.about.value;
  const all = about === null ? [] : procedures(about, visit.service, pick);
  const found = matching(
    all.filter((target) => target.kind === "procedure"),
    typed,
  );
  /** @param {string | null} key */
  const choose = (key) => {
    const procedure = found.find((one) => one.key === key)?.place.procedure ?? null;
    if (procedure !== null) desk.ticks.value = { ticket: visit.ticket, procedure, missing: [] };
  };
  return html`<${Picker} desk=${desk} label=${t("clerk.procedure")} word="papers.go_on" typed=${typed}
    options=${found.map(({ key, tag, text }) => ({ key, tag, text }))} onType=${setTyped} onPick=${choose} />`;
}

/** @param {Props & { procedure: string }} props */
function List({ desk, visit, procedure }) {
  const [papers, setPapers] = useState(/** @type {Papers | Problem | null} */ (null));
  useEffect(() => {
    fetched(desk, procedure).then(setPapers);
  }, [procedure]);
  const ticks = ticksOf(desk.ticks.value, visit);
  const shut = () => {
    desk.dialog.value = null;
  };
  const other = () => {
    desk.ticks.value = null;
  };
  return html`<${PrintSlip} orders=${desk.slips} wanted=${supplement(ticks, visit)} word="papers.print" missing="papers.tick_first">
      ${papers === null && html`<p class="loading">${t("signin.loading")}</p>`}
      ${papers instanceof Problem && html`<p class="notice" role="alert">${problemText(papers)}</p>`}
      ${papers !== null && !(papers instanceof Problem) && html`<${Checklist} desk=${desk} papers=${papers} ticks=${ticks} />`}
    <//>
    <div class="dialog-buttons">
      ${visit.procedure === null && html`<button type="button" onClick=${other}>${t("papers.other_procedure")}</button>`}
      <button type="button" onClick=${shut}>${t("clerk.back_out")} <kbd>Esc</kbd></button>
    </div>`;
}

/** @param {Desk} desk @param {string} procedure @returns {Promise<Papers | Problem>} */
async function fetched(desk, procedure) {
  try {
    return await desk.server.ask(`/api/v1/procedures/${encodeURIComponent(procedure)}/papers`);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** @param {{ desk: Desk, papers: Papers, ticks: import("./counter_papers.js").Ticks }} props */
function Checklist({ desk, papers, ticks }) {
  const first = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => first.current?.focus(), []); // the list came after the dialog had opened
  const { due, spared } = sorted(papers.documents);
  /** @param {number} place */
  const tick = (place) => {
    desk.ticks.value = ticked(ticks, place);
  };
  return html`<p><strong>${pick(papers.name)}</strong></p>
    ${!papers.verified && html`<p class="small">${t("papers.unverified")}</p>`}
    ${due.length === 0 && html`<p>${t("papers.none")}</p>`}
    <${Boxes} name="papers" legend="papers.which" list=${due} ticks=${ticks} tick=${tick} first=${first} />
    <${Boxes} name="spared" legend="papers.spared" list=${spared} ticks=${ticks} tick=${tick}
      first=${due.length === 0 ? first : undefined} />
    <p class="small">${t("papers.only_listed")}</p>`;
}

/**
 * @param {{ name: string, legend: string, list: import("./counter_papers.js").Paper[],
 *   ticks: import("./counter_papers.js").Ticks, tick: (place: number) => void,
 *   first?: { current: HTMLInputElement | null } }} props  `first` is given the first box
 */
function Boxes({ name, legend, list, ticks, tick, first }) {
  if (list.length === 0) return null;
  return html`<fieldset class=${`papers ${name}`}>
    <legend>${t(legend)}</legend>
    ${list.map(
      ({ place, document }, i) => html`<label key=${place}>
        <input type="checkbox" ref=${i === 0 ? first : undefined} checked=${ticks.missing.includes(place)}
          onChange=${() => tick(place)} />
        <span>${pick(document.name)} <small>${told(document)}</small></span>
      </label>`,
    )}
  </fieldset>`;
}

/** @param {import("./wire.js").Document} document */
function told(document) {
  const phrases = forms(document).map(({ word, values }) => t(word, values));
  return [...phrases, document.condition].filter(Boolean).join(" · ");
}
