/** The checklist, the priority question, and the moment before the number. */

import { html, Icon } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { Questions } from "./asking.js";
import { asText, same, sorted } from "./case.js";
import { asksPriority, go, listPaper } from "./flow.js";
import { Paged, Scroller, short, Title, waitText } from "./parts.js";
import { Qr } from "./qr.js";
import { ReportButton } from "./reporting.js";
import { inOrder } from "./scan.js";
import { askForNumber, listed, printList, procedures, settings, show, visit } from "./store.js";

/** @typedef {import("./types.js").Hall} Hall */
/** @typedef {import("./types.js").Procedure} Procedure */
/** @typedef {import("./types.js").Paper} Paper */

const LAWS_SHOWN = 3;

/** @param {{ hall: Hall }} props */
export function Checklist({ hall }) {
  const procedure = procedures.value.find((one) => one.id === visit.value.procedure);
  if (!procedure) return null;
  const next = () =>
    asksPriority(settings, hall.priorities)
      ? show(go(visit.value, "priority"))
      : askForNumber("normal");
  const { answers } = visit.value; // other answers are another list
  const last = listed.value;
  const mine = last && last.procedure === procedure.id && same(last.answers, answers) ? last : null;
  const { state, offered } = listPaper(mine, hall.printer);
  const before = html`<${Title}>${procedure.name}<//>
    ${procedure.elsewhere && html`<${Elsewhere} place=${procedure.elsewhere} />`}`;
  const after = html`<div class="ahead"><${Ahead} hall=${hall} service=${procedure.service} /></div>
    ${procedure.papers.length > 0 && html`<${ListState} state=${state} />`}`;
  const print =
    offered &&
    procedure.papers.length > 0 &&
    html`<button class="wide" onClick=${() => printList(procedure.id)}>
      <${Icon} name="printer" /> ${t("kiosk.list.print")}
    </button>`;
  const report = html`<${ReportButton} procedure=${procedure.id} />`;
  const onward = html`<button class="primary wide" onClick=${next}>
    ${t("kiosk.detail.continue")} <${Icon} name="arrow-right" />
  </button>`;
  const close = short(); // all text then scrolls, and is seen from its beginning when it changes
  return html`${!close && before}
    <${Scroller}
      key=${close ? procedure.id + state : procedure.id}
      label=${t("kiosk.detail.docs")}
      beside=${close ? html`${print}${onward}` : html`${after}${print}${report}${onward}`}
    >
      ${close && html`${before}${after}`}
      <${Papers} hall=${hall} procedure=${procedure} />
      ${close && report}
    <//>`;
}

/** @param {{ hall: Hall, procedure: Procedure }} props */
function Papers({ hall, procedure }) {
  const { wanted, spared, open } = sorted(procedure.papers, visit.value.answers);
  return html`<${Questions} questions=${procedure.questions} />
      <h2>
        ${t("kiosk.detail.docs")}
        ${!procedure.verified && html` <span class="badge">${t("kiosk.unverified")}</span>`}
      </h2>
      ${
        procedure.questions.length > 0 &&
        html`<p class="sum" role="status">
        ${t("kiosk.case.count", { n: wanted.length - open })} ${open > 0 && t("kiosk.case.open", { n: open })}
      </p>`
      }
      ${
        procedure.papers.length
          ? html`<ul class="papers">
            ${wanted.map((paper) => html`<${PaperLine} key=${paper.name} paper=${paper} />`)}
          </ul>`
          : html`<p>${t("kiosk.detail.no_papers")}</p>`
      }
      <${Spared} papers=${spared} />
      <${NotRequired} names=${procedure.not_required} />
      <${Facts} procedure=${procedure} />
      <${ForPhones} procedure=${procedure} papers=${wanted} hotline=${hall.hotline} />
      <p class="small">${t("kiosk.detail.only_listed", { hotline: hall.hotline })}</p>`;
}

/**
 * The list to take along without paper and without a number: the code holds the text itself.
 * @param {{ procedure: Procedure, papers: Paper[], hotline: string }} props
 */
function ForPhones({ procedure, papers, hotline }) {
  const facts = [
    `${t("kiosk.detail.fee")}: ${procedure.fee}`,
    `${t("kiosk.detail.days")}: ${procedure.limit}`,
    `${t("kiosk.detail.code")}: ${procedure.code}`,
    hotline,
  ];
  const text = papers.length > 0 && asText(procedure.name, papers, facts);
  return (
    text &&
    html`<div class="for-phones">
      <${Qr} data=${text} label=${procedure.name} />
      <p>${t("kiosk.list.phone")}</p>
    </div>`
  );
}

/** @type {Record<string, string>} */
const LIST_SAID = {
  printing: "kiosk.list.printing",
  printed: "kiosk.list.printed",
  sent: "kiosk.list.sent",
  unsure: "kiosk.list.unsure",
  failed: "kiosk.list.failed",
  wait: "kiosk.list.wait",
  enough: "kiosk.list.enough",
};

