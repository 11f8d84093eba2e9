"""Which papers one visitor needs: the conditions of the list, decided by answers. No I/O.

The touch page decides by the same rules (`static/case.js`); tests hold both to the same examples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from queue_server.messages import Document, Procedure, QuestionAbout

Answers = Mapping[str, bool]
"""By question; one that is not in it was not answered: the visitor may not know."""

NO_ANSWERS: Answers = MappingProxyType({})


def need(document: Document, answers: Answers) -> Literal["needed", "open", "spared"]:
    """``open``: it depends on the condition. Spared is only what an answer spares."""
    if document.condition is None:
        return "needed"
    answer = answers.get(document.question) if document.question else None
    if answer is None:
        return "open"
    return "needed" if answer == document.needed_if else "spared"


class Case(Struct, frozen=True):
    """A procedure, and what its visitor said. Answers to what it does not ask change nothing."""

    procedure: Procedure
    answers: Answers = NO_ANSWERS

    @property
    def wanted(self) -> list[Document]:
        """The papers to bring, those included of which nobody knows, in the order of the list."""
        return [one for one in self.procedure.documents if need(one, self.answers) != "spared"]

    @property
    def spared(self) -> list[Document]:
        return [one for one in self.procedure.documents if need(one, self.answers) == "spared"]


def asked(procedure: Procedure, questions: Sequence[QuestionAbout]) -> list[QuestionAbout]:
    """The questions of a procedure: first that which decides most of its papers."""
    decides = Counter(one.question for one in procedure.documents if one.condition)
    mine = [one for one in questions if decides[one.id]]
    return sorted(mine, key=lambda one: -decides[one.id])
