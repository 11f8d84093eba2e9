/** The manager page's section on trying another rule on past days. Nothing is changed by looking. */

import { ask, command, Problem } from "/shared/static/api.js";
import { date } from "/shared/static/format.js";
import { html, useEffect, useState } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { bars, changeOf, choices, effectRows, most } from "./manager_policy_view.js";
import { NoticeLine } from "./notice.js";

/**
 * @typedef {import("./wire.js").PolicyNow} PolicyNow
 * @typedef {import("./wire.js").PolicyPreview} PolicyPreview
 * @typedef {ReturnType<typeof effectRows>[number]} Row
 */

const HEADS = ["visits", "median", "p90", "changes", "longer", "shorter", "loss"];
const DAYS = [7, 30, 90];
const USUAL_DAYS = 30;

export function Policy() {
  const [policy, setPolicy] = useState(/** @type {PolicyNow | null} */ (null));
  const [told, setTold] = useState(/** @type {PolicyPreview | null} */ (null));
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const [busy, setBusy] = useState(false);

  /** @param {() => Promise<void>} work */
  async function trying(work) {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }
  useEffect(() => {
    trying(async () => setPolicy(await ask("/api/v1/policy")));
  }, []);
  /** @param {object} change */
  const preview = (change) =>
    trying(async () => setTold(await command("/api/v1/policy/preview", change)));

  return html`<section class="policy">
    <h2>${t("mgr.policy")}</h2>
    <p class="small">${t("mgr.policy.about")}</p>
    ${policy && html`<${Form} policy=${policy} busy=${busy} onTry=${preview} />`}
    <${NoticeLine} notice=${problem} />
    <div role="status">
      ${busy && policy && html`<p class="small">${t("mgr.policy.busy")}</p>`}
      ${told && !busy && html`<${Answer} told=${told} />`}
    </div>
  </section>`;
}

/** @param {{ policy: PolicyNow, busy: boolean, onTry: (change: object) => void }} props */
function Form({ policy, busy, onTry }) {
  const offered = choices(policy);
  const [key, setKey] = useState(offered[0]?.key ?? "");
  const chosen = offered.find((one) => one.key === key);
  /** @param {SubmitEvent} event */
  function submit(event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    if (!busy) onTry(changeOf(key, Number(form.get("minutes")), Number(form.get("days"))));
  }
  /** @param {Event} event */
  const choose = (event) => setKey(/** @type {HTMLSelectElement} */ (event.currentTarget).value);
  return html`<form class="policy-form" onSubmit=${submit}>
    <label>${t("mgr.policy.what")}
      <select value=${key} onChange=${choose}>${offered.map((one) => html`<option key=${one.key} value=${one.key}>${one.name ? pick(one.name) : t(one.word)}</option>`)}</select>
    </label>
    <label>${t("mgr.policy.minutes", { n: chosen?.minutes ?? 0 })}
      <input key=${key} name="minutes" type="number" required min="0" max=${most(key)} step="1" defaultValue=${chosen?.minutes ?? 0} />
    </label>
    <label>${t("mgr.policy.days")}
      <select name="days">${DAYS.map((n) => html`<option key=${n} value=${n} selected=${n === USUAL_DAYS}>${n}</option>`)}</select>
    </label>
    <button class="primary" aria-disabled=${busy}>${t("mgr.policy.try")}</button>
  </form>`;
}

/** @param {{ told: PolicyPreview }} props */
function Answer({ told }) {
  if (told.everybody === null || told.first === null || told.last === null) {
    return html`<p>${t("mgr.policy.no_past")}</p>`;
  }
  const span = { n: told.days, first: day(told.first), last: day(told.last) };
  const { unreached_before, unreached_after } = told.everybody;
  return html`<p class="small">${t("mgr.policy.span", span)}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${t("mgr.policy")}>
      <table>
        <thead><tr><th scope="col">${t("mgr.policy.who")}</th>${HEADS.map((head) => html`<th key=${head} scope="col" class=${head === "changes" ? "" : "number"}>${t(`mgr.policy.col.${head}`)}</th>`)}</tr></thead>
        <tbody>${effectRows(told).map((row) => html`<${EffectRow} key=${row.id} ...${row} />`)}</tbody>
      </table>
    </div>
    ${unreached_before + unreached_after > 0 && html`<p class="small">${t("mgr.policy.unreached", { before: unreached_before, after: unreached_after })}</p>`}
    ${told.error_s !== null && html`<p class="small">${t("mgr.policy.error", { m: tenths(told.error_s) })}</p>`}`;
}

/** @param {Row} row */
function EffectRow({ id, name, word, effect, longer, shorter }) {
  const bar = bars({ longer, shorter });
  return html`<tr>
    <th scope="row">${name ? pick(name) : word ? t(word) : id}</th>
    <td class="number">${effect.visits}</td>
    <td class="number">${tenths(effect.median_before_s)} → ${tenths(effect.median_after_s)}</td>
    <td class="number">${tenths(effect.p90_before_s)} → ${tenths(effect.p90_after_s)}</td>
    <td><svg class="gain" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect class="shorter" y="1" height="10" x=${bar.shorter.x} width=${bar.shorter.width} />
      <rect class="longer" y="1" height="10" x=${bar.longer.x} width=${bar.longer.width} />
      <rect class="middle" y="0" height="12" x="49.7" width="0.6" />
    </svg></td>
    <td class="number">${effect.longer}</td>
    <td class="number">${effect.shorter}</td>
    <td class="number">${tenths(effect.largest_loss_s)}</td>
  </tr>`;
}

/** Minutes with one decimal: what differs by less is not told apart. @param {number} seconds */
function tenths(seconds) {
  return (seconds / 60).toFixed(1);
}

/** @param {string} iso a day, at whose noon it is that day everywhere */
function day(iso) {
  return date(`${iso}T12:00:00Z`, "UTC");
}
