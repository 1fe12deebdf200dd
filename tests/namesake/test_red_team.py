"""The nightly red team counts what is found of planted attacks, and notices when less is."""

import json
from dataclasses import replace
from functools import cache
from typing import Any

import polars as pl
import pytest

from detectors.evidence import Model, read_model
from detectors.run import DETECTORS, DetectOptions, detect
from graph.findings import KINDS
from graph.snapshot import Snapshot, build_snapshot, snapshot_from_records
from namesake.red_team import red_team
from simulation import simulate
from simulation.red_team import plant


@cache
def catalog(size: int = 600) -> Snapshot:
    return snapshot_from_records(simulate(size, 7, "standard").records)


def run(snapshot: Snapshot, *, model: Model | None = None, seed: int = 1, **options: Any) -> dict[str, Any]:
    return red_team(snapshot, model=model or read_model(), seed=seed, encode=None, **options)


@cache
def shares() -> dict[str, Any]:
    return run(catalog())


def test_every_kind_is_told_and_adds_up() -> None:
    told = shares()
    assert told["seed"] == 1
    assert told["artists"] == told["of"] == catalog()["artists"].height
    assert list(told["kinds"]) == list(KINDS)
    assert 0 <= told["merged"] <= told["kinds"]["impersonation"]["planted"]
    for kind in told["kinds"].values():
        assert 0 <= kind["found"] <= kind["listed"] <= kind["planted"]
        for parts in (kind["by_trick"], kind["by_camouflage"]):
            assert sum(found for found, _ in parts.values()) == kind["found"]
            assert sum(planted for _, planted in parts.values()) == kind["planted"]
        assert kind["share"] == pytest.approx(kind["found"] / kind["planted"], abs=1e-4)
    assert sum(kind["listed"] for kind in told["kinds"].values()) > 0
    assert json.loads(json.dumps(told)) == told


def test_equal_seeds_give_equal_shares() -> None:
    assert run(catalog()) == shares()


def test_the_snapshot_is_left_as_it_was() -> None:
    before = {name: table.clone() for name, table in catalog().tables.items()}
    shares()
    assert all(table.equals(before[name]) for name, table in catalog().tables.items())


def without_group(model: Model, kind: str, group: str) -> Model:
    """The model with the weights of one group of a kind's features set to zero."""
    dead = {feature.name for feature in DETECTORS[kind].features if feature.group == group}
    assert dead & set(model[kind].weights)
    weights = {name: 0.0 if name in dead else weight for name, weight in model[kind].weights.items()}
    return {**model, kind: replace(model[kind], weights=weights)}


def test_a_weakened_model_finds_less() -> None:
    told = shares()["kinds"]["impersonation"]
    weakened = run(catalog(), model=without_group(read_model(), "impersonation", "names"))["kinds"]["impersonation"]
    assert weakened["planted"] == told["planted"]
    assert weakened["found"] < told["found"]


def test_what_cannot_be_planted_is_said() -> None:
    told = run(catalog(50))["kinds"]["content_farm"]
    assert told["planted"] == 0
    assert told["share"] is None
    assert "too small" in told["not_planted"]
    nothing = run(build_snapshot({}, schema_version=0, taken_at=""))
    assert all(kind["planted"] == 0 and kind["not_planted"] for kind in nothing["kinds"].values())


def test_a_sample_is_told() -> None:
    told = run(catalog(), max_artists=200)
    assert (told["artists"], told["of"]) == (200, catalog()["artists"].height)


def test_a_catalog_without_money_or_dates() -> None:
    tables = dict(catalog().tables)
    for name in ("payees", "payouts", "contributions", "labels", "distributors"):
        tables[name] = tables[name].clear()
    tables["releases"] = tables["releases"].with_columns(
        release_date=pl.lit(None, pl.Date), received_at=pl.lit(None, pl.Datetime("us"))
    )
    told = run(build_snapshot(tables, schema_version=0, taken_at=""))
    assert told["kinds"]["impersonation"]["planted"] > 0


def test_the_plants_do_not_make_a_quiet_catalog_loud() -> None:
    quiet = snapshot_from_records(simulate(500, 7, "quiet").records)
    planted = plant(quiet, seed=1)

    def prior(snapshot: Snapshot, uncounted: frozenset[str] = frozenset()) -> float:
        found = detect(snapshot, model=read_model(), options=DetectOptions(min_score=0.0), uncounted=uncounted).findings
        return next(finding.prior for finding in found if finding.kind == "impersonation")

    alone, attacked = prior(quiet), prior(planted.snapshot)
    assert attacked > alone + 0.2
    assert prior(planted.snapshot, planted.ids) == pytest.approx(alone, abs=0.1)
