"""The detectors together, over simulated catalogs: laws that hold whatever the weights."""

import math
from dataclasses import replace

import pytest

from detectors.catalog_tables import HASH_COLUMNS
from detectors.evidence import read_model
from detectors.identity import NOT_PROPOSED
from detectors.run import DETECTORS, DetectOptions, detect, run_id
from graph.errors import UnreadableInput
from graph.findings import Detection, Kind, finding_row, probability
from graph.snapshot import Snapshot, snapshot_from_records
from graph.truth import Truth
from simulation import simulate

MODEL = read_model()


@pytest.fixture(scope="module")
def world() -> tuple[Snapshot, Truth]:
    catalog = simulate(900, 31)
    return snapshot_from_records(catalog.records), catalog.truth


@pytest.fixture(scope="module")
def detection(world: tuple[Snapshot, Truth]) -> Detection:
    return detect(world[0], model=MODEL, options=DetectOptions())


def test_identities_partition_the_artists(world: tuple[Snapshot, Truth], detection: Detection) -> None:
    members = [artist for identity in detection.identities for artist in identity.artist_ids]
    assert sorted(members) == sorted(world[0]["artists"]["artist_id"])
    assert all(identity.probability == 1.0 for identity in detection.identities if len(identity.artist_ids) == 1)


def test_a_quiet_catalog_lowers_scores_and_takes_nothing_from_the_list() -> None:
    """Without facts of the fit, a model lowers no prior."""
    snapshot = snapshot_from_records(simulate(900, 32, "quiet").records)
    strict = {kind: replace(entry, facts={}) for kind, entry in MODEL.items() if kind in DETECTORS}
    unlowered, lowered = (detect(snapshot, model=model, options=DetectOptions()) for model in (strict, MODEL))
    assert unlowered.prior_shift == 0 > lowered.prior_shift
    kept = {finding.finding_id: finding.score for finding in unlowered.findings}
    assert kept.keys() == {finding.finding_id for finding in lowered.findings}
    assert all(finding.score < kept[finding.finding_id] for finding in lowered.findings)


def test_prior_and_evidence_add_up_and_every_sentence_can_be_read(detection: Detection) -> None:
    assert detection.findings
    for finding in detection.findings:
        row = finding_row(finding)
        assert math.isclose(
            row["score"], probability(row["prior"] + sum(item["weight"] for item in row["evidence"])), abs_tol=1e-4
        )
        for item in row["evidence"]:
            assert len(item["text"]) >= 5, item
            assert "None" not in item["text"].removeprefix("None of "), item
            assert "nan" not in item["text"].split(), item


def test_no_sentence_tells_the_hash_of_a_payees_detail(world: tuple[Snapshot, Truth], detection: Detection) -> None:
    payees = world[0]["payees"]
    hashes = {text for column in HASH_COLUMNS for text in payees[column].drop_nulls() if len(text) >= 8}
    texts = [item["text"] for finding in detection.findings for item in finding_row(finding)["evidence"]]
    assert hashes
    assert any("share a payee's account detail with another one; the commonest" in text for text in texts)
    assert not [text for text in texts if "_hash:" in text or any(known in text for known in hashes)]


def test_most_of_what_is_planted_is_listed_and_hardly_anything_else_is_accused(
    detection: Detection, world: tuple[Snapshot, Truth]
) -> None:
    kinds = ("impersonation", "misattribution")
    true = {(f.kind, f.subject.id, f.target.id) for f in world[1].findings if f.kind in kinds and f.target}
    said = [(f.score, (f.kind, f.subject.id, f.target.id)) for f in detection.findings if f.kind in kinds and f.target]
    listed, accused = {claim for _, claim in said}, {claim for score, claim in said if score >= 0.5}
    assert len(listed & true) >= 0.5 * len(true)
    assert accused & true
    assert len(accused - true) <= 0.25 * len(accused)


def test_a_quiet_catalog_has_few_accusations() -> None:
    quiet = snapshot_from_records(simulate(1500, 32, "quiet").records)
    loud = [finding for finding in detect(quiet, model=MODEL, options=DetectOptions()).findings if finding.score >= 0.5]
    assert len(loud) <= 4, [finding_row(finding) for finding in loud]


def test_row_order_and_a_second_run_change_nothing(world: tuple[Snapshot, Truth], detection: Detection) -> None:
    records = simulate(900, 31).records
    shuffled = {name: table.sample(fraction=1.0, shuffle=True, seed=5) for name, table in records.items()}
    again = snapshot_from_records(shuffled)
    assert again.manifest.content_hash == world[0].manifest.content_hash
    assert detect(again, model=MODEL, options=DetectOptions()) == detection
    assert run_id(again, MODEL, DetectOptions()) == run_id(world[0], MODEL, DetectOptions())
    assert run_id(again, MODEL, DetectOptions(min_score=0.3)) != run_id(world[0], MODEL, DetectOptions())


def test_a_model_of_another_version_is_refused_with_its_remedy(world: tuple[Snapshot, Truth]) -> None:
    lacking = {name: entry for name, entry in MODEL.items() if name != "campaign"}
    with pytest.raises(UnreadableInput, match="it lacks campaign") as refused:
        detect(world[0], model=lacking, options=DetectOptions())
    assert "namesake fit" in refused.value.hint
    strange = {**MODEL, "identity": replace(MODEL["identity"], weights={"zodiac": 1.0})}
    with pytest.raises(UnreadableInput, match=r"identity\.zodiac"):
        detect(world[0], model=strange, options=DetectOptions())


@pytest.mark.parametrize("kind", ["impersonation", "content_farm"])
def test_findings_of_one_kind_are_the_same_whatever_else_was_asked_for(
    world: tuple[Snapshot, Truth], detection: Detection, kind: Kind
) -> None:
    found = detect(world[0], model=MODEL, options=DetectOptions(only=(kind,)))
    assert found.findings == tuple(finding for finding in detection.findings if finding.kind == kind)
    assert found.findings


@pytest.mark.parametrize("name", DETECTORS)
def test_every_feature_has_its_help_and_every_weight_its_feature(name: str) -> None:
    features = {feature.name: feature for feature in DETECTORS[name].features}
    assert all(feature.help.strip() for feature in features.values())
    weights = {key: weight for key, weight in MODEL[name].weights.items() if key != NOT_PROPOSED}
    assert set(weights) <= set(features)
    for feature, weight in weights.items():
        assert features[feature].sign * weight >= 0
    assert MODEL[name].facts["positives"] > 20
