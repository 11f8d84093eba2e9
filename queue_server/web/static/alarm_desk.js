/** The alarms of visitors as last heard of, and what staff say to them. */

import { Problem } from "/shared/static/api.js";
import { signal } from "/shared/static/view.js";
import { Keyed } from "./keyed.js";

/** @typedef {import("./wire.js").AlarmNow} AlarmNow */

const LOOK_EVERY_MS = 5000;
const TICK_MS = 1000;

export class AlarmDesk {
  /** @param {import("./slip_orders.js").Server} server */
  constructor(server) {
    this.server = server;
    this.keyed = new Keyed(server.command);
    this.alarms = signal(/** @type {AlarmNow[]} */ ([]));
    this.now = signal(Date.now()); // by the clock of the server as last heard, ms
    this.aheadMs = 0; // what that clock is ahead of ours
    this.problem = signal(/** @type {Problem | null} */ (null)); // why nothing is heard now
    this.notice = signal(/** @type {Problem | null} */ (null)); // the last refusal
    this.sending = signal(false);
  }

  /** Hear of the alarms until told to stop. @returns {() => void} how to stop */
  watch() {
    this.look();
    const looking = setInterval(() => this.look(), LOOK_EVERY_MS);
    const ticking = setInterval(() => this.tick(), TICK_MS);
    return () => {
      clearInterval(looking);
      clearInterval(ticking);
    };
  }

  tick() {
    this.now.value = Date.now() + this.aheadMs;
  }

  /** One question, not repeated: the next one comes soon. */
  async look() {
    try {
      /** @type {import("./wire.js").Alarms} */
      const heard = await this.server.ask("/api/v1/alarms", { pausesMs: [] });
      this.aheadMs = Date.parse(heard.as_of) - Date.now();
      this.tick();
      this.alarms.value = heard.alarms;
      this.problem.value = null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.problem.value = error;
    }
  }

  /**
   * Say something to an alarm; one press at a time.
   * @param {AlarmNow} alarm
   * @param {"coming" | "done" | "handled"} verb
   * @param {string | null} [reason]
   */
  async press(alarm, verb, reason = null) {
    if (this.sending.peek()) return;
    this.sending.value = true;
    this.notice.value = null;
    try {
      await this.keyed.send(`/api/v1/alarms/${alarm.alarm}/${verb}`, { reason });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.notice.value = error;
    } finally {
      this.sending.value = false;
    }
  }
}
