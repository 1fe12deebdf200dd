"""What every node has: an id among all types, and, if it is a record, who said it and what it said before."""

import asyncio
import datetime
from typing import Any, Final

import strawberry
from strawberry import field
from strawberry.scalars import JSON
from strawberry.types import Info

from api.eager import loaded
from api.schema.connections import resolved
from api.schema.fields import T, build_linked, build_node, loaders, stored_time
from graph.as_of import Version
from graph.errors import BadArgument
from graph.read import MAX_LINKED
from graph.read import Node as Row
from graph.schema import NODE_TABLES

TABLES: Final = {table.label: table.table for table in NODE_TABLES.values()}
"""By type, the table of its records."""


@strawberry.interface(description="Something with an id of its own.")
class Node:
    id: strawberry.ID = field(description="The id within its type; of a record, the one of the input.")

    @resolved("The id among all types, `TYPE:ID` such as `Artist:a17`: what `node` and `expand` take.")
    def node_id(self) -> strawberry.ID:
        return strawberry.ID(f"{type(self).__name__}:{self.id}")


@strawberry.type(description="A file or message that said something.")
class Delivery(Node):
    id: strawberry.ID = field(description="The SHA-256 of its content.")
    source: str | None = field(description="The kind of source: catalog, ddex, musicbrainz, discogs and so on.")
    file: str | None = field(description="The name it came under.")
    sender: str | None = field(description="Who sent it, where it says so.")
    created_at: datetime.datetime | None = field(description="The time that the message bears, UTC.")
    asserted_at: datetime.datetime | None = field(
        description="When it says what it says, UTC: the time it bears, or of the load where it bears none."
    )


@strawberry.type(description="Who asserted a record, when.")
class Provenance:
    row: strawberry.Private[Row]
    first_at: datetime.datetime | None = field(description="When the record was first asserted, UTC.")
    since: datetime.datetime | None = field(description="Since when it has said what it says, UTC.")
    last_at: datetime.datetime | None = field(description="When that was last asserted, UTC.")

    @loaded("What first asserted the record.")
    async def first_delivery(self, info: Info) -> Delivery | None:
        return await _delivery(info, self.row.get("first_delivery"))

    @loaded("What first said what it says.")
    async def since_delivery(self, info: Info) -> Delivery | None:
        return await _delivery(info, self.row.get("since_delivery") or self.row.get("first_delivery"))

    @loaded("What last asserted it.")
    async def last_delivery(self, info: Info) -> Delivery | None:
        return await _delivery(info, self.row.get("last_delivery"))


@strawberry.type(description="What a record said, from when to when.")
class RecordVersion:
    version: strawberry.Private[Version]
    since: datetime.datetime = field(description="When it was first said, UTC.")
    until: datetime.datetime | None = field(description="When something else was said, UTC; null if it stands.")
    last_at: datetime.datetime = field(description="When it was last asserted, UTC.")
    changed: list[str] = field(description="Columns that differ from the version before; of the first, all.")
    value: JSON = field(description="The columns that have a value; hashed account details are left out.")

    @loaded("What said it first.")
    async def delivery(self, info: Info) -> Delivery | None:
        return await _delivery(info, self.version.delivery)

    @loaded("What said otherwise.")
    async def ended_by(self, info: Info) -> Delivery | None:
        return await _delivery(info, self.version.ended_by)


@strawberry.interface(description="What a source asserts of something, with its history.")
class Record(Node):
    row: strawberry.Private[Row]

    @resolved("Who asserted it first and last; null if it is only referred to.")
    def provenance(self) -> Provenance | None:
        return build_provenance(self.row)

    @loaded("What it has said over time, newest first, at most 100 versions.")
    async def history(self, info: Info) -> list[RecordVersion]:
        return await build_versions(info, TABLES[type(self).__name__], self.id)


def build_provenance(row: Row) -> Provenance | None:
    if row.get("last_delivery") is None:
        return None
    since = row.get("since") or row["first_seen"]
    return Provenance(row=row, first_at=row["first_seen"], since=since, last_at=row["last_seen"])


async def build_versions(info: Info, table: str, id: str) -> list[RecordVersion]:
    versions = await loaders(info).versions(table, id)
    told = [_version(version, before) for version, before in zip(versions, [None, *versions], strict=False)]
    return told[: -MAX_LINKED - 1 : -1]


async def _delivery(info: Info, id: str | None) -> Delivery | None:
    return None if id is None else await build_node(info, "Delivery", Delivery, id)


def _version(version: Version, before: Version | None) -> RecordVersion:
    now, old = version.record, before.record if before else {}
    return RecordVersion(
        version=version,
        since=_utc(version.since),
        until=version.until and _utc(version.until),
        last_at=_utc(version.last_seen),
        changed=sorted(column for column in {*now, *old} if now.get(column) != old.get(column)),
        value=JSON({column: value for column, value in now.items() if not column.endswith("_hash")}),
    )


def _utc(time: datetime.datetime) -> datetime.datetime:
    return time.replace(tzinfo=datetime.UTC)


async def read_record(info: Info, label: str, id: str, as_of: datetime.datetime | None) -> Row | None:
    """A record's row, as it stands or as it stood at a time; None if nobody had spoken of it.

    A row of the past has `as_of`, and the ids that its record named in the columns of `graph.records`.
    """
    if as_of is None:
        return await loaders(info).node(label, id)
    at = stored_time(as_of)
    found = await loaders(info).version_at(TABLES[label], at, id)
    return None if found is None else _past(found, at)


def _past(version: Version, at: datetime.datetime) -> Row:
    told: dict[str, Any] = {**version.record, "id": version.key, "as_of": at, "record_hash": "past"}
    when = {"first_seen": None, "since": _utc(version.since), "last_seen": _utc(version.last_seen)}
    return told | when | {"since_delivery": version.delivery, "last_delivery": version.last_delivery}


async def build_named(info: Info, record: Record, column: str, link: str, kind: type[T]) -> list[T]:
    """What a record names in a column: by the link as it stands, or of the past by the ids that it named then."""
    if "as_of" not in record.row:
        return await build_linked(info, link, kind, record.id)
    named = record.row.get(column) or []
    ids = [named] if isinstance(named, str) else named
    found = await asyncio.gather(*(build_node(info, kind.__name__, kind, id) for id in ids[:MAX_LINKED]))
    return [node for node in found if node is not None]


def split_node_id(node_id: str) -> tuple[str, str]:
    """Type and id of a `nodeId`. Raises: BadArgument."""
    label, colon, id = node_id.partition(":")
    if not (label and colon and id):
        raise BadArgument(
            f"`{node_id[:80]}` is not a node id", hint="pass a `nodeId`: TYPE:ID, such as `Artist:a17` or `Release:r5`"
        )
    return label, id
