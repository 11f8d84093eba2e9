"""Builders for the kiosk's tests: a centre, a hall, taps, leases and blocks."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

from kiosk.numbers import Tap, Ticket
from kiosk.papers import Look
from kiosk.ticket import compose
from printer_drivers.receipt import Receipt
from queue_server.messages import (
    Block,
    CentreAbout,
    Document,
    Fee,
    HallNow,
    Leased,
    PriorityAbout,
    Procedure,
    QuestionAbout,
    ServiceAbout,
    ServiceNow,
    TimeLimit,
    Wait,
)

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)  # nine in the morning in Hà Nội
TODAY = dt.date(2026, 11, 23)
NEXT_DAY = dt.date(2026, 11, 25)

PROXY = QuestionAbout(
    "proxy",
    {"vi": "Ông/bà có nộp hồ sơ thay cho người khác không?", "en": "For somebody else?"},
)
VNEID = QuestionAbout(
    "vneid",
    {"vi": "Ông/bà có VNeID mức 2 trên điện thoại không?", "en": "Do you have VNeID level 2?"},
)


def a_tap(service: str = "HT", **changes: object) -> Tap:
    values = {"procedure": None, "priority": "normal", "language": "vi"} | changes
    return Tap(ticket=uuid4(), service=service, **values)  # type: ignore[arg-type]


def a_lease(tap: Tap, number: int = 42) -> Leased:
    return Leased(
        ticket=tap.ticket,
        day=TODAY,
        series="A",
        number=number,
        label=f"A{number:03}",
        at=NOW,
        people_ahead=3,
        wait=Wait(10, 15),
    )


def a_plain_ticket(look: Look) -> Receipt:
    """A ticket as most are: no procedure was chosen, so there is no checklist."""
    centre = a_centre()
    service = centre.services[0]
    ticket = Ticket(
        uuid=UUID(int=0),
        service=service.id,
        day=TODAY,
        series=service.prefix,
        number=42,
        label=f"{service.prefix}042",
        procedure=None,
        priority="normal",
        language="vi",
        issued_at=NOW,
        people_ahead=7,
        wait=Wait(10, 20),
        source="lease",
    )
    return compose(ticket, centre, look)


def a_block(first: int = 501, count: int = 3, service: str = "HT", day: dt.date = TODAY) -> Block:
    numbers = list(range(first, first + count))
    return Block(
        block=UUID(int=first * 10_000 + day.toordinal() % 10_000),
        service=service,
        day=day,
        series="A",
        numbers=numbers,
        labels=[f"A{number}" for number in numbers],
    )


def a_procedure(**changes: object) -> Procedure:
    values: dict[str, object] = {
        "id": "1_001193",
        "code": "1.001193",
        "service": "HT",
        "name": {"vi": "Đăng ký khai sinh", "en": "Birth registration"},
        "where": "commune_centre",
        "fee": Fee(type="provincial"),
        "time_limit": TimeLimit(value=0, unit="same_day", verified=True),
        "documents": [
            Document(name={"vi": "Tờ khai", "en": "Form"}, original=1),
            Document(name={"vi": "Giấy tờ tùy thân"}, original=1, present_only=True),
            Document(name={"vi": "Văn bản ủy quyền"}, original=1, condition="khi ủy quyền"),
        ],
        "not_required": ["Sổ hộ khẩu"],
        "legal_basis": ["123/2015/NĐ-CP"],
        "decision": "163/QĐ-BTP",
        "documents_verified": True,
        "search_keys": ["dang ky khai sinh"],
    }
    return Procedure(**(values | changes))  # type: ignore[arg-type]


def a_centre(version: int = 1, **changes: object) -> CentreAbout:
    values: dict[str, object] = {
        "id": "mau",
        "version": version,
        "name": {"vi": "Trung tâm Phục vụ hành chính công phường Mẫu", "en": "Mau ward centre"},
        "address": {"vi": "Số 1 Phố Mẫu"},
        "hotline": "1900 0000",
        "timezone": "Asia/Ho_Chi_Minh",
        "languages": ["vi", "en"],
        "public_url": "",
        "no_show_calls": 3,
        "services": [
            ServiceAbout(
                id="HT",
                prefix="A",
                name={"vi": "Hộ tịch", "en": "Civil status"},
                example={"vi": "Khai sinh, kết hôn"},
                zone={"vi": "Tầng 1"},
                counters=[1, 2, 3],
            )
        ],
        "priorities": [PriorityAbout(id="elderly", name={"vi": "Người cao tuổi", "en": "Elderly"})],
        "procedures": [a_procedure()],
    }
    return CentreAbout(**(values | changes))  # type: ignore[arg-type]


def a_hall(as_of: dt.datetime = NOW, *services: ServiceNow, centre_version: int = 1) -> HallNow:
    return HallNow(
        revision=7,
        as_of=as_of,
        day=TODAY,
        next_day=NEXT_DAY,
        centre_version=centre_version,
        waiting=4,
        services=list(services) or [ServiceNow("HT", 4, Wait(10, 15), "open")],
    )


def a_busy_centre() -> CentreAbout:
    """Twelve groups, one with eight procedures, one with a long list of papers, and priorities."""
    letters = "ABCDEFGHKLMN"
    services = [
        ServiceAbout(
            id=f"S{letter}",
            prefix=letter,
            name={"vi": f"Lĩnh vực {letter}: đăng ký, quản lý cư trú", "en": f"Sector {letter}"},
            example={"vi": "Khai sinh, kết hôn, khai tử", "en": "Birth, marriage, death"},
            zone={"vi": "Tầng 1, khu A", "en": "Floor 1, area A"},
            counters=[1, 2],
        )
        for letter in letters
    ]
    asked = ("proxy", "vneid", "proxy", "no_question")
    papers = [
        Document(
            name={"vi": f"Giấy tờ số {n} theo mẫu ban hành kèm theo Thông tư", "en": f"Paper {n}"},
            original=1,
            photocopy=n % 2,
            condition="khi ủy quyền" if n % 3 == 0 else None,
            by_data=n % 4 == 0,
            question=asked[n // 3 - 1] if n % 3 == 0 else None,
            needed_if=n != 6,
        )
        for n in range(1, 13)
    ]
    names = ["khai sinh", "kết hôn", "khai tử", "giám hộ", "nhận cha mẹ con", "cải chính", "lại"]
    procedures = [
        a_procedure(
            id=f"P{place}",
            service="SA",
            name={"vi": f"Đăng ký {name}", "en": f"Registration {place}"},
            documents=papers,
            documents_verified=place % 2 == 0,
            search_keys=[],
        )
        for place, name in enumerate([*names, "khai sinh lưu động"])
    ]
    elsewhere = a_procedure(
        id="PC",
        service="SC",
        name={"vi": "Đăng ký thường trú", "en": "Residence"},
        where="commune_police",
        here=False,
        search_keys=["nhap khau"],
    )
    priorities = [
        PriorityAbout("elderly", {"vi": "Người cao tuổi", "en": "Elderly person"}),
        PriorityAbout("disabled", {"vi": "Người khuyết tật", "en": "Person with a disability"}),
        PriorityAbout("pregnant", {"vi": "Phụ nữ mang thai", "en": "Pregnant"}),
        PriorityAbout(
            "small_child",
            {"vi": "Người có con nhỏ dưới 36 tháng tuổi", "en": "With a child under 36 months"},
        ),
        PriorityAbout("merit", {"vi": "Người có công với cách mạng", "en": "Person of merit"}),
    ]
    return a_centre(
        services=services,
        procedures=[*procedures, elsewhere],
        priorities=priorities,
        questions=[VNEID, PROXY],
    )
