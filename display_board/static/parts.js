// What several kinds of boards have in common.

import { pickFrom } from "/shared/static/text.js";
import { html, Icon } from "/shared/static/view.js";
import { lineFont } from "./size.js";

/**
 * @typedef {import("./view.js").Picture} Picture
 */

/** Shares of the screen a line of the ticker takes: its width, and the height of its letters. */
const TICKER = { width: 0.92, height: 0.034 };

/**
 * A text in both languages at once, the second one smaller.
 * @param {Picture} p @param {(language: string) => string} text
 */
export function both(p, text) {
  const [first, second] = p.languages;
  const again = second === undefined ? "" : text(second);
  return html`<span>${text(first)}</span>${
    again !== "" && html` <small lang=${second}>${again}</small>`
  }`;
}

/** @param {Picture} p @param {string} key @param {{[name: string]: string | number}} [values] */
export function label(p, key, values) {
  return both(p, (language) => p.say(language, key, values));
}

/** The name of the board and the time. @param {Picture} p */
export function head(p) {
  return html`
    <header>
      <h1>${both(p, (language) => pickFrom(p.name, language))}</h1>
      <time>${p.time}</time>
    </header>
  `;
}

/** One page of text, which fades in. @param {Picture} p */
export function ticker(p) {
  if (p.page === null) {
    return false;
  }
  const { language, text } = p.page;
  const { width, height } = p.screen;
  const size = lineFont(width * TICKER.width, text, Math.min(width, height) * TICKER.height);
  return html`
    <p class="ticker" key=${text} lang=${language} style=${{ fontSize: `${size}px` }}>
      <span>${text}</span>
    </p>
  `;
}

/** @param {Picture} p */
export function notice(p) {
  return html`
    <div class="notice" role="status" hidden=${p.age === "live"}>
      ${p.age !== "live" && html`<p><${Icon} name="wifi-off" /> ${label(p, "board.offline", { time: p.lostTime })}</p>`}
      ${p.age === "cold" && html`<p>${label(p, "board.listen")}</p>`}
    </div>
  `;
}
