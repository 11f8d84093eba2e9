import assert from "node:assert/strict";
import { test } from "node:test";
import { columns, rows } from "../../queue_server/web/static/day_chart.js";
import * as view from "../../queue_server/web/static/manager_view.js";
import { aHall, aKiosk, at, aWellPrinter, ms } from "./staff_states.js";

/** @param {import("../../queue_server/web/static/wire.js").ManagerState} state @param {string} name */
const tile = (state, name) => {
  const found = view.tiles(state, ms("10:00")).find((one) => one.name === name);
  assert.ok(found, name);
  return found;
};

/** @param {import("../../queue_server/web/static/wire.js").ManagerState} state @param {number} called */
const withCalled = (state, called) => ({
  ...state,
  services: state.services.map((service) => ({ ...service, called })),
});

test("there are eight tiles and every one says its state in words", () => {
  const shown = view.tiles(aHall(), ms("10:00"));
  assert.equal(shown.length, 8);
  for (const one of shown) assert.match(one.state, /^mgr\.[a-z0-9_]+\.(fine|watch|act|few|none)$/);
});

test("more than three people per open counter is worth watching, with no open counter it is urgent", () => {
  assert.equal(tile(aHall({ waiting: 6 }), "mgr.waiting").tone, "fine");
  assert.equal(tile(aHall({ waiting: 7 }), "mgr.waiting").tone, "watch");
  const closed = aHall({ waiting: 1 }, { counters: [] });
  assert.equal(tile(closed, "mgr.waiting").tone, "act");
});

test("the longest wait is watched from twelve minutes and urgent above the target of fifteen", () => {
  const tones = [720, 721, 900, 901].map((s) => tile(aHall({ longest_wait_s: s }), "mgr.longest"));
  assert.deepEqual(
    tones.map((one) => one.tone),
    ["fine", "watch", "watch", "act"],
  );
});

test("the longest wait goes on while nothing happens in the hall", () => {
  const later = view.tiles(aHall({ longest_wait_s: 300 }), ms("10:02"));
  assert.equal(later.find((one) => one.name === "mgr.longest")?.value, 420);
});

test("figures made of fewer than ten calls are not judged", () => {
  const nine = withCalled(aHall({ wait_p90_s: 5000, within_target: 0 }), 9);
  const ten = withCalled(nine, 10);
  for (const name of ["mgr.p90", "mgr.sla"]) {
    assert.equal(tile(nine, name).tone, "few");
    assert.equal(tile(ten, name).tone, "act");
  }
});

test("a figure nobody can know yet is shown as missing, not as zero", () => {
  const morning = aHall({ wait_median_s: null, wait_p90_s: null, within_target: null });
  for (const name of ["mgr.median", "mgr.p90", "mgr.sla"]) {
    assert.deepEqual([tile(morning, name).value, tile(morning, name).tone], [null, "none"]);
  }
});

test("absence above eight in a hundred is worth watching", () => {
  assert.equal(tile(aHall({ missed: 8 }), "mgr.missed").tone, "fine");
  assert.equal(tile(aHall({ missed: 9 }), "mgr.missed").tone, "watch");
});

test("one expired ticket is one too many", () => {
  assert.equal(tile(aHall({ expired: 1 }), "mgr.expired").tone, "act");
});

test("counters at work come before closed ones", () => {
  const cards = view.counterCards(aHall(), ms("10:00"));
  assert.deepEqual(
    cards.map((card) => [card.counter.counter, card.seconds]),
    [
      [2, 300],
      [3, 60],
      [1, null],
    ],
  );
});

test("a held counter whose page is gone comes first and says since when and whom it leaves standing", () => {
  const hall = aHall();
  const counters = hall.counters.map((one) =>
    one.counter === 2 ? { ...one, lost_since: at("09:56:55") } : one,
  );
  const [first, second] = view.counterCards({ ...hall, counters }, ms("10:00"));
  assert.deepEqual(first?.lost, { word: "mgr.lost_serving", seconds: 185 });
  assert.equal(first?.counter.label, "A041");
  assert.equal(second?.lost, null);
});

test("those on hold are told beside those who wait, when there are any", () => {
  assert.equal(tile(aHall(), "mgr.waiting").more, null);
  const held = tile(aHall({ held: 3 }), "mgr.waiting");
  assert.deepEqual([held.more, held.values.n], ["mgr.held", 3]);
});

