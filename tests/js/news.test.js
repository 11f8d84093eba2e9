import assert from "node:assert/strict";
import { test } from "node:test";
import { accept, ClockOffset, isNews, staleness } from "/shared/static/news.js";

const NOON = Date.UTC(2026, 10, 23, 5);

/** @param {number} seconds */
const at = (seconds) => new Date(NOON + seconds * 1000).toISOString();

/**
 * @param {number} revision
 * @param {number} seconds
 */
const aState = (revision, seconds) => ({ revision, as_of: at(seconds) });

const aCall = (about = {}) => ({ call_id: "c1", called_at: at(0), expires_at: at(20), ...about });

test("the first state is taken as it is", () => {
  assert.ok(accept(aState(1, 0), null));
});

test("a later revision replaces an earlier one", () => {
  assert.ok(accept(aState(8, 1), aState(7, 0)));
});

test("an older revision that arrives late is dropped", () => {
  assert.ok(!accept(aState(6, 0), aState(7, 0)));
  assert.ok(!accept(aState(6, 30), aState(7, 0)));
});

test("the same revision is taken again when it is not older, for waits change with time", () => {
  assert.ok(accept(aState(7, 5), aState(7, 0)));
  assert.ok(!accept(aState(7, -5), aState(7, 0)));
});

test("a server whose clock was set back is believed, and not its late messages", () => {
  assert.ok(accept(aState(7, -61), aState(7, 0)));
  assert.ok(!accept(aState(7, -60), aState(7, 0)));
});

test("a server restored from a backup is believed once its clock is a minute further", () => {
  assert.ok(accept(aState(3, 61), aState(7, 0)));
});

test("a fresh call is news", () => {
  assert.ok(isNews(aCall(), new Set(), NOON - 10_000, 10_000));
});

test("a call that was heard before is not news", () => {
  assert.ok(!isNews(aCall(), new Set(["c1"]), NOON - 60_000, 60_000));
});

test("a server whose clock is set back or forward has news all the same", () => {
  for (const shift of [-3_600_000, 3_600_000]) {
    assert.ok(isNews(aCall(), new Set(), NOON - 60_000 - shift, 60_000));
  }
});

test("a call made while the line was down is not announced after the reconnect", () => {
  assert.ok(!isNews(aCall(), new Set(), NOON + 9000, 1000));
});

test("a call made in the very moment of connecting is announced", () => {
  assert.ok(isNews(aCall(), new Set(), NOON + 200, 100));
});

test("no call is news before the first state has come", () => {
  assert.ok(!isNews(aCall(), new Set(), Number.POSITIVE_INFINITY, 60_000));
});

test("a page is live while online, lost at once after, and cold after a minute", () => {
  assert.deepEqual([0, 1, 59, 60, 3600].map(staleness), ["live", "lost", "lost", "cold", "cold"]);
});

test("the clock offset follows the message that was fastest", () => {
  const offset = new ClockOffset();
  offset.learn(at(100), NOON + 900); // 900 ms under way
  assert.equal(offset.learn(at(101), NOON + 1010), 99_990);
  assert.equal(offset.learn(at(102), NOON + 3000), 99_990);
});

test("the clock offset forgets what it learnt before a clock was set", () => {
  const offset = new ClockOffset();
  offset.learn(at(4), NOON);
  for (let i = 0; i < 7; i += 1) offset.learn(at(i), NOON + i * 1000);
  assert.equal(offset.learn(at(8), NOON + 8000), 0);
});

test("a clock that was set back by more than a message takes is believed at once", () => {
  const offset = new ClockOffset();
  offset.learn(at(3600), NOON);
  assert.equal(offset.learn(at(5), NOON + 5000), 0);
});
