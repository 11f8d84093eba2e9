"""The wire contract: every message between our processes, in both directions.

Commands go up by HTTP as JSON, carry an ``Idempotency-Key`` header (a UUID; same key, same answer
for 24 hours) unless the path itself names what is created. News goes down by Socket.IO under two
event names that are never mixed:

* ``state``: the whole picture of one room, replaceable; older than what you have? drop it.
* ``announcement``: something that happens once; drop it when heard before or expired.

All times are aware UTC (RFC 3339). All durations carry their unit in the name. ``Words`` is a text
in several languages, ``{"vi": …, "en": …}``; Vietnamese is always present.
This module imports no other of ours, so that a kiosk can load it without a web framework.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

PROTOCOL = 1
"""Raised when an older device could misunderstand a message; sent as ``Motcua-Protocol``."""

STATE = "state"
ANNOUNCEMENT = "announcement"

Words = dict[str, str]
ServiceId = Annotated[str, Meta(pattern=r"^[A-Z][A-Z0-9_]{0,15}\Z")]
ProcedureId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.]{1,32}\Z")]
ClassId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,23}\Z")]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}\Z")]
PLAIN = r"^[^\x00-\x08\x0b-\x1f\x7f]*\Z"  # no control characters: databases refuse NUL
StaffId = Annotated[str, Meta(min_length=1, max_length=64, pattern=PLAIN)]
Note = Annotated[str, Meta(max_length=280, pattern=PLAIN)]
CounterNumber = Annotated[int, Meta(ge=1, le=999)]
Count = Annotated[int, Meta(ge=0)]
Moment = Annotated[dt.datetime, Meta(tz=True)]
"""Aware: a moment without its zone is refused, because nobody could tell when it was."""


class Command(Struct, frozen=True, forbid_unknown_fields=True):
    """Sent to the server; unknown fields are refused so that a typing slip cannot be silent."""


class News(Struct, frozen=True):
    """Sent by the server; readers ignore fields they do not know."""


class Wait(News, frozen=True):
    """Expected wait, a range rounded outward to five minutes; ``None``: no forecast."""

    low_min: int
    high_min: int


# ── devices ──────────────────────────────────────────────────────────────────────────────────────


class Enrol(Command, frozen=True):
    """``POST /api/v1/enrol``: exchange a single-use code for a device token."""

    code: Annotated[str, Meta(min_length=4, max_length=40)]
    kind: Literal["kiosk", "board", "announcer", "panel"] = "kiosk"


class Enrolled(News, frozen=True):
    """The token is shown once; the server keeps only its hash."""

    device: str
    kind: str
    centre: str
    token: str


class Lease(Command, frozen=True):
    """``POST /api/v1/leases``: a number for the ticket being taken at this moment.

    ``ticket`` is the id the kiosk gave the tap; asking again for it returns the same number.
    """

    ticket: UUID
    service: ServiceId
    procedure: ProcedureId | None = None
    priority: ClassId = "normal"


class Leased(News, frozen=True):
    ticket: UUID
    day: dt.date
    series: str
    number: int
    label: str
    at: dt.datetime
    people_ahead: Count
    wait: Wait | None


class ReserveWanted(Command, frozen=True):
    """``POST /api/v1/reserves``: numbers to live on while the server is silent.

    ``block`` names one block of one service and business day and makes asking again harmless.
    """

    block: UUID
    service: ServiceId
    day: dt.date
    count: Annotated[int, Meta(ge=1, le=100)]


class Block(News, frozen=True):
    """Numbers of the reserve order of one service on one day, in the order they must be given.

    ``labels`` are their printable forms.
    """

    block: UUID
    service: str
    day: dt.date
    series: str
    numbers: list[int]
    labels: list[str]


class TicketTaken(Command, frozen=True):
    """``PUT /api/v1/tickets/<ticket>``: a ticket the kiosk has committed to its ledger."""

    service: ServiceId
    day: dt.date
    series: Annotated[str, Meta(min_length=1, max_length=4, pattern=PLAIN)]
    number: Annotated[int, Meta(ge=1, le=99_999)]
    issued_at: Moment
    procedure: ProcedureId | None = None
    priority: ClassId = "normal"
    language: Language = "vi"


class TakeTicket(Command, frozen=True):
    """``POST /api/v1/tickets``: number and queue a ticket in one go (reception desk, phone).

    ``reason``: why it was not taken at a kiosk, a code of ``give_reasons`` or a text; the journal
    keeps it.
    """

    service: ServiceId
    procedure: ProcedureId | None = None
    priority: ClassId = "normal"
    language: Language = "vi"
    reason: Note | None = None


class TicketQueued(News, frozen=True):
    ticket: str
    label: str
    service: str
    status: str
    queued_at: dt.datetime
    revision: int


class PrinterHealth(Struct, frozen=True):
    """What the kiosk knows of its printer; ``unknown`` and ``None`` are never fine.

    ``online``: the printer itself says that it can print. ``stopped``: why the kiosk prints nothing
    on a printer that says so: ``roll_stuck`` or ``line_bad``.
    """

    link: Literal["up", "down", "unknown"] = "unknown"
    paper: Literal["ok", "near_end", "out", "unknown"] = "unknown"
    cover_open: bool | None = None
    online: bool | None = None
    cutter_error: bool | None = None
    stopped: Annotated[str, Meta(max_length=40, pattern=r"^[a-z_]+\Z")] | None = None


SlipKind = Literal["supplement", "return", "explanation", "day"]

SLIP_VALUES: dict[SlipKind, tuple[str, ...]] = {
    "supplement": (
        *("label", "service", "procedure", "code", "counter", "made", "missing", "times"),
        *("unverified", "decision", "only_listed", "qr", "qr_use"),
    ),
    "return": ("label", "service", "where", "until", "how", "made", "qr", "qr_use"),
    "explanation": (
        *("label", "service", "taken", "called", "made", "overtaken_by", "elsewhere"),
        *("none", "rule", "life", "source", "complain"),
    ),
    "day": (
        *("day", "made", "so_far", "issued", "finished", "missed", "cancelled", "expired"),
        *("in_hall", "median", "p90", "longest", "within", "chosen", "outcomes", "services"),
    ),
}
"""What each kind of slip says, as texts that are ready to print; a layout places them by name.

