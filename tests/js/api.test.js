import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { ask, command, Problem, uuid } from "/shared/static/api.js";

const SOON = { pausesMs: [1, 1] };

/** What the server saw, and what it answers: each a function of the response, then `fine`.
 * @type {{ method: string | undefined, key: string | undefined, body: string }[]} */
let seen = [];
/** @type {((response: import("node:http").ServerResponse) => void)[]} */
let answers = [];
let address = "";

/**
 * @param {number} status
 * @param {object} body
 */
const json = (status, body) => (/** @type {import("node:http").ServerResponse} */ response) => {
  const type = status < 400 ? "application/json" : "application/problem+json";
  response.writeHead(status, { "Content-Type": type }).end(JSON.stringify(body));
};

const fine = json(200, { label: "A001" });

const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  const key = request.headers["idempotency-key"];
  seen.push({ method: request.method, key: key && String(key), body });
  (answers.shift() || fine)(response);
});

before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  const bound = server.address();
  address = `http://127.0.0.1:${bound && typeof bound === "object" ? bound.port : 0}/x`;
});
after(() => server.close());
beforeEach(() => {
  seen = [];
  answers = [];
});

test("a command is sent as JSON with a key and gives the answer", async () => {
  assert.deepEqual(await command(address, { service: "HT" }), { label: "A001" });
  assert.equal(seen[0].method, "POST");
  assert.equal(seen[0].body, '{"service":"HT"}');
  assert.match(String(seen[0].key), /^[0-9a-f-]{36}$/);
});

test("a command whose answer was lost is repeated under the same key", async () => {
  answers = [(response) => response.destroy()];
  assert.deepEqual(await command(address, {}, SOON), { label: "A001" });
  assert.equal(seen.length, 2);
  assert.equal(seen[0].key, seen[1].key);
});

test("an answer that breaks off half-way is asked for again under the same key", async () => {
  answers = [
    (response) => {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "50" });
      response.write('{"label":');
      setImmediate(() => response.destroy());
    },
  ];
  assert.deepEqual(await command(address, {}, SOON), { label: "A001" });
  assert.equal(seen[0].key, seen[1].key);
});

test("two commands have two keys", async () => {
  await command(address, {});
  await command(address, {});
  assert.notEqual(seen[0].key, seen[1].key);
});

test("a busy server is asked again", async () => {
  answers = [json(503, { code: "busy" })];
  assert.deepEqual(await command(address, {}, SOON), { label: "A001" });
});

test("a refusal is final and carries its code and what it is about", async () => {
  answers = [json(409, { code: "counter_closed", title: "Closed", about: { counter: 3 } })];
  await assert.rejects(command(address, {}, SOON), (error) => {
    assert.ok(error instanceof Problem);
    assert.deepEqual(
      [error.code, error.status, error.about],
      ["counter_closed", 409, { counter: 3 }],
    );
    return true;
  });
  assert.equal(seen.length, 1);
});

test("an error without a code of ours is named by its status", async () => {
  answers = [(response) => response.writeHead(502).end("<html>bad gateway</html>")];
  await assert.rejects(command(address, {}, SOON), { code: "http_502" });
});

test("a server that cannot be reached is a problem of the network, after the last attempt", async () => {
  const dead = (/** @type {import("node:http").ServerResponse} */ response) => response.destroy();
  answers = [dead, dead, dead];
  await assert.rejects(command(address, {}, SOON), { code: "network", status: 0 });
  assert.equal(seen.length, 3);
});

test("an answer without content is null", async () => {
  answers = [(response) => response.writeHead(204).end()];
  assert.equal(await command(address), null);
});

test("a question carries neither key nor body", async () => {
  assert.deepEqual(await ask(address), { label: "A001" });
  assert.deepEqual(seen, [{ method: "GET", key: undefined, body: "" }]);
});

test("a key is a version 4 UUID also where the page came by plain http", () => {
  const native = crypto.randomUUID;
  Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
  try {
    const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    assert.match(uuid(), form);
    assert.notEqual(uuid(), uuid());
  } finally {
    Object.defineProperty(crypto, "randomUUID", { value: native, configurable: true });
  }
});
