"""Slips on order: staff order them, a device with a printer prints them and says how it went.

Neither is news of the hall: nothing here raises the revision.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from ..domain import slip as rules
from ..domain.errors import NotFound, Refused
from ..domain.journal import Actor
from ..domain.slip import ORDERED, TAKEN, Order, Texts
from ..messages import Slip, SlipNow, SlipPrinted
from ..store import Transaction, View, slips
from .printers import printer

SUPPLEMENT = "supplement"


class Draft(Struct, frozen=True):
    """A slip that is composed and not yet ordered.

    ``nth``: the how-maniest supplement slip of its ticket it says it is.
    """

    kind: str
    device: str
    language: str
    texts: Texts
    ticket: str | None = None
    nth: int = 1


def order(tx: Transaction, actor: Actor, draft: Draft) -> str:
    """Order a slip; its id.

    Raises ``NotFound`` and ``Refused`` where nothing can be printed, and ``Refused`` when somebody
    else ordered a supplement slip for the same ticket meanwhile.
    """
    printer(tx, draft.device)
    if draft.kind == SUPPLEMENT and draft.nth != nth_supplement(tx, draft.ticket or ""):
        raise Refused("slip_meanwhile")
    slip = str(uuid4())
    slips.add(
        tx,
        Order(
            slip=slip,
            device=draft.device,
            kind=draft.kind,
            language=draft.language,
            texts=draft.texts,
            ordered_at=tx.now,
            ordered_by=actor.name,
            ticket=draft.ticket,
        ),
    )
    return slip


def nth_supplement(view: View, ticket: str) -> int:
    """The how-maniest supplement slip of a ticket the next one would be.

    Those that certainly never came to paper do not count.
    """
    earlier = slips.of_ticket(view, ticket, SUPPLEMENT)
    return 1 + sum(rules.may_be_on_paper(one, view.now) for one in earlier)


def told(tx: Transaction, device: str, printed: Iterable[SlipPrinted]) -> None:
    """A device says how slips ended. Said again, or of slips not its own, it changes nothing."""
    for one in printed:
        known = slips.find(tx, str(one.slip))
        if known is not None and known.device == device:
            after = rules.told(known, one.state, one.code)
            if after != known:
                slips.save(tx, after)


def to_print(tx: Transaction, device: str) -> list[Slip]:
    """What a device is to print, oldest first; from now on the device knows of it.

    Every heartbeat asks: one look into an index that holds nothing but open orders.
    """
    found = slips.to_print(tx, device, tx.now - rules.TAKEN_WITHIN)
    for one in found:
        if one.state == ORDERED:
            slips.save(tx, replace(one, state=TAKEN))
    return [_slip(one) for one in found]


def _slip(one: Order) -> Slip:
    known: dict[str, Any] = {"kind": one.kind, "language": one.language, "values": one.texts}
    return Slip(slip=UUID(one.slip), ordered_at=one.ordered_at, **known)


def slip_now(view: View, slip: str) -> SlipNow:
    """How far a slip has come. Raises ``NotFound``."""
    known = slips.find(view, slip)
    if known is None:
        raise NotFound("slip_unknown", slip=slip)
    state, code = rules.standing(known, view.now)
    return SlipNow(
        slip=UUID(known.slip),
        kind=known.kind,
        device=known.device,
        state=state,  # type: ignore[arg-type]  # one of the four
        code=code,
        ordered_at=known.ordered_at,
    )
