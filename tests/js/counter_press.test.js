import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { useOf } from "../../queue_server/web/static/counter_find.js";
import { leave, press, take } from "../../queue_server/web/static/counter_press.js";
import { aDesk } from "./a_desk.js";
import { aCounter, aDeskAbout, anUndo, aTicket, at, ms } from "./staff_states.js";

const NOW = ms("08:45");
const seen = aTicket({ status: "serving", called_at: at("08:40"), started_at: at("08:41") });
const named = { ticket: seen.ticket, version: seen.version };
const serving = aCounter({ state: "serving", step: "finish_next", ticket: seen });

afterEach(() => mock.timers.reset());

/**
 * What the desk sends when the act is pressed.
 * @param {import("../../queue_server/web/static/wire.js").CounterState} state
 * @param {import("../../queue_server/web/static/counter_actions.js").Doing} act
 * @param {(desk: import("../../queue_server/web/static/counter_desk.js").Desk) => void} [chosen]
 */
function sent(state, act, chosen = () => {}) {
  const { desk, told } = aDesk(state, [state]);
  desk.about.value = aDeskAbout();
  chosen(desk);
  press(desk, act, NOW);
  const [[url, body]] = told;
  return [url.split("/").at(-1), body];
}

test("the big button sends the step the server named, with outcome and note", () => {
  const usual = { ...named, outcome: "received", note: null };
  assert.deepEqual(sent(serving, "step"), ["finish_next", usual]);
  const told = sent(serving, "finish", (desk) => {
    desk.outcome.value = "supplement";
    desk.note.value = "  thiếu bản sao ";
  });
  assert.deepEqual(told, ["finish", { ...named, outcome: "supplement", note: "thiếu bản sao" }]);
});

test("holding takes the reason and the minutes of the card, the usual ones where none is chosen", () => {
  assert.deepEqual(sent(serving, "hold"), ["hold", { ...named, reason: "form", minutes: 15 }]);
  const own = sent(serving, "hold", (desk) => {
    desk.holdReason.value = "other";
    desk.holdOther.value = "ra ngoài nghe điện thoại";
    desk.holdMinutes.value = 30;
  });
  assert.deepEqual(own, ["hold", { ...named, reason: "ra ngoài nghe điện thoại", minutes: 30 }]);
});

test("the hold key of an idle counter goes on with the ticket that was held first", () => {
  const held = aTicket({ ticket: "h1", version: 5, status: "held" });
  const idle = aCounter({ held: [held, aTicket({ ticket: "h2" })] });
  assert.deepEqual(sent(idle, "hold"), ["resume", { ticket: "h1", version: 5 }]);
});

test("undo names the command to take back, whatever is at the counter now", () => {
  const state = { ...serving, undo: anUndo({ revision: 41, until: at("08:45:03") }) };
  assert.deepEqual(sent(state, "undo"), ["undo", { ticket: null, version: null, revision: 41 }]);
});

test("a key whose act cannot be done says why and sends nothing", () => {
  const { desk, told } = aDesk(aCounter(), []);
  press(desk, "recall", NOW);
  assert.equal(/** @type {any} */ (desk.notice.value).key, "clerk.not.called");
  assert.deepEqual(told, []);
});

test("a key whose act wants to know more opens its dialog", () => {
  const { desk, told } = aDesk(serving, []);
  desk.about.value = aDeskAbout();
  press(desk, "transfer", NOW);
  assert.deepEqual(desk.dialog.value, { kind: "transfer" });
  assert.deepEqual(told, []);
});

test("a dialog with nothing to choose from yet asks the server again", () => {
  const { desk, told } = aDesk(serving, [aDeskAbout()]);
  press(desk, "transfer", NOW);
  assert.deepEqual(told, ["/api/v1/desk"]);
});

test("finishing right after the start is asked for twice; the tail of a double press is no answer", () => {
  const { desk, told } = aDesk(serving, [serving]);
  const justNow = ms("08:41:01");
  press(desk, "step", justNow);
  press(desk, "step", justNow + 200);
  assert.equal(told.length, 0);
  press(desk, "step", justNow + 900);
  assert.equal(told.length, 1);
});

test("of the queue the first is called at once, any other asks for a reason", () => {
  const first = aTicket({ ticket: "q1", version: 1 });
  const second = aTicket({ ticket: "q2", version: 1 });
  const idle = aCounter({ queue: [first, second] });
  const { desk, told } = aDesk(idle, [idle]);
  take(desk, second, useOf(second), NOW);
  assert.deepEqual([desk.dialog.value?.kind, desk.dialog.value?.ticket], ["call", second]);
  assert.equal(told.length, 0);
  take(desk, first, useOf(first), NOW);
  assert.deepEqual(told[0], ["/api/v1/counters/3/call", { ticket: "q1", version: 1 }]);
});

test("with a visitor at the counter nobody else is called, but who is back is noted", () => {
  const { desk, told } = aDesk(serving, [serving]);
  const waiting = aTicket({ ticket: "q1" });
  take(desk, waiting, useOf(waiting), NOW);
  assert.equal(/** @type {any} */ (desk.notice.value).key, "clerk.not.free");
  const missed = aTicket({ ticket: "m1", version: 4, status: "missed" });
  take(desk, missed, useOf(missed), NOW);
  assert.deepEqual(told[0], ["/api/v1/counters/3/return", { ticket: "m1", version: 4 }]);
});

test("at somebody else's counter no ticket can be taken in hand", () => {
  const taken = aCounter({ clerk: "s2", clerk_name: "Minh" });
  const { desk, told } = aDesk(taken, []);
  const waiting = aTicket();
  take(desk, waiting, useOf(waiting), NOW);
  assert.equal(/** @type {any} */ (desk.notice.value).key, "clerk.taken_by");
  assert.deepEqual(told, []);
});

test("Escape ends waiting for an arrival; else it only clears what was said", () => {
  const armed = aCounter({ armed: true, step: "none" });
  const waiting = aDesk(armed, [armed]);
  leave(waiting.desk, NOW);
  assert.equal(waiting.told[0][0], "/api/v1/counters/3/stand_down");
  const plain = aDesk(aCounter(), []);
  plain.desk.say("clerk.empty");
  leave(plain.desk, NOW);
  assert.equal(plain.desk.notice.value, null);
  assert.deepEqual(plain.told, []);
});
