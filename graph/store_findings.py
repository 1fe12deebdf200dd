"""Findings in the graph over the nights: what differs is written, and what people dismissed comes back only with new evidence."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from graph.dismissals import Dismissal, new_evidence, read_dismissals
from graph.errors import NightRunning
from graph.events import stamp_events
from graph.findings import ClusterChange, Finding, Harm, Reference, counterfactual, counterfactual_row, finding_row
from graph.reviews import LOCK_FINDINGS
from graph.session import Graph, Statement, Transaction

_LABEL = {"artist": "Artist", "release": "Release", "recording": "Recording", "cluster": "Cluster", "payee": "Payee"}
_TRACKED: Final = frozenset({"Cluster"})
"""Written with the findings, in the switch."""
_LOADED: Final = frozenset(_LABEL.values()) - _TRACKED
"""There before any finding."""
_BATCH: Final = 5_000
_STEPS: Final = 20
"""A finding whose facts are the same, and whose score moves within a twentieth, is written anew and told to nobody as changed."""

READ_HELD: Final = Statement(
    "read_held_findings",
    "UNWIND $id AS id MATCH (f:Finding {id: id}) WHERE f.current IS NOT NULL WITH collect(f) AS page RETURN [f IN page | f.id] AS id, [f IN page | f.key] AS key, "
    "[f IN page | f.link_key] AS link_key, [f IN page | f.status] AS status, [f IN page | f.current] AS current, [f IN page | f.subject_id] AS subject_id, "
    "[f IN page | coalesce(f.version, 0)] AS version, [f IN page | f.gist] AS gist",
)
DROP_STAGED: Final = Statement(
    "drop_staged_findings",
    "MATCH (f:Finding) WHERE f.current IS NULL CALL (f) { DETACH DELETE f } IN TRANSACTIONS OF 5000 ROWS",
)
STAGE_FINDINGS: Final = Statement(
    "stage_findings",
    "UNWIND $rows AS row CREATE (f:Finding {id: row.id, status: 'open', first_seen: $today, last_seen: $today, changed_on: $today, run_id: $run_id}) "
    "SET f += row.properties, f.key = row.key, f.link_key = row.link_key, f.gist = row.gist",
)
SHOW_FINDINGS: Final = Statement(
    "show_findings",
    "UNWIND $id AS id MATCH (f:Finding {id: id}) WHERE f.current IS NULL AND f.run_id = $run_id "
    "SET f.current = true RETURN count(f) AS shown",
)
UPDATE_FINDINGS: Final = Statement(
    "update_findings",
    "UNWIND $rows AS row MATCH (f:Finding {id: row.id}) "
    "SET f.returned_on = CASE WHEN f.current THEN f.returned_on ELSE $today END "
    "SET f += row.properties, f.key = row.key, f.link_key = row.link_key, f.gist = row.gist, f.current = true",
)
STAMP_CHANGED: Final = Statement(
    "stamp_changed_findings", "UNWIND $id AS id MATCH (f:Finding {id: id}) SET f.changed_on = $today"
)
WRITE_STATUS: Final = Statement(
    "write_finding_status",
    "UNWIND $rows AS row MATCH (f:Finding {id: row.id}) WHERE coalesce(f.version, 0) = row.version "
    "SET f.status = row.status, f.new_evidence = row.new_evidence WITH f, row MATCH (r:Review {id: row.review_id}) MERGE (r)-[:REVIEW_OF]->(f)",
)
RETIRE_FINDINGS: Final = Statement(
    "retire_findings",
    "MATCH (f:Finding {current: true}) WHERE f.kind IN $kinds AND NOT f.id IN $id SET f.current = false "
    "RETURN f.id AS id ORDER BY id",
)
STAMP_FINDINGS: Final = Statement(
    "stamp_findings",
    "MATCH (f:Finding {current: true}) WHERE f.kind IN $kinds "
    "AND (f.run_id IS NULL OR f.run_id <> $run_id OR f.last_seen <> $today) SET f.run_id = $run_id, f.last_seen = $today",
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
READ_FINDINGS: Final = Statement(
    "export_findings",
    "MATCH (f:Finding {current: true}) RETURN f {.*} AS finding ORDER BY f.score DESC, f.id",
)


@dataclass(frozen=True, slots=True)
class PreparedFinding:
    """A finding and the row that is stored of it."""

    finding: Finding
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Held:
    """A finding as it is in the graph."""

    key: str | None
    link_key: str | None
    status: str
    current: bool
    subject_id: str
    version: int
    gist: str | None
    dismissal: Dismissal | None


def prepare_findings(
    findings: Sequence[Finding], harms: Mapping[str, Harm] = MappingProxyType({})
) -> dict[str, PreparedFinding]:
    """By finding id, what publishing needs of each. `harms`: by finding id, of those whose harm is known."""
    named = ((finding.finding_id, finding) for finding in findings)
    return {name: PreparedFinding(finding, _stored(finding, harms.get(name))) for name, finding in named}


def stage_findings(graph: Graph, found: Mapping[str, PreparedFinding], stamp: dict[str, str]) -> None:
    """Write the findings that are new without `current`, which no reader takes, in batches: one transaction of them all would
    outgrow the server's memory. What an earlier attempt left so is dropped first."""
    known = set(graph.read(READ_HELD, id=list(found))[0]["id"])
    new = [item for name, item in found.items() if name not in known]
    graph.run_alone(DROP_STAGED)
    for start in range(0, len(new), _BATCH):
        graph.write_many(partial(_stage, new[start : start + _BATCH], stamp), name=STAGE_FINDINGS.name)


def _stage(found: Sequence[PreparedFinding], stamp: dict[str, str], tx: Transaction) -> None:
    tx.run(STAGE_FINDINGS, rows=[item.row for item in found], **stamp)
    _link(tx, [item.finding for item in found], _LOADED)


def write_findings(
    tx: Transaction,
    found: Mapping[str, PreparedFinding],
    changes: Sequence[ClusterChange],
    kinds: list[str],
    stamp: dict[str, str],
) -> None:
    """Show the findings that were staged, update those that differ, and retire those of `kinds` that are not among them.

    Raises: NightRunning: another run has published meanwhile, and has taken away what this one had staged.
    """
    origins = _origins(found, changes)
    held = _read_held(tx, [*found, *(name for names in origins.values() for name in names)])
    new = [name for name in found if name not in held]
    _show(tx, new, stamp)
    _link(tx, [found[name].finding for name in new], _TRACKED)
    changed = [name for name, item in found.items() if name in held and _differs(held[name], item.row)]
    tx.run(UPDATE_FINDINGS, rows=[found[name].row for name in changed], today=stamp["today"])
    moved = [name for name in changed if held[name].link_key != found[name].row["link_key"]]
    tx.run(UNLINK_FINDINGS, id=moved)
    _link(tx, [found[name].finding for name in moved], _LOADED | _TRACKED)
    told = [_status(found[name].finding, held, origins.get(name, [])) for name in dict.fromkeys([*changed, *origins])]
    _write_status(tx, [row for row in told if row])
    gone = [row["id"] for row in tx.run(RETIRE_FINDINGS, kinds=kinds, id=list(found))]
    tx.run(STAMP_FINDINGS, kinds=kinds, **stamp)
    back = [name for name in changed if not held[name].current]
    stayed = [name for name in changed if held[name].current and held[name].gist != found[name].row["gist"]]
    tx.run(STAMP_CHANGED, id=[*back, *stayed], today=stamp["today"])
    stamp_events(tx, {"new": new, "changed": stayed, "returned": back, "gone": gone})


def _write_status(tx: Transaction, rows: list[dict[str, Any]]) -> None:
    """Whoever decided on a finding while this ran has the last word."""
    tx.run(LOCK_FINDINGS, ids=[row["id"] for row in rows])
    tx.run(WRITE_STATUS, rows=rows)


def _show(tx: Transaction, new: list[str], stamp: dict[str, str]) -> None:
    shown = tx.run(SHOW_FINDINGS, id=new, run_id=stamp["run_id"])[0]["shown"]
    if shown < len(new):
        raise NightRunning(
            f"another run has published in this database meanwhile: {len(new) - shown} of {len(new)} new findings are "
            "not as this run left them, and nothing of it was published",
            hint="let one `namesake nightly` or `namesake detect` at a time work on a database, then run it again",
        )


def _differs(held: _Held, row: dict[str, Any]) -> bool:
    return not held.current or held.key != row["key"] or held.link_key != row["link_key"]


def _origins(found: Mapping[str, PreparedFinding], changes: Sequence[ClusterChange]) -> dict[str, list[str]]:
    """By finding of a cluster, the findings of the clusters that it came from tonight."""
    came = {change.cluster_id: change.from_ids for change in changes if change.size and change.from_ids}
    return {
        name: [
            replace(item.finding, subject=Reference("cluster", origin)).finding_id
            for origin in came[item.finding.subject.id]
        ]
        for name, item in found.items()
        if item.finding.subject.type == "cluster" and item.finding.subject.id in came
    }


def _read_held(tx: Transaction, ids: list[str]) -> dict[str, _Held]:
    page = tx.run(READ_HELD, id=sorted(set(ids)))[0]
    status = dict(zip(page["id"], page["status"], strict=True))
    dismissals = read_dismissals(tx, [name for name in status if status[name] in ("dismissed", "reopened")])
    columns = (page[name] for name in ("id", "key", "link_key", "status", "current", "subject_id", "version", "gist"))
    return {
        name: _Held(key, link_key, status, current, subject_id, version, gist, dismissals.get(name))
        for name, key, link_key, status, current, subject_id, version, gist in zip(*columns, strict=True)
    }


