// The board as a function of what it knows. No clock, no socket, no sound in here.

import { pickFrom } from "/shared/static/text.js";
import { html, Icon } from "/shared/static/view.js";
import { Media } from "./media.js";
import { both, head, label, notice, ticker } from "./parts.js";
import { counterNote, wayTo } from "./rows.js";
import { figureFont, messageFont } from "./size.js";
import { wayInRow, wayOfCall } from "./ways.js";

/**
 * @typedef {import("./announcing.js").Call} Call
 * @typedef {import("./announcing.js").Words} Words
 * @typedef {Call & {kind?: string, text?: Words}} Headline
 * @typedef {import("./rows.js").Row} Row
 * @typedef {import("./rows.js").Queue} Queue
 * @typedef {{(language: string, key: string, values?: {[name: string]: string | number}): string}} Say
 * @typedef {{say: Say, languages: string[], known: boolean, name: Words, time: string, top: Headline | null,
 *   bright: boolean, rows: Row[], missed: string[], queues: Queue[], age: "live" | "lost" | "cold",
 *   lostTime: string, mute: boolean, unmute: () => void, screen: import("./size.js").Screen,
 *   mirrored: boolean, now: number, quiet: boolean, reel: import("./media.js").Reel} & import("./kinds.js").More} Picture
 */

/** With more queues than this their names do not fit; the letter on the ticket is enough. */
const NAMED_QUEUES = 8;
/** So many fit in three columns, which leaves more of each name. */
const FEW_QUEUES = 6;

/** The board of a hall, or of results. @param {Picture} p */
export function board(p) {
  return html`
    ${head(p)}
    <div class="middle">
      ${headline(p, p.top)}
      <div class="side">
        ${list(p)}
        ${p.media.length > 0 && html`<${Media} files=${p.media} quiet=${p.quiet} reel=${p.reel} />`}
      </div>
    </div>
    ${missed(p)} ${ticker(p)} ${queues(p)} ${notice(p)}
    ${
      p.mute &&
      html`<button class="tap" onClick=${p.unmute}>
      <${Icon} name="volume-x" /> ${label(p, "board.tap")}</button>`
    }
  `;
}

/** @param {Picture} p */
function empty(p) {
  return html`<section class="call none"><p>${p.known && label(p, "board.empty")}</p></section>`;
}

/** @param {Picture} p @param {Headline | null} top */
function headline(p, top) {
  if (top === null) {
    return empty(p);
  }
  return top.kind === "message" ? message(p, top) : call(p, top);
}

/** What a manager says to everybody. @param {Picture} p @param {Headline} top */
export function message(p, top) {
  const texts = p.languages.filter((language) => (top.text || {})[language]);
  const letters = texts.reduce((sum, language) => sum + (top.text || {})[language].length, 0);
  return html`
    <section key=${top.call_id} class="call message bright" data-call=${top.call_id}>
      <h2><span>${label(p, "board.message")}</span></h2>
      <div class="texts" style=${{ fontSize: `${messageFont(p.screen, letters)}px` }}>
        ${texts.map((language) => html`<p key=${language} lang=${language}>${(top.text || {})[language]}</p>`)}
      </div>
    </section>
  `;
}

/** @param {Picture} p @param {Call} top */
function call(p, top) {
  /** @param {string} language */
  const said = (language) => counterNote(top, language, p.say(language, "board.col.counter"));
  const note = said(p.languages[0]) === "" ? undefined : both(p, said);
  // A new key is a new element, so that the fades start again for each call.
  return html`
    <section key=${top.call_id} class=${p.bright ? "call bright" : "call"} data-call=${top.call_id}>
      <h2>
        <span>${label(p, p.kind === "results" ? "board.results" : "board.title")}</span>
        ${top.nth > 1 && html`<span class="again">${label(p, "board.recall", { n: top.nth })}</span>`}
      </h2>
      <div class="pair">
        ${figure(p, { kind: "number", value: top.label })}
        ${figure(p, { kind: "counter", value: String(top.counter), note, way: wayTo(p.ways, top.counter) })}
      </div>
    </section>
  `;
}

/**
 * @param {Picture} p
 * @param {{kind: string, value: string, note?: unknown, way?: string | null}} shown
 */
function figure(p, { kind, value, note, way = null }) {
  const beside = { ticker: p.page !== null, note: note !== undefined, way: way !== null };
  const size = `${figureFont(p.screen, value, beside)}px`;
  return html`
    <div class=${`figure ${kind}`}>
      <div class="line">
        <p class="what">${label(p, `board.col.${kind}`)}</p>
        <p class="value" style=${{ fontSize: size }}>${value}</p>
        ${way !== null && wayOfCall(p, way)}
      </div>
      ${note && html`<p class="note">${note}</p>`}
    </div>
  `;
}

/** @param {Picture} p */
function list(p) {
  return html`<section class="list">${table(p, p.rows)}</section>`;
}

/** @param {Picture} p @param {Row[]} rows */
export function table(p, rows) {
  return html`
      <table>
        <thead>
          <tr>
            <th scope="col">${label(p, "board.col.number")}</th>
            <th scope="col">${label(p, "board.col.counter")}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => listRow(p, row))}
        </tbody>
      </table>
  `;
}

/** @param {Picture} p @param {Row} row */
function listRow(p, row) {
  return html`
    <tr key=${row.call_id} data-call=${row.call_id}>
      <td>${row.label}${row.nth > 1 && repeated(p, row.nth)}</td>
      <td>${row.counter}${wayInRow(p, row.counter)}</td>
    </tr>
  `;
}

/** @param {Picture} p @param {number} nth */
function repeated(p, nth) {
  const words = p.say(p.languages[0], "board.recall", { n: nth });
  return html`<span class="nth" title=${words}><${Icon} name="repeat" />${nth}</span>`;
}

/** Those called in vain, in one line: they may still come back. @param {Picture} p */
function missed(p) {
  return (
    p.missed.length > 0 &&
    html`<p class="missed">
      ${label(p, "board.missed")} <b class="missed-labels">${p.missed.join(", ")}</b> ${label(p, "board.missed_hint")}
    </p>`
  );
}

/** @param {Picture} p */
function queues(p) {
  const total = p.queues.reduce((sum, queue) => sum + queue.waiting, 0);
  const named = p.queues.length <= NAMED_QUEUES;
  const shape = named ? (p.queues.length <= FEW_QUEUES ? "few" : "") : "letters";
  return html`
    <footer>
      <p class="total">${label(p, "board.waiting", { n: total })}</p>
      <ul class=${shape}>
        ${p.queues.map(
          (queue) => html`
            <li key=${queue.service}>
              <b>${queue.prefix}</b>
              ${named && html`<span class="name">${pickFrom(queue.name, p.languages[0])}</span>`}
              <span class="count">${queue.waiting}</span>
            </li>
          `,
        )}
      </ul>
    </footer>
  `;
}
