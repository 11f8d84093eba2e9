/** The button that calls somebody, and what the visitor is told until somebody is there. */

import { html, Icon, useEffect, useRef } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { callForHelp, closeHelp, noHelp } from "./alarms.js";
import { helpSaid } from "./flow.js";
import { help, settings } from "./store.js";

/** @typedef {import("./types.js").Hall} Hall */

/** @type {Record<string, string>} */
const ON_BUTTON = { open: "kiosk.help.called", coming: "kiosk.help.coming_short" };

/** @param {{ hall: Hall }} props */
export function HelpButton({ hall }) {
  const calls = hall.help !== null;
  return html`<button aria-pressed=${calls} onClick=${callForHelp}>
      <${Icon} name="hand" /> ${t(ON_BUTTON[hall.help || ""] || "kiosk.help.call")}
    </button>
    <p class="for-readers" role="status">${calls && t(SAID[hall.help || ""].title)}</p>`;
}

/** @type {Record<string, { icon: string, title: string, body: string }>} */
const SAID = {
  calling: { icon: "clock", title: "kiosk.help.calling", body: "kiosk.help.wait" },
  open: { icon: "hand", title: "kiosk.help.open", body: "kiosk.help.wait" },
  coming: { icon: "circle-check", title: "kiosk.help.coming", body: "kiosk.help.wait" },
  lost: { icon: "wifi-off", title: "kiosk.help.open", body: "kiosk.help.lost" },
  refused: { icon: "map-pin", title: "kiosk.help.refused", body: "kiosk.help.desk" },
};

/** @param {{ hall: Hall }} props */
export function HelpDialog({ hall }) {
  const said = helpSaid(help.value, hall);
  return said && html`<${Told} said=${said} hotline=${hall.hotline} />`;
}

/** @param {{ said: string, hotline: string }} props */
function Told({ said, hotline }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    if (dialog.current && !dialog.current.open) dialog.current.showModal();
  }, []);
  const { icon, title, body } = SAID[said];
  const alone = said === "refused" || said === "calling";
  return html`<dialog ref=${dialog} class=${`help ${said}`} aria-labelledby="help-title" onCancel=${closeHelp}>
    <p class="sign"><${Icon} name=${icon} /></p>
    <div role="status">
      <h2 id="help-title">${t(title)}</h2>
      <p>${t(body)}</p>
      ${said === "refused" && settings.help_desk && html`<p lang="vi"><strong>${settings.help_desk}</strong></p>`}
      ${said === "refused" && hotline && html`<p>${t("kiosk.help.hotline", { hotline })}</p>`}
    </div>
    <div class="dialog-acts">
      <button class="primary wide" onClick=${closeHelp}>${t(said === "refused" ? "kiosk.help.understood" : "kiosk.help.go_on")}</button>
      ${!alone && html`<button class="wide" onClick=${noHelp}>${t("kiosk.help.no_more")}</button>`}
    </div>
  </dialog>`;
}
