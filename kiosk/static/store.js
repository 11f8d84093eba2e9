/** The visit on the screen and the news of the agent, as signals. */

import { ask, command, Problem, uuid } from "/shared/static/api.js";
import { facts } from "/shared/static/page.js";
import { signal } from "/shared/static/view.js";
import { speak } from "/shared/static/words.js";
import { tell, tooMany } from "./faults.js";
import * as flow from "./flow.js";
import { forget, keep } from "./kept.js";
import { onward } from "./scan.js";

/** @typedef {import("./types.js").Hall} Hall */
/** @typedef {import("./types.js").Ticket} Ticket */
/** @typedef {import("./types.js").Procedure} Procedure */
/** @typedef {import("./flow.js").Visit} Visit */

const AGENT_LOST_MS = 3000;
const RETRY_MS = 500;
const AGENT_BACK_MS = 20000; // started anew by systemd; a visitor told to wait waits that long
const HURRIED_MS = 1000; // an answer without news that came sooner did not wait for any

/** @type {import("./types.js").Facts} */
export const settings = facts();
export const visit = signal(/** @type {Visit} */ (flow.FRESH));
export const hall = signal(/** @type {Hall | null} */ (null));
export const ticket = signal(/** @type {Ticket | null} */ (null));
export const procedures = signal(/** @type {Procedure[]} */ ([]));
export const agentLost = signal(false);
export const idleS = signal(0);
/** Whether something is being read aloud: nobody leaves a screen that is still speaking. */
export const speaking = signal(false);
/** Whether the agent would not print the ticket again. */
export const notPrinted = signal(false);
/** The list of papers that was asked for last in this visit. */
export const listed = signal(/** @type {import("./types.js").Listed | null} */ (null));
/** What this page knows of its own about a call for help; how the call stands is in the hall. */
export const help = signal({ shown: false, calling: false, refused: false });
/** Seconds since the number was given, and since its paper became certain. */
export const doneS = signal({ since: 0, settled: 0 });

/** How loud a visit starts, 0 to 1. */
export const volume = () => (hall.value ? hall.value.volume : 0);
/** Whether screens are read aloud in a language: there is a voice, and staff have not muted it. */
export const reads = (/** @type {string} */ language) =>
  volume() > 0 && settings.speech.languages.includes(language);

let touched = performance.now();
let given = 0;
let settled = { state: "", at: 0 };
/** @type {number[]} */
let faults = [];
let heard = performance.now();
let scansSeen = 0;
/** How often this page changed how the call for help stands: news asked before are older than that. */
let helpChanges = 0;
/** @type {string} the language and version of the procedures we have */
let have = "";

/** Any touch or key: the visitor is there. */
export function touch() {
  touched = performance.now();
  idleS.value = 0;
}

/** @param {Visit} next */
export function show(next) {
  touch();
  const before = visit.value;
  visit.value = next;
  if (next.language !== before.language) {
    const words = settings.words[next.language] || settings.words.vi;
    speak(next.language, words, words["kiosk.attract.title"]);
    loadProcedures();
  }
  if (next.step === "taking" && before.step !== "taking") {
    keep(next);
    take();
  }
  const over = next.step === "attract" && before.step !== "attract";
  if (over || next.step === "cancelled") forget();
  if (over && hall.value && hall.value.scanned) forgetScan();
}

/** End of the visit: everything the visitor chose is wiped. */
export function reset() {
  const shown = ticket.value;
  const printer = hall.value ? hall.value.printer : null;
  if (shown && flow.paper(shown, printer, (performance.now() - given) / 1000) === "photo") {
    leftWithout(shown.ticket);
  }
  ticket.value = null;
  notPrinted.value = false;
  listed.value = null;
  if (help.value.refused) help.value = { shown: false, calling: false, refused: false };
  show(flow.FRESH);
}

/** The visitor does not give the number up: back to it, or to the start where it was scanned. */
export function keepNumber() {
  if (!ticket.value) return reset();
  settled = { state: "", at: performance.now() };
  show({ ...visit.value, step: "done", mine: null });
}

/** What was scanned goes with the visit. */
async function forgetScan() {
  try {
    await command("/api/forget", {});
  } catch (error) {
    if (!(error instanceof Problem)) throw error; // it is forgotten within a minute anyway
  }
}

