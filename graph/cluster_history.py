"""Clusters in the graph, and what became of each of them night after night (docs/concepts/tracking.md)."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from graph.findings import Cluster, ClusterChange, change_row, cluster_row, distinct_types
from graph.session import AsyncGraph, Graph, Statement, Transaction

RETIRED_DAYS: Final = 30
"""For so long a cluster that is not found is remembered for tracking; one that returns later is told as born."""

READ_CLUSTER_KEYS: Final = Statement(
    "read_cluster_keys",
    "MATCH (c:Cluster {current: true}) WHERE c.kind IN $kinds RETURN collect(c.id) AS id, collect(c.key) AS key",
)
WRITE_CLUSTERS: Final = Statement(
    "write_clusters",
    "UNWIND $rows AS row MERGE (c:Cluster {id: row.id}) ON CREATE SET c.first_seen = row.first_seen "
    "SET c += row.properties, c.key = row.key, c.current = true REMOVE c.retired_on "
    "WITH c, row OPTIONAL MATCH (c)-[old:HAS_MEMBER]->(gone) WHERE NOT gone.id IN row.artists DELETE old "
    "WITH DISTINCT c, row UNWIND row.artists AS artist MATCH (a:Artist {id: artist}) MERGE (c)-[:HAS_MEMBER]->(a)",
)
RETIRE_CLUSTERS: Final = Statement(
    "retire_clusters",
    "MATCH (c:Cluster {current: true}) WHERE c.kind IN $kinds AND NOT c.id IN $id "
    "SET c.current = false, c.retired_on = $today",
)
STAMP_CLUSTERS: Final = Statement(
    "stamp_clusters",
    "MATCH (c:Cluster {current: true}) WHERE c.kind IN $kinds "
    "AND (c.run_id IS NULL OR c.run_id <> $run_id OR c.last_seen <> $today) SET c.run_id = $run_id, c.last_seen = $today",
)
WRITE_CHANGES: Final = Statement(
    "write_cluster_changes",
    "UNWIND $rows AS row MATCH (c:Cluster {id: row.properties.cluster_id}) WITH c, row, COUNT { (c)<-[:CHANGE_OF]-() } AS number "
    "MERGE (h:ClusterChange {id: row.id}) ON CREATE SET h += row.properties, h.number = number MERGE (h)-[:CHANGE_OF]->(c)",
)
DROP_CHANGES: Final = Statement(
    "drop_cluster_changes",
    "MATCH (h:ClusterChange {night_id: $night_id}) WHERE NOT h.id IN $id DETACH DELETE h",
)
LINK_CHANGES: Final = {
    side: Statement(
        f"link_cluster_changes_{side}",
        f"UNWIND $rows AS row MATCH (h:ClusterChange {{id: row.id}}) UNWIND h.`{side}` AS id MATCH (c:Cluster {{id: id}}) "
        f"MERGE (h)-[:{relation}]->(c)",
    )
    for side, relation in (("from", "CAME_FROM"), ("into", "WENT_INTO"))
}
READ_CLUSTERS: Final = Statement(
    "export_clusters",
    "MATCH (c:Cluster {current: true}) RETURN c.id AS cluster_id, c.kind AS kind, c.members AS members, c.first_seen AS first_seen, "
    "c.member_ids AS member_ids, c.member_types AS member_types, c.previous_size AS previous_size, c.size AS size, c.score AS score ORDER BY c.score DESC, c.id",
)
READ_TRACKED_CLUSTERS: Final = Statement(
    "read_tracked_clusters",
    "CALL () { MATCH (r:Run) RETURN max(r.finished_on) AS newest } "
    "WITH toString(date(newest) - duration({days: $days})) AS oldest MATCH (c:Cluster) WHERE c.current OR c.retired_on >= oldest "
    "RETURN c {.*} AS cluster ORDER BY c.current DESC, c.score DESC, c.id",
)
READ_HISTORY: Final = Statement(
    "read_cluster_history",
    "UNWIND $id AS id MATCH (c:Cluster {id: id})<-[:CHANGE_OF]-(h:ClusterChange) "
    "RETURN h {.*} AS change ORDER BY h.date, h.number, c.id",
)


def write_clusters(tx: Transaction, clusters: Iterable[Cluster], kinds: list[str], stamp: dict[str, str]) -> None:
    """Write the clusters that differ from those in the graph, and retire those of `kinds` that are not among them."""
    rows = [_stored(replace(cluster, first_seen=cluster.first_seen or stamp["today"])) for cluster in clusters]
    held_rows = tx.run(READ_CLUSTER_KEYS, kinds=kinds)
    held = dict(zip(held_rows[0]["id"], held_rows[0]["key"], strict=True)) if held_rows else {}
    tx.run(WRITE_CLUSTERS, rows=[row for row in rows if held.get(row["id"]) != row["key"]])
    tx.run(RETIRE_CLUSTERS, kinds=kinds, id=[row["id"] for row in rows], today=stamp["today"])
    tx.run(STAMP_CLUSTERS, kinds=kinds, **stamp)


def _stored(cluster: Cluster) -> dict[str, Any]:
    row = cluster_row(cluster)
    properties = {name: row[name] for name in ("kind", "members", "previous_size", "size", "score")}
    typed = {"member_ids": list(cluster.members), "member_types": list(cluster.member_types)}
    properties |= typed if cluster.member_types else {"member_ids": None, "member_types": None}
    return {
        "id": cluster.cluster_id,
        "first_seen": cluster.first_seen,
        "artists": _artists(cluster),
        "properties": properties,
        "key": _hash(properties),
    }


def _artists(cluster: Cluster) -> list[str]:
    """The members that are artists: without types, all."""
    if not cluster.member_types:
        return list(cluster.members)
    typed = zip(cluster.members, cluster.member_types, strict=True)
    return [member for member, kind in typed if kind == "artist"]


def write_changes(
    tx: Transaction, changes: Iterable[ClusterChange], stamp: dict[str, str], *, night_id: str | None = None
) -> None:
    """Record what became of clusters; a steady one leaves no record, and the same change of the same run and day only one.

    Args: night_id: what was recorded of this night and is not among `changes` is removed.
    """
    told = {"date": stamp["today"], "run_id": stamp["run_id"]} | ({"night_id": night_id} if night_id else {})
    rows = []
    for change in changes:
        if change.change != "steady" or change.from_ids or change.into_ids:
            properties = {**change_row(change), **told}
            rows.append({"id": _hash(properties), "properties": properties})
    if night_id:
        tx.run(DROP_CHANGES, night_id=night_id, id=[row["id"] for row in rows])
    tx.run(WRITE_CHANGES, rows=rows)
    for statement in LINK_CHANGES.values():
        tx.run(statement, rows=[{"id": row["id"]} for row in rows])


def _hash(value: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:20]


def read_cluster_rows(graph: Graph) -> list[dict[str, Any]]:
    """Current clusters as in INTERFACES section 3, best first."""
    return [_exported(row) for row in graph.read(READ_CLUSTERS)]


def _exported(row: dict[str, Any]) -> dict[str, Any]:
    """As `cluster_row` tells it: types only where the cluster has them."""
    ids, types = row.pop("member_ids"), row.pop("member_types")
    head = {name: row.pop(name) for name in ("cluster_id", "kind", "members")}
    return head | ({"member_types": distinct_types(ids, types)} if types else {}) | row


def read_clusters(graph: Graph, *, retired_days: int = RETIRED_DAYS) -> list[Cluster]:
    """The clusters for tracking: those of the last run, best first, then those that left in the `retired_days` before it."""
    return [_cluster(row["cluster"]) for row in graph.read(READ_TRACKED_CLUSTERS, days=retired_days)]


def _cluster(stored: dict[str, Any]) -> Cluster:
    return Cluster(
        stored["id"],
        stored["kind"],
        tuple(stored.get("member_ids") or stored["members"]),
        stored["score"],
        stored["first_seen"],
        stored.get("previous_size"),
        tuple(stored.get("member_types") or ()),
        retired=not stored["current"],
    )


def read_cluster_history(graph: Graph, cluster_id: str) -> list[dict[str, Any]]:
    """What became of a cluster, oldest first: rows of `changes.jsonl` with `date` and `run_id`. Steady nights have none."""
    return _history(graph, [cluster_id])


def read_genealogy(graph: Graph, cluster_id: str, *, steps: int = 5) -> list[dict[str, Any]]:
    """The history of a cluster and of its kin, oldest first.

    Args: steps: over so many mergers and splits a cluster counts as kin.
    """
    known, edge, rows = {cluster_id}, {cluster_id}, _history(graph, [cluster_id])
    for _ in range(steps):
        edge = _kin(rows) - known
        if not edge:
            break
        known |= edge
        rows = _history(graph, sorted(known))
    return rows


async def read_cluster_histories(
    graph: AsyncGraph, cluster_ids: Sequence[str], *, steps: int = 0
) -> dict[str, list[dict[str, Any]]]:
    """By cluster `read_cluster_history`, or with `steps` `read_genealogy`, for an event loop: one statement, and one for each step."""
    known, edge = set(cluster_ids), set(cluster_ids)
    rows = _rows(await graph.read(READ_HISTORY, id=sorted(known)))
    for _ in range(steps):
        edge = _kin(rows) - known
        if not edge:
            break
        known |= edge
        rows = _rows(await graph.read(READ_HISTORY, id=sorted(known)))
    return {cluster_id: _of_kin(rows, cluster_id, steps) for cluster_id in cluster_ids}


def _kin(rows: Iterable[dict[str, Any]]) -> set[str]:
    return {name for row in rows for name in (*row["from"], *row["into"])}


def _of_kin(rows: list[dict[str, Any]], cluster_id: str, steps: int) -> list[dict[str, Any]]:
    known = {cluster_id}
    for _ in range(steps):
        known |= _kin(row for row in rows if row["cluster_id"] in known)
    return [row for row in rows if row["cluster_id"] in known]


def _history(graph: Graph, cluster_ids: list[str]) -> list[dict[str, Any]]:
    return _rows(graph.read(READ_HISTORY, id=cluster_ids))


def _rows(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    order = (
        "date",
        "run_id",
        "cluster_id",
        "kind",
        "change",
        "size",
        "previous_size",
        "from",
        "into",
        "joined",
        "left",
    )
    return [{name: row["change"].get(name) for name in order} for row in found]
