/** The buttons of the counter page: the big one, the ones beside it, each with its key. */

import { html, useEffect, useRef } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { bigButton, sideButton } from "./counter_actions.js";
import { focusStep } from "./counter_focus.js";
import { isSign, keyLabel } from "./counter_keys.js";
import { press } from "./counter_press.js";

/**
 * @typedef {import("./counter_terminal.js").Drawn} Drawn
 * @typedef {import("./counter_actions.js").Button} Button
 * @typedef {import("./counter_actions.js").Doing} Doing
 */

const MAIN = /** @type {const} */ (["recall", "no_show_next", "hold", "transfer", "pause"]);
const MORE = /** @type {const} */ ([
  "finish",
  "next_service",
  "no_show",
  "without_ticket",
  "find",
  "close",
]);

/** @param {Drawn} drawn */
export function BigButton({ desk, state, now }) {
  const situation = desk.look(now);
  const button = bigButton(state, situation);
  const sending = situation.sending !== null && situation.sending === button.verb;
  const self = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => self.current?.focus(), []); // so that Enter works from the first moment
  const look = sending ? " sending" : state.armed ? " armed" : button.lit ? " asks" : "";
  return html`<button
      type="button" id="step" ref=${self} class=${`step${look}`}
      aria-disabled=${!button.enabled} aria-describedby="step-reason"
      onClick=${() => press(desk, "step", now)}>
      <span>${t(sending ? "clerk.sending" : button.word)}</span>
      ${button.verb && html`<kbd>${keyLabel(desk.keymap.value.step[0])}</kbd>`}
    </button>`;
}

/** Why the big button cannot be pressed. @param {Drawn} drawn */
export function StepReason({ desk, state, now }) {
  const situation = desk.look(now);
  const { reason, values } = bigButton(state, situation);
  const told = reason !== null && !sideButton("take_over", state, situation).enabled; // it says more
  return html`<p id="step-reason" class="reason">${told && t(reason, values)}</p>`;
}

/** @param {Drawn} drawn */
export function SideButtons({ desk, state, now }) {
  const situation = desk.look(now);
  /** @param {Exclude<Doing, "step">} act */
  const draw = (act) =>
    html`<${SideButton} key=${act} desk=${desk} now=${now} button=${sideButton(act, state, situation)} />`;
  const takeOver = sideButton("take_over", state, situation);
  return html`${takeOver.enabled && html`<${TakeOver} desk=${desk} now=${now} button=${takeOver} />`}
    <div class="others">
      ${MAIN.map(draw)}
    </div>
    <div class="others more-acts">
      ${state.armed && draw("stand_down")}
      ${MORE.map(draw)}
    </div>`;
}

/** @param {{ desk: Drawn["desk"], now: number, button: Button }} props */
function SideButton({ desk, now, button }) {
  const keys = /** @type {Record<string, readonly string[] | undefined>} */ (desk.keymap.value);
  const sending = button.verb !== null && desk.look(now).sending === button.verb;
  const usable = keys[button.act]?.find((name) => desk.signs.value || !isSign(name));
  const key = button.act === "stand_down" ? "Esc" : keyLabel(usable);
  return html`<button
    type="button" data-act=${button.act} class=${button.lit ? "lit" : ""} aria-disabled=${!button.enabled}
    title=${button.reason === null ? undefined : t(button.reason, button.values)}
    onClick=${() => press(desk, button.act, now)}>
    <span>${t(sending ? "clerk.sending" : button.word, button.values)}</span>
    ${key !== "" && html`<kbd>${key}</kbd>`}
  </button>`;
}

/** @param {{ desk: Drawn["desk"], now: number, button: Button }} props */
function TakeOver({ desk, now, button }) {
  const takeOver = () => {
    focusStep(); // this question goes
    press(desk, "take_over", now);
  };
  return html`<div class="take-over">
    <p>${t("clerk.holder_lost", button.values)}</p>
    <button type="button" class="primary" data-act="take_over" onClick=${takeOver}>
      ${t("clerk.take_over")}
    </button>
  </div>`;
}
