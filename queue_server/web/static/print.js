/** The button that prints a page; without scripts the browser's own menu does. */

const button = /** @type {HTMLButtonElement} */ (document.getElementById("print"));
if (button !== null) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
