import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "/shared/static/api.js";
import { BroadcastDesk } from "../../queue_server/web/static/broadcast_desk.js";
import { muteZones, standingOf, voiceRows } from "../../queue_server/web/static/voice_view.js";
import { aHall, at } from "./staff_states.js";

const ZONE = "Asia/Ho_Chi_Minh";

/** @param {Partial<import("../../queue_server/web/static/wire.js").VoiceNow>} changed */
const aVoice = (changed) => ({
  zone: "hall",
  boards: [{ vi: "Sảnh chờ", en: "Hall" }],
  state: "speaking",
  kind: "board",
  name: { vi: "Sảnh chờ", en: "Hall" },
  problem: null,
  since: null,
  alarm: false,
  last_label: "A012",
  last_at: at("10:00:05"),
  last_delay_ms: 240,
  unheard: [],
  ...changed,
});

test("only zones with an alarm are among the alarms, with what is wrong and since when", () => {
  const blocked = { state: "blocked", problem: "suspended", alarm: true, since: at("09:59") };
  const state = aHall({}, { voices: [aVoice({}), aVoice({ zone: "b", ...blocked })] });
  assert.deepEqual(muteZones(state, ZONE), [
    {
      zone: "b",
      said: { word: "voice.mute", values: { zone: "b" } },
      why: { word: "voice.blocked", values: { problem: "suspended" } },
      who: { vi: "Sảnh chờ", en: "Hall" },
      since: { word: "voice.since", values: { time: "09:59" } },
    },
  ]);
});

test("a row tells who speaks, what was heard last and after how long, and what nobody heard", () => {
  const announcer = aVoice({ kind: "announcer", name: { vi: "PC" }, unheard: ["A010", "A011"] });
  const [row] = voiceRows(aHall({}, { voices: [announcer] }), ZONE);
  assert.deepEqual(row?.said, { word: "voice.speaking.announcer", values: { problem: "" } });
  assert.deepEqual(row?.who, { vi: "PC" });
  assert.deepEqual(row?.last.values, { label: "A012", time: "10:00", delay: "0.2" });
  assert.deepEqual([row?.unheard, row?.tone], ["A010, A011", "fine"]);
  const silent = { state: "nobody", kind: null, name: null, last_at: null, alarm: true };
  const [mute] = voiceRows(aHall({}, { voices: [aVoice(silent)] }), ZONE);
  assert.deepEqual(
    [mute?.said.word, mute?.last.word, mute?.tone],
    ["voice.nobody", "voice.none_yet", "act"],
  );
});

test("a broadcast says how far it has come", () => {
  /** @type {any} */
  const one = { said: 2, times: 3, next_at: at("10:05"), withdrawn: false };
  assert.equal(standingOf(one, ZONE).word, "say.standing");
  assert.equal(standingOf({ ...one, next_at: null }, ZONE).word, "say.last");
  assert.equal(standingOf({ ...one, withdrawn: true }, ZONE).word, "say.withdrawn");
});

const PHRASES = { phrases: [], languages: ["vi", "en"], zones: ["hall", "b"] };

/** @param {Record<string, string>} fields */
const aForm = (fields) => ({
  get: (/** @type {string} */ name) => fields[name] ?? null,
  getAll: (/** @type {string} */ name) => (fields[name] ? [fields[name]] : []),
});

test("a manager's own words are sent in the languages that have some, others not at all", async () => {
  /** @type {any[]} */
  const sent = [];
  const command = async (/** @type {string} */ url, /** @type {object} */ body) => {
    sent.push([url, body]);
  };
  const desk = new BroadcastDesk({ ask: async () => PHRASES, command });
  const form = {
    kind: "own",
    "text.vi": " Xin chú ý. ",
    "text.en": " ",
    zone: "b",
    times: "2",
    gap_s: "30",
  };
  await desk.say(aForm(form), PHRASES);
  assert.deepEqual(sent, [
    [
      "/api/v1/broadcasts",
      { kind: "own", text: { vi: "Xin chú ý." }, zones: ["b"], urgent: false, times: 2, gap_s: 30 },
    ],
  ]);
  assert.equal(desk.said.value, 1);
  await desk.say(aForm({ ...form, kind: "fire", urgent: "on" }), PHRASES);
  assert.deepEqual([sent[1][1].text, sent[1][1].urgent], [{}, true]);
});

test("a message for no zone is not said in all of them", async () => {
  let sent = 0;
  const command = async () => {
    sent += 1;
  };
  const desk = new BroadcastDesk({ ask: async () => PHRASES, command });
  const form = aForm({ kind: "fire", times: "1", gap_s: "60" });
  await desk.say(form, PHRASES);
  assert.deepEqual([sent, desk.said.value], [0, 0]);
  assert.deepEqual(desk.notice.value, { key: "say.no_zone", values: {} });
  await desk.say(form, { ...PHRASES, zones: ["hall"] }); // where there is no choice
  assert.equal(sent, 1);
});

test("phrases that are looked at anew, at midnight, are in nobody's way", async () => {
  let sent = 0;
  const command = async () => {
    sent += 1;
  };
  const desk = new BroadcastDesk({ ask: () => new Promise(() => undefined), command });
  desk.look();
  await desk.withdraw("m");
  await desk.say(aForm({ kind: "fire", zone: "b", times: "1", gap_s: "60" }), PHRASES);
  desk.look();
  assert.equal(sent, 2);
  assert.deepEqual(desk.notice.value, { key: "say.sent", values: {} });
});

test("a refusal is told, and the form keeps its words", async () => {
  const command = async () => {
    throw new Problem("broadcast_text_missing", 400);
  };
  const desk = new BroadcastDesk({ ask: async () => PHRASES, command });
  await desk.say(aForm({ kind: "own", zone: "b", times: "1", gap_s: "60" }), PHRASES);
  assert.equal(/** @type {any} */ (desk.notice.value).code, "broadcast_text_missing");
  assert.deepEqual([desk.said.value, desk.sending.value], [0, false]);
});
