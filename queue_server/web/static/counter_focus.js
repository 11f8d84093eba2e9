/** Where the keyboard goes when what had the focus is no longer there: to what comes next. */

export function focusStep() {
  document.getElementById("step")?.focus();
}
