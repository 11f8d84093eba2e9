import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sideButton } from "../../queue_server/web/static/counter_actions.js";
import { useOf } from "../../queue_server/web/static/counter_find.js";
import { ACTS } from "../../queue_server/web/static/counter_keys.js";
import { OUTCOMES } from "../../queue_server/web/static/counter_view.js";
import { tiles } from "../../queue_server/web/static/manager_view.js";
import { fate } from "../../queue_server/web/static/reception_view.js";
import { aCounter, aDeskAbout, aHall, aTicket, ME, ms } from "./staff_states.js";

const catalogue = new URL("../../queue_server/locale/vi/LC_MESSAGES/motcua.po", import.meta.url);
const known = new Set(
  [...readFileSync(catalogue, "utf8").matchAll(/^msgid "(.+)"$/gm)].map((found) => found[1]),
);

/** @param {string[]} keys */
const unknown = (keys) => keys.filter((key) => !known.has(key));

/** @param {import("../../queue_server/web/static/wire.js").DeskAbout} about */
const reasonsOf = (about) => [
  ...about.hold_reasons,
  ...about.pause_reasons,
  ...about.call_reasons,
  ...about.cancel_reasons,
  ...about.without_ticket_reasons,
];

test("every word a page puts together from parts is in the catalogue", () => {
  const keys = [
    ...OUTCOMES.map((name) => `clerk.outcome.${name}`),
    ...["closed", "idle", "calling", "serving", "paused"].map((name) => `counter.state.${name}`),
    ...["long", "too_long"].map((name) => `clerk.tone.${name}`),
    ...["vi", "en"].map((name) => `clerk.language.${name}`),
    ...ACTS.map((act) => `clerk.act.${act}`),
    ...reasonsOf(aDeskAbout()).map((code) => `reason.${code}`),
    ...["called", "serving", "finished", "cancelled", "expired", "waiting", "held", "missed"].map(
      (status) => useOf(aTicket({ status })).word,
    ),
    ...["kiosk", "board", "announcer"].map((name) => `mgr.kind.${name}`),
    ...["ok", "near_end", "out", "unknown"].map((name) => `mgr.paper.${name}`),
    ...["online", "offline", "never", "revoked"].map((name) => `mgr.device.${name}`),
    ...["mgr.printer.unknown", "mgr.printer.down", "mgr.cover.open", "mgr.cover.unknown"],
    ...["original", "certified_copy", "photocopy"].map((form) => `papers.${form}`),
    ...["waiting", "held", "missed", "booked", "finished", "cancelled", "expired", "lost"].map(
      (status) => fate(aTicket({ status }), "", "UTC", 0).word,
    ),
    ...["called", "serving"].flatMap((status) =>
      ["", "Quầy 3"].map((counter) => fate(aTicket({ status }), counter, "UTC", 0).word),
    ),
    ...["waited", "head_start", "help", "alone", "runner_up", "came_first", "narrowly"].map(
      (name) => `clerk.why.${name}`,
    ),
  ];
  assert.deepEqual(unknown(keys), []);
});

test("every button of the counter has words, and words for why it cannot be pressed", () => {
  const situation = { me: ME, online: true, sending: null, now: ms("08:40"), asked: null };
  const acts = /** @type {const} */ ([
    ...["recall", "no_show_next", "no_show", "hold", "transfer", "pause", "finish"],
    ...["next_service", "without_ticket", "find", "close", "stand_down", "undo", "take_over"],
  ]);
  const states = [
    aCounter(),
    aCounter({ state: "calling", ticket: aTicket() }),
    aCounter({ state: "serving", ticket: aTicket() }),
    aCounter({ state: "paused" }),
    aCounter({ held: [aTicket()] }),
  ];
  const buttons = states.flatMap((state) => acts.map((act) => sideButton(act, state, situation)));
  const reasons = buttons.flatMap((button) => (button.reason === null ? [] : [button.reason]));
  assert.deepEqual(unknown([...buttons.map((button) => button.word), ...reasons]), []);
});

test("every tile has words for every state it can be in", () => {
  const halls = [
    aHall(),
    aHall({ waiting: 0, issued: 0, finished: 0 }),
    aHall({ waiting: 99, longest_wait_s: 880, wait_median_s: 880, wait_p90_s: 880 }),
    aHall({ longest_wait_s: 9999, wait_median_s: 9999, wait_p90_s: 9999, within_target: 0.1 }),
    aHall({ waiting: 1, missed: 50, expired: 3, wait_median_s: null }, { counters: [] }),
  ];
  const keys = halls.flatMap((hall) => tiles(hall, ms("10:00")).map((tile) => tile.state));
  assert.deepEqual(unknown(keys), []);
});
