from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from random import Random
from types import MappingProxyType

import networkx as nx
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.catalog_tables import near_hashes
from detectors.evidence import Context, KindModel, findings_from, score_candidates
from detectors.recycled_audio import DETECTOR
from graph.records import RECORDS
from graph.snapshot import Snapshot, build_snapshot, snapshot_from_records


def table(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=RECORDS[name].schema)


@dataclass(frozen=True)
class Sold:
    """One recording as it is sold: by whom, when, what it sounds like."""

    artist: str
    year: int
    sound: str | None
    title: str = ""
    duration_ms: int = 200_000
    payee: str = ""
    guest: str = ""


def catalog(*sold: Sold, pages: Mapping[str, Mapping[str, object]] = MappingProxyType({})) -> Snapshot:
    """Recordings k1, k2, … with a release and, unless said otherwise, a payee each; `pages` says more of the artists."""
    numbered = {f"k{number}": one for number, one in enumerate(sold, start=1)}
    payees = {key: one.payee or f"p-{key}" for key, one in numbered.items()}
    releases = [
        {"release_id": f"r-{key}", "title": "t", "artist_ids": [one.artist], "release_date": date(one.year, 1, 1)}
        for key, one in numbered.items()
    ]
    recordings = [
        {
            "recording_id": key,
            "title": one.title or f"title {key}",
            "artist_ids": [one.artist],
            "featured_artist_ids": [one.guest] if one.guest else [],
            "release_ids": [f"r-{key}"],
            "audio_fingerprint": one.sound,
            "duration_ms": one.duration_ms,
            "isrc": f"USABC15{key[1:]:0>5}",
        }
        for key, one in numbered.items()
    ]
    known = sorted({artist for one in sold for artist in (one.artist, one.guest) if artist})
    artists = [{"artist_id": artist, "name": artist.upper(), **pages.get(artist, {})} for artist in known]
    return snapshot_from_records(
        {
            "artists": table("artists", artists),
            "releases": table("releases", releases),
            "recordings": table("recordings", recordings),
            "payees": table("payees", [{"payee_id": payee, "name": payee} for payee in sorted(set(payees.values()))]),
            "payouts": table(
                "payouts", [{"payee_id": payee, "release_id": f"r-{key}"} for key, payee in payees.items()]
            ),
        }
    )


def two_recordings(first: str, second: str, artists: tuple[str, str] = ("a1", "a2")) -> Snapshot:
    return catalog(Sold(artists[0], 2015, first), Sold(artists[1], 2025, second))


def alone(snapshot: Snapshot) -> Context:
    return Context(snapshot["artists"].select("artist_id", identity_id="artist_id"))


def test_the_later_recording_is_the_subject() -> None:
    snapshot = two_recordings("00000000000000ff", "00000000000000fe")
    (row,) = DETECTOR.candidates(snapshot, alone(snapshot)).to_dicts()
    assert (row["subject"], row["target"], row["distance"]) == ("k2", "k1", 1)
    assert (row["audio_equal"], row["isrc_differs"], row["payee_differs"], row["title_differs"]) == (0, 1, 1, 1)


def test_a_finding_says_when_the_two_came_and_where_that_does_not_tell_the_copy() -> None:
    snapshot = two_recordings("00000000000000ff", "00000000000000ff")
    (row,) = DETECTOR.candidates(snapshot, alone(snapshot)).to_dicts()
    say = next(feature.sentence for feature in DETECTOR.features if feature.name == "audio_equal")
    assert say(row).endswith("are equal; first came from “A2” on 2025-01-01, from “A1” on 2015-01-01")
    near = row | {"t_since": datetime(2025, 1, 1), "s_since": datetime(2025, 1, 3)}
    assert say(near).endswith("are equal; the two came 2 days apart: which came first is not sure")
    assert say(row | {"t_since": None}).endswith("not known of both: which came first is not sure")
    assert say(near | {"said": 1}).endswith("are equal")


