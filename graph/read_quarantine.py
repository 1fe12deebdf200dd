"""The quarantine for the API: page by page, by file and line."""

from functools import cache
from typing import Any, Final

from graph.errors import BadArgument
from graph.read import After, Page, page_of
from graph.session import AsyncGraph, Statement

_PLACE: Final = "q.file + '\\u001f' + toString(q.line)"
_DIGITS: Final = 18
"""Of a line's number; what has more passes what the database holds."""
_AFTER: Final = "q.file >= $after_file AND (q.file > $after_file OR q.line > $after_line OR (q.line = $after_line AND q.id > $after_id))"


@cache
def _conditions(*, source: bool, after: bool) -> str:
    wanted = ["q.file IS NOT NULL", *(["q.source = $source"] if source else []), *([_AFTER] if after else [])]
    return f"MATCH (q:Quarantined) WHERE {' AND '.join(wanted)}"


@cache
def page_statement(*, source: bool, after: bool) -> Statement:
    """A page; the index on file and line gives the order."""
    return Statement(
        "read_quarantine_page",
        f"{_conditions(source=source, after=after)} WITH q ORDER BY q.file, q.line, q.id LIMIT $limit "
        "RETURN q {.id, .source, .file, .line, .column, .value, .reason, .remedy, .delivery_id, .first_seen, .last_seen} AS node, "
        f"{_PLACE} AS sort ORDER BY q.file, q.line, q.id",
    )


@cache
def count_statement(*, source: bool) -> Statement:
    return Statement("count_quarantine", f"{_conditions(source=source, after=False)} RETURN count(q) AS total")


async def read_quarantine(graph: AsyncGraph, *, source: str | None, first: int, after: After | None = None) -> Page:
    """Rows that loads set aside, by file and line; with `source`, of that kind of source alone.

    Raises: BadArgument: `after` is no place in it.
    """
    place = {} if after is None else _place(after)
    statement = page_statement(source=source is not None, after=after is not None)
    return page_of(await graph.read(statement, source=source, **place, limit=first + 1), first)


def _place(after: After) -> dict[str, Any]:
    file, _, line = str(after[0]).rpartition("\x1f")
    if not line.isdecimal() or len(line) > _DIGITS:
        raise BadArgument("`after` is a cursor of another list", hint="pass `pageInfo.endCursor` of the quarantine")
    return {"after_file": file, "after_line": int(line), "after_id": after[1]}


async def count_quarantine(graph: AsyncGraph, *, source: str | None) -> int:
    """How many rows are set aside."""
    return int((await graph.read(count_statement(source=source is not None), source=source))[0]["total"])