The device adds ``centre`` and ``address``. ``missing``, ``overtaken_by``, ``life``, ``outcomes``
and ``services`` are lists of lines. What does not apply is empty.
"""


class Slip(News, frozen=True):
    """A slip for a device to print: texts in ``language``, under the names of ``SLIP_VALUES``.

    ``kind`` is a ``SlipKind``; a device of before a kind tells it as failed, and hears the rest.
    """

    slip: UUID
    kind: str
    language: str
    ordered_at: dt.datetime
    values: dict[str, str | list[str]]


class SlipPrinted(Struct, frozen=True, forbid_unknown_fields=True):
    """How a slip ended at the device; ``code`` says why it is not certainly on paper."""

    slip: UUID
    state: Literal["confirmed", "failed", "unknown"]
    code: Annotated[str, Meta(max_length=40, pattern=r"^[a-z_]+\Z")] | None = None


Notice = Annotated[str, Meta(max_length=40, pattern=r"^[a-z_]+\Z")]
"""``out_of_service``, ``practice``, ``disk_nearly_full`` or ``clock_off``. A code and no list of
them, so that a kiosk may have something new to say to a server of before."""


class LineHealth(Struct, frozen=True, forbid_unknown_fields=True):
    """One serial line of a panel. ``up``: its port is open, which says nothing of what hangs on it.

    ``silent``: counters whose displays do not answer or cannot show their number. ``unknown``:
    counters of whose devices nothing is known; many never say anything of themselves.
    """

    name: Annotated[str, Meta(min_length=1, max_length=64, pattern=PLAIN)]
    up: bool
    silent: Annotated[list[CounterNumber], Meta(max_length=250)] = []
    unknown: Annotated[list[CounterNumber], Meta(max_length=250)] = []


class Heartbeat(Command, frozen=True, omit_defaults=True):
    """``POST /api/v1/heartbeat``: a device is alive; the answer is what it shows.

    What is as usual is left out, so that a server of before a field still hears most devices.

    ``unsent_tickets`` are on their way; ``refused_tickets`` the server would not have.
    ``scanner``: whether its port is open, ``none`` where there is no scanner. ``slips``: those that
    have ended since the last answer, each told again until a heartbeat was answered. ``lines`` are
    those of a panel. ``notices``: what else the manager must know of a kiosk. ``unprinted_tickets``
    are those of the day whose paper failed: their numbers were shown on the screen alone.
    """

    version: Annotated[str, Meta(max_length=32, pattern=PLAIN)]
    centre_version: Count = 0
    printer: PrinterHealth = PrinterHealth()
    unsent_tickets: Count = 0
    refused_tickets: Count = 0
    reserve_left: Count = 0
    clock: Moment | None = None
    scanner: Literal["none", "up", "down"] = "none"
    slips: Annotated[list[SlipPrinted], Meta(max_length=20)] = []
    lines: Annotated[list[LineHealth], Meta(max_length=50)] = []
    notices: Annotated[list[Notice], Meta(max_length=10)] = []
    unprinted_tickets: Count = 0


AlarmKind = Literal["help", "extra_papers"]


class RaiseAlarm(Command, frozen=True):
    """``POST /api/v1/alarms``: a visitor at a kiosk calls for help, or was asked for extra papers.

    ``alarm`` makes sending it again harmless. ``procedure`` and ``counter`` say what a report is
    about, as far as the visitor knows; there is no text and nothing of a person. ``at``: when the
    button was pressed; a call for help counts from its arrival.
    """

    alarm: UUID
    kind: AlarmKind
    at: Moment
    procedure: ProcedureId | None = None
    counter: CounterNumber | None = None


class AlarmSeen(News, frozen=True):
    """How an alarm stands. ``state``: ``open``, ``coming`` (somebody is on the way), ``over``."""

    alarm: UUID
    kind: str
    state: str


class ServiceNow(News, frozen=True):
    """One queue as the kiosk shows it; ``opens_at`` is known when ``state`` is ``closed``."""

    service: str
    waiting: Count
    wait: Wait | None
    state: Literal["open", "closed", "suspended", "full"]
    opens_at: dt.datetime | None = None


class HallNow(News, frozen=True):
    """Answer to a heartbeat. ``centre_version`` other than yours: fetch ``/api/v1/centre``.

    ``slips`` are to be printed; each is repeated until the device has told how it ended.
    ``alarms``: this device's call for help, as long as it is not over.
    """

    revision: int
    as_of: dt.datetime
    day: dt.date
    next_day: dt.date
    centre_version: int
    waiting: Count
    services: list[ServiceNow]
    slips: list[Slip] = []
    alarms: list[AlarmSeen] = []


PadEvent = Literal["next", "recall", "start", "finish", "no_show", "transfer", "pause"]


class PadKey(Command, frozen=True):
    """``POST /api/v1/panel/keys``: a key of a call pad, for the clerk who holds its counter.

    ``press`` names this press and makes sending it again harmless. ``pressed_at`` is by the
    server's clock, as the panel knows it from ``as_of``; the late are refused (``press_late``).
    """

    press: UUID
    counter: CounterNumber
    event: PadEvent
    pressed_at: Moment


class Document(News, frozen=True):
    """One line of the checklist (thành phần hồ sơ).

    ``question`` decides the condition, where one does: the paper is needed when the answer to it is
    ``needed_if``, and not needed when it is the other one.
    """

    name: Words
    original: int = 0
    certified_copy: int = 0
    photocopy: int = 0
    present_only: bool = False
    condition: str | None = None
    by_data: bool = False
    question: str | None = None
    needed_if: bool = True


class Fee(News, frozen=True):
    """``type`` ``provincial``: decided by the province, never to be shown as free."""

    type: Literal["free", "fixed", "per_unit", "tiered", "provincial"]
    amount_vnd: int | None = None
    verified: bool = False
    note: str | None = None


class TimeLimit(News, frozen=True):
    value: int | None
    unit: Literal["same_day", "working_days", "calendar_days", "hours"]
    verified: bool = False
    note: str | None = None


class Procedure(News, frozen=True):
    """One administrative procedure (thủ tục hành chính) as the kiosk explains it.

    ``where`` is the office that handles it; ``here`` says whether that office sits in this centre.
    """

    id: str
    code: str
    service: str
    name: Words
    where: str
    fee: Fee
    time_limit: TimeLimit
    documents: list[Document]
    not_required: list[str]
    legal_basis: list[str]
    decision: str | None
    documents_verified: bool
    search_keys: list[str]
    here: bool = True


class ServiceAbout(News, frozen=True):
    """``role``: what visitors look for by itself, not by a procedure group."""

    id: str
    prefix: str
    name: Words
    example: Words
    zone: Words
    counters: list[int]
    role: Literal["results", "supplement", "reception"] | None = None


class PriorityAbout(News, frozen=True):
    """``from_age``: the age from which the class holds, where it is one of age."""

    id: str
    name: Words
    from_age: int | None = None


class QuestionAbout(News, frozen=True):
    """Asked with yes or no on the page of a procedure that has papers it decides."""

    id: str
    text: Words


class CentreAbout(News, frozen=True):
    """``GET /api/v1/centre``: all a kiosk must know to work, also without network.

    ``reception`` says where the reception's desk is; empty where nobody wrote it down.
    """

    id: str
    version: int
    name: Words
    address: Words
    hotline: str
    timezone: str
    languages: list[str]
    public_url: str
    no_show_calls: int
    services: list[ServiceAbout]
    priorities: list[PriorityAbout]
    procedures: list[Procedure]
    questions: list[QuestionAbout] = []
    reception: Words = {}


# ── hall ─────────────────────────────────────────────────────────────────────────────────────────


class Called(News, frozen=True):
    """One row of a board: the latest call of a ticket."""

    call_id: str
    label: str
    counter: int
    counter_name: Words
    nth: int
    called_at: dt.datetime
    status: str


class ServiceWaiting(News, frozen=True):
    service: str
    prefix: str
    name: Words
    waiting: Count


class BoardCounter(News, frozen=True):
    """A counter as the display above it shows it: its state, its services, and who is there.

    ``status``: closed, idle, calling, serving or paused. ``called_at`` is the latest call, the
    ``nth`` of that number.
    """

    counter: int
    name: Words
    status: str
    services: list[Words]
    label: str | None = None
    call_id: str | None = None
    nth: Count = 0
    called_at: dt.datetime | None = None


class BoardState(News, frozen=True, omit_defaults=True):
    """State of room ``board``; ``calls`` are newest first, one row per counter.

    What stands at its default is left out: it goes to every board at every change.

    ``missed`` are the numbers that were called in vain and may still come back, latest first.
    ``kind`` is hall, counter, overflow, missed or results. An overflow leaves out the first
    ``skip`` calls, which the board it follows has room for. ``resting``: the centre is closed and
    nobody is in it. ``diagonal_in`` (inches) and ``seat_m`` (metres) say how large letters must be;
    ``ticker`` has pages of text by language, ``media`` names of files under ``/board-media/``.
    ``ways`` has the counters by the direction (left, ahead, right, up, down) in which they lie from
    where the board is read; not every counter need be there.
    """

    revision: int
    as_of: dt.datetime
    board: str
    name: Words
    timezone: str
    languages: list[str]
    calls: list[Called]
    waiting: list[ServiceWaiting]
    missed: list[str] = []
    kind: str = "hall"
    counters: list[BoardCounter] = []
    skip: Count = 0
    resting: bool = False
    reception: Words = {}
    diagonal_in: float | None = None
    seat_m: float | None = None
    ticker: dict[str, list[str]] = {}
    media: list[str] = []
    ways: dict[str, list[int]] = {}


class PublicCall(News, frozen=True):
    """A call as anybody may see it: the number, where to, when, and which repeat."""

    label: str
    counter: int
    counter_name: Words
    nth: int
    called_at: dt.datetime


class PublicBoard(News, frozen=True):
    """A board for the centre's own site: who is called and how many wait, and no more than that."""

    as_of: dt.datetime
    name: Words
    timezone: str
    calls: list[PublicCall]
    waiting: list[ServiceWaiting]


