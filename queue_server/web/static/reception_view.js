/**
 * What the reception page shows, derived from what the server said. Nothing here touches the page,
 * the network or a clock.
 *
 * @typedef {import("./wire.js").TicketView} TicketView
 * @typedef {import("./wire.js").CounterSummary} CounterSummary
 * @typedef {import("./wire.js").PrinterNow} PrinterNow
 * @typedef {{ word: string, values: Record<string, string | number> }} Sentence
 * @typedef {Record<string, { code: string, at: number }>} Troubles
 *   by device: what is wrong, and since when this page has seen it (ms)
 */

import { clock, date, minutes } from "/shared/static/format.js";
import { asLabel, fitting, isExact } from "./counter_find.js";

/** Whoever may give numbers: the server asks for the same. */
const RECEIVES = ["reception", "manager"];

/** @param {string[]} roles */
export function mayReceive(roles) {
  return roles.some((role) => RECEIVES.includes(role));
}

/**
 * The tickets that fit what was typed, and the one that is meant: the one chosen of them, else the
 * only one with just that number, else the only one.
 * @param {TicketView[]} found
 * @param {string} typed
 * @param {string | null} chosen id
 */
export function meant(found, typed, chosen) {
  const fit = fitting(found, typed);
  const exact = fit.filter((ticket) => isExact(ticket.label, asLabel(typed)));
  const [only] = exact.length === 1 ? exact : fit.length === 1 ? fit : [];
  return { fit, ticket: fit.find((ticket) => ticket.ticket === chosen) ?? only ?? null };
}

/**
 * What became of a number, as somebody tells it who stands at the door.
 * @param {TicketView} ticket
 * @param {string} counter where it is, in the page's language; empty where nobody knows
 * @param {string} timezone
 * @param {number} now ms
 * @returns {Sentence}
 */
export function fate(ticket, counter, timezone, now) {
  /** @param {string | null} moment */
  const time = (moment) => (moment === null ? "–" : clock(moment, timezone));
  const tell = FATES[ticket.status];
  if (tell === undefined) return { word: "reception.fate.other", values: {} };
  return tell({ ticket, counter, time, now });
}

/**
 * @type {Readonly<Record<string, (told: { ticket: TicketView, counter: string,
 *   time: (moment: string | null) => string, now: number }) => Sentence>>}
 */
const FATES = Object.freeze({
  waiting: ({ ticket, time }) => ({
    word: "reception.fate.waiting",
    values: { time: time(ticket.issued_at), n: minutes(ticket.waited_s) },
  }),
  called: ({ ticket, counter, time }) =>
    at(counter, "reception.fate.called", time(ticket.calling_since ?? ticket.called_at)),
  serving: ({ ticket, counter, time }) =>
    at(counter, "reception.fate.serving", time(ticket.started_at)),
  held: ({ ticket, time }) => ({
    word: "reception.fate.held",
    values: { time: time(ticket.held_until) },
  }),
  missed: ({ ticket, time, now }) => {
    const until = ticket.keeps_turn_until;
    const keeps = until !== null && Date.parse(until) > now;
    return {
      word: keeps ? "reception.fate.missed_keeps" : "reception.fate.missed",
      values: { time: time(ticket.called_at), n: ticket.calls, until: time(until) },
    };
  },
  booked: ({ ticket, time }) => ({
    word: "reception.fate.booked",
    values: { time: time(ticket.booked_at) },
  }),
  finished: () => ({ word: "reception.fate.finished", values: {} }),
  cancelled: () => ({ word: "reception.fate.cancelled", values: {} }),
  expired: () => ({ word: "reception.fate.expired", values: {} }),
});

/** @param {string} counter @param {string} word @param {string} time @returns {Sentence} */
function at(counter, word, time) {
  return { word: counter === "" ? word : `${word}_at`, values: { time, counter } };
}

/**
 * The counter a number is at, `null` where it is at none.
 * @param {CounterSummary[]} counters
 * @param {TicketView} ticket
 */
export function counterOf(counters, ticket) {
  if (ticket.status !== "called" && ticket.status !== "serving") return null;
  return counters.find((counter) => counter.label === ticket.label) ?? null;
}

/** Whether its holder can be let in: back after a no-show, or here for a booked time. @param {TicketView} ticket */
export function mayArrive(ticket) {
  return ticket.status === "missed" || ticket.status === "booked";
}

/** Whether there is a turn to come back for. @param {TicketView} ticket */
export function mayReturn(ticket) {
  return ["waiting", "held", "missed", "booked"].includes(ticket.status);
}

/**
 * The business day of a moment, as addresses write it.
 * @param {string | number} moment
 * @param {string} timezone
 */
export function dayOf(moment, timezone) {
  return date(moment, timezone).split("/").reverse().join("-");
}

/**
 * Since when each printer has had its trouble, as far as this page has seen.
 * @param {Troubles} before
 * @param {PrinterNow[]} printers
 * @param {number} now
 * @returns {Troubles}
 */
export function troubles(before, printers, now) {
  /** @type {Troubles} */
  const found = {};
  for (const { device, problem, near_end } of printers) {
    const code = problem ?? (near_end ? "near_end" : null);
    if (code === null) continue;
    const known = before[device];
    found[device] = known?.code === code ? known : { code, at: now };
  }
  return found;
}

/** How many printers need somebody. @param {PrinterNow[]} printers */
export function troubled(printers) {
  return printers.filter((printer) => printer.problem !== null || printer.near_end).length;
}

/**
 * Since when: of a device that is silent, when it was last heard; else since when this page knows.
 * @param {PrinterNow} printer
 * @param {Troubles} seen
 * @param {string} timezone
 * @param {number} now
 * @returns {Sentence | null}
 */
export function sinceWhen(printer, seen, timezone, now) {
  const trouble = seen[printer.device];
  if (trouble === undefined) return null;
  if (printer.problem !== "device_silent") {
    return { word: "reception.seen_since", values: { time: clock(trouble.at, timezone) } };
  }
  if (printer.last_seen === null) return { word: "reception.never_heard", values: {} };
  const today = date(printer.last_seen, timezone) === date(now, timezone);
  const day = today ? "" : `${date(printer.last_seen, timezone)} `;
  const time = day + clock(printer.last_seen, timezone);
  return { word: "reception.last_heard", values: { time } };
}
