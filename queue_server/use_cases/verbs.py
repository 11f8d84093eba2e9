"""What the counter page may send: every verb of a clerk by its name on the wire."""

from __future__ import annotations

from ..domain.journal import Actor
from ..store import Transaction, counters
from . import booking, calling, opening, undoing, visiting
from .desk import AtCounter, Verb

VERBS: dict[str, Verb] = {
    "open": opening.open_counter,
    "close": opening.close_counter,
    "take_over": opening.take_over,
    "pause": opening.pause,
    "back_to_work": opening.back_to_work,
    "call_next": calling.call_next,
    "stand_down": calling.stand_down,
    "call": calling.call,
    "recall": calling.recall,
    "no_show": calling.no_show,
    "no_show_next": calling.no_show_next,
    "start": visiting.start,
    "finish": visiting.finish,
    "finish_next": visiting.finish_next,
    "hold": visiting.hold,
    "resume": visiting.resume,
    "transfer": visiting.transfer,
    "next_service": visiting.next_service,
    "without_ticket": visiting.without_ticket,
    "return": visiting.return_missed,
    "cancel": visiting.cancel,
    "check_in": booking.check_in,
    "undo": undoing.undo,
}


def act(tx: Transaction, actor: Actor, command: tuple[str, AtCounter]) -> str:
    """Do what a clerk's command says; an idle counter may call whom it sent back to the queue."""
    verb, at_counter = command
    told = VERBS[verb](tx, actor, at_counter)
    counters.touch(tx, [at_counter.counter])  # whoever acts is there
    calling.meet_arrivals(tx)
    return told