class Announcement(News, frozen=True):
    """What is to be shown large, chimed and spoken once, before ``expires_at``.

    ``kind``: a ``call``; a ``message`` of a manager, whose ``text`` is shown and spoken before the
    calls that wait (``label`` is empty; ``urgent``: as soon as the present sound has ended); or
    ``withdrawn``, and what is said under ids that begin with ``withdraws`` is not said any more.
    ``shown``: whether the call belongs on the board that hears of it; it may hold the voice of a
    zone in which other boards show other services.
    """

    call_id: str
    label: str
    counter: int
    counter_name: Words
    nth: int
    called_at: dt.datetime
    expires_at: dt.datetime
    sound: str
    kind: str = "call"
    text: Words = {}
    urgent: bool = False
    withdraws: str | None = None
    shown: bool = True


class ZoneState(News, frozen=True):
    """State of room ``zone``, in which announcers hear the announcements of a zone."""

    revision: int
    as_of: dt.datetime
    zone: str


UtteranceId = Annotated[str, Meta(pattern=r"^[0-9a-f-]{36}(\.[0-9]{1,2})?\Z")]
"""The ``call_id`` of an announcement."""


class Spoken(Struct, frozen=True, forbid_unknown_fields=True):
    """What became of an announcement at the one who speaks.

    ``at``: when its sound began, by the server's clock; or ``error``: the code of why it was not
    heard.
    """

    id: UtteranceId
    at: Moment | None = None
    error: Annotated[str, Meta(max_length=40, pattern=r"^[a-z0-9_]+\Z")] | None = None


