/** The counter page: choose a counter, then work it. */

import { ask, command } from "/shared/static/api.js";
import { Link } from "/shared/static/link.js";
import { facts } from "/shared/static/page.js";
import { effect, html, render, signal } from "/shared/static/view.js";
import { pick } from "/shared/static/words.js";
import { allowBeep, beep } from "./beep.js";
import { Chooser } from "./counter_chooser.js";
import { Desk } from "./counter_desk.js";
import { readKeymap, readSigns } from "./counter_keymap.js";
import { meaning } from "./counter_keys.js";
import { leave, press } from "./counter_press.js";
import { Terminal } from "./counter_terminal.js";
import { calledByItself, someoneCame, tabTitle } from "./counter_view.js";
import { signInFrom } from "./next_page.js";

const LIST_EVERY_MS = 5000;
const TICK_MS = 1000;
/** Appointments are made elsewhere, and seldom. */
const LOOK_UP_EVERY_MS = 60_000;

const { me, timezone } = facts();
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
  desk.keymap.value = readKeymap(() => localStorage);
  desk.signs.value = readSigns(() => localStorage);
  const now = signal(link.now());
  setInterval(() => {
    now.value = link.now();
  }, TICK_MS);
  setInterval(() => document.hidden || desk.lookUp(), LOOK_UP_EVERY_MS);
  desk.learn();
  desk.lookUp();
  render(html`<${Terminal} desk=${desk} now=${now} timezone=${timezone} />`, room);
  listen(desk);
  watch(desk);
}

/** @param {Desk} desk */
function listen(desk) {
  addEventListener("pointerdown", allowBeep);
  addEventListener("keydown", (event) => {
    allowBeep();
    const { act, digit, swallow } = meaning(
      event,
      whereIs(event.target),
      desk.keymap.value,
      desk.signs.value,
    );
    if (swallow) event.preventDefault();
    if (act === "leave") leave(desk, desk.link.now());
    else if (act !== null) press(desk, act, desk.link.now());
    else if (digit !== null) find(desk, digit);
  });
}

/** @param {Desk} desk @param {string} digit that begins the number */
function find(desk, digit) {
  press(desk, "find", desk.link.now());
  const dialog = desk.dialog.value;
  if (dialog?.kind === "find") desk.dialog.value = { ...dialog, text: digit };
}

/** @param {EventTarget | null} focused @returns {import("./counter_keys.js").Where} */
function whereIs(focused) {
  if (document.querySelector("dialog[open]")) return "dialog";
  if (focused instanceof HTMLSelectElement) return "choice";
  const text = focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement;
  return text ? "text" : "page";
}

/** Title and beep follow the state; a page whose session ended goes to sign in. @param {Desk} desk */
function watch(desk) {
  /** @type {import("./wire.js").CounterState | null} */
  let before = null;
  effect(() => {
    const state = desk.link.state.value;
    if (state === null) return;
    document.title = tabTitle(state, pick(state.counter_name));
    if (someoneCame(before, state) || calledByItself(before, state)) beep();
    before = state;
  });
  effect(() => {
    room.dataset.sending = desk.sending.value ?? ""; // for programs that press the keys
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
