"""What an artist is exposed by: each fact with its number and a sentence, and what is not known said to be so."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from detectors.exposure import ExposureFacts, Factor, exposure_factors

TODAY = date(2026, 11, 28)
KNOWN = ExposureFacts(
    artist={"isni": "0000000121032683", "ended_on": date(2016, 1, 10), "verified": True},
    releases=5,
    assigned=4,
    by_name=3,
    last_release=date(2016, 11, 28),
    audience=1_234_567,
    smaller=0.98,
    lookalikes=2,
    most_lookalikes=100,
)


def told(facts: ExposureFacts) -> dict[str, Factor]:
    return {one.name: one for one in exposure_factors(facts, today=TODAY)}


def test_what_is_known_is_told_with_its_number() -> None:
    found = told(KNOWN)
    assert {name: one.value for name, one in found.items()} == {
        "audience": 0.98,
        "identifiers": 1.0,
        "name_only": 0.75,
        "lookalikes": 2.0,
        "dormancy": 3652.0,
        "ended": 1.0,
        "verified": 1.0,
    }
    assert [one.text for one in found.values()] == [
        "1.2 million people know the artist, more than know 98 % of this catalog's artists.",
        "The page has ISNI, and no IPI and no MusicBrainz id.",
        "3 of the 4 releases whose way to the page is known were put there by name only; of 1 it is not told.",
        "2 other artists are called alike.",
        "The last release came out on 2016-11-28, 10.0 years ago.",
        "The act ended on 2016-01-10.",
        "The service has verified the page.",
    ]
    assert [name for name, one in found.items() if one.aspect == "worthwhile"] == ["audience"]


def test_what_is_not_known_has_no_number() -> None:
    found = told(ExposureFacts({}, releases=0, assigned=0, by_name=0, last_release=None))
    unknown = {name for name, one in found.items() if one.value is None}
    assert unknown == {"audience", "name_only", "lookalikes", "dormancy", "verified"}
    assert found["identifiers"].value == found["ended"].value == 0.0
    assert all(one.text.endswith(".") for one in found.values())


@pytest.mark.parametrize(
    ("changes", "name", "text"),
    [
        ({"lookalikes": 0}, "lookalikes", "No other artist is called alike."),
        ({"lookalikes": 1}, "lookalikes", "1 other artist is called alike."),
        ({"lookalikes": 100}, "lookalikes", "100 or more other artists are called alike."),
        ({"releases": 4}, "name_only", "3 of 4 releases were put on the page by name only."),
        ({"releases": 11, "assigned": 7, "by_name": 1}, "name_only", "1 of the 7 releases whose way to the page is known was put there by name only; of 4 it is not told."),
        ({"assigned": 0}, "name_only", "How 5 releases came to the page is not known."),
        ({"last_release": date(2026, 12, 24)}, "dormancy", "The last release comes out on 2026-12-24."),
        ({"artist": {"isni": "1", "ipi": "2", "musicbrainz_id": "3"}}, "identifiers", "The page has ISNI and IPI and MusicBrainz id."),
        ({"artist": {"verified": False}}, "verified", "The service has not verified the page."),
    ],
)  # fmt: skip
def test_special_cases_have_sentences_of_their_own(changes: dict[str, Any], name: str, text: str) -> None:
    assert told(replace(KNOWN, **changes))[name].text == text