def test_what_another_system_reports_is_told_with_its_source_and_day() -> None:
    reports = [
        {"subject_type": "recording", "subject_id": "k2", "kind": "takedown", "score": 0.6, "source": "desk"},
        {
            "subject_type": "artist",
            "subject_id": "a2",
            "kind": "user_report",
            "score": 0.9,
            "source": "forum",
            "observed_at": datetime(2026, 3, 2),
        },
    ]
    quiet = two_recordings("00000000000000ff", "00000000000000ff")
    snapshot = build_snapshot({**quiet.tables, "signals": table("signals", reports)}, schema_version=1, taken_at="")
    (row,) = DETECTOR.candidates(snapshot, alone(snapshot)).to_dicts()
    assert row["outside_signal"] == 0.9
    say = next(feature.sentence for feature in DETECTOR.features if feature.name == "outside_signal")
    assert say(row) == "“forum” reports a complaint (recording, release or artist) on 2026-03-02, with a score of 0.90"


def test_different_sounds_are_no_candidates() -> None:
    snapshot = two_recordings("00000000000000ff", "000000000000ffff")
    assert DETECTOR.candidates(snapshot, alone(snapshot)).is_empty()


def test_one_artist_is_no_candidate_and_one_act_is_told() -> None:
    same = two_recordings("00000000000000ff", "00000000000000ff", ("a1", "a1"))
    assert DETECTOR.candidates(same, alone(same)).is_empty()
    snapshot = two_recordings("00000000000000ff", "00000000000000ff")
    one_act = Context(pl.DataFrame({"artist_id": ["a1", "a2"], "identity_id": ["i1", "i1"]}))
    assert DETECTOR.candidates(snapshot, one_act)["same_act"].to_list() == [1.0]
    likely = pl.DataFrame({"left": ["a1"], "right": ["a2"], "log_odds": [0.0]})
    context = Context(alone(snapshot).identities, likely_acts=likely)
    assert DETECTOR.candidates(snapshot, context)["same_act"].to_list() == [0.5]


def test_who_sells_an_old_recording_of_their_own_again_is_no_thief() -> None:
    snapshot = catalog(
        Sold("a1", 2010, "00000000000000ff"), Sold("a2", 2020, "00000000000000ff"), Sold("a1", 2024, "00000000000000ff")
    )
    (row,) = DETECTOR.candidates(snapshot, alone(snapshot)).to_dicts()
    assert (row["subject"], row["target"]) == ("k2", "k1")
    assert (row["t_since"].year, row["s_since"].year) == (2010, 2020)


def with_guests(thief: str, guest: str, victim: str, friend: str) -> pl.DataFrame:
    """The candidates of a thief with famous guests, under these artist ids; without the columns that hold ids of artists."""
    fame = {"followers": 9_000_000, "verified": True, "biography": "known everywhere", "created_on": date(2009, 1, 1)}
    snapshot = catalog(
        Sold(victim, 2015, "00000000000000ff", guest=friend),
        Sold(victim, 2016, "000000000000ff00", guest=friend),
        Sold(thief, 2025, "00000000000000ff", guest=guest),
        Sold(thief, 2025, "000000000000ff00"),
        Sold(guest, 2008, "00000000ff000000"),
        Sold(guest, 2020, "ff00000000000000", guest=victim),
        pages={
            thief: {"name": "Thief", "followers": 7, "created_on": date(2024, 12, 1)},
            victim: {"name": "Victim", "followers": 5_000, "biography": "two friends"},
            guest: {"name": "Guest", **fame},
            friend: {"name": "Friend", **fame},
        },
    )
    odds = [((thief, victim), -2.0), ((guest, victim), 9.0), ((thief, friend), 9.0), ((guest, friend), 9.0)]
    likely = pl.DataFrame(
        [(*sorted(pair), value) for pair, value in odds], schema=["left", "right", "log_odds"], orient="row"
    )
    found = DETECTOR.candidates(snapshot, Context(alone(snapshot).identities, likely_acts=likely))
    things = ("artist", "artists", "identities", "credited")
    return found.drop(f"{side}_{thing}" for side in "st" for thing in things)


