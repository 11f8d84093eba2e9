/**
 * Where a ticket can be sent and what else can be done on the same visit, found by a few letters.
 *
 * @typedef {import("./wire.js").DeskAbout} DeskAbout
 * @typedef {import("./wire.js").CounterState} CounterState
 * @typedef {(texts: import("./wire.js").Words) => string} Pick the text in the page's language
 * @typedef {{ service?: string, procedure?: string | null, to_counter?: number, to_person?: string }} Place
 *   fields of the command
 * @typedef {{ key: string, kind: "service" | "counter" | "person" | "procedure", tag: string,
 *   text: string, place: Place }} Target
 */

import { fold } from "./fold.js";

/**
 * The services, counters and people a ticket at this counter can be sent to.
 * @param {DeskAbout} about
 * @param {CounterState} state
 * @param {Pick} pick
 * @returns {Target[]}
 */
export function targets(about, state, pick) {
  return [
    ...about.services
      .filter((service) => service.id !== state.ticket?.service)
      .map((service) => aService(service, pick)),
    ...about.counters
      .filter((counter) => counter !== state.counter)
      .map((counter) => ({
        key: `counter ${counter}`,
        kind: /** @type {const} */ ("counter"),
        tag: String(counter),
        text: "",
        place: { to_counter: counter },
      })),
    ...about.people
      .filter((person) => person.staff !== state.clerk)
      .map((person) => ({
        key: `person ${person.staff}`,
        kind: /** @type {const} */ ("person"),
        tag: "",
        text: person.name,
        place: { to_person: person.staff },
      })),
  ];
}

/**
 * The procedures with which a visit can go on, those of the present service first, then whole
 * services for what no procedure names.
 * @param {DeskAbout} about
 * @param {string | null} present service
 * @param {Pick} pick
 * @returns {Target[]}
 */
export function procedures(about, present, pick) {
  const all = about.procedures.map((procedure) => ({
    key: `procedure ${procedure.id}`,
    kind: /** @type {const} */ ("procedure"),
    tag: about.services.find((service) => service.id === procedure.service)?.prefix ?? "",
    text: pick(procedure.name),
    place: { service: procedure.service, procedure: procedure.id },
  }));
  return [
    ...all.filter((target) => target.place.service === present),
    ...all.filter((target) => target.place.service !== present),
    ...about.services.map((service) => aService(service, pick)),
  ];
}

/**
 * @param {import("./wire.js").ServiceChoice} service
 * @param {Pick} pick
 * @returns {Target}
 */
function aService(service, pick) {
  return {
    key: `service ${service.id}`,
    kind: "service",
    tag: service.prefix,
    text: pick(service.name),
    place: { service: service.id },
  };
}

/**
 * The targets that fit what was typed, best first: the letter of a service or the number of a
 * counter, then the beginning of a name, of a word in it, and any part of it.
 * @param {Target[]} all
 * @param {string} typed
 */
export function matching(all, typed) {
  const query = fold(typed);
  if (query === "") return all;
  return all
    .map((target, order) => ({ target, order, rank: rank(target, query) }))
    .filter((hit) => hit.rank > 0)
    .sort((a, b) => b.rank - a.rank || a.order - b.order)
    .map((hit) => hit.target);
}

/** @param {Target} target @param {string} query */
function rank(target, query) {
  const tag = fold(target.tag);
  const text = fold(target.text);
  if (tag === query && target.kind !== "procedure") return 5;
  if (text.startsWith(query)) return 4;
  if (tag.startsWith(query)) return 3;
  if (` ${text}`.includes(` ${query}`)) return 2;
  return query.split(" ").every((word) => text.includes(word)) ? 1 : 0;
}
