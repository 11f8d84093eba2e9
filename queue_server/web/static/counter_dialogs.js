/** Which dialog is open: one at a time. */

import { html } from "/shared/static/view.js";
import { CallDialog, CancelDialog, CloseDialog, PauseDialog } from "./counter_ask.js";
import { FindDialog } from "./counter_find_dialog.js";
import { HelpDialog, KeysDialog } from "./counter_help.js";
import { PapersDialog } from "./counter_papers_dialog.js";
import { NextServiceDialog, TransferDialog, WithoutTicketDialog } from "./counter_send.js";

/** @type {Readonly<Record<string, (props: any) => any>>} */
const KINDS = Object.freeze({
  transfer: TransferDialog,
  next_service: NextServiceDialog,
  without_ticket: WithoutTicketDialog,
  pause: PauseDialog,
  call: CallDialog,
  cancel: CancelDialog,
  close: CloseDialog,
  find: FindDialog,
  papers: PapersDialog,
  help: HelpDialog,
  keys: KeysDialog,
});

/** @param {import("./counter_terminal.js").Drawn} drawn */
export function Dialogs(drawn) {
  const dialog = drawn.desk.dialog.value;
  const kind = dialog === null ? undefined : KINDS[dialog.kind];
  return kind === undefined
    ? null
    : html`<${kind} key=${dialog?.kind} ...${drawn} dialog=${dialog} />`;
}
