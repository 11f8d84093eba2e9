/** Pure rules of the visit: which step comes after which, and when a visit is over. */

/** @typedef {import("./types.js").Facts} Facts */
/** @typedef {import("./types.js").Ticket} Ticket */
/** @typedef {import("./types.js").Listed} Listed */
/**
 * @typedef {"attract" | "groups" | "unsure" | "procedures" | "search" | "checklist" | "priority" |
 *   "taking" | "again" | "card" | "done" | "refused" | "mine" | "cancelled" | "report_groups" |
 *   "report_procedures" | "report" | "reported"} Step
 * @typedef {{ language: string, large: boolean, contrast: boolean, low: boolean, voice: boolean,
 *   dark: boolean, louder: number }} Modes
 * @typedef {Modes & { step: Step, trail: Step[], page: number, service: string | null,
 *   procedure: string | null, priority: string, query: string, telex: boolean,
 *   tap: string | null, refused: string | null, counter: number | null,
 *   answers: import("./case.js").Answers, skipped: boolean, another: boolean, about: About,
 *   mine: Mine | null }} Visit
 * @typedef {{ label?: string, n?: number, counter?: number }} About  what the words of a no need
 * @typedef {{ ticket: string, label: string | null }} Mine  a number its holder may give up
 */

export const HOME_LANGUAGE = "vi";

/** Nothing of the last visitor is left in it. @type {Visit} */
export const FRESH = Object.freeze({
  step: "attract",
  trail: [],
  language: HOME_LANGUAGE,
  large: false,
  contrast: false,
  low: false,
  voice: false,
  dark: false,
  louder: 0,
  page: 0,
  service: null,
  procedure: null,
  priority: "normal",
  query: "",
  telex: false,
  tap: null,
  refused: null,
  counter: null,
  answers: {},
  skipped: false,
  another: false,
  about: {},
  mine: null,
});

/**
 * One step further; where it came from is remembered for "back".
 * @param {Visit} visit
 * @param {Step} step
 * @param {Partial<Visit>} [more]
 * @returns {Visit}
 */
export function go(visit, step, more = {}) {
  return { ...visit, ...more, step, page: 0, trail: [...visit.trail, visit.step] };
}

/**
 * One step back; from the first step home.
 * @param {Visit} visit
 * @returns {Visit}
 */
export function back(visit) {
  const step = visit.trail[visit.trail.length - 1];
  if (!step || step === "attract") return FRESH;
  return { ...visit, step, page: 0, trail: visit.trail.slice(0, -1) };
}

/** Steps that have their own ways on: before the start, and once a number was asked for. */
const NO_BACK = ["attract", "taking", "again", "card", "done", "refused", "mine", "cancelled"];

/** Whether "back" still makes sense: not before the start and not once a number is given. */
export function canGoBack(/** @type {Visit} */ visit) {
  return ![...NO_BACK, "reported"].includes(visit.step);
}

/**
 * A group was touched: its procedures if it has any, else straight on to the number.
 * @param {Visit} visit
 * @param {string} service
 * @param {number} procedures  how many it has
 * @param {{ ask: boolean, newId: () => string }} how  `ask`: there is a priority to be asked for
 */
export function chooseService(visit, service, procedures, { ask, newId }) {
  const chosen = { service, procedure: null, tap: null, answers: {}, skipped: false };
  if (procedures > 0) return go(visit, "procedures", chosen);
  if (ask) return go(visit, "priority", chosen);
  return take({ ...visit, ...chosen }, "normal", newId);
}

/**
 * A procedure was touched: its page, and nothing answered yet.
 * @param {Visit} visit
 * @param {{ id: string, service: string }} procedure
 */
export function chooseProcedure(visit, { id, service }) {
  const chosen = { procedure: id, service, tap: null, answers: {}, skipped: false };
  return go(visit, "checklist", chosen);
}

/** What people look for by itself, in the order of the tiles. */
const FIRST = ["results", "supplement"];

/**
 * The services as they are offered: what is looked for by itself comes first. The reception's own
 * has its place beside the search, for who knows no group; null where there is none or it is shut.
 * @template {{ role: string | null, state: string }} S
 * @param {S[]} services
 * @returns {{ tiles: S[], reception: S | null }}
 */
export function offered(services) {
  const place = (/** @type {S} */ one) => FIRST.indexOf(one.role || "") + 1 || FIRST.length + 1;
  const tiles = services.filter((one) => one.role !== "reception");
  const open = services.find((one) => one.role === "reception" && one.state === "open");
  return { tiles: [...tiles].sort((a, b) => place(a) - place(b)), reception: open || null };
}

/**
 * The question about priority is asked where the kiosk should and the centre knows an answer.
 * @param {Pick<Facts, "ask_priority">} settings
 * @param {unknown[]} priorities
 */
export function asksPriority(settings, priorities) {
  return settings.ask_priority && priorities.length > 0;
}

/** Steps that speak of a group or a procedure. */
const CHOSEN = ["procedures", "checklist", "priority", "report_procedures", "report"];

