/** The sign-out button of the bar. */

import { command } from "/shared/static/api.js";

document.getElementById("sign-out")?.addEventListener("click", async () => {
  // Whatever the answer: the sign-in page is where somebody who wants to leave should end.
  await command("/api/v1/sign-out", {}, { pausesMs: [] }).catch(() => null);
  location.assign("/sign-in");
});
