"""The centre and its procedures as a kiosk explains them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from ..domain import procedure as law
from ..domain.centre import Centre
from ..domain.errors import NotFound
from ..messages import (
    CentreAbout,
    Document,
    Fee,
    Papers,
    PriorityAbout,
    Procedure,
    QuestionAbout,
    ServiceAbout,
    TimeLimit,
)
from ..store import View


def centre_about(view: View) -> CentreAbout:
    """All a kiosk must know to work, also without network."""
    centre = view.centre
    deciders = view.catalogue.deciders()
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
            ServiceAbout(
                one.id,
                one.prefix,
                one.name,
                one.example,
                one.zone,
                _serving(centre, one.id),
                one.role,
            )
            for one in centre.services
        ],
        priorities=[
            PriorityAbout(one.id, one.name, one.from_age)
            for one in centre.classes_on(view.day)
            if one.on_kiosk
        ],
        procedures=[
            procedure_about(one, centre.offices, deciders) for one in view.catalogue.procedures
        ],
        questions=[
            QuestionAbout(one.id, {"vi": one.vi, "en": one.en or one.vi})
            for one in view.catalogue.questions
        ],
        reception=centre.reception,
    )


def _serving(centre: Centre, service: str) -> list[int]:
    """The numbers of the counters that serve it."""
    return [counter.number for counter in centre.counters if service in counter.services]


def procedure_about(
    one: law.Procedure,
    offices: Collection[str] = (),
    deciders: Mapping[str, law.Decider] = MappingProxyType({}),
) -> Procedure:
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
        documents=[_document(paper, deciders) for paper in one.documents],
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
        documents=[_document(paper, view.catalogue.deciders()) for paper in found.documents],
        verified=found.verified.documents,
    )


def known_procedure(view: View, id: str) -> law.Procedure:
    """The procedure of that id. Raises ``NotFound``."""
    found = view.catalogue.find(id)
    if found is None:
        raise NotFound("procedure_unknown", procedure=id[:32])
    return found


def _document(paper: law.Document, deciders: Mapping[str, law.Decider]) -> Document:
    condition = paper.condition_vi if paper.required == "conditional" else None
    decider = deciders.get(condition) if condition else None
    return Document(
        name={"vi": paper.name_vi, "en": paper.name_en or paper.name_vi},
        original=paper.original,
        certified_copy=paper.certified_copy,
        photocopy=paper.photocopy,
        present_only=paper.present_only,
        condition=condition,
        by_data=paper.replaceable_by_data,
        question=decider.question if decider else None,
        needed_if=decider.needed_if if decider else True,
    )
