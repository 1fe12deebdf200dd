"""What the detectors said, in the graph: published whole in one transaction, read back for exports and tracking."""

import json
from dataclasses import replace
from typing import Any, Final

from graph.findings import (
    KINDS,
    Cluster,
    Detection,
    Finding,
    Identity,
    cluster_row,
    counterfactual,
    counterfactual_row,
    finding_row,
    identity_row,
)
from graph.session import Graph, Statement, Transaction

_LABEL = {"artist": "Artist", "release": "Release", "recording": "Recording", "cluster": "Cluster", "payee": "Payee"}

WRITE_RUN: Final = Statement(
    "write_run",
    "MERGE (r:Run {id: $run_id}) SET r.finished_on = $today, r.snapshot = $snapshot, r.notes = $notes, r.counts = $counts, r.model = $model",
)
RETIRE_FINDINGS: Final = Statement(
    "retire_findings",
    "MATCH (f:Finding {current: true}) WHERE f.kind IN $kinds AND NOT f.id IN $id SET f.current = false",
)
UPSERT_FINDINGS: Final = Statement(
    "upsert_findings",
    "UNWIND $rows AS row MERGE (f:Finding {id: row.id}) ON CREATE SET f.first_seen = $today, f.status = 'open' "
    "SET f += row.properties, f.last_seen = $today, f.run_id = $run_id, f.current = true",
)
UNLINK_FINDINGS: Final = Statement(
    "unlink_findings", "UNWIND $id AS id MATCH (:Finding {id: id})-[r:SUBJECT|TARGET|MEMBER]->() DELETE r"
)
LINK_FINDINGS: Final = {
    (role, label): Statement(
        f"link_{role}_{label}",
        f"UNWIND $rows AS row MATCH (f:Finding {{id: row.id}}) MATCH (n:{label} {{id: row.end}}) MERGE (f)-[:{role}]->(n)",
    )
    for role in ("SUBJECT", "TARGET", "MEMBER")
    for label in _LABEL.values()
}
READ_IDENTITY_KEYS: Final = Statement(
    "read_identity_keys", "MATCH (i:Identity) RETURN collect(i.id) AS id, collect(i.key) AS key"
)
DELETE_IDENTITIES: Final = Statement(
    "delete_identities", "UNWIND $id AS id MATCH (i:Identity {id: id}) DETACH DELETE i"
)
WRITE_IDENTITIES: Final = Statement(
    "write_identities",
    "UNWIND $rows AS row MERGE (i:Identity {id: row.id}) ON CREATE SET i.first_seen = $today "
    "SET i.probability = row.probability, i.key = row.key, i.last_seen = $today, i.run_id = $run_id "
    "WITH i, row OPTIONAL MATCH (i)-[old:HAS_PROFILE]->(gone) WHERE NOT gone.id IN row.artist_ids DELETE old "
    "WITH DISTINCT i, row UNWIND row.artist_ids AS artist MATCH (a:Artist {id: artist}) MERGE (i)-[:HAS_PROFILE]->(a)",
)
RETIRE_CLUSTERS: Final = Statement(
    "retire_clusters",
    "MATCH (c:Cluster {current: true}) WHERE c.kind IN $kinds AND NOT c.id IN $id SET c.current = false",
)
WRITE_CLUSTERS: Final = Statement(
    "write_clusters",
    "UNWIND $rows AS row MERGE (c:Cluster {id: row.cluster_id}) "
    "SET c.kind = row.kind, c.first_seen = coalesce(c.first_seen, row.first_seen), c.previous_size = row.previous_size, c.size = row.size, "
    "c.score = row.score, c.members = row.members, c.last_seen = $today, c.run_id = $run_id, c.current = true "
    "WITH c, row OPTIONAL MATCH (c)-[old:HAS_MEMBER]->(gone) WHERE NOT gone.id IN row.artists DELETE old "
    "WITH DISTINCT c, row UNWIND row.artists AS artist MATCH (a:Artist {id: artist}) MERGE (c)-[:HAS_MEMBER]->(a)",
)
READ_FINDINGS: Final = Statement(
    "export_findings",
    "MATCH (f:Finding {current: true}) RETURN f {.*} AS finding ORDER BY f.score DESC, f.id",
)
READ_IDENTITIES: Final = Statement(
    "export_identities",
    "MATCH (i:Identity) RETURN i.id AS identity_id, COLLECT { MATCH (i)-[:HAS_PROFILE]->(a) RETURN a.id ORDER BY a.id } AS artist_ids, "
    "i.probability AS probability ORDER BY i.id",
)
READ_CLUSTERS: Final = Statement(
    "export_clusters",
    "MATCH (c:Cluster {current: true}) RETURN c.id AS cluster_id, c.kind AS kind, c.members AS members, c.first_seen AS first_seen, "
    "c.previous_size AS previous_size, c.size AS size, c.score AS score ORDER BY c.score DESC, c.id",
)
READ_NAMES: Final = Statement(
    "read_names",
    "MATCH (f:Finding {current: true})-[:SUBJECT|TARGET]->(n) RETURN DISTINCT n.id AS id, coalesce(n.name, n.title) AS name",
)
COUNT_NODES: Final = Statement(
    "count_nodes", "MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) AS nodes ORDER BY label"
)
_BATCH = 5_000