class VoiceBeat(Command, frozen=True, omit_defaults=True):
    """``POST /api/v1/boards/<name>/voice`` and ``POST /api/v1/voices/<zone>``, every two seconds.

    A loudspeaker says whether it could speak (else ``problem`` says why not) and what it has spoken
    since the last answer. ``page`` names a board's page as long as it is open.
    """

    ready: bool
    page: UUID | None = None
    problem: Annotated[str, Meta(max_length=40, pattern=r"^[a-z0-9_]+\Z")] | None = None
    spoken: Annotated[list[Spoken], Meta(max_length=50)] = []


class VoiceTurn(News, frozen=True):
    """Answer to ``VoiceBeat``: ``for_s`` seconds you may speak, from when it was sent.

    ``unspoken``: to who speaks, what has not expired and nobody has said to have spoken.
    """

    zone: str
    for_s: float
    unspoken: list[Announcement] = []


class PanelCounter(News, frozen=True):
    """A counter as its display shows it: who is called to it or served at it.

    ``status``: closed, idle, calling, serving or paused. ``called_at`` is the latest call.
    """

    counter: int
    status: str
    label: str | None = None
    call_id: str | None = None
    nth: Count = 0
    called_at: dt.datetime | None = None


class PanelState(News, frozen=True):
    """State of room ``panel``: every counter of the centre."""

    revision: int
    as_of: dt.datetime
    counters: list[PanelCounter]


# ── counter ──────────────────────────────────────────────────────────────────────────────────────

Step = Literal["open", "call_next", "start", "finish_next", "back_to_work", "none"]
"""The next legal step: the verb that the clerk's one big button sends."""


class SignIn(Command, frozen=True):
    name: Annotated[str, Meta(min_length=1, max_length=64, pattern=PLAIN)]
    password: Annotated[str, Meta(min_length=1, max_length=200)]


class SignedIn(News, frozen=True):
    staff: str
    name: str
    roles: list[str]


