/** The screens of the staff mode. */

import { clock } from "/shared/static/format.js";
import { html, Icon } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { Scroller, Title } from "./parts.js";
import { facts, loudness } from "./staff_rules.js";
import * as desk from "./staff_store.js";
import { hall, settings, show, visit, volume } from "./store.js";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

export function Staff() {
  const now = desk.staff.value;
  if (!now) return null;
  if (now.screen === "cleaning") return html`<${Cleaning} />`;
  const screens = { pin: Keypad, menu: Menu, state: State, volume: Volume };
  return html`<div class="frame staff">
    <header><${Icon} name="settings" /><p>${t("kiosk.staff.title")}</p></header>
    <main class="step" key=${now.screen}><${screens[now.screen]} /></main>
    <nav class="bar" aria-label=${t("kiosk.bar.label")}><${Language} />
      <button onClick=${desk.close}>
        <${Icon} name="log-out" /> ${t(now.screen === "pin" ? "kiosk.staff.close" : "kiosk.done.ok")}
      </button>
    </nav>
  </div>`;
}

function Language() {
  const other = Object.keys(settings.words).find((name) => name !== visit.value.language);
  if (!other) return null;
  return html`<button lang=${other} onClick=${() => show({ ...visit.value, language: other })}>
    <${Icon} name="languages" /> ${settings.words[other]["kiosk.lang.own"]}
  </button>`;
}

/** What was answered last. */
function Answer() {
  const { said } = desk.staff.value || { said: null };
  return html`<p class="answer" role="status">${said && t(said.word, said.values)}</p>`;
}

function Keypad() {
  const pin = desk.staff.value ? desk.staff.value.pin : "";
  const typed = t("kiosk.staff.pin.typed", { n: pin.length });
  return html`<div class="keypad">
    <div class="asked">
      <${Title}>${t("kiosk.staff.pin.title")}<//>
      <p class="pin" role="img" aria-label=${typed}>${"●".repeat(pin.length)}</p>
      <${Answer} />
    </div>
    <div class="digits">
      ${KEYS.map((key) => html`<button key=${key} onClick=${() => desk.press(key)}>${key}</button>`)}
      <button disabled=${!pin} onClick=${() => desk.press("delete")}>
        <${Icon} name="delete" /> ${t("kiosk.key.delete")}
      </button>
      <button onClick=${() => desk.press("0")}>0</button>
      <button class="primary" disabled=${!pin} onClick=${desk.enter}>
        ${t("kiosk.staff.pin.enter")}
      </button>
    </div>
  </div>`;
}

function Menu() {
  const now = desk.condition.value;
  const zone = hall.value ? hall.value.timezone : "Asia/Ho_Chi_Minh";
  return html`<${Title}>${t("kiosk.staff.title")}<//>
    <${Answer} />
    <div class="menu">
      <${Entry} icon="hand" word="kiosk.staff.clean" act=${desk.clean} />
      <${Entry} icon="printer" word="kiosk.staff.test" act=${desk.testPrint} />
      <${Entry}
        icon="repeat"
        word="kiosk.staff.paper"
        act=${() => desk.paperChanged((at) => clock(at, zone))}
      />
      <${Entry} icon="info" word="kiosk.staff.state" act=${() => desk.go("state")} />
      ${now && html`<${Switches} ...${now} />`}
      ${
        settings.speech.languages.length > 0 &&
        html`<${Entry} icon="volume-2" word="kiosk.staff.volume" act=${() => desk.go("volume")} />`
      }
      <${Entry} icon="file-text" word="kiosk.staff.bundle" act=${desk.bundle} />
      <${Entry} icon="refresh-cw" word="kiosk.staff.reload" act=${desk.reload} />
    </div>`;
}

/** @param {import("./types.js").Condition} now */
function Switches({ out, practising }) {
  return html`<${Entry}
      icon=${out ? "play" : "pause"}
      word=${out ? "kiosk.staff.in" : "kiosk.staff.out"}
      act=${() => desk.choose("out", !out)}
    />
    <${Entry}
      icon="file-check"
      word=${practising ? "kiosk.staff.practise_end" : "kiosk.staff.practise"}
      act=${() => desk.choose("practise", !practising)}
    />`;
}

/** @param {{ icon: string, word: string, act: () => void }} props */
function Entry({ icon, word, act }) {
  return html`<button class="entry" onClick=${act}><${Icon} name=${icon} /> ${t(word)}</button>`;
}

function State() {
  const now = desk.condition.value;
  return html`<${Title}>${t("kiosk.staff.state")}<//>
    <${Scroller} label=${t("kiosk.staff.state")}><dl class="machine">
      ${
        now &&
        facts(now).map(
          ([name, value]) => html`<div key=${name}>
            <dt>${t(name)}</dt>
            <dd>${typeof value === "string" ? value : t(value.word, value.values)}</dd>
          </div>`,
        )
      }
    </dl><//>
    <${ToMenu} />`;
}

function ToMenu() {
  return html`<button class="wide" onClick=${() => desk.go("menu")}>
    <${Icon} name="arrow-left" /> ${t("kiosk.bar.back")}
  </button>`;
}

/** How loud visitors hear the screens; the step that holds is pressed. */
function Volume() {
  return html`<${Title}>${t("kiosk.staff.volume")}<//>
    <${Answer} />
    <div class="menu">
      ${settings.speech.steps.map((percent, n) => {
        const { word, values } = loudness(n, percent);
        return html`<button
          key=${percent}
          class="entry"
          aria-pressed=${Math.round(volume() * 100) === percent}
          onClick=${() => desk.setVolume(percent)}
        >${t(word, values)}</button>`;
      })}
      <${Entry} icon="volume-2" word="kiosk.staff.volume.try" act=${desk.tryVolume} />
    </div>
    <${ToMenu} />`;
}

function Cleaning() {
  return html`<div class="frame cleaning"><main class="step"><div class="middle">
    <h1>${t("kiosk.staff.clean.title")}</h1>
    <p role="timer">${t("kiosk.staff.clean.left", { s: desk.cleaningS.value })}</p>
  </div></main></div>`;
}