/** Paper that came now would come for nobody. @param {string} id */
async function leftWithout(id) {
  try {
    await command("/api/noted", { ticket: id });
  } catch (error) {
    if (!(error instanceof Problem)) throw error; // it expires by itself a little later
  }
}

/**
 * The next free number for this tap; called again with the same tap it gets the same one, so an agent
 * that died and came back is asked again: perhaps it had given the number already.
 */
async function take(since = performance.now()) {
  const now = visit.value;
  const wish = {
    ticket: now.tap,
    service: now.service,
    procedure: now.procedure,
    priority: now.priority,
    language: now.language,
    answers: now.answers,
    another: now.another,
  };
  /** @type {Ticket} */
  let answer;
  try {
    answer = await command("/api/take", wish);
  } catch (error) {
    if (visit.value.tap === now.tap) notTaken(error, since);
    return;
  }
  if (visit.value.tap !== now.tap) return;
  given = performance.now();
  settled = { state: "", at: given };
  doneS.value = { since: 0, settled: 0 };
  ticket.value = answer;
  show(flow.go(visit.value, "done"));
}

/**
 * Who was told to wait hears how it ends, also when it is the page that fails.
 * @param {unknown} error
 * @param {number} since
 */
function notTaken(error, since) {
  if (!(error instanceof Problem)) {
    report(error);
    return show(flow.notGiven(visit.value, "page_fault"));
  }
  if (error.status === 0 && performance.now() - since < AGENT_BACK_MS) return take(since);
  show(flow.notGiven(visit.value, error.code, error.about));
}

/** @param {string} priority */
export function askForNumber(priority) {
  show(flow.take(visit.value, priority, uuid));
}

/**
 * A group was touched.
 * @param {string} service
 * @param {number} count  of its procedures that the visitor may choose from
 */
export function chooseGroup(service, count) {
  const priorities = hall.value ? hall.value.priorities : [];
  const ask = flow.asksPriority(settings, priorities);
  show(flow.chooseService(visit.value, service, count, { ask, newId: uuid }));
}

/** @param {boolean} printed  what the visitor says about the paper */
export async function answerPrinted(printed) {
  await about("/api/printed", { printed });
}

let copying = false;
export async function reprint() {
  if (copying) return; // a second press would be told no, and that there is no more
  copying = true;
  given = performance.now();
  notPrinted.value = !(await about("/api/reprint", {}).finally(() => {
    copying = false;
  }));
}

/** The list of papers without a number. @param {string} procedure */
export async function printList(procedure) {
  touch();
  const id = uuid();
  const { language, answers } = visit.value;
  listed.value = { id, procedure, answers, print: "queued", code: null, refused: null };
  try {
    const wish = { id, procedure, language, answers };
    hearList(await command("/api/checklist", wish));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const now = listed.value;
    if (now && now.id === id) listed.value = { ...now, print: "failed", refused: error.code };
  }
}

/** @param {import("./types.js").ListNow | null} news */
function hearList(news) {
  const now = listed.value;
  if (news && now && news.id === now.id) listed.value = { ...now, ...news, refused: null };
}

/**
 * Whether the agent did what was asked about the ticket that is shown.
 * @param {string} url
 * @param {object} body
 */
async function about(url, body) {
  const shown = ticket.value;
  if (!shown) return false;
  touch();
  try {
    const answer = await command(url, { ticket: shown.ticket, ...body });
    if (ticket.value && ticket.value.ticket === shown.ticket) ticket.value = answer;
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return false; // a no leaves the screen as it is, with the number
  }
}

/** Keep asking for news as long as the page lives. */
export async function listen() {
  let seen = 0;
  for (;;) {
    try {
      seen = await hearOnce(seen);
    } catch (error) {
      seen = 0; // the next answer comes at once
      if (error instanceof Problem) {
        agentLost.value = error.code === "no_centre" || performance.now() - heard > AGENT_LOST_MS;
      } else {
        report(error);
      }
      await pause();
    }
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, RETRY_MS));

