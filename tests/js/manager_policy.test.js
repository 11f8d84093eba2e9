import assert from "node:assert/strict";
import { test } from "node:test";
import * as view from "../../queue_server/web/static/manager_policy_view.js";

const policy = {
  help_after_min: 10,
  appointment_head_start_min: 60,
  classes: [{ id: "elderly", name: { vi: "Người cao tuổi" }, head_start_min: 45 }],
};

/** @param {Partial<import("../../queue_server/web/static/wire.js").PolicyEffect>} changed */
const anEffect = (changed = {}) => ({
  visits: 10,
  median_before_s: 600,
  median_after_s: 540,
  p90_before_s: 1200,
  p90_after_s: 1260,
  mean_before_s: 630,
  mean_after_s: 630,
  longer: 2,
  shorter: 5,
  largest_loss_s: 300,
  unreached_before: 0,
  unreached_after: 0,
  ...changed,
});

/** @param {Partial<import("../../queue_server/web/static/wire.js").PolicyPreview>} changed */
const aPreview = (changed = {}) => ({
  days: 3,
  first: "2026-11-19",
  last: "2026-11-23",
  everybody: anEffect(),
  classes: [
    { id: "normal", name: null, effect: anEffect({ visits: 8, longer: 8, shorter: 0 }) },
    { id: "elderly", name: { vi: "Người cao tuổi" }, effect: anEffect({ visits: 2 }) },
  ],
  services: [{ id: "HT", name: { vi: "Hộ tịch" }, effect: anEffect() }],
  error_s: 30,
  ...changed,
});

test("every number of the rule is offered with what it is now", () => {
  assert.deepEqual(
    view.choices(policy).map((one) => [one.key, one.minutes, one.word]),
    [
      ["elderly", 45, ""],
      ["appointment", 60, "mgr.policy.appointment"],
      ["help_after_min", 10, "mgr.policy.help"],
    ],
  );
});

test("a change names one number and nothing else", () => {
  assert.deepEqual(view.changeOf("elderly", 90, 7), { days: 7, head_start_min: { elderly: 90 } });
  assert.deepEqual(view.changeOf("help_after_min", 5, 30), { days: 30, help_after_min: 5 });
  assert.deepEqual(view.changeOf("appointment", 0, 30), {
    days: 30,
    appointment_head_start_min: 0,
  });
});

test("no number may be more than the server takes", () => {
  assert.equal(view.most("help_after_min"), 480);
  assert.equal(view.most("elderly"), 1440);
});

test("everybody comes first, then the classes and the services", () => {
  assert.deepEqual(
    view.effectRows(aPreview()).map((row) => [row.id, row.word]),
    [
      ["", "mgr.policy.everybody"],
      ["normal", "mgr.policy.normal"],
      ["elderly", ""],
      ["HT", ""],
    ],
  );
});

test("without past days there are no rows", () => {
  assert.deepEqual(view.effectRows(aPreview({ everybody: null, classes: [], services: [] })), []);
});

test("bars begin in the middle and are as long as the share of the row's visits", () => {
  const [all, normal] = view.effectRows(aPreview());
  assert.ok(all && normal);
  assert.deepEqual(view.bars(all), {
    shorter: { x: 25, width: 25 },
    longer: { x: 50, width: 10 },
  });
  assert.deepEqual(view.bars(normal).longer, { x: 50, width: 50 });
  assert.equal(view.bars(normal).shorter.width, 0);
});
