"""The types the pages' checker knows are the messages the server sends."""

import re

import msgspec
import pytest

from queue_server import messages
from tests.house.files import ROOT

WIRE = (ROOT / "queue_server/web/static/wire.js").read_text("utf-8")
TYPEDEF = re.compile(r"@typedef \{object\} (\w+)\n((?: \* @property .+\n)+)")
PROPERTY = re.compile(r"@property \{.+\} (\w+)$", re.MULTILINE)
TYPES = {name: PROPERTY.findall(body) for name, body in TYPEDEF.findall(WIRE)}


def test_there_are_types_to_compare() -> None:
    assert {"CounterState", "ManagerState", "TicketView", "Problem"} <= TYPES.keys()


@pytest.mark.parametrize("name", TYPES)
def test_a_type_has_the_fields_of_its_message(name: str) -> None:
    fields = msgspec.structs.fields(getattr(messages, name))
    assert TYPES[name] == [field.name for field in fields]
