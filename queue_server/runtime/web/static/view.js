/** Everything a component needs: templates, rendering, hooks and signals. */

import htm from "../vendor/htm.js";
import { h } from "../vendor/preact.js";

export { Fragment, h, render } from "../vendor/preact.js";
export {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "../vendor/preact-hooks.js";
export {
  batch,
  computed,
  effect,
  signal,
  untracked,
  useComputed,
  useSignal,
  useSignalEffect,
} from "../vendor/signals.js";

/** Writes elements as tagged templates: `` html`<p class="x">${text}</p>` ``. */
export const html = htm.bind(h);

/**
 * An icon of the sprite, hidden from screen readers: the text beside it carries the meaning.
 * @param {{ name: string, class?: string }} props
 */
export function Icon(props) {
  return html`<svg class=${`icon ${props.class || ""}`} aria-hidden="true" focusable="false">
    <use href=${`/shared/vendor/icons.svg#${props.name}`}></use>
  </svg>`;
}
