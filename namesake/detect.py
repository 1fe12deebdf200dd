"""Snapshot the graph, run the detectors on it, publish what they found."""

from pathlib import Path
from typing import Any

from detectors.embeddings import cached, load_encoder
from detectors.evidence import read_model
from detectors.run import DetectOptions, detect, run_id
from graph.capture import take_snapshot
from graph.errors import MissingExtra
from graph.session import Graph
from graph.settings import Settings
from graph.snapshot import write_snapshot
from graph.store import publish, read_clusters
from namesake.console import Progress
from namesake.load import utc_now


def text_encoder(settings: Settings) -> Any:
    """Cached text vectors, or None where the embeddings extra is not installed (the run then notes it)."""
    try:
        return cached(load_encoder(), settings.data_dir / "vectors")
    except MissingExtra:
        return None


def detect_graph(
    graph: Graph, *, settings: Settings, only: tuple[str, ...], model_path: Path | None, progress: Progress
) -> dict[str, Any]:
    """Run the detectors once over the graph as it is now. Returns the run's id, counts and notes."""
    now = utc_now()
    model = read_model(model_path)
    snapshot = take_snapshot(graph, now=now, progress=lambda table: progress.stage("reading the graph"))
    write_snapshot(snapshot, settings.data_dir / "snapshots" / "latest")
    progress.stage("loading the text model")
    encode = text_encoder(settings)
    options = DetectOptions(only=only)
    detection = detect(
        snapshot,
        model=model,
        options=options,
        previous=read_clusters(graph),
        encode=encode,
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
    )
    counts: dict[str, int] = {
        "artists": snapshot["artists"].height,
        "identities": len(detection.identities),
        "clusters": len(detection.clusters),
    }
    for finding in detection.findings:
        counts[finding.kind] = counts.get(finding.kind, 0) + 1
    return {"run_id": this_run, "model": detection.model, "counts": counts, "notes": list(detection.notes)}
