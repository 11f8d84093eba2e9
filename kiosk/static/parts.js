/** Small pieces that several steps are made of. */

import { html, Icon, useEffect, useRef, useState } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { settings } from "./store.js";

/** @typedef {import("./types.js").Wait} Wait */

/** A range of minutes in words. @param {Wait | null} wait */
export function waitText(wait) {
  if (!wait) return t("kiosk.wait.unknown");
  const long = settings.long_wait_min;
  if (wait.high_min > long) return t("kiosk.wait.long", { n: long });
  if (wait.low_min <= 0) return t("kiosk.wait.short", { b: Math.max(wait.high_min, 5) });
  return t("kiosk.detail.wait", { a: wait.low_min, b: wait.high_min });
}

/**
 * The heading of a step; takes the focus, so that a reader hears where we are.
 * @param {{ children?: unknown }} props
 */
export function Title(props) {
  const here = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (here.current) here.current.focus();
  }, []);
  return html`<h1 tabindex="-1" ref=${here}>${props.children}</h1>`;
}

/**
 * @param {{ page: number, pages: number, turn: (page: number) => void }} props
 */
export function Pager(props) {
  if (props.pages < 2) return null;
  return html`<div class="pager">
    <button class="key" disabled=${props.page === 0} onClick=${() => props.turn(props.page - 1)}>
      <${Icon} name="chevron-left" /> ${t("kiosk.page.previous")}
    </button>
    <span role="status">${t("kiosk.page.of", { n: props.page + 1, of: props.pages })}</span>
    <button
      class="key"
      disabled=${props.page === props.pages - 1}
      onClick=${() => props.turn(props.page + 1)}
    >
      ${t("kiosk.page.next")} <${Icon} name="chevron-right" />
    </button>
  </div>`;
}

/**
 * A part of the page that may be longer than its place: it scrolls by touch, keys and two buttons.
 * @param {{ label: string, children?: unknown }} props
 */
export function Scroller(props) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [more, setMore] = useState({ up: false, down: false });
  const look = () => {
    const el = box.current;
    if (!el) return;
    const up = el.scrollTop > 1;
    const down = el.scrollTop + el.clientHeight < el.scrollHeight - 1;
    if (up !== more.up || down !== more.down) setMore({ up, down });
  };
  useEffect(look);
  /** @param {number} way */
  const by = (way) => {
    if (box.current) box.current.scrollBy({ top: way * box.current.clientHeight * 0.8 });
  };
  return html`<div class="scroller">
    <div class="scrolled" ref=${box} onScroll=${look} tabindex="0" role="group" aria-label=${props.label}>
      ${props.children}
    </div>
    ${
      (more.up || more.down) &&
      html`<div class="pager">
        <button class="key" disabled=${!more.up} onClick=${() => by(-1)}>
          <${Icon} name="arrow-up" /> ${t("kiosk.page.previous")}
        </button>
        <button class="key" disabled=${!more.down} onClick=${() => by(1)}>
          ${t("kiosk.page.next")} <${Icon} name="arrow-down" />
        </button>
      </div>`
    }
  </div>`;
}
