// Whether this page may speak for its zone. The server lends the voice for some seconds to one page
// or announcer; this object asks again and again, counts the seconds by the page's own clock, and
// tells what was spoken. While the voice is elsewhere the page shows the calls all the same.

const BEAT_MS = 2000;
/** No answer after this is none; the next question is then due. */
const PATIENCE_MS = 3000;
/** A page the server wants no beats of (there are loudspeakers enough) asks this seldom. */
const REFUSED_MS = 30000;
/** What a server away for long need not hear of any more. */
const TOLD_KEPT = 50;

/**
 * @typedef {import("./announcing.js").Announcement} Announcement
 * @typedef {{id: string, at: string | null, error: string | null}} Spoken
 * @typedef {{page: string, ready: boolean, problem: string | null, spoken: Spoken[]}} Beat
 * @typedef {{for_s: number, unspoken: Announcement[]}} Turn
 * @typedef {{send: (beat: Beat) => Promise<Turn>, ready: () => boolean, ms: () => number,
 *   owed: (calls: Announcement[]) => void, lost: () => void}} Parts
 *   `ms`: a clock that is never set; `owed`: what nobody has spoken; `lost`: be silent at once
 */

/** Enough to tell two pages apart; not every television knows better ways. @returns {string} */
export function pageId() {
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    `0${byte.toString(16)}`.slice(-2),
  ).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** The server has heard a beat and wants none. */
export class Refused extends Error {}

export class Voice {
  /** @param {Parts} parts @param {string} [page] */
  constructor(parts, page) {
    this.parts = parts;
    this.page = page || pageId();
    this.until = Number.NEGATIVE_INFINITY;
    /** Whether the server's last answer lent us the voice; until it has answered, it may. */
    this.held = true;
    this.spoke = false;
    /** @type {Spoken[]} */
    this.told = [];
    this.dueMs = Number.NEGATIVE_INFINITY;
    /** @type {Promise<void> | null} */
    this.asking = null;
  }

  /** May this page make a sound now? */
  speaks() {
    return this.parts.ready() && this.parts.ms() < this.until;
  }

  /**
   * The same, but where the voice may be ours (the page slept, or is new), the server is asked: after
   * a beat that is under way, which may have left before the page fell asleep.
   */
  async regains() {
    if (!this.speaks() && this.held) {
      await this.asking;
    }
    if (!this.speaks() && this.held && this.parts.ready()) {
      await this.beat();
    }
    return this.speaks();
  }

  /** A sound has begun (`at`), or could not be heard. @param {Spoken} spoken */
  tell(spoken) {
    this.told = this.told.concat(spoken).slice(-TOLD_KEPT);
    this.dueMs = this.parts.ms();
  }

  /** To be called a few times a second. */
  tick() {
    if (this.spoke && !this.speaks()) {
      this.parts.lost();
    }
    this.spoke = this.speaks();
    if (this.parts.ms() >= this.dueMs && this.asking === null) {
      this.beat();
    }
  }

  /** Ask the server. Never rejects. @returns {Promise<void>} */
  beat() {
    if (this.asking === null) {
      this.asking = this.ask().then(() => {
        this.asking = null;
      });
    }
    return this.asking;
  }

  async ask() {
    const sentMs = this.parts.ms();
    const told = this.told;
    const beat = this.said(told);
    this.dueMs = sentMs + BEAT_MS;
    if (!beat.ready) {
      this.until = Number.NEGATIVE_INFINITY;
    }
    try {
      const turn = await this.parts.send(beat);
      this.told = this.told.filter((one) => told.indexOf(one) < 0);
      this.held = turn.for_s > 0;
      this.until = this.held ? sentMs + turn.for_s * 1000 : Number.NEGATIVE_INFINITY;
      this.spoke = this.spoke || this.speaks();
      this.parts.owed(turn.unspoken);
    } catch (error) {
      // What was lent goes on to its end; then the page is silent by itself.
      if (error instanceof Refused) {
        this.dueMs = sentMs + REFUSED_MS;
      }
    }
  }

  /** The page is being closed: the voice may go elsewhere at once. @returns {Beat} */
  leave() {
    this.until = Number.NEGATIVE_INFINITY;
    return { page: this.page, ready: false, problem: "closed", spoken: this.told };
  }

  /** @param {Spoken[]} spoken @returns {Beat} */
  said(spoken) {
    const ready = this.parts.ready();
    return { page: this.page, ready, problem: ready ? null : "suspended", spoken };
  }
}

/** A page that has no sound to make asks nobody whether it may. */
export function noVoice() {
  return { speaks: () => true, regains: async () => true, tell: () => undefined, held: false };
}

/** Sends beats of a board's page. @param {string} board @returns {(beat: Beat) => Promise<Turn>} */
export function beatsOf(board) {
  const url = address(board);
  return async (beat) => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
    try {
      const headers = { "Content-Type": "application/json" };
      const body = JSON.stringify(beat);
      const answer = await fetch(url, { method: "POST", headers, body, signal: patience.signal });
      if (!answer.ok) {
        throw answer.status < 500 ? new Refused() : new Error(`http_${answer.status}`);
      }
      return await answer.json();
    } finally {
      clearTimeout(timer);
    }
  };
}

/** The last word of a page, which outlives it. @param {string} board @param {Beat} beat */
export function sayGoodbye(board, beat) {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify(beat);
  // A server that does not hear it takes the voice back a few seconds later.
  fetch(address(board), { method: "POST", headers, body, keepalive: true }).catch(() => undefined);
}

/** @param {string} board */
function address(board) {
  return `/api/v1/boards/${encodeURIComponent(board)}/voice`;
}
