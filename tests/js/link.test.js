import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { afterEach, mock, test } from "node:test";
import { Link } from "/shared/static/link.js";

const NOON = Date.UTC(2026, 10, 23, 5);

/** @param {number} seconds */
const at = (seconds) => new Date(NOON + seconds * 1000).toISOString();

/** The end of the line that the server would hold: emits to the page what a test says. */
class Wire extends EventEmitter {
  active = true;
  io = new EventEmitter();
  connects = 0;
  connect() {
    this.connects += 1;
  }
  close() {
    this.emit("disconnect");
  }
}

afterEach(() => mock.timers.reset());

function aLink() {
  mock.timers.enable({ apis: ["Date", "setInterval", "setTimeout"], now: NOON });
  const wire = new Wire();
  const link = new Link({ room: "board" }, () => wire);
  return { wire, link };
}

/** @param {Wire} wire */
function comeOnline(wire, revision = 1) {
  wire.emit("connect");
  wire.emit("state", { revision, as_of: new Date().toISOString() });
}

test("the latest state is shown and an older one is dropped", () => {
  const { wire, link } = aLink();
  comeOnline(wire, 5);
  wire.emit("state", { revision: 4, as_of: at(0) });
  assert.equal(link.state.value.revision, 5);
});

test("the page knows how long it has been without the server", () => {
  const { wire, link } = aLink();
  comeOnline(wire);
  assert.equal(link.lostForS.value, 0);
  wire.emit("disconnect");
  assert.equal(link.online.value, false);
  mock.timers.tick(61_000);
  assert.equal(link.lostForS.value, 61);
  comeOnline(wire, 2);
  assert.equal(link.lostForS.value, 0);
});

test("a page that never reached the server is lost, not live", () => {
  const { link } = aLink();
  mock.timers.tick(3000);
  assert.equal(link.lostForS.value, 3);
});

test("failed attempts to reconnect do not restart the count of lost seconds", () => {
  const { wire, link } = aLink();
  comeOnline(wire);
  wire.emit("disconnect");
  mock.timers.tick(30_000);
  wire.emit("connect_error", new Error("websocket error"));
  mock.timers.tick(1000);
  assert.equal(link.lostForS.value, 31);
});

test("the age of the state grows by the server's clock", () => {
  const { wire, link } = aLink();
  wire.emit("connect");
  wire.emit("state", { revision: 1, as_of: at(3600) }); // this screen's clock is an hour slow
  mock.timers.tick(7000);
  assert.equal(link.asOfAge.value, 7);
  assert.equal(link.now(), NOON + 3_607_000);
});

test("a call is announced once, however often it comes", () => {
  const { wire, link } = aLink();
  comeOnline(wire);
  /** @type {string[]} */
  const heard = [];
  link.onAnnouncement((call) => heard.push(call.call_id));
  const call = { call_id: "c1", called_at: at(0), expires_at: at(20) };
  wire.emit("announcement", call);
  wire.emit("announcement", call);
  assert.deepEqual(heard, ["c1"]);
});

test("a board that runs for months remembers only the latest few hundred calls", () => {
  const { wire, link } = aLink();
  comeOnline(wire);
  let announced = 0;
  link.onAnnouncement(() => {
    announced += 1;
  });
  const calls = Array.from({ length: 400 }, (_, i) => ({
    call_id: `c${i}`,
    called_at: at(0),
    expires_at: at(20),
  }));
  for (const call of calls) wire.emit("announcement", call);
  wire.emit("announcement", calls[399]);
  assert.equal(announced, 400);
  assert.equal(link.heard.size, 300);
  assert.ok(link.heard.has("c100"));
});

test("nothing called during an interruption is announced after the reconnect", () => {
  const { wire, link } = aLink();
  comeOnline(wire);
  wire.emit("disconnect");
  mock.timers.tick(10_000);
  comeOnline(wire, 2);
  let announced = 0;
  link.onAnnouncement(() => {
    announced += 1;
  });
  wire.emit("announcement", { call_id: "c2", called_at: at(3), expires_at: at(23) });
  assert.equal(announced, 0);
  wire.emit("announcement", { call_id: "c3", called_at: at(10), expires_at: at(30) });
  assert.equal(announced, 1);
});

test("a call is announced whatever the server's clock has been set to", (test) => {
  const steady = test.mock.method(performance, "now", () => 0);
  const { wire, link } = aLink();
  comeOnline(wire);
  /** @type {string[]} */
  const heard = [];
  link.onAnnouncement((call) => heard.push(call.call_id));
  for (const ms of [15_000, 30_000]) {
    steady.mock.mockImplementation(() => ms);
    wire.emit("state", { revision: 1, as_of: at(ms / 1000) });
  }
  for (const shift of [-3600, -120, 3600]) {
    const call = { call_id: `c${shift}`, called_at: at(shift), expires_at: at(shift + 20) };
    wire.emit("announcement", call);
  }
  assert.deepEqual(heard, ["c-3600", "c-120", "c3600"]);
});

test("a server that only pings for long is heard all the same", (test) => {
  const steady = test.mock.method(performance, "now", () => 0);
  const { wire, link } = aLink();
  comeOnline(wire);
  for (const ms of [15_000, 30_000, 45_000]) {
    steady.mock.mockImplementation(() => ms);
    wire.io.emit("ping");
  }
  link.onAnnouncement(() => {
    wire.connects += 10;
  });
  wire.emit("announcement", { call_id: "c1", called_at: at(45), expires_at: at(65) });
  assert.equal(wire.connects, 10);
});

test("what waited while the page stood still is no news, and the line is opened anew", (test) => {
  const steady = test.mock.method(performance, "now", () => 0);
  const { wire, link } = aLink();
  comeOnline(wire);
  let announced = 0;
  link.onAnnouncement(() => {
    announced += 1;
  });
  steady.mock.mockImplementation(() => 3_600_000);
  wire.emit("announcement", { call_id: "c1", called_at: at(5), expires_at: at(25) });
  assert.deepEqual([announced, wire.connects, link.online.value], [0, 1, false]);
  comeOnline(wire, 2);
  wire.emit("announcement", { call_id: "c2", called_at: at(5), expires_at: at(25) });
  assert.equal(announced, 1);
});

test("a state that overtakes the connect event counts for this connection", () => {
  const { wire, link } = aLink();
  wire.emit("state", { revision: 1, as_of: at(0) });
  wire.emit("connect");
  let announced = 0;
  link.onAnnouncement(() => {
    announced += 1;
  });
  wire.emit("announcement", { call_id: "c1", called_at: at(0), expires_at: at(20) });
  assert.equal(announced, 1);
});

test("a listener that stopped is left in peace", () => {
  const { wire, link } = aLink();
  comeOnline(wire);
  let announced = 0;
  link.onAnnouncement(() => {
    announced += 1;
  })();
  wire.emit("announcement", { call_id: "c1", called_at: at(0), expires_at: at(20) });
  assert.equal(announced, 0);
});

test("a refused connection says why and is tried again later", () => {
  const { wire, link } = aLink();
  wire.active = false;
  wire.emit("connect_error", new Error("not_allowed"));
  assert.equal(link.refused.value, "not_allowed");
  mock.timers.tick(10_000);
  assert.equal(wire.connects, 1);
  wire.emit("connect");
  assert.equal(link.refused.value, null);
});

test("a link that was closed does not come back by itself", () => {
  const { wire, link } = aLink();
  wire.active = false;
  wire.emit("connect_error", new Error("not_allowed"));
  link.close();
  mock.timers.tick(60_000);
  assert.equal(wire.connects, 0);
});
