// The board of one hall: wires link, announcer, sound and view together.

import "./old.js";
import { clock } from "/shared/static/format.js";
import { Link } from "/shared/static/link.js";
import { staleness } from "/shared/static/news.js";
import { anew, nightly, sendsPage } from "/shared/static/night.js";
import { facts, readJson } from "/shared/static/page.js";
import { fill } from "/shared/static/text.js";
import { batch, computed, effect, render, signal } from "/shared/static/view.js";
import { Announcer } from "./announcer.js";
import { besideRows, hasVoice, more, overflowing } from "./kinds.js";
import { boardMemory } from "./memory.js";
import { proof } from "./proof.js";
import { freshCalls, headline, listed, widestRow } from "./rows.js";
import { hallFrom, hallOf, listSize, mirroredAt, missedThatFit, shiftAt } from "./size.js";
import { createSound, noSound } from "./sound.js";
import { boardOf, lookOf } from "./views.js";
import { beatsOf, noVoice, sayGoodbye, Voice } from "./voice.js";

const TICK_MS = 250;
/** Rows age slowly; drawing them anew every tick would only warm the television. */
const ROWS_AGE_MS = 4000;
/** A page that has just been opened may take this long to reach the server without a word. */
const FIRST_S = 5;
/** The server sends the state every five seconds, changed or not: a line on which two failed to come is
 * as good as lost, even while it stands. With it a frozen server is told within 15 s. */
const SILENT_S = 12;

/** A page that has just been loaded is not loaded anew because of its kind. */
const SETTLED_MS = 10000;

/** @typedef {import("./rows.js").BoardState} BoardState */

const { board: name, kind, languages } = facts();
/** @type {Record<string, Record<string, string>>} */
const texts = readJson("words");
const query = new URLSearchParams(location.search);
const asked = hallFrom(location.search);
const root = /** @type {HTMLElement} */ (document.getElementById("app"));

const memory = boardMemory(name, () => sessionStorage);

/** @type {Link<BoardState>} */
const link = new Link({ room: "board", board: name });
// Engines of the time before have it under another name, and some televisions not at all.
const Context = window.AudioContext || Object(window).webkitAudioContext;
const silent = query.get("sound") === "off" || !hasVoice(kind) || !Context;
const sound = silent ? noSound() : createSound(new Context());
const reel = { place: 0, mute: silent };
// Of the boards of a zone the server lets one speak.
const voice = silent
  ? null
  : new Voice({
      send: beatsOf(name),
      ready: () => sound.ready(),
      ms: () => performance.now(),
      owed: (calls) => announcer.owed(calls),
      lost: () => sound.stop("voice_lost"),
    });
const announcer = new Announcer({
  sound,
  voice: voice || noVoice(),
  now: () => link.now(),
  ms: () => Date.now(),
  heard: memory.heard(),
  changed(next) {
    stage.value = next;
    memory.keep(next.heard);
  },
});

/** A touch gave this page its voice: loaded anew it would be mute until the next one. */
let voiceByTouch = false;
const loadedMs = performance.now();
const page = {
  upMs: () => performance.now() - loadedMs,
  serverAnswers: () => sendsPage(location.href),
  reload: () => location.reload(),
};
const calm = () => stage.value.current === null && stage.value.waiting.length === 0;
const night = nightly({ ...page, idle: () => !voiceByTouch && calm() });
/** A new centre file makes another board of it, with a voice or without. */
const otherKind = anew({ ...page, idle: () => silent || calm() }, SETTLED_MS);

const stage = signal(announcer.stage);
const ready = signal(sound.ready());
const screenSize = signal(windowSize());
const time = signal("");
const aged = signal(0);
const hushed = signal(false);
const age = computed(() => {
  const silentS = link.online.value ? link.silentS.value : link.lostForS.value;
  const patience = link.state.value === null ? FIRST_S : link.online.value ? SILENT_S : 0;
  return silentS < patience ? "live" : staleness(silentS);
});
/** What the address says goes before the centre's file: it is written at the screen itself. */
const hall = computed(() => asked || (link.state.value && hallOf(link.state.value)));
const size = computed(() => {
  const state = link.state.value;
  const characters = state === null ? 0 : widestRow(state.calls);
  const beside = state === null ? {} : besideRows(state);
  return listSize(screenSize.value, hall.value, characters, beside);
});

