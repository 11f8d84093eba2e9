"""Addresses and schemes told by a reverse proxy count only where one is said to stand."""

from pathlib import Path

from tests.web.house import House, a_house, password, send


def try_passwords(house: House, count: int, name: str = "") -> list[int]:
    """Statuses of wrong passwords, each said to come from another address."""
    told = []
    for number in range(count):
        shown = {"X-Forwarded-For": f"10.0.0.{number}"}
        body = {"name": name or f"nobody{number}", "password": "wrong"}
        told.append(send(house.stranger(), "POST", "/api/v1/sign-in", shown, **body).status_code)
    return told


def test_a_stranger_cannot_claim_other_addresses_to_try_more_passwords(tmp_path: Path) -> None:
    with a_house(tmp_path, proxies=0) as house:
        assert 429 in try_passwords(house, 12)


def test_behind_a_proxy_each_visitor_has_tries_of_their_own(tmp_path: Path) -> None:
    with a_house(tmp_path, proxies=1) as house:
        assert 429 not in try_passwords(house, 12)


def test_one_name_cannot_be_tried_from_many_addresses_without_end(tmp_path: Path) -> None:
    with a_house(tmp_path, proxies=1) as house:
        assert try_passwords(house, 22, name="lan")[-1] == 429


def test_the_session_cookie_is_secure_where_the_visitor_came_by_tls(tmp_path: Path) -> None:
    with a_house(tmp_path, proxies=1) as house:
        cookies = []
        for scheme in ("https", "http"):
            answer = send(
                house.stranger(),
                "POST",
                "/api/v1/sign-in",
                {"X-Forwarded-Proto": scheme},
                name="lan",
                password=password("lan"),
            )
            assert answer.status_code == 200
            cookies.append(answer.headers["Set-Cookie"])
        assert "Secure" in cookies[0]
        assert "Secure" not in cookies[1]
