"""Folders of nights, as `namesake nightly` leaves them, to be reported on and tampered with."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from graph.findings import Detection, as_json_lines, change_row, cluster_row, finding_row
from graph.snapshot import Snapshot
from namesake.report import profile

FIRST, SECOND = "2026-11-23", "2026-11-24"
Row = dict[str, Any]


def night(
    folder: Path,
    snapshot: Snapshot,
    detection: Detection,
    *,
    previous: str | None = None,
    known: frozenset[str] = frozenset(),
) -> None:
    """Write what `namesake nightly` leaves of a night. `known`: findings of earlier nights."""
    folder.mkdir(parents=True)
    findings = [
        replace(finding, first_seen=FIRST if finding.finding_id in known else folder.name[:10])
        for finding in detection.findings
    ]
    exports = {
        "findings": [finding_row(finding) for finding in findings],
        "clusters": [cluster_row(cluster) for cluster in detection.clusters],
        "changes": [change_row(change) for change in detection.changes],
    }
    for name, rows in exports.items():
        write_rows(folder / f"{name}.jsonl", rows)
    names = {f"artist:{key}": name for key, name in snapshot["artists"].select("artist_id", "name").iter_rows()}
    (folder / "names.json").write_text(json.dumps(names), encoding="utf-8")
    (folder / "profile.json").write_text(json.dumps(profile(snapshot)), encoding="utf-8")
    told = {
        "night_id": folder.name,
        "date": folder.name[:10],
        "finished": True,
        "run_id": "r1",
        "model": detection.model,
        "previous_night": previous,
        "stages": [{"name": "detect", "seconds": 4.0, "peak_mib": 300.0, "skipped": False}],
        "loads": [],
        "counts": {"artists": snapshot["artists"].height},
        "notes": list(detection.notes),
    }
    (folder / "night.json").write_text(json.dumps(told), encoding="utf-8")


def read_rows(path: Path) -> list[Row]:
    # a name may hold U+2028, at which splitlines would cut
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    path.write_text(as_json_lines(list(rows)), encoding="utf-8")


def retell(folder: Path, **fields: Any) -> None:
    """Change what `night.json` says."""
    path = folder / "night.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | fields), encoding="utf-8")
