/** The page's line to the server: state as signals, announcements as events. */

import { signal } from "../vendor/signals-core.js";
import { io } from "../vendor/socket.io.js";
import { accept, ClockOffset, isNews } from "./news.js";

const TICK_MS = 1000;
/** The server pings every five seconds, however busy it is: behind a longer silence a message may have
 * waited in this machine while the page stood still, and nobody knows how old it is. The line is then
 * opened anew. */
const SILENT_MS = 20_000;
/** A refused connection (device revoked, signed out) is tried again this seldom. */
const REFUSED_RETRY_MS = 10_000;
/** Calls older than the latest few hundred cannot come again; a board runs for months. */
const HEARD_KEPT = 300;

/** @typedef {import("./news.js").State} State */
/** @typedef {import("./news.js").Announcement} Announcement */

/**
 * A line to one room of the server. The server sends the room's whole state on every connection.
 *
 * Signals: `state` (null before the first), `online`, `lostForS` (0 while online), `asOfAge`
 * (seconds since the shown state was true), `silentS` (seconds since a state came, whatever the clocks
 * say), `offsetMs` (server clock minus ours) and `refused` (the server's reason, or null).
 * @template {State} [S=any]
 */
export class Link {
  /**
   * @param {{ room: string } & Record<string, unknown>} auth  the room, and what it asks for
   * @param {(auth: object) => any} [open]  makes the socket
   */
  constructor(auth, open = openSocket) {
    this.state = signal(/** @type {S | null} */ (null));
    this.online = signal(false);
    this.lostForS = signal(0);
    this.asOfAge = signal(0);
    this.silentS = signal(0);
    this.offsetMs = signal(0);
    this.refused = signal(/** @type {string | null} */ (null));
    /** @type {Set<string>} */
    this.heard = new Set();
    /** @type {Set<(call: any) => void>} */
    this.listeners = new Set();
    this.offset = new ClockOffset();
    this.connectedMs = Number.POSITIVE_INFINITY;
    this.connectedAt = 0; // the same by the page's own clock
    this.lostSince = Date.now();
    this.heardMs = performance.now();
    this.lineMs = Number.POSITIVE_INFINITY; // when this connection last said anything; not yet
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.retry = undefined;
    this.socket = open(auth);
    this.listen();
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  /** The server's clock, in milliseconds since 1970. */
  now() {
    return Date.now() + this.offsetMs.value;
  }

  /**
   * Be told of every announcement that is still news; returns how to stop.
   * @param {(call: any) => void} listener
   * @returns {() => void}
   */
  onAnnouncement(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Leave the server for good. */
  close() {
    clearInterval(this.timer);
    clearTimeout(this.retry);
    this.socket.close();
  }

  listen() {
    this.socket.on("connect", () => this.connected());
    this.socket.on("disconnect", () => this.lost());
    this.socket.io?.on("ping", () => this.lives());
    this.socket.on("connect_error", (/** @type {Error} */ error) => this.notConnected(error));
    this.socket.on("state", (/** @type {S} */ state) => this.receive(state));
    this.socket.on("announcement", (/** @type {Announcement} */ call) => this.announce(call));
  }

  connected() {
    this.refused.value = null;
    this.online.value = true;
    this.lostForS.value = 0;
  }

  lost() {
    if (this.online.peek()) this.lostSince = Date.now();
    this.online.value = false;
    // Known again with the next state, by the server's clock. That state may come in before the
    // "connect" event: socket.io holds early messages back and delivers them first.
    this.connectedMs = Number.POSITIVE_INFINITY;
    this.lineMs = Number.POSITIVE_INFINITY;
    this.tick();
  }

  /** Whether what comes now was sent lately, whatever the clocks say. */
  lives() {
    const ms = performance.now();
    if (ms - this.lineMs > SILENT_MS) {
      this.socket.close();
      this.socket.connect();
      return false;
    }
    this.lineMs = ms;
    return true;
  }

  /** @param {Error} error */
  notConnected(error) {
    this.lost();
    if (this.socket.active) return; // socket.io tries again by itself
    this.refused.value = error.message;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.socket.connect(), REFUSED_RETRY_MS);
  }

  /** @param {S} state */
  receive(state) {
    if (!this.lives()) return;
    this.heardMs = this.lineMs;
    this.offsetMs.value = this.offset.learn(state.as_of, Date.now());
    if (this.connectedMs === Number.POSITIVE_INFINITY) {
      this.connectedMs = Date.parse(state.as_of);
      this.connectedAt = this.lineMs;
    }
    if (accept(state, this.state.peek())) this.state.value = state;
    this.tick();
  }

  /** @param {Announcement} call */
  announce(call) {
    if (!this.lives()) return;
    const forMs = this.lineMs - this.connectedAt;
    if (!isNews(call, this.heard, this.connectedMs, forMs)) return;
    this.remember(call.call_id);
    for (const listener of this.listeners) listener(call);
  }

  /** @param {string} callId */
  remember(callId) {
    this.heard.add(callId);
    const [oldest] = this.heard;
    if (this.heard.size > HEARD_KEPT) this.heard.delete(oldest);
  }

  tick() {
    const state = this.state.peek();
    if (!this.online.peek()) {
      this.lostForS.value = Math.max(1, Math.round((Date.now() - this.lostSince) / 1000));
    }
    this.silentS.value = Math.round((performance.now() - this.heardMs) / 1000);
    if (state) {
      this.asOfAge.value = Math.max(0, Math.round((this.now() - Date.parse(state.as_of)) / 1000));
    }
  }
}

/** @param {object} auth */
function openSocket(auth) {
  return io({
    auth,
    transports: ["websocket"], // no sticky sessions needed behind a proxy
    reconnectionDelay: 500,
    reconnectionDelayMax: 3000,
    timeout: 5000,
  });
}
