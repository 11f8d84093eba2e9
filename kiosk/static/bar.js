/** The bar at the bottom: ways back, and how the visitor wants the screens. */

import { html, Icon } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { languages } from "./choosing.js";
import { back, canGoBack, louder } from "./flow.js";
import { HelpButton } from "./helping.js";
import { short } from "./parts.js";
import { reachLine } from "./places.js";
import { reads, reset, settings, show, visit, volume } from "./store.js";

/** @typedef {import("./types.js").Hall} Hall */

/** The modes that are on or off. */
const MODES = /** @type {const} */ ({
  large: { icon: "a-large-small", key: "kiosk.bar.text" },
  contrast: { icon: "contrast", key: "kiosk.bar.contrast" },
  low: { icon: "move-down", key: "kiosk.bar.low" },
  voice: { icon: "volume-2", key: "kiosk.bar.listen" },
  dark: { icon: "monitor", key: "kiosk.bar.dark" },
});

/** @param {{ hall: Hall }} props */
export function Bar({ hall }) {
  const now = visit.value;
  const heard = reads(now.language);
  const sees = !(now.voice && short()); // a second line would leave no room for the step
  return html`<nav class="bar" aria-label=${t("kiosk.bar.label")}>
    ${canGoBack(now) && html`<${Back} />`}
    ${sees && html`<${Mode} name="large" /><${Mode} name="contrast" />`}
    ${reachLine(settings) > 0 && html`<${Mode} name="low" />`}
    ${heard && html`<${Mode} name="voice" />`}
    ${heard && now.voice && html`<${Louder} /><${Mode} name="dark" />`}
    ${now.step !== "attract" && html`<${OtherLanguage} hall=${hall} />`}
    <${HelpButton} hall=${hall} />
  </nav>`;
}

function Back() {
  return html`<button onClick=${() => show(back(visit.value))}>
      <${Icon} name="arrow-left" /> ${t("kiosk.bar.back")}
    </button>
    ${!short() && html`<button onClick=${reset}><${Icon} name="house" /> ${t("kiosk.bar.home")}</button>`}`;
}

/** @param {{ name: keyof typeof MODES }} props */
function Mode({ name }) {
  const on = visit.value[name];
  const toggle = () => show({ ...visit.value, [name]: !on });
  return html`<button aria-pressed=${on} onClick=${toggle}>
    <${Icon} name=${MODES[name].icon} /> ${t(MODES[name].key)}
  </button>`;
}

function Louder() {
  const more = () => show({ ...visit.value, louder: louder(visit.value, volume()) });
  return html`<button onClick=${more}><${Icon} name="plus" /> ${t("kiosk.bar.louder")}</button>`;
}

/** The next language, in its own words. @param {{ hall: Hall }} props */
function OtherLanguage({ hall }) {
  const names = languages(hall);
  if (names.length < 2) return null;
  const next = names[(names.indexOf(visit.value.language) + 1) % names.length];
  return html`<button lang=${next} onClick=${() => show({ ...visit.value, language: next })}>
    <${Icon} name="languages" /> ${settings.words[next]["kiosk.lang.own"]}
  </button>`;
}
