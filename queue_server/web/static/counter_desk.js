/** One counter as its clerk works it: the last state, the command on its way, the last notice. */

import { Problem } from "/shared/static/api.js";
import { computed, signal } from "/shared/static/view.js";
import { command, USUAL_OUTCOME } from "./counter_view.js";

/**
 * @typedef {import("./wire.js").CounterState} CounterState
 * @typedef {{ key: string, values: Record<string, unknown> }} Notice
 * @typedef {import("/shared/static/link.js").Link<CounterState>} CounterLink
 * @typedef {{ ask: (url: string) => Promise<any>,
 *   command: (url: string, body: object) => Promise<any> }} Server
 */

/** A second press within this time is the tail of a double press and must not take the next step. */
const LEAST_SENDING_MS = 400;

export class Desk {
  /**
   * @param {number} counter
   * @param {import("./wire.js").SignedIn} me
   * @param {CounterLink} link
   * @param {Server} server
   */
  constructor(counter, me, link, server) {
    this.address = `/api/v1/counters/${counter}`;
    this.link = link;
    this.server = server;
    this.sending = signal(/** @type {string | null} */ (null));
    this.notice = signal(/** @type {Notice | Problem | null} */ (null));
    this.outcome = signal(USUAL_OUTCOME);
    const visit = computed(() => link.state.value?.ticket?.ticket);
    // Another visitor, also one called in another tab: what was chosen for the last one is over.
    visit.subscribe(() => {
      this.outcome.value = USUAL_OUTCOME;
    });
    this.situation = computed(() => ({
      me,
      online: link.online.value,
      sending: this.sending.value,
    }));
  }

  /**
   * Give a command about what is on the screen; a refusal becomes a notice and the truth is fetched.
   * @param {string} verb
   */
  async act(verb) {
    const seen = this.link.state.value;
    if (seen === null || this.sending.value !== null) return;
    this.sending.value = verb;
    this.notice.value = null;
    const settled = new Promise((resolve) => setTimeout(resolve, LEAST_SENDING_MS));
    try {
      const body = command(seen, verb === "finish" ? this.outcome.value : null);
      const state = await this.server.command(`${this.address}/${verb}`, body);
      this.link.receive(state);
      if (verb === "call_next" && state.ticket === null) this.say("clerk.empty");
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.notice.value = error;
      await this.refresh();
    } finally {
      await settled;
      this.sending.value = null;
    }
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

  /** @param {string} key @param {Record<string, unknown>} [values] */
  say(key, values = {}) {
    this.notice.value = { key, values };
  }
}
