/** The staff mode on the screen. The session is the agent's: the page only carries its token. */

import { ask, command, Problem, uuid } from "/shared/static/api.js";
import { signal } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { hush, read } from "./reader.js";
import * as rules from "./staff_rules.js";
import { touch as present, reset, visit, volume } from "./store.js";

/** @typedef {import("./staff_rules.js").Staff} Staff */

const STAY_MS = 5000; // so often the agent hears that somebody is there

/** Null: visitors have the screen. */
export const staff = signal(/** @type {Staff | null} */ (null));
export const condition = signal(/** @type {import("./types.js").Condition | null} */ (null));
/** Seconds until the screen may be touched again. */
export const cleaningS = signal(0);

let token = "";
let touched = 0;
let told = 0;
/** @type {string | null} the test print that has not ended */
let testing = null;
let entering = false;

/** The keypad; everything of a visitor is wiped. */
export function open() {
  if (staff.value) return;
  reset();
  touched = performance.now();
  staff.value = rules.opened("pin", touched);
}

/** The screen is the visitors' again. */
export function close() {
  if (token) send("leave").catch(() => undefined); // it ends by itself a little later
  forget();
  staff.value = null;
  reset();
}

function forget() {
  hush();
  token = "";
  testing = null;
  condition.value = null;
}

/** @param {rules.Screen} screen */
export function go(screen) {
  hush();
  staff.value = rules.opened(screen, performance.now());
}

/** @param {string} key */
export function press(key) {
  if (staff.value) staff.value = rules.press(staff.value, key);
}

export async function enter() {
  const pin = staff.value ? staff.value.pin : "";
  if (!pin || entering) return; // pressed twice it would be two tries
  entering = true;
  try {
    await careful(() => openWith(pin));
  } finally {
    entering = false;
  }
}

/** @param {string} pin */
async function openWith(pin) {
  token = (await command("/api/staff/enter", { pin }, { pausesMs: [] })).token;
  if (!staff.value) return close(); // who tried has given up meanwhile
  told = performance.now();
  go("menu");
  await look();
}

/** Black for a minute; the session is over, so that the cloth opens nothing. */
export function clean() {
  close();
  go("cleaning");
  cleaningS.value = rules.CLEANING_S;
}

export const testPrint = () =>
  careful(async () => {
    const id = uuid();
    await send("test", { id });
    testing = id;
    say(rules.testSaid(null));
  });

/** @param {(at: number) => string} clock */
export const paperChanged = (clock) =>
  careful(async () => {
    condition.value = (await send("paper")).condition;
    say({ word: "kiosk.staff.paper.noted", values: { time: clock(Date.now()) } });
  });

/** @param {"out" | "practise"} what @param {boolean} on */
export const choose = (what, on) =>
  careful(async () => {
    await send(what, { on });
    await look();
    const { out, practising } = condition.value || { out: false, practising: false };
    const now = practising ? "kiosk.staff.practise.on" : "kiosk.staff.in.on";
    say({ word: out ? "kiosk.staff.out.on" : now });
  });

/** From the next visit on. @param {number} percent */
export const setVolume = (percent) =>
  careful(async () => {
    await send("volume", { percent });
    say({ word: "kiosk.staff.volume.kept" });
  });

/** A sentence as loud as visitors will hear it. */
export function tryVolume() {
  if (!volume()) return say({ word: "kiosk.staff.volume.muted" });
  say({ word: "kiosk.staff.volume.trying" });
  const text = t("kiosk.staff.volume.sample");
  return read([{ text, language: visit.value.language }], { volume, began: present });
}

export const bundle = () =>
  careful(async () => {
    const { name } = await send("bundle");
    say({ word: "kiosk.staff.bundle.done", values: { name } });
  });

export async function reload() {
  await send("leave").catch(() => undefined);
  window.location.reload();
}

/** Any touch or key. */
export function touch() {
  touched = performance.now();
  if (token && touched - told > STAY_MS) {
    told = touched;
    careful(() => send("stay"));
  }
}

/** Once a second. */
export function tick() {
  const now = performance.now();
  if (!staff.value) return;
  if (staff.value.screen === "cleaning") {
    cleaningS.value = rules.left(staff.value.since, now, rules.CLEANING_S);
    if (cleaningS.value === 0) close();
  } else if (rules.left(touched, now, rules.IDLE_S) === 0) close();
  else if (testing) careful(look);
}

/** How the kiosk is now; looking alone keeps no session open. */
async function look() {
  const asked = testing;
  const query = asked ? `?tried=${asked}` : "";
  const state = await ask(`/api/staff/state${query}`, { headers: carried(), pausesMs: [] });
  if (!token) return;
  condition.value = state.condition;
  if (asked && asked === testing) {
    say(rules.testSaid(state.tried));
    if (rules.testEnded(state.tried)) testing = null;
  }
}

const carried = () => ({ "Motcua-Staff": token });

/** @param {string} verb @param {object} [body] */
function send(verb, body = {}) {
  return command(`/api/staff/${verb}`, body, { headers: carried(), pausesMs: [] });
}

/** @param {import("./staff_rules.js").Said} said */
function say(said) {
  if (staff.value) staff.value = { ...staff.value, said };
}

/** Do it, and say why it was not done; without a session there is nothing more to do. @param {() => Promise<unknown>} act */
async function careful(act) {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === "not_staff") return close();
    if (staff.value) staff.value = { ...staff.value, pin: "" };
    say(rules.refused(error));
  }
}