/**
 * The visit, or its choice of a group again when what was chosen is no longer offered.
 * @param {Visit} visit
 * @param {{ id: string }[]} services
 * @param {{ id: string }[]} procedures
 */
export function stillOffered(visit, services, procedures) {
  if (!CHOSEN.includes(visit.step)) return visit;
  /** @param {{ id: string }[]} offered @param {string | null} chosen */
  const has = (offered, chosen) => chosen === null || offered.some((one) => one.id === chosen);
  if (has(services, visit.service) && has(procedures, visit.procedure)) return visit;
  return go({ ...FRESH, ...modes(visit) }, "groups");
}

/** How the visitor wants the screens. @param {Visit} visit @returns {Modes} */
function modes({ language, large, contrast, low, voice, dark, louder }) {
  return { language, large, contrast, low, voice, dark, louder };
}

/** Listening takes longer than looking. */
const LISTENING = { idle_s: 90, done_s: 20 };

/**
 * The limits of this visit: longer ones for who listens, never shorter than the settings.
 * @template {Pick<Facts, "idle_s" | "done_s">} Limits
 * @param {Pick<Visit, "voice">} visit
 * @param {Limits} limits
 * @returns {Limits}
 */
export function limitsOf(visit, limits) {
  if (!visit.voice) return limits;
  const idle_s = Math.max(limits.idle_s, LISTENING.idle_s);
  return { ...limits, idle_s, done_s: Math.max(limits.done_s, LISTENING.done_s) };
}

/** @param {Visit} visit @param {number} volume  at the start of a visit, 0 to 1 */
export function volumeOf(visit, volume) {
  return Math.min(1, volume + LOUDER * visit.louder);
}

/** One step louder; after the loudest the quietest again. @param {Visit} visit @param {number} volume */
export function louder(visit, volume) {
  return volumeOf(visit, volume) >= 1 ? 0 : visit.louder + 1;
}
const LOUDER = 0.2;

/**
 * Whether somebody set up the start page for themselves and left.
 * @param {Visit} visit
 * @param {number} idleS
 * @param {Pick<Facts, "idle_s">} limits
 */
export function setUpAndLeft(visit, idleS, limits) {
  const wanted = Object.values(modes({ ...visit, language: "" })).some(Boolean);
  const changed = wanted || visit.language !== HOME_LANGUAGE;
  return visit.step === "attract" && changed && idleS >= limits.idle_s;
}

/**
 * The number is asked for under the id of this tap, however often it is asked.
 * @param {Visit} visit
 * @param {string} priority
 * @param {() => string} newId
 */
export function take(visit, priority, newId) {
  if (visit.step === "taking" || visit.step === "done") return visit;
  return go(visit, "taking", { priority, tap: visit.tap || newId() });
}

/** Questions of the agent before a number, and the steps that ask them. */
const ASKED = new Map(
  /** @type {[string, Step][]} */ ([
    ["just_given", "again"],
    ["card_wanted", "card"],
  ]),
);

/**
 * The agent gave no number: it asks something first, or says why not.
 * @param {Visit} visit
 * @param {string} code
 * @param {About} [about]
 */
export function notGiven(visit, code, about = {}) {
  return go(visit, ASKED.get(code) || "refused", { refused: code, about });
}

/** The same tap once more, by who wants one number more than the last. @param {Visit} visit */
export function takeAnother(visit) {
  return visit.step === "again" ? go(visit, "taking", { another: true }) : visit;
}

/**
 * The visitor has no card: to the reception, or while that has no server the same tap once more.
 * @param {Visit} visit
 * @param {Pick<import("./types.js").Hall, "link">} hall
 */
export function withoutCard(visit, { link }) {
  return link ? notGiven(visit, "card_missing") : go(visit, "taking");
}

/**
 * The page is there again in the middle of a tap: the visit as it was, or null where it is none.
 * @param {unknown} kept
 * @param {number} ageMs
 * @returns {Visit | null}
 */
export function resumed(kept, ageMs) {
  const before = /** @type {Visit | null} */ (kept);
  if (!before || typeof before.tap !== "string" || !(ageMs >= 0 && ageMs <= KEPT_MS)) return null;
  return { ...FRESH, ...before, step: "taking" };
}
/** Who waited longer for a page that stood still has left. */
const KEPT_MS = 60_000;

/**
 * What becomes of a visitor who stopped touching: nothing yet, a warning, or the end.
 * @param {Step} step
 * @param {number} idleS  seconds since the last touch
 * @param {Pick<Facts, "idle_s" | "warning_s">} limits
 * @returns {{ state: "active" | "warning" | "over", leftS: number }}
 */
export function idleness(step, idleS, limits) {
  if (step === "attract" || step === "taking" || step === "done") {
    return { state: "active", leftS: 0 };
  }
  if (idleS < limits.idle_s) return { state: "active", leftS: 0 };
  const leftS = Math.ceil(limits.idle_s + limits.warning_s - idleS);
  return leftS > 0 ? { state: "warning", leftS } : { state: "over", leftS: 0 };
}

