"""Who this machine is: the token it got at enrolment, in a file only its owner can read."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec
from msgspec import Struct

FILE = "device.json"


class Device(Struct, frozen=True):
    server: str
    device: str
    centre: str
    token: str


def read(folder: Path) -> Device | None:
    """None when the machine was never enrolled. Raises ValueError when the file is damaged."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Device)
    except FileNotFoundError:
        return None


def write(folder: Path, device: Device) -> Path:
    """Write whole or not at all, readable by the owner alone. Raises OSError."""
    return keep(folder / FILE, msgspec.json.encode(device))


def keep(path: Path, secret: bytes) -> Path:
    """Write a file whole or not at all, readable by the owner alone. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    with contextlib.suppress(FileNotFoundError):
        draft.unlink()
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return path
