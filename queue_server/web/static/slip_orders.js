/** The printers of the centre as last heard of, and the slips ordered from this page. */

import { Problem } from "/shared/static/api.js";
import { signal } from "/shared/static/view.js";
import { Keyed, mayHaveArrived } from "./keyed.js";
import { chosenPrinter, keepPrinter, orderLine, readPrinter, subjectOf } from "./slips.js";

/**
 * @typedef {import("./slips.js").Order} Order
 * @typedef {import("./slips.js").Wanted} Wanted
 * @typedef {{ ask: (url: string, how?: { pausesMs?: number[] }) => Promise<any>,
 *   command: import("./keyed.js").Command }} Server
 */

const LOOK_EVERY_MS = 5000;
const FOLLOW_EVERY_MS = 1500;

export class SlipOrders {
  /** @param {Server} server @param {() => Storage} [storage] */
  constructor(server, storage = () => localStorage) {
    this.server = server;
    this.storage = storage;
    this.keyed = new Keyed(server.command);
    this.printers = signal(/** @type {import("./slips.js").PrinterNow[] | null} */ (null));
    this.seenAt = signal(0); // our clock when the printers were last heard of, ms
    this.problem = signal(/** @type {Problem | null} */ (null)); // why they are not heard of now
    this.kept = signal(readPrinter(storage));
    this.orders = signal(/** @type {Record<string, Order>} */ ({}));
    this.watchers = 0;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
  }

  /** Hear of the printers until told to stop. @returns {() => void} how to stop */
  watch() {
    this.look();
    this.watchers += 1;
    this.timer ??= setInterval(() => this.look(), LOOK_EVERY_MS);
    return () => {
      this.watchers -= 1;
      if (this.watchers > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  }

  /** One question, not repeated: the next one comes soon, and a dead line is told at once. */
  async look() {
    try {
      this.printers.value = (await this.server.ask("/api/v1/printers", { pausesMs: [] })).printers;
      this.seenAt.value = Date.now();
      this.problem.value = null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.problem.value = error;
    }
  }

  /** The printer the next slip goes to. */
  chosen() {
    return chosenPrinter(this.printers.value ?? [], this.kept.value);
  }

  /** @param {string} device */
  choose(device) {
    this.kept.value = device;
    keepPrinter(this.storage, device);
  }

  /** @param {Wanted} wanted @returns {Order | undefined} */
  orderOf(wanted) {
    return this.orders.value[subjectOf(wanted)];
  }

  /** Order a slip, unless one is on its way already. @param {Wanted} wanted */
  async print(wanted) {
    const printer = this.chosen();
    const before = this.orders.peek()[subjectOf(wanted)];
    if (printer === null || (before !== undefined && orderLine(before).again === null)) return;
    /** @type {Order} */
    const order = { wanted, name: printer.name, slip: null, lost: false, problem: null };
    this.note(order);
    try {
      const slip = await this.keyed.send("/api/v1/slips", { ...wanted, device: printer.device });
      this.note({ ...order, slip });
      this.follow({ ...order, slip });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.note({ ...order, problem: error });
    }
  }

  /**
   * Ask how an order fares until that is known; meanwhile no other takes its place.
   * @param {Order} order
   */
  async follow(order) {
    for (let now = order; now.problem === null && now.slip?.state === "ordered"; ) {
      await new Promise((resolve) => setTimeout(resolve, FOLLOW_EVERY_MS));
      now = await this.asked(now, now.slip.slip);
      this.note(now);
    }
  }

  /** @param {Order} order @param {string} id @returns {Promise<Order>} */
  async asked(order, id) {
    try {
      const slip = await this.server.ask(`/api/v1/slips/${id}`, { pausesMs: [] });
      return { ...order, slip, lost: false };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return mayHaveArrived(error) ? { ...order, lost: true } : { ...order, problem: error };
    }
  }

  /** @param {Order} order */
  note(order) {
    this.orders.value = { ...this.orders.peek(), [subjectOf(order.wanted)]: order };
  }

  /** Whoever comes back to a printed slip may want another one. @param {Wanted} wanted */
  leave(wanted) {
    const { [subjectOf(wanted)]: order, ...others } = this.orders.peek();
    if (order?.slip?.state === "confirmed") this.orders.value = others;
  }
}