Outcome = Literal["received", "supplement", "refused", "advice", "wrong_place", "result_returned"]


class CounterCommand(Command, frozen=True):
    """``POST /api/v1/counters/<n>/<verb>``.

    ``ticket`` and ``version`` say what the clerk was looking at: a stale page is told the truth
    instead of acting on somebody else. A repeated command (same key) happens once and is answered
    with the counter as it stands now. Which verb reads which field: ``docs/messages.md``.
    """

    ticket: UUID | None = None
    version: Count | None = None
    outcome: Outcome = "received"
    reason: Note | None = None
    note: Note | None = None
    minutes: Annotated[int, Meta(ge=1, le=480)] | None = None
    service: ServiceId | None = None
    procedure: ProcedureId | None = None
    to_counter: CounterNumber | None = None
    to_person: StaffId | None = None
    revision: Count | None = None


class TicketView(News, frozen=True):
    """A ticket as staff see it; no personal data exists to be shown.

    ``calling_since`` is the first of the present calls, ``called_at`` the latest. Nine of ten
    visits for its procedure take less than ``usual_s``.
    ``keeps_turn_until``: a missed ticket that returns by then keeps its place.
    """

    ticket: str
    version: int
    label: str
    service: str
    service_name: Words
    procedure: str | None
    procedure_name: Words | None
    priority: str
    priority_name: Words | None
    status: str
    issued_at: dt.datetime
    waited_s: int
    called_at: dt.datetime | None
    started_at: dt.datetime | None
    calls: int
    language: str
    calling_since: dt.datetime | None = None
    usual_s: int | None = None
    note: str | None = None
    moved_from: int | None = None
    booked_at: dt.datetime | None = None
    held_until: dt.datetime | None = None
    reserved_for: int | None = None
    reserved_person: str | None = None
    keeps_turn_until: dt.datetime | None = None


class Why(News, frozen=True):
    """Why this ticket was called, in minutes, as stored with the call.

    ``score_min`` = waited + head start - help. ``passed`` counts those who came earlier and still
    waited; ``reason`` is there when the clerk chose the ticket out of its order.
    """

    label: str
    waited_min: int
    head_start_min: int
    help_min: int
    score_min: int
    runner_up: str | None
    runner_up_score_min: int | None
    passed: Count = 0
    reason: str | None = None


class Undoable(News, frozen=True):
    """The last command at a counter, which ``undo`` (with its ``revision``) takes back in time.

    ``by`` is the clerk who gave it; nobody else can take it back.
    """

    revision: int
    kind: str
    by: str
    label: str | None
    until: dt.datetime


class CounterState(News, frozen=True):
    """State of room ``counter``; ``queue``: the first rows in the order of their calls.

    ``armed``: the next arrival is called by itself. ``absent_from``: when ``no_show`` is allowed
    for the present call. ``may_take_over``: the holder's page has been gone for long.
    ``call`` names the present call in ``GET /api/v1/calls/<call>``.
    """

    revision: int
    as_of: dt.datetime
    counter: int
    counter_name: Words
    state: Literal["closed", "idle", "calling", "serving", "paused"]
    clerk: str | None
    clerk_name: str | None
    reason: str | None
    armed: bool
    may_take_over: bool
    ticket: TicketView | None
    step: Step
    absent_from: dt.datetime | None
    queue: list[TicketView]
    held: list[TicketView]
    missed: list[TicketView]
    waiting: Count
    longest_wait_s: Count
    call: int | None
    why: Why | None
    undo: Undoable | None


class CounterSummary(News, frozen=True):
    """A counter in a row of others; ``clerk`` is the sign-in name, for names may be shared.

    ``lost_since``: the counter is held and its page has been gone since then.
    """

    counter: int
    name: Words
    state: str
    clerk: str | None
    clerk_name: str | None
    label: str | None
    since: dt.datetime | None
    reason: str | None = None
    lost_since: dt.datetime | None = None


class CounterList(News, frozen=True):
    """``GET /api/v1/counters``."""

    counters: list[CounterSummary]


class ServiceChoice(News, frozen=True):
    id: str
    prefix: str
    name: Words


class ProcedureChoice(News, frozen=True):
    id: str
    service: str
    name: Words


class Person(News, frozen=True):
    staff: str
    name: str


class DeskAbout(News, frozen=True):
    """``GET /api/v1/desk``: what a clerk chooses from, and the rules the page draws.

    ``hold_reasons`` and the others are codes with words in the catalogue; free text is as good.
    """

    services: list[ServiceChoice]
    procedures: list[ProcedureChoice]
    counters: list[int]
    people: list[Person]
    hold_min: int
    undo_s: int
    no_show_calls: int
    wait_target_min: int
    hold_reasons: list[str]
    pause_reasons: list[str]
    call_reasons: list[str]
    cancel_reasons: list[str]
    without_ticket_reasons: list[str]
    give_reasons: list[str]


