"""A server that serves says so to systemd, and goes on saying that it answers."""

from contextlib import closing
from pathlib import Path

import pytest

from queue_server.runtime.watchdog import READY, WORKS
from tests.machines import premises
from tests.systemd import Systemd


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_a_server_tells_systemd_that_it_serves_and_that_it_answers(
    tmp_path: Path, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening = closing(Systemd(str(tmp_path / "notify")))
    with listening as systemd, premises(tmp_path, mode=mode) as centre:
        for name, value in systemd.environ.items():
            monkeypatch.setenv(name, value)
        centre.server()
        assert [systemd.hears() for _ in range(3)] == [READY, WORKS, WORKS]
