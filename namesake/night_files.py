"""A night's larger files: the detection and the clusters before it, written and read back without loss."""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from graph.errors import BadSnapshot
from graph.findings import Cluster, ClusterChange, Detection, Evidence, Finding, Identity, Reference, cluster_state
from namesake.export import write_whole


def write_clusters(path: Path, clusters: Iterable[Cluster]) -> None:
    """JSON Lines, one cluster a line: all its fields, and its size."""
    rows = (cluster_state(cluster) | {"size": len(set(cluster.members))} for cluster in clusters)
    write_whole(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def read_clusters_file(path: Path) -> list[Cluster]:
    """What `write_clusters` wrote. Raises: BadSnapshot: it is not whole."""
    return [_cluster(row) for row in _read(path, lines=True)]


def write_detection(path: Path, detection: Detection) -> None:
    """All of a run, with weights as exact as they were."""
    write_whole(path, json.dumps(asdict(detection), ensure_ascii=False) + "\n")


def read_detection(path: Path) -> Detection:
    """What `write_detection` wrote. Raises: BadSnapshot: it is not whole."""
    stored = _read(path)
    return Detection(
        findings=tuple(_finding(row) for row in stored["findings"]),
        identities=tuple(Identity(**_known(Identity, row)) for row in stored["identities"]),
        clusters=tuple(_cluster(row) for row in stored["clusters"]),
        notes=tuple(stored["notes"]),
        model=stored["model"],
        changes=tuple(ClusterChange(**_known(ClusterChange, row)) for row in stored["changes"]),
        prior_shift=stored.get("prior_shift", 0.0),
    )


def sync_files(folder: Path) -> None:
    """Wait until the disk has a folder's files: `night.json` must not be there before what it tells of."""
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _read(path: Path, *, lines: bool = False) -> Any:
    try:
        text = path.read_text(encoding="utf-8")
        return [json.loads(line) for line in text.split("\n") if line] if lines else json.loads(text)
    except (OSError, ValueError) as error:
        raise BadSnapshot(
            f"{path} cannot be read: {error}", hint="remove it, then run `namesake nightly` again"
        ) from error


def _finding(row: dict[str, Any]) -> Finding:
    return Finding(
        **_known(Finding, row)
        | {
            "subject": Reference(**row["subject"]),
            "target": Reference(**row["target"]) if row["target"] else None,
            "evidence": tuple(Evidence(**item) for item in row["evidence"]),
            "answers": tuple((question, score) for question, score in row["answers"]),
        }
    )


def _cluster(row: dict[str, Any]) -> Cluster:
    return Cluster(**_known(Cluster, row))


def _known(kind: type[Any], row: dict[str, Any]) -> dict[str, Any]:
    """The row's values for the fields of a dataclass; its lists are tuples there."""
    return {
        item.name: tuple(row[item.name]) if isinstance(row[item.name], list) else row[item.name]
        for item in fields(kind)
        if item.name in row
    }


def same_clusters(left: Sequence[Cluster], right: Sequence[Cluster]) -> bool:
    """Whether ids, kinds and members are the same, in any order."""
    return _sets(left) == _sets(right)


def _sets(clusters: Sequence[Cluster]) -> dict[str, tuple[str, frozenset[str]]]:
    return {cluster.cluster_id: (cluster.kind, frozenset(cluster.members)) for cluster in clusters}
