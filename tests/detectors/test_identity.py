import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.evidence import Context, KindModel
from detectors.identity import DETECTOR, FEATURES, NOT_PROPOSED, labels, resolve_identities, unproposed_pairs
from graph.records import RECORDS
from graph.snapshot import Snapshot, snapshot_from_records
from graph.truth import TrueIdentity, Truth

MODEL = KindModel(-3.0, {NOT_PROPOSED: -4.0}, {})


def artists(
    *ids: str, isni: dict[str, str] | None = None, judgements: list[tuple[str, str, str]] | None = None
) -> Snapshot:
    rows = [
        {"artist_id": artist, "name": "Nova Nkemelu", "isni": (isni or {}).get(artist), "country": "NO"}
        for artist in ids
    ]
    snapshot = snapshot_from_records({"artists": pl.DataFrame(rows, schema=RECORDS["artists"].schema)})
    said = [
        {
            "left": left,
            "right": right,
            "verdict": verdict,
            "reviewer": "r",
            "reason": "",
            "at": f"2026-01-{day + 1:02d}",
        }
        for day, (left, right, verdict) in enumerate(judgements or [])
    ]
    table = pl.DataFrame(said, schema=snapshot["judgements"].schema)
    return Snapshot({**snapshot.tables, "judgements": table}, snapshot.manifest)


def pairs(**log_odds: float) -> pl.DataFrame:
    """Pairs by keyword: `ab=3.0` links artists a and b."""
    rows = [(key[0], key[1], value) for key, value in log_odds.items()]
    return pl.DataFrame(rows, schema={"subject": pl.String, "target": pl.String, "log_odds": pl.Float64}, orient="row")


def groups(snapshot: Snapshot, scored: pl.DataFrame) -> list[str]:
    identities, _ = resolve_identities(snapshot, scored, MODEL, min_probability=0.5)
    return ["".join(identity.artist_ids) for identity in identities]


def test_linked_profiles_are_one_act() -> None:
    identities, table = resolve_identities(artists("a", "b", "c"), pairs(ab=2.0, bc=-3.0), MODEL, min_probability=0.5)
    assert [(identity.identity_id, identity.artist_ids) for identity in identities] == [
        ("a", ("a", "b")),
        ("c", ("c",)),
    ]
    assert identities[0].probability == pytest.approx(0.8808, abs=1e-4)
    assert identities[1].probability == 1.0
    assert table.rows() == [("a", "a"), ("b", "a"), ("c", "c")]


def test_a_bridge_does_not_chain_two_acts() -> None:
    scored = pairs(ab=6.0, cd=6.0, be=2.0, ce=2.0, ae=1.0, de=1.0)
    assert groups(artists("a", "b", "c", "d", "e"), scored) == ["abe", "cd"]
    assert groups(artists("a", "b", "c"), pairs(ab=3.0, bc=2.0)) == ["ab", "c"]


def test_how_far_a_pair_that_was_not_proposed_keeps_groups_apart_is_the_models_to_say() -> None:
    bridge, scored = artists("a", "b", "c"), pairs(ab=3.0, bc=2.0)
    trusting = KindModel(-3.0, {NOT_PROPOSED: -1.0}, {})
    identities, _ = resolve_identities(bridge, scored, trusting, min_probability=0.5)
    assert [identity.artist_ids for identity in identities] == [("a", "b", "c")]
    assert unproposed_pairs(scored) == [("a", "c")]
    assert unproposed_pairs(pairs(ab=3.0, bc=2.0, ac=-5.0)) == []
    assert unproposed_pairs(pairs(ab=3.0, bc=-2.0)) == []


def test_two_isnis_keep_apart_even_through_others() -> None:
    numbers = {"a": "0000000000000001", "c": "0000000000000002"}
    assert groups(artists("a", "c", isni=numbers), pairs(ac=9.0)) == ["a", "c"]
    assert groups(artists("a", "b", "c", isni=numbers), pairs(ab=5.0, bc=4.0, ac=9.0)) == ["ab", "c"]


def test_judgements_bind_and_the_last_word_counts() -> None:
    same, different = [("a", "b", "same")], [("b", "a", "different")]
    assert groups(artists("a", "b", judgements=same), pairs(ab=-9.0)) == ["ab"]
    assert groups(artists("a", "b", judgements=different), pairs(ab=9.0)) == ["a", "b"]
    assert groups(artists("a", "b", judgements=same + different), pairs(ab=9.0)) == ["a", "b"]
    assert groups(artists("a", "b", judgements=[("a", "b", "unsure")]), pairs(ab=9.0)) == ["ab"]
    apart = artists("a", "b", "c", judgements=[("a", "c", "different")])
    assert groups(apart, pairs(ab=5.0, bc=4.0, ac=9.0)) == ["ab", "c"]


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]), st.floats(-9, 9)
    )
)
def test_identities_partition_the_artists(links: dict[tuple[int, int], float]) -> None:
    ids = "abcdefgh"
    scored = pairs(**{ids[one] + ids[two]: value for (one, two), value in links.items()})
    found = groups(artists(*ids), scored)
    assert sorted("".join(found)) == list(ids)
    assert groups(artists(*ids), scored.reverse()) == found


def test_candidates_carry_their_evidence_in_words() -> None:
    snapshot = artists("a", "b", isni={"a": "0000000121174585", "b": "0000000121174585"})
    table = DETECTOR.candidates(snapshot, Context(snapshot["artists"].select("artist_id", identity_id="artist_id")))
    row = table.row(0, named=True)
    assert (row["subject"], row["target"], row["isni_equal"], row["country_conflict"], row["payee_shared"]) == (
        "a",
        "b",
        1.0,
        0.0,
        None,
    )
    by_name = {feature.name: feature for feature in FEATURES}
    assert by_name["isni_equal"].sentence(row) == "Both profiles carry the ISNI 0000000121174585"
    for feature in FEATURES:
        assert feature.help
        if row[feature.name]:
            assert feature.sentence(row)


def test_labels_come_from_the_true_identities() -> None:
    table = pl.DataFrame({"subject": ["a", "a"], "target": ["b", "c"]})
    assert labels(table, Truth(identities=(TrueIdentity("i", ("a", "b")),))).to_list() == [True, False]
