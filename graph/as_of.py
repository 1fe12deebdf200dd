"""What records said at a past time, and their whole history: who said what, from when to when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.errors import BadArgument
from graph.revisions import parse_revision, parse_standing
from graph.session import AsyncGraph, Graph
from graph.write_statements import PLACES, Place, read_ended, read_present


@dataclass(frozen=True, slots=True)
class Version:
    """One value of a record.

    `key`: the record's id, or its key columns joined. `record`: columns with a value, as plain JSON types. It stood from `since` (first said
    by `delivery`) to `until` (None: it stands; `ended_by`: the delivery that says otherwise), and was last restated at `last_seen`.
    Times are UTC without a zone.
    """

    key: str
    record: dict[str, Any]
    since: datetime
    delivery: str
    last_seen: datetime
    last_delivery: str
    until: datetime | None = None
    ended_by: str | None = None


def read_history(graph: Graph, table: str, ids: Sequence[str]) -> list[Version]:
    """Every value of the records, by key and time.

    `ids`: of the records; of the releases for payouts, the recordings for contributions, the first artists for artist_relations.

    Raises: BadArgument: there is no such table.
    """
    return _read(graph, table, ids, None)


def read_as_of(graph: Graph, table: str, ids: Sequence[str], *, at: datetime) -> list[Version]:
    """What the records said at a time, by key; one that nobody had spoken of by then is not there.

    `at`: UTC without a zone. A time is the one of the message, or of the load where the source bears none.
    """
    return _read(graph, table, ids, at)


async def read_versions(
    graph: AsyncGraph, table: str, ids: Sequence[str], *, at: datetime | None = None
) -> list[Version]:
    """`read_as_of`, or `read_history` where no time is given, for an event loop."""
    place, asked = _place(table), {"anchor": list(dict.fromkeys(ids)), "at": at}
    ended = await graph.read(read_ended(place), **asked)
    return _versions(table, ended, await graph.read(read_present(place), **asked))


def _read(graph: Graph, table: str, ids: Sequence[str], at: datetime | None) -> list[Version]:
    place, asked = _place(table), {"anchor": list(dict.fromkeys(ids)), "at": at}
    return _versions(table, graph.read(read_ended(place), **asked), graph.read(read_present(place), **asked))


def _place(table: str) -> Place:
    place = PLACES.get(table)
    if place is None:
        raise BadArgument(f"`{table}` is not a table of records", hint=f"use one of {', '.join(PLACES)}")
    return place


def _versions(table: str, ended: Iterable[Mapping[str, Any]], standing: Iterable[Mapping[str, Any]]) -> list[Version]:
    """Versions of rows of `read_ended` and `read_present`."""
    runs = [
        *(
            (row["id"], parse_revision(row), datetime.fromisoformat(row["valid_until"]), row["ended_by"])
            for row in ended
        ),
        *((row["id"], parse_standing(table, row), None, None) for row in standing),
    ]
    versions = [
        Version(key, run.record or {}, run.since, run.delivery, run.last_seen, run.last_delivery, until, ended_by)
        for key, run, until, ended_by in runs
    ]
    return sorted(versions, key=lambda version: (version.key, version.since, version.until is None))
