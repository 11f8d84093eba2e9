/** A control looks pressed as soon as a finger is on it: `:active` waits until it is surely a tap. */

const MARK = "data-down";

/** @type {Element | null} */
let down = null;

function lift() {
  if (down) down.removeAttribute(MARK);
  down = null;
}

/** @param {PointerEvent} event */
function press(event) {
  lift();
  down = /** @type {Element} */ (event.target).closest("button:not(:disabled)");
  if (down) down.setAttribute(MARK, "");
}

export function answerTouches() {
  document.addEventListener("pointerdown", press, true);
  document.addEventListener("pointerup", lift, true);
  document.addEventListener("pointercancel", lift, true);
}
