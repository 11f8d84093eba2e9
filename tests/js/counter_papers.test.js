import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import * as papers from "../../queue_server/web/static/counter_papers.js";
import { press } from "../../queue_server/web/static/counter_press.js";
import { aDesk, done } from "./a_desk.js";
import { aCounter, aPaper, aTicket, at, ms } from "./staff_states.js";

afterEach(() => mock.timers.reset());

const LIST = [
  aPaper(),
  aPaper({ name: { vi: "Giấy chứng sinh" }, original: 0, certified_copy: 1, photocopy: 2 }),
  aPaper({ name: { vi: "Căn cước công dân" }, by_data: true }),
  aPaper({ name: { vi: "Hộ chiếu" }, original: 0, present_only: true }),
];

test("papers that data can replace stand apart, and all keep their places", () => {
  const { due, spared } = papers.sorted(LIST);
  assert.deepEqual(
    [due, spared].map((list) => list.map((paper) => paper.place)),
    [[0, 1, 3], [2]],
  );
});

test("the form in which a paper is wanted is told in words", () => {
  const words = LIST.map((document) => papers.forms(document).map((form) => form.word));
  assert.deepEqual(words[1], ["papers.certified_copy", "papers.photocopy"]);
  assert.deepEqual(words[3], ["papers.present_only"]);
  assert.deepEqual(papers.forms(LIST[1])[1]?.values, { n: 2 });
});

test("ticking twice takes the tick away, and the places stay in the order of the list", () => {
  let ticks = papers.ticksOf(null, aTicket());
  for (const place of [3, 0, 1, 0]) ticks = papers.ticked(ticks, place);
  assert.deepEqual(ticks.missing, [1, 3]);
});

test("ticks are of one visit and one procedure", () => {
  const visit = aTicket();
  const ticks = papers.ticked(papers.ticksOf(null, visit), 0);
  assert.equal(papers.ticksOf(ticks, visit), ticks);
  assert.deepEqual(papers.ticksOf(ticks, aTicket({ ticket: "t2" })).missing, []);
  assert.deepEqual(papers.ticksOf(ticks, aTicket({ procedure: "KT" })).missing, []);
});

test("the slip names its procedure only where the ticket has none, and nothing is no slip", () => {
  const visit = aTicket();
  const none = papers.ticksOf(null, visit);
  assert.equal(papers.supplement(none, visit), null);
  assert.deepEqual(papers.supplement(papers.ticked(none, 1), visit), {
    kind: "supplement",
    ticket: visit.ticket,
    missing: [1],
  });
  const bare = aTicket({ procedure: null });
  const chosen = { ticket: bare.ticket, procedure: "KT", missing: [0] };
  assert.equal(papers.ticksOf(chosen, bare), chosen);
  assert.equal(papers.supplement(chosen, bare)?.procedure, "KT");
});

test("a visit that ended for want of papers can still get its slip, until the next has ended", async () => {
  const visit = aTicket({ status: "serving", called_at: at("08:31"), started_at: at("08:32") });
  const serving = aCounter({ state: "serving", step: "finish_next", ticket: visit });
  const next = { ...serving, revision: 8, ticket: { ...visit, ticket: "t2" } };
  const { desk } = aDesk(serving, [next, aCounter({ revision: 9 })]);
  desk.outcome.value = "supplement";
  const now = ms("08:40");
  press(desk, "step", now);
  await done(Promise.resolve());
  assert.equal(desk.leaving.value?.ticket, visit.ticket);
  await done(desk.act("finish", { outcome: "received", note: null }));
  assert.equal(desk.leaving.value, null);
});
