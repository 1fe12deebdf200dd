import pytest

from detectors.wording import (
    audience_text,
    count_text,
    number_text,
    part_text,
    share_text,
    size_text,
    source_text,
    time_text,
)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0 %"),
        (0.0004, "below 1 %"),
        (0.3333, "33 %"),
        (0.9999, "over 99 %"),
        (1.0, "100 %"),
        (None, "an unknown share"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_or_all(share: float | None, text: str) -> None:
    assert share_text(share) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (0, "0 days"),
        (1, "1 day"),
        (36, "36 days"),
        (61, "2 months"),
        (400, "13 months"),
        (731, "2.0 years"),
        (None, "an unknown time"),
    ],
)
def test_a_time_is_told_in_the_unit_that_fits(days: float | None, text: str) -> None:
    assert time_text(days) == text


def test_one_thing_has_no_plural() -> None:
    assert (count_text(1, "artist"), count_text(8, "artist")) == ("1 artist", "8 artists")
    assert (count_text(0, "artist"), count_text(12_345, "artist")) == ("0 artists", "12,345 artists")
    assert (number_text(13_496), number_text(13_496.4), number_text(None)) == ("13,496", "13,496", "an unknown number")


def test_a_part_of_things_is_none_all_or_a_share() -> None:
    assert [part_text(share) for share in (0.0, 0.004, 0.35, 1.0, None)] == [
        "none",
        "below 1 %",
        "35 %",
        "all",
        "an unknown share",
    ]


def test_an_audience_is_told_with_what_it_is_counted_in() -> None:
    assert audience_text(13_496, "listeners_28d") == "13,496 listeners of one recording"
    assert audience_text(5_586, "monthly_listeners") == "5,586 monthly listeners"
    assert audience_text(1, "followers") == "1 follower"
    assert audience_text(0, "followers") == "0 followers"
    assert audience_text(0, None) == "no known audience"


def test_a_source_is_quoted_as_it_writes_itself() -> None:
    assert (source_text("desk"), source_text(None)) == ("“desk”", "another system")


def test_sizes_are_told_in_two_digits() -> None:
    told = {
        0: "0",
        9_999: "9,999",
        45_678: "46 thousand",
        999_999: "1 million",
        1_234_567: "1.2 million",
        3e9: "3 billion",
    }
    assert {size: size_text(size) for size in told} == told
