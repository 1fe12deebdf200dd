"""The stages of a night. Each reads the files of those before it and leaves its own, written whole; done twice, it leaves the same."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from detectors.embeddings import Encoder
from detectors.evidence import Model
from detectors.harm import assess_harm
from detectors.run import DetectOptions, detect, run_id
from detectors.tracking import track
from graph.capture import take_snapshot
from graph.findings import Cluster, Detection, as_json_lines, change_row
from graph.session import Graph
from graph.settings import Settings
from graph.snapshot import Snapshot, read_snapshot, write_snapshot
from graph.store import Ran, publish, read_clusters, read_names
from namesake.console import Progress
from namesake.detect import counts_of, text_encoder
from namesake.export import READERS, export_text, write_whole
from namesake.load import utc_now
from namesake.night_files import (
    read_clusters_file,
    read_detection,
    same_clusters,
    sync_files,
    write_clusters,
    write_detection,
)
from namesake.night_loads import load_plan, make_plan
from namesake.night_state import Night, Stage, save
from namesake.red_team import red_team
from namesake.report import profile, write_report
from namesake.shadow import compare_models

_OPTIONS: Final = DetectOptions()


@dataclass
class Tonight:
    """What the stages work with. `drop`: None where there is no drop folder. `candidate`: the model of `--shadow`."""

    graph: Graph
    settings: Settings
    nights: Path
    night: Night
    drop: Path | None
    model: Model
    candidate: Model | None
    progress: Progress
    with_red_team: bool = True

    @property
    def folder(self) -> Path:
        return self.nights / self.night.night_id

    @cached_property
    def snapshot(self) -> Snapshot:
        return read_snapshot(self.folder / "snapshot")

    @cached_property
    def detection(self) -> Detection:
        return read_detection(self.folder / "detection.json")

    @cached_property
    def encode(self) -> Encoder | None:
        return text_encoder(self.settings)

    def save(self) -> None:
        save(self.nights, self.night)


def load_deliveries(tonight: Tonight, stage: Stage) -> None:
    """Plan which deliveries to load, then load them."""
    if tonight.night.plan is None:
        tonight.night.plan, tonight.night.left_alone = make_plan(tonight.graph, tonight.settings, tonight.drop)
        tonight.save()
    failed = load_plan(tonight.graph, tonight.settings, tonight.night, save=tonight.save, progress=tonight.progress)
    stage.notes += [*tonight.night.left_alone, *failed]
    stage.skipped = not tonight.night.plan


def freeze(tonight: Tonight, stage: Stage) -> None:
    """Freeze the graph, and the clusters that the run before left in it."""
    taken = take_snapshot(
        tonight.graph, now=tonight.night.began, progress=lambda table: tonight.progress.stage("reading the graph")
    )
    write_clusters(tonight.folder / "previous.jsonl", read_clusters(tonight.graph))
    write_snapshot(taken, tonight.folder / "snapshot")
    sync_files(tonight.folder / "snapshot")
    tonight.night.snapshot_hash = taken.manifest.content_hash
    tonight.snapshot = taken


def run_detectors(tonight: Tonight, stage: Stage) -> None:
    """Run the detectors, or take the last night's detection where nothing that it depends on has changed."""
    night = tonight.night
    previous = read_clusters_file(tonight.folder / "previous.jsonl")
    night.run_id = run_id(tonight.snapshot, tonight.model, _OPTIONS)
    night.detected_with = f"run {night.run_id}, text vectors {'off' if tonight.encode is None else 'on'}"
    standing = _standing(tonight, previous)
    if standing is not None:
        stage.skipped = True
        stage.notes.append(f"nothing changed since {night.previous_night}: its detection stands")
    detection = standing or detect(
        tonight.snapshot,
        model=tonight.model,
        options=_OPTIONS,
        previous=previous,
        encode=tonight.encode,
        progress=lambda name: tonight.progress.stage(f"detecting {name}"),
    )
    write_detection(tonight.folder / "detection.json", detection)
    tonight.detection = detection
    stage.notes += detection.notes
    night.model = detection.model
    night.counts = counts_of(tonight.snapshot, detection)


