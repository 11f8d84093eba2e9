/**
 * What is said of the voices of the zones, derived from the last state. Nothing here touches the
 * page, the network or a clock.
 *
 * @typedef {import("./wire.js").ManagerState} ManagerState
 * @typedef {import("./wire.js").VoiceNow} VoiceNow
 * @typedef {import("./reception_view.js").Sentence} Sentence
 */

import { clock } from "/shared/static/format.js";

/** Zones in which somebody has to look after the loudspeaker. @param {ManagerState} state @param {string} timezone */
export function muteZones(state, timezone) {
  return state.voices
    .filter((voice) => voice.alarm)
    .map((voice) => ({
      zone: voice.zone,
      said: { word: "voice.mute", values: { zone: voice.zone } },
      why: saidOf(voice),
      who: voice.name,
      since:
        voice.since === null
          ? null
          : { word: "voice.since", values: { time: clock(voice.since, timezone) } },
    }));
}

/** One row for each zone. @param {ManagerState} state @param {string} timezone */
export function voiceRows(state, timezone) {
  return state.voices.map((voice) => ({
    zone: voice.zone,
    place: voice.boards,
    tone: voice.state === "speaking" ? "fine" : voice.alarm ? "act" : "watch",
    said: saidOf(voice),
    who: voice.name,
    last: lastOf(voice, timezone),
    unheard: voice.unheard.join(", "),
  }));
}

/** Its `name`, who speaks or could, is picked by the page. @param {VoiceNow} voice @returns {Sentence} */
function saidOf({ state, kind, problem }) {
  const values = { problem: problem ?? "" };
  const announcer = kind === "announcer";
  switch (state) {
    case "speaking":
      return { word: announcer ? "voice.speaking.announcer" : "voice.speaking.board", values };
    case "failing":
      return { word: "voice.failing", values };
    case "blocked":
      return { word: announcer ? "voice.blocked.player" : "voice.blocked", values };
    default:
      return { word: "voice.nobody", values };
  }
}

/** @param {VoiceNow} voice @param {string} timezone @returns {Sentence} */
function lastOf({ last_label, last_at, last_delay_ms }, timezone) {
  if (last_at === null) return { word: "voice.none_yet", values: {} };
  const delay = ((last_delay_ms ?? 0) / 1000).toFixed(1);
  const values = { label: last_label ?? "", time: clock(last_at, timezone), delay };
  return { word: "voice.last_at", values };
}

/** How far a broadcast has come. @param {import("./wire.js").BroadcastNow} one @param {string} timezone @returns {Sentence} */
export function standingOf({ said, times, next_at, withdrawn }, timezone) {
  if (withdrawn) return { word: "say.withdrawn", values: { said } };
  if (next_at === null) return { word: "say.last", values: { said, times } };
  return { word: "say.standing", values: { said, times, next: clock(next_at, timezone) } };
}
