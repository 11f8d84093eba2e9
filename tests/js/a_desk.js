/** A counter's desk whose server says what the test wants. */

import { EventEmitter } from "node:events";
import { mock } from "node:test";
import { Link } from "/shared/static/link.js";
import { Desk } from "../../queue_server/web/static/counter_desk.js";
import { ME, ms } from "./staff_states.js";

const SETTLED_MS = 400;

class Wire extends EventEmitter {
  active = true;
  connect() {}
  close() {}
}

/**
 * A desk whose server gives the answers in turn; an Error among them is a refusal.
 * @param {import("../../queue_server/web/static/wire.js").CounterState} shown
 * @param {any[]} answers
 */
export function aDesk(shown, answers) {
  mock.timers.reset(); // a test may want several desks
  mock.timers.enable({ apis: ["Date", "setInterval", "setTimeout"], now: ms("08:40") });
  const wire = new Wire();
  const link = new Link({ room: "counter", counter: 3 }, () => wire);
  wire.emit("connect");
  wire.emit("state", shown);
  /** @type {any[]} */
  const told = [];
  /** @param {string} url @param {object} [body] */
  const reply = async (url, body) => {
    told.push(body === undefined ? url : [url, body]);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { wire, told, desk: new Desk(3, ME, link, { ask: reply, command: reply }) };
}

/** Lets the answers arrive. */
export const passed = () => new Promise((resolve) => setImmediate(resolve));

/** Lets the answers arrive and the double-press time pass. @param {Promise<void>} acting */
export async function done(acting) {
  await passed();
  mock.timers.tick(SETTLED_MS);
  await acting;
}
