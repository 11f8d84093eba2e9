/**
 * One counter as its clerk works it: the last state, the command on its way, the last notice, the
 * open dialog, and what the clerk has chosen for the present visitor.
 */

import { Problem } from "/shared/static/api.js";
import { batch, computed, signal } from "/shared/static/view.js";
import { command } from "./counter_actions.js";
import { USUAL_KEYS } from "./counter_keys.js";
import { USUAL_OUTCOME } from "./counter_view.js";
import { SlipOrders } from "./slip_orders.js";

/**
 * @typedef {import("./wire.js").CounterState} CounterState
 * @typedef {import("./wire.js").CounterCommand} CounterCommand
 * @typedef {import("./wire.js").TicketView} TicketView
 * @typedef {{ key: string, values: Record<string, unknown> }} Notice
 * @typedef {{ ticket: string, version: number, label: string }} Named a ticket, as it was seen
 * @typedef {{ kind: string, ticket?: Named, text?: string, visit?: TicketView }} Dialog
 *   `ticket`: which one it is about; `text`: what was typed before it opened; `visit`: whose papers
 * @typedef {import("/shared/static/link.js").Link<CounterState>} CounterLink
 * @typedef {import("./slip_orders.js").Server} Server
 */

/** A second press within this time is the tail of a double press and must not take the next step. */
export const LEAST_SENDING_MS = 400;
/** Most commands are answered sooner; only a slower one is seen to be on its way. */
const SEEN_SENDING_MS = 150;
/** Refusals after which what there is to choose from is fetched anew. */
const CHOICE_REFUSED = new Set([
  "person_unknown",
  "procedure_unknown",
  "service_unknown",
  "service_suspended",
  "counter_unknown",
]);

export class Desk {
  /**
   * @param {number} counter
   * @param {import("./wire.js").SignedIn} me
   * @param {CounterLink} link
   * @param {Server} server
   */
  constructor(counter, me, link, server) {
    this.address = `/api/v1/counters/${counter}`;
    this.me = me;
    this.link = link;
    this.server = server;
    this.sending = signal(/** @type {string | null} */ (null)); // the verb on its way
    /** `sending` once that has lasted: the screen is drawn for an answer, not for a key. */
    this.seenSending = signal(/** @type {string | null} */ (null));
    this.notice = signal(/** @type {Notice | Problem | null} */ (null));
    this.dialog = signal(/** @type {Dialog | null} */ (null));
    this.keymap = signal(USUAL_KEYS);
    this.signs = signal(true); // whether single signs and digits are keys
    this.about = signal(/** @type {import("./wire.js").DeskAbout | null} */ (null));
    this.appointments = signal(/** @type {TicketView[]} */ ([]));
    this.asked = signal(/** @type {{ visit: string | null, at: number } | null} */ (null));
    this.outcome = signal(USUAL_OUTCOME);
    this.note = signal("");
    this.holdReason = signal(/** @type {string | null} */ (null));
    this.holdOther = signal("");
    this.holdMinutes = signal(/** @type {number | null} */ (null));
    this.slips = new SlipOrders(server);
    this.ticks = signal(/** @type {import("./counter_papers.js").Ticks | null} */ (null));
    /** The visit that ended last, if papers are missing: its slip can still be printed. */
    this.leaving = signal(/** @type {TicketView | null} */ (null));
    const visit = computed(() => link.state.value?.ticket?.ticket);
    // Another visitor, also one called in another tab: what was chosen for the last one is over.
    visit.subscribe(() => batch(() => this.forget()));
  }

  /** What was chosen for a visitor falls back to the usual. */
  forget() {
    this.asked.value = null;
    this.outcome.value = USUAL_OUTCOME;
    this.note.value = "";
    this.holdReason.value = null;
    this.holdOther.value = "";
    this.holdMinutes.value = null;
  }

  /** For a press. @param {number} now @returns {import("./counter_actions.js").Situation} */
  situation(now) {
    return { ...this.look(now), sending: this.sending.peek() };
  }

  /** For the screen. @param {number} now @returns {import("./counter_actions.js").Situation} */
  look(now) {
    return {
      me: this.me,
      online: this.link.online.value,
      sending: this.seenSending.value,
      now,
      asked: this.asked.value?.visit ?? null,
    };
  }

  /**
   * Give a command about what is on the screen; a refusal becomes a notice and the truth is fetched.
   * @param {string} verb
   * @param {Partial<CounterCommand>} [fields]
   */
  async act(verb, fields = {}) {
    const seen = this.link.state.value;
    if (seen === null || this.sending.peek() !== null) return;
    this.sending.value = verb;
    this.notice.value = null;
    const slow = setTimeout(() => {
      this.seenSending.value = verb;
    }, SEEN_SENDING_MS);
    const settled = new Promise((resolve) => setTimeout(resolve, LEAST_SENDING_MS));
    try {
      const state = await this.server.command(`${this.address}/${verb}`, command(seen, fields));
      batch(() => {
        this.seenSending.value = null;
        this.link.receive(state);
        if (fields.outcome !== undefined) this.left(seen.ticket, fields.outcome);
      });
      if (verb === "call_next" && state.ticket === null && !state.armed) this.say("clerk.empty");
      if (verb === "check_in" || verb === "cancel") this.lookUp();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await this.refused(error, fields);
    } finally {
      clearTimeout(slow);
      this.seenSending.value = null;
      await settled;
      this.sending.value = null;
    }
  }

  /** @param {TicketView | null} ticket @param {string} outcome */
  left(ticket, outcome) {
    this.leaving.value = outcome === "supplement" ? ticket : null;
  }

  /** @param {Problem} problem @param {Partial<CounterCommand>} fields */
  async refused(problem, fields) {
    if (problem.code === "reason_missing" && fields.ticket) {
      const label = String(problem.about.label ?? "");
      const ticket = { ticket: fields.ticket, version: fields.version ?? 0, label };
      this.dialog.value = { kind: "call", ticket };
    } else {
      this.notice.value = problem;
    }
    if (CHOICE_REFUSED.has(problem.code)) this.learn();
    await this.refresh();
  }

  /** Fetch the state; without the server the last one stays. */
  async refresh() {
    try {
      this.link.receive(await this.server.ask(this.address));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.notice.value ??= error;
    }
  }

  /** Fetch what there is to choose from; without the server what is known stays. */
  async learn() {
    const about = await this.quietly("/api/v1/desk");
    if (about !== null) this.about.value = about;
  }

  /** Fetch the booked times nobody has come for yet. */
  async lookUp() {
    const found = await this.quietly("/api/v1/appointments");
    if (found !== null) this.appointments.value = found.tickets;
  }

  /**
   * Today's tickets whose label begins so; none where the server does not answer.
   * @param {string} label
   * @returns {Promise<TicketView[]>}
   */
  async search(label) {
    const found = await this.quietly(`/api/v1/labels/${encodeURIComponent(label)}`);
    return found === null ? [] : found.tickets;
  }

  /**
   * Ask for something the page can do without for a while.
   * @param {string} url
   */
  async quietly(url) {
    try {
      return await this.server.ask(url);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === "signed_out") this.notice.value = error;
      return null;
    }
  }

  /** @param {string} key @param {Record<string, unknown>} [values] */
  say(key, values = {}) {
    this.notice.value = { key, values };
  }
}
