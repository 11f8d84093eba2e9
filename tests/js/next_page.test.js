import assert from "node:assert/strict";
import { test } from "node:test";
import { nextPage, signInFrom } from "../../queue_server/web/static/next_page.js";

test("after signing in the page asked for is shown, whatever the roles", () => {
  assert.equal(nextPage("?next=%2Fcounter%3Fcounter%3D3", ["manager"]), "/counter?counter=3");
});

test("who asked for no page gets the one of their work, or the home page where there are several", () => {
  assert.equal(nextPage("", ["clerk"]), "/counter");
  assert.equal(nextPage("", ["reception"]), "/reception");
  assert.equal(nextPage("", ["admin", "manager"]), "/manager");
  assert.equal(nextPage("", ["clerk", "reception"]), "/");
  assert.equal(nextPage("", []), "/");
});

test("a forged address never leads to another server", () => {
  for (const forged of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:x",
    "/\t/evil.example/x",
    "\n/\r/evil.example",
    "/\n\\evil.example",
    " //evil.example",
    "/\u0000/evil.example",
  ]) {
    assert.equal(nextPage(`?${new URLSearchParams({ next: forged })}`, []), "/", forged);
  }
});

test("signing in again leads back to the very page", () => {
  const address = signInFrom({ pathname: "/counter", search: "?counter=3" });
  assert.equal(nextPage(address.slice(address.indexOf("?")), ["clerk"]), "/counter?counter=3");
});
