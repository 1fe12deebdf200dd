"""What the types are made of: scalars, arguments, conversions, and the types that lead nowhere."""

import datetime
import enum
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final, NewType, TypeVar

import strawberry
from graphql import GraphQLError
from strawberry.types import Info

from api.limits import check_first
from api.loaders import Loaders
from api.schema.connections import MAX_INTEGER, Connection, build_connection, decode_cursor
from graph.errors import BadArgument
from graph.read import Node, PageKey

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
Count = NewType("Count", int)


def _parse_count(value: object) -> int:
    """Raises: GraphQLError: not a whole number that the database can hold."""
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > MAX_INTEGER:
        raise GraphQLError(f"`{str(value)[:40]}` is not a whole number of at most 64 bits")
    return value


COUNT: Final = strawberry.scalar(
    name="Count", description="A whole number that may pass 2^31.", serialize=int, parse_value=_parse_count
)
First = Annotated[int, strawberry.argument(description="Rows of the page, 1 to 100.")]
Cursor = Annotated[str | None, strawberry.argument(description="`pageInfo.endCursor` of the page before.")]


@strawberry.enum(description="What a finding or a cluster says.")
class FindingKind(enum.Enum):
    IMPERSONATION = strawberry.enum_value(
        "impersonation", description="The subject profile trades on the target's identity."
    )
    MISATTRIBUTION = strawberry.enum_value(
        "misattribution", description="The release sits on the target's page and is not the target's."
    )
    CONTENT_FARM = strawberry.enum_value(
        "content_farm",
        description="These profiles are run by one operator to mass-produce interchangeable content.",
    )
    RECYCLED_AUDIO = strawberry.enum_value(
        "recycled_audio", description="The same audio is sold again under an unrelated artist."
    )
    CAMPAIGN = strawberry.enum_value(
        "campaign",
        description="These releases or profiles, each of which may be out of place, belong to one operation.",
    )


def stored_time(time: datetime.datetime) -> datetime.datetime:
    """A time as the graph holds it: UTC without a zone. Raises: BadArgument: in UTC it is in no year from 1 to 9999."""
    try:
        return time.astimezone(datetime.UTC).replace(tzinfo=None) if time.tzinfo else time
    except OverflowError as error:
        raise BadArgument(f"`{time}` is out of range", hint="give a time from year 1 to 9999, UTC") from error


def loaders(info: Info) -> Loaders:
    found: Loaders = info.context.loaders
    return found


def build(kind: type[T], node: Node) -> T:
    """A node as its GraphQL type: each field from the property of its name, as that field's kind of value; `row` is the node itself."""
    made: dict[str, Any] = {"row": node} if _has_row(kind) else {}
    for name, property_name, convert in _columns(kind):
        value = node.get(property_name)
        made[name] = convert(value) if convert else value
    return kind(**made)


@cache
def _columns(kind: type[Any]) -> tuple[tuple[str, str, Callable[[Any], Any] | None], ...]:
    """Of each field: its name, the property that it is read from, and what makes its kind of value."""
    names = [item.name for item in fields(kind) if item.init and item.name != "row"]
    return tuple((name, property_of(name), _CONVERSIONS.get(name)) for name in names)


def property_of(name: str) -> str:
    """The property that a field of a type is read from."""
    return _PROPERTIES.get(name, name)


@cache
def _has_row(kind: type[Any]) -> bool:
    return any(item.name == "row" for item in fields(kind))


def _texts(value: Any) -> list[str]:
    return value if isinstance(value, list) else [] if value is None else [str(value)]


def _day(value: Any) -> datetime.date | None:
    """A day, kept as a date or as text; None where it is neither."""
    if not isinstance(value, str):
        return value if isinstance(value, datetime.date) else None
    try:
        return datetime.date.fromisoformat(value[:10])
    except ValueError:
        return None


def _time(value: Any) -> datetime.datetime | None:
    """A time, kept as one or as text, in UTC."""
    time = datetime.datetime.fromisoformat(value) if isinstance(value, str) else value
    return time.replace(tzinfo=datetime.UTC) if isinstance(time, datetime.datetime) and time.tzinfo is None else time


_CONVERSIONS: Final[dict[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(
        ("aliases", "genres", "urls", "ai_disclosure", "member_ids", "new_evidence", "joined", "left"), _texts
    ),
    **dict.fromkeys(
        (
            "created_on",
            "ended_on",
            "release_date",
            "first_seen",
            "last_seen",
            "returned_on",
            "changed_on",
            "finished_on",
        ),
        _day,
    ),
    **dict.fromkeys(("received_at", "observed_at", "created_at", "asserted_at", "started_at", "finished_at"), _time),
    "finding_kind": lambda value: value and FindingKind(value),
}
_PROPERTIES: Final = {"finding_kind": "kind", "member_ids": "members"}


async def build_page(info: Info, name: str, kind: type[T], id: str, first: int, after: str | None) -> Connection[T]:
    """A page of one node's list."""
    place = decode_cursor(after, name)
    page = await loaders(info).page(name, PageKey(id, check_first(first), place))
    return build_connection(
        page,
        lambda node: build(kind, node),
        name=name,
        after=place,
        count=lambda: loaders(info).count(name, id),
    )


async def build_linked(info: Info, link: str, kind: type[T], id: str) -> list[T]:
    return [build(kind, node) for node in await loaders(info).linked(link, id)]


async def build_first(info: Info, link: str, kind: type[T], id: str) -> T | None:
    rows = await build_linked(info, link, kind, id)
    return rows[0] if rows else None


async def build_node(info: Info, label: str, kind: type[T], id: str) -> T | None:
    node = await loaders(info).node(label, id)
    return None if node is None else build(kind, node)


@strawberry.type(description="An outside system's score about a thing.")
class Signal:
    kind: str = strawberry.field(description="What it says, such as `ai_generated` or `stream_manipulation`.")
    score: float | None = strawberry.field(description="0 to 1; null where the source gives none.")
    source: str = strawberry.field(description="Who says so.")
    observed_at: datetime.datetime | None = strawberry.field(description="When, UTC.")
