/**
 * A control looks pressed as soon as a finger is on it: `:active` waits until it is surely a tap. And
 * the second tap of a hurried finger is for the button that is gone, not for what stands there now.
 */

const MARK = "data-down";
const HURRIED_MS = 600;
const NEAR_MM = 12;

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

/** @type {{ at: number, x: number, y: number, button: Element | null } | null} the last tap */
let last = null;

/** @param {MouseEvent} event */
function tapped(event) {
  const { clientX: x, clientY: y, detail, target } = event;
  if (detail === 0) return; // of a key
  const at = performance.now();
  if (last && last.button && !last.button.isConnected && at - last.at < HURRIED_MS) {
    const mm = Number.parseFloat(document.documentElement.style.getPropertyValue("--mm"));
    if (Math.hypot(x - last.x, y - last.y) < NEAR_MM * mm) return event.stopImmediatePropagation();
  }
  last = { at, x, y, button: /** @type {Element} */ (target).closest("button") };
}

export function answerTouches() {
  document.addEventListener("click", tapped, true);
  document.addEventListener("pointerdown", press, true);
  document.addEventListener("pointerup", lift, true);
  document.addEventListener("pointercancel", lift, true);
}
