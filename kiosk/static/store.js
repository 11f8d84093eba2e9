/** The visit on the screen and the news of the agent, as signals. */

import { ask, command, Problem, uuid } from "/shared/static/api.js";
import { facts } from "/shared/static/page.js";
import { signal } from "/shared/static/view.js";
import { speak } from "/shared/static/words.js";
import * as flow from "./flow.js";

/** @typedef {import("./types.js").Hall} Hall */
/** @typedef {import("./types.js").Ticket} Ticket */
/** @typedef {import("./types.js").Procedure} Procedure */
/** @typedef {import("./flow.js").Visit} Visit */

const AGENT_LOST_MS = 3000;
const RETRY_MS = 500;

/** @type {import("./types.js").Facts} */
export const settings = facts();
export const visit = signal(/** @type {Visit} */ (flow.FRESH));
export const hall = signal(/** @type {Hall | null} */ (null));
export const ticket = signal(/** @type {Ticket | null} */ (null));
export const procedures = signal(/** @type {Procedure[]} */ ([]));
export const agentLost = signal(false);
export const idleS = signal(0);
/** Seconds since the number was given, and since its paper became certain. */
export const doneS = signal({ since: 0, settled: 0 });

let touched = Date.now();
let given = 0;
let settled = 0;
let heard = Date.now();
/** @type {string} the language and version of the procedures we have */
let have = "";

/** Any touch or key: the visitor is there. */
export function touch() {
  touched = Date.now();
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
  if (next.step === "taking" && before.step !== "taking") take();
}

/** End of the visit: everything the visitor chose is wiped. */
export function reset() {
  const shown = ticket.value;
  const printer = hall.value ? hall.value.printer : null;
  if (shown && flow.paper(shown, printer, (Date.now() - given) / 1000) === "photo") {
    leftWithout(shown.ticket);
  }
  ticket.value = null;
  show(flow.FRESH);
}

/** Paper that came now would come for nobody. @param {string} id */
async function leftWithout(id) {
  try {
    await command("/api/noted", { ticket: id });
  } catch (error) {
    if (!(error instanceof Problem)) throw error; // it expires by itself a little later
  }
}

/** The next free number for this tap; called again with the same tap it gets the same one. */
async function take() {
  const now = visit.value;
  const wish = {
    ticket: now.tap,
    service: now.service,
    procedure: now.procedure,
    priority: now.priority,
    language: now.language,
  };
  try {
    const answer = /** @type {Ticket} */ (await command("/api/take", wish));
    if (visit.value.tap !== now.tap) return;
    given = Date.now();
    settled = 0;
    doneS.value = { since: 0, settled: 0 };
    ticket.value = answer;
    show(flow.go(visit.value, "done"));
  } catch (error) {
    if (visit.value.tap !== now.tap) return;
    const code = error instanceof Problem ? error.code : "network";
    show(flow.go(visit.value, "refused", { refused: code }));
  }
}

/** @param {string} priority */
export function askForNumber(priority) {
  show(flow.take(visit.value, priority, uuid));
}

/** @param {boolean} printed  what the visitor says about the paper */
export async function answerPrinted(printed) {
  await about("/api/printed", { printed });
}

export async function reprint() {
  settled = 0;
  given = Date.now();
  await about("/api/reprint", {});
}

/**
 * @param {string} url
 * @param {object} body
 */
async function about(url, body) {
  const shown = ticket.value;
  if (!shown) return;
  touch();
  try {
    ticket.value = await command(url, { ticket: shown.ticket, ...body });
  } catch (error) {
    if (!(error instanceof Problem)) throw error; // a no leaves the screen as it is, with the number
  }
}

/** Keep asking for news as long as the page lives. */
export async function listen() {
  let seen = 0;
  for (;;) {
    const asked = ticket.value ? ticket.value.ticket : "";
    try {
      const query = `?seen=${seen}${asked ? `&ticket=${asked}` : ""}`;
      const news = /** @type {Hall} */ (await ask(`/api/state${query}`, { pausesMs: [] }));
      seen = hear(news, asked) ? news.version : 0;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      seen = 0; // the next answer comes at once
      agentLost.value = error.code === "no_centre" || Date.now() - heard > AGENT_LOST_MS;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/**
 * Whether the answer was about the ticket that is shown now.
 * @param {Hall} news
 * @param {string} asked
 */
function hear(news, asked) {
  heard = Date.now();
  agentLost.value = false;
  hall.value = news;
  loadProcedures();
  const shown = ticket.value ? ticket.value.ticket : "";
  if (shown === asked && news.ticket) ticket.value = news.ticket;
  return shown === asked;
}

async function loadProcedures() {
  const language = visit.value.language;
  const wanted = hall.value ? `${language} ${hall.value.centre_version}` : "";
  if (!wanted || wanted === have) return;
  const before = have;
  have = wanted;
  try {
    const list = await ask(`/api/procedures/${language}`);
    if (have === wanted) procedures.value = list;
  } catch (error) {
    have = before; // asked again with the next news
    if (!(error instanceof Problem)) throw error;
  }
}

/** Once a second: idle visitors, and numbers that were long enough on the screen. */
export function tick() {
  const now = Date.now();
  idleS.value = (now - touched) / 1000;
  const step = visit.value.step;
  if (flow.idleness(step, idleS.value, settings).state === "over") reset();
  if (step === "done" && ticket.value) tickDone(now, ticket.value);
}

/**
 * @param {number} now
 * @param {Ticket} shown
 */
function tickDone(now, shown) {
  const printer = hall.value ? hall.value.printer : null;
  const state = flow.paper(shown, printer, (now - given) / 1000);
  const limit = flow.doneSeconds(state, settings);
  if (limit === null) settled = 0;
  else settled = settled || now;
  const settledS = settled ? (now - settled) / 1000 : 0;
  doneS.value = { since: (now - given) / 1000, settled: settledS };
  if (limit !== null && settledS >= limit) reset();
}
