/** Builders of what the server would say: a full default, changed by the fields a test is about. */

/** @typedef {import("../../queue_server/web/static/wire.js").TicketView} TicketView */
/** @typedef {import("../../queue_server/web/static/wire.js").CounterState} CounterState */
/** @typedef {import("../../queue_server/web/static/wire.js").ManagerState} ManagerState */
/** @typedef {import("../../queue_server/web/static/wire.js").DeviceNow} DeviceNow */

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
  ticket: null,
  step: "call_next",
  queue: [],
  missed: [],
  waiting: 0,
  longest_wait_s: 0,
  why: null,
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
      },
      {
        counter: 2,
        name: { vi: "Quầy 2", en: "Counter 2" },
        state: "serving",
        clerk: "s2",
        clerk_name: "Minh",
        label: "A041",
        since: at("09:55"),
      },
      {
        counter: 3,
        name: { vi: "Quầy 3", en: "Counter 3" },
        state: "idle",
        clerk: "s1",
        clerk_name: "Lan",
        label: null,
        since: at("09:59"),
      },
    ],
    devices: [],
    line: [],
    ...changed,
  });

/** @param {Partial<DeviceNow>} changed @returns {DeviceNow} */
export const aKiosk = (changed = {}) => ({
  device: "k1",
  kind: "kiosk",
  name: "Kiosk 1",
  last_seen: at("09:59:50"),
  online: true,
  printer: { link: "up", paper: "ok", cover_open: false },
  unsent_tickets: 0,
  refused_tickets: 0,
  reserve_left: 20,
  revoked: false,
  ...changed,
});
