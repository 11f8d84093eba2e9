/**
 * What the section on trying another rule shows, derived from what the server said. Nothing here
 * touches the page.
 *
 * @typedef {import("./wire.js").PolicyNow} PolicyNow
 * @typedef {import("./wire.js").PolicyPreview} PolicyPreview
 * @typedef {import("./wire.js").PolicyEffect} PolicyEffect
 * @typedef {import("./wire.js").Words} Words
 * @typedef {{ key: string, name: Words | null, word: string, minutes: number }} Choice
 *   one number of the rule: `word` is a key of the catalogue, for what has no name of its own
 */

const APPOINTMENT = "appointment";
const HELP = "help_after_min";

/**
 * Every number of the rule that can be tried, with what it is now.
 * @param {PolicyNow} policy
 * @returns {Choice[]}
 */
export function choices(policy) {
  return [
    ...policy.classes.map((one) => ({
      key: one.id,
      name: one.name,
      word: "",
      minutes: one.head_start_min,
    })),
    {
      key: APPOINTMENT,
      name: null,
      word: "mgr.policy.appointment",
      minutes: policy.appointment_head_start_min,
    },
    { key: HELP, name: null, word: "mgr.policy.help", minutes: policy.help_after_min },
  ];
}

/**
 * The command that tries one number on past days.
 * @param {string} key
 * @param {number} minutes
 * @param {number} days
 */
export function changeOf(key, minutes, days) {
  if (key === HELP) return { days, help_after_min: minutes };
  if (key === APPOINTMENT) return { days, appointment_head_start_min: minutes };
  return { days, head_start_min: { [key]: minutes } };
}

/** @param {string} key the most minutes that number may be */
export function most(key) {
  return key === HELP ? 480 : 1440;
}

/**
 * One row for everybody, then one for each class and each service; `word` where there is no name.
 * Shares are of the row's visits.
 * @param {PolicyPreview} preview
 */
export function effectRows(preview) {
  if (preview.everybody === null) return [];
  const rows = [...preview.classes, ...preview.services];
  return [
    effectRow("", null, "mgr.policy.everybody", preview.everybody),
    ...rows.map((row) => effectRow(row.id, row.name, wordOf(row.id), row.effect)),
  ];
}

/** @param {string} id */
function wordOf(id) {
  if (id === "normal") return "mgr.policy.normal";
  return id === APPOINTMENT ? "mgr.policy.appointment" : "";
}

/**
 * @param {string} id
 * @param {Words | null} name
 * @param {string} word
 * @param {PolicyEffect} effect
 */
function effectRow(id, name, word, effect) {
  const longer = effect.longer / effect.visits;
  return { id, name, word, effect, longer, shorter: effect.shorter / effect.visits };
}

/**
 * Where the bars of a row lie on a line from 0 to 100: those who wait shorter left of the middle,
 * those who wait longer right of it.
 * @param {{ longer: number, shorter: number }} row
 */
export function bars({ longer, shorter }) {
  return {
    shorter: { x: 50 - 50 * shorter, width: 50 * shorter },
    longer: { x: 50, width: 50 * longer },
  };
}
