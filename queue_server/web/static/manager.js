/** The manager page: the whole centre, live. */

import { ask, command, Problem } from "/shared/static/api.js";
import { Link } from "/shared/static/link.js";
import { facts } from "/shared/static/page.js";
import { effect, html, render, signal } from "/shared/static/view.js";
import { AlarmDesk } from "./alarm_desk.js";
import { BroadcastDesk } from "./broadcast_desk.js";
import { Manager } from "./manager_page.js";
import { signInFrom } from "./next_page.js";

const TICK_MS = 1000;

const { timezone } = facts();
const room = /** @type {HTMLElement} */ (document.getElementById("app"));
/** @type {Link<import("./wire.js").ManagerState>} */
const link = new Link({ room: "manager" });
const now = signal(link.now());
const alarms = new AlarmDesk({ ask, command });
const broadcasts = new BroadcastDesk({ ask, command });
const problem = signal(/** @type {Problem | null} */ (null));

setInterval(() => {
  now.value = link.now();
}, TICK_MS);
effect(() => {
  if (link.refused.value !== null) explain();
});
room.replaceChildren();
render(
  html`<${Manager} link=${link} now=${now} problem=${problem} timezone=${timezone} alarms=${alarms} broadcasts=${broadcasts} />`,
  room,
);

/** The socket was refused; the same question by HTTP says in words why. */
async function explain() {
  try {
    link.receive(await ask("/api/v1/manager"));
    problem.value = null;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    problem.value = error;
    if (error.code === "signed_out") location.assign(signInFrom(location));
  }
}
