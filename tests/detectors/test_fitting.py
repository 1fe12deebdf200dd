from pathlib import Path

import numpy as np
import pytest

from detectors.calibration import QUIET, SILENCE
from detectors.evidence import Feature, model_id, read_model, write_model
from detectors.fitting import Labelled, contradicted, fit_model
from detectors.identity import NOT_PROPOSED
from detectors.regression import Sample, probabilities
from detectors.run import DETECTORS, DetectOptions, detect
from graph.snapshot import snapshot_from_records
from simulation import simulate

FACTS = {"data": "four small catalogs"}


def labelled(seed: int, generator: str) -> Labelled:
    catalog = simulate(400, seed, "standard", generator)
    return Labelled(snapshot_from_records(catalog.records), catalog.truth, generator)


@pytest.fixture(scope="module")
def world() -> list[Labelled]:
    return [labelled(seed, generator) for generator in ("acts", "census") for seed in (1, 2)]


def test_a_fit_gives_each_detector_weights_and_says_what_it_foretold(world: list[Labelled], tmp_path: Path) -> None:
    model = fit_model(world, encode=None, facts=FACTS)
    assert set(model) == {*DETECTORS, "one_operator", "breaks_rules"}
    assert model["identity"].weights[NOT_PROPOSED] <= 0
    for name in ("identity", "misattribution"):
        facts = model[name].facts
        assert facts["data"] == "four small catalogs"
        assert set(facts["unseen_origin"]) == {"acts", "census"}
        assert 0 < facts["confidence"] <= 1
        assert model[name].prior <= 0
    path = tmp_path / "model.json"
    write_model(model, path)
    again = read_model(path)
    assert detect(world[0].snapshot, model=again, options=DetectOptions()).model == model_id(again)


def test_a_fit_on_quiet_catalogs_too_judges_how_quiet_a_catalog_is() -> None:
    catalogs = [
        (simulate(1_000, seed, scenario, generator), generator)
        for generator in ("acts", "census")
        for seed, scenario in ((1, "standard"), (2, "quiet"), (3, "hard"))
    ]
    known = [Labelled(snapshot_from_records(one.records), one.truth, origin) for one, origin in catalogs]
    judge = fit_model(known, encode=None, facts=FACTS)[QUIET]
    assert judge.weights[SILENCE] > 0
    assert judge.facts == {**FACTS, "candidates": 6, "positives": 2}


def test_reviewers_turn_what_simulation_says_where_they_disagree_with_it(world: list[Labelled]) -> None:
    snapshot, truth = world[0].snapshot, world[0].truth
    same = [identity.artist_ids[:2] for identity in truth.identities]
    decided = {(min(pair), max(pair)): False for pair in same}
    believed = fit_model(world[:1], encode=None, facts=FACTS)
    corrected = fit_model(world[:1], encode=None, facts=FACTS, reviewed=(snapshot, {"identity": decided}))
    assert corrected["identity"].facts["reviewed"] > 0
    before, after = (
        len(detect(snapshot, model=model, options=DetectOptions(only=("recycled_audio",))).identities)
        for model in (believed, corrected)
    )
    assert after > before  # fewer profiles are taken for one act


def test_what_one_origin_affirms_and_another_denies_is_a_habit() -> None:
    draw = np.random.default_rng(1)
    values = draw.random((8_000, 2))
    origins = np.repeat([0, 1], 4_000)
    side = np.where(origins == 0, 3.0, -3.0)
    labels = draw.random(8_000) < probabilities(-1.5 + 2.0 * values[:, 0] + side * values[:, 1])
    features = tuple(Feature(name, "help", lambda row: "", 0) for name in ("real", "habit"))
    sample = Sample(values, labels, origins, np.ones(8_000))
    assert contradicted(sample, features, origins).tolist() == [False, True]
