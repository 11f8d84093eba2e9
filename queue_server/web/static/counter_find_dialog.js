/** Find a ticket of today by a few signs of its number, and take it in hand. */

import { html, useEffect, useRef, useState } from "/shared/static/view.js";
import { pick, t } from "/shared/static/words.js";
import { Frame } from "./counter_dialog.js";
import { asLabel, fitting, shown, useHindrance, useOf } from "./counter_find.js";
import { Picker } from "./counter_picker.js";
import { take } from "./counter_press.js";

/** Long enough for the next sign to be typed, too short to be waited for. */
const PAUSE_MS = 150;

/** @typedef {import("./wire.js").TicketView} TicketView */

/** @param {import("./counter_ask.js").Asked} asked */
export function FindDialog({ desk, state, now, dialog }) {
  const [typed, setTyped] = useState(dialog.text ?? "");
  const [found, setFound] = useState(/** @type {TicketView[]} */ ([]));
  const pressed = useRef(false); // Enter came before the server's answer
  const fit = fitting([...shown(state, desk.appointments.value), ...found], typed);
  /** @param {string | null} id */
  const choose = (id) => {
    const ticket = fit.find((one) => one.ticket === id);
    pressed.current = ticket === undefined;
    if (ticket === undefined) return;
    const use = useOf(ticket);
    if (use.verb === null) return;
    desk.dialog.value = null;
    take(desk, ticket, use, now);
  };
  useEffect(() => {
    const label = asLabel(typed);
    if (label === "") return undefined;
    let late = false;
    const timer = setTimeout(async () => {
      const tickets = await desk.search(label);
      if (!late) setFound(tickets);
    }, PAUSE_MS);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [typed]);
  useEffect(() => {
    if (pressed.current && fit.length > 0) choose(fit[0]?.ticket ?? null);
  }, [found]);
  const type = (/** @type {string} */ text) => {
    pressed.current = false;
    setTyped(text);
  };
  return html`<${Frame} desk=${desk} title=${t("clerk.find")}>
    <${Picker} desk=${desk} label=${t("clerk.find_label")} word="clerk.choose_ticket" typed=${typed}
      options=${fit.map((ticket) => asOption(ticket, state))} onType=${type} onPick=${choose} />
  <//>`;
}

/** @param {TicketView} ticket @param {import("./wire.js").CounterState} state */
function asOption(ticket, state) {
  const use = useOf(ticket);
  const hindrance = use.verb === null ? null : useHindrance(use, state);
  return {
    key: ticket.ticket,
    tag: ticket.label,
    text: pick(ticket.procedure_name) || pick(ticket.service_name),
    more: t(hindrance ?? use.word),
    usable: use.verb !== null && hindrance === null,
  };
}
