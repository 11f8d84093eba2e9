/**
 * The papers a visitor still has to bring, ticked on the published list of the procedure. Nothing
 * here touches the page or the network.
 *
 * @typedef {import("./wire.js").Document} Document
 * @typedef {import("./wire.js").TicketView} TicketView
 * @typedef {{ ticket: string, procedure: string | null, missing: number[] }} Ticks
 *   `missing` are places in the list, from 0, in its order
 * @typedef {{ place: number, document: Document }} Paper
 */

/**
 * What has been ticked for a visit so far; nothing where the ticks are another visit's.
 * @param {Ticks | null} kept
 * @param {TicketView} visit
 * @returns {Ticks}
 */
export function ticksOf(kept, visit) {
  if (kept?.ticket === visit.ticket && (visit.procedure ?? kept.procedure) === kept.procedure) {
    return kept;
  }
  return { ticket: visit.ticket, procedure: visit.procedure, missing: [] };
}

/**
 * The ticks with one paper more, or less if it was ticked.
 * @param {Ticks} ticks
 * @param {number} place
 * @returns {Ticks}
 */
export function ticked(ticks, place) {
  const others = ticks.missing.filter((one) => one !== place);
  const missing = others.length < ticks.missing.length ? others : [...others, place];
  return { ...ticks, missing: missing.sort((a, b) => a - b) };
}

/**
 * The papers that may be asked for, and those that are looked up first: they may be asked for only
 * where the data was not found.
 * @param {Document[]} documents
 */
export function sorted(documents) {
  const papers = documents.map((document, place) => ({ place, document }));
  return {
    due: papers.filter(({ document }) => !document.by_data),
    spared: papers.filter(({ document }) => document.by_data),
  };
}

const COPIES = /** @type {const} */ (["original", "certified_copy", "photocopy"]);

/**
 * In which form a paper is wanted, as phrases of the catalogue.
 * @param {Document} document
 */
export function forms(document) {
  const copies = COPIES.filter((form) => document[form] > 0).map((form) => ({
    word: `papers.${form}`,
    values: { n: document[form] },
  }));
  return document.present_only ? [...copies, { word: "papers.present_only", values: {} }] : copies;
}

/**
 * The slip that lists what is missing; `null` while nothing is ticked.
 * @param {Ticks} ticks
 * @param {TicketView} visit
 * @returns {import("./slips.js").Wanted | null}
 */
export function supplement(ticks, visit) {
  if (ticks.missing.length === 0) return null;
  const { ticket, missing } = ticks;
  const chosen = visit.procedure === null ? { procedure: ticks.procedure } : {};
  return { kind: "supplement", ticket, ...chosen, missing };
}

/**
 * The latest slip ordered for a visit.
 * @param {Record<string, import("./slips.js").Order>} orders
 * @param {string} ticket
 */
export function latestFor(orders, ticket) {
  return Object.values(orders)
    .filter((order) => order.wanted.ticket === ticket)
    .at(-1);
}
