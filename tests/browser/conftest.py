"""Clerks at their counters, for the journeys on their page; one hall for each module of tests."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.desks import Hall, a_hall
from tests.browser.staff import Desk


@pytest.fixture(scope="module")
def open_hall(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with a_hall(browser, tmp_path_factory.mktemp("hall")) as found:
        yield found


@pytest.fixture
def hall(open_hall: Hall) -> Iterator[Hall]:
    yield open_hall
    open_hall.tidy()


@pytest.fixture
def lan(hall: Hall) -> Desk:
    return hall.sits("lan", 1)


@pytest.fixture
def minh(hall: Hall) -> Desk:
    return hall.sits("minh", 2)
