"""The word a process gives to systemd: that it is ready, and again and again that it works.

systemd says in the environment where it listens and how often it wants to hear (sd_notify(3),
sd_watchdog_enabled(3)). It ends a process that has been silent for longer and starts it anew.
Started by hand nobody listens, and nothing is sent.
"""

from __future__ import annotations

import faulthandler
import http.client
import logging
import os
import socket
from collections.abc import Callable, Mapping
from contextlib import closing

log = logging.getLogger(__name__)

READY = "READY=1"
WORKS = "WATCHDOG=1"
PART = 3  # of the time systemd waits: a word or two may fail before it acts
ANSWER_S = 5.0
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - addresses to ask


class Watchdog:
    """``works`` is asked before each word; nothing is said when it is not so."""

    def __init__(self, environ: Mapping[str, str], works: Callable[[], bool]) -> None:
        self._address = environ.get("NOTIFY_SOCKET", "")
        self._works = works
        self._silent = False
        self.pause_s = _pause_s(environ)
        """Seconds between two words; None: nobody watches."""

    def ready(self) -> None:
        """Say that the process serves."""
        self._tell(READY)

    def run(self, sleep: Callable[[float], None]) -> None:
        """Go round as long as the process lives; returns at once when nobody watches."""
        if self.pause_s is None:
            return
        faulthandler.enable()  # systemd ends by SIGABRT: then the log says where each thread stood
        while True:
            self.round()
            sleep(self.pause_s)

    def round(self) -> None:
        """One word, if it is true; never raises."""
        works = self._works()
        if works:
            self._tell(WORKS)
        if works == self._silent:
            (log.info if works else log.error)("works again" if works else "works no more")
        self._silent = not works

    def _tell(self, word: str) -> None:
        if not self._address:
            return
        abstract = self._address.startswith("@")
        address = "\0" + self._address[1:] if abstract else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
                line.settimeout(ANSWER_S)
                line.sendto(word.encode(), address)
        except OSError as error:
            log.warning("systemd not told", extra={"reason": str(error)})


def answers(host: str, port: int, path: str = "/healthz") -> Callable[[], bool]:
    """A question that is answered by the process itself, over its own socket as others see it."""

    def ask() -> bool:
        line = http.client.HTTPConnection(ANYWHERE.get(host, host), port, timeout=ANSWER_S)
        with closing(line):
            try:
                line.request("GET", path)
                return line.getresponse().status == http.HTTPStatus.OK
            except (OSError, http.client.HTTPException):
                return False

    return ask


def _pause_s(environ: Mapping[str, str]) -> float | None:
    """A child of the watched process inherits the words, but nobody waits for it."""
    within_us = environ.get("WATCHDOG_USEC", "")
    if not within_us.isdecimal() or environ.get("WATCHDOG_PID", str(os.getpid())) != str(
        os.getpid()
    ):
        return None
    return int(within_us) / 1e6 / PART
