/** The one place where a page tells what happened; read out by screen readers when it changes. */

import { Problem } from "/shared/static/api.js";
import { html, Icon } from "/shared/static/view.js";
import { t } from "/shared/static/words.js";
import { problemText } from "./problems.js";

/**
 * @param {{ notice: Problem | { key: string, values: Record<string, unknown> } | null }} props
 */
export function NoticeLine({ notice }) {
  const text =
    notice instanceof Problem ? problemText(notice) : notice && t(notice.key, notice.values);
  return html`<div class="notice-line" role="status">
    ${text && html`<p class="notice"><${Icon} name="info" /><span>${text}</span></p>`}
  </div>`;
}
