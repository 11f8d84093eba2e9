// Carries out what the stage decides: one sound for one spotlight, a log line for each.

import {
  advance,
  arrive,
  emptyStage,
  HEARD_KEPT,
  LATE_MS,
  owe,
  soundOver,
  speechMs,
  upNext,
  withdraw,
} from "./announcing.js";

/** The log is read by people and tests; a day of calls is not needed in it. */
const LOG_KEPT = 200;
/** Why a page makes no sound that has none to make: nobody else has to know. */
const SILENT = "other_voice";
/** Nor does it fail when it was stopped before its sound began: as long as it lives it is owed with the next
 * beats; so is, once, what did not come in time. */
const STOPPED = ["voice_lost", "withdrawn"];
const LATE = "network";
/** Messages are taken back seldom. */
const WITHDRAWN_KEPT = 20;
/** As long as the server takes a code to be. */
const LONGEST_CODE = 40;

/**
 * @typedef {import("./announcing.js").Announcement} Announcement
 * @typedef {import("./announcing.js").Stage} Stage
 * @typedef {{call_id: string, label: string, shown: string, started: string | null,
 *   ended: string | null, error: string | null}} Entry one call: times of the server's clock
 * @typedef {{speaks: () => boolean, regains: () => Promise<boolean>, held: boolean,
 *   tell: (spoken: import("./voice.js").Spoken) => void}} Turns whose voice it is
 * @typedef {{sound: import("./sound.js").Sound, voice: Turns, now: () => number, ms: () => number,
 *   heard: string[], changed: (stage: Stage) => void}} Parts `now`: the server's clock; `ms`: the page's
 */

export class Announcer {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.stage = emptyStage(parts.heard);
    /** @type {Entry[]} */
    this.log = [];
    /** Ids of what has sounded here, or has failed to. @type {string[]} */
    this.tried = [];
    /** Ids whose sound did not come in time. @type {string[]} */
    this.missed = [];
    /** How the ids of what was taken back begin: some of it may be on its way. @type {string[]} */
    this.withdrawn = [];
    this.hushedUntil = 0;
  }

  /** Whether the zone is being told something, here or at another of its loudspeakers. */
  hushed() {
    const leftMs = this.hushedUntil - this.parts.ms();
    return this.stage.current !== null || (leftMs > 0 && leftMs <= LATE_MS); // else a clock was set
  }

  /** @param {Announcement} call */
  arrive(call) {
    if (call.kind === "withdrawn") {
      this.withdraw(call.withdraws || call.call_id);
      return;
    }
    // Who speaks elsewhere says one after the other, and when it has ended is told to nobody here.
    const now = this.parts.ms();
    const until = Math.max(this.hushedUntil, now) + speechMs(call);
    this.hushedUntil = Math.min(until, now + LATE_MS);
    if (this.stands(call) && (call.shown !== false || this.parts.voice.held)) {
      this.become(arrive(this.stage, call, this.parts.ms()));
    }
  }

  /** The voice is ours, and nobody has spoken these. @param {Announcement[]} calls */
  owed(calls) {
    for (const call of calls) {
      if (this.stands(call) && this.tried.indexOf(call.call_id) < 0) {
        this.become(owe(this.stage, call, this.parts.ms()));
      }
    }
  }

  /** Was it not taken back? @param {Announcement} call */
  stands(call) {
    return !this.withdrawn.some((ids) => call.call_id.startsWith(ids));
  }

  /** @param {string} ids how the ids of what was taken back begin */
  withdraw(ids) {
    this.withdrawn = this.withdrawn.concat(ids).slice(-WITHDRAWN_KEPT);
    const { current } = this.stage;
    this.become(withdraw(this.stage, ids, this.parts.ms()));
    if (current !== null && current.sounding && current.call.call_id.startsWith(ids)) {
      this.parts.sound.stop("withdrawn");
    }
  }

  /** To be called a few times a second. */
  tick() {
    this.become(advance(this.stage, this.parts.ms()));
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
    const next = upNext(stage.waiting, stage.current);
    if (next && this.parts.voice.speaks()) {
      this.parts.sound.prefetch(next.sound);
    }
  }

  /** @param {Announcement} call */
  async announce(call) {
    const entry = this.open(call);
    try {
      if (!this.parts.voice.speaks() && !(await this.parts.voice.regains())) {
        throw new Error(SILENT);
      }
      if (!this.stands(call)) {
        throw new Error("withdrawn");
      }
      await this.sound(call, entry);
    } catch (error) {
      entry.error = error instanceof Error ? error.message : String(error);
      this.failed(call, entry);
    }
    this.become(soundOver(this.stage, call.call_id, this.parts.ms()));
  }

  /** @param {Announcement} call @param {Entry} entry */
  async sound(call, entry) {
    this.tried = this.tried.concat(call.call_id).slice(-HEARD_KEPT);
    await this.parts.sound.play(call.sound, () => {
      entry.started = this.time();
      this.parts.voice.tell({ id: call.call_id, at: entry.started, error: null });
    });
    entry.ended = this.time();
  }

  /** What had begun was heard, as far as it went. @param {Announcement} call @param {Entry} entry */
  failed(call, entry) {
    if (entry.started !== null || entry.error === SILENT) {
      return;
    }
    if (this.mayCome(call, String(entry.error))) {
      this.tried = this.tried.filter((id) => id !== call.call_id);
    } else {
      const code = String(entry.error)
        .replace(/[^a-z0-9_]/g, "_")
        .slice(0, LONGEST_CODE);
      this.parts.voice.tell({ id: call.call_id, at: null, error: code });
    }
  }

  /** May it still be said, by the next beat? @param {Announcement} call @param {string} error */
  mayCome(call, error) {
    if (error !== LATE || this.missed.indexOf(call.call_id) >= 0) {
      return STOPPED.indexOf(error) >= 0;
    }
    this.missed = this.missed.concat(call.call_id).slice(-HEARD_KEPT);
    return true;
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
