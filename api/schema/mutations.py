"""What can be decided. Each mutation is one transaction with its audit entry; what a client can act on is a type of its result."""

import enum
from collections.abc import Sequence
from typing import Annotated, Any, Final

import strawberry
from strawberry import field
from strawberry.types import Info

from api.access import permit
from api.limits import check_range
from api.schema.connections import resolved
from api.schema.fields import loaders
from api.schema.reviews import (
    FindingDecision,
    PairVerdict,
    Review,
    ReviewedPair,
    ReviewRefused,
    build_pair,
    build_refusal,
    build_review,
)
from api.schema.signals import SignalMutation
from api.schema.types import Finding, build_finding
from graph.errors import NamesakeError
from graph.pair_reviews import Judged, Judgement, StalePair, judge
from graph.reviews import Act, Done, Outcome, Reviewer, Stale, record
from graph.undo import take_back

MAX_BULK: Final = 500
FindingId = Annotated[strawberry.ID, strawberry.argument(description="The finding's id.")]
Version = Annotated[int, strawberry.argument(description="`Finding.version` as it was read.")]
Reason = Annotated[str, strawberry.argument(description="Why, 1 to 2,000 characters.")]


@strawberry.input(description="A decision on a finding.")
class ReviewFindingInput:
    finding_id: strawberry.ID = field(description="The finding's id.")
    decision: FindingDecision = field(description="What you hold of it.")
    reason: str = field(description="Why, 1 to 2,000 characters.")
    expected_version: int = field(
        description="`Finding.version` as it was read; refused if somebody has decided since."
    )


@strawberry.input(description="A judgement of two artist profiles.")
class ReviewPairInput:
    left: strawberry.ID = field(description="An artist's id.")
    right: strawberry.ID = field(description="Another artist's id.")
    verdict: PairVerdict = field(description="What you hold of them.")
    reason: str = field(description="Why, 1 to 2,000 characters.")
    expected_version: int | None = field(
        default=None,
        description="`ReviewedPair.version` as it was read; without it, the pair is judged whatever was said.",
    )


@strawberry.type(description="It was written.")
class ReviewDone:
    finding: Finding = field(description="The finding as it is now.")
    review: Review = field(description="What was recorded.")


@strawberry.type(description="Nothing was written: somebody has decided on the finding since it was read.")
class ReviewConflict:
    message: str = field(description="Which version was expected, and which there is.")
    current: Finding = field(description="The finding as it is now: look at its `reviews`, then decide again.")


@strawberry.type(description="It was written.")
class PairReviewDone:
    pair: ReviewedPair = field(description="The pair as it is now.")


@strawberry.type(description="Nothing was written: somebody has judged the pair since it was read.")
class PairReviewConflict:
    message: str = field(description="Which version was expected, and which there is.")
    current: ReviewedPair = field(description="The pair as it is now.")


ReviewResult = Annotated[
    ReviewDone | ReviewConflict | ReviewRefused,
    strawberry.union("ReviewResult", description="What became of a decision on a finding."),
]
PairReviewResult = Annotated[
    PairReviewDone | PairReviewConflict | ReviewRefused,
    strawberry.union("PairReviewResult", description="What became of a judgement of a pair."),
]
UndoResult = Annotated[
    ReviewDone | PairReviewDone | ReviewRefused,
    strawberry.union("UndoResult", description="What became of an undoing."),
]


