import assert from "node:assert/strict";
import { test } from "node:test";
import * as flow from "../../kiosk/static/flow.js";

const limits = { idle_s: 45, warning_s: 20, done_s: 12, done_without_paper_s: 40 };
const started = flow.go(flow.FRESH, "groups", { language: "en" });

test("back walks the way that was come and ends at the start with nothing left", () => {
  const chosen = flow.chooseService(started, "HT", 3, true);
  const checked = flow.go(chosen, "checklist", { procedure: "p" });
  assert.equal(flow.back(checked).step, "procedures");
  assert.equal(flow.back(flow.back(checked)).step, "groups");
  assert.deepEqual(flow.back(flow.back(flow.back(checked))), flow.FRESH);
});

test("a group without procedures goes straight on, past the question where nobody asks it", () => {
  assert.equal(flow.chooseService(started, "HT", 0, true).step, "priority");
  assert.equal(flow.chooseService(started, "HT", 5, true).step, "procedures");
});

test("another choice of service forgets the tap and the procedure of the last one", () => {
  const before = { ...started, procedure: "p", tap: "old" };
  const chosen = flow.chooseService(before, "CT", 2, true);
  assert.deepEqual([chosen.service, chosen.procedure, chosen.tap], ["CT", null, null]);
});

test("pressing take twice is one tap with one id", () => {
  let made = 0;
  const id = () => {
    made += 1;
    return `id${made}`;
  };
  const once = flow.take(flow.go(started, "priority"), "elderly", id);
  const twice = flow.take(once, "normal", id);
  assert.deepEqual(twice, once);
  assert.deepEqual([once.tap, once.priority, made], ["id1", "elderly", 1]);
});

test("nobody goes back once a number is on its way", () => {
  for (const step of /** @type {const} */ (["attract", "taking", "done", "refused"])) {
    assert.equal(flow.canGoBack({ ...started, step }), false);
  }
  assert.equal(flow.canGoBack(started), true);
});

test("an idle visitor is warned for twenty seconds and then forgotten", () => {
  assert.deepEqual(flow.idleness("groups", 44.9, limits), { state: "active", leftS: 0 });
  assert.deepEqual(flow.idleness("groups", 45, limits), { state: "warning", leftS: 20 });
  assert.deepEqual(flow.idleness("groups", 64.2, limits), { state: "warning", leftS: 1 });
  assert.deepEqual(flow.idleness("groups", 65, limits), { state: "over", leftS: 0 });
});

test("neither the start page nor the number itself asks whether somebody is there", () => {
  for (const step of /** @type {const} */ (["attract", "taking", "done"])) {
    assert.equal(flow.idleness(step, 9999, limits).state, "active");
  }
});

test("the screen tells the truth about the paper", () => {
  /** @param {string} print @param {string | null} code @param {string | null} printer */
  const say = (print, code, printer, waited = 1) => flow.paper({ print, code }, printer, waited);
  assert.equal(say("queued", null, null), "printing");
  assert.equal(say("sending", null, null), "printing");
  assert.equal(say("confirmed", null, "paper_out"), "printed");
  assert.equal(say("unknown", "interrupted", null), "ask");
  assert.equal(say("queued", "paper_out", "paper_out"), "photo");
  assert.equal(say("queued", null, "cover_open"), "photo");
  assert.equal(say("failed", "expired", null), "photo");
});

test("a printer that stays silent does not keep anybody waiting", () => {
  const job = { print: "sending", code: null };
  assert.equal(flow.paper(job, null, flow.SILENT_S - 0.1), "printing");
  assert.equal(flow.paper(job, null, flow.SILENT_S), "photo");
});

test("the reason on the screen is the one somebody can do something about", () => {
  assert.equal(flow.paperKey("paper_out", null), "kiosk.paper.title");
  assert.equal(flow.paperKey("expired", "cover_open"), "kiosk.paper.cover");
  assert.equal(flow.paperKey(null, "silent"), "kiosk.paper.silent");
});

test("a number without paper stays longer, and while printing it stays", () => {
  assert.equal(flow.doneSeconds("printed", limits), 12);
  assert.equal(flow.doneSeconds("photo", limits), 40);
  assert.equal(flow.doneSeconds("ask", limits), 40);
  assert.equal(flow.doneSeconds("printing", limits), null);
});
