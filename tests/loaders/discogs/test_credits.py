import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.discogs.credits import places_of, role_words, split_roles
from loaders.discogs.names import parse_number, short_text, split_number, without_addresses
from loaders.discogs.release import parse_clock


@pytest.mark.parametrize(
    ("text", "expected"),
    [("4:45", 285_000), ("1:00:01", 3_601_000), ("", None), ("0:00", None), ("about 3", None), (None, None)],
)
def test_clock(text: str | None, expected: int | None) -> None:
    assert parse_clock(text) == expected


def test_no_clock_is_too_long_for_a_column() -> None:
    assert parse_clock("9" * 40 + ":00") is None


@given(st.integers(1, 10**6))
def test_clock_reads_what_it_writes(seconds: int) -> None:
    assert parse_clock(f"{seconds // 60}:{seconds % 60:02}") == seconds * 1000


def test_credits() -> None:
    assert split_roles("Producer [Additional, Late], Written-By") == ("producer", "written-by")
    assert role_words("photography by") == ()
    assert role_words("lead vocals") == ("lead_vocals",)
    positions = ["A1", "A2", "B1", "B2"]
    assert places_of("A2 to B1, B2", positions) == {1, 2, 3}
    assert places_of("C9", positions) == frozenset()
    assert places_of(None, positions) is None


def test_a_number_behind_a_name() -> None:
    assert split_number("Nova (3)") == ("Nova", "3")
    assert split_number("(2)") == ("(2)", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12", "12"), (" 012 ", "12"), ("0", None), ("", None), (None, None), ("1\x852", None), ("٣", None)],
)
def test_an_id_is_a_number(text: str | None, expected: str | None) -> None:
    assert parse_number(text) == expected


def test_addresses_are_struck_out() -> None:
    assert without_addresses("Mail: a.b@example.org, or call") == "Mail: [e-mail address], or call"
    assert without_addresses("live @ the club") == "live @ the club"
    assert short_text(None) is None
