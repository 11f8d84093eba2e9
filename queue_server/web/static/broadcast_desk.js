/** What can be said in the hall, and the manager's commands to say it and to stop. */

import { Problem } from "/shared/static/api.js";
import { signal } from "/shared/static/view.js";
import { Keyed } from "./keyed.js";

/** @typedef {import("./wire.js").Phrases} Phrases */

export class BroadcastDesk {
  /** @param {import("./slip_orders.js").Server} server */
  constructor(server) {
    this.server = server;
    this.keyed = new Keyed(server.command);
    this.phrases = signal(/** @type {Phrases | null} */ (null));
    this.notice = signal(
      /** @type {Problem | { key: string, values: Record<string, unknown> } | null} */ (null),
    );
    this.sending = signal(false);
    this.said = signal(0); // how often something was said: the form is empty again behind each
  }

  /** What there is to say; it changes by itself, and keeps nobody from saying something. */
  async look() {
    await this.noticing(async () => {
      this.phrases.value = await this.server.ask("/api/v1/phrases");
    });
  }

  /**
   * Say what the form tells.
   * @param {{ get(name: string): unknown, getAll(name: string): unknown[] }} told
   * @param {Phrases} phrases
   */
  async say(told, phrases) {
    if (this.sending.peek()) return;
    const zones = told.getAll("zone").map(String);
    if (zones.length === 0 && phrases.zones.length > 1) {
      // To the server none named means all.
      this.notice.value = { key: "say.no_zone", values: {} };
      return;
    }
    const own = told.get("kind") === "own";
    const texts = phrases.languages.map((one) => [
      one,
      String(told.get(`text.${one}`) ?? "").trim(),
    ]);
    const body = {
      kind: String(told.get("kind")),
      text: own ? Object.fromEntries(texts.filter(([, text]) => text !== "")) : {},
      zones,
      urgent: told.get("urgent") !== null,
      times: Number(told.get("times")),
      gap_s: Number(told.get("gap_s")),
    };
    await this.trying(async () => {
      await this.keyed.send("/api/v1/broadcasts", body);
      this.notice.value = { key: "say.sent", values: {} };
      this.said.value += 1;
    });
  }

  /** @param {string} broadcast */
  async withdraw(broadcast) {
    if (this.sending.peek()) return;
    await this.trying(() => this.keyed.send(`/api/v1/broadcasts/${broadcast}/withdraw`, {}));
  }

  /** @param {() => Promise<unknown>} act */
  async trying(act) {
    this.sending.value = true;
    this.notice.value = null;
    try {
      await this.noticing(act);
    } finally {
      this.sending.value = false;
    }
  }

  /** @param {() => Promise<unknown>} act */
  async noticing(act) {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.notice.value = error;
    }
  }
}
