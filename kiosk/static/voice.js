/** The screens read aloud, and walked through with four keys: ← → Enter Esc. */

import { effect } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { idleness, limitsOf, volumeOf } from "./flow.js";
import { hush, read } from "./reader.js";
import { controlLines, joined, liveLines, screenLines } from "./spoken.js";
import { staff } from "./staff_store.js";
import { idleS, reads, settings, show, speaking, touch, visit, volume } from "./store.js";

/** @typedef {import("./spoken.js").Line} Line */

const CONTROLS = "button:not(:disabled), [tabindex='0']";

/** @type {Line[]} what "repeat" says again */
let last = [];
/** @type {string[]} news that was heard already */
let heard = [];
/** @type {WeakSet<Element>} dialogs whose words were read */
const introduced = new WeakSet();

const how = {
  volume: () => volumeOf(visit.value, volume()),
  /** Who is being read to is there; yet the warning must not put itself off. */
  began: () => {
    const { step } = visit.value;
    const limits = limitsOf(visit.value, settings);
    if (idleness(step, idleS.value, limits).state === "active") touch();
  },
};

/** @param {Line[]} lines */
function say(lines) {
  last = joined(lines);
  read(last, how);
}

/** @param {string} text @returns {Line[]} */
const here = (text) => [{ text, language: visit.value.language }];

function place() {
  return document.querySelector("dialog[open]") || document;
}

function sayScreen() {
  const screen = document.querySelector(".step");
  if (!screen) return;
  heard = liveLines(document.body).map((line) => line.text);
  say(screenLines(screen));
}

/** @param {Element} control */
function sayControl(control) {
  const words = { on: t("kiosk.voice.on"), off: t("kiosk.voice.off"), shut: t("kiosk.voice.shut") };
  const lines = controlLines(control, words);
  const dialog = control.closest("dialog");
  if (!dialog || introduced.has(dialog)) return say(lines);
  introduced.add(dialog);
  return say([...screenLines(dialog), ...lines]);
}

/** @param {FocusEvent} event */
function focused(event) {
  const target = /** @type {Element} */ (event.target);
  if (!visit.value.voice) return;
  if (target.matches("h1")) sayScreen();
  else if (target.matches(CONTROLS)) sayControl(target);
}

/** News is read behind what is being said. */
function listenForNews() {
  if (!visit.value.voice) return;
  const lines = liveLines(document.body);
  const fresh = lines.filter((line) => !heard.includes(line.text));
  heard = lines.map((line) => line.text);
  if (fresh.length) read(fresh, { ...how, behind: true });
}

/** The control before or behind; from the heading into the screen. @param {number} way */
function walk(way) {
  const controls = /** @type {HTMLElement[]} */ ([...place().querySelectorAll(CONTROLS)]);
  const shown = controls.filter((control) => control.getClientRects().length);
  if (!shown.length) return;
  const now = shown.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = now < 0 && way < 0 ? shown.length - 1 : (now + way + shown.length) % shown.length;
  shown[next].focus();
}

/** @type {Record<string, (() => void) | undefined>} */
const KEYS = {
  ArrowRight: () => walk(1),
  ArrowLeft: () => walk(-1),
  Escape: () => read(last, how),
  r: () => read(last, how),
};

/** @param {KeyboardEvent} event */
function pressed(event) {
  const { voice, step, language } = visit.value;
  if (staff.value || event.ctrlKey || event.altKey || event.metaKey) return;
  const known = KEYS[event.key];
  if (!voice) {
    // Who cannot see the button starts with the pad.
    if (step !== "attract" || !event.key.startsWith("Arrow")) return;
    if (known && reads(language)) show({ ...visit.value, voice: true });
    return;
  }
  const spoke = speaking.value;
  hush();
  const writes = document.activeElement && document.activeElement.matches("[role=textbox]");
  if (!known || (event.key === "r" && writes)) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key !== "Escape" || !spoke) known();
}

/** Starts, stops and starts anew with what the visitor chooses. */
function follow() {
  const was = { voice: false, language: "", louder: 0 };
  effect(() => {
    const { voice, language, louder } = visit.value;
    const started = voice && !was.voice;
    const changed = voice && was.voice && language !== was.language;
    const turned = voice && was.voice && louder !== was.louder;
    const ended = !voice && was.voice;
    Object.assign(was, { voice, language, louder });
    if (ended) hush();
    // The screen is drawn first, in the language it is to be read in.
    if (started || changed) requestAnimationFrame(() => (started ? greet() : sayScreen()));
    if (turned) requestAnimationFrame(sayVolume);
  });
}

function sayVolume() {
  say(here(t("kiosk.voice.volume", { n: Math.round(how.volume() * 100) })));
}

function greet() {
  sayScreen();
  say([...here(t("kiosk.voice.hello")), ...last]);
}

/** @param {HTMLElement} root */
export function listenToKeys(root) {
  document.addEventListener("keydown", pressed, true);
  document.addEventListener("pointerdown", () => visit.value.voice && hush(), true);
  document.addEventListener("focusin", focused);
  const news = new MutationObserver(listenForNews);
  news.observe(root, { subtree: true, childList: true, characterData: true });
  follow();
}
