"""Screening: what to do with profiles and deliveries before they go live."""

import asyncio
import enum
from collections.abc import Callable
from typing import Annotated, Final

import strawberry
from strawberry import field
from strawberry.types import Info

from api.access import permit
from api.limits import check_first
from api.schema.connections import resolved
from api.schema.evidence import Evidence
from api.schema.fields import build_node
from api.schema.screening_drafts import ArtistDraft, ReleaseDraft, artist_rows, release_rows
from api.schema.types import Artist
from api.screening import Screener, Screening
from detectors.screening_answers import Screened, ScreenOptions
from graph.errors import BadArgument

_DEFAULTS: Final = ScreenOptions()
AttachAt = Annotated[
    float,
    strawberry.argument(
        description="Probability of one act, or of the right page, from which a draft is attached, 0 to 1."
    ),
]
HoldAt = Annotated[
    float,
    strawberry.argument(
        description="Probability from which a draft is held: of a false claim, or of one act that is not enough to attach it; 0 to 1."
    ),
]
Artists = Annotated[list[ArtistDraft], strawberry.argument(description="Profiles, 1 to 500.")]
Releases = Annotated[list[ReleaseDraft], strawberry.argument(description="Releases, 1 to 500.")]
FirstCandidates = Annotated[int, strawberry.argument(description="Candidates told, from 1; there are at most 5.")]
FirstEvidence = Annotated[
    int, strawberry.argument(description="Facts told, the heaviest of both sides first, 1 to 100.")
]


@strawberry.enum(description="What to do with a draft.")
class ScreeningDecision(enum.Enum):
    ATTACH = strawberry.enum_value("attach", description="Put it on the target's page: it is that act.")
    NEW_PAGE = strawberry.enum_value("new_page", description="Give it a page: it is an act of its own.")
    HOLD = strawberry.enum_value("hold", description="A person should look at it first.")


@strawberry.enum(description="Why a draft is to be treated so.")
class ScreeningReason(enum.Enum):
    SAME_ACT = strawberry.enum_value("same_act", description="It is the target's.")
    IMPERSONATION = strawberry.enum_value("impersonation", description="It likely trades on the target's identity.")
    MISATTRIBUTION = strawberry.enum_value(
        "misattribution", description="It likely does not belong on the target's page."
    )
    UNKNOWN_ARTIST = strawberry.enum_value(
        "unknown_artist", description="It asks for an artist that the snapshot does not have; see `unknownArtistIds`."
    )
    DECEPTIVE_NAME = strawberry.enum_value(
        "deceptive_name",
        description="Its name is that of the target, which it may be or which is better known, with lookalike, hidden or exchanged characters, as honest sources do not write it.",
    )
    AMBIGUOUS = strawberry.enum_value(
        "ambiguous", description="Nothing says surely enough whose it is, or two acts may be meant."
    )
    OWN_ACT = strawberry.enum_value("own_act", description="There is something alike, and it is another act.")
    NOTHING_ALIKE = strawberry.enum_value(
        "nothing_alike", description="No act of the catalog has such a name or identifier."
    )


@strawberry.enum(description="A claim that evidence speaks for or against.")
class ScreeningClaim(enum.Enum):
    IDENTITY = strawberry.enum_value("identity", description="Draft and target are one act.")
    IMPERSONATION = strawberry.enum_value("impersonation", description="The draft trades on the target's identity.")
    MISATTRIBUTION = strawberry.enum_value(
        "misattribution", description="The release does not belong on the target's page."
    )


@strawberry.type(description="An artist that a draft may mean.")
class ScreeningCandidate:
    artist_id: strawberry.ID = field(description="The artist's id.")
    name: str = field(description="The artist's name.")
    same_act: float = field(
        description="Probability that both are one act; of a release, that it belongs on this page."
    )
    false_claim: float | None = field(
        description="Probability that the draft poses as this act, or does not belong on its page; null where that is not in question."
    )
    operation: str | None = field(
        description="By which operation the names meet, such as homoglyph; null where an id was given."
    )

    @resolved("The artist; null if it has gone since the snapshot.")
    async def artist(self, info: Info) -> Artist | None:
        return await build_node(info, "Artist", Artist, self.artist_id)


