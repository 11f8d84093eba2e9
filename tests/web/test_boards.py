"""Boards for other sites, and the pictures and films that boards show."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from display_board import media
from tests.web.house import House

PUBLIC = "/api/v1/public/boards/hall"


def test_the_centres_site_may_read_a_board_from_its_own_origin(house: House) -> None:
    answer = house.stranger().get(PUBLIC, headers={"Origin": "https://phuong.example.vn"})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=5"
    assert set(json.loads(answer.data)) == {"as_of", "name", "timezone", "calls", "waiting"}


def test_the_staffs_own_news_stay_with_their_origin(house: House) -> None:
    answer = house.stranger().get("/api/v1/boards/hall")
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_centres_site_may_put_a_board_into_a_frame_of_its_own(house: House) -> None:
    label = house.take()
    house.clerk("open")
    house.clerk("call_next")
    answer = house.stranger().get("/public/board/hall")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert label
    assert "A001" in page
    assert "Đang chờ: 0" in page
    assert "<script" not in page
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "public, max-age=5"
    assert answer.headers["Refresh"] == "15"
    english = house.stranger().get("/public/board/hall?lang=en").get_data(as_text=True)
    assert "Waiting: 0" in english


def test_a_board_the_world_may_not_see_is_not_there(house: House) -> None:
    asked = [house.stranger().get(f"/public/board/{name}") for name in ("missed", "none")]
    assert [answer.status_code for answer in asked] == [404, 404]


def test_who_asks_for_the_worlds_board_too_often_is_told_to_wait(house: House) -> None:
    asked = [house.stranger().get(PUBLIC).status_code for _ in range(31)]
    assert asked == [200] * 30 + [429]


def a_browser(folder: Path) -> FlaskClient:
    app = Flask("tests")
    app.register_blueprint(media.create(folder, lambda: {"film.mp4", "gone.png"}))
    return app.test_client()


def test_a_film_is_answered_in_the_range_a_browser_asks_for(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(bytes(range(100)))
    answer = a_browser(tmp_path).get(
        "/board-media/film.mp4", headers={"Range": "bytes=10-19"}, buffered=True
    )
    assert (answer.status_code, answer.data) == (206, bytes(range(10, 20)))
    assert answer.headers["Content-Range"] == "bytes 10-19/100"
    assert answer.mimetype == "video/mp4"
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_a_file_no_board_names_or_that_is_not_there_does_not_leave_the_folder(
    tmp_path: Path,
) -> None:
    (tmp_path / "secret.png").write_bytes(b"x")
    browser = a_browser(tmp_path)
    asked = ["secret.png", "gone.png", "..%2Fsecret.png"]
    assert [browser.get(f"/board-media/{name}").status_code for name in asked] == [404] * 3
