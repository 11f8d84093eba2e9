// Who owns the spotlight, and when the next one may have it. Pure: every function takes a stage and
// returns a stage (the same object when nothing changed). One call owns spotlight, chime and voice
// together, so what is heard is always what is shown. What a manager says is a call of its own kind,
// which goes before all calls that wait.

/**
 * @typedef {{[language: string]: string}} Words
 * @typedef {{call_id: string, label: string, counter: number, counter_name: Words, nth: number,
 *   called_at: string}} Call
 * @typedef {Call & {expires_at: string, sound: string, kind?: string, text?: Words,
 *   urgent?: boolean, withdraws?: string | null, shown?: boolean,
 *   until?: number}} Announcement `until`: it is told before that moment of the page's clock, or not
 * @typedef {{call: Announcement, since: number, sounding: boolean}} Spotlight
 * @typedef {{heard: string[], waiting: Announcement[], current: Spotlight | null}} Stage
 */

/** A call stays alone in the spotlight this long: time to look up, read and compare the ticket. */
export const SPOTLIGHT_MS = 15000;

/** With more calls than this in line each gives way as soon as its sound has ended … */
export const CROWD = 4;

/** … but is still shown this long, also when it could not be heard. */
export const HURRIED_MS = 5000;

/** No sound takes longer, waiting for the server included. An end that is never reported (a device
 * that vanished, an error of the page) must not keep the spotlight for ever. */
export const LONGEST_MS = 30000;

/** What a manager says may take 20 s in each language. */
export const LONGEST_MESSAGE_MS = 75000;

/** A call that had to stand in line for longer than its life and this (a screen woken from sleep)
 * is only listed: its visitor has been called again or has gone. */
export const LATE_MS = 180000;

/** The sound of a call lasts no longer, chime included. */
const CALL_MS = 12000;
/** A chime, and slow speech: ten letters a second. */
const CHIME_MS = 2000;
const LETTER_MS = 100;

/** Who goes first. */
const URGENT = 0;
const MESSAGE = 1;
const CALL = 2;

/** Calls older than a few hundred cannot come back; the memory of them need not grow for ever. */
export const HEARD_KEPT = 300;

/**
 * How long the voice needs for it, rather too long than too short.
 * @param {Announcement} call @returns {number}
 */
export function speechMs(call) {
  if (call.kind !== "message") {
    return CALL_MS;
  }
  const text = call.text || {};
  const letters = Object.keys(text).reduce((sum, language) => sum + text[language].length, 0);
  return CHIME_MS + letters * LETTER_MS;
}

/** @param {string[]} heard call ids known from before a reload @returns {Stage} */
export function emptyStage(heard) {
  return { heard: heard.slice(-HEARD_KEPT), waiting: [], current: null };
}

/**
 * A call arrives. One heard before changes nothing: it is in the list, and stays silent. Whether it is
 * news the link has judged; all times here are of the page's own clock, which the server's does not set.
 * @param {Stage} stage @param {Announcement} call @param {number} now ms
 * @returns {Stage}
 */
export function arrive(stage, call, now) {
  if (stage.heard.includes(call.call_id)) {
    return stage;
  }
  const heard = stage.heard.concat(call.call_id).slice(-HEARD_KEPT);
  const waiting = inLine(stage.waiting, call, now);
  return advance({ heard, waiting, current: stage.current }, now);
}

/**
 * The voice is ours now, and nobody has spoken this one: it sounds as soon as nothing else does,
 * also when it has been shown in silence.
 * @param {Stage} stage @param {Announcement} call @param {number} now @returns {Stage}
 */
export function owe(stage, call, now) {
  const { current } = stage;
  const sounding = current !== null && current.sounding;
  const here = stage.waiting.some((one) => one.call_id === call.call_id);
  if (here || (sounding && current.call.call_id === call.call_id)) {
    return stage;
  }
  const known = stage.heard.includes(call.call_id);
  const heard = known ? stage.heard : stage.heard.concat(call.call_id).slice(-HEARD_KEPT);
  const waiting = inLine(stage.waiting, call, now);
  return advance({ heard, waiting, current: sounding ? current : null }, now);
}

