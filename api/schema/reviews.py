"""What people decided: reviews of findings, notes, judgements of pairs."""

import datetime
import enum
from typing import Annotated

import strawberry
from strawberry import field
from strawberry.types import Info

from api.access import permit
from api.schema.connections import resolved
from api.schema.fields import loaders
from graph.errors import NamesakeError
from graph.pair_reviews import MAX_JUDGEMENTS, Pair, read_pair
from graph.read import Node

ArtistId = Annotated[strawberry.ID, strawberry.argument(description="An artist's id.")]


@strawberry.enum(description="What a person holds of a finding.")
class FindingDecision(enum.Enum):
    CONFIRMED = strawberry.enum_value("confirmed", description="It is true.")
    DISMISSED = strawberry.enum_value(
        "dismissed", description="It is wrong. It comes back only with evidence that was not known at the time."
    )
    UNSURE = strawberry.enum_value("unsure", description="It was looked at, and what is known does not decide it.")


@strawberry.enum(description="What a person did about a finding.")
class ReviewDecision(enum.Enum):
    CONFIRMED = strawberry.enum_value("confirmed", description="Held it to be true.")
    DISMISSED = strawberry.enum_value("dismissed", description="Held it to be wrong.")
    UNSURE = strawberry.enum_value("unsure", description="Could not decide.")
    REOPENED = strawberry.enum_value("reopened", description="Opened it again.")
    ASSIGNED = strawberry.enum_value("assigned", description="Gave it to somebody, or to nobody.")
    NOTED = strawberry.enum_value("noted", description="Wrote a note, which is the reason.")
    UNDONE = strawberry.enum_value("undone", description="Took back the decision that `undoes` names.")


@strawberry.enum(description="What a person says of two artist profiles.")
class PairVerdict(enum.Enum):
    SAME = strawberry.enum_value("same", description="One act: later runs keep them in one identity.")
    DIFFERENT = strawberry.enum_value("different", description="Two acts: later runs keep them apart.")
    UNSURE = strawberry.enum_value("unsure", description="Neither: binds nothing, and lifts an earlier verdict.")


@strawberry.type(description="What a person did about a finding: who, when and why. It is never deleted.")
class Review:
    id: strawberry.ID = field(description="Names it for `undo`.")
    decision: ReviewDecision = field(description="What was done.")
    reviewer: str = field(description="Who did it.")
    reason: str = field(description="Why.")
    at: datetime.datetime = field(description="When, UTC.")
    assignee: str | None = field(description="Of an assignment, to whom; null is to nobody.")
    undoes: strawberry.ID | None = field(description="Of an undoing, the review that it took back.")
    undone: bool = field(description="Whether it was taken back.")
    undone_by: str | None = field(description="Who took it back.")
    undone_at: datetime.datetime | None = field(description="When it was taken back, UTC.")


@strawberry.type(description="A note that a person left on a finding.")
class Note:
    id: strawberry.ID = field(description="Its id.")
    author: str = field(description="Who wrote it.")
    text: str = field(description="What it says.")
    at: datetime.datetime = field(description="When, UTC.")


@strawberry.type(description="What a person said of two artist profiles. It is never deleted.")
class PairReview:
    id: strawberry.ID = field(description="Names it for `undo`.")
    verdict: PairVerdict = field(description="What was said.")
    reviewer: str = field(description="Who said it.")
    reason: str = field(description="Why.")
    at: datetime.datetime = field(description="When, UTC.")
    undone: bool = field(description="Whether it was taken back.")
    undone_by: str | None = field(description="Who took it back.")
    undone_at: datetime.datetime | None = field(description="When it was taken back, UTC.")


@strawberry.type(description="Two artist profiles, and what people said of them.")
class ReviewedPair:
    left: strawberry.ID = field(description="The lower artist id.")
    right: strawberry.ID = field(description="The higher artist id.")
    version: int = field(description="Counts judgements and undoings: the `expectedVersion` of the next judgement.")
    standing: PairReview | None = field(description="The last judgement that was not taken back: the one that binds.")
    reviews: list[PairReview] = field(description="All judgements, newest first, at most 100.")


@strawberry.type(description="Nothing was written, for a reason that the client can act on.")
class ReviewRefused:
    code: str = field(description="The error's code; its page is docs/errors/CODE.md.")
    message: str = field(description="What is wrong.")
    hint: str = field(description="What to do.")


def build_review(node: Node) -> Review:
    return Review(
        id=node["id"],
        decision=ReviewDecision(node["verdict"]),
        reviewer=node["reviewer"],
        reason=node["reason"],
        at=_time(node["at"]),
        assignee=node.get("assignee"),
        undoes=node.get("undoes"),
        **_undoing(node),
    )


def build_note(node: Node) -> Note:
    return Note(id=node["id"], author=node["reviewer"], text=node["reason"], at=_time(node["at"]))


def build_pair(pair: Pair) -> ReviewedPair:
    return ReviewedPair(
        left=strawberry.ID(pair.left),
        right=strawberry.ID(pair.right),
        version=pair.version,
        standing=None if pair.standing is None else build_judgement(pair.standing),
        reviews=[build_judgement(node) for node in pair.judgements[:MAX_JUDGEMENTS]],
    )


def build_judgement(node: Node) -> PairReview:
    return PairReview(
        id=node["id"],
        verdict=PairVerdict(node["verdict"]),
        reviewer=node["reviewer"],
        reason=node["reason"],
        at=_time(node["at"]),
        **_undoing(node),
    )


def build_refusal(error: NamesakeError) -> ReviewRefused:
    return ReviewRefused(code=error.code, message=error.what, hint=error.hint)


def _undoing(node: Node) -> Node:
    at = node.get("undone_at")
    return {"undone": at is not None, "undone_by": node.get("undone_by"), "undone_at": at and _time(at)}


def _time(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


@strawberry.type(description="What people decided.")
class ReviewQuery:
    @resolved("What people said of two artist profiles; null if one of them is not known.")
    async def reviewed_pair(self, info: Info, left: ArtistId, right: ArtistId) -> ReviewedPair | None:
        permit(info, "read")
        pair = await read_pair(loaders(info).graph, left, right)
        return None if pair is None else build_pair(pair)
