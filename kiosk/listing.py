"""What paper says of a procedure: the papers it needs, what it costs and how long it takes. No I/O.

On a ticket it is a part, with a number; alone it is a checklist to take home.
"""

from __future__ import annotations

import datetime as dt

from kiosk.case import Case
from kiosk.explain import Paper, explain, paper_of
from kiosk.papers import CHECKLIST, Look, Speaker, head, local, place
from printer_drivers.layout import Value
from printer_drivers.receipt import Receipt
from queue_server.messages import CentreAbout

PAPERS_AT_HOME = 40  # who takes the list home wants all of it: 40 papers are half a metre


def compose_checklist(
    case: Case, language: str, centre: CentreAbout, look: Look, now: dt.datetime
) -> Receipt:
    """The list of papers without a number."""
    say = Speaker(look.words, language)
    values = {
        **head(centre, language),
        **place(case.procedure.service, centre, say),
        **facts(case, centre, say, PAPERS_AT_HOME),
        "made": say("slip.checklist.made", **local(now, centre)),
    }
    return look.paper(CHECKLIST, language, values)


def facts(case: Case, centre: CentreAbout, say: Speaker, papers_max: int) -> dict[str, Value]:
    """What a visitor should know of a procedure, with the first ``papers_max`` papers to bring."""
    known = explain(case.procedure, say.language, say.words)
    wanted = [paper_of(one, say.language, say.words) for one in case.wanted]
    spared = [paper_of(one, say.language, say.words) for one in case.spared]
    papers, more = wanted[:papers_max], len(wanted) - papers_max
    return {
        "procedure": known.name,
        "elsewhere": say("kiosk.where", place=known.elsewhere) if known.elsewhere else "",
        "papers": [_paper_line(paper) for paper in papers],
        "more_papers": say("ticket.more_papers", n=more) if more > 0 else "",
        "unverified": "" if known.verified else say("ticket.unverified"),
        "spared": [paper.name for paper in spared],
        "not_required": known.not_required,
        "fee": known.fee,
        "days": known.limit,
        "code": known.code,
        "decision": known.decision or "",
        "only_listed": say("ticket.only_listed", hotline=centre.hotline),
    }


def _paper_line(paper: Paper) -> str:
    text = f"{paper.name} ({paper.copies})" if paper.copies else paper.name
    return f"{text} – {paper.condition}" if paper.condition else text
