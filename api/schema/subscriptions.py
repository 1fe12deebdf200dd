"""Subscriptions: findings as they change, and how far the night is. By WebSocket (graphql-transport-ws) or server-sent events."""

import enum
from collections.abc import AsyncIterator
from typing import Annotated

import strawberry
from strawberry.types import Info

from api.access import permit
from api.auth import Doorkeeper
from api.events import Feed, format_place, parse_place
from api.loaders import Loaders
from api.schema.connections import subscribed
from api.schema.fields import FindingKind, build
from api.schema.types import Finding, build_finding
from graph.errors import BadArgument
from graph.read import Node

Since = Annotated[
    str | None,
    strawberry.argument(
        description="The last `cursor` seen: what came after it is sent first. Without it, what comes from now on."
    ),
]
Kinds = Annotated[list[FindingKind] | None, strawberry.argument(description="Only findings of these kinds.")]
MinScore = Annotated[float, strawberry.argument(description="Only findings with this score or more, 0 to 1.")]


@strawberry.enum(description="What has become of a finding.")
class Change(enum.Enum):
    NEW = strawberry.enum_value("new", description="Said for the first time.")
    CHANGED = strawberry.enum_value("changed", description="Said with another score or other evidence.")
    RETURNED = strawberry.enum_value("returned", description="Said again after a run that did not say it.")
    GONE = strawberry.enum_value("gone", description="No longer said.")
    DECIDED = strawberry.enum_value("decided", description="Decided, reopened, assigned or noted by a person.")


@strawberry.type(description="A finding and what has become of it.")
class FindingChange:
    change: Change = strawberry.field(description="What has become of it.")
    cursor: str = strawberry.field(description="Its place among the changes: `since` for the next subscription.")
    finding: Finding = strawberry.field(description="The finding as it is now.")


@strawberry.type(description="How far the running or the last night is.")
class NightProgress:
    night_id: strawberry.ID = strawberry.field(description="The night.")
    began_at: str = strawberry.field(description="When it began, UTC.")
    stage: str | None = strawberry.field(description="The stage that runs; null at the end.")
    stages_done: int = strawberry.field(description="How many of `stages` are done.")
    stages: list[str] = strawberry.field(description="All stages, in order.")
    finished: bool = strawberry.field(description="Whether it is done.")
    run_id: strawberry.ID | None = strawberry.field(description="Its run, once it has detected.")


@strawberry.type(description="What can be waited for.")
class Subscription:
    @subscribed(
        "Findings as they change: published by a run, or decided by a person. Of one that changed twice since `since`, once."
    )
    async def finding_changes(
        self, info: Info, kinds: Kinds = None, min_score: MinScore = 0.0, since: Since = None
    ) -> AsyncIterator[FindingChange]:
        permit(info, "read")
        wanted = None if kinds is None else {kind.value for kind in kinds}
        async for node in _while_good(info, _feed(info).findings(_place(since))):
            if node["score"] >= min_score and (wanted is None or node["kind"] in wanted):
                info.context.loaders = Loaders(info.context.graph)  # what was read for an earlier change may be old
                yield FindingChange(
                    change=Change(node["change"]), cursor=format_place(node), finding=build_finding(node)
                )

    @subscribed("How far the night is: at once if there has been one, then as it goes on.")
    async def night_progress(self, info: Info) -> AsyncIterator[NightProgress]:
        permit(info, "read")
        async for node in _while_good(info, _feed(info).progress()):
            yield build(NightProgress, {"stage": None, "run_id": None, **node})


def _while_good(info: Info, news: AsyncIterator[Node]) -> AsyncIterator[Node]:
    doorkeeper: Doorkeeper = info.context.doorkeeper
    return doorkeeper.while_good(info.context.authorization, news)


def _feed(info: Info) -> Feed:
    feed: Feed = info.context.feed
    return feed


def _place(since: str | None) -> tuple[int, str] | None:
    try:
        return None if since is None else parse_place(since)
    except ValueError as error:
        raise BadArgument(
            f"`since` is `{since}`, not a cursor", hint="pass the `cursor` of a change, or leave it out"
        ) from error
