"""The lock of the staff mode: a PIN whose hash is in a file of its own, and its wrong tries."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from msgspec import Struct

from kiosk.ledger import Ledger
from kiosk.pin import lock_s
from queue_server.runtime.device import keep

log = logging.getLogger(__name__)

FILE = "staff.json"
TRIES = "staff_tries"  # their place in the ledger's memory


class Pin(Struct, frozen=True):
    """Argon2id, as the server keeps passwords."""

    hash: str


class Tries(Struct, frozen=True):
    """Wrong tries at the PIN of this name; those at another one count no more."""

    pin: str
    wrong: int


class NoEntry(Exception):
    """The staff mode stays shut; ``code`` says why, ``wait_s`` for how long nobody is heard."""

    def __init__(self, code: str, wait_s: float = 0.0) -> None:
        super().__init__(code)
        self.code, self.wait_s = code, wait_s


def set_pin(folder: Path, pin: str) -> Path:
    """Keep a PIN that has no ``weakness``, readable by the owner alone. Raises OSError."""
    return keep(folder / FILE, msgspec.json.encode(Pin(PasswordHasher().hash(pin))))


class Lock:
    """May be tried from any thread, one at a time.

    Only wrong tries are written down, not until when the lock holds: after a restart it holds for
    its whole time again, so that no clock that somebody set, and no power cut, opens it sooner.
    """

    def __init__(self, folder: Path, ledger: Ledger, monotonic: Callable[[], float]) -> None:
        self._file, self._ledger, self._monotonic = folder / FILE, ledger, monotonic
        self._one = threading.Lock()
        self._since = monotonic()

    def open(self, pin: str) -> None:
        """Raises ``NoEntry``, or ``LedgerFailed`` where a try could not be counted."""
        with self._one:
            kept = self._pin()
            tries = self._tries(kept)
            self._refuse_while_locked(tries.wrong)
            # Counted before it is looked at: whoever pulls the plug in between has had the try.
            tried = Tries(tries.pin, tries.wrong + 1)
            self._ledger.remember(TRIES, tried)
            if _fits(kept, pin):
                self._ledger.unlearn(TRIES)
                return
            self._since = self._monotonic()
            log.warning("wrong PIN for the staff mode", extra={"wrong": tried.wrong})
            self._refuse_while_locked(tried.wrong)
            raise NoEntry("pin_wrong")

    def _pin(self) -> Pin:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Pin)
        except FileNotFoundError:
            log.warning("staff mode has no PIN: set one by `motcua-kiosk pin`")
            raise NoEntry("pin_not_set") from None
        except (OSError, msgspec.MsgspecError) as error:
            log.warning("PIN cannot be read: set one by `motcua-kiosk pin`", exc_info=error)
            raise NoEntry("pin_not_set") from error

    def _tries(self, pin: Pin) -> Tries:
        name = hashlib.sha256(pin.hash.encode()).hexdigest()[:16]
        known = self._ledger.recall(TRIES, Tries)
        return known if known and known.pin == name else Tries(name, 0)

    def _refuse_while_locked(self, wrong: int) -> None:
        left = lock_s(wrong) - (self._monotonic() - self._since)
        if left > 0:
            raise NoEntry("pin_locked", left)


def _fits(kept: Pin, pin: str) -> bool:
    try:
        return PasswordHasher().verify(kept.hash, pin)
    except (VerificationError, InvalidHashError):
        return False
