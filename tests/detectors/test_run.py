"""The detectors together, over simulated catalogs: laws that hold whatever the weights."""

import math

import numpy as np
import pytest

from detectors.evidence import read_model
from detectors.fitting import fit_weights
from detectors.run import DETECTORS, DetectOptions, detect, run_id
from graph.findings import Detection, finding_row, probability
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


def test_prior_and_evidence_add_up_and_every_sentence_can_be_read(detection: Detection) -> None:
    assert detection.findings
    for finding in detection.findings:
        row = finding_row(finding)
        assert math.isclose(
            row["score"], probability(row["prior"] + sum(item["weight"] for item in row["evidence"])), abs_tol=1e-4
        )
        for item in row["evidence"]:
            assert len(item["text"]) >= 5, item
            assert "None" not in item["text"], item
            assert "nan" not in item["text"].split(), item


def test_most_of_what_is_planted_is_found_and_little_else_is_accused(
    detection: Detection, world: tuple[Snapshot, Truth]
) -> None:
    said = {
        (f.kind, f.subject.id, f.target.id if f.target else "")
        for f in detection.findings
        if f.score >= 0.5 and f.kind != "content_farm"
    }
    true = {
        (f.kind, f.subject.id, f.target.id if f.target else "")
        for f in world[1].findings
        if f.kind in ("impersonation", "misattribution")
    }
    checked = {claim for claim in said if claim[0] in ("impersonation", "misattribution")}
    assert len(checked & true) >= 0.5 * len(true)
    assert len(checked - true) <= 0.5 * len(checked)


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
    assert run_id(again, MODEL) == run_id(world[0], MODEL)


def test_only_named_detectors_run(world: tuple[Snapshot, Truth]) -> None:
    found = detect(world[0], model=MODEL, options=DetectOptions(only=("recycled_audio",)))
    assert {finding.kind for finding in found.findings} == {"recycled_audio"}


@pytest.mark.parametrize("name", DETECTORS)
def test_every_feature_has_its_help_and_every_weight_its_feature(name: str) -> None:
    features = {feature.name: feature for feature in DETECTORS[name].features}
    assert all(feature.help.strip() for feature in features.values())
    assert set(MODEL[name].weights) <= set(features)
    for feature, weight in MODEL[name].weights.items():
        assert features[feature].sign * weight >= 0
    assert MODEL[name].facts["positives"] > 20


def test_fitting_gives_a_known_model_back() -> None:
    draw = np.random.default_rng(3)
    features = DETECTORS["recycled_audio"].features[:3]
    values = draw.random((60_000, 3))
    truth = np.array([2.0, 1.0, 0.0]) * [1 if feature.sign >= 0 else -1 for feature in features]
    labels = draw.random(60_000) < 1 / (1 + np.exp(2 - values @ truth))
    prior, weights = fit_weights(values, labels, features)
    assert abs(prior + 2) < 0.15
    assert all(
        abs(weights.get(feature.name, 0.0) - wanted) < 0.2 for feature, wanted in zip(features, truth, strict=True)
    )
