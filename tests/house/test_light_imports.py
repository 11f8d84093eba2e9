"""A kiosk loads the contract and the pure rules without a web framework or a database."""

import subprocess
import sys

import pytest

HEAVY = ("flask", "werkzeug", "sqlalchemy", "eventlet", "socketio", "escpos", "serial", "gtts")


@pytest.mark.parametrize(
    "module",
    ["queue_server", "queue_server.messages", "queue_server.runtime.i18n", "queue_server.domain"],
)
def test_a_light_module_loads_nothing_heavy(module: str) -> None:
    program = f"import sys, {module}; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == []
