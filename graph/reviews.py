"""People's decisions on findings: each one is a Review, checked and written in one transaction with its audit entry, and none is deleted.

A finding's `version` counts decisions, assignments and reopenings; nights leave it. Who decides names the version that they read, and is
refused where somebody else was quicker.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal

from graph.audit import AuditEntry
from graph.errors import BadArgument, NamesakeError
from graph.session import AsyncGraph, Graph, Statement

Verdict = Literal["confirmed", "dismissed", "unsure", "reopened", "assigned", "noted"]
Node = dict[str, Any]
Step = tuple[Statement, dict[str, Any]]
DECISIONS: Final = ("confirmed", "dismissed", "unsure", "reopened")
"""Verdicts that set a finding's status."""
MAX_REASON: Final = 2_000
"""Characters of a reason or a note."""
MAX_NAME: Final = 200
"""Characters of an assignee's name."""
_LOCK: Final = " ORDER BY n.id SET n.lock = true REMOVE n.lock"
"""Takes the write lock: what is read of the node afterwards, in a later statement, nobody else changes."""

LOCK_FINDINGS: Final = Statement("lock_findings", f"UNWIND $ids AS id MATCH (n:Finding {{id: id}}) WITH n{_LOCK}")
LOCK_REVIEWED: Final = Statement("lock_reviewed", f"MATCH (:Review {{id: $review_id}})-[:REVIEW_OF]->(n) WITH n{_LOCK}")
LOCK_ARTIST: Final = Statement("lock_artist", f"MATCH (n:Artist {{id: $id}}) WITH n{_LOCK}")
RECORD_REVIEWS: Final = Statement(
    "record_reviews",
    "UNWIND $rows AS row MATCH (f:Finding {id: row.finding_id}) WHERE f.current IS NOT NULL "
    "AND coalesce(f.version, 0) = coalesce(row.expected_version, f.version, 0) "
    "AND NOT (row.verdict = 'reopened' AND f.status = 'open') AND NOT EXISTS { (:Review {id: row.id}) } "
    "CREATE (r:Review {id: row.id, verdict: row.verdict, reviewer: $reviewer, reviewer_id: $reviewer_id, reason: row.reason, "
    "at: $at, assignee: row.assignee, finding_id: f.id, run_id: f.run_id, score: f.score, status_before: f.status, "
    "news_before: f.new_evidence, version: coalesce(f.version, 0) + row.counts})-[:REVIEW_OF]->(f) "
    "SET r.evidence = CASE WHEN row.status IS NOT NULL THEN f.evidence END, "
    "r.members = CASE WHEN row.status IS NOT NULL THEN f.members END, "
    "f.new_evidence = CASE WHEN row.status IS NULL THEN f.new_evidence END, f.status = coalesce(row.status, f.status), "
    "f.assignee = CASE row.verdict WHEN 'assigned' THEN row.assignee ELSE f.assignee END, f.version = r.version",
)
STAMP_DECIDED: Final = Statement(
    "stamp_decided",
    "UNWIND $ids AS id MATCH (r:Review {id: id}) USING INDEX SEEK r:Review(id) WHERE r.verdict <> 'noted' "
    "AND NOT EXISTS { (:AuditEntry {id: id}) } MATCH (r)-[:REVIEW_OF]->(f:Finding) "
    "WITH collect(DISTINCT f) AS decided WHERE size(decided) > 0 MATCH (s:Store {id: 'store'}) "
    "SET s.event = coalesce(s.event, 0) + 1 WITH decided, s.event AS event UNWIND decided AS f "
    "SET f.event = event, f.change = 'decided'",
)
"""Tells those who wait for news (`graph.events`)."""
AUDIT_REVIEWS: Final = Statement(
    "audit_reviews",
    "UNWIND $entries AS entry MATCH (:Review {id: entry.id}) MERGE (e:AuditEntry {id: entry.id}) ON CREATE SET e = entry",
)
"""What was refused leaves no entry; an entry has the id of its review."""
READ_REVIEWED: Final = Statement(
    "read_reviewed",
    "UNWIND $rows AS row OPTIONAL MATCH (f:Finding {id: row.finding_id}) WHERE f.current IS NOT NULL "
    "OPTIONAL MATCH (r:Review {id: row.id}) RETURN row.id AS id, f {.*} AS finding, r {.*} AS review",
)


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who decides: `id` of the principal, `name` for people. `is_admin`: may take back what others decided."""

    id: str
    name: str
    is_admin: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """What a person does about a finding. `reason`: why, or the text of a note. `expected_version`: the one that they read; None is any."""

    finding_id: str
    verdict: Verdict
    reason: str = ""
    expected_version: int | None = None
    assignee: str | None = None
    review_id: str = field(default_factory=lambda: secrets.token_hex(10))

    def row(self) -> dict[str, Any]:
        """The act as the statements take it."""
        return {
            "id": self.review_id,
            "finding_id": self.finding_id,
            "verdict": self.verdict,
            "reason": self.reason,
            "expected_version": self.expected_version,
            "assignee": self.assignee,
            "status": status_of(self.verdict),
            "counts": 0 if self.verdict == "noted" else 1,
        }


@dataclass(frozen=True, slots=True)
class Done:
    """It was written: the finding as it is now, and the review."""

    finding: Node
    review: Node


@dataclass(frozen=True, slots=True)
class Stale:
    """Nothing was written: the finding, as it is now, has been decided on since it was read."""

    message: str
    finding: Node


Outcome = Done | Stale | NamesakeError


def status_of(verdict: Verdict) -> str | None:
    """The status that a verdict gives; None where it leaves the status."""
    return "open" if verdict == "reopened" else verdict if verdict in DECISIONS else None


def now() -> str:
    """ISO 8601, UTC, to the microsecond: two decisions on one thing differ."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