def _standing(tonight: Tonight, previous: list[Cluster]) -> Detection | None:
    """The last night's detection, its clusters tracked once more, if the detectors would say the same tonight."""
    before = tonight.night.previous_night
    if before is None or not (tonight.nights / before / "detection.json").is_file():
        return None
    stored = json.loads((tonight.nights / before / "night.json").read_text(encoding="utf-8"))
    if stored["detected_with"] != tonight.night.detected_with:
        return None
    detection = read_detection(tonight.nights / before / "detection.json")
    alive = [cluster for cluster in previous if not cluster.retired]
    tracking = track(previous, detection.clusters)
    if not same_clusters(alive, detection.clusters) or not same_clusters(tracking.clusters, detection.clusters):
        return None  # another run than the last night's has published since
    return replace(detection, clusters=tuple(tracking.clusters), changes=tuple(tracking.changes))


def publish_detection(tonight: Tonight, stage: Stage) -> None:
    """Publish the findings, in one transaction; the snapshot becomes the one that explanations look into."""
    publish(
        tonight.graph,
        tonight.detection,
        run_id=tonight.night.run_id,
        today=tonight.night.date,
        snapshot_hash=tonight.night.snapshot_hash,
        night_id=tonight.night.night_id,
        harms=assess_harm(tonight.snapshot, tonight.detection.findings),
        ran=Ran("nightly", tonight.night.began, utc_now()),
    )
    latest = tonight.settings.data_dir / "snapshots" / "latest"
    partial = latest.with_name(".latest.partial")
    shutil.rmtree(partial, ignore_errors=True)
    shutil.copytree(tonight.folder / "snapshot", partial, copy_function=_link)
    shutil.rmtree(latest, ignore_errors=True)
    os.replace(partial, latest)


def _link(source: str, target: str) -> None:
    """The same file under another name; a copy where the file system has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def export_published(tonight: Tonight, stage: Stage) -> None:
    """Write what is published, the changes of clusters, and the names of what the findings are about."""
    for what in READERS:
        write_whole(tonight.folder / f"{what}.jsonl", export_text(tonight.graph, what))
    changes = [change_row(change) for change in tonight.detection.changes]
    write_whole(tonight.folder / "changes.jsonl", as_json_lines(changes))
    _write_json(tonight.folder / "names.json", read_names(tonight.graph))


def attack_copy(tonight: Tonight, stage: Stage) -> None:
    """Plant simulated attacks in a copy of the snapshot and count how many are found; other ones each day."""
    if not tonight.with_red_team:
        stage.skipped = True
        stage.notes.append("the red team was left out, as asked: a loss of recall would not be noticed")
        return
    seed = date.fromisoformat(tonight.night.date).toordinal()
    shares = red_team(
        tonight.snapshot,
        model=tonight.model,
        seed=seed,
        encode=tonight.encode,
        progress=lambda name: tonight.progress.stage(f"red team: {name}"),
    )
    _write_json(tonight.folder / "red_team.json", shares)


def compare_candidate(tonight: Tonight, stage: Stage) -> None:
    """Compare the candidate model with the current one; nothing of it is published."""
    assert tonight.candidate is not None
    compared = compare_models(
        tonight.snapshot,
        tonight.detection,
        candidate=tonight.candidate,
        options=_OPTIONS,
        encode=tonight.encode,
        progress=lambda name: tonight.progress.stage(f"shadow: detecting {name}"),
    )
    _write_json(tonight.folder / "shadow.json", compared)


def describe_night(tonight: Tonight, stage: Stage) -> None:
    """Describe the data and write the report."""
    _write_json(tonight.folder / "profile.json", profile(tonight.snapshot))
    write_report(tonight.nights, tonight.night.night_id)


def _write_json(path: Path, value: Any) -> None:
    write_whole(path, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


STAGES: Final[dict[str, tuple[Callable[[Tonight, Stage], None], tuple[str, ...]]]] = {
    "load": (load_deliveries, ()),
    "snapshot": (freeze, ("previous.jsonl", "snapshot/manifest.json")),
    "detect": (run_detectors, ("detection.json",)),
    "publish": (publish_detection, ()),
    "export": (
        export_published,
        ("findings.jsonl", "identities.jsonl", "clusters.jsonl", "changes.jsonl", "names.json"),
    ),
    "red team": (attack_copy, ()),
    "shadow": (compare_candidate, ("shadow.json",)),
    "report": (describe_night, ("profile.json", "report.json")),
}
"""In their order, with the files that each leaves."""
MAY_BE_MISSING: Final = {"red team": "red_team.json", "shadow": "shadow.json"}
"""The files of stages that a command may leave out."""