def publish(
    graph: Graph, detection: Detection, *, run_id: str, today: str, snapshot_hash: str, only: tuple[str, ...] = ()
) -> None:
    """Replace what readers see by this run's findings, identities and clusters; a reader sees the old or the new, never a mix.

    A finding that was there before keeps its first_seen and its status. With `only`, the other kinds stay as they are.
    """
    kinds = list(only or KINDS)

    def work(tx: Transaction) -> None:
        stamp = {"today": today, "run_id": run_id}
        counts = {
            "findings": len(detection.findings),
            "identities": len(detection.identities),
            "clusters": len(detection.clusters),
        }
        said = {"notes": list(detection.notes), "counts": json.dumps(counts), "model": detection.model}
        tx.run(WRITE_RUN, **stamp, snapshot=snapshot_hash, **said)
        _write_identities(tx, detection.identities, stamp)
        clusters = [
            cluster_row(replace(cluster, first_seen=cluster.first_seen or today)) | {"artists": _artists(cluster)}
            for cluster in detection.clusters
        ]
        tx.run(WRITE_CLUSTERS, rows=clusters, **stamp)
        tx.run(RETIRE_CLUSTERS, kinds=kinds, id=[row["cluster_id"] for row in clusters])
        _write_findings(tx, detection.findings, kinds, stamp)

    graph.write_many(work)


def _artists(cluster: Cluster) -> list[str]:
    """The members that are artists: without types, all."""
    if not cluster.member_types:
        return list(cluster.members)
    typed = zip(cluster.members, cluster.member_types, strict=True)
    return [member for member, kind in typed if kind == "artist"]


def _write_findings(tx: Transaction, findings: tuple[Finding, ...], kinds: list[str], stamp: dict[str, str]) -> None:
    ids = [finding.finding_id for finding in findings]
    rows = [{"id": finding.finding_id, "properties": _finding_properties(finding)} for finding in findings]
    for start in range(0, len(rows), _BATCH):
        tx.run(UPSERT_FINDINGS, rows=rows[start : start + _BATCH], **stamp)
    tx.run(UNLINK_FINDINGS, id=ids)
    links: dict[tuple[str, str], list[dict[str, str]]] = {}
    for finding in findings:
        ends = [("SUBJECT", finding.subject.type, finding.subject.id)]
        ends += [("TARGET", finding.target.type, finding.target.id)] if finding.target else []
        kinds_of = finding.member_types or ("artist",) * len(finding.members)
        ends += [("MEMBER", kind, member) for kind, member in zip(kinds_of, finding.members, strict=True)]
        for role, kind, end in ends:
            links.setdefault((role, _LABEL[kind]), []).append({"id": finding.finding_id, "end": end})
    for key, part in links.items():
        tx.run(LINK_FINDINGS[key], rows=part)
    tx.run(RETIRE_FINDINGS, kinds=kinds, id=ids)