def _status(finding: Finding, held: Mapping[str, _Held], origins: Sequence[str]) -> dict[str, Any] | None:
    """The status of a finding that was dismissed, itself or as part of the cluster that it split from; None leaves it as it is."""
    known = held.get(finding.finding_id)
    came = [held[name] for name in origins if name in held]
    basis = known or next((origin for origin in came if origin.status == "dismissed"), None)
    if basis is None or basis.dismissal is None:
        return None
    news = new_evidence(basis.dismissal.evidence, finding_row(finding)["evidence"])
    if known is not None:
        news += [
            f"Cluster {origin.subject_id}, which nobody has dismissed, is now part of it."
            for origin in came
            if origin.current and origin.status != "dismissed"
        ]
        if not news:
            return None
    status = "reopened" if news else "dismissed"
    review_id = basis.dismissal.review_id
    told = {"id": finding.finding_id, "version": known.version if known else 0, "review_id": review_id}
    return told | {"status": status, "new_evidence": news or None}


def _link(tx: Transaction, findings: Sequence[Finding], labels: frozenset[str]) -> None:
    """Tie findings to what they are about, as far as it has one of these labels."""
    links: dict[tuple[str, str], list[dict[str, str]]] = {}
    for finding in findings:
        for role, label, end in _ends(finding):
            if label not in labels:
                continue
            links.setdefault((role, label), []).append({"id": finding.finding_id, "end": end})
    for (role, label), rows in links.items():
        tx.run(LINK_FINDINGS[role, label], rows=rows)


def _ends(finding: Finding) -> list[tuple[str, str, str]]:
    """Role, label and id of each thing that a finding is about."""
    ends = [("SUBJECT", _LABEL[finding.subject.type], finding.subject.id)]
    if finding.target:
        ends.append(("TARGET", _LABEL[finding.target.type], finding.target.id))
    types = finding.member_types or ("artist",) * len(finding.members)
    return ends + [("MEMBER", _LABEL[kind], member) for kind, member in zip(types, finding.members, strict=True)]


def _stored(finding: Finding, harm: Harm | None) -> dict[str, Any]:
    row = finding_row(finding)
    at_stake = round(harm.value, 3) if harm else None
    properties = {
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
        "member_strengths": row.get("member_strengths"),
        "answers": json.dumps(row["answers"]) if "answers" in row else None,
        "harm": at_stake,
        "harm_reason": harm.reason if harm else None,
        "priority": round(row["score"] * (at_stake or 0.0), 6),
    }
    if "member_types" in row:
        properties["member_types"] = row["member_types"]
    facts = [[item["type"], item["text"]] for item in row["evidence"]]
    gist = [sorted(facts), round(row["score"] * _STEPS), sorted(row.get("members") or ())]
    keys = {"key": _hash(properties), "link_key": _hash(_ends(finding)), "gist": _hash(gist)}
    return {"id": finding.finding_id, "properties": properties, **keys}


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:20]


def read_finding_rows(graph: Graph) -> list[dict[str, Any]]:
    """Current findings as in INTERFACES section 3, best first."""
    return [finding_row_of(row["finding"]) for row in graph.read(READ_FINDINGS)]


def finding_row_of(stored: dict[str, Any]) -> dict[str, Any]:
    """A stored finding as in INTERFACES section 3."""
    row: dict[str, Any] = {
        "finding_id": stored["id"],
        "kind": stored["kind"],
        "subject": {"type": stored["subject_type"], "id": stored["subject_id"]},
    }
    if stored.get("target_id") is not None:
        row["target"] = {"type": stored["target_type"], "id": stored["target_id"]}
    if stored.get("members"):
        row["members"] = stored["members"]
    if stored.get("member_types"):
        row["member_types"] = stored["member_types"]
    if stored.get("member_strengths"):
        row["member_strengths"] = stored["member_strengths"]
    if stored.get("answers"):
        row["answers"] = json.loads(stored["answers"])
    same = ("score", "prior", "status", "first_seen", "last_seen", "run_id")
    evidence = json.loads(stored["evidence"])
    turned = counterfactual(stored["prior"], [(item["type"], item["weight"]) for item in evidence])
    told = {"sufficiency": stored.get("sufficiency", 1.0), "counterfactual": counterfactual_row(turned)}
    news = {name: stored[name] for name in ("returned_on", "new_evidence") if stored.get(name)}
    return row | {name: stored[name] for name in same} | told | news | {"evidence": evidence}