class Found(News, frozen=True):
    """``GET /api/v1/labels/<label>``: today's tickets whose number begins so."""

    tickets: list[TicketView]


class Book(Command, frozen=True):
    """``POST /api/v1/appointments``: a booked time for today or a coming business day."""

    service: ServiceId
    at: Moment
    procedure: ProcedureId | None = None
    priority: ClassId = "normal"
    language: Language = "vi"


class Appointments(News, frozen=True):
    """``GET /api/v1/appointments``: today's booked times nobody has checked in for yet."""

    tickets: list[TicketView]


# ── slips ─────────────────────────────────────────────────────────────────────────────────────────


class OrderSlip(Command, frozen=True):
    """``POST /api/v1/slips``: print a slip at a device; keyed.

    ``supplement`` and ``return`` are about ``ticket``; ``missing`` are places (from 0) in the
    procedure's list of papers, ``procedure`` the one when the ticket has none. ``explanation``:
    ``day`` and ``label``. ``day``: that day, or today. Language: the ticket's, or ``language``.
    """

    kind: SlipKind
    device: Annotated[str, Meta(min_length=1, max_length=64, pattern=PLAIN)]
    ticket: UUID | None = None
    procedure: ProcedureId | None = None
    missing: Annotated[list[Annotated[int, Meta(ge=0, le=200)]], Meta(max_length=100)] = []
    day: dt.date | None = None
    label: Annotated[str, Meta(max_length=12, pattern=PLAIN)] | None = None
    language: Language | None = None


class SlipNow(News, frozen=True):
    """Answer to ``OrderSlip``, and ``GET /api/v1/slips/<slip>``: how far it has come.

    ``code`` says why it is not certainly on paper; ``expired``: its device did not come in time.
    """

    slip: UUID
    kind: str
    device: str
    state: Literal["ordered", "confirmed", "failed", "unknown"]
    code: str | None
    ordered_at: dt.datetime


class PrinterNow(News, frozen=True):
    """A device with a printer; ``problem`` is the code of what is wrong, ``None`` when all is well.

    Codes: ``device_silent``, ``printer_unknown``, ``link_down``, ``cover_open``, ``paper_out``,
    ``cutter_error``, ``offline``, ``printer_silent``, or as ``PrinterHealth.stopped``.
    ``near_end``: the roll should be changed soon.
    """

    device: str
    name: str
    problem: str | None
    near_end: bool
    last_seen: dt.datetime | None


class Printers(News, frozen=True):
    """``GET /api/v1/printers``: where slips can be printed, and how those printers are."""

    printers: list[PrinterNow]


class Papers(News, frozen=True):
    """``GET /api/v1/procedures/<procedure>/papers``: what a supplement slip chooses from."""

    procedure: str
    name: Words
    documents: list[Document]
    verified: bool


# ── alarms ────────────────────────────────────────────────────────────────────────────────────────

HandledReason = Literal["instructed", "listed", "mistaken", "unclear", "other"]


class AlarmCommand(Command, frozen=True):
    """``POST /api/v1/alarms/<alarm>/<verb>``: ``coming``, ``done`` or ``handled``; keyed.

    ``handled`` needs a ``reason``: what the manager found.
    """

    reason: HandledReason | None = None


class AlarmNow(News, frozen=True):
    """An alarm that is not over, as staff see it. ``answered_by``: who is on the way, by name."""

    alarm: UUID
    kind: str
    device: str
    device_name: str
    at: dt.datetime
    state: str
    answered_by: str | None = None
    procedure: str | None = None
    procedure_name: Words | None = None
    counter: int | None = None
    counter_name: Words | None = None


class Alarms(News, frozen=True):
    """``GET /api/v1/alarms``: what is open, oldest first; reports only for managers."""

    as_of: dt.datetime
    alarms: list[AlarmNow]


# ── what is said in the hall ──────────────────────────────────────────────────────────────────────

SpokenText = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+\Z")]


class Say(Command, frozen=True):
    """``POST /api/v1/broadcasts``: say something in the hall, ``times`` with ``gap_s`` between.

    The gap begins when it has been said. ``own`` needs ``text``, in Vietnamese at least; the others
    have words of their own. ``zones``: none named means all.
    """

    kind: Literal["own", "closing", "fire", "power", "lost_child"]
    text: Annotated[dict[Language, SpokenText], Meta(max_length=10)] = {}
    zones: Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=50)] = []
    urgent: bool = False
    times: Annotated[int, Meta(ge=1, le=20)] = 1
    gap_s: Annotated[int, Meta(ge=15, le=600)] = 60


class BroadcastNow(News, frozen=True):
    """Something a manager says in the hall: ``said`` of ``times`` so far, again at ``next_at``.

    ``stands``: it is being said, waits for that, or will be said again; else it is over or
    ``withdrawn``.
    """

    broadcast: UUID
    kind: str
    text: Words
    zones: list[str]
    urgent: bool
    times: int
    said: int
    said_at: dt.datetime
    next_at: dt.datetime | None
    by: str
    stands: bool
    withdrawn: bool


