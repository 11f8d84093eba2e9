"""The power goes: the agent ends without a word, and the end of its book's side file is torn."""

from __future__ import annotations

import random
import shutil
import signal
from collections.abc import Callable
from contextlib import closing
from operator import itemgetter
from pathlib import Path

import pytest

from kiosk.ledger import Ledger
from tests.devices.kiosk_process import an_agent, fill
from tests.devices.test_kiosk_killed import take

GIVEN = 6
WHOLE = [f"A{900 + place}" for place in range(GIVEN)]
PAGE = 4096
FRAME = 24 + PAGE  # https://www.sqlite.org/fileformat2.html#the_write_ahead_log
SEED = 20261123

Tear = Callable[[bytes], bytes]

# What a disk may hold of the writes that were never confirmed, behind those that were.
TEARS: dict[str, Tear] = {
    "half a frame": lambda book: book + book[-FRAME : -FRAME // 2],
    "a frame of the past": lambda book: book + book[32 : 32 + FRAME],
    "pages of nothing": lambda book: book + bytes(3 * FRAME),
    "rubbish": lambda book: book + random.Random(SEED).randbytes(5 * FRAME + 77),
    "nothing": lambda book: book,
}


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a real agent that was killed after its numbers were announced."""
    folder = tmp_path_factory.mktemp("cut")
    config = fill(folder, folder / "printer")
    with an_agent(config, last=signal.SIGKILL) as address:
        labels = [take(address) for _ in range(GIVEN)]
    assert labels == WHOLE
    assert (folder / "ledger.db-wal").stat().st_size > FRAME
    return folder


def torn(cut: Path, folder: Path, tear: Tear) -> Path:
    """What the disk of that machine holds when it comes up again; the agent's settings."""
    shutil.copytree(cut, folder, dirs_exist_ok=True)
    side = folder / "ledger.db-wal"
    side.write_bytes(tear(side.read_bytes()))
    # The map of the side file lives in memory: on the disk it is as old as it likes.
    (folder / "ledger.db-shm").write_bytes(random.Random(SEED).randbytes(8 * PAGE))
    config = folder / "kiosk.toml"
    config.write_text(config.read_text("utf-8").replace(str(cut), str(folder)), "utf-8")
    return config


def labels_in(folder: Path) -> list[str]:
    """All labels of a book without a fault, in the order of issue."""
    with closing(Ledger(folder / "ledger.db")) as ledger, ledger.reading() as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return [row[0] for row in db.execute("SELECT label FROM tickets ORDER BY place")]


@pytest.mark.parametrize("name", TEARS)
def test_what_was_announced_is_there_whatever_became_of_what_was_not(
    cut: Path, tmp_path: Path, name: str
) -> None:
    torn(cut, tmp_path, TEARS[name])
    assert labels_in(tmp_path) == WHOLE


def test_a_kiosk_that_comes_up_with_a_torn_book_goes_on_with_the_next_number(
    cut: Path, tmp_path: Path
) -> None:
    with an_agent(torn(cut, tmp_path, TEARS["rubbish"])) as address:
        assert take(address) == f"A{900 + GIVEN}"


def test_a_disk_that_lied_about_its_writes_costs_the_last_tickets_and_never_the_book(
    cut: Path, tmp_path: Path
) -> None:
    size = (cut / "ledger.db-wal").stat().st_size
    found = set()
    for turn, end in enumerate(random.Random(SEED).sample(range(size), 20)):
        torn(cut, tmp_path / str(turn), itemgetter(slice(end)))
        labels = labels_in(tmp_path / str(turn))
        assert labels == WHOLE[: len(labels)]
        found.add(len(labels))
    assert len(found) > 1
