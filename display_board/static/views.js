// Each kind of board as a function of what is known; a hall at rest is the same for all.

import { pickFrom } from "/shared/static/text.js";
import { html } from "/shared/static/view.js";
import { COLUMNS } from "./kinds.js";
import { both, head, label, notice, ticker } from "./parts.js";
import { lineFont, wanderAt } from "./size.js";
import { board, message, table } from "./view.js";

/**
 * @typedef {import("./view.js").Picture} Picture
 * @typedef {import("./kinds.js").Counter} Counter
 */

/** What a dark clock leaves free of the screen, in percent of width and height. */
const ROOM = { x: 55, y: 60 };
/** So many services of a counter have room for their names in two languages. */
const FEW_SERVICES = 3;
/** Shares of the screen the number on a counter's display takes at most (see kinds.css). */
const NUMBER = { width: 0.86, height: 0.46 };
/** Words in its place are as large as that. */
const STATE = { width: 0.86, height: 0.16 };

/** @type {Record<string, (p: Picture) => any>} */
const VIEWS = { counter: desk, missed: vain, overflow };

/** @param {Picture} p */
export function boardOf(p) {
  if (p.resting) {
    return dark(p);
  }
  const view = VIEWS[p.kind];
  if (view === undefined) {
    return board(p);
  }
  const said = saying(p);
  return said === null ? view(p) : html`${head(p)} ${message(p, said)} ${notice(p)}`;
}

/** What a manager says at this moment: every board shows it. @param {Picture} p */
function saying(p) {
  return p.top !== null && p.top.kind === "message" ? p.top : null;
}

/** What the stylesheet has to know of it. @param {Picture} p @returns {string} */
export function lookOf(p) {
  return [
    p.resting ? "dark" : `of-${p.kind}`,
    p.missed.length > 0 ? "misses" : "",
    p.page === null ? "" : "ticking",
    p.mirrored ? "mirrored" : "",
    p.media.length > 0 ? "showing" : "",
    saying(p) !== null && VIEWS[p.kind] !== undefined ? "alone" : "",
  ].join(" ");
}

/** Nobody is here: a dim clock that wanders. @param {Picture} p */
function dark(p) {
  const { x, y } = wanderAt(p.now);
  return html`
    <div class="night" style=${{ left: `${x * ROOM.x}vw`, top: `${y * ROOM.y}vh` }}>
      <h1>${pickFrom(p.name, p.languages[0])}</h1>
      <time>${p.time}</time>
      ${p.age !== "live" && html`<p role="status">${label(p, "board.offline", { time: p.lostTime })}</p>`}
    </div>
  `;
}

/** Above one counter. @param {Picture} p */
function desk(p) {
  return html`
    ${p.counter === null ? head(p) : deskOf(p, p.counter)} ${notice(p)}
  `;
}

/** @param {Picture} p @param {Counter} counter */
function deskOf(p, counter) {
  const state = label(p, `board.state.${counter.status}`);
  return html`
    <header class="desk-head">
      <h1 class="desk-name">
        ${label(p, "board.col.counter")} <b class="desk-number">${counter.counter}</b>
      </h1>
      ${counter.label !== null && html`<p class="state">${state}</p>`}
      <time class="desk-time">${p.time}</time>
    </header>
    <section key=${counter.call_id} class=${p.called ? "desk-call bright" : "desk-call"}>
      ${counter.label === null ? instead(p, counter.status, state) : numberOf(p, counter.label)}
      ${p.called && counter.nth > 1 && html`<p class="again">${label(p, "board.recall", { n: counter.nth })}</p>`}
    </section>
    <footer class="desk-services">
      ${counter.services.map((name) => service(p, name, counter.services.length))}
    </footer>
  `;
}

/** @param {Picture} p @param {string} number */
function numberOf(p, number) {
  const { width, height } = p.screen;
  const size = lineFont(width * NUMBER.width, number, height * NUMBER.height);
  return html`<p class="value" style=${{ fontSize: `${size}px` }}>${number}</p>`;
}

/** Nobody is there: what the counter does. @param {Picture} p @param {string} status @param {unknown} state */
function instead(p, status, state) {
  const { width, height } = p.screen;
  const text = p.say(p.languages[0], `board.state.${status}`);
  const size = lineFont(width * STATE.width, text, height * STATE.height);
  return html`<p class="words" style=${{ fontSize: `${size}px` }}>${state}</p>`;
}

/**
 * @param {Picture} p @param {import("./announcing.js").Words} name @param {number} many of them
 * leave room for one language
 */
function service(p, name, many) {
  const first = p.languages[0];
  const text = many > FEW_SERVICES ? pickFrom(name, first) : both(p, (one) => pickFrom(name, one));
  return html`<p class="desk-service" key=${name.vi}>${text}</p>`;
}

/** Numbers called in vain, and what their people can do. @param {Picture} p */
function vain(p) {
  const where = both(p, (language) => pickFrom(p.reception, language));
  return html`
    ${head(p)}
    <section class="vain">
      ${p.missed.length === 0 && html`<p class="none">${label(p, "board.missed.none")}</p>`}
      <ul>
        ${p.missed.map((number) => html`<li key=${number}>${number}</li>`)}
      </ul>
      <p class="how">${label(p, "board.missed.how")}</p>
      ${p.reception.vi && html`<p class="where">${where}</p>`}
    </section>
    ${ticker(p)} ${notice(p)}
  `;
}

/** The calls for which the board of the hall has no room. @param {Picture} p */
function overflow(p) {
  const column = Math.ceil(p.rows.length / COLUMNS);
  return html`
    ${head(p)}
    <section class="list overflow">
      ${p.rows.length === 0 && html`<p class="none">${label(p, "board.overflow.empty")}</p>`}
      ${p.rows.length > 0 && html`<div class="column">${table(p, p.rows.slice(0, column))}</div>`}
      ${p.rows.length > 1 && html`<div class="column">${table(p, p.rows.slice(column))}</div>`}
    </section>
    ${ticker(p)} ${notice(p)}
  `;
}