class WithdrawBroadcast(Command, frozen=True):
    """``POST /api/v1/broadcasts/<broadcast>/withdraw``."""


class Phrase(News, frozen=True):
    """A prepared thing to say."""

    kind: str
    text: Words
    urgent: bool


class Phrases(News, frozen=True):
    """``GET /api/v1/phrases``: what can be said, in which languages and zones."""

    phrases: list[Phrase]
    languages: list[str]
    zones: list[str]


class VoiceNow(News, frozen=True):
    """How a zone is heard. ``state``: ``speaking``; ``failing``, its latest sounds were not heard;
    ``blocked``, nobody may make a sound; ``nobody``.

    ``boards`` are the names of those that stand there, ``kind`` and ``name`` who speaks or could: a
    board as the screens name it, an announcer as it was enrolled.
    ``since``: how long it has not been as it should be, if that is known. ``alarm``: somebody has
    to look; never where no loudspeaker has been for a week. ``last_*`` are the latest call that was
    heard; ``last_delay_ms`` from its commit to the begin of its sound. ``unheard``: calls of the
    last ten minutes that were never spoken.
    """

    zone: str
    boards: list[Words]
    state: str
    kind: str | None
    name: Words | None
    problem: str | None
    since: dt.datetime | None
    alarm: bool
    last_label: str | None
    last_at: dt.datetime | None
    last_delay_ms: int | None
    unheard: list[str]


# ── explanations ─────────────────────────────────────────────────────────────────────────────────


class RuleAbout(News, frozen=True):
    """The discipline's numbers that held at a call. ``version`` is that of the centre file.

    ``priority_head_start_min`` is the largest; ``alike`` says whether all classes have the same.
    """

    version: int
    help_after_min: int
    priority_head_start_min: int
    appointment_head_start_min: int
    alike: bool = True


class Passed(News, frozen=True):
    """Somebody who came earlier than the ticket that was called, and why the other went first.

    ``code``: ``head_start``, ``help``, ``earlier_turn`` (then ``minutes`` is how far the called
    ticket was ahead by the rule), ``kept``, ``called_back``, ``chosen``.
    """

    label: str
    service: str
    service_name: Words
    issued_at: dt.datetime
    code: str
    minutes: int | None = None


class CallAccount(News, frozen=True):
    """``GET /api/v1/calls/<call>``: one call, and everybody it passed. The same tomorrow.

    ``elsewhere`` counts those who came earlier and waited for services this counter does not serve.
    """

    call: int
    label: str
    service: str
    service_name: Words
    priority: bool
    appointment: bool
    issued_at: dt.datetime
    called_at: dt.datetime
    counter: int
    counter_name: Words
    why: Why
    rule: RuleAbout
    passed: list[Passed]
    elsewhere: Count


class Overtaking(News, frozen=True):
    """A ticket that came later and was called earlier.

    Its class is not told, only that the law gives it priority. ``code`` is as in ``Passed``, or
    ``not_yet_known``: the number that complains had not reached the server, or ``same_visit``: it
    was being served and went on to the service the other waits for, at ``called_at`` (``call`` is
    then that row of the journal, which is no call).
    """

    call: int
    label: str
    service: str
    service_name: Words
    priority: bool
    appointment: bool
    issued_at: dt.datetime
    called_at: dt.datetime
    counter: int
    counter_name: Words
    code: str
    minutes: int | None = None
    reason: str | None = None


class LifeStep(News, frozen=True):
    """One journal row of a ticket; ``kind`` is the journal's, or ``appointment_missed``.

    ``call`` names a call, for ``GET /api/v1/calls/<call>``.
    """

    at: dt.datetime
    kind: str
    counter: int | None
    reason: str | None
    call: int | None = None


class TicketAccount(News, frozen=True):
    """``GET /api/v1/accounts/<day>/<label>``: why others were called before this ticket.

    ``elsewhere`` counts later comers who were called meanwhile at counters that do not serve its
    service; ``rule`` is the one that held when it was first called, or as long as it waited.
    """

    label: str
    day: dt.date
    service: str
    service_name: Words
    priority: bool
    appointment: bool
    status: str
    issued_at: dt.datetime
    first_called_at: dt.datetime | None
    waited_s: Count
    rule: RuleAbout
    life: list[LifeStep]
    overtaken_by: list[Overtaking]
    elsewhere: Count


# ── manager ──────────────────────────────────────────────────────────────────────────────────────


class ServiceFigures(News, frozen=True):
    service: str
    prefix: str
    name: Words
    waiting: Count
    longest_wait_s: Count
    issued: Count
    called: Count
    wait_median_s: int | None
    wait_p90_s: int | None
    within_target: float | None


class Today(News, frozen=True):
    """Identity, always: issued = finished + missed + cancelled + expired + in_hall.

    ``help``: calls for help from kiosks, ``help_unanswered`` those to which nobody came in time.
    ``extra_papers``: reports that papers outside the list were demanded.
    """

    issued: Count
    finished: Count
    missed: Count
    cancelled: Count
    expired: Count
    in_hall: Count
    waiting: Count
    longest_wait_s: Count
    wait_median_s: int | None
    wait_p90_s: int | None
    within_target: float | None
    target_min: int
    held: Count = 0
    help: Count = 0
    help_unanswered: Count = 0
    extra_papers: Count = 0


