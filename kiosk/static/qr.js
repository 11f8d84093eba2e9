/** A code for somebody's phone. */

import { html, useEffect, useRef, useState } from "/shared/static/view.js";

const QUIET_MODULES = 4; // ISO/IEC 18004: white around the code

/**
 * Who draws codes is fetched when one is needed; while the agent is away the visit goes on without.
 * @param {{ data: string, label: string }} props
 */
export function Qr({ data, label }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const [qr, setQr] = useState(/** @type {any} */ (null));
  useEffect(() => {
    import("/shared/vendor/lean-qr.js").then(setQr, () => undefined);
  }, []);
  useEffect(() => {
    if (qr && canvas.current) {
      qr.generate(data).toCanvas(canvas.current, {
        on: [0, 0, 0],
        off: [255, 255, 255],
        padX: QUIET_MODULES,
        padY: QUIET_MODULES,
      });
    }
  }, [data, qr]);
  // There from the beginning, so that nothing below moves when it is drawn.
  return html`<canvas class="qr" ref=${canvas} role="img" aria-label=${`QR ${label}`}></canvas>`;
}
