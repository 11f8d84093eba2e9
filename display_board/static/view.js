// The board as a function of what it knows. No clock, no socket, no sound in here.

import { pickFrom } from "/shared/static/text.js";
import { html, Icon } from "/shared/static/view.js";
import { counterNote } from "./rows.js";

/**
 * @typedef {import("./announcing.js").Call} Call
 * @typedef {import("./announcing.js").Words} Words
 * @typedef {Call & {kind?: string, text?: Words}} Headline
 * @typedef {import("./rows.js").Row} Row
 * @typedef {import("./rows.js").Queue} Queue
 * @typedef {{(language: string, key: string, values?: {[name: string]: string | number}): string}} Say
 * @typedef {{say: Say, languages: string[], known: boolean, name: Words, time: string, top: Headline | null,
 *   bright: boolean, rows: Row[], missed: string[], queues: Queue[], age: "live" | "lost" | "cold",
 *   lostTime: string, mute: boolean, unmute: () => void}} Picture
 */

/** With more queues than this their names do not fit; the letter on the ticket is enough. */
const NAMED_QUEUES = 8;
/** So many fit in three columns, which leaves more of each name. */
const FEW_QUEUES = 6;

/**
 * A text in both languages at once, the second one smaller.
 * @param {Picture} p @param {(language: string) => string} text
 */
function both(p, text) {
  const [first, second] = p.languages;
  const again = second === undefined ? "" : text(second);
  return html`<span>${text(first)}</span>${
    again !== "" && html` <small lang=${second}>${again}</small>`
  }`;
}

/** @param {Picture} p @param {string} key @param {{[name: string]: string | number}} [values] */
function label(p, key, values) {
  return both(p, (language) => p.say(language, key, values));
}

/** @param {Picture} p */
export function board(p) {
  return html`
    <header>
      <h1>${both(p, (language) => pickFrom(p.name, language))}</h1>
      <time>${p.time}</time>
    </header>
    ${headline(p, p.top)} ${list(p)} ${missed(p)} ${queues(p)} ${notice(p)}
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

/** Fewer do not become larger: nobody needs letters of a third of the screen. */
const FEWEST_LETTERS = 30;

/** What a manager says to everybody. @param {Picture} p @param {Headline} top */
function message(p, top) {
  const texts = p.languages.filter((language) => (top.text || {})[language]);
  const letters = texts.reduce((sum, language) => sum + (top.text || {})[language].length, 0);
  return html`
    <section key=${top.call_id} class="call message bright" data-call=${top.call_id}>
      <h2><span>${label(p, "board.message")}</span></h2>
      <div class="texts" style=${{ "--root": Math.sqrt(Math.max(FEWEST_LETTERS, letters)) }}>
        ${texts.map((language) => html`<p key=${language} lang=${language}>${(top.text || {})[language]}</p>`)}
      </div>
    </section>
  `;
}

/** @param {Picture} p @param {Call} top */
function call(p, top) {
  const note = both(p, (language) =>
    counterNote(top, language, p.say(language, "board.col.counter")),
  );
  // A new key is a new element, so that the fades start again for each call.
  return html`
    <section key=${top.call_id} class=${p.bright ? "call bright" : "call"} data-call=${top.call_id}>
      <h2>
        <span>${label(p, "board.title")}</span>
        ${top.nth > 1 && html`<span class="again">${label(p, "board.recall", { n: top.nth })}</span>`}
      </h2>
      <div class="pair">
        ${figure(label(p, "board.col.number"), top.label, "number")}
        ${figure(label(p, "board.col.counter"), String(top.counter), "counter", note)}
      </div>
    </section>
  `;
}

/** @param {unknown} what @param {string} value @param {string} kind @param {unknown} [note] */
function figure(what, value, kind, note) {
  return html`
    <div class=${`figure ${kind}`}>
      <p class="what">${what}</p>
      <p class="value" style=${{ "--chars": Math.max(3, value.length) }}>${value}</p>
      ${note && html`<p class="note">${note}</p>`}
    </div>
  `;
}

/** @param {Picture} p */
function list(p) {
  return html`
    <section class="list">
      <table>
        <thead>
          <tr>
            <th scope="col">${label(p, "board.col.number")}</th>
            <th scope="col">${label(p, "board.col.counter")}</th>
          </tr>
        </thead>
        <tbody>
          ${p.rows.map((row) => listRow(p, row))}
        </tbody>
      </table>
    </section>
  `;
}

/** @param {Picture} p @param {Row} row */
function listRow(p, row) {
  return html`
    <tr key=${row.call_id} data-call=${row.call_id}>
      <td>${row.label}${row.nth > 1 && repeated(p, row.nth)}</td>
      <td>${row.counter}</td>
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

/** @param {Picture} p */
function notice(p) {
  return html`
    <div class="notice" role="status" hidden=${p.age === "live"}>
      ${p.age !== "live" && html`<p><${Icon} name="wifi-off" /> ${label(p, "board.offline", { time: p.lostTime })}</p>`}
      ${p.age === "cold" && html`<p>${label(p, "board.listen")}</p>`}
    </div>
  `;
}
