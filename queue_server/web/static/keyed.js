/** Commands that create something: pressed again after silence, they still happen once. */

import { Problem, uuid } from "/shared/static/api.js";

/**
 * @typedef {(url: string, body: object, how?: { key: string }) => Promise<any>} Command
 */

/** Who presses later than this means it anew: a number given twice to two visitors is worse. */
const OPEN_MS = 120_000;

export class Keyed {
  /** @param {Command} command @param {() => number} [now] */
  constructor(command, now = () => performance.now()) {
    this.command = command;
    this.now = now;
    /** @type {Map<string, { key: string, at: number }>} what was sent and not yet answered */
    this.open = new Map();
  }

  /**
   * Give a command: under the key it had if it was given a moment ago and nobody knows whether it
   * arrived, else under a new one.
   * @param {string} url
   * @param {object} body
   * @returns {Promise<any>}
   */
  async send(url, body) {
    const what = JSON.stringify([url, body]);
    const now = this.now();
    const before = this.open.get(what);
    const mine = before && now - before.at < OPEN_MS ? before : { key: uuid(), at: now };
    this.open.set(what, mine);
    try {
      const answer = await this.command(url, body, { key: mine.key });
      this.close(what, mine);
      return answer;
    } catch (error) {
      if (!mayHaveArrived(error)) this.close(what, mine);
      throw error;
    }
  }

  /** Nothing is in doubt any more. @param {string} what @param {{ key: string }} mine */
  close(what, mine) {
    if (this.open.get(what) === mine) this.open.delete(what);
  }
}

/**
 * Whether a command may have been carried out although no answer says so.
 * @param {unknown} error
 */
export function mayHaveArrived(error) {
  return error instanceof Problem && (error.status === 0 || error.status >= 500);
}
