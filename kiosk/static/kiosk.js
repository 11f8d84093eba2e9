/** Starts the touch pages: frame, bar, idle warning, and what a kiosk must not let happen. */

import { clock } from "/shared/static/format.js";
import { nightly, sendsPage } from "/shared/static/night.js";
import { html, Icon, render, useEffect, useRef } from "/shared/static/view.js";
import { language, pick, t } from "/shared/static/words.js";
import { Bar } from "./bar.js";
import { Attract, Groups, languages, Procedures, Unsure } from "./choosing.js";
import { Corner, OutOfService, Staff, typed } from "./corner.js";
import { Checklist, Priority, Taking } from "./deciding.js";
import { Done, Refused } from "./done.js";
import { Search } from "./finding.js";
import { back, canGoBack, idleness, limitsOf } from "./flow.js";
import { HelpDialog } from "./helping.js";
import { kept } from "./kept.js";
import { Again, Cancelled, Card, Mine } from "./own.js";
import { isShort, isWide, reachLine } from "./places.js";
import { answerTouches } from "./pressing.js";
import { Report, Reported, ReportGroups, ReportProcedures } from "./reporting.js";
import { allowed, scanKey } from "./scan.js";
import { isStaffKey } from "./staff_rules.js";
import * as desk from "./staff_store.js";
import * as store from "./store.js";
import { listenToKeys } from "./voice.js";

/** @typedef {import("./types.js").Hall} Hall */

const MM_PER_INCH = 25.4;
const TICK_MS = 1000;

/** @type {Record<import("./flow.js").Step, any>} */
const STEPS = {
  attract: Attract,
  groups: Groups,
  unsure: Unsure,
  procedures: Procedures,
  search: Search,
  checklist: Checklist,
  priority: Priority,
  taking: Taking,
  again: Again,
  card: Card,
  done: Done,
  refused: Refused,
  mine: Mine,
  cancelled: Cancelled,
  report_groups: ReportGroups,
  report_procedures: ReportProcedures,
  report: Report,
  reported: Reported,
};

function App() {
  if (desk.staff.value) return html`<${Staff} />`;
  const hall = store.hall.value;
  const visit = store.visit.value;
  const useless = store.agentLost.value || (hall !== null && !hall.enrolled);
  // A number given stays readable, and one that is asked for may still come.
  const lost = useless && visit.step !== "done" && visit.step !== "taking";
  if (lost || !hall) return html`<${Nothing} lost=${lost} />`;
  if (hall.mode === "out" && visit.step !== "done") return html`<${OutOfService} />`;
  const idle = idleness(visit.step, store.idleS.value, limitsOf(visit, store.settings));
  return html`<div class=${frameClass(visit)}>
    <div class="above">
    <header>
      <${Corner} />
      <p>${pick(hall.name)}</p>
    </header>
    ${hall.mode === "practice" && html`<p class="practice" role="status">${t("kiosk.practice.band")}</p>`}
    ${
      !hall.link &&
      visit.step !== "attract" &&
      visit.step !== "done" &&
      html`<p class="notice banner" role="status"><${Icon} name="wifi-off" /> ${t("kiosk.offline.banner")}</p>`
    }
    <${ScanNotice} hall=${hall} />
    </div>
    <main class="step" key=${visit.step}><${STEPS[visit.step]} hall=${hall} /></main>
    <${Bar} hall=${hall} />
    <${HelpDialog} hall=${hall} />
    ${idle.state === "warning" && html`<${StillThere} leftS=${idle.leftS} />`}
    ${visit.dark && html`<${Curtain} />`}
  </div>`;
}

/** How the visitor wants the screens, and what room there is. @param {import("./flow.js").Visit} visit */
function frameClass(visit) {
  const on = {
    large: visit.large,
    contrast: visit.contrast,
    low: visit.low,
    short: isShort(store.settings, visit.low),
    wide: isWide(store.settings),
  };
  return ["frame", ...Object.entries(on).flatMap(([name, is]) => (is ? [name] : []))].join(" ");
}

/** Nobody reads over the shoulder of who listens; a touch lifts it. */
function Curtain() {
  const lift = () => store.show({ ...store.visit.value, dark: false });
  return html`<div class="curtain" aria-hidden="true" onClick=${lift}></div>`;
}

