"""Names of network printers, looked up in a bounded time."""

import ipaddress
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future

Address = tuple[socket.AddressFamily, tuple[str | int | bytes, ...]]
LookUp = Callable[[str, int], list[Address]]


def look_up(host: str, port: int) -> list[Address]:
    """All addresses of a host, best first. Raises OSError or UnicodeError.

    Takes as long as the system is set to: with the usual settings ten seconds for each server of
    names that does not answer.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(family, address) for family, _, _, _, address in found]


def looked_up(host: str, port: int, timeout_s: float, look_up: LookUp = look_up) -> list[Address]:
    """The same, within ``timeout_s``. Raises TimeoutError, which is an OSError, as well.

    A look-up cannot be stopped. One that takes longer goes on in a thread of its own, which ends
    with it; what it finds then is not used. An address in digits needs neither.
    """
    if _digits(host):
        return look_up(host, port)
    answer: Future[list[Address]] = Future()

    def ask() -> None:
        try:
            answer.set_result(look_up(host, port))
        except BaseException as error:  # for whoever waits
            answer.set_exception(error)

    threading.Thread(target=ask, name=f"look up {host}", daemon=True).start()
    try:
        return answer.result(timeout_s)
    except TimeoutError as error:
        raise TimeoutError(f"no answer for the name {host}") from error


def _digits(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