def test_what_is_known_of_a_guest_is_not_told_of_the_artist() -> None:
    for row in with_guests(thief="z", guest="a", victim="y", friend="b").to_dicts():
        assert (row["s_artist_names"], row["t_artist_names"]) == (["Thief"], ["Victim"])
        assert (row["s_followers"], row["s_verified"], row["s_created_on"]) == (7, False, date(2024, 12, 1))
        assert (row["s_began"], row["s_page_releases"], row["empty_page"]) == (date(2025, 1, 1), 2, 1.0)
        assert (row["known_together"], row["songs"], row["copied"], row["page_recordings"]) == (0.0, 2, 2, 2)
        assert row["same_act"] < 0.2


def test_other_ids_of_the_artists_change_nothing() -> None:
    expected = with_guests(thief="z", guest="a", victim="y", friend="b")
    assert expected.height == 2
    for ids in (("a", "z", "b", "y"), ("b", "a", "z", "y"), ("y", "z", "a", "b")):
        assert with_guests(*ids).equals(expected)


def test_a_guest_who_is_the_other_artist_makes_it_no_candidate() -> None:
    snapshot = catalog(Sold("a1", 2015, "00000000000000ff"), Sold("a2", 2025, "00000000000000ff", guest="a1"))
    assert DETECTOR.candidates(snapshot, alone(snapshot)).is_empty()


def test_of_recordings_that_one_act_had_from_the_start_the_first_is_the_target() -> None:
    sound = "00000000000000ff"
    snapshot = catalog(Sold("a1", 2012, sound), Sold("a1", 2010, sound), Sold("a2", 2020, sound))
    (row,) = DETECTOR.candidates(snapshot, alone(snapshot)).to_dicts()
    assert (row["subject"], row["target"]) == ("k3", "k2")


def test_of_two_who_had_the_sound_together_the_later_recording_is_the_subject() -> None:
    snapshot = catalog(
        Sold("a1", 2010, "00000000000000fc", guest="a2"),
        Sold("a1", 2024, "00000000000000fe"),
        Sold("a2", 2020, "00000000000000ff"),
    )
    (row,) = DETECTOR.candidates(snapshot, alone(snapshot)).to_dicts()
    assert (row["subject"], row["target"]) == ("k2", "k3")


def test_the_ratio_of_a_pair_that_is_turned_round_is_turned_too() -> None:
    snapshot = catalog(
        Sold("a1", 2010, "00000000000000ff", "Old Name", 200_500),
        Sold("a2", 2015, None, "Blue Road", 200_000),
        Sold("a1", 2020, "00000000000000ff", "Blue Road", 200_500),
    )
    (row,) = DETECTOR.candidates(snapshot, alone(snapshot)).to_dicts()
    assert (row["subject"], row["target"]) == ("k2", "k3")
    assert row["ratio"] == pytest.approx(200_000 / 200_500)


def test_a_version_that_was_there_first_is_no_source_of_what_does_not_say_it_is_one() -> None:
    snapshot = catalog(
        Sold("a1", 2010, "00000000000000ff", "Old Name", 160_000),
        Sold("a2", 2015, None, "Blue Road", 200_000),
        Sold("a1", 2020, "00000000000000ff", "Blue Road (Sped Up)", 160_000),
    )
    assert DETECTOR.candidates(snapshot, alone(snapshot)).is_empty()


def test_of_several_possible_sources_the_act_that_had_it_first_is_the_target() -> None:
    snapshot = catalog(*(Sold(f"a{number}", 2010 + number, "00000000000000ff") for number in range(5)))
    found = DETECTOR.candidates(snapshot, alone(snapshot))
    assert found.select("subject", "target").rows() == [(f"k{number}", "k1") for number in range(2, 6)]
    assert found["acts"].unique().to_list() == [5]