/** What the scanner just read, without anything of a person. @param {{ hall: Hall }} props */
function ScanNotice({ hall }) {
  const key = scanKey(store.visit.value.step, hall.priorities, hall.scanned);
  if (!key) return null;
  const list = allowed(hall.priorities, hall.scanned)
    .map((one) => pick(one.name))
    .join(", ");
  return html`<p class="notice banner" role="status">${t(key, { list })}</p>`;
}

/** @param {{ leftS: number }} props */
function StillThere({ leftS }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    if (dialog.current && !dialog.current.open) dialog.current.showModal();
  }, []);
  return html`<dialog ref=${dialog} aria-labelledby="still-there" onCancel=${store.touch}>
    <h2 id="still-there">${t("kiosk.idle.title")}</h2>
    <p role="timer">${t("kiosk.idle.body", { s: leftS })}</p>
    <button class="primary wide" onClick=${store.touch}>${t("kiosk.idle.more")}</button>
  </dialog>`;
}

/** @param {{ lost: boolean }} props */
function Nothing({ lost }) {
  const frame = frameClass({ ...store.visit.value, low: false }); // nothing to reach for
  if (!lost) return html`<div class=${frame}></div>`;
  const hall = store.hall.value;
  const others = hall ? languages(hall).filter((name) => name !== language()) : [];
  return html`<div class=${frame}><header><${Corner} /></header><main class="step"><div class="middle" role="alert">
    <h1>${t("kiosk.offline.title")}</h1>
    <p>${t("kiosk.offline.body")}</p>
    ${others.map((name) => {
      const words = store.settings.words[name];
      return html`<p key=${name} lang=${name}>
        ${words["kiosk.offline.title"]}. ${words["kiosk.offline.body"]}
      </p>`;
    })}
  </div></main></div>`;
}

/** Real millimetres; on a smaller window, such as a laptop's, the whole page shrinks alike. */
function measure() {
  const { px_per_mm, diagonal_in, width_px, height_px } = store.settings;
  const part = (diagonal_in * MM_PER_INCH) / Math.hypot(width_px, height_px);
  const fits = Math.min(
    window.innerWidth / (width_px * part),
    window.innerHeight / (height_px * part),
  );
  const mm = Math.min(px_per_mm, fits);
  document.documentElement.style.setProperty("--mm", `${mm}px`);
  document.documentElement.style.setProperty("--reach", `${reachLine(store.settings) * mm}px`);
}

/**
 * Begin anew, unless a number can still be read, or may still come.
 * @param {unknown} fault
 */
function fail(fault) {
  store.report(fault);
  const coming = store.visit.value.step === "taking";
  if (!coming && !document.querySelector(".number")) store.reset();
}

const loadedMs = performance.now();
const night = nightly({
  upMs: () => performance.now() - loadedMs,
  idle: () => store.visit.value.step === "attract",
  serverAnswers: () => sendsPage(location.href),
  reload: () => location.reload(),
});

function tick() {
  store.tick();
  const hall = store.hall.value;
  if (hall) night(clock(Date.now(), hall.timezone));
}

function start() {
  measure();
  window.addEventListener("resize", measure);
  window.addEventListener("error", (event) => fail(event.error || event.message));
  window.addEventListener("unhandledrejection", (event) => fail(event.reason));
  for (const name of ["contextmenu", "dragstart", "selectstart"]) {
    document.addEventListener(name, (event) => event.preventDefault());
  }
  for (const name of ["pointerdown", "keydown"]) {
    document.addEventListener(name, store.touch, true);
    document.addEventListener(name, desk.touch, true);
  }
  document.addEventListener("keydown", (event) => {
    if (isStaffKey(event)) desk.open();
    if (desk.staff.value) return typed(event);
    const visit = store.visit.value;
    if (event.key === "Escape" && canGoBack(visit)) store.show(back(visit));
  });
  setInterval(tick, TICK_MS);
  setInterval(desk.tick, TICK_MS);
  const root = /** @type {HTMLElement} */ (document.getElementById("app"));
  listenToKeys(root);
  answerTouches();
  render(html`<${App} />`, root);
  store.listen();
  const before = kept();
  if (before) store.show(before); // the same tap: the number that was on its way, and no other
}

start();