@strawberry.type(description="The answer for one draft.")
class ScreeningAnswer:
    number: int = field(description="The draft's place in the argument, from 0.")
    decision: ScreeningDecision = field(description="What to do.")
    reason: ScreeningReason = field(description="Why.")
    probability: float = field(description="Of the decision's reason.")
    claim: ScreeningClaim | None = field(description="What the evidence speaks for or against; null without a target.")
    target_id: strawberry.ID | None = field(description="The artist that the claim is about.")
    sufficiency: float = field(description="How much of what the claim weighs was known, 0 to 1.")
    unknown_artist_ids: list[strawberry.ID] = field(
        description="Of `artistIds`, those that the snapshot does not have: they are wrong, or newer than the last run."
    )
    found: strawberry.Private[Screened]

    @resolved("The artist that the claim is about; null without one, or if it has gone since the snapshot.")
    async def target(self, info: Info) -> Artist | None:
        return await build_node(info, "Artist", Artist, self.target_id) if self.target_id else None

    @resolved("The likeliest artists that the draft may mean, best first.")
    def candidates(self, first: FirstCandidates = 5) -> list[ScreeningCandidate]:
        return [
            ScreeningCandidate(
                artist_id=strawberry.ID(one.artist_id),
                name=one.name,
                same_act=one.same_act,
                false_claim=one.false_claim,
                operation=one.operation,
            )
            for one in self.found.candidates[: check_first(first)]
        ]

    @resolved("What speaks for the claim, and, with negative weights, against it; by falling weight.")
    def evidence(self, first: FirstEvidence = 20) -> list[Evidence]:
        heaviest = sorted(self.found.evidence, key=lambda item: -abs(item.weight))[: check_first(first)]
        return [
            Evidence(type=item.type, weight=item.weight, text=item.text)
            for item in sorted(heaviest, key=lambda item: -item.weight)
        ]


@strawberry.type(description="The answers for a batch, each that of asking for the draft alone.")
class ScreeningBatch:
    snapshot: str = field(description="Hash of the snapshot that the drafts were held against.")
    taken_at: str = field(description="When it was taken, ISO 8601, UTC.")
    run_id: strawberry.ID | None = field(
        description="The run whose identities were used; null if none has looked at the snapshot."
    )
    notes: list[str] = field(description="What was off.")
    answers: list[ScreeningAnswer] = field(description="One for each draft, in their order.")


@strawberry.type(description="Screening; takes the permission `screen`.")
class ScreeningQuery:
    @resolved(
        "Which act profiles are that are not in the catalog yet: one that is there, a new one, or one to look at."
    )
    async def screen_artists(
        self,
        info: Info,
        artists: Artists,
        attach_at: AttachAt = _DEFAULTS.attach_at,
        hold_at: HoldAt = _DEFAULTS.hold_at,
    ) -> ScreeningBatch:
        options = _options(info, attach_at, hold_at)
        drafts = await asyncio.to_thread(artist_rows, artists)
        return await _screen(info, lambda screener: screener.artists(drafts, options))

    @resolved("Whether releases that are not in the catalog yet belong on the pages that they ask for.")
    async def screen_releases(
        self,
        info: Info,
        releases: Releases,
        attach_at: AttachAt = _DEFAULTS.attach_at,
        hold_at: HoldAt = _DEFAULTS.hold_at,
    ) -> ScreeningBatch:
        options = _options(info, attach_at, hold_at)
        drafts, credits = await asyncio.to_thread(release_rows, releases)
        return await _screen(info, lambda screener: screener.releases(drafts, credits, options))


def _options(info: Info, attach_at: float, hold_at: float) -> ScreenOptions:
    """Raises: Forbidden. BadArgument: a threshold is no probability, or holds what is attached."""
    permit(info, "screen")
    if not 0 <= hold_at <= attach_at <= 1:
        raise BadArgument(
            f"`holdAt` is {hold_at} and `attachAt` {attach_at}, expected 0 <= holdAt <= attachAt <= 1",
            hint="leave them out for 0.5 and 0.9",
        )
    return ScreenOptions(attach_at=attach_at, hold_at=hold_at)


async def _screen(info: Info, work: Callable[[Screener], list[Screened]]) -> ScreeningBatch:
    service: Screening = info.context.screening
    screener, found = await service.ask(work)
    return ScreeningBatch(
        snapshot=screener.manifest.content_hash,
        taken_at=screener.manifest.taken_at,
        run_id=strawberry.ID(screener.run_id) if screener.run_id else None,
        notes=list(screener.notes),
        answers=[_answer(number, one) for number, one in enumerate(found)],
    )


def _answer(number: int, found: Screened) -> ScreeningAnswer:
    return ScreeningAnswer(
        number=number,
        decision=ScreeningDecision(found.decision),
        reason=ScreeningReason(found.reason),
        probability=found.probability,
        claim=ScreeningClaim(found.claim) if found.claim else None,
        target_id=strawberry.ID(found.target) if found.target else None,
        sufficiency=found.sufficiency,
        unknown_artist_ids=[strawberry.ID(artist) for artist in found.unknown],
        found=found,
    )
