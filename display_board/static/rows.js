// What the board shows of a state: the headline and the list beside it. Pure.

import { pickFrom } from "/shared/static/text.js";

/**
 * @typedef {import("./announcing.js").Call} Call
 * @typedef {import("./announcing.js").Words} Words
 * @typedef {import("./announcing.js").Stage} Stage
 * @typedef {Call & {status: string}} Row
 * @typedef {Record<string, number[]>} Ways counters by the direction in which they lie
 * @typedef {{service: string, prefix: string, name: Words, waiting: number}} Queue
 * @typedef {{revision: number, as_of: string, board: string, name: Words, timezone: string,
 *   languages: string[], calls: Row[], waiting: Queue[], missed: string[], kind?: string,
 *   counters?: import("./kinds.js").Counter[], skip?: number, resting?: boolean, reception?: Words,
 *   diagonal_in?: number | null, seat_m?: number | null, ticker?: Record<string, string[]>,
 *   media?: string[], ways?: Ways}} BoardState
 */

/** A ticket nobody waits for any more leaves the list this long after its call. */
export const ROW_KEPT_MS = 180000;

/**
 * Calls still worth reading, newest first, one per counter: those whose visitor is awaited, and
 * the others for three minutes, for latecomers.
 * @param {Row[]} calls @param {number} now server time, ms @returns {Row[]}
 */
export function freshCalls(calls, now) {
  /** @type {Set<number>} */
  const seen = new Set();
  return calls
    .slice()
    .sort((a, b) => Date.parse(b.called_at) - Date.parse(a.called_at))
    .filter((row) => {
      const first = !seen.has(row.counter);
      seen.add(row.counter);
      return first && (row.status === "called" || now - Date.parse(row.called_at) < ROW_KEPT_MS);
    });
}

/**
 * The one call shown very large: the owner of the spotlight, else the newest call.
 * @param {Stage} stage @param {Row[]} fresh @returns {Call | null}
 */
export function headline(stage, fresh) {
  // A board may hold the voice of a zone in which others show other services.
  if (stage.current !== null && stage.current.call.shown !== false) {
    return stage.current.call;
  }
  return fresh.length > 0 ? fresh[0] : null;
}

/**
 * The list: the newest calls that are not the headline. While an earlier call owns the spotlight,
 * a later one is already listed: the list is the truth of this moment, the spotlight takes turns.
 * @param {Row[]} fresh @param {Call | null} top @param {number} limit @returns {Row[]}
 */
export function listed(fresh, top, limit) {
  const others = fresh.filter(
    (row) => top === null || row.counter !== top.counter || row.label !== top.label,
  );
  return others.slice(0, limit);
}

/**
 * Characters of the widest row: the longest label beside the longest counter number.
 * @param {Row[]} rows @returns {number}
 */
export function widestRow(rows) {
  const label = Math.max(0, ...rows.map((row) => row.label.length));
  const counter = Math.max(0, ...rows.map((row) => String(row.counter).length));
  return label + counter;
}

/**
 * Name of a counter when it says more than its number does, else the empty string.
 * @param {Call} call @param {string} language @param {string} word "Counter" in that language
 * @returns {string}
 */
export function counterNote(call, language, word) {
  const name = pickFrom(call.counter_name, language).trim();
  const plain = [String(call.counter), `${word} ${call.counter}`].map((text) => text.toLowerCase());
  return plain.includes(name.toLowerCase()) ? "" : name;
}

/**
 * The direction in which a counter lies from where the board is read, or null where nobody has said.
 * @param {Ways} ways @param {number} counter @returns {string | null}
 */
export function wayTo(ways, counter) {
  return Object.keys(ways).filter((direction) => ways[direction].includes(counter))[0] || null;
}