/** @param {number} seen  the version of the last news; resolves with that of the next */
async function hearOnce(seen) {
  const asked = ticket.value ? ticket.value.ticket : "";
  const list = listed.value ? listed.value.id : "";
  const changes = helpChanges;
  const at = performance.now();
  const query = `?seen=${seen}${asked && `&ticket=${asked}`}${list && `&list=${list}`}`;
  const news = /** @type {Hall} */ (await ask(`/api/state${query}`, { pausesMs: [] }));
  const overtaken = changes !== helpChanges;
  if (overtaken && hall.value) news.help = hall.value.help;
  const wanted = hear(news, asked) && list === (listed.value ? listed.value.id : "");
  if (news.version === seen && performance.now() - at < HURRIED_MS) await pause();
  return wanted && !overtaken ? news.version : 0;
}

/** A fault of the page: told to the agent; a page that goes on failing is loaded again. */
export function report(/** @type {unknown} */ fault) {
  const now = performance.now();
  tell(fault);
  faults = [...faults, now].slice(-10);
  const given = visit.value.step === "taking" || visit.value.step === "done";
  if (!given && tooMany(faults, now)) window.location.reload();
}

/** The page knows what it did before the news says so. @param {Hall["help"]} state */
export function helpBecomes(state) {
  helpChanges += 1;
  if (hall.value) hall.value = { ...hall.value, help: state };
}

/**
 * Whether the answer was about the ticket that is shown now.
 * @param {Hall} news
 * @param {string} asked
 */
function hear(news, asked) {
  heard = performance.now();
  agentLost.value = false;
  const scanned = news.scanned && news.scanned.id !== scansSeen ? news.scanned : null;
  if (hall.value?.help && !news.help) help.value = { ...help.value, shown: false };
  hall.value = news;
  if (scanned) hearScan(scanned, news.mode);
  leaveWhatIsGone();
  loadProcedures();
  hearList(news.list);
  const shown = ticket.value ? ticket.value.ticket : "";
  if (shown === asked && news.ticket) ticket.value = news.ticket;
  return shown === asked;
}

/**
 * Something was scanned since the last news.
 * @param {import("./types.js").Scanned} scanned
 * @param {Hall["mode"]} mode
 */
function hearScan(scanned, mode) {
  scansSeen = scanned.id;
  touch(); // whoever scans is there
  const next = onward(visit.value, scanned);
  if (next !== visit.value && mode !== "out") show(next);
}

/** A group or procedure that the centre took away leaves no empty page behind. */
function leaveWhatIsGone() {
  const services = hall.value ? hall.value.services : [];
  const next = flow.stillOffered(visit.value, services, procedures.value);
  if (next !== visit.value) show(next);
}

async function loadProcedures() {
  const language = visit.value.language;
  const wanted = hall.value ? `${language} ${hall.value.centre_version}` : "";
  if (!wanted || wanted === have) return;
  const before = have;
  have = wanted;
  try {
    const list = await ask(`/api/procedures/${language}`);
    if (have !== wanted) return;
    procedures.value = list;
    leaveWhatIsGone();
  } catch (error) {
    have = before; // asked again with the next news
    if (!(error instanceof Problem)) throw error;
  }
}

/** Once a second: idle visitors, and numbers that were long enough on the screen. */
export function tick() {
  if (help.value.shown && hall.value?.help) {
    touch(); // who waits for somebody is there, and the page stays as it was
    return;
  }
  const now = performance.now();
  idleS.value = (now - touched) / 1000;
  const step = visit.value.step;
  const limits = flow.limitsOf(visit.value, settings);
  if (flow.idleness(step, idleS.value, limits).state === "over") reset();
  if (flow.setUpAndLeft(visit.value, idleS.value, limits)) reset();
  if (step === "done" && ticket.value) tickDone(now, ticket.value);
}

/**
 * @param {number} now
 * @param {Ticket} shown
 */
function tickDone(now, shown) {
  const printer = hall.value ? hall.value.printer : null;
  const state = flow.paper(shown, printer, (now - given) / 1000);
  const limit = flow.doneSeconds(state, flow.limitsOf(visit.value, settings));
  settled = speaking.value ? { state, at: now } : flow.settling(settled, state, now);
  const settledS = (now - settled.at) / 1000;
  doneS.value = { since: (now - given) / 1000, settled: settledS };
  if (limit !== null && settledS >= limit) reset();
}
