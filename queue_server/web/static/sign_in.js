/** Sign-in form. */

import { command, Problem } from "/shared/static/api.js";
import { nextPage } from "./next_page.js";
import { problemText } from "./problems.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("sign-in"));
const refusal = /** @type {HTMLElement} */ (document.getElementById("refusal"));
const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (button.disabled) return;
  button.disabled = true;
  refusal.hidden = true;
  try {
    const who = await command("/api/v1/sign-in", Object.fromEntries(new FormData(form)));
    location.assign(nextPage(location.search, who.roles));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    refuse(error);
  } finally {
    button.disabled = false;
  }
});

/** @param {Problem} problem */
function refuse(problem) {
  refusal.textContent = problemText(problem);
  refusal.hidden = false;
  const password = /** @type {HTMLInputElement} */ (form.elements.namedItem("password"));
  password.select();
}