const mirrored = computed(
  () => link.state.value !== null && mirroredAt(aged.value, link.state.value.timezone),
);

/** @param {string} language @param {string} key @param {Record<string, unknown>} [values] */
function say(language, key, values) {
  return fill(texts[language][key] || key, values || {});
}

function windowSize() {
  return { width: window.innerWidth, height: window.innerHeight };
}

function picture() {
  const state = link.state.value;
  const fresh = state === null ? [] : freshCalls(state.calls, aged.value);
  const top = headline(stage.value, fresh);
  const { rows } = size.value;
  const spills = state !== null && state.kind === "overflow";
  const shown = spills ? overflowing(fresh, state.skip || 0, rows) : listed(fresh, top, rows);
  return {
    ...more(state, {
      now: aged.value,
      languages,
      listed: shown.length,
      rows,
      busy: stage.value.current !== null,
    }),
    say,
    languages,
    known: state !== null,
    name: state === null ? {} : state.name,
    time: time.value,
    top,
    bright: top !== null && stage.value.current !== null && top === stage.value.current.call,
    rows: shown,
    missed: missedOf(state),
    queues: state === null ? [] : state.waiting,
    age: age.value,
    lostTime: state === null ? "–" : clock(state.as_of, state.timezone),
    mute: !ready.value,
    unmute: touched,
    screen: screenSize.value,
    mirrored: mirrored.value,
    now: aged.value,
    quiet: hushed.value,
    reel,
  };
}

/** A board of missed numbers has room for all; an older server says nothing of them. @param {BoardState | null} state */
function missedOf(state) {
  const missed = (state && state.missed) || [];
  const whole = state !== null && state.kind === "missed";
  return whole ? missed : missed.slice(0, missedThatFit(screenSize.value));
}

function touched() {
  voiceByTouch = voiceByTouch || !sound.ready();
  unmute();
}

function unmute() {
  sound.resume().then(() => {
    ready.value = sound.ready();
  });
}

function tick() {
  if (voice !== null) {
    voice.tick();
  }
  announcer.tick();
  batch(() => {
    const now = link.now();
    ready.value = sound.ready();
    const state = link.state.peek();
    time.value = state === null ? "" : clock(now, state.timezone);
    hushed.value = announcer.hushed();
    aged.value = Math.floor(now / ROWS_AGE_MS) * ROWS_AGE_MS;
  });
  night(time.value);
  const state = link.state.peek();
  otherKind(state !== null && hasVoice(state.kind || "hall") !== hasVoice(kind));
  const shift = shiftAt(Date.now());
  root.style.transform = `translate(${shift.x}px, ${shift.y}px)`;
}

async function stayAwake() {
  try {
    await navigator.wakeLock.request("screen");
  } catch (_refused) {
    // Old televisions have no such thing, and a hidden page may not ask; the set's own timer rules.
  }
}

function start() {
  const proofSheet = query.get("test") === "1";
  effect(() => {
    root.style.setProperty("--row", `${size.value.pitch}px`);
    root.style.setProperty("--row-font", `${size.value.font}px`);
  });
  effect(() => {
    document.body.dataset.age = age.value;
    const shown = picture();
    root.className = proofSheet ? "" : lookOf(shown);
    const sheet = { say, languages, hall: hall.value, screen: screenSize.value, sound };
    render(proofSheet ? proof(sheet) : boardOf(shown), root);
  });
  link.onAnnouncement((call) => {
    announcer.arrive(call);
    hushed.value = announcer.hushed();
  });
  setInterval(tick, TICK_MS);
  window.addEventListener("resize", () => {
    screenSize.value = windowSize();
  });
  document.addEventListener("pointerdown", touched);
  document.addEventListener("keydown", touched);
  document.addEventListener("visibilitychange", stayAwake);
  if (voice !== null) {
    voice.beat();
    window.addEventListener("pagehide", () => sayGoodbye(name, voice.leave()));
  }
  stayAwake();
  unmute();
}

start();
// For the evidence of what was heard: read by tests and from the browser's console.
Object.assign(window, { motcuaBoard: { log: announcer.log, voice } });
