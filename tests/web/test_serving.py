"""What a serving process does for itself before the first request."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVE = """
import gc, os, signal, sys
from queue_server.serving import prepare

parallel = prepare(sys.argv[1])

def ready():
    print(gc.get_freeze_count())
    os.kill(os.getpid(), signal.SIGTERM)

parallel.serve(lambda environ, start: [], "127.0.0.1", 0, ready)
"""


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_a_full_collection_walks_nothing_that_was_loaded_before(mode: str) -> None:
    words = [sys.executable, "-c", SERVE, mode]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert int(done.stdout) > 10_000, done.stderr