/**
 * What a manager has taken back is neither shown nor said any more. The sound that is being heard
 * has to be stopped by whoever plays it; its end is then reported as any other.
 * @param {Stage} stage @param {string} ids how their ids begin @param {number} now @returns {Stage}
 */
export function withdraw(stage, ids, now) {
  /** @param {Announcement} call */
  const gone = (call) => call.call_id.startsWith(ids);
  const waiting = stage.waiting.filter((call) => !gone(call));
  const { current } = stage;
  if (current === null || !gone(current.call)) {
    return waiting.length === stage.waiting.length
      ? stage
      : { heard: stage.heard, waiting, current };
  }
  const ended = { call: current.call, since: Number.NEGATIVE_INFINITY, sounding: current.sounding };
  return advance({ heard: stage.heard, waiting, current: ended }, now);
}

/**
 * @param {Announcement[]} waiting @param {Announcement} call @param {number} now
 * @returns {Announcement[]}
 */
function inLine(waiting, call, now) {
  const livesMs = Date.parse(call.expires_at) - Date.parse(call.called_at);
  const timed = Object.assign({}, call, { until: now + livesMs + LATE_MS });
  const behind = waiting.findIndex((one) => rank(one) > rank(call));
  const place = behind < 0 ? waiting.length : behind;
  return waiting.slice(0, place).concat(timed, waiting.slice(place));
}

/** @param {Announcement} call */
function rank(call) {
  if (call.kind !== "message") {
    return CALL;
  }
  return call.urgent ? URGENT : MESSAGE;
}

/**
 * The sound of a call is over, or could not be played, which is the same to those who wait.
 * @param {Stage} stage @param {string} callId @param {number} now @returns {Stage}
 */
export function soundOver(stage, callId, now) {
  const current = stage.current;
  if (current === null || current.call.call_id !== callId || !current.sounding) {
    return stage;
  }
  const silent = { call: current.call, since: current.since, sounding: false };
  return advance({ heard: stage.heard, waiting: stage.waiting, current: silent }, now);
}

/**
 * Time passes: the spotlight goes dark or to the next call in line.
 * @param {Stage} stage @param {number} now ms @returns {Stage}
 */
export function advance(stage, now) {
  if (stage.current !== null && !hasHadItsTime(stage.current, stage.waiting, now)) {
    return stage;
  }
  const waiting = stage.waiting.filter((call) => Number(call.until) > now);
  const next = upNext(waiting, stage.current);
  if (!next) {
    return stage.current === null && stage.waiting.length === 0
      ? stage
      : { heard: stage.heard, waiting: [], current: null };
  }
  return {
    heard: stage.heard,
    waiting: waiting.filter((call) => call !== next),
    current: { call: next, since: now, sounding: true },
  };
}

/**
 * Who is next in line. Behind a message a call has its turn before another one that is not urgent.
 * @param {Announcement[]} waiting @param {Spotlight | null} before @returns {Announcement | undefined}
 */
export function upNext(waiting, before) {
  const [first] = waiting;
  const again = before !== null && rank(before.call) < CALL && first && rank(first) === MESSAGE;
  return (again && waiting.find((one) => rank(one) === CALL)) || first;
}

/** @param {Spotlight} spotlight @param {Announcement[]} waiting @param {number} now */
function hasHadItsTime(spotlight, waiting, now) {
  const shown = now - spotlight.since;
  if (spotlight.sounding) {
    const longest = spotlight.call.kind === "message" ? LONGEST_MESSAGE_MS : LONGEST_MS;
    return shown > longest && shown < Number.POSITIVE_INFINITY;
  }
  // A negative time: the clock was set back meanwhile.
  return shown >= due(spotlight, waiting) || shown < 0;
}

/** @param {Spotlight} spotlight @param {Announcement[]} waiting */
function due(spotlight, waiting) {
  if (spotlight.call.shown === false || (waiting.length > 0 && rank(waiting[0]) === URGENT)) {
    return 0;
  }
  return waiting.length > CROWD ? HURRIED_MS : SPOTLIGHT_MS;
}
