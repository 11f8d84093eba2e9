"""People at work on real machines: visitors at a kiosk, clerks at their counters.

Whoever gets no answer asks the same again, as our pages and kiosks do; whatever was acknowledged is
kept, so that it can be held against the books afterwards.
"""

import http.client
import http.cookiejar
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any
from uuid import uuid4

PASSWORD = "mot-cua-1"  # noqa: S105  # everybody's, in a test
PATIENCE_S = 60.0
RETRY_S = 0.1


class Refused(Exception):
    """An honest no: 409 with a code; ``about`` is the truth it came with."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(problem["code"])
        self.code, self.about = str(problem["code"]), problem["about"]


class Clerk:
    """A clerk signed in at one counter. Every command is sent until it is answered.

    ``token`` is that of a session opened before; without it the clerk signs in with the password.
    """

    def __init__(
        self, url: str, counter: int, name: str = "", password: str = PASSWORD, token: str = ""
    ) -> None:
        self.url, self.counter, self.name = url, counter, name or f"clerk{counter}"
        self.jar = http.cookiejar.CookieJar()
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.acknowledged: list[tuple[str, str]] = []
        self._present = ""
        if token:
            self._browser.addheaders = [("Cookie", f"motcua_session={token}")]
            self.cookie = f"motcua_session={token}"
            return
        self.post("/api/v1/sign-in", {"name": self.name, "password": password}, str(uuid4()))
        self.cookie = "; ".join(f"{one.name}={one.value}" for one in self.jar)

    def do(self, verb: str, body: dict[str, Any] | None = None, key: str = "") -> dict[str, Any]:
        """A command at the counter, by its own idempotency key; the state of the counter.

        Raises ``Refused``.
        """
        path = f"/api/v1/counters/{self.counter}/{verb}"
        state = self.post(path, body or {}, key or str(uuid4()))
        here = state["ticket"]["ticket"] if state["ticket"] else ""
        self.acknowledged.append((verb, here or self._present))
        self._present = here
        return state

    def look(self) -> dict[str, Any]:
        """The counter as it stands."""
        return self.ask(f"/api/v1/counters/{self.counter}")

    def ask(self, path: str) -> dict[str, Any]:
        """What the server answers."""
        with self._browser.open(self.url + path, timeout=30) as answer:
            told: dict[str, Any] = json.load(answer)
        return told

    def post(self, path: str, body: dict[str, Any], key: str) -> dict[str, Any]:
        """Ask until there is an answer."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                return self._once(path, body, key)
            except (OSError, http.client.HTTPException):
                if time.monotonic() > deadline:
                    raise
                time.sleep(RETRY_S)

    def _once(self, path: str, body: dict[str, Any], key: str) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        request = urllib.request.Request(  # noqa: S310  # our own server
            self.url + path, json.dumps(body).encode(), headers
        )
        try:
            with self._browser.open(request, timeout=30) as answer:
                told: dict[str, Any] = json.load(answer)
                return told
        except urllib.error.HTTPError as error:
            with error:
                problem = json.load(error)
            if error.code == 503:
                raise OSError("busy") from error
            if error.code == 409:
                raise Refused(problem) from None
            raise AssertionError(f"{path}: {error.code} {problem}") from None


def tap(
    kiosk: str, service: str, ticket: str = "", patience_s: float = PATIENCE_S
) -> dict[str, Any]:
    """A visitor presses for a number and, without an answer, presses the same again.

    Returns the ticket on the screen; raises ``Refused``.
    """
    wish = {"ticket": ticket or str(uuid4()), "service": service}
    deadline = time.monotonic() + patience_s
    while True:
        try:
            status, told = ask("POST", f"{kiosk}/api/take", wish)
        except (OSError, http.client.HTTPException):  # nobody there, or gone in mid-sentence
            if time.monotonic() > deadline:
                raise
            time.sleep(RETRY_S)
            continue
        if status == 409:
            raise Refused(told)
        assert status == 200, told
        shown: dict[str, Any] = told
        return shown


def until(true: Callable[[], bool], what: str) -> None:
    """Wait for something that must come; how long it takes is not judged."""
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, f"this never came: {what}"
        time.sleep(RETRY_S / 2)


def ask(
    method: str, url: str, body: object = None, headers: dict[str, str] | None = None
) -> tuple[int, Any]:
    """One HTTP exchange in JSON: status and answer. Raises OSError when nobody answers."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(  # noqa: S310  # our own processes
        url, data, {"Content-Type": "application/json", **(headers or {})}, method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  # our own
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.loads(refused.read())
    except http.client.HTTPException as cut:
        raise OSError(str(cut)) from cut
