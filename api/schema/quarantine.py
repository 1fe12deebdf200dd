"""Rows that loads set aside, for whoever may read what they say."""

import datetime
from pathlib import PurePosixPath
from typing import Annotated, Final

import strawberry
from strawberry import field
from strawberry.types import Info

from api.limits import check_first
from api.payees import note_payees, payee_resolved
from api.schema.connections import Connection, build_connection, decode_cursor
from api.schema.fields import Count, Cursor, First, build, loaders
from graph.read import Node
from graph.read_quarantine import count_quarantine, read_quarantine

_OF_PAYEES: Final = frozenset({"payees", "payouts"})
"""Tables of a catalog whose rows tell who is paid."""
Source = Annotated[
    str | None,
    strawberry.argument(
        name="source", description="Only rows of this kind of source: catalog, ddex, musicbrainz, discogs and so on."
    ),
]


@strawberry.type(description="A row that a load set aside: where, what, why, and what would put it right.")
class QuarantinedRow:
    id: strawberry.ID = field(description="As `namesake quarantine list` shows it.")
    source: str | None = field(description="The kind of source: catalog, ddex, musicbrainz, discogs and so on.")
    file: str = field(description="The file, within the path that was loaded.")
    line: Count = field(description="Its line; 0 where the file has no lines.")
    column: str | None = field(description="The column that is wrong; empty where it is the whole row.")
    value: str | None = field(description="What it says there.")
    reason: str | None = field(description="Why it was set aside.")
    remedy: str | None = field(description="What would put it right.")
    delivery_id: strawberry.ID | None = field(description="The `id` of the delivery that it came with.")
    first_seen: datetime.datetime | None = field(description="When a load first set it aside, UTC.")
    last_seen: datetime.datetime | None = field(description="When a load last did, UTC.")


@strawberry.type(description="The quarantine.")
class QuarantineQuery:
    @payee_resolved(
        "Rows that loads set aside, by file and line. What a row says may be a payee's, and a reason may quote it."
    )
    async def quarantine(
        self, info: Info, of: Source = None, first: First = 25, after: Cursor = None
    ) -> Connection[QuarantinedRow]:
        graph, name = loaders(info).graph, f"quarantine of {of}"
        place = decode_cursor(after, name)
        page = await read_quarantine(graph, source=of, first=check_first(first), after=place)
        loaders(info).budget.spend(len(page.items))
        note_payees(info, [f"Quarantined:{row['id']}" for _, row in page.items if _tells_of_payees(row)])
        return build_connection(
            page, build_row, name=name, after=place, count=lambda: count_quarantine(graph, source=of)
        )


def _tells_of_payees(row: Node) -> bool:
    return PurePosixPath(row["file"]).name.split(".")[0] in _OF_PAYEES


def build_row(row: Node) -> QuarantinedRow:
    """A row with its own times: those of other nodes are days."""
    times = {"first_seen": row.get("first_seen"), "last_seen": row.get("last_seen")}
    made = build(QuarantinedRow, {**row, **dict.fromkeys(times)})
    made.first_seen, made.last_seen = (_utc(time) for time in times.values())
    return made


def _utc(time: datetime.datetime | None) -> datetime.datetime | None:
    return None if time is None else time.replace(tzinfo=datetime.UTC)
