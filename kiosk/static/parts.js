/** Small pieces that several steps are made of. */

import { html, Icon, useEffect, useLayoutEffect, useRef, useState } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { isShort } from "./places.js";
import { pageOf } from "./search.js";
import { settings, show, visit } from "./store.js";

/** @typedef {import("./types.js").Wait} Wait */

/** Whether the screen is so low that everything has to stand close together. */
export function short() {
  return isShort(settings, visit.value.low);
}

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

/** @param {{ page: number, pages: number }} props */
function Pager({ page, pages }) {
  if (pages < 2) return null;
  /** @param {number} to */
  const turn = (to) => show({ ...visit.value, page: to });
  return html`<div class="pager">
    <button class="key" disabled=${page === 0} onClick=${() => turn(page - 1)}>
      <${Icon} name="chevron-left" /> <span class="long">${t("kiosk.page.previous")}</span>
    </button>
    <span role="status">
      <span class="long">${t("kiosk.page.of", { n: page + 1, of: pages })}</span>
      <span class="brief" aria-hidden="true">${page + 1}/${pages}</span>
    </span>
    <button class="key" disabled=${page === pages - 1} onClick=${() => turn(page + 1)}>
      <span class="long">${t("kiosk.page.next")}</span> <${Icon} name="chevron-right" />
    </button>
  </div>`;
}

/**
 * As many as there is room for, at most so many. It only gets less while the screen stays as it
 * is, so a page that is turned may repeat a row and never leaves one out. Where not even one has
 * room, the list is `crowded` and scrolls.
 * @param {number} most
 */
export function useRoom(most) {
  const { step, language, large, contrast, low } = visit.value;
  const where = [step, language, large, contrast, low, window.innerHeight, most].join();
  const [room, setRoom] = useState({ where, size: most, crowded: "" });
  const { size, crowded } = room.where === where ? room : { size: most, crowded: "" };
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    const step = list.current && list.current.closest(".step");
    const full = step && step.scrollHeight > step.clientHeight + 1;
    if (!full || crowded) return;
    if (size > 1) setRoom({ where, size: size - 1, crowded });
    else setRoom({ where, size, crowded: "crowded" });
  });
  return { size, crowded, list };
}

/**
 * A list in pages. What stands `beside` shares the line of the pager.
 * @param {{ kind: string, items: { key: string, row: unknown }[], most: number, beside?: unknown }} props
 */
export function Paged({ kind, items, most, beside }) {
  const { size, crowded, list } = useRoom(most);
  const shown = pageOf(items, visit.value.page, size);
  return html`<ul class=${`${kind} ${crowded}`} ref=${list}>
      ${shown.rows.map(({ key, row }) => html`<li key=${key}>${row}</li>`)}
    </ul>
    <div class="under">${beside} <${Pager} page=${shown.page} pages=${shown.pages} /></div>`;
}

/**
 * A part of the page that may be longer than its place: it scrolls by touch, keys and two buttons.
 * What stands `beside` comes after them.
 * @param {{ label: string, beside?: unknown, children?: unknown }} props
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
    <div class="under">
      ${
        (more.up || more.down) &&
        html`<div class="pager">
        <button class="key" disabled=${!more.up} onClick=${() => by(-1)}>
          <${Icon} name="arrow-up" /> <span class="long">${t("kiosk.page.previous")}</span>
        </button>
        <button class="key" disabled=${!more.down} onClick=${() => by(1)}>
          <span class="long">${t("kiosk.page.next")}</span> <${Icon} name="arrow-down" />
        </button>
      </div>`
      }
      ${props.beside}
    </div>
  </div>`;
}