test("calls before their turn are always told, and stand out above five in a hundred", () => {
  /** @param {number} calls @param {number} chosen */
  const told = (calls, chosen) => view.outOfOrder(aHall({}, { week: { calls, chosen } }));
  assert.deepEqual(told(200, 10), {
    word: "mgr.week",
    values: { n: 10, m: 200, share: "5.0" },
    high: false,
  });
  assert.deepEqual([told(200, 11)?.word, told(200, 11)?.high], ["mgr.week_high", true]);
  assert.equal(told(9, 9)?.high, false, "too few to judge by");
  assert.equal(told(0, 0), null);
});

test("every number of the day is on a ticket, lost, or still in a reserve", () => {
  const told = view.numbersToday(aHall());
  assert.equal(told.lost, 2);
  assert.equal(told.given, told.issued + told.lost + told.reserve_unused);
});

test("a service with fewer than ten calls is greyed", () => {
  assert.equal(view.serviceRows(withCalled(aHall(), 9), ms("10:00"))[0]?.few, true);
  assert.equal(view.serviceRows(aHall(), ms("10:00"))[0]?.few, false);
});

test("a service with nobody waiting has no longest wait, not one of zero minutes", () => {
  const hall = aHall();
  const services = hall.services.map((one) => ({ ...one, waiting: 0, longest_wait_s: 0 }));
  const [row] = view.serviceRows({ ...hall, services }, ms("10:00"));
  assert.deepEqual([row?.longest, row?.tone], [null, "none"]);
  assert.equal(view.serviceRows(hall, ms("10:00"))[0]?.longest, 300);
});

test("only a kiosk known to be well is shown as fine", () => {
  assert.equal(view.printerTone(aKiosk()), "fine");
  const doubtful = [
    aKiosk({ printer: null }),
    aKiosk({ printer: aWellPrinter({ link: "unknown" }) }),
    aKiosk({ printer: aWellPrinter({ paper: "unknown" }) }),
    aKiosk({ printer: aWellPrinter({ cover_open: null }) }),
    aKiosk({ printer: aWellPrinter({ paper: "near_end" }) }),
    aKiosk({ printer: aWellPrinter({ online: null }) }),
    aKiosk({ printer: aWellPrinter({ cutter_error: null }) }),
    aKiosk({ online: false }),
  ];
  for (const device of doubtful) assert.equal(view.printerTone(device), "watch");
});

test("a kiosk that cannot print is urgent", () => {
  const broken = [
    aKiosk({ printer: aWellPrinter({ link: "down" }) }),
    aKiosk({ printer: aWellPrinter({ paper: "out" }) }),
    aKiosk({ printer: aWellPrinter({ cover_open: true }) }),
    aKiosk({ printer: aWellPrinter({ online: false }) }),
    aKiosk({ printer: aWellPrinter({ cutter_error: true }) }),
    aKiosk({ printer: aWellPrinter({ stopped: "on_fire" }) }),
  ];
  for (const device of broken) assert.equal(view.printerTone(device), "act");
});

test("a device that cannot be reached is urgent, a revoked one is nobody's business", () => {
  const devices = [aKiosk({ online: false }), aKiosk({ last_seen: null, online: false })];
  const rows = view.deviceRows(aHall({}, { devices: [...devices, aKiosk({ revoked: true })] }));
  assert.deepEqual(
    rows.map((row) => [row.link, row.linkTone]),
    [
      ["mgr.device.offline", "act"],
      ["mgr.device.never", "act"],
      ["mgr.device.revoked", "none"],
    ],
  );
});

test("a scanner that is down is an alarm as a printer's is; of a silent kiosk it is not known", () => {
  /** @param {Partial<import("../../queue_server/web/static/wire.js").DeviceNow>} changed */
  const scanner = (changed) => view.scannerOf(aKiosk(changed));
  assert.deepEqual(scanner({ scanner: "down" }), { word: "mgr.scanner.down", tone: "act" });
  assert.equal(scanner({ scanner: "up" }).tone, "fine");
  assert.equal(scanner({ scanner: "up", online: false }).word, "mgr.scanner.unknown");
  assert.equal(scanner({ scanner: "none", online: false }).word, null);
  assert.equal(scanner({ scanner: "down", revoked: true }).tone, "none");
});

