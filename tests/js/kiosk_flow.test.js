import assert from "node:assert/strict";
import { test } from "node:test";
import { tooMany } from "../../kiosk/static/faults.js";
import * as flow from "../../kiosk/static/flow.js";

const asking = { ask: true, newId: () => "tap" };
const limits = { idle_s: 45, warning_s: 20, done_s: 12, done_without_paper_s: 40 };
const started = flow.go(flow.FRESH, "groups", { language: "en" });

test("back walks the way that was come and ends at the start with nothing left", () => {
  const chosen = flow.chooseService(started, "HT", 3, asking);
  const checked = flow.go(chosen, "checklist", { procedure: "p" });
  assert.equal(flow.back(checked).step, "procedures");
  assert.equal(flow.back(flow.back(checked)).step, "groups");
  assert.deepEqual(flow.back(flow.back(flow.back(checked))), flow.FRESH);
});

test("a group without procedures goes straight on, past the question where nobody asks it", () => {
  assert.equal(flow.chooseService(started, "HT", 0, asking).step, "priority");
  assert.equal(flow.chooseService(started, "HT", 5, asking).step, "procedures");
  const straight = flow.chooseService(started, "HT", 0, { ...asking, ask: false });
  const { step, tap, priority, procedure } = straight;
  assert.deepEqual([step, tap, priority, procedure], ["taking", "tap", "normal", null]);
});

test("nobody is asked for a priority that the kiosk should not ask or the centre does not have", () => {
  assert.equal(flow.asksPriority({ ask_priority: true }, [{}]), true);
  assert.equal(flow.asksPriority({ ask_priority: false }, [{}]), false);
  assert.equal(flow.asksPriority({ ask_priority: true }, []), false);
});

test("what the centre took away leads back to the groups and what it still has is kept", () => {
  const visit = { ...flow.go(started, "checklist"), service: "HT", procedure: "p", large: true };
  assert.equal(flow.stillOffered(visit, [{ id: "HT" }], [{ id: "p" }]), visit);
  for (const [services, procedures] of [
    [[], [{ id: "p" }]],
    [[{ id: "HT" }], []],
  ]) {
    const next = flow.stillOffered(visit, services, procedures);
    const { step, language, large, procedure } = next;
    assert.deepEqual([step, language, large, procedure], ["groups", "en", true, null]);
    assert.deepEqual(flow.back(next), flow.FRESH);
  }
  const done = { ...visit, step: /** @type {const} */ ("done") };
  assert.equal(flow.stillOffered(done, [], []), done);
});

test("a start page that somebody set up and left is as new after a while", () => {
  const large = { ...flow.FRESH, large: true };
  assert.equal(flow.setUpAndLeft(large, 44, limits), false);
  assert.equal(flow.setUpAndLeft(large, 45, limits), true);
  assert.equal(flow.setUpAndLeft(flow.FRESH, 9999, limits), false);
  assert.equal(flow.setUpAndLeft({ ...started, large: true }, 9999, limits), false);
});

