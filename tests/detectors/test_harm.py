"""Harm grows with the audience or the streams at stake, on the catalog's own scale."""

import math

import polars as pl
import pytest

from detectors.harm import assess_harm
from graph.findings import Evidence, Finding, Harm, Kind, Reference
from graph.records import RECORDS
from graph.snapshot import Snapshot, snapshot_from_records


def table(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=RECORDS[name].schema)


def recording(name: str, artist: str, release: str, streams: int | None) -> dict[str, object]:
    return {
        "recording_id": name,
        "title": name,
        "artist_ids": [artist],
        "release_ids": [release],
        "streams_28d": streams,
    }


CATALOG = snapshot_from_records(
    {
        "artists": table(
            "artists",
            [
                {"artist_id": "star", "name": "Star", "monthly_listeners": 1_200_000, "followers": 5},
                {"artist_id": "known", "name": "Known", "monthly_listeners": 900, "followers": 90_000_000},
                {"artist_id": "followed", "name": "Followed", "followers": 90_000_000},
                {"artist_id": "heard", "name": "Heard"},
                {"artist_id": "farm1", "name": "Farm One"},
                {"artist_id": "farm2", "name": "Farm Two"},
                {"artist_id": "silent", "name": "Silent"},
            ],
        ),
        "releases": table(
            "releases",
            [{"release_id": f"r-{name}", "title": name, "artist_ids": [name]} for name in ("heard", "farm1", "farm2")],
        ),
        "recordings": table(
            "recordings",
            [
                recording("t1", "heard", "r-heard", 99_999),
                recording("t2", "farm1", "r-farm1", 30_000),
                recording("t3", "farm2", "r-farm2", 20_000),
                recording("t4", "farm2", "r-farm2", None),
            ],
        ),
    }
)
TIE = (Evidence("tie", 1.0, "It is so."),)


def copycat(target: str, kind: Kind = "impersonation") -> Finding:
    subject = Reference("artist", "silent") if kind == "impersonation" else Reference("release", "r-heard")
    return Finding(kind, subject, 0.0, TIE, Reference("artist", target))


def group(*members: str, types: tuple[str, ...] = ()) -> Finding:
    kind: Kind = "campaign" if types else "content_farm"
    return Finding(kind, Reference("cluster", "c"), 0.0, TIE, None, members, member_types=types)


def harm(finding: Finding, catalog: Snapshot = CATALOG) -> Harm:
    [found] = assess_harm(catalog, [finding]).values()
    assert 0 <= found.value <= 1
    return found


def test_the_audience_of_the_target_is_at_stake() -> None:
    star = harm(copycat("star"))
    assert star == Harm(
        1.0,
        "The target has 1.2 million monthly listeners; the most that an artist of this catalog has is 1.2 million.",
    )
    assert harm(copycat("star", "misattribution")) == star
    assert harm(copycat("known")).value == pytest.approx(math.log(901) / math.log(1_200_001))


def test_followers_then_streams_stand_in_for_listeners() -> None:
    assert harm(copycat("followed")).value == 1.0
    assert "90 million followers" in harm(copycat("followed")).reason
    assert harm(copycat("heard")).value == 1.0
    assert "100 thousand streams in 28 days" in harm(copycat("heard")).reason


def test_an_audience_that_is_not_known_counts_as_the_middle_one() -> None:
    unknown = harm(copycat("silent"))
    scale = math.log(1_200_001), math.log(90_000_001), math.log(100_000)
    known = sorted([1.0, math.log(901) / scale[0], 1.0, 1.0, math.log(30_001) / scale[2], math.log(20_001) / scale[2]])
    assert unknown.value == pytest.approx((known[2] + known[3]) / 2)
    assert "not known" in unknown.reason


def test_a_group_draws_streams_with_its_members() -> None:
    farm = harm(group("farm1", "farm2"))
    expected = (math.log(50_001) / math.log(100_000) + math.log(3) / math.log(8)) / 2
    assert farm.value == pytest.approx(expected)
    assert farm.reason == (
        "The recordings of its 2 members have 50 thousand streams in 28 days; the most that an artist of this catalog has is 100 thousand."
    )
    assert harm(group("farm1")).value < farm.value


def test_a_campaigns_releases_count_each_recording_once() -> None:
    both = harm(group("r-farm1", "farm1", types=("release", "artist")))
    assert "30 thousand streams" in both.reason
    assert both.value > harm(group("r-farm1", types=("release",))).value


def test_a_group_without_known_streams_counts_by_its_members() -> None:
    silent = harm(group("silent", "star"))
    assert silent.value == pytest.approx(math.log(3) / math.log(8))
    assert silent.reason == "It has 2 members; the streams of their recordings are not known."


def test_recycled_audio_is_what_both_recordings_draw() -> None:
    copy = Finding("recycled_audio", Reference("recording", "t2"), 0.0, TIE, Reference("recording", "t3"))
    assert harm(copy).value == pytest.approx(math.log(50_001) / math.log(100_000))
    assert "50 thousand streams" in harm(copy).reason
    silent = Finding("recycled_audio", Reference("recording", "t4"), 0.0, TIE, Reference("recording", "t9"))
    assert harm(silent).value == pytest.approx(math.log(30_001) / math.log(100_000))


def test_a_catalog_that_tells_no_audience_has_every_target_count_the_same() -> None:
    quiet = snapshot_from_records({"artists": table("artists", [{"artist_id": "star", "name": "Star"}])})
    assert harm(copycat("star"), quiet).value == harm(copycat("gone"), quiet).value > 0
    assert assess_harm(quiet, []) == {}
