// Carries out what the stage decides: one sound for one spotlight, a log line for each.

import { advance, arrive, emptyStage, soundOver } from "./announcing.js";

/** The log is read by people and tests; a day of calls is not needed in it. */
const LOG_KEPT = 200;

/**
 * @typedef {import("./announcing.js").Announcement} Announcement
 * @typedef {import("./announcing.js").Stage} Stage
 * @typedef {{call_id: string, label: string, shown: string, started: string | null,
 *   ended: string | null, error: string | null}} Entry one call: times of the server's clock
 * @typedef {{sound: import("./sound.js").Sound, now: () => number, heard: string[],
 *   changed: (stage: Stage) => void}} Parts
 */

export class Announcer {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.stage = emptyStage(parts.heard);
    /** @type {Entry[]} */
    this.log = [];
  }

  /** @param {Announcement} call */
  arrive(call) {
    this.become(arrive(this.stage, call, this.parts.now()));
  }

  /** To be called a few times a second. */
  tick() {
    this.become(advance(this.stage, this.parts.now()));
  }

  /** @param {Stage} stage */
  become(stage) {
    const before = this.stage;
    if (stage === before) {
      return;
    }
    this.stage = stage;
    try {
      this.parts.changed(stage);
    } catch (error) {
      // A picture that cannot be drawn is no reason to fall silent.
      console.error(error);
    }
    this.speak(before, stage);
  }

  /** @param {Stage} before @param {Stage} stage */
  speak(before, stage) {
    const owner = stage.current && stage.current.call;
    if (owner !== null && owner !== (before.current && before.current.call)) {
      this.announce(owner);
    }
    if (stage.waiting.length > 0) {
      this.parts.sound.prefetch(stage.waiting[0].sound);
    }
  }

  /** @param {Announcement} call */
  async announce(call) {
    const entry = this.open(call);
    try {
      await this.parts.sound.play(call.sound, () => {
        entry.started = this.time();
      });
      entry.ended = this.time();
    } catch (error) {
      entry.error = error instanceof Error ? error.message : String(error);
    }
    this.become(soundOver(this.stage, call.call_id, this.parts.now()));
  }

  /** @param {Announcement} call @returns {Entry} */
  open(call) {
    const { call_id, label } = call;
    const entry = { call_id, label, shown: this.time(), started: null, ended: null, error: null };
    this.log.push(entry);
    if (this.log.length > LOG_KEPT) {
      this.log.shift();
    }
    return entry;
  }

  time() {
    return new Date(this.parts.now()).toISOString();
  }
}
