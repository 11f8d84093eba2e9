/** Search by name, with letters on the screen; a real keyboard works as well. */

import { html, Icon, useEffect, useRef } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { Row, shut } from "./choosing.js";
import { find } from "./search.js";
import { procedures, show, visit } from "./store.js";
import { typed } from "./telex.js";

/** @typedef {import("./types.js").Hall} Hall */

const KEYS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const QUERY_MAX = 60;

/** @param {string} query */
const write = (query) => show({ ...visit.value, query: query.slice(0, QUERY_MAX) });

/** @param {string} letter */
function press(letter) {
  const { query, telex } = visit.value;
  write(telex && letter !== " " ? typed(query, letter) : query + letter);
}

const rub = () => write([...visit.value.query].slice(0, -1).join(""));

/** @param {KeyboardEvent} event */
function fromKeyboard(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Backspace") rub();
  else if (/^[\p{L}\d. ]$/u.test(event.key)) press(event.key.toLowerCase().normalize("NFC"));
  else return;
  event.preventDefault();
}

/** @param {{ hall: Hall }} props */
export function Search(props) {
  const field = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (field.current) field.current.focus();
  }, []);
  const { query, large } = visit.value;
  const services = new Map(props.hall.services.map((one) => [one.id, one]));
  const hits = find(procedures.value, query);
  const found = hits.found.filter((one) => services.has(one.service));
  /** @param {string} id */
  const reason = (id) => {
    const service = services.get(id);
    return service ? shut(service) : null;
  };
  const rows = found.slice(0, large ? 2 : 4);
  return html`<h1>${t("kiosk.search.title")}</h1>
    <div
      class="field"
      ref=${field}
      role="textbox"
      tabindex="0"
      aria-label=${t("kiosk.search.field")}
      aria-placeholder=${t("kiosk.search.hint")}
      onKeyDown=${fromKeyboard}
    >
      <${Icon} name="search" />
      ${query ? html`<span class="written">${query}</span>` : html`<span class="hint">${t("kiosk.search.hint")}</span>`}
    </div>
    <p class="count" role="status">${query && answer(found.length, hits.near)}</p>
    <ul class="rows found">
      ${rows.map((one) => html`<li key=${one.id}><${Row} procedure=${one} reason=${reason(one.service)} /></li>`)}
    </ul>
    <${Keyboard} />`;
}

/** @param {number} count @param {boolean} near */
function answer(count, near) {
  if (count && near) return t("kiosk.search.near", { n: count });
  return count ? t("kiosk.search.count", { n: count }) : t("kiosk.search.none");
}

function Keyboard() {
  const { telex, query, language } = visit.value;
  return html`<div class="keyboard">
    ${KEYS.map(
      (row) => html`<div class="keys" key=${row}>
        ${[...row].map(
          (letter) =>
            html`<button class="letter" key=${letter} onClick=${() => press(letter)}>${letter}</button>`,
        )}
      </div>`,
    )}
    <div class="keys">
      ${
        language === "vi" &&
        html`<button
        class="key"
        aria-pressed=${telex}
        onClick=${() => show({ ...visit.value, telex: !telex })}
      >
        ${t("kiosk.key.telex")}
      </button>`
      }
      <button class="key space" onClick=${() => press(" ")}>${t("kiosk.key.space")}</button>
      <button class="key" disabled=${!query} onClick=${rub}>
        <${Icon} name="delete" /> ${t("kiosk.key.delete")}
      </button>
      <button class="key" disabled=${!query} onClick=${() => write("")}>${t("kiosk.key.clear")}</button>
    </div>
  </div>`;
}
