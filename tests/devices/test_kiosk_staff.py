"""The door of the staff mode: a PIN, its wrong tries, and a session that does not last."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kiosk.ledger import Ledger, LedgerFailed
from kiosk.lock import TRIES, Lock, NoEntry, Tries
from kiosk.session import IDLE_S, NotStaff, Session
from tests.devices.staff_builders import PIN, WRONG, Ticks, at_a_kiosk, set_pin
from tests.devices.test_kiosk_pages import ROOT

COMMANDS = ("stay", "leave", "test", "paper", "bundle", "out", "practise", "volume")


@contextmanager
def a_lock(folder: Path, ticks: Ticks, pin: str | None = PIN) -> Iterator[Lock]:
    if pin:
        set_pin(folder, pin)
    with closing(Ledger(folder / "ledger.db")) as ledger:
        yield Lock(folder, ledger, ticks)


def tried(lock: Lock, pin: str) -> tuple[str, float]:
    """What became of a try: a code and the seconds to wait."""
    try:
        lock.open(pin)
    except NoEntry as error:
        return error.code, error.wait_s
    return "open", 0.0


def test_five_wrong_tries_lock_out_also_the_right_pin_until_the_minute_is_over(
    tmp_path: Path,
) -> None:
    ticks = Ticks()
    with a_lock(tmp_path, ticks) as lock:
        assert [tried(lock, WRONG) for _ in range(4)] == [("pin_wrong", 0)] * 4
        assert tried(lock, WRONG) == ("pin_locked", 60)
        ticks.s += 59
        assert tried(lock, PIN) == ("pin_locked", 1)
        ticks.s += 1
        assert tried(lock, WRONG) == ("pin_locked", 120)
        ticks.s += 120
        assert tried(lock, PIN) == ("open", 0)
        assert tried(lock, WRONG) == ("pin_wrong", 0)


def test_a_lock_out_survives_a_restart_and_begins_anew(tmp_path: Path) -> None:
    ticks = Ticks()
    with a_lock(tmp_path, ticks) as lock:
        for _ in range(5):
            tried(lock, WRONG)
        ticks.s += 50
    ticks.s = 3.0  # another boot counts from elsewhere
    with a_lock(tmp_path, ticks, pin=None) as lock:
        assert tried(lock, PIN) == ("pin_locked", 60)
        ticks.s += 60
        assert tried(lock, PIN) == ("open", 0)


def test_a_new_pin_opens_at_once_and_the_old_one_no_more(tmp_path: Path) -> None:
    with a_lock(tmp_path, Ticks()) as lock:
        for _ in range(5):
            tried(lock, WRONG)
        set_pin(tmp_path, "572046")
        assert tried(lock, PIN) == ("pin_wrong", 0)
        assert tried(lock, "572046") == ("open", 0)


def test_a_try_that_cannot_be_counted_is_not_looked_at(tmp_path: Path) -> None:
    with a_lock(tmp_path, Ticks()) as lock:
        with closing(Ledger(tmp_path / "ledger.db")) as other, other.writing() as db:
            db.execute(
                "CREATE TRIGGER full BEFORE INSERT ON memory BEGIN SELECT RAISE(FAIL, ''); END"
            )
        with pytest.raises(LedgerFailed):
            lock.open(PIN)


def test_tries_at_the_same_moment_are_counted_one_by_one(tmp_path: Path) -> None:
    with a_lock(tmp_path, Ticks()) as lock, ThreadPoolExecutor(8) as hands:
        codes = [code for code, _ in hands.map(lambda _: tried(lock, WRONG), range(8))]
    assert sorted(codes) == ["pin_locked"] * 4 + ["pin_wrong"] * 4


@pytest.mark.parametrize("kept", [b"", b"{}", b'{"hash":"x"}'], ids=["empty", "other", "no hash"])
def test_a_damaged_file_opens_nothing(tmp_path: Path, kept: bytes) -> None:
    with a_lock(tmp_path, Ticks()) as lock:
        (tmp_path / "staff.json").write_bytes(kept)
        assert tried(lock, PIN)[0] in ("pin_not_set", "pin_wrong")


def test_a_session_is_over_after_a_minute_in_which_nobody_touched(tmp_path: Path) -> None:
    ticks = Ticks()
    with a_lock(tmp_path, ticks) as lock:
        session = Session(lock, ticks)
        token = session.enter(PIN)
        ticks.s += IDLE_S - 1
        session.check(token, touched=True)
        ticks.s += IDLE_S - 1
        session.check(token, touched=False)
        ticks.s += 1
        with pytest.raises(NotStaff):
            session.check(token, touched=True)


def test_without_a_pin_nobody_enters_and_the_log_says_how_to_set_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with at_a_kiosk(tmp_path, pin=None) as staff:
        status, told = staff.enter()
    assert (status, told["code"]) == (409, "pin_not_set")
    assert "motcua-kiosk pin" in caplog.text


def test_without_the_token_of_the_open_session_every_door_is_shut(tmp_path: Path) -> None:
    with at_a_kiosk(tmp_path) as staff:
        assert [staff.do(verb) for verb in COMMANDS] == [403] * len(COMMANDS)
        assert staff.look()[0] == 403
        staff.enter()
        for other in ("x" * len(staff.token), "é", ""):
            staff.token = other
            assert staff.look()[0] == 403


def test_a_wrong_pin_gives_no_token_and_a_lock_says_for_how_long(tmp_path: Path) -> None:
    with at_a_kiosk(tmp_path) as staff:
        assert [staff.enter(WRONG)[0] for _ in range(4)] == [403] * 4
        assert staff.token == ""
        status, told = staff.enter(WRONG)
        assert (status, told["code"], told["about"]) == (429, "pin_locked", {"wait_s": 60})
        assert staff.enter(PIN)[0] == 429
    with at_a_kiosk(tmp_path, filled=False, pin=None) as staff:
        assert staff.enter(PIN)[1]["code"] == "pin_locked"


def test_a_token_is_worth_nothing_after_leaving_or_another_entry_or_a_new_page(
    tmp_path: Path,
) -> None:
    with at_a_kiosk(tmp_path) as staff:
        staff.enter()
        assert (staff.do("leave"), staff.do("stay")) == (204, 403)
        staff.enter()
        first = staff.token
        staff.enter()
        second, staff.token = staff.token, first
        assert staff.do("stay") == 403
        staff.token = second
        assert staff.do("stay") == 204
        staff.client.get("/")
        assert staff.do("stay") == 403


def test_the_pin_is_neither_in_the_log_nor_in_the_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with at_a_kiosk(tmp_path) as staff:
        staff.enter(WRONG)
        staff.enter()
    kept = tmp_path / "staff.json"
    assert PIN not in kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert PIN not in caplog.text
    assert WRONG not in caplog.text


def set_by_command(folder: Path, *lines: str) -> subprocess.CompletedProcess[str]:
    config = folder / "kiosk.toml"
    config.write_text(f'[kiosk]\ndata = "{folder}"\n', encoding="utf-8")
    words = [sys.executable, "-m", "kiosk", "pin", "--config", str(config)]
    given = "".join(f"{line}\n" for line in lines)
    return subprocess.run(words, input=given, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command_sets_a_good_pin_given_twice_and_else_changes_nothing(tmp_path: Path) -> None:
    assert set_by_command(tmp_path, "123456", "123456").returncode == 1
    assert "not the same" in set_by_command(tmp_path, PIN, WRONG).stderr
    assert not (tmp_path / "staff.json").exists()
    done = set_by_command(tmp_path, PIN, PIN)
    assert (done.returncode, done.stderr) == (0, "")
    assert "$argon2id$" in (tmp_path / "staff.json").read_text()
    with a_lock(tmp_path, Ticks(), pin=None) as lock:
        assert tried(lock, PIN) == ("open", 0)


def test_tries_at_another_pin_count_no_more(tmp_path: Path) -> None:
    with a_lock(tmp_path, Ticks()) as lock, closing(Ledger(tmp_path / "ledger.db")) as ledger:
        ledger.remember(TRIES, Tries("another", 12))
        assert tried(lock, WRONG) == ("pin_wrong", 0)