@strawberry.type(
    description="What can be decided and told. Whatever is written is in the audit log; a decision is never deleted, "
    "and `undo` takes it back."
)
class Mutation(SignalMutation):
    @resolved("Decide on a finding. The decision stands over later runs.")
    async def review_finding(
        self, info: Info, input: Annotated[ReviewFindingInput, strawberry.argument(description="The decision.")]
    ) -> ReviewResult:
        return await _record_one(info, _act(input), action="reviewFinding")

    @resolved(
        "Decide on up to 500 findings, in one transaction. Each has a result of its own, in order: those that are "
        "stale or refused do not keep the others from being written. A finding may be named once."
    )
    async def review_findings(
        self,
        info: Info,
        inputs: Annotated[list[ReviewFindingInput], strawberry.argument(description="The decisions, 1 to 500.")],
    ) -> list[ReviewResult]:
        by = reviewer(info)
        check_range("inputs", len(inputs), 1, MAX_BULK)
        return await _record(info, [_act(item) for item in inputs], by=by, action="reviewFindings")

    @resolved("Say whether two artist profiles are one act. It binds identity resolution in later runs.")
    async def review_pair(
        self, info: Info, input: Annotated[ReviewPairInput, strawberry.argument(description="The judgement.")]
    ) -> PairReviewResult:
        said = Judgement(input.left, input.right, _value(input.verdict), input.reason, input.expected_version)
        outcome = await judge(loaders(info).graph, said, by=reviewer(info))
        if isinstance(outcome, Judged):
            return PairReviewDone(pair=build_pair(outcome.pair))
        if isinstance(outcome, StalePair):
            return PairReviewConflict(message=outcome.message, current=build_pair(outcome.pair))
        return build_refusal(outcome)

    @resolved("Give a finding to somebody, or to nobody. Its status stays.")
    async def assign_finding(
        self,
        info: Info,
        finding_id: FindingId,
        expected_version: Version,
        assignee: Annotated[str | None, strawberry.argument(description="A name; null is nobody.")] = None,
    ) -> ReviewResult:
        act = Act(finding_id, "assigned", expected_version=expected_version, assignee=assignee)
        return await _record_one(info, act, action="assignFinding")

    @resolved("Leave a note on a finding. Its version stays.")
    async def note_finding(
        self,
        info: Info,
        finding_id: FindingId,
        text: Annotated[str, strawberry.argument(description="The note, 1 to 2,000 characters.")],
    ) -> ReviewResult:
        return await _record_one(info, Act(finding_id, "noted", text), action="noteFinding")

    @resolved("Open a finding that was decided on, as if nobody had. The decisions stay in its history.")
    async def reopen_finding(
        self, info: Info, finding_id: FindingId, reason: Reason, expected_version: Version
    ) -> ReviewResult:
        act = Act(finding_id, "reopened", reason, expected_version)
        return await _record_one(info, act, action="reopenFinding")

    @resolved(
        "Take back the last decision on a finding or the last judgement of a pair: your own, or as an admin anybody's. "
        "What stood before stands again."
    )
    async def undo(
        self,
        info: Info,
        review_id: Annotated[strawberry.ID, strawberry.argument(description="`Review.id` or `PairReview.id`.")],
        reason: Annotated[str, strawberry.argument(description="Why; may be empty.")] = "",
    ) -> UndoResult:
        outcome = await take_back(loaders(info).graph, review_id, by=reviewer(info), reason=reason)
        loaders(info).forget()
        if isinstance(outcome, Done):
            return _done(outcome)
        return PairReviewDone(pair=build_pair(outcome.pair)) if isinstance(outcome, Judged) else build_refusal(outcome)


def reviewer(info: Info) -> Reviewer:
    """Who decides. Raises: Forbidden."""
    asking = permit(info, "review")
    return Reviewer(asking.id, asking.name, "admin" in asking.permissions)


def _value(choice: enum.Enum) -> Any:
    return choice.value


def _act(asked: ReviewFindingInput) -> Act:
    return Act(asked.finding_id, _value(asked.decision), asked.reason, asked.expected_version)


async def _record_one(info: Info, act: Act, *, action: str) -> ReviewResult:
    [result] = await _record(info, [act], by=reviewer(info), action=action)
    return result


async def _record(info: Info, acts: Sequence[Act], *, by: Reviewer, action: str) -> list[ReviewResult]:
    outcomes = await record(loaders(info).graph, acts, by=by, action=action)
    loaders(info).forget()
    return [_result(outcome) for outcome in outcomes]


def _result(outcome: Outcome) -> ReviewResult:
    if isinstance(outcome, NamesakeError):
        return build_refusal(outcome)
    if isinstance(outcome, Stale):
        return ReviewConflict(message=outcome.message, current=build_finding(outcome.finding))
    return _done(outcome)


def _done(outcome: Done) -> ReviewDone:
    return ReviewDone(finding=build_finding(outcome.finding), review=build_review(outcome.review))
