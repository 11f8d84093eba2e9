/** Commands that create something: pressed again after silence, they still happen once. */

import { Problem, uuid } from "/shared/static/api.js";

/**
 * @typedef {(url: string, body: object, how?: { key: string }) => Promise<any>} Command
 */

export class Keyed {
  /** @param {Command} command */
  constructor(command) {
    this.command = command;
    /** @type {{ what: string, key: string } | null} what was sent and never answered */
    this.open = null;
  }

  /**
   * Give a command. Under the key of the last one if that was the same and nobody knows whether it
   * arrived; else under a new key.
   * @param {string} url
   * @param {object} body
   * @returns {Promise<any>}
   */
  async send(url, body) {
    const what = JSON.stringify([url, body]);
    if (this.open?.what !== what) this.open = { what, key: uuid() };
    try {
      const answer = await this.command(url, body, { key: this.open.key });
      this.open = null;
      return answer;
    } catch (error) {
      if (!mayHaveArrived(error)) this.open = null;
      throw error;
    }
  }
}

/**
 * Whether a command may have been carried out although no answer says so.
 * @param {unknown} error
 */
export function mayHaveArrived(error) {
  return error instanceof Problem && (error.status === 0 || error.status >= 500);
}
