/**
 * A tap outlives the page: who loads it anew while a number is on its way gets that number and no
 * second one. In the memory of this tab alone, and gone with the visit.
 */

import { resumed } from "./flow.js";

const PLACE = "taking";

/** @param {import("./flow.js").Visit} visit */
export function keep(visit) {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify({ visit, at: Date.now() }));
  } catch (_) {
    // without it a page that is loaded anew begins anew
  }
}

export function forget() {
  try {
    sessionStorage.removeItem(PLACE);
  } catch (_) {
    // nothing was kept either
  }
}

/** The visit of which a number was on its way when this page was loaded; null: there is none. */
export function kept() {
  try {
    const found = JSON.parse(sessionStorage.getItem(PLACE) || "null");
    return found && resumed(found.visit, Date.now() - found.at);
  } catch (_) {
    return null;
  }
}