/**
 * The list on paper for who comes another day; no number is needed for it.
 * @param {{ state: string }} props
 */
function ListState({ state }) {
  if (state === "none") return null;
  return html`<p class=${`paper ${state === "printed" ? "good" : ""}`} role="status">
    <${Icon} name=${state === "printed" ? "circle-check" : "printer"} /> ${t(LIST_SAID[state])}
  </p>`;
}

/** @param {{ place: string }} props */
function Elsewhere({ place }) {
  return html`<p class="notice">
    <${Icon} name="map-pin" />
    <span><strong>${t("kiosk.where", { place })}.</strong> ${t("kiosk.where.ask_first")}</span>
  </p>`;
}

/** @param {{ paper: Paper }} props */
function PaperLine({ paper }) {
  return html`<li>
    <${Icon} name="file-text" />
    <span>
      ${paper.name} ${paper.copies && html`<span class="copies">${paper.copies}</span>`}
      ${
        paper.condition &&
        html`<span class="small condition" lang="vi">${t("kiosk.detail.condition", { text: paper.condition })}</span>`
      }
      ${paper.by_data && html`<span class="small condition">${t("kiosk.detail.by_data")}</span>`}
    </span>
  </li>`;
}

/** What the answers spare the visitor. @param {{ papers: Paper[] }} props */
function Spared({ papers }) {
  if (!papers.length) return null;
  return html`<div class="spared">
    <h2><${Icon} name="circle-check" /> ${t("kiosk.detail.spared")}</h2>
    <ul>
      ${papers.map((paper) => html`<li key=${paper.name}>${paper.name}</li>`)}
    </ul>
  </div>`;
}

/** @param {{ names: string[] }} props */
function NotRequired({ names }) {
  if (!names.length) return null;
  return html`<div class="spared">
    <h2><${Icon} name="circle-check" /> ${t("kiosk.detail.not_required")}</h2>
    <ul lang="vi">
      ${names.map((name) => html`<li key=${name}>${name}</li>`)}
    </ul>
  </div>`;
}

/** @param {{ procedure: Procedure }} props */
function Facts({ procedure }) {
  const laws = procedure.legal_basis;
  const more = laws.length - LAWS_SHOWN;
  const shown = laws.slice(0, LAWS_SHOWN).join(", ");
  return html`<dl class="facts">
    <dt>${t("kiosk.detail.fee")}</dt>
    <dd>
      ${procedure.fee}
      ${procedure.fee_note && html`<span class="small" lang="vi">${procedure.fee_note}</span>`}
    </dd>
    <dt>${t("kiosk.detail.days")}</dt>
    <dd>
      ${procedure.limit}
      ${procedure.limit_note && html`<span class="small" lang="vi">${procedure.limit_note}</span>`}
    </dd>
    <dt>${t("kiosk.detail.code")}</dt>
    <dd>${procedure.code}</dd>
    ${procedure.decision && html`<dt>${t("kiosk.detail.decision")}</dt><dd>${procedure.decision}</dd>`}
    ${
      shown &&
      html`<dt>${t("kiosk.detail.legal")}</dt>
      <dd>${shown} ${more > 0 && t("kiosk.detail.more_legal", { n: more })}</dd>`
    }
  </dl>`;
}

/** @param {{ hall: Hall, service: string | null }} props */
function Ahead({ hall, service }) {
  const now = hall.services.find((one) => one.id === service);
  if (!now) return null;
  return html`${
    now.waiting !== null &&
    html`<p>
      <${Icon} name="users" /> ${t("kiosk.group.waiting", { n: now.waiting })} · ${waitText(now.wait)}
    </p>`
  }
  <p class="small">${t("kiosk.detail.missing_ok")}</p>`;
}

/** @param {{ hall: Hall }} props */
export function Priority({ hall }) {
  /** @param {string} id @param {string} name @param {string} [kind] */
  const row = (id, name, kind = "") => ({
    key: id,
    row: html`<button class=${`row ${kind}`} onClick=${() => askForNumber(id)}>
      <span>${name}</span> <${Icon} name="chevron-right" />
    </button>`,
  });
  const classes = inOrder(hall.priorities, hall.scanned).map((one) => row(one.id, className(one)));
  const normal = row("normal", t("kiosk.prio.none"), "plain");
  return html`<${Title}>${t("kiosk.prio.title")}<//>
    <p class="subject">${t("kiosk.prio.proof")}</p>
    <${Paged} kind="rows" items=${[...classes, normal]} most=${8} />`;
}

/** The name of a class of visitors, with the age from which it holds. @param {Hall["priorities"][number]} one */
function className(one) {
  const name = pick(one.name);
  return one.from_age === null ? name : t("kiosk.prio.from_age", { name, age: one.from_age });
}

export function Taking() {
  return html`<div class="middle" role="status"><${Title}>${t("kiosk.taking")}<//></div>`;
}
