/** Pure rules of what a scan changes on the screen: a sentence, and which classes stand first. */

import { go } from "./flow.js";

/** @typedef {import("./types.js").Scanned} Scanned */

/** The words for a scan. @type {Record<Scanned["kind"], string>} */
const SAID = {
  card: "kiosk.scan.no_class",
  own_ticket: "kiosk.scan.own_ticket",
  not_a_card: "kiosk.scan.not_a_card",
  unreadable: "kiosk.scan.unreadable",
};

/** Once a number is asked for, nothing of the scan is said any more. */
const SILENT = ["taking", "done", "refused", "mine", "cancelled"];
/** Steps that a scanned ticket does not interrupt: a number is being given, or is already shown. */
const KEPT = ["taking", "done", "mine"];

/**
 * Where something that was scanned just now leads: one's own ticket to the question whether it is
 * still wanted, a card that was asked for on to the number.
 * @param {import("./flow.js").Visit} visit
 * @param {Scanned} scanned
 */
export function onward(visit, scanned) {
  const { kind, ticket, label } = scanned;
  if (kind === "own_ticket" && ticket && !KEPT.includes(visit.step)) {
    return go(visit, "mine", { mine: { ticket, label } });
  }
  return kind === "card" && visit.step === "card" ? go(visit, "taking") : visit;
}

/**
 * The classes a card allows, as the centre describes them.
 * @template {{ id: string }} P
 * @param {P[]} priorities
 * @param {Scanned | null} scanned
 */
export function allowed(priorities, scanned) {
  const ids = scanned ? scanned.priorities : [];
  return priorities.filter((one) => ids.includes(one.id));
}

/**
 * All classes, the ones a card allows first; which is right, the visitor says.
 * @template {{ id: string }} P
 * @param {P[]} priorities
 * @param {Scanned | null} scanned
 */
export function inOrder(priorities, scanned) {
  const first = allowed(priorities, scanned);
  return [...first, ...priorities.filter((one) => !first.includes(one))];
}

/**
 * The key of the sentence about a scan, null where nothing is to be said.
 * @param {import("./flow.js").Step} step
 * @param {{ id: string }[]} priorities
 * @param {Scanned | null} scanned
 */
export function scanKey(step, priorities, scanned) {
  if (!scanned || SILENT.includes(step)) return null;
  return allowed(priorities, scanned).length ? "kiosk.scan.classes" : SAID[scanned.kind];
}
