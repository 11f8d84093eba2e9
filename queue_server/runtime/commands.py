"""What the command lines of the devices share: sentences to a person, and who this machine is."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec

from queue_server.runtime import device as devices
from queue_server.runtime.settings import Section, SettingsError, load

SERVER = "http://127.0.0.1:8000"


class Stop(Exception):
    """A sentence for the person at the keyboard; the exit status is 1."""


def carry_out(program: str, kind: type[Section], chosen: argparse.Namespace) -> int:
    """Do the verb that was chosen, with the settings of its --config; the exit status."""
    try:
        return int(chosen.verb(chosen, load(kind, chosen.config, os.environ)))
    except SettingsError as error:
        print(f"{program}: {error}", file=sys.stderr)
        return 2
    except Stop as error:
        print(f"{program}: {error}", file=sys.stderr)
        return 1


@contextmanager
def asking(server: str) -> Iterator[None]:
    """Enrolling at a server: its silence and its refusal are sentences. Raises Stop."""
    from queue_server.runtime.uplink import LinkDown, Refusal

    try:
        yield
    except (ValueError, LinkDown) as error:
        raise Stop(f"no answer from {server}: {error}") from error
    except Refusal as error:
        raise Stop(f"{server} refused the code: {error.title}") from error


def enrol_device(kind: Literal["announcer", "panel"], server: str, code: str, data: Path) -> int:
    """Exchange a single-use code for the token of a device of that kind, kept in its folder; the
    exit status. Raises Stop.
    """
    from queue_server.messages import Enrol, Enrolled
    from queue_server.runtime.uplink import Uplink

    try:
        data.mkdir(parents=True, exist_ok=True)  # before the code is used up
        with asking(server):
            told = Uplink(server).post("/api/v1/enrol", Enrol(code, kind), Enrolled)
        path = devices.write(data, devices.Device(server, told.device, told.centre, told.token))
    except OSError as error:
        raise Stop(f"cannot use {data}: {error}") from error
    print(f"enrolled as {told.device} at {told.centre}; token in {path}")
    return 0


def enrolled(program: str, data: Path) -> devices.Device:
    """Who this machine is. Raises Stop when it is nobody, or its file cannot be read."""
    try:
        device = devices.read(data)
    except (OSError, msgspec.MsgspecError) as error:
        raise Stop(f"{data / devices.FILE} cannot be read: {error}") from error
    if device is None:
        raise Stop(f"not enrolled yet: {program} enrol --server URL --code CODE")
    return device