def _finding_properties(finding: Finding) -> dict[str, Any]:
    row = finding_row(finding)
    return {
        "kind": finding.kind,
        "score": row["score"],
        "prior": row["prior"],
        "sufficiency": row["sufficiency"],
        "evidence": json.dumps(row["evidence"], ensure_ascii=False),
        "subject_type": finding.subject.type,
        "subject_id": finding.subject.id,
        "target_type": finding.target.type if finding.target else None,
        "target_id": finding.target.id if finding.target else None,
        "members": row.get("members"),
    }


def _write_identities(tx: Transaction, identities: tuple[Identity, ...], stamp: dict[str, str]) -> None:
    """Write only the identities that differ from those in the graph."""
    rows = {}
    for identity in identities:
        row = identity_row(identity)
        rows[identity.identity_id] = {"id": identity.identity_id, "key": json.dumps(row), **row}
    held_rows = tx.run(READ_IDENTITY_KEYS)
    held = dict(zip(held_rows[0]["id"], held_rows[0]["key"], strict=True)) if held_rows else {}
    gone = [key for key in held if key not in rows]
    if gone:
        tx.run(DELETE_IDENTITIES, id=gone)
    new = [row for key, row in rows.items() if held.get(key) != row["key"]]
    for start in range(0, len(new), _BATCH):
        tx.run(WRITE_IDENTITIES, rows=new[start : start + _BATCH], **stamp)


def read_finding_rows(graph: Graph) -> list[dict[str, Any]]:
    """Current findings as in INTERFACES section 3, best first."""
    return [_finding_row(row["finding"]) for row in graph.read(READ_FINDINGS)]


def _finding_row(stored: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "finding_id": stored["id"],
        "kind": stored["kind"],
        "subject": {"type": stored["subject_type"], "id": stored["subject_id"]},
    }
    if stored.get("target_id") is not None:
        row["target"] = {"type": stored["target_type"], "id": stored["target_id"]}
    if stored.get("members"):
        row["members"] = stored["members"]
    same = ("score", "prior", "status", "first_seen", "last_seen", "run_id")
    evidence = json.loads(stored["evidence"])
    turned = counterfactual(stored["prior"], [(item["type"], item["weight"]) for item in evidence])
    told = {"sufficiency": stored.get("sufficiency", 1.0), "counterfactual": counterfactual_row(turned)}
    return row | {name: stored[name] for name in same} | told | {"evidence": evidence}


def read_identity_rows(graph: Graph) -> list[dict[str, Any]]:
    """Identities as in INTERFACES section 3, every artist in exactly one."""
    return graph.read(READ_IDENTITIES)


def read_cluster_rows(graph: Graph) -> list[dict[str, Any]]:
    """Current clusters as in INTERFACES section 3, best first."""
    return graph.read(READ_CLUSTERS)


def read_clusters(graph: Graph) -> list[Cluster]:
    """The clusters of the last run, for tracking."""
    return [
        Cluster(
            row["cluster_id"], row["kind"], tuple(row["members"]), row["score"], row["first_seen"], row["previous_size"]
        )
        for row in read_cluster_rows(graph)
    ]


def read_names(graph: Graph) -> dict[str, str]:
    """Names and titles of what the current findings are about, by id."""
    return {row["id"]: row["name"] for row in graph.read(READ_NAMES) if row["name"]}


def count_nodes(graph: Graph) -> dict[str, int]:
    """How many nodes of each label the graph holds."""
    return {row["label"]: row["nodes"] for row in graph.read(COUNT_NODES)}
