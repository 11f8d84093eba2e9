/** What to do when the page itself fails: say so, and begin anew when it goes on. */

const FEW = 3;
const WINDOW_MS = 5 * 60 * 1000;

/**
 * Whether a page with faults at these moments should be loaded again.
 * @param {number[]} moments  in milliseconds, oldest first
 * @param {number} now
 */
export function tooMany(moments, now) {
  return moments.filter((moment) => now - moment <= WINDOW_MS).length >= FEW;
}

/** Write a fault into the log of the agent. @param {unknown} fault */
export function tell(fault) {
  const message = String(fault instanceof Error ? fault.stack || fault : fault).slice(0, 480);
  const body = JSON.stringify({ message });
  const headers = { "Content-Type": "application/json" };
  fetch("/api/fault", { method: "POST", headers, body }).catch(() => undefined);
}
