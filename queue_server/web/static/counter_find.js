/**
 * Finding a ticket of today by a few signs of its number, and what can be done with it.
 *
 * @typedef {import("./wire.js").TicketView} TicketView
 * @typedef {import("./wire.js").CounterState} CounterState
 * @typedef {{ verb: "call" | "resume" | "return" | "check_in" | null, word: string }} Use
 *   `word` says what picking the ticket does or, without a verb, how it stands with it
 */

/**
 * What was typed, as labels are written.
 * @param {string} typed
 */
export function asLabel(typed) {
  return typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
}

/**
 * The tickets that fit, the exact number first; each one once, in the order they are known here.
 * @param {TicketView[]} known those on the page, then those the server found
 * @param {string} typed
 */
export function fitting(known, typed) {
  const wanted = asLabel(typed);
  if (wanted === "") return [];
  /** @type {Map<string, TicketView>} */
  const once = new Map();
  for (const ticket of known) if (!once.has(ticket.ticket)) once.set(ticket.ticket, ticket);
  const fit = [...once.values()].filter((ticket) => fits(ticket.label, wanted));
  return [
    ...fit.filter((ticket) => isExact(ticket.label, wanted)),
    ...fit.filter((ticket) => !isExact(ticket.label, wanted)),
  ];
}

/** @param {string} label @param {string} wanted */
function fits(label, wanted) {
  if (isExact(label, wanted) || label.startsWith(wanted)) return true;
  const { number } = parts(label);
  return number.startsWith(wanted) || String(Number(number)).startsWith(wanted);
}

/**
 * Whether the number is the wanted one, with or without its letter and leading zeros.
 * @param {string} label
 * @param {string} wanted
 */
export function isExact(label, wanted) {
  const [one, other] = [parts(label), parts(wanted)];
  if (other.number === "" || Number(one.number) !== Number(other.number)) return false;
  return other.series === "" || other.series === one.series;
}

/** @param {string} label */
function parts(label) {
  const number = label.match(/\d+$/)?.[0] ?? "";
  return { series: label.slice(0, label.length - number.length), number };
}

/**
 * All tickets the page shows besides the one at the counter.
 * @param {CounterState} state
 * @param {TicketView[]} appointments
 */
export function shown(state, appointments) {
  return [...state.queue, ...state.held, ...state.missed, ...appointments];
}

/** @type {Readonly<Record<string, Use>>} */
const USE = Object.freeze({
  waiting: { verb: "call", word: "clerk.call" },
  held: { verb: "resume", word: "clerk.resume" },
  missed: { verb: "return", word: "clerk.return" },
  booked: { verb: "check_in", word: "clerk.check_in" },
});

/**
 * What can be done with a ticket.
 * @param {TicketView} ticket
 * @returns {Use}
 */
export function useOf(ticket) {
  return USE[ticket.status] ?? { verb: null, word: `clerk.status.${ticket.status}` };
}

/**
 * Why a ticket cannot be taken in hand now, `null` when it can: one at a time.
 * @param {Use} use
 * @param {CounterState} state
 * @returns {string | null}
 */
export function useHindrance(use, state) {
  if (use.verb === "return" || use.verb === "check_in") return null;
  if (state.state === "closed") return "clerk.is_closed";
  if (state.state === "paused") return "clerk.is_paused";
  return state.ticket === null ? null : "clerk.not.free";
}

/**
 * Whether calling a ticket now would go past others, which wants a reason.
 * @param {CounterState} state
 * @param {string} ticket id
 */
export function outOfOrder(state, ticket) {
  return state.queue[0]?.ticket !== ticket;
}
