/** The keys of the page: what they do, and how to choose others. */

import { html, useLayoutEffect, useRef, useState } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { Frame } from "./counter_dialog.js";
import { assigned, isAlone, keepKeymap, keepSigns, refusal } from "./counter_keymap.js";
import { ACTS, chord, keyLabel, USUAL_KEYS } from "./counter_keys.js";

/**
 * @typedef {import("./counter_desk.js").Desk} Desk
 * @typedef {import("./counter_keys.js").Act} Act
 */

/** @param {{ desk: Desk }} props */
export function HelpDialog({ desk }) {
  const keymap = desk.keymap.value;
  return html`<${Frame} desk=${desk} title=${t("clerk.help")}>
    <div class="keys-room" tabindex="0"><table class="keys">
      <tbody>
        ${ACTS.map((act) => html`<tr key=${act}><th scope="row">${t(`clerk.act.${act}`)}</th><td><${Keys} names=${keymap[act]} /></td></tr>`)}
        <tr><th scope="row">${t("clerk.act.digits")}</th><td><kbd>0</kbd>…<kbd>9</kbd></td></tr>
        <tr><th scope="row">${t("clerk.act.escape")}</th><td><kbd>Esc</kbd></td></tr>
      </tbody>
    </table></div>
    <p class="small">${t("clerk.help_hint")}</p>
    <div class="dialog-buttons">
      <button type="button" onClick=${() => open(desk, { kind: "keys" })}>${t("clerk.keys")}</button>
      <button type="button" class="primary" autofocus onClick=${() => open(desk, null)}>${t("clerk.back_out")}</button>
    </div>
  <//>`;
}

/** @param {{ names: readonly string[] }} props */
function Keys({ names }) {
  return names.map((name) => html`<kbd key=${name}>${keyLabel(name)}</kbd> `);
}

/** @param {Desk} desk @param {import("./counter_desk.js").Dialog | null} dialog */
function open(desk, dialog) {
  desk.dialog.value = dialog;
}

/** @param {{ desk: Desk }} props */
export function KeysDialog({ desk }) {
  const [asking, setAsking] = useState(/** @type {Act | null} */ (null));
  const [told, setTold] = useState("");
  /** @param {import("./counter_keys.js").Keymap} keymap @param {string} sentence */
  const keep = (keymap, sentence) => {
    desk.keymap.value = keymap;
    setTold(keepKeymap(() => localStorage, keymap) ? sentence : t("clerk.keys.not_kept"));
  };
  const turnSigns = () => {
    desk.signs.value = !desk.signs.value;
    const kept = keepSigns(() => localStorage, desk.signs.value);
    setTold(kept ? "" : t("clerk.keys.not_kept"));
  };
  /** @param {string} name */
  const chosen = (name) => {
    if (asking === null) return;
    const no = refusal(desk.keymap.value, asking, name);
    const values = { chord: keyLabel(name), act: t(`clerk.act.${no?.values.act ?? asking}`) };
    setAsking(null);
    if (no !== null) setTold(t(no.word, values));
    else keep(assigned(desk.keymap.value, asking, name), t("clerk.keys.set", values));
  };
  useNextKey(asking !== null, chosen, () => setAsking(null));
  return html`<${Frame} desk=${desk} title=${t("clerk.keys")}>
    <p class="small">${t("clerk.keys.how")}</p>
    <div class="keys-room" tabindex="0"><table class="keys">
      <tbody>
        ${ACTS.map(
          (act) => html`<tr key=${act}>
            <th scope="row" id=${`act-${act}`}>${t(`clerk.act.${act}`)}</th>
            <td><${Keys} names=${desk.keymap.value[act]} /></td>
            <td><button type="button" aria-describedby=${`act-${act}`} data-key=${act} onClick=${() => setAsking(act)}>
              ${t(asking === act ? "clerk.keys.press" : "clerk.keys.change")}
            </button></td>
          </tr>`,
        )}
      </tbody>
    </table></div>
    <p><label class="signs"><input type="checkbox" id="signs" checked=${desk.signs.value} onChange=${turnSigns} />
      ${t("clerk.keys.signs")}</label></p>
    <p class="reason" role="status">${told}</p>
    <div class="dialog-buttons">
      <button type="button" onClick=${() => keep(USUAL_KEYS, t("clerk.keys.usual_again"))}>${t("clerk.keys.usual")}</button>
      <button type="button" class="primary" autofocus onClick=${() => open(desk, null)}>${t("clerk.back_out")}</button>
    </div>
  <//>`;
}

/**
 * Hear the next key before anybody else does; Escape and Tab end the hearing, Tab then moves on.
 * @param {boolean} hearing
 * @param {(name: string) => void} onKey
 * @param {() => void} onEnd
 */
function useNextKey(hearing, onKey, onEnd) {
  const newest = useRef({ onKey, onEnd });
  newest.current = { onKey, onEnd };
  useLayoutEffect(() => {
    if (!hearing) return undefined;
    /** @param {KeyboardEvent} event */
    const hear = (event) => {
      if (isAlone(event.key)) return;
      if (event.key === "Tab") return newest.current.onEnd();
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape") newest.current.onEnd();
      else newest.current.onKey(chord(event));
    };
    addEventListener("keydown", hear, true);
    return () => removeEventListener("keydown", hear, true);
  }, [hearing]);
}
