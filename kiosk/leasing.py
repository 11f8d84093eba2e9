"""Asking for a number while a visitor stands there: the deadline holds whatever the network does.

A connection has deadlines of its own, but looking up a name, trying several addresses one after
another and shaking hands for TLS can outlast them. So the asking goes on in a thread of its own
and the visitor leaves it behind at the deadline; a number that comes later is a gap the server
counts.
"""

from __future__ import annotations

import queue
import threading

from queue_server.messages import Lease, Leased
from queue_server.runtime.uplink import LinkDown, Refusal, Uplink

ASKING_AT_ONCE = 4  # with so many left behind the network is dead, and more would only pile up

Answer = Leased | LinkDown | Refusal


class Leasing:
    """Asks the server for one number at a time; may be called from any thread."""

    def __init__(self, uplink: Uplink, deadline_s: float) -> None:
        self._uplink, self._deadline_s = uplink, deadline_s
        self._asking = threading.Semaphore(ASKING_AT_ONCE)

    def ask(self, wish: Lease) -> Leased:
        """The server's answer within the deadline. Raises ``LinkDown`` or ``Refusal``."""
        if not self._asking.acquire(blocking=False):
            raise LinkDown("earlier questions still hang")
        told: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        threading.Thread(target=self._fetch, args=[wish, told], name="lease", daemon=True).start()
        try:
            answer = told.get(timeout=self._deadline_s)
        except queue.Empty:
            raise LinkDown("no answer in time") from None
        if isinstance(answer, Leased):
            return answer
        raise answer

    def _fetch(self, wish: Lease, told: queue.SimpleQueue[Answer]) -> None:
        answer: Answer
        try:
            answer = self._uplink.post("/api/v1/leases", wish, Leased, deadline_s=self._deadline_s)
        except (LinkDown, Refusal) as error:
            answer = error
        except Exception as error:  # a fault of ours must not cost the visitor the ticket
            answer = LinkDown(repr(error))
        finally:
            self._asking.release()
        told.put(answer)
