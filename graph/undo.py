"""Taking back a decision or a judgement: what stood before it stands again, and that is recorded too."""

import secrets
from typing import Any, Final

from graph.audit import AuditEntry
from graph.errors import BadArgument, Conflict, Forbidden, NamesakeError
from graph.pair_reviews import READ_PAIR, Judged, build_pair
from graph.reviews import (
    DECISIONS,
    LOCK_REVIEWED,
    MAX_REASON,
    STAMP_DECIDED,
    Done,
    Node,
    Reviewer,
    Step,
    audit_step,
    check_text,
    now,
)
from graph.session import AsyncGraph, Statement

UNDOABLE: Final = (*DECISIONS, "same", "different", "unsure")
"""Verdicts that can be taken back."""
_LATER: Final = (
    "EXISTS { MATCH (r)-[:REVIEW_OF]->()<-[:REVIEW_OF]-(l:Review) WHERE l.verdict IN $undoable AND l.undone_at IS NULL "
    "AND (l.finding_id = r.finding_id OR l.left = r.left AND l.right = r.right) "
    "AND coalesce(l.version, 0) > coalesce(r.version, 0) }"
)
_MAY: Final = (
    "WHERE r.verdict IN $undoable AND r.undone_at IS NULL AND ($is_admin OR r.reviewer_id = $reviewer_id) "
    f"AND NOT {_LATER} "
)
_UNDONE: Final = (
    "id: $id, verdict: 'undone', undoes: r.id, reviewer: $reviewer, reviewer_id: $reviewer_id, reason: $reason, at: $at"
)
UNDO_DECISION: Final = Statement(
    "undo_decision",
    f"MATCH (r:Review {{id: $review_id}}) MATCH (f:Finding {{id: r.finding_id}}) {_MAY}"
    f"CREATE (u:Review {{{_UNDONE}, finding_id: f.id, run_id: f.run_id, score: f.score, status_before: f.status, "
    "news_before: f.new_evidence, version: coalesce(f.version, 0) + 1})-[:REVIEW_OF]->(f) "
    "SET f.status = coalesce(r.status_before, 'open'), f.new_evidence = r.news_before, f.version = u.version, "
    "r.undone_at = $at, r.undone_by = $reviewer",
)
UNDO_INHERITED: Final = Statement(
    "undo_inherited",
    "MATCH (u:Review {id: $id}) MATCH (r:Review {id: $review_id})-[:REVIEW_OF]->(f:Finding) "
    "WHERE f.id <> r.finding_id AND f.status IN ['dismissed', 'reopened'] AND NOT EXISTS { (f)<-[:REVIEW_OF]-(l) "
    "WHERE l.id <> r.id AND l.verdict IN $undoable AND l.undone_at IS NULL } "
    "SET f.status = 'open', f.version = coalesce(f.version, 0) + 1 REMOVE f.new_evidence MERGE (u)-[:REVIEW_OF]->(f)",
)
"""The parts that split off a dismissed cluster were dismissed by its dismissal."""
UNDO_JUDGEMENT: Final = Statement(
    "undo_judgement",
    f"MATCH (r:Review {{id: $review_id}}) MATCH (a:Artist {{id: r.left}}) MATCH (b:Artist {{id: r.right}}) {_MAY}"
    "WITH a, b, r, COUNT { (a)<-[:REVIEW_OF]-(:Review)-[:REVIEW_OF]->(b) } AS version "
    f"CREATE (a)<-[:REVIEW_OF]-(:Review {{{_UNDONE}, left: a.id, right: b.id, version: version + 1}})-[:REVIEW_OF]->(b) "
    "SET r.undone_at = $at, r.undone_by = $reviewer",
)
READ_UNDOING: Final = Statement(
    "read_undoing",
    "OPTIONAL MATCH (r:Review {id: $review_id}) OPTIONAL MATCH (u:Review {id: $id}) "
    f"OPTIONAL MATCH (f:Finding {{id: r.finding_id}}) RETURN r {{.*}} AS review, u {{.*}} AS undoing, f {{.*}} AS finding, {_LATER} AS has_later",
)


async def take_back(graph: AsyncGraph, review_id: str, *, by: Reviewer, reason: str) -> Done | Judged | NamesakeError:
    """Take back the last decision on a finding or pair: one's own, or as an admin anybody's.

    Returns: the finding or pair as it is now with the review that records the undoing; a NamesakeError where it can't be undone.
    """
    problem = check_text("reason", reason, most=MAX_REASON) if reason else None
    if problem is not None:
        return problem
    undo_id = secrets.token_hex(10)
    state = (await graph.write_all(*_steps(undo_id, review_id, by, reason)))[-1][0]
    review, undoing = state["review"], state["undoing"]
    if undoing is None:
        return _refusal(review_id, review, has_later=state["has_later"], by=by)
    if state["finding"] is not None:
        return Done(state["finding"], undoing)
    row = (await graph.read(READ_PAIR, left=review["left"], right=review["right"]))[0]
    return Judged(build_pair(review["left"], review["right"], row["reviews"]), undoing)


def _steps(undo_id: str, review_id: str, by: Reviewer, reason: str) -> tuple[Step, ...]:
    asked: dict[str, Any] = {"id": undo_id, "review_id": review_id, "undoable": list(UNDOABLE)}
    who = {"reviewer": by.name, "reviewer_id": by.id, "is_admin": by.is_admin, "reason": reason, "at": now()}
    return (
        (LOCK_REVIEWED, {"review_id": review_id}),
        (UNDO_DECISION, asked | who),
        (UNDO_JUDGEMENT, asked | who),
        (UNDO_INHERITED, asked),
        (STAMP_DECIDED, {"ids": [undo_id]}),
        audit_step([(undo_id, AuditEntry(by.id, "undo", review_id, {"reason": reason}))]),
        (READ_UNDOING, asked),
    )


def _refusal(review_id: str, review: Node | None, *, has_later: bool, by: Reviewer) -> NamesakeError:
    if review is None:
        return BadArgument(
            f"there is no review `{review_id}`", hint="take an id of `Finding.reviews` or `reviewedPair`"
        )
    if review["verdict"] not in UNDOABLE:
        return BadArgument(
            f"`{review_id}` is `{review['verdict']}`, which can't be undone",
            hint="undo a decision; assign anew, add another note, or decide again instead",
        )
    if review.get("undone_at") is not None:
        return Conflict(f"{review['undone_by']} has undone `{review_id}`", hint="read the finding or pair again")
    if not by.is_admin and review.get("reviewer_id") != by.id:
        return Forbidden(
            f"`{review_id}` is a decision of {review['reviewer']}",
            hint="ask them or an admin to undo it, or decide anew",
        )
    assert has_later, "nothing else keeps a decision from being undone"
    return Conflict(f"a later decision than `{review_id}` stands", hint="undo the last one first, or decide anew")
