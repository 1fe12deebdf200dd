"""People's judgements of two artists: the same act, different ones, or unsure. The last that stands binds identity resolution."""

import secrets
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from graph.audit import AuditEntry
from graph.errors import BadArgument, NamesakeError
from graph.reviews import LOCK_ARTIST, MAX_REASON, Node, Reviewer, Step, audit_step, check_text, now
from graph.session import AsyncGraph, Statement

PairVerdict = Literal["same", "different", "unsure"]
MAX_JUDGEMENTS: Final = 100

JUDGE_PAIR: Final = Statement(
    "judge_pair",
    "MATCH (a:Artist {id: $left}) MATCH (b:Artist {id: $right}) "
    "WITH a, b, COUNT { (a)<-[:REVIEW_OF]-(:Review)-[:REVIEW_OF]->(b) } AS version "
    "WHERE version = coalesce($expected_version, version) "
    "CREATE (a)<-[:REVIEW_OF]-(:Review {id: $id, left: $left, right: $right, verdict: $verdict, reviewer: $reviewer, "
    "reviewer_id: $reviewer_id, reason: $reason, at: $at, version: version + 1})-[:REVIEW_OF]->(b)",
)
READ_PAIR: Final = Statement(
    "read_pair",
    "OPTIONAL MATCH (a:Artist {id: $left}) OPTIONAL MATCH (b:Artist {id: $right}) RETURN a IS NOT NULL AS has_left, "
    "b IS NOT NULL AS has_right, COLLECT { MATCH (a)<-[:REVIEW_OF]-(r:Review)-[:REVIEW_OF]->(b) RETURN r {.*} "
    "ORDER BY r.version DESC } AS reviews",
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person says of two artists. `expected_version`: the pair's version that they read; None is any."""

    left: str
    right: str
    verdict: PairVerdict
    reason: str
    expected_version: int | None = None
    review_id: str = field(default_factory=lambda: secrets.token_hex(10))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two artists (`left` is the lower id), and what was said of them, newest first. `version` counts judgements and undoings."""

    left: str
    right: str
    version: int
    judgements: list[Node]

    @property
    def standing(self) -> Node | None:
        """The judgement that binds."""
        return next((item for item in self.judgements if item.get("undone_at") is None), None)


@dataclass(frozen=True, slots=True)
class Judged:
    """It was written: the pair as it is now, and the review."""

    pair: Pair
    review: Node


@dataclass(frozen=True, slots=True)
class StalePair:
    """Nothing was written: somebody has judged the pair since it was read."""

    message: str
    pair: Pair


PairOutcome = Judged | StalePair | NamesakeError


async def judge(graph: AsyncGraph, said: Judgement, *, by: Reviewer) -> PairOutcome:
    """Write a judgement, unless the pair has been judged since it was read; a NamesakeError where it can't be done as asked."""
    problem = check_text("reason", said.reason, most=MAX_REASON)
    if problem is None and said.left == said.right:
        problem = BadArgument("`left` and `right` are one artist", hint="name two artists")
    if problem is not None:
        return problem
    left, right = sorted((said.left, said.right))
    row = (await graph.write_all(*_steps(said, left, right, by)))[-1][0]
    if not (row["has_left"] and row["has_right"]):
        return BadArgument(
            f"there is no artist `{right if row['has_left'] else left}`", hint="take ids that `searchArtists` gives"
        )
    pair = build_pair(left, right, row["reviews"])
    review = next((item for item in row["reviews"] if item["id"] == said.review_id), None)
    if review is not None:
        return Judged(pair, review)
    return StalePair(
        f"the pair has version {pair.version}, {said.expected_version} was expected: somebody judged it meanwhile", pair
    )


async def read_pair(graph: AsyncGraph, left: str, right: str) -> Pair | None:
    """What was said of two artists; None where one of them is not known."""
    left, right = sorted((left, right))
    row = (await graph.read(READ_PAIR, left=left, right=right))[0]
    return build_pair(left, right, row["reviews"]) if row["has_left"] and row["has_right"] else None


def build_pair(left: str, right: str, reviews: list[dict[str, Any]]) -> Pair:
    """Args: reviews: judgements and undoings of the pair, newest first."""
    return Pair(left, right, len(reviews), [item for item in reviews if item["verdict"] != "undone"])


def _steps(said: Judgement, left: str, right: str, by: Reviewer) -> tuple[Step, ...]:
    pair = {"left": left, "right": right}
    asked = {"verdict": said.verdict, "reason": said.reason, "expected_version": said.expected_version}
    who = {"reviewer": by.name, "reviewer_id": by.id, "at": now()}
    entry = AuditEntry(by.id, "reviewPair", f"{left} {right}", asked)
    return (
        (LOCK_ARTIST, {"id": left}),
        (JUDGE_PAIR, {"id": said.review_id, **pair, **asked, **who}),
        audit_step([(said.review_id, entry)]),
        (READ_PAIR, pair),
    )