test("another choice of service forgets the tap and the procedure of the last one", () => {
  const before = { ...started, procedure: "p", tap: "old" };
  const chosen = flow.chooseService(before, "CT", 2, asking);
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

test("whoever just took a number is asked, and one more is the same tap on purpose", () => {
  const taking = flow.take(flow.go(started, "priority"), "normal", () => "tap");
  const asked = flow.notGiven(taking, "just_given", { label: "A042" });
  assert.deepEqual([asked.step, asked.about.label], ["again", "A042"]);
  const more = flow.takeAnother(asked);
  assert.deepEqual([more.step, more.tap, more.another], ["taking", "tap", true]);
  assert.equal(flow.takeAnother(more), more);
  assert.equal(flow.notGiven(more, "queue_full").step, "refused");
});

test("who has no card is sent to the reception, and gets the number where nobody there could give one", () => {
  const asked = flow.notGiven({ ...started, tap: "tap" }, "card_wanted");
  const sent = flow.withoutCard(asked, { link: true });
  assert.deepEqual([sent.step, sent.refused], ["refused", "card_missing"]);
  const more = flow.withoutCard(asked, { link: false });
  assert.deepEqual([more.step, more.tap], ["taking", "tap"]);
});

test("a page that is there again goes on with the tap that was on its way, within a minute", () => {
  const taking = flow.take(flow.go(started, "priority"), "elderly", () => "tap");
  const kept = JSON.parse(JSON.stringify({ ...taking, step: "taking" }));
  const again = flow.resumed(kept, 5_000);
  assert.deepEqual(again, taking);
  assert.equal(flow.resumed({ ...kept, step: "done" }, 0)?.step, "taking");
  for (const age of [60_001, -1, Number.NaN]) assert.equal(flow.resumed(kept, age), null);
  for (const none of [null, {}, { ...kept, tap: null }]) assert.equal(flow.resumed(none, 0), null);
});

test("nobody goes back once a number is on its way", () => {
  for (const step of /** @type {const} */ (["attract", "taking", "again", "done", "refused"])) {
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
  assert.equal(say("unknown", "link_down", null), "ask");
  assert.equal(say("unknown", "unproven", null), "sent");
  assert.equal(say("unknown", "unproven", "paper_out"), "sent");
  assert.equal(say("queued", "paper_out", "paper_out"), "photo");
  assert.equal(say("queued", null, "cover_open"), "photo");
  assert.equal(say("failed", "expired", null), "photo");
});

test("a printer that stays silent does not keep anybody waiting", () => {
  const job = { print: "sending", code: null };
  assert.equal(flow.paper(job, "silent", flow.SILENT_S - 0.1), "printing");
  assert.equal(flow.paper(job, "silent", flow.SILENT_S), "photo");
  assert.equal(flow.paper({ print: "queued", code: null }, null, flow.SILENT_S), "photo");
});

test("a slow printer that is well is given the time it may take", () => {
  const job = { print: "sending", code: null };
  assert.equal(flow.paper(job, null, flow.SILENT_S), "printing");
  assert.equal(flow.paper(job, null, flow.SLOW_S), "photo");
});

test("the screen gives a reason only where one is known", () => {
  assert.equal(flow.paperKey("paper_out"), "kiosk.paper.title");
  assert.equal(flow.paperKey("cover_open"), "kiosk.paper.cover");
  assert.equal(flow.paperKey("silent"), "kiosk.paper.silent");
  assert.equal(flow.paperKey("no_printer"), "kiosk.paper.no_printer");
  assert.equal(flow.paperKey("offline"), "kiosk.paper.offline");
  assert.equal(flow.paperKey("roll_stuck"), "kiosk.paper.stuck");
  assert.equal(flow.paperKey("line_bad"), "kiosk.paper.bad");
  for (const vague of [null, "link_down"]) {
    assert.equal(flow.paperKey(vague), "kiosk.paper.none");
  }
});

test("what failed can be printed again once the printer is ready, and not for ever", () => {
  const failed = { print: "failed", copy: 1 };
  assert.equal(flow.canReprint(failed, null, { max_copies: 2 }), true);
  assert.equal(flow.canReprint(failed, "paper_out", { max_copies: 2 }), false);
  assert.equal(flow.canReprint({ ...failed, copy: 2 }, null, { max_copies: 2 }), false);
  assert.equal(flow.canReprint({ ...failed, print: "queued" }, null, { max_copies: 2 }), false);
});

test("paper that comes late is read as long as paper that comes at once", () => {
  const waiting = flow.settling({ state: "", at: 0 }, "photo", 1000);
  assert.deepEqual(flow.settling(waiting, "photo", 39_000), waiting);
  assert.deepEqual(flow.settling(waiting, "printed", 40_800), { state: "printed", at: 40_800 });
});

test("a page that failed three times in five minutes is loaded again", () => {
  assert.equal(tooMany([0, 1000], 1000), false);
  assert.equal(tooMany([0, 1000, 2000], 2000), true);
  assert.equal(tooMany([0, 200_000, 400_000], 400_000), false);
});

test("a number without paper stays longer, and while printing it stays", () => {
  assert.equal(flow.doneSeconds("printed", limits), 12);
  assert.equal(flow.doneSeconds("sent", limits), 12);
  assert.equal(flow.doneSeconds("photo", limits), 40);
  assert.equal(flow.doneSeconds("ask", limits), 40);
  assert.equal(flow.doneSeconds("printing", limits), null);
});

test("the list of papers is offered while the printer is ready, and again only after a sure no", () => {
  const asked = { print: "queued", code: null, refused: null };
  /** @param {object} change @param {string | null} [printer] */
  const told = (change, printer = null) => {
    const { state, offered } = flow.listPaper({ ...asked, ...change }, printer);
    return [state, offered];
  };
  assert.deepEqual(flow.listPaper(null, null), { state: "none", offered: true });
  assert.deepEqual(flow.listPaper(null, "paper_out"), { state: "none", offered: false });
  assert.deepEqual(told({}), ["printing", false]);
  assert.deepEqual(told({ print: "sending" }), ["printing", false]);
  assert.deepEqual(told({ code: "paper_out" }), ["failed", false]); // it may still come
  assert.deepEqual(told({}, "paper_out"), ["failed", false]);
  assert.deepEqual(told({ print: "confirmed" }), ["printed", false]);
  assert.deepEqual(told({ print: "unknown", code: "unproven" }), ["sent", false]);
  assert.deepEqual(told({ print: "unknown", code: "link_down" }), ["unsure", false]);
  assert.deepEqual(told({ print: "failed", code: "expired" }), ["failed", true]);
  assert.deepEqual(told({ print: "failed", refused: "list_just_printed" }), ["wait", true]);
  assert.deepEqual(told({ print: "failed", refused: "lists_enough" }), ["enough", false]);
  assert.deepEqual(told({ print: "failed", refused: "printer_not_ready" }, "silent"), [
    "failed",
    false,
  ]);
});

test("a report leads back the way it came, and what it is about may be taken away meanwhile", () => {
  const report = flow.go(flow.go(started, "report_groups"), "report", { procedure: "p" });
  assert.equal(flow.back(report).step, "report_groups");
  assert.equal(flow.stillOffered(report, [], [{ id: "p" }]), report);
  assert.equal(flow.stillOffered(report, [], []).step, "groups");
  assert.equal(flow.canGoBack(report), true);
  assert.equal(flow.canGoBack(flow.go(report, "reported")), false);
});

test("each counter is offered once, in the order of the numbers", () => {
  const services = [{ counters: [12, 3] }, { counters: [3, 1] }, { counters: [] }];
  assert.deepEqual(flow.countersOf(services), [1, 3, 12]);
});

test("what is told of a call is what the server says, else what became of the press", () => {
  const press = { shown: true, calling: false, refused: false };
  const up = { help: null, link: true };
  assert.equal(flow.helpSaid({ ...press, calling: true }, up), "calling");
  assert.equal(flow.helpSaid({ ...press, refused: true }, up), "refused");
  assert.equal(flow.helpSaid({ ...press, refused: true }, { ...up, help: "coming" }), "coming");
  assert.equal(flow.helpSaid(press, { ...up, help: "open" }), "open");
  assert.equal(flow.helpSaid(press, up), null);
  assert.equal(flow.helpSaid({ ...press, shown: false }, { ...up, help: "open" }), null);
});

test("without a link a call that nobody answered is not promised any more, one on the way is", () => {
  const press = { shown: true, calling: false, refused: false };
  assert.equal(flow.helpSaid(press, { help: "open", link: false }), "lost");
  assert.equal(flow.helpSaid(press, { help: "coming", link: false }), "coming");
});

test("another procedure begins with nothing answered", () => {
  const before = { ...started, answers: { proxy: true }, skipped: true, tap: "old" };
  const { step, procedure, service, answers, skipped, tap } = flow.chooseProcedure(before, {
    id: "p",
    service: "HT",
  });
  assert.deepEqual([step, procedure, service, tap], ["checklist", "p", "HT", null]);
  assert.deepEqual([answers, skipped], [{}, false]);
  assert.deepEqual(flow.chooseService(before, "HT", 1, asking).answers, {});
  assert.deepEqual(flow.back(flow.go({ ...before, step: "checklist" }, "priority")).answers, {
    proxy: true,
  });
});

test("results and missing papers come first, and the reception's own stands beside the search", () => {
  /** @param {string | null} role */
  const a = (role, state = "open") => ({ role, state });
  const [plain, other] = [a(null), a(null)];
  const [results, supplement, reception] = [a("results"), a("supplement", "full"), a("reception")];
  const all = [plain, supplement, reception, other, results];
  const told = flow.offered(all);
  assert.deepEqual(told, { tiles: [results, supplement, plain, other], reception });
  assert.equal(told.tiles[2], plain);
  assert.deepEqual(flow.offered([plain]), { tiles: [plain], reception: null });
  assert.deepEqual(flow.offered([plain, a("reception", "closed")]), {
    tiles: [plain],
    reception: null,
  });
});
