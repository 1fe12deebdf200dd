import math

import polars as pl
import pytest

from detectors import content_farm, impersonation, misattribution, recycled_audio
from detectors.evidence import Context, Feature, KindModel, findings_from, row_evidence, score_candidates
from graph.findings import Evidence, Finding, Reference, counterfactual, finding_row
from graph.snapshot import snapshot_from_records
from simulation import simulate

WORDS = ("measure", "measure_subject", "measure_target", "operation", "outside_kind", "artist_assignment")
"""Endings of columns that hold words of the program, not of a catalog."""
FEATURES = (
    Feature("same_name", "help", lambda row: "the names are equal", item="name"),
    Feature("rare_name", "help", lambda row: "the names are equal and rare", item="name"),
    Feature("own_label", "help", lambda row: "it has a label", -1),
)
MODEL = KindModel(-3.0, {"same_name": 1.0, "rare_name": 4.0, "own_label": -2.0}, {})
CANDIDATES = pl.DataFrame(
    {
        "subject": ["a1", "a2"],
        "target": ["a9", "a9"],
        "members": pl.Series([None, None], dtype=pl.List(pl.String)),
        "same_name": [1.0, 1.0],
        "rare_name": [1.0, None],
        "own_label": [1.0, None],
    }
)


def test_a_name_at_the_start_of_a_sentence_keeps_its_letters() -> None:
    """Every sentence of every detector with lower-case names and ids in its row."""
    snapshot = snapshot_from_records(simulate(250, seed=5, scenario="standard").records)
    context = Context(snapshot["artists"].select("artist_id", identity_id="artist_id"))
    told = 0
    for detector in (impersonation.DETECTOR, misattribution.DETECTOR, recycled_audio.DETECTOR, content_farm.DETECTOR):
        rows = detector.candidates(snapshot, context).head(200).to_dicts()
        assert rows, detector.name
        for row in rows:
            named = {column: _lowered(column, value) for column, value in row.items()}
            for feature in detector.features:
                if row[feature.name]:
                    alone = KindModel(0.0, {feature.name: 1.0}, {})
                    (item,) = row_evidence(named | {feature.name: 1.0}, (feature,), alone)
                    assert not item.text.startswith("Ветерночь"), (detector.name, feature.name)
                    told += "ветерночь" in item.text
    assert told > 1_000


def _lowered(column: str, value: object) -> object:
    if column.endswith(WORDS):
        return value
    if isinstance(value, str):
        return "ветерночь"
    return ["ветерночь" for _ in value] if isinstance(value, list) and value and isinstance(value[0], str) else value


def test_parts_of_one_fact_are_one_sentence_with_their_weights_together() -> None:
    row = CANDIDATES.row(0, named=True)
    assert row_evidence(row, FEATURES, MODEL) == (
        Evidence("name", 5.0, "The names are equal and rare"),
        Evidence("own_label", -2.0, "It has a label"),
    )


def test_sufficiency_is_the_share_of_the_weights_that_was_known() -> None:
    scored = score_candidates(CANDIDATES, FEATURES, MODEL)
    assert scored["sufficiency"].to_list() == pytest.approx([1.0, 1 / 7])


def test_prior_and_evidence_add_up_to_the_score() -> None:
    scored = score_candidates(CANDIDATES, FEATURES, MODEL)
    found = findings_from(
        scored,
        kind="impersonation",
        subject_type="artist",
        target_type="artist",
        features=FEATURES,
        model=MODEL,
        min_score=0.0,
    )
    assert {finding.subject.id: finding.score for finding in found} == pytest.approx(
        dict(zip(scored["subject"], scored["score"], strict=True))
    )


def test_a_counterfactual_names_the_fewest_facts_that_turn_the_verdict() -> None:
    turned = counterfactual(-4.0, [("name", 3.0), ("image", 2.5), ("money", 1.0), ("label", -0.5)])
    assert turned.without == ("name",)
    assert turned.score == pytest.approx(1 / (1 + math.exp(1.0)))
    strong = counterfactual(-1.0, [("name", 3.0), ("image", 2.9)])
    assert strong.without == ("name", "image")


def test_below_even_odds_it_names_what_speaks_against() -> None:
    assert counterfactual(-1.0, [("name", 3.0), ("label", -4.0)]).without == ("label",)


def test_where_no_facts_turn_the_verdict_none_are_named() -> None:
    turned = counterfactual(-5.0, [("name", 1.0)])
    assert turned.without == ()
    assert turned.score == pytest.approx(1 / (1 + math.exp(4.0)))
    assert counterfactual(0.0, [("name", -1.0)]).without == ()


def test_a_line_of_the_export_says_what_was_known_and_what_it_hangs_on() -> None:
    finding = Finding(
        "impersonation",
        Reference("artist", "a1"),
        -2.0,
        (Evidence("name", 3.0, "Equal"),),
        Reference("artist", "a9"),
        sufficiency=0.5,
    )
    row = finding_row(finding)
    assert row["sufficiency"] == 0.5
    assert row["counterfactual"]["without"] == ["name"]
