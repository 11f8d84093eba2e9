// `?test=1`: what staff check with a ruler and their ears when they hang a board up.

import { html } from "/shared/static/view.js";
import { capHeights, pixelsPerMm } from "./size.js";

const BARS_MM = [20, 50, 100];
/** One call's file proves the whole way: server, voice, network, loudspeaker. It is always there. */
const SAMPLE = "/sounds/A001/1/1.wav";

/**
 * @param {{say: import("./view.js").Say, languages: string[],
 *   hall: import("./size.js").Hall | null, screen: import("./size.js").Screen,
 *   sound: import("./sound.js").Sound}} p
 */
export function proof(p) {
  const [first, second = first] = p.languages;
  /** @param {string} key @param {{[name: string]: string | number}} [values] */
  const both = (key, values) =>
    html`${p.say(first, key, values)} <small lang=${second}>${p.say(second, key, values)}</small>`;
  return html`
    <div class="proof">
      <h1>${both("board.test.title")}</h1>
      <p>${p.hall === null ? both("board.test.ask") : both("board.test.measure", { ...p.hall })}</p>
      ${p.hall !== null && html`<p>${both("board.test.letters", capHeights(p.screen, p.hall))}</p>`}
      <div class="bars">${p.hall !== null && bars(p.screen, p.hall)}</div>
      <p>
        <button onClick=${(/** @type {Event} */ event) => listen(event, p)}>
          ${both("board.test.sound")}
        </button>
        <output></output>
      </p>
      <p>${both("board.test.frame")}</p>
    </div>
  `;
}

/** @param {import("./size.js").Screen} screen @param {import("./size.js").Hall} hall */
function bars(screen, hall) {
  const scale = pixelsPerMm(screen, hall.diagonal);
  return BARS_MM.concat(10 * hall.distance).map(
    (mm) => html`
      <figure>
        <div style=${{ height: `${mm * scale}px` }}></div>
        <figcaption>${mm} mm</figcaption>
      </figure>
    `,
  );
}

/** @param {Event} event @param {Parameters<typeof proof>[0]} p */
async function listen(event, p) {
  const button = /** @type {HTMLElement} */ (event.currentTarget);
  const answer = /** @type {HTMLElement} */ (button.nextElementSibling);
  try {
    await p.sound.resume();
    await p.sound.play(SAMPLE, () => undefined);
    answer.textContent = p.say(p.languages[0], "board.test.heard");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    answer.textContent = p.say(p.languages[0], "board.test.failed", { reason });
  }
}
