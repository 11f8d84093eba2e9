/** What a visitor tells the staff: a call for help, and that extra papers were demanded. */

import { command, Problem, uuid } from "/shared/static/api.js";
import { go } from "./flow.js";
import { hall, help, helpBecomes, show, touch, visit } from "./store.js";

/** Asked once: who waits for an answer must hear soon that nobody was called. */
const ONCE = Object.freeze({ pausesMs: [] });

/** Whether a report is on its way to the agent. */
let sending = false;

/** Call somebody, or show the call there is. */
export async function callForHelp() {
  touch();
  if (help.value.calling) return;
  if (hall.value?.help) {
    help.value = { shown: true, calling: false, refused: false };
    return;
  }
  help.value = { shown: true, calling: true, refused: false };
  const refused = !(await done("/api/help", { id: uuid() }));
  if (!refused) helpBecomes(hall.value?.help ?? "open");
  help.value = { ...help.value, calling: false, refused };
}

/** The visitor needs nobody any more. */
export async function noHelp() {
  touch();
  if (await done("/api/no-help", {})) helpBecomes(null);
  closeHelp();
}

/** Back to the page; the bar goes on saying how the call stands. */
export function closeHelp() {
  touch();
  help.value = { shown: false, calling: false, refused: false };
}

/** @param {string} url @param {object} body @returns {Promise<boolean>} whether the agent did it */
async function done(url, body) {
  try {
    await command(url, body, ONCE);
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return false;
  }
}

/** Send what was chosen; a second press in haste is the same one. */
export async function sendReport() {
  if (sending) return;
  sending = true;
  const { procedure, counter } = visit.value;
  try {
    await command("/api/extra-papers", { id: uuid(), procedure, counter });
    if (visit.value.step === "report") show(go(visit.value, "reported"));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    show({ ...visit.value, refused: error.code });
  } finally {
    sending = false;
  }
}
