"""What the tests of this folder share."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from detectors.evidence import read_model
from detectors.run import DetectOptions, detect
from graph.findings import Cluster, Detection
from graph.snapshot import Snapshot, snapshot_from_records
from simulation import SimulatedCatalog, simulate
from tests.namesake.nights import FIRST, SECOND, night


def some_artists(catalog: SimulatedCatalog, *, one_in: int) -> Snapshot:
    """All but one in so many artists."""
    records = dict(catalog.records)
    records["artists"] = records["artists"].filter(pl.int_range(pl.len()) % one_in != 0)
    return snapshot_from_records(records)


@pytest.fixture(scope="session")
def detections() -> list[tuple[Snapshot, Detection]]:
    """Two nights of one catalog: the first lacks some artists, and half of what it would find."""
    catalog, model = simulate(500, 5, "standard", "acts"), read_model()
    told: list[tuple[Snapshot, Detection]] = []
    before: tuple[Cluster, ...] = ()
    for snapshot in (some_artists(catalog, one_in=5), snapshot_from_records(catalog.records)):
        detection = detect(snapshot, model=model, options=DetectOptions(), previous=before)
        before = detection.clusters
        told.append((snapshot, detection))
    (snapshot, first), second = told
    half = first.findings[::2]  # so that the second night has news whatever the detectors say
    return [(snapshot, replace(first, findings=half)), second]


@pytest.fixture
def nights(detections: list[tuple[Snapshot, Detection]], tmp_path: Path) -> Path:
    """The folder of those nights, FIRST and SECOND."""
    (was, before), (now, after) = detections
    known = frozenset(finding.finding_id for finding in before.findings)
    night(tmp_path / FIRST, was, before)
    night(tmp_path / SECOND, now, after, previous=FIRST, known=known)
    return tmp_path
