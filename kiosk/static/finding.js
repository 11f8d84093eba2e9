/** Search by name, with letters on the screen; a real keyboard works as well. */

import { html, Icon, useEffect, useRef } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { Row, shut } from "./choosing.js";
import { short, useRoom } from "./parts.js";
import { isWide } from "./places.js";
import { find } from "./search.js";
import { procedures, settings, show, visit } from "./store.js";
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
  const { query } = visit.value;
  const { size, crowded, list } = useRoom(4);
  const services = new Map(props.hall.services.map((one) => [one.id, one]));
  const hits = find(procedures.value, query);
  const found = hits.found.filter((one) => services.has(one.service));
  /** @param {string} id */
  const reason = (id) => {
    const service = services.get(id);
    return service ? shut(service) : null;
  };
  return html`<h1 class=${short() ? "for-readers" : ""}>${t("kiosk.search.title")}</h1>
    <div class="asked">
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
    </div>
    <ul class=${`rows found ${crowded}`} ref=${list}>
      ${found.slice(0, size).map((one) => html`<li key=${one.id}><${Row} procedure=${one} reason=${reason(one.service)} /></li>`)}
    </ul>
    <${Keyboard} />`;
}

/** @param {number} count @param {boolean} near */
function answer(count, near) {
  if (count && near) return t("kiosk.search.near", { n: count });
  return count ? t("kiosk.search.count", { n: count }) : t("kiosk.search.none");
}

function Keyboard() {
  const [clear, space, rest] = [html`<${Clear} />`, html`<${Space} />`, html`<${Telex} />`];
  const compact = short() && isWide(settings); // three rows, the wide keys at their ends
  const ends = compact ? [html`<${Rub} />`, clear, html`${space}${rest}`] : [];
  return html`<div class="keyboard">
    ${KEYS.map(
      (row, place) => html`<div class="keys" key=${row}>
        ${[...row].map(
          (letter) =>
            html`<button class="letter" key=${letter} onClick=${() => press(letter)}>${letter}</button>`,
        )}
        ${ends[place]}
      </div>`,
    )}
    ${!compact && html`<div class="keys">${rest}${space}<${Rub} />${clear}</div>`}
  </div>`;
}

function Telex() {
  const { telex, language } = visit.value;
  if (language !== "vi") return null;
  const toggle = () => show({ ...visit.value, telex: !telex });
  return html`<button class="key" aria-pressed=${telex} onClick=${toggle}>${t("kiosk.key.telex")}</button>`;
}

function Space() {
  return html`<button class="key space" onClick=${() => press(" ")}>${t("kiosk.key.space")}</button>`;
}

function Rub() {
  return html`<button class="key" disabled=${!visit.value.query} onClick=${rub}>
    <${Icon} name="delete" /> ${t("kiosk.key.delete")}
  </button>`;
}

function Clear() {
  const empty = !visit.value.query;
  return html`<button class="key" disabled=${empty} onClick=${() => write("")}>${t("kiosk.key.clear")}</button>`;
}