test("what a kiosk says of itself is told beside its line, also what this page has no words for", () => {
  /** @param {Partial<import("../../queue_server/web/static/wire.js").DeviceNow>} changed */
  const told = (changed) => {
    const row = rowOf(aKiosk(changed));
    return [...row.notices, row.linkTone];
  };
  assert.deepEqual(told({ notices: [] }), ["fine"]);
  assert.deepEqual(told({ notices: ["practice"] }), ["mgr.notice.practice", "watch"]);
  assert.deepEqual(told({ notices: ["out_of_service", "disk_nearly_full"] }), [
    "mgr.notice.out_of_service",
    "mgr.notice.disk_nearly_full",
    "act",
  ]);
  assert.deepEqual(told({ notices: ["of_tomorrow"] }), ["mgr.notice.other", "watch"]);
  assert.deepEqual(told({ notices: ["practice"], online: false }), ["act"]);
});

test("what an unreachable kiosk last said of its printer is not shown as true", () => {
  const [row] = view.deviceRows(aHall({}, { devices: [aKiosk({ online: false })] }));
  assert.deepEqual(row?.printer, ["mgr.printer.unknown"]);
  assert.equal(row?.link, "mgr.device.offline");
});

test("what is known of a printer is told in words, what is not known too", () => {
  /** @param {Partial<import("../../queue_server/web/static/wire.js").PrinterHealth>} changed */
  const words = (changed) => {
    const printer = aWellPrinter(changed);
    return view.deviceRows(aHall({}, { devices: [aKiosk({ printer })] }))[0]?.printer.slice(1);
  };
  assert.deepEqual(words({ paper: "near_end", cover_open: null }), ["mgr.cover.unknown"]);
  assert.deepEqual(words({ online: false }), ["printer.offline"]);
  assert.deepEqual(words({ online: false, cutter_error: true }), ["printer.cutter_error"]);
  assert.deepEqual(words({ online: false, cover_open: true }), ["mgr.cover.open"]);
  assert.deepEqual(words({ online: false, paper: "out" }), []);
  assert.deepEqual(words({ online: null, cutter_error: null }), ["mgr.printer.unknown"]);
  assert.deepEqual(words({ stopped: "roll_stuck" }), ["printer.roll_stuck"]);
  assert.deepEqual(words({ stopped: "line_bad" }), ["printer.line_bad"]);
  assert.deepEqual(words({ stopped: "on_fire" }), ["printer.other"]);
});

const aPanel = (/** @type {object[]} */ lines, changed = {}) =>
  aKiosk({
    kind: "panel",
    printer: null,
    lines: lines.map((line) => ({ name: "usb0", up: true, silent: [], unknown: [], ...line })),
    ...changed,
  });

/** @param {ReturnType<typeof aPanel>} device */
const rowOf = (device) => {
  const [row] = view.deviceRows(aHall({}, { devices: [device] }));
  assert.ok(row);
  return row;
};

test("each line of a panel is told, with the counters that do not answer", () => {
  const lines = [
    {},
    { silent: [3, 4], unknown: [5] },
    { up: false, silent: [1] },
    { unknown: [7] },
  ];
  assert.deepEqual(rowOf(aPanel(lines)).lines, [
    { word: "mgr.line.up", values: { name: "usb0" } },
    { word: "mgr.line.silent", values: { name: "usb0", counters: "3, 4" } },
    { word: "mgr.line.down", values: { name: "usb0" } },
    { word: "mgr.line.unheard", values: { name: "usb0", counters: "7" } },
  ]);
});

test("of a panel, what is broken is urgent and what nobody knows is never fine", () => {
  const tone = (/** @type {object[]} */ lines, changed = {}) =>
    rowOf(aPanel(lines, changed)).printerTone;
  assert.equal(tone([{}, {}]), "fine");
  assert.equal(tone([{}, { unknown: [7] }]), "none");
  assert.equal(tone([{ up: false }]), "act");
  assert.equal(tone([{ silent: [3] }, { unknown: [7] }]), "act");
  assert.equal(tone([]), "watch");
  assert.equal(tone([{}], { online: false }), "watch");
  assert.equal(tone([{}], { revoked: true }), "none");
  assert.deepEqual(rowOf(aPanel([{}], { online: false })).lines, [
    { word: "mgr.printer.unknown", values: {} },
  ]);
});

const line = Array.from({ length: 14 }, (_, i) => ({
  at: new Date(ms("08:00") + i * 300_000).toISOString(),
  arrived: i * 2,
  finished: i,
  waiting: i,
}));

test("the chart gets one column per series in seconds", () => {
  const [times, arrived, finished, waiting] = columns(line);
  assert.equal(times[1], ms("08:05") / 1000);
  assert.deepEqual([arrived[1], finished[1], waiting[1]], [2, 1, 1]);
});

test("the table of the chart goes back from the newest point in half hours", () => {
  assert.deepEqual(
    rows(line).map((point) => point.arrived),
    [26, 14, 2],
  );
});
