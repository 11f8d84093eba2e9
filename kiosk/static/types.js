/**
 * What the agent sends; the Python side is `kiosk/view.py`, `kiosk/explain.py`, `kiosk/condition.py`.
 *
 * @typedef {Record<string, string>} Texts
 * @typedef {{ low_min: number, high_min: number }} Wait
 * @typedef {{ id: string, prefix: string, name: Texts, example: Texts, zone: Texts,
 *   counters: number[], state: string, waiting: number | null, wait: Wait | null,
 *   opens_at: string | null, role: string | null }} Service
 * @typedef {{ ticket: string, label: string, service: string, source: string,
 *   people_ahead: number | null, wait: Wait | null, print: string, code: string | null,
 *   copy: number, qr: string, online: boolean }} Ticket
 * @typedef {{ version: number, centre_version: number, name: Texts, hotline: string,
 *   timezone: string, languages: string[], link: boolean, enrolled: boolean,
 *   waiting: number | null, services: Service[], priorities: { id: string, name: Texts, from_age: number | null }[], printer: string | null,
 *   reception: Texts, mode: "service" | "practice" | "out", volume: number, ticket: Ticket | null, scanned: Scanned | null,
 *   list: ListNow | null, help: "open" | "coming" | null }} Hall
 * @typedef {{ version: string, server: string, device: string, centre: string, link: boolean,
 *   enrolled: boolean, mode: Hall["mode"], out: boolean, practising: boolean, clock_off_s: number,
 *   printer: { trouble: string | null, link: string, online: boolean | null, paper: string,
 *     cover_open: boolean | null, cutter_error: boolean | null, stuck: boolean,
 *     last_seen: string | null },
 *   scanner: "none" | "up" | "down", roll: { changed_at: string | null, papers: number | null },
 *   unsent: number, refused: number, reserve_left: number, ledger: number, disk_free: number,
 *   memory_free: number | null, notices: string[] }} Condition
 * @typedef {{ id: string, print: string, code: string | null }} ListNow
 * @typedef {ListNow & { procedure: string, answers: Record<string, boolean>, refused: string | null }} Listed
 * @typedef {{ id: number, kind: "card" | "own_ticket" | "not_a_card" | "unreadable",
 *   priorities: string[], ticket: string | null, label: string | null }} Scanned
 * @typedef {{ id: string, text: string }} Asked
 * @typedef {{ name: string, copies: string, condition: string | null, by_data: boolean,
 *   question: string | null, needed_if: boolean }} Paper
 * @typedef {{ id: string, service: string, code: string, name: string, elsewhere: string | null,
 *   questions: Asked[], papers: Paper[], not_required: string[], fee: string, fee_note: string | null, limit: string,
 *   limit_note: string | null, legal_basis: string[], decision: string | null, verified: boolean,
 *   search_keys: string[] }} Procedure
 * @typedef {{ px_per_mm: number, diagonal_in: number, width_px: number, height_px: number,
 *   idle_s: number, warning_s: number, done_s: number, done_without_paper_s: number,
 *   ask_priority: boolean, help_desk: string, long_wait_min: number, max_copies: number,
 *   mount_top_mm: number, speech: { languages: string[], steps: number[] },
 *   words: Record<string, Record<string, string>> }} Facts
 */
export {};
