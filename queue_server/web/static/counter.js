/** The counter page: choose a counter, then work it. */

import { ask, command } from "/shared/static/api.js";
import { Link } from "/shared/static/link.js";
import { facts } from "/shared/static/page.js";
import { effect, html, render, signal } from "/shared/static/view.js";
import { pick } from "/shared/static/words.js";
import { allowBeep, beep } from "./beep.js";
import { Chooser } from "./counter_chooser.js";
import { Desk } from "./counter_desk.js";
import { meaning } from "./counter_keys.js";
import { Terminal } from "./counter_terminal.js";
import { buttonFor, someoneCame, tabTitle } from "./counter_view.js";
import { signInFrom } from "./next_page.js";

const LIST_EVERY_MS = 5000;
const TICK_MS = 1000;

const { me } = facts();
const room = /** @type {HTMLElement} */ (document.getElementById("app"));
const chosen = Number(new URLSearchParams(location.search).get("counter"));

room.replaceChildren();
if (Number.isInteger(chosen) && chosen > 0) work(chosen);
else choose();

/** Show who sits where until a counter is chosen. */
function choose() {
  const counters = signal(/** @type {import("./wire.js").CounterSummary[] | null} */ (null));
  const problem = signal(/** @type {any} */ (null));
  const look = async () => {
    try {
      counters.value = (await ask("/api/v1/counters", { pausesMs: [] })).counters;
      problem.value = null;
    } catch (error) {
      problem.value = error;
      leaveWhenSignedOut(error);
    }
  };
  render(html`<${Chooser} counters=${counters} problem=${problem} me=${me} />`, room);
  look();
  setInterval(() => document.hidden || look(), LIST_EVERY_MS);
}

/** @param {number} counter */
function work(counter) {
  /** @type {Link<import("./wire.js").CounterState>} */
  const link = new Link({ room: "counter", counter });
  const desk = new Desk(counter, me, link, { ask, command });
  const now = signal(link.now());
  setInterval(() => {
    now.value = link.now();
  }, TICK_MS);
  render(html`<${Terminal} desk=${desk} now=${now} />`, room);
  listen(desk);
  watch(desk);
}

/** @param {Desk} desk */
function listen(desk) {
  addEventListener("pointerdown", allowBeep);
  addEventListener("keydown", (event) => {
    allowBeep();
    if (document.querySelector("dialog[open]")) return;
    const { act, swallow } = meaning(event, isText(event.target));
    if (swallow) event.preventDefault();
    const state = desk.link.state.value;
    const button = act && state && buttonFor(act, state, desk.situation.value);
    if (button) desk.act(button.verb);
  });
}

/** @param {EventTarget | null} target */
function isText(target) {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** Title and beep follow the state; a page whose session ended goes to sign in. @param {Desk} desk */
function watch(desk) {
  /** @type {import("./wire.js").CounterState | null} */
  let before = null;
  effect(() => {
    const state = desk.link.state.value;
    if (state === null) return;
    document.title = tabTitle(state, pick(state.counter_name));
    if (someoneCame(before, state)) beep();
    before = state;
  });
  effect(() => leaveWhenSignedOut(desk.notice.value));
  effect(() => {
    if (desk.link.refused.value !== null) desk.refresh(); // the answer says in words why
  });
}

/** @param {any} problem */
function leaveWhenSignedOut(problem) {
  if (problem?.code === "signed_out") location.assign(signInFrom(location));
}
