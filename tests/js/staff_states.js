/** Builders of what the server would say: a full default, changed by the fields a test is about. */

/** @typedef {import("../../queue_server/web/static/wire.js").TicketView} TicketView */
/** @typedef {import("../../queue_server/web/static/wire.js").CounterState} CounterState */
/** @typedef {import("../../queue_server/web/static/wire.js").ManagerState} ManagerState */
/** @typedef {import("../../queue_server/web/static/wire.js").DeviceNow} DeviceNow */
/** @typedef {import("../../queue_server/web/static/wire.js").DeskAbout} DeskAbout */
/** @typedef {import("../../queue_server/web/static/wire.js").PrinterNow} PrinterNow */
/** @typedef {import("../../queue_server/web/static/wire.js").SlipNow} SlipNow */
/** @typedef {import("../../queue_server/web/static/wire.js").Document} Document */

export const ME = { staff: "s1", name: "Lan", roles: ["clerk"] };

/** @param {string} clock local time of day, "HH:MM" or "HH:MM:SS" */
export const at = (clock) => `2026-11-23T${clock.length === 5 ? `${clock}:00` : clock}+07:00`;

/** @param {string} clock */
export const ms = (clock) => Date.parse(at(clock));

/** @param {Partial<TicketView>} changed @returns {TicketView} */
export const aTicket = (changed = {}) => ({
  ticket: "5d7c3f7e-94f6-4d8e-9a4e-0d8c9f5f0a42",
  version: 3,
  label: "A042",
  service: "HOTICH",
  service_name: { vi: "Hộ tịch", en: "Civil status" },
  procedure: "KS",
  procedure_name: { vi: "Đăng ký khai sinh", en: "Birth registration" },
  priority: "normal",
  priority_name: null,
  status: "waiting",
  issued_at: at("08:30"),
  waited_s: 600,
  called_at: null,
  started_at: null,
  calls: 0,
  language: "vi",
  calling_since: null,
  usual_s: null,
  note: null,
  moved_from: null,
  booked_at: null,
  held_until: null,
  reserved_for: null,
  reserved_person: null,
  keeps_turn_until: null,
  ...changed,
});

/** @param {Partial<CounterState>} changed @returns {CounterState} */
export const aCounter = (changed = {}) => ({
  revision: 7,
  as_of: at("08:40"),
  counter: 3,
  counter_name: { vi: "Quầy 3", en: "Counter 3" },
  state: "idle",
  clerk: ME.staff,
  clerk_name: ME.name,
  reason: null,
  armed: false,
  may_take_over: false,
  ticket: null,
  step: "call_next",
  absent_from: null,
  queue: [],
  held: [],
  missed: [],
  waiting: 0,
  longest_wait_s: 0,
  call: null,
  why: null,
  undo: null,
  ...changed,
});

/** @param {Partial<import("../../queue_server/web/static/wire.js").Why>} changed */
export const aWhy = (changed = {}) => ({
  label: "A042",
  waited_min: 1,
  head_start_min: 0,
  help_min: 0,
  score_min: 1,
  runner_up: null,
  runner_up_score_min: null,
  passed: 0,
  reason: null,
  ...changed,
});

/** @param {Partial<import("../../queue_server/web/static/wire.js").Undoable>} changed */
export const anUndo = (changed = {}) => ({
  revision: 7,
  kind: "called",
  by: ME.staff,
  label: "A042",
  until: at("08:40:10"),
  ...changed,
});

/**
 * A press as the browser tells it.
 * @param {string} name of the chord: "F2", "Shift+F8", "4"
 * @param {Partial<import("../../queue_server/web/static/counter_keys.js").Press>} [changed]
 */
export const aPress = (name, changed = {}) => {
  const parts = name.split("+");
  const key = parts.at(-1) ?? "";
  return {
    key,
    code: key,
    repeat: false,
    isComposing: false,
    ctrlKey: parts.includes("Ctrl"),
    altKey: parts.includes("Alt"),
    metaKey: parts.includes("Meta"),
    shiftKey: parts.includes("Shift"),
    ...changed,
  };
};

/** @param {Partial<DeskAbout>} changed @returns {DeskAbout} */
export const aDeskAbout = (changed = {}) => ({
  services: [
    { id: "HOTICH", prefix: "A", name: { vi: "Hộ tịch", en: "Civil status" } },
    { id: "DATDAI", prefix: "B", name: { vi: "Đất đai", en: "Land" } },
    { id: "CHUNGTHUC", prefix: "C", name: { vi: "Chứng thực", en: "Certification" } },
  ],
  procedures: [
    { id: "KS", service: "HOTICH", name: { vi: "Đăng ký khai sinh", en: "Birth registration" } },
    { id: "KT", service: "HOTICH", name: { vi: "Đăng ký khai tử", en: "Death registration" } },
    { id: "BD", service: "DATDAI", name: { vi: "Đăng ký biến động", en: "Change of land" } },
  ],
  counters: [1, 2, 3, 12],
  people: [
    { staff: "s1", name: "Lan" },
    { staff: "s2", name: "Trần Văn Bình" },
    { staff: "s3", name: "Đỗ Thu" },
  ],
  hold_min: 15,
  undo_s: 10,
  no_show_calls: 3,
  wait_target_min: 15,
  hold_reasons: ["form", "photocopy", "payment", "document", "other_counter", "other"],
  pause_reasons: ["break", "meeting", "help", "system", "lunch", "other"],
  call_reasons: ["in_need", "called_in_error", "returning", "deadline", "other"],
  cancel_reasons: ["left", "duplicate", "mistake", "other"],
  without_ticket_reasons: ["question", "result", "supplement", "kiosk_down", "other"],
  give_reasons: ["for_others", "no_card", "kiosk_down", "other"],
  ...changed,
});

