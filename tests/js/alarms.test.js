import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Problem } from "/shared/static/api.js";
import { AlarmDesk } from "../../queue_server/web/static/alarm_desk.js";
import { needing, saidOf, toneOf } from "../../queue_server/web/static/alarm_view.js";
import { anAlarm, at, ms } from "./staff_states.js";

const ZONE = "Asia/Ho_Chi_Minh";
const COMING = anAlarm({ state: "coming", answered_by: "Nga" });
const REPORT = anAlarm({ alarm: "a2", kind: "extra_papers" });

/** @param {any[]} answers an Error is a refusal */
function aDesk(...answers) {
  /** @type {any[]} */
  const told = [];
  /** @param {string} url @param {object} [body] */
  const reply = async (url, body) => {
    told.push([url, body]);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const desk = new AlarmDesk({ ask: (url) => reply(url), command: reply });
  return { desk, told };
}

test("a call for help says where, and for how long to the second", () => {
  assert.deepEqual(saidOf(anAlarm(), ms("10:01:05"), ZONE), [
    { word: "alarm.help", values: { device: "Cửa chính" } },
    { word: "alarm.since", values: { t: "1:05" } },
  ]);
  assert.deepEqual(saidOf(COMING, ms("10:00"), ZONE).at(-1), {
    word: "alarm.coming_by",
    values: { name: "Nga" },
  });
});

test("a report of another day says its date, one of today does not", () => {
  const [, today] = saidOf(REPORT, ms("16:00"), ZONE);
  assert.deepEqual(today, { word: "alarm.at", values: { time: "10:00", device: "Cửa chính" } });
  const [, older] = saidOf(REPORT, ms("10:00") + 86_400_000, ZONE);
  assert.equal(older?.values.time, "10:00, 23/11/2026");
});

test("only what nobody has answered is red and counted", () => {
  assert.deepEqual([anAlarm(), COMING, REPORT].map(toneOf), ["act", "watch", "act"]);
  assert.equal(needing([anAlarm(), COMING, REPORT]), 2);
});

test("seconds run by the clock of the server, whatever ours says", async () => {
  mock.timers.enable({ apis: ["Date"], now: ms("03:00") });
  const { desk } = aDesk({ as_of: at("10:00:30"), alarms: [anAlarm()] });
  await desk.look();
  mock.timers.setTime(ms("03:00:05"));
  desk.tick();
  assert.equal(desk.now.value, ms("10:00:35"));
  mock.timers.reset();
});

test("while nothing is heard the last alarms stay, and a refusal is told", async () => {
  const lost = new Problem("network", 0);
  const over = new Problem("alarm_over", 409);
  const { desk, told } = aDesk({ as_of: at("10:00"), alarms: [COMING] }, lost, over);
  await desk.look();
  await desk.look();
  assert.deepEqual([desk.alarms.value, desk.problem.value], [[COMING], lost]);
  await desk.press(COMING, "coming");
  assert.deepEqual([desk.notice.value, desk.sending.value], [over, false]);
  assert.deepEqual(told.at(-1), ["/api/v1/alarms/a1/coming", { reason: null }]);
});

test("two presses in haste are one", async () => {
  const { desk, told } = aDesk({}, {});
  await Promise.all([desk.press(REPORT, "handled", "listed"), desk.press(REPORT, "handled", "x")]);
  assert.deepEqual(told, [["/api/v1/alarms/a2/handled", { reason: "listed" }]]);
});
