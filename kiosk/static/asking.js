/** The questions on the page of a procedure: the list below them changes with each answer. */

import { html, Icon } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { answered } from "./case.js";
import { show, visit } from "./store.js";

/** @typedef {import("./types.js").Asked} Asked */

/** @param {{ questions: Asked[] }} props */
export function Questions({ questions }) {
  if (!questions.length) return null;
  if (visit.value.skipped) {
    return html`<button class="wide" onClick=${() => skip(false)}>
      <${Icon} name="circle-question-mark" /> ${t("kiosk.case.ask")}
    </button>`;
  }
  return html`<section class="questions">
    <h2>${t("kiosk.case.title")}</h2>
    ${questions.map((one) => html`<${Question} key=${one.id} question=${one} />`)}
    <button class="wide" onClick=${() => skip(true)}>
      <${Icon} name="file-text" /> ${t("kiosk.case.skip")}
    </button>
  </section>`;
}

/** The whole list, and no answer kept behind it. @param {boolean} skipped */
const skip = (skipped) => show({ ...visit.value, skipped, answers: {} });

/** @param {{ question: Asked }} props */
function Question({ question }) {
  const { answers } = visit.value;
  const id = `question-${question.id}`;
  /** @param {boolean} yes */
  const touch = (yes) => show({ ...visit.value, answers: answered(answers, question.id, yes) });
  /** @param {boolean} yes */
  const button = (yes) => html`<button
    data-say=${`${question.text} ${t(yes ? "kiosk.case.yes" : "kiosk.case.no")}`}
    aria-pressed=${answers[question.id] === yes}
    onClick=${() => touch(yes)}
  >
    <${Icon} name=${yes ? "check" : "x"} /> ${t(yes ? "kiosk.case.yes" : "kiosk.case.no")}
  </button>`;
  return html`<div class="question" role="group" aria-labelledby=${id}>
    <p id=${id}>${question.text}</p>
    <div class="answers">${button(true)} ${button(false)}</div>
  </div>`;
}
