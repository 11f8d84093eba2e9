"""One number for one press, one more number only on purpose, and a limit for one card."""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import logging
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from msgspec.structs import replace

from kiosk.fair_use import FairUse
from kiosk.issuing import NotIssued
from kiosk.ledger import LedgerFailed
from kiosk.numbers import Tap
from kiosk.scanned import Scans
from kiosk.scans import Scan
from kiosk.settings import FairUseSettings, KioskSettings
from queue_server.messages import ServiceNow
from queue_server.runtime.settings import SettingsError, load
from queue_server.runtime.uplink import LinkDown, Refusal
from tests.devices.kiosk_builders import NEXT_DAY, NOW, a_hall, a_tap
from tests.devices.kiosk_town import Kiosk, Town, a_kiosk, a_problem
from tests.devices.test_kiosk_pages import a_kiosk as a_program
from tests.devices.test_kiosk_pages import take as take_at_the_page

NUMBER = "001160000123"


def refusal(kiosk: Kiosk, tap: Tap) -> tuple[str, dict[str, str | int]]:
    with pytest.raises(NotIssued) as caught:
        kiosk.issuing.take(tap)
    return caught.value.code, caught.value.about


# ── one more number ──────────────────────────────────────────────────────────────────────────────


def test_the_next_number_of_a_service_is_asked_about_and_never_refused(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        kiosk.fair(cooldown_s=60)
        first, again = kiosk.issuing.take(a_tap()), a_tap()
        assert refusal(kiosk, again) == ("just_given", {"label": first.label})
        assert len(town.leases) == 1  # asking costs no number
        second = kiosk.issuing.take(replace(again, another=True))
        assert second.label != first.label
        assert kiosk.issuing.take(again) == second  # the same tap: the same ticket


def test_the_question_ends_with_its_seconds_and_with_a_number_given_up(tmp_path: Path) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk:
        kiosk.fair(cooldown_s=60)
        first = kiosk.issuing.take(a_tap())
        kiosk.ticks += 59
        assert refusal(kiosk, a_tap())[0] == "just_given"
        kiosk.cancelling.cancel(first.uuid)
        kiosk.issuing.take(a_tap())
        kiosk.ticks += 60
        kiosk.issuing.take(a_tap())


def test_the_question_outlives_a_restart_and_a_clock_set_back_asks_nothing(tmp_path: Path) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk:
        first = kiosk.issuing.take(a_tap())
    with a_kiosk(tmp_path, Town()) as kiosk:
        kiosk.fair(cooldown_s=60)
        assert refusal(kiosk, a_tap()) == ("just_given", {"label": first.label})
        kiosk.ticks -= 60
        assert kiosk.issuing.take(a_tap()).source == "reserve"


def test_another_service_is_not_asked_about_and_by_default_none_is(tmp_path: Path) -> None:
    town = Town()
    services = [town.centre.services[0], replace(town.centre.services[0], id="CT", prefix="B")]
    town.centre = replace(town.centre, services=services)
    with a_kiosk(tmp_path, town) as kiosk:
        kiosk.issuing.take(a_tap())
        kiosk.issuing.take(a_tap())
        judge = kiosk.fair(cooldown_s=60)
        judge.check(a_tap("CT"))
        assert refusal(kiosk, a_tap())[0] == "just_given"


def test_the_page_is_told_which_number_was_just_given(tmp_path: Path) -> None:
    with a_program(tmp_path) as (kiosk, client):
        kiosk._fair._rules = FairUseSettings(cooldown_s=60)
        take_at_the_page(client)
        tap = str(uuid4())
        status, told = take_at_the_page(client, ticket=tap)
        assert (status, told["code"], told["about"]) == (409, "just_given", {"label": "A501"})
        status, ticket = take_at_the_page(client, ticket=tap, another=True)
        assert (status, ticket["label"]) == (200, "A502")


# ── the limit of a card ──────────────────────────────────────────────────────────────────────────


class Visitor:
    """Somebody with a card at a kiosk whose limit is two."""

    def __init__(self, kiosk: Kiosk, number: str = NUMBER) -> None:
        self.kiosk, self.number = kiosk, number
        self.judge = kiosk.fair(numbers_per_card=2)
        self.judge.scans = lambda: True
        self.judge.mark = self.mark

    def mark(self) -> bytes | None:
        key = self.judge.cards.key()
        return hmac.digest(key, self.number.encode(), "sha256") if key else None

    def take(self) -> uuid.UUID:
        ticket = self.kiosk.issuing.take(a_tap())
        self.kiosk.uploader.upload_all()
        return ticket.uuid


def test_a_card_with_enough_open_numbers_is_sent_to_the_reception(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        lan = Visitor(kiosk)
        held = [lan.take(), lan.take()]
        assert refusal(kiosk, a_tap()) == ("card_enough", {"n": 2})
        assert len(town.leases) == 2
        lan.number = "001160000124"
        lan.take()  # another card is another card
        lan.number = NUMBER
        town.status[held[0]] = "finished"
        lan.take()


@pytest.mark.parametrize("status", ["finished", "cancelled", "expired", "missed"])
def test_only_numbers_somebody_waits_with_count(tmp_path: Path, status: str) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        lan = Visitor(kiosk)
        town.status = {lan.take(): status, lan.take(): status}
        lan.take()


def test_a_number_given_up_here_makes_room_for_another(tmp_path: Path) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk:
        lan = Visitor(kiosk)
        first = lan.take()
        lan.take()
        kiosk.cancelling.cancel(first)
        lan.take()


def test_without_a_card_the_visitor_is_asked_for_one_and_gets_the_number_behind_it(
    tmp_path: Path,
) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk:
        lan = Visitor(kiosk)
        lan.judge.mark = lambda: None
        tap = a_tap()
        assert refusal(kiosk, tap) == ("card_wanted", {})
        lan.judge.mark = lan.mark
        assert kiosk.issuing.take(tap).uuid == tap.ticket


def test_where_nobody_could_override_or_no_card_be_read_nobody_is_refused(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        lan = Visitor(kiosk)
        lan.take()
        lan.take()
        town.problems["/api/v1/tickets"] = a_problem("busy", 503)
        assert kiosk.issuing.take(a_tap())
        kiosk.hall.lose_link()
        assert kiosk.issuing.take(a_tap())
        lan.judge.mark = lambda: None  # who has no card could not be sent to the reception either
        assert kiosk.issuing.take(a_tap())
        town.problems.clear()
        kiosk.pulse.beat()
        assert refusal(kiosk, a_tap())[0] == "card_wanted"
        lan.judge.scans = lambda: False
        assert kiosk.issuing.take(a_tap())


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


def traces(judge: FairUse, mark: bytes) -> list[bytes]:
    """The key as it is kept, and the mark."""
    key = judge.cards.key()
    assert key is not None
    return [base64.b64encode(key), mark]


def test_the_marks_of_a_day_survive_a_restart_and_not_the_closing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        lan = Visitor(kiosk)
        lan.take()
        lan.take()
    with a_kiosk(tmp_path, town) as kiosk:
        lan = Visitor(kiosk)
        assert refusal(kiosk, a_tap())[0] == "card_enough"
        secrets = traces(lan.judge, lan.mark() or b"")
        assert all(secret in bytes_of(tmp_path) for secret in secrets)  # the test can see them
        opens = NOW + dt.timedelta(days=1)
        town.hall = a_hall(NOW, ServiceNow("HT", 0, None, "closed", opens))
        kiosk.pulse.beat()
        lan.judge.cards.tidy()
        assert [secret for secret in secrets if secret in bytes_of(tmp_path)] == []
        assert base64.b64encode(lan.judge.cards.key() or b"") != secrets[0]
    said = " ".join(str(vars(record)) for record in caplog.records)
    assert NUMBER not in said
    assert NUMBER.encode() not in bytes_of(tmp_path)


def test_a_key_that_could_not_be_kept_marks_no_card(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        lan = Visitor(kiosk)
        with kiosk.ledger.writing() as db:
            db.execute(
                "CREATE TRIGGER full BEFORE INSERT ON memory BEGIN SELECT RAISE(FAIL, ''); END"
            )
        with pytest.raises(LedgerFailed):
            lan.mark()
        with kiosk.ledger.writing() as db:
            db.execute("DROP TRIGGER full")
        first = lan.mark()
    with a_kiosk(tmp_path, town) as kiosk:
        assert Visitor(kiosk).mark() == first


def test_marks_are_wiped_with_a_heartbeat_though_no_page_asks_and_no_server_hears(
    tmp_path: Path,
) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        lan = Visitor(kiosk)
        kiosk.pulse.tidy = lan.judge.cards.tidy
        lan.take()
        secrets = traces(lan.judge, lan.mark() or b"")
        kiosk.pulse.beat()
        assert all(secret in bytes_of(tmp_path) for secret in secrets)
        kiosk.ticks += (NEXT_DAY - NOW.date()).days * 86_400
        town.problems["/api/v1/heartbeat"] = a_problem("busy", 503)
        with pytest.raises((LinkDown, Refusal)):
            kiosk.pulse.beat()
        assert [secret for secret in secrets if secret in bytes_of(tmp_path)] == []


def test_lunch_is_no_closing_and_a_new_day_is_one_also_without_a_server(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        lan = Visitor(kiosk)
        first = lan.mark()
        opens = NOW + dt.timedelta(hours=4)
        town.hall = a_hall(NOW, ServiceNow("HT", 0, None, "closed", opens))
        kiosk.pulse.beat()
        assert lan.mark() == first
        kiosk.hall.lose_link()
        kiosk.ticks += (NEXT_DAY - NOW.date()).days * 86_400
        assert lan.mark() != first


def test_without_a_limit_no_key_is_ever_made(tmp_path: Path) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk:
        judge = kiosk.fair(cooldown_s=60)
        assert judge.key is None
        judge.mark = lambda: b"x" * 32
        kiosk.issuing.take(a_tap())
        with kiosk.ledger.reading() as db:
            assert db.execute("SELECT count(*) FROM cards").fetchone()[0] == 0


def test_nothing_is_wiped_while_a_ticket_is_being_written(tmp_path: Path) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk:
        judge = kiosk.fair(numbers_per_card=2)
        scans = Scans(kiosk.hall, kiosk._clock)
        scans.key, judge.mark, judge.scans = judge.key, scans.mark, lambda: True
        wiped_inside = []

        def wipe() -> None:
            with kiosk.ledger.reading() as db:
                wiped_inside.append(db.in_transaction)

        scans.tidy = wipe  # it waits for the book, which another thread may be waiting for
        scans.hear(Scan(f"{NUMBER}||Nguyễn Thị Ví Dụ|05031960|Nữ|Số 1 Phố Mẫu|10052021"))
        kiosk.issuing.take(a_tap())
        assert not any(wiped_inside)
        with kiosk.ledger.reading() as db:
            assert db.execute("SELECT count(*) FROM cards").fetchone()[0] == 1


def test_a_limit_for_cards_needs_something_that_reads_them(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text("[fair_use]\nnumbers_per_card = 2\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"numbers_per_card needs scanner\.device"):
        load(KioskSettings, file, {})
    file.write_text(file.read_text() + '[scanner]\ndevice = "/dev/ttyS0"\n', encoding="utf-8")
    assert load(KioskSettings, file, {}).fair_use.numbers_per_card == 2


# ── one press ────────────────────────────────────────────────────────────────────────────────────


def test_a_press_that_arrives_many_times_at_once_gives_one_number(tmp_path: Path) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk, ThreadPoolExecutor(8) as fingers:
        kiosk.fair(cooldown_s=60)
        tap = a_tap()
        assert len(set(fingers.map(lambda _: kiosk.issuing.take(tap).label, range(8)))) == 1


def test_a_press_whose_twin_was_answered_meanwhile_is_not_asked_about_itself(
    tmp_path: Path,
) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk:
        judge, tap = kiosk.fair(cooldown_s=60), a_tap()
        twins = []

        def meanwhile(tap: Tap) -> None:
            kiosk.issuing.fair = lambda tap: None
            twins.append(kiosk.issuing.take(tap))
            judge.check(tap)

        kiosk.issuing.fair = meanwhile
        assert [kiosk.issuing.take(tap)] == twins
