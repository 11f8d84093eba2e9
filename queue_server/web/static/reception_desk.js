/** The reception as one person works it: the number looked for, the number given, the last notice. */

import { Problem } from "/shared/static/api.js";
import { signal } from "/shared/static/view.js";
import { asLabel } from "./counter_find.js";
import { Keyed } from "./keyed.js";

/**
 * @typedef {import("./wire.js").TicketView} TicketView
 * @typedef {{ service: string, procedure: string | null, priority: string, language: string,
 *   reason: string | null }} Wish
 * @typedef {{ ticket: string, label: string, wish: Wish }} Given
 */

/** A question that is asked again soon is not repeated. */
const ONCE = Object.freeze({ pausesMs: [] });

export class ReceptionDesk {
  /** @param {import("./slip_orders.js").Server} server @param {import("./slip_orders.js").SlipOrders} slips */
  constructor(server, slips) {
    this.server = server;
    this.slips = slips;
    this.keyed = new Keyed(server.command);
    this.about = signal(/** @type {import("./wire.js").DeskAbout | null} */ (null));
    this.typed = signal("");
    this.found = signal(/** @type {TicketView[] | null} */ (null)); // null: not looked yet
    this.counters = signal(/** @type {import("./wire.js").CounterSummary[]} */ ([]));
    this.chosen = signal(/** @type {string | null} */ (null));
    this.given = signal(/** @type {Given | null} */ (null));
    this.sending = signal(false);
    this.notice = signal(
      /** @type {Problem | { key: string, values: Record<string, unknown> } | null} */ (null),
    );
  }

  /** What there is to choose from. */
  learn() {
    return this.trying(async () => {
      this.about.value = await this.server.ask("/api/v1/desk");
    });
  }

  /** Look for what is typed; an answer that comes too late is dropped. */
  async search() {
    const typed = this.typed.peek();
    const label = asLabel(typed);
    if (label === "") {
      this.found.value = null;
      return;
    }
    const [found, places] = await Promise.all([
      this.server.ask(`/api/v1/labels/${encodeURIComponent(label)}`, ONCE),
      this.server.ask("/api/v1/counters", ONCE),
    ]);
    if (typed !== this.typed.peek()) return;
    this.counters.value = places.counters;
    this.found.value = found.tickets;
  }

  /** Look again; a line that is gone is told elsewhere. */
  async again() {
    try {
      await this.search();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === "signed_out") this.notice.value = error;
    }
  }

  /** @param {string} typed */
  type(typed) {
    this.typed.value = typed;
    this.chosen.value = null;
    this.notice.value = null;
  }

  /** The holder of a number is here. @param {TicketView} ticket */
  async arrive(ticket) {
    await this.commanding(async () => {
      await this.keyed.send(`/api/v1/tickets/${ticket.ticket}/arrive`, {});
      this.notice.value = { key: "reception.arrived", values: { label: ticket.label } };
    });
    await this.again();
  }

  /** Give a number to somebody who cannot use the kiosk. @param {Wish} wish */
  async give(wish) {
    await this.commanding(async () => {
      const { ticket, label } = await this.keyed.send("/api/v1/tickets", wish);
      this.given.value = { ticket, label, wish };
    });
  }

  /** One command at a time. @param {() => Promise<void>} command */
  async commanding(command) {
    if (this.sending.peek()) return;
    this.sending.value = true;
    this.notice.value = null;
    try {
      await this.trying(command);
    } finally {
      this.sending.value = false;
    }
  }

  /** A refusal becomes the notice. @param {() => Promise<void>} work */
  async trying(work) {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.notice.value = error;
    }
  }
}