class OutOfOrder(News, frozen=True):
    """Calls of the last seven days, and how many of them a clerk chose out of their order."""

    calls: Count
    chosen: Count


class DeviceNow(News, frozen=True):
    device: str
    kind: str
    name: str
    last_seen: dt.datetime | None
    online: bool
    printer: PrinterHealth | None
    unsent_tickets: int
    refused_tickets: int
    reserve_left: int
    revoked: bool
    scanner: Literal["none", "up", "down"] = "none"
    lines: list[LineHealth] = []
    notices: list[str] = []


class DayPoint(News, frozen=True):
    """Cumulative arrivals and finished tickets, and people waiting, at the end of five minutes."""

    at: dt.datetime
    arrived: Count
    finished: Count
    waiting: Count


class NumbersOfDay(News, frozen=True):
    """Identity, always: given = issued + leased_unused + reserve_unused + skipped.

    ``given`` left the day's series; ``issued`` are on tickets. ``leased_unused`` were leased for a
    tap and are on no ticket, ``reserve_unused`` lie in kiosks' blocks (while the day lasts they may
    still be given), ``skipped`` were jumped over after a restored backup. Of those issued,
    ``by_visitor`` were cancelled by their holders, ``missed`` called in vain, ``unprinted`` never
    on paper.
    """

    given: Count
    issued: Count
    leased_unused: Count
    reserve_unused: Count
    skipped: Count
    by_visitor: Count
    missed: Count
    unprinted: Count


class ManagerState(News, frozen=True):
    """State of room ``manager``. What can be said changes with ``day`` and ``centre_version``."""

    revision: int
    as_of: dt.datetime
    day: dt.date
    name: Words
    today: Today
    services: list[ServiceFigures]
    counters: list[CounterSummary]
    devices: list[DeviceNow]
    line: list[DayPoint]
    week: OutOfOrder
    numbers: NumbersOfDay
    alarms: list[AlarmNow] = []
    voices: list[VoiceNow] = []
    broadcasts: list[BroadcastNow] = []
    centre_version: Count = 0


class PolicyClass(News, frozen=True):
    """A priority class of today with its head start."""

    id: str
    name: Words
    head_start_min: Count


class PolicyNow(News, frozen=True):
    """``GET /api/v1/policy``: the discipline's numbers of today, which a change may be tried on."""

    help_after_min: Count
    appointment_head_start_min: Count
    classes: list[PolicyClass]


class PolicyChange(Command, frozen=True):
    """``POST /api/v1/policy/preview``: another rule, tried on the latest ``days`` with tickets.

    ``head_start_min`` is by priority class; what is not named stays as it is.
    """

    days: Annotated[int, Meta(ge=1, le=90)] = 30
    help_after_min: Annotated[int, Meta(ge=0, le=480)] | None = None
    appointment_head_start_min: Annotated[int, Meta(ge=0, le=1440)] | None = None
    head_start_min: dict[ClassId, Annotated[int, Meta(ge=0, le=1440)]] = {}


class PolicyEffect(News, frozen=True):
    """What a change would have done to a set of visits.

    Waits run from arrival to first call. ``longer`` and ``shorter`` count visits whose wait changes
    by more than a minute. ``unreached``: nobody had called them when the last counter closed.
    """

    visits: Count
    median_before_s: Count
    median_after_s: Count
    p90_before_s: Count
    p90_after_s: Count
    mean_before_s: Count
    mean_after_s: Count
    longer: Count
    shorter: Count
    largest_loss_s: Count
    unreached_before: Count
    unreached_after: Count


class PolicyRow(News, frozen=True):
    """The effect on one class or service; ``name`` is absent where the centre file has none."""

    id: str
    name: Words | None
    effect: PolicyEffect


class PolicyPreview(News, frozen=True):
    """What the change would have done on past days; nothing is changed by looking.

    ``days`` were looked at, ``first`` to ``last``; fewer than asked for where there are no more, or
    where they are too many visits for one answer. ``everybody`` is absent when there were none.
    ``error_s``: how far, in the median, the run under the old rule is from what really happened.
    """

    days: Count
    first: dt.date | None
    last: dt.date | None
    everybody: PolicyEffect | None
    classes: list[PolicyRow]
    services: list[PolicyRow]
    error_s: int | None


class Problem(News, frozen=True):
    """``application/problem+json`` (RFC 9457); ``code`` is stable, ``title`` is for people."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    about: dict[str, str | int | None] = {}


encode = msgspec.json.encode


def to_wire(message: Struct) -> dict[str, object]:
    """The JSON object of a message as plain Python values (for Socket.IO, which encodes itself)."""
    plain: dict[str, object] = msgspec.to_builtins(message)
    return plain
