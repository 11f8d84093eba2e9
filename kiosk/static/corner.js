/** The way to the staff mode, whose screens are fetched when it is opened. */

import { html, Icon, useEffect, useState } from "/shared/static/view.js";
import { language, pick, t } from "/shared/static/words.js";
import { languages } from "./choosing.js";
import { HOLD_MS } from "./staff_rules.js";
import * as desk from "./staff_store.js";
import { hall, settings } from "./store.js";

/** @type {ReturnType<typeof setTimeout> | undefined} */
let holding;
const letGo = () => clearTimeout(holding);
function hold() {
  letGo();
  holding = setTimeout(desk.open, HOLD_MS);
}

/** The corner of the header: held for three seconds it opens the keypad; before, nothing happens. */
export function Corner() {
  return html`<span
    class="corner"
    onPointerDown=${hold}
    onPointerUp=${letGo}
    onPointerLeave=${letGo}
    onPointerCancel=${letGo}
  ><${Icon} name="landmark" /></span>`;
}

/** Without its screens, where the agent is away, it is closed again: visitors see what is wrong. */
export function Staff() {
  const [room, setRoom] = useState(/** @type {{ Staff: any } | null} */ (null));
  useEffect(() => {
    import("./staff.js").then(setRoom, desk.close);
  }, []);
  return room && html`<${room.Staff} />`;
}

/** What visitors see while no numbers are given: in every language at once. */
export function OutOfService() {
  const now = hall.value;
  const others = now ? languages(now).filter((name) => name !== language()) : [];
  return html`<div class="frame">
    <header><${Corner} /><p>${now && pick(now.name)}</p></header>
    <main class="step"><div class="middle" role="alert">
      <h1>${t("kiosk.out.title")}</h1>
      <p>${t("kiosk.offline.body")}</p>
      <p>${now && now.hotline}</p>
      ${others.map((name) => {
        const words = settings.words[name];
        return html`<p key=${name} lang=${name}>
          ${words["kiosk.out.title"]}. ${words["kiosk.offline.body"]}
        </p>`;
      })}
    </div></main>
  </div>`;
}

/** Keys of a real keyboard on the keypad. @param {KeyboardEvent} event */
export function typed(event) {
  const now = desk.staff.value;
  if (!now || now.screen === "cleaning") return;
  if (event.key === "Escape") desk.close();
  if (now.screen !== "pin" || event.ctrlKey || event.altKey) return;
  if (/^\d$/.test(event.key)) desk.press(event.key);
  if (event.key === "Backspace") desk.press("delete");
}