/** @param {Partial<import("../../queue_server/web/static/wire.js").Today>} today */
export const aHall = (today = {}, changed = {}) =>
  /** @type {ManagerState} */ ({
    revision: 9,
    as_of: at("10:00"),
    day: "2026-11-23",
    name: { vi: "Trung tâm", en: "Centre" },
    today: {
      issued: 100,
      finished: 80,
      missed: 5,
      cancelled: 2,
      expired: 0,
      in_hall: 13,
      waiting: 6,
      longest_wait_s: 300,
      wait_median_s: 400,
      wait_p90_s: 800,
      within_target: 0.95,
      target_min: 15,
      held: 0,
      help: 0,
      help_unanswered: 0,
      extra_papers: 0,
      ...today,
    },
    services: [
      {
        service: "HOTICH",
        prefix: "A",
        name: { vi: "Hộ tịch", en: "Civil status" },
        waiting: 6,
        longest_wait_s: 300,
        issued: 100,
        called: 90,
        wait_median_s: 400,
        wait_p90_s: 800,
        within_target: 0.95,
      },
    ],
    counters: [
      {
        counter: 1,
        name: { vi: "Quầy 1", en: "Counter 1" },
        state: "closed",
        clerk: null,
        clerk_name: null,
        label: null,
        since: null,
        reason: null,
        lost_since: null,
      },
      {
        counter: 2,
        name: { vi: "Quầy 2", en: "Counter 2" },
        state: "serving",
        clerk: "s2",
        clerk_name: "Minh",
        label: "A041",
        since: at("09:55"),
        reason: null,
        lost_since: null,
      },
      {
        counter: 3,
        name: { vi: "Quầy 3", en: "Counter 3" },
        state: "idle",
        clerk: "s1",
        clerk_name: "Lan",
        label: null,
        since: at("09:59"),
        reason: null,
        lost_since: null,
      },
    ],
    devices: [],
    line: [],
    week: { calls: 500, chosen: 5 },
    numbers: {
      given: 110,
      issued: 80,
      leased_unused: 2,
      reserve_unused: 28,
      skipped: 0,
      by_visitor: 3,
      missed: 4,
      unprinted: 1,
    },
    alarms: [],
    voices: [],
    broadcasts: [],
    centre_version: 1,
    ...changed,
  });

/** @typedef {import("../../queue_server/web/static/wire.js").PrinterHealth} PrinterHealth */

/** @param {Partial<PrinterHealth>} changed @returns {PrinterHealth} */
export const aWellPrinter = (changed = {}) => ({
  link: "up",
  paper: "ok",
  cover_open: false,
  online: true,
  cutter_error: false,
  stopped: null,
  ...changed,
});

/** @param {Partial<DeviceNow>} changed @returns {DeviceNow} */
export const aKiosk = (changed = {}) => ({
  device: "k1",
  kind: "kiosk",
  name: "Kiosk 1",
  last_seen: at("09:59:50"),
  online: true,
  printer: aWellPrinter(),
  unsent_tickets: 0,
  refused_tickets: 0,
  reserve_left: 20,
  revoked: false,
  scanner: "none",
  lines: [],
  notices: [],
  ...changed,
});

/** @param {Partial<PrinterNow>} changed @returns {PrinterNow} */
export const aPrinter = (changed = {}) => ({
  device: "k1",
  name: "Kiosk 1",
  problem: null,
  near_end: false,
  last_seen: at("09:59:50"),
  ...changed,
});

/** @param {Partial<SlipNow>} changed @returns {SlipNow} */
export const aSlip = (changed = {}) => ({
  slip: "0b0f4b7c-5c1d-4a5e-8f0a-6f5d1d0c9a11",
  kind: "supplement",
  device: "k1",
  state: "ordered",
  code: null,
  ordered_at: at("10:00"),
  ...changed,
});

/** @param {Partial<Document>} changed @returns {Document} */
export const aPaper = (changed = {}) => ({
  name: { vi: "Tờ khai", en: "Declaration form" },
  original: 1,
  certified_copy: 0,
  photocopy: 0,
  present_only: false,
  condition: null,
  by_data: false,
  ...changed,
});

/** @param {Partial<import("../../queue_server/web/static/wire.js").AlarmNow>} changed */
export const anAlarm = (changed = {}) => ({
  alarm: "a1",
  kind: "help",
  device: "k1",
  device_name: "Cửa chính",
  at: at("10:00"),
  state: "open",
  answered_by: null,
  procedure: null,
  procedure_name: null,
  counter: null,
  counter_name: null,
  ...changed,
});
