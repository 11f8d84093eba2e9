"""A centre's description changes while people stand in the hall."""

import re

import pytest

from queue_server.domain.centre_file import BadCentreFile
from queue_server.use_cases import desk_state, issuing, opening
from queue_server.use_cases.administering import apply_centre
from queue_server.use_cases.catalogue import centre_about
from tests.builders import DESK, Office, centre_text, shipped, wanted


def without(text: str, table: str, line: str) -> str:
    """The file without the one entry of an array of tables that holds a line."""
    entries = re.split(r"\n(?=\[\[)", text)
    kept = [one for one in entries if not (one.startswith(f"[[{table}]]") and line in one)]
    assert len(kept) == len(entries) - 1
    return "\n".join(kept)


def load(office: Office, text: str) -> None:
    apply_centre(office.store, text, shipped("procedures.json"), office.clock())


def test_a_counter_somebody_sits_at_cannot_be_described_away(office: Office) -> None:
    office.clerk(opening.open_counter, 1)
    smaller = without(centre_text(), "counters", "number = 1\n")
    smaller = smaller.replace("ways.left = [1, 2, 3]", "ways.left = [2, 3]")
    with pytest.raises(BadCentreFile, match="counter 1 is not described, and it is open"):
        load(office, smaller)
    office.clerk(opening.close_counter, 1)
    load(office, smaller)


def test_a_service_people_wait_for_cannot_be_described_away(office: Office) -> None:
    office.do(issuing.take, wanted("NCC"), DESK)
    smaller = without(centre_text(), "services", 'id = "NCC"')
    smaller = smaller.replace('"NCC", ', "")
    catalogue = '{"procedures": []}'
    with pytest.raises(BadCentreFile, match='service "NCC" is not described'):
        apply_centre(office.store, smaller, catalogue, office.clock())


def test_a_new_description_is_news_at_once_and_keeps_the_hall(office: Office) -> None:
    label = office.do(issuing.take, wanted(), DESK).label
    before = office.revision()
    load(office, centre_text().replace("board_rows = 8", "board_rows = 4"))
    assert office.revision() == before + 1
    office.clerk(opening.open_counter, 1)
    state = office.see(desk_state.counter_state, 1)
    assert [row.label for row in state.queue] == [label]
    assert office.problems() == []


def test_kiosks_hear_of_questions_roles_counters_and_the_receptions_desk(office: Office) -> None:
    load(office, centre_text().replace('prefix = "B"\n', 'prefix = "B"\nrole = "results"\n'))
    about = office.see(centre_about)
    assert about.reception["vi"] == "Bàn hướng dẫn ở cạnh cửa ra vào"
    assert {one.id: one.role for one in about.services if one.role} == {
        **{"KQ": "results", "BS": "supplement"},  # of the file as it is
        "CT": "results",
    }
    assert {one.id: one.counters for one in about.services}["CT"] == [3, 8]
    assert {"vneid", "proxy"} <= {one.id for one in about.questions}
    birth = next(one for one in about.procedures if one.id == "1_001193")
    assert [paper.question for paper in birth.documents if paper.condition] == [
        *("special_birth", "special_birth", "proxy", "vneid", "vneid")
    ]
