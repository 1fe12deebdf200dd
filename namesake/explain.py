"""One finding, and what ties its artists: the rare things they share, and the chain from subject to target."""

from typing import Any

from detectors.explanation import evidence_path, shared_ties
from graph.errors import BadArgument
from graph.session import Graph
from graph.settings import Settings
from graph.snapshot import Snapshot, read_snapshot
from graph.store import read_finding_rows, read_names

_TABLES = {"release": ("release_artists", "release_id"), "recording": ("recording_artists", "recording_id")}


def explain(graph: Graph, settings: Settings, finding_id: str) -> dict[str, Any]:
    """`finding`: its row; `names`: by `type:id`; `ties`: rare shared things, those of most members first. `chain`: node ids from subject to target, empty without one.

    Raises: BadArgument: there is no such finding. BadSnapshot: no run has left its snapshot here.
    """
    rows = [row for row in read_finding_rows(graph) if row["finding_id"] == finding_id]
    if not rows:
        raise BadArgument(
            f"there is no current finding `{finding_id}`", hint="take an id from `namesake export findings`"
        )
    snapshot = read_snapshot(settings.data_dir / "snapshots" / "latest")
    subjects = rows[0].get("members") or artists_of(snapshot, rows[0]["subject"])
    targets = artists_of(snapshot, rows[0]["target"]) if "target" in rows[0] else []
    chain = (
        evidence_path(snapshot, subjects[0], targets[0]) if subjects and targets and subjects[0] != targets[0] else []
    )
    return {
        "finding_id": finding_id,
        "finding": rows[0],
        "names": read_names(graph),
        "ties": shared_ties(snapshot, [*subjects, *targets]).to_dicts(),
        "chain": chain,
    }


def artists_of(snapshot: Snapshot, end: dict[str, str]) -> list[str]:
    """The artist itself, or the artists of a release or recording, in the source's order."""
    if end["type"] not in _TABLES:
        return [end["id"]]
    table, key = _TABLES[end["type"]]
    found = snapshot[table].filter(snapshot[table][key] == end["id"]).sort("position")
    return found["artist_id"].to_list()
