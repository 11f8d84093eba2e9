import assert from "node:assert/strict";
import { test } from "node:test";
import { anew, nightly } from "../../queue_server/runtime/web/static/night.js";

const HOUR_MS = 3600000;
const MINUTE_MS = 60000;

function aPage() {
  const page = {
    ageMs: 20 * HOUR_MS,
    quiet: true,
    up: true,
    asked: 0,
    loads: 0,
    upMs: () => page.ageMs,
    idle: () => page.quiet,
    serverAnswers: async () => {
      page.asked += 1;
      return page.up;
    },
    reload: () => {
      page.loads += 1;
    },
  };
  return { page, night: nightly(page) };
}

test("the page is loaded anew in the hour after three at night, not before or after", async () => {
  const { page, night } = aPage();
  for (const time of ["", "02:59", "04:00", "13:03"]) await night(time);
  assert.equal(page.asked, 0);
  await night("03:00");
  assert.equal(page.loads, 1);
});

test("a page loaded anew tonight is left alone until the next night", async () => {
  const { page, night } = aPage();
  page.ageMs = 30 * MINUTE_MS;
  await night("03:30");
  assert.equal(page.loads, 0);
});

test("a call on the screen is not interrupted, nor one that comes while the server is asked", async () => {
  const { page, night } = aPage();
  page.quiet = false;
  await night("03:00");
  assert.equal(page.asked, 0);
  page.quiet = true;
  const asking = night("03:01");
  page.quiet = false;
  await asking;
  assert.deepEqual([page.asked, page.loads], [1, 0]);
});

test("without the server the page stays, and the server is asked again a minute later", async () => {
  const { page, night } = aPage();
  page.up = false;
  await night("03:00");
  page.up = true;
  page.ageMs += 250;
  await night("03:00");
  assert.deepEqual([page.asked, page.loads], [1, 0]);
  page.ageMs += MINUTE_MS;
  await night("03:01");
  assert.equal(page.loads, 1);
});

test("a page that has to begin anew does so at any hour, but not again and again", async () => {
  const { page } = aPage();
  const load = anew(page, 10000);
  await load(false);
  page.ageMs = 9999;
  await load(true);
  assert.equal(page.asked, 0);
  page.ageMs = 10000;
  await load(true);
  await load(true);
  assert.deepEqual([page.asked, page.loads], [1, 1]);
});
