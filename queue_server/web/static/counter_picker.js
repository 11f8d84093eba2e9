/** A field to type in and a list that follows: arrows move, Enter takes, a click takes at once. */

import { html, useEffect, useRef, useState } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { Ways } from "./counter_dialog.js";

/**
 * @typedef {{ key: string, tag: string, text: string, more?: string, usable?: boolean }} Option
 * @typedef {{ desk: import("./counter_desk.js").Desk, label: string, word: string, typed: string,
 *   options: Option[], onType: (typed: string) => void, onPick: (key: string | null) => void,
 *   numeric?: boolean, children?: any }} PickerProps
 *   `onPick` gets `null` when nothing fits
 */

const STEP = Object.freeze({ ArrowDown: 1, ArrowUp: -1 });

/** @param {PickerProps} props */
export function Picker({ desk, label, word, typed, options, onType, onPick, children }) {
  const [active, setActive] = useState(0);
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const at = Math.min(active, Math.max(0, options.length - 1));
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  /** @param {KeyboardEvent} event */
  const move = (event) => {
    const step = STEP[/** @type {keyof typeof STEP} */ (event.key)];
    if (step === undefined || event.isComposing || options.length === 0) return;
    event.preventDefault();
    setActive((at + step + options.length) % options.length);
  };
  /** @param {Event} event */
  const type = (event) => {
    setActive(0);
    onType(/** @type {HTMLInputElement} */ (event.target).value);
  };
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    onPick(options[at]?.key ?? null);
  };
  return html`<form class="picker" onSubmit=${send}>
    <label for="picker">${label}</label>
    <input id="picker" role="combobox" aria-expanded="true" aria-controls="picker-list" aria-autocomplete="list"
      aria-activedescendant=${options.length > 0 ? `option-${at}` : undefined} autocomplete="off" spellcheck="false"
      autofocus value=${typed} onInput=${type} onKeyDown=${move} />
    <ul id="picker-list" role="listbox" aria-label=${label} ref=${list}>
      ${options.map(
        (
          option,
          i,
        ) => html`<li key=${option.key} id=${`option-${i}`} role="option" aria-selected=${i === at}
          aria-disabled=${option.usable === false} onClick=${() => onPick(option.key)}>
          <b>${option.tag}</b><span>${option.text}</span><small>${option.more ?? ""}</small>
        </li>`,
      )}
    </ul>
    <p class="for-readers" role="status">${t("clerk.options", { n: options.length })}</p>
    ${options.length === 0 && html`<p class="none">${t("clerk.no_options")}</p>`}
    ${children}
    <${Ways} desk=${desk} word=${word} />
  </form>`;
}
