from datetime import date
from functools import reduce
from operator import or_

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


def two_recordings(first: str, second: str, artists: tuple[str, str] = ("a1", "a2")) -> Snapshot:
    sounds = {"k1": first, "k2": second}
    homes = dict(zip(sounds, artists, strict=True))
    days = {"k1": date(2015, 1, 1), "k2": date(2025, 1, 1)}
    return snapshot_from_records(
        {
            "artists": table("artists", [{"artist_id": a, "name": a.upper()} for a in sorted(set(artists))]),
            "releases": table(
                "releases",
                [
                    {"release_id": f"r-{k}", "title": "t", "artist_ids": [homes[k]], "release_date": days[k]}
                    for k in sounds
                ],
            ),
            "recordings": table(
                "recordings",
                [
                    {
                        "recording_id": k,
                        "title": f"title {k}",
                        "artist_ids": [homes[k]],
                        "release_ids": [f"r-{k}"],
                        "audio_fingerprint": sound,
                        "duration_ms": 200_000,
                        "isrc": f"USABC150000{k[1]}",
                    }
                    for k, sound in sounds.items()
                ],
            ),
            "payees": table("payees", [{"payee_id": f"p-{k}", "name": k} for k in sounds]),
            "payouts": table("payouts", [{"payee_id": f"p-{k}", "release_id": f"r-{k}"} for k in sounds]),
        }
    )


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


def test_one_artist_and_one_identity_are_no_candidates() -> None:
    same = two_recordings("00000000000000ff", "00000000000000ff", ("a1", "a1"))
    assert DETECTOR.candidates(same, alone(same)).is_empty()
    snapshot = two_recordings("00000000000000ff", "00000000000000ff")
    one_act = Context(pl.DataFrame({"artist_id": ["a1", "a2"], "identity_id": ["i1", "i1"]}))
    assert DETECTOR.candidates(snapshot, one_act).is_empty()


def test_every_feature_has_a_sentence() -> None:
    snapshot = two_recordings("00000000000000ff", "00000000000000ff")
    found = DETECTOR.candidates(snapshot, alone(snapshot)).with_columns(
        pl.lit(1.0).alias(f.name) for f in DETECTOR.features
    )
    found = found.with_columns(victims=pl.lit(2))
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
