"""The wire contract keeps out what a database cannot hold, before anything of ours has seen it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest

from queue_server import messages

DIGESTED = {("Enrol", "code"), ("SignIn", "password")}  # only their hashes go on


def texts() -> Iterator[tuple[str, str, msgspec.inspect.StrType]]:
    """Every text somebody can send: command, field, what it may be."""
    for command in messages.Command.__subclasses__():
        for field in msgspec.structs.fields(command):
            kind = msgspec.inspect.type_info(field.type)
            options = kind.types if isinstance(kind, msgspec.inspect.UnionType) else (kind,)
            for option in options:
                if isinstance(option, msgspec.inspect.StrType):
                    yield command.__name__, field.name, option


@pytest.mark.parametrize(("command", "field", "text"), list(texts()))
def test_no_text_with_a_zero_byte_gets_in(
    command: str, field: str, text: msgspec.inspect.StrType
) -> None:
    if (command, field) in DIGESTED:
        return
    assert text.pattern is not None, "PostgreSQL refuses U+0000 in texts"
    for bad in ("\0", "A\0", "\0A", "a\0"):
        assert not re.search(text.pattern, bad), bad


def test_half_a_character_is_no_text() -> None:
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(rb'{"name": "\ud800 ", "password": "x"}', type=messages.SignIn)