async def record(graph: AsyncGraph, acts: Sequence[Act], *, by: Reviewer, action: str) -> list[Outcome]:
    """Write each act that may be; all that are written are written in one transaction, with their audit entries.

    Args: action: the audit entries' action, such as reviewFinding.
    Returns: what became of each act, in order; a NamesakeError where it can't be done as asked.
    """
    twice = {act.finding_id for act in acts if sum(other.finding_id == act.finding_id for other in acts) > 1}
    problems = [_twice(act) if act.finding_id in twice else _problem(act) for act in acts]
    sent = [act for act, problem in zip(acts, problems, strict=True) if problem is None]
    rows = (await graph.write_all(*_steps(sent, by=by, action=action, at=now())))[-1] if sent else []
    found = {row["id"]: row for row in rows}
    return [problem or _outcome(act, found[act.review_id]) for act, problem in zip(acts, problems, strict=True)]


def dismiss(graph: Graph, finding_id: str, *, by: str, reason: str, at: str) -> str:
    """Record that a reviewer holds a finding to be wrong, and what was known of it. It stays dismissed until there is new evidence.

    Doing it twice with equal arguments changes nothing.

    Args: at: ISO 8601, UTC.
    Returns: the review's id.
    Raises: BadArgument: there is no such finding.
    """
    review_id = hashlib.sha256(f"dismissed|{finding_id}|{by}|{at}".encode()).hexdigest()[:20]
    act = Act(finding_id, "dismissed", reason, review_id=review_id)
    steps = _steps([act], by=Reviewer(by, by), action="dismiss", at=at)
    rows = graph.write_many(lambda tx: [tx.run(statement, **given) for statement, given in steps][-1], name="dismiss")
    if rows[0]["finding"] is None:
        raise unknown_finding(finding_id)
    return review_id


def unknown_finding(finding_id: str) -> BadArgument:
    return BadArgument(
        f"there is no finding `{finding_id}`",
        hint="take an id that the query `findings` or `namesake export findings` lists",
    )


def check_text(name: str, text: str, *, most: int) -> BadArgument | None:
    """What is wrong with a text that people write; None if nothing is."""
    if 0 < len(text.strip()) <= most:
        return None
    return BadArgument(
        f"`{name}` has {len(text.strip()):,} characters, expected 1 to {most:,}",
        hint=f"say in `{name}` what the next person should know",
    )


def audit_step(entries: Sequence[tuple[str, AuditEntry]]) -> Step:
    """The step that writes the audit entries of reviews (by their ids) that were written."""
    return AUDIT_REVIEWS, {"entries": [{**entry.parameters(), "id": review_id} for review_id, entry in entries]}


def _steps(acts: Sequence[Act], *, by: Reviewer, action: str, at: str) -> tuple[Step, ...]:
    rows = [act.row() for act in acts]
    who = {"reviewer": by.name, "reviewer_id": by.id, "at": at}
    entries = [(act.review_id, _entry(act, by=by, action=action)) for act in acts]
    return (
        (LOCK_FINDINGS, {"ids": [act.finding_id for act in acts]}),
        (RECORD_REVIEWS, {"rows": rows, **who}),
        (STAMP_DECIDED, {"ids": [act.review_id for act in acts]}),
        audit_step(entries),
        (READ_REVIEWED, {"rows": rows}),
    )


def _entry(act: Act, *, by: Reviewer, action: str) -> AuditEntry:
    detail = {"verdict": act.verdict, "reason": act.reason, "expected_version": act.expected_version}
    assigned = {"assignee": act.assignee} if act.verdict == "assigned" else {}
    return AuditEntry(by.id, action, act.finding_id, detail | assigned)


def _twice(act: Act) -> BadArgument:
    return BadArgument(
        f"`{act.finding_id}` is in this request more than once", hint="decide once on each finding of a request"
    )


def _problem(act: Act) -> BadArgument | None:
    if act.verdict == "assigned":
        return None if act.assignee is None else check_text("assignee", act.assignee, most=MAX_NAME)
    return check_text("text" if act.verdict == "noted" else "reason", act.reason, most=MAX_REASON)


def _outcome(act: Act, row: Node) -> Outcome:
    finding, review = row["finding"], row["review"]
    if finding is None:
        return unknown_finding(act.finding_id)
    if review is not None:
        return Done(finding, review)
    version = finding.get("version") or 0
    if act.expected_version is not None and version != act.expected_version:
        message = (
            f"`{act.finding_id}` has version {version}, {act.expected_version} was expected: somebody decided meanwhile"
        )
        return Stale(message, finding)
    return BadArgument(f"`{act.finding_id}` is open", hint="decide on it with `reviewFinding`")
