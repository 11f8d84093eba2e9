/** A citizen asks why others were called first: a plain form that leads to the account. */

import { html } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";

/** @param {{ day: string }} props */
export function AccountForm({ day }) {
  return html`<section class="ask-account">
    <h2>${t("account.ask")}</h2>
    <form action="/account">
      <label for="account-label">${t("account.number")}</label>
      <input id="account-label" name="label" maxlength="12" autocomplete="off" autocapitalize="characters" spellcheck="false" required />
      <label for="account-day">${t("account.day")}</label>
      <input id="account-day" name="day" type="date" defaultValue=${day} required />
      <button type="submit">${t("account.show")}</button>
    </form>
  </section>`;
}
