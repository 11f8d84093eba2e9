"""Two endless orders of numbers that never meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.numbering import index_of, is_reserve, label, normal, reserve

indices = st.integers(0, 10**9)


@given(indices)
def test_the_next_number_is_always_larger(index: int) -> None:
    assert normal(index) < normal(index + 1)
    assert reserve(index) < reserve(index + 1)


@given(indices)
def test_a_number_says_to_which_order_it_belongs(index: int) -> None:
    assert not is_reserve(normal(index))
    assert is_reserve(reserve(index))


@given(indices)
def test_the_place_of_a_number_is_found_again(index: int) -> None:
    assert index_of(normal(index)) == index
    assert index_of(reserve(index)) == index


@given(st.integers(1, 10**12))
def test_every_number_belongs_to_one_place_of_one_order(number: int) -> None:
    order = reserve if is_reserve(number) else normal
    assert order(index_of(number)) == number


def test_the_first_100_000_numbers_are_shared_without_gap_or_double() -> None:
    given_normally = {normal(index) for index in range(66_699)}
    set_aside = {reserve(index) for index in range(33_300)}
    assert given_normally | set_aside == set(range(1, 100_000))
    assert given_normally & set_aside == set()


@pytest.mark.parametrize(
    ("index", "number"), [(0, 1), (698, 699), (699, 1000), (6698, 6999), (6699, 10_000)]
)
def test_normal_numbers_widen_where_the_reserve_begins(index: int, number: int) -> None:
    assert normal(index) == number


@pytest.mark.parametrize(
    ("index", "number"), [(0, 700), (299, 999), (300, 7000), (3299, 9999), (3300, 70_000)]
)
def test_reserve_numbers_widen_and_never_wrap(index: int, number: int) -> None:
    assert reserve(index) == number


@pytest.mark.parametrize("number", [7, 8, 9, 70, 99, 699, 1000, 6999])
def test_short_numbers_are_never_reserve_whatever_their_first_digit(number: int) -> None:
    assert not is_reserve(number)


def test_a_label_has_three_digits_and_more_when_needed() -> None:
    assert [label("A", number) for number in (1, 42, 700, 1000)] == [
        "A001",
        "A042",
        "A700",
        "A1000",
    ]


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_two_numbers_never_share_a_label(one: int, other: int) -> None:
    assert (label("A", one) == label("A", other)) == (one == other)