def test_a_faster_version_is_a_candidate_though_it_sounds_otherwise() -> None:
    snapshot = catalog(
        Sold("a1", 2010, "00000000000000ff", "Blue Road"),
        Sold("a2", 2020, "ffffffff00000000", "Blue Road (Sped Up)", 160_000),
    )
    (row,) = DETECTOR.candidates(snapshot, alone(snapshot)).to_dicts()
    assert (row["subject"], row["target"], row["tempo_said"], row["duration_near"]) == ("k2", "k1", 1.0, None)


def test_an_operation_is_counted_over_its_victims_and_an_edit_is_told() -> None:
    sounds = [f"{number:016x}" for number in (0xFF, 0xFF00, 0xFF0000)]
    originals = [Sold(f"a{number}", 2010, sound, f"Song {number}") for number, sound in enumerate(sounds)]
    copies = [Sold("thief", 2020, sound, f"Song {number} (Edit)", payee="p") for number, sound in enumerate(sounds)]
    snapshot = catalog(*originals, *copies)
    found = DETECTOR.candidates(snapshot, alone(snapshot))
    assert found["victims"].to_list() == [3, 3, 3]
    assert found["mostly_copies"].to_list() == [1.0, 1.0, 1.0]
    assert found["title_differs"].to_list() == [0.0, 0.0, 0.0]
    assert found["says_edit"].to_list() == [1.0, 1.0, 1.0]


def test_fingerprints_that_are_all_alike_accuse_nobody() -> None:
    draw = Random(3)
    alike = [sum((draw.random() < 0.05) << place for place in range(64)) for _ in range(300)]
    snapshot = catalog(*(Sold(f"a{n}", 2020, f"{sound:016x}", f"title {n}") for n, sound in enumerate(alike)))
    assert DETECTOR.candidates(snapshot, alone(snapshot)).filter(pl.col("distance") > 0).is_empty()


def test_followers_that_nobody_counted_are_not_told_as_none() -> None:
    row = {"s_artist_names": ["night wind"], "s_followers": None, "t_artist_names": ["Gale"], "t_followers": 12_345}
    say = next(feature.sentence for feature in DETECTOR.features if feature.name == "less_followed")
    assert say(row) == "of “night wind” the number of followers is not known, “Gale” has 12,345 followers"
    assert say(row | {"s_followers": 1}).startswith("“night wind” has 1 follower, ")


def test_every_feature_has_a_sentence() -> None:
    snapshot = two_recordings("00000000000000ff", "00000000000000ff")
    found = DETECTOR.candidates(snapshot, alone(snapshot)).with_columns(
        pl.lit(1.0).alias(f.name) for f in DETECTOR.features
    )
    found = found.with_columns(
        victims=pl.lit(2), crowd=pl.lit(2), ratio=pl.lit(0.8), said=pl.lit(1), one_act=pl.lit(0.5)
    )
    model = KindModel(0.0, {feature.name: 1.0 for feature in DETECTOR.features}, {})
    (finding,) = findings_from(
        score_candidates(found, DETECTOR.features, model),
        kind="recycled_audio",
        subject_type="recording",
        target_type="recording",
        features=DETECTOR.features,
        model=model,
        min_score=0.5,
    )
    assert {item.type for item in finding.evidence} == {feature.item or feature.name for feature in DETECTOR.features}
    assert all(item.text for item in finding.evidence)


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=8), st.integers(0, 2**64 - 1))
def test_near_hashes_are_those_of_the_full_comparison(numbers: list[int], flips: int) -> None:
    mask = reduce(or_, (1 << (flips // 64**place % 64) for place in range(6)))
    flipped = [number ^ mask for number in numbers]
    texts = sorted({f"{number:016x}" for number in numbers + flipped})
    expected = nx.Graph()
    expected.add_edges_from(
        (a, b) for a in texts for b in texts if a < b and (int(a, 16) ^ int(b, 16)).bit_count() <= 6
    )
    found = near_hashes(texts, max_distance=6)
    assert {frozenset(pair) for pair in found.select("left", "right").rows()} == {frozenset(e) for e in expected.edges}
