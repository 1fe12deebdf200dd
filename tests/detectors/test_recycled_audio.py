from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from random import Random

import networkx as nx
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from detectors.catalog_tables import near_hashes
from detectors.evidence import Context, KindModel, findings_from, score_candidates
from detectors.recycled_audio import DETECTOR
from graph.records import RECORDS
from graph.snapshot import Snapshot, snapshot_from_records


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


def catalog(*sold: Sold) -> Snapshot:
    """Recordings k1, k2, … with a release and, unless said otherwise, a payee each."""
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
            "release_ids": [f"r-{key}"],
            "audio_fingerprint": one.sound,
            "duration_ms": one.duration_ms,
            "isrc": f"USABC15{key[1:]:0>5}",
        }
        for key, one in numbered.items()
    ]
    artists = sorted({one.artist for one in sold})
    return snapshot_from_records(
        {
            "artists": table("artists", [{"artist_id": artist, "name": artist.upper()} for artist in artists]),
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
