"""The centre and its procedures as a kiosk explains them."""

from __future__ import annotations

from collections.abc import Collection

from ..domain import procedure as law
from ..domain.errors import NotFound
from ..messages import (
    CentreAbout,
    Document,
    Fee,
    Papers,
    PriorityAbout,
    Procedure,
    ServiceAbout,
    TimeLimit,
)
from ..store import View


def centre_about(view: View) -> CentreAbout:
    """All a kiosk must know to work, also without network."""
    centre = view.centre
    serves: dict[str, list[int]] = {service.id: [] for service in centre.services}
    for counter in centre.counters:
        for service in counter.services:
            serves[service].append(counter.number)
    return CentreAbout(
        id=centre.id,
        version=view.head.version,
        name=centre.name,
        address=centre.address,
        hotline=centre.hotline,
        timezone=centre.calendar.timezone,
        languages=centre.languages,
        public_url=centre.public_url,
        no_show_calls=centre.rules.no_show_calls,
        services=[
            ServiceAbout(one.id, one.prefix, one.name, one.example, one.zone, serves[one.id])
            for one in centre.services
        ],
        priorities=[
            PriorityAbout(one.id, one.name, one.from_age)
            for one in centre.classes_on(view.day)
            if one.on_kiosk
        ],
        procedures=[procedure_about(one, centre.offices) for one in view.catalogue.procedures],
    )


def procedure_about(one: law.Procedure, offices: Collection[str] = ()) -> Procedure:
    """A procedure as it is shown: what is not verified says so.

    A fee the province decides, or of zero, carries no amount: nobody can show it as free.
    """
    amount = None if one.fee.type == "provincial" else one.fee.amount_vnd or None
    return Procedure(
        id=one.id,
        code=one.code,
        service=one.group,
        name={"vi": one.name_short_vi, "en": one.name_en},
        where=one.where,
        fee=Fee(one.fee.type, amount, one.verified.fee, one.fee.note_vi),
        time_limit=TimeLimit(
            one.time_limit.value,
            one.time_limit.unit,
            one.verified.time_limit,
            one.time_limit.note_vi,
        ),
        documents=[_document(paper) for paper in one.documents],
        not_required=one.not_required_vi,
        legal_basis=one.legal_basis,
        decision=one.decision,
        documents_verified=one.verified.documents,
        search_keys=one.search_keys,
        here=one.where in offices,
    )


def papers(view: View, id: str) -> Papers:
    """The published list of a procedure, in its order. Raises ``NotFound``."""
    found = known_procedure(view, id)
    return Papers(
        procedure=found.id,
        name={"vi": found.name_short_vi, "en": found.name_en},
        documents=[_document(paper) for paper in found.documents],
        verified=found.verified.documents,
    )


def known_procedure(view: View, id: str) -> law.Procedure:
    """The procedure of that id. Raises ``NotFound``."""
    found = view.catalogue.find(id)
    if found is None:
        raise NotFound("procedure_unknown", procedure=id[:32])
    return found


def _document(paper: law.Document) -> Document:
    return Document(
        name={"vi": paper.name_vi, "en": paper.name_en or paper.name_vi},
        original=paper.original,
        certified_copy=paper.certified_copy,
        photocopy=paper.photocopy,
        present_only=paper.present_only,
        condition=paper.condition_vi if paper.required == "conditional" else None,
        by_data=paper.replaceable_by_data,
    )
