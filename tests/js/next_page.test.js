import assert from "node:assert/strict";
import { test } from "node:test";
import { nextPage, signInFrom } from "../../queue_server/web/static/next_page.js";

test("after signing in the page asked for is shown, else the home page", () => {
  assert.equal(nextPage("?next=%2Fcounter%3Fcounter%3D3"), "/counter?counter=3");
  assert.equal(nextPage(""), "/");
});

test("a forged address never leads to another server", () => {
  for (const forged of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:x",
  ]) {
    assert.equal(nextPage(`?${new URLSearchParams({ next: forged })}`), "/");
  }
});

test("signing in again leads back to the very page", () => {
  const address = signInFrom({ pathname: "/counter", search: "?counter=3" });
  assert.equal(nextPage(address.slice(address.indexOf("?"))), "/counter?counter=3");
});
