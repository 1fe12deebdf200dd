import pytest

from detectors.wording import count_text, share_text, size_text, time_text


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