/** A printer that said nothing for so long will not help this visitor. */
export const SILENT_S = 10;
/** One that is well but slow (9,600 baud) may take so long: the deadline of a print. */
export const SLOW_S = 60;

/**
 * The truth about the paper, for the screen. "sent": a printer that can prove nothing did all that
 * it was told; nobody is kept by a question whose answer is nearly always yes.
 * @param {Pick<Ticket, "print" | "code">} ticket
 * @param {string | null} printer  what is wrong with the printer
 * @param {number} waitedS  since the number was given
 * @returns {"printing" | "printed" | "sent" | "ask" | "photo"}
 */
export function paper(ticket, printer, waitedS) {
  if (ticket.print === "confirmed") return "printed";
  if (ticket.print === "unknown") return ticket.code === "unproven" ? "sent" : "ask";
  if (ticket.print === "failed" || ticket.code) return "photo";
  if (ticket.print === "queued" && printer) return "photo";
  const slow = ticket.print !== "queued" && !printer;
  return waitedS >= (slow ? SLOW_S : SILENT_S) ? "photo" : "printing";
}

/** Reasons that are really known and that somebody can do something about. */
const WHY = new Map([
  ["paper_out", "kiosk.paper.title"],
  ["cover_open", "kiosk.paper.cover"],
  ["silent", "kiosk.paper.silent"],
  ["offline", "kiosk.paper.offline"],
  ["roll_stuck", "kiosk.paper.stuck"],
  ["line_bad", "kiosk.paper.bad"],
  ["no_printer", "kiosk.paper.no_printer"],
]);

/**
 * The words for why there is no paper, by what the printer says now.
 * @param {string | null} printer
 */
export function paperKey(printer) {
  return WHY.get(printer || "") || "kiosk.paper.none";
}

/**
 * Whether the ticket can be printed (again): its paper failed, and the printer is ready now.
 * @param {Pick<Ticket, "print" | "copy">} ticket
 * @param {string | null} printer
 * @param {Pick<Facts, "max_copies">} limits
 */
export function canReprint(ticket, printer, limits) {
  return ticket.print === "failed" && printer === null && ticket.copy < limits.max_copies;
}

/** A list may be asked for again when it is certain that the last press brought no paper. */
const LIST_REFUSED = new Map([
  ["list_just_printed", "wait"],
  ["lists_enough", "enough"],
]);

/**
 * The truth about the list of papers without a number, and whether it can be asked for (again).
 * @param {Pick<Listed, "print" | "code" | "refused"> | null} listed  what was asked for last
 * @param {string | null} printer  what is wrong with the printer
 * @returns {{ state: "none" | "printing" | "printed" | "sent" | "unsure" | "failed" | "wait" |
 *   "enough", offered: boolean }}
 */
export function listPaper(listed, printer) {
  const ready = printer === null;
  if (!listed) return { state: "none", offered: ready };
  const { print, code } = listed;
  if (print === "confirmed") return { state: "printed", offered: false };
  if (print === "unknown")
    return { state: code === "unproven" ? "sent" : "unsure", offered: false };
  if (print === "failed") {
    const refused = LIST_REFUSED.get(listed.refused || "");
    const state = refused === "wait" || refused === "enough" ? refused : "failed";
    return { state, offered: ready && state !== "enough" };
  }
  return { state: code || !ready ? "failed" : "printing", offered: false };
}

/**
 * Since when the paper is as it is: every change of it is news that wants to be read.
 * @param {{ state: string, at: number }} before
 * @param {string} state
 * @param {number} now  milliseconds
 */
export function settling(before, state, now) {
  return before.state === state ? before : { state, at: now };
}

/**
 * How long the number stays on the screen; null while the printer is still at work.
 * @param {ReturnType<typeof paper>} state
 * @param {Pick<Facts, "done_s" | "done_without_paper_s">} limits
 */
export function doneSeconds(state, limits) {
  if (state === "printing") return null;
  const comes = state === "printed" || state === "sent";
  return comes ? limits.done_s : limits.done_without_paper_s;
}

/** The numbers of all counters, in order. @param {{ counters: number[] }[]} services */
export function countersOf(services) {
  return [...new Set(services.flatMap((one) => one.counters))].sort((a, b) => a - b);
}

/**
 * What the visitor is told of a call for help, null while nothing is to be told.
 * @param {{ shown: boolean, calling: boolean, refused: boolean }} help
 * @param {Pick<import("./types.js").Hall, "help" | "link">} hall
 * @returns {"calling" | "refused" | "open" | "coming" | "lost" | null}
 */
export function helpSaid(help, hall) {
  if (!help.shown) return null;
  if (hall.help === null) {
    if (help.calling) return "calling";
    return help.refused ? "refused" : null;
  }
  return hall.link || hall.help === "coming" ? hall.help : "lost";
}
