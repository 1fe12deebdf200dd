"""Readers for the API's loaders: each takes many ids and sends one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from graph import queries as cypher
from graph.session import AsyncGraph

Node = dict[str, Any]
After = tuple[str | int | float, str]
"""A place in a list: the sort value and the id of its last row."""

MAX_LINKED: Final = 100
"""Rows of a list that has no pages."""
_PLAIN: Final = frozenset({str, int, float, bool, type(None)})


@dataclass(frozen=True, slots=True)
class PageKey:
    """A page of one node's list: `first` rows after `after`."""

    id: str
    first: int
    after: After | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows with their places in the list."""

    items: list[tuple[After, Node]]
    has_next: bool


async def read_nodes(graph: AsyncGraph, label: str, ids: Sequence[str]) -> dict[str, Node]:
    """Nodes of a label by id; an unknown id is left out."""
    rows = await graph.read(cypher.NODES[label], ids=list(ids))
    return {row["node"]["id"]: plain(row["node"]) for row in rows}


async def read_linked(graph: AsyncGraph, name: str, ids: Sequence[str]) -> dict[str, list[Node]]:
    """What each id is linked to by the link `name` (of `queries.LINKS`), at most MAX_LINKED rows of it."""
    rows = await graph.read(cypher.LINKS[name], ids=list(ids), limit=MAX_LINKED)
    return {row["id"]: plain(row["linked"]) for row in rows}


async def read_pages(graph: AsyncGraph, name: str, keys: Sequence[PageKey]) -> list[Page]:
    """A page of the list `name` (of `queries.PAGES`) for each key, in the keys' order."""
    sent = [
        {
            "index": index,
            "id": key.id,
            "after_sort": key.after[0] if key.after else None,
            "after_id": key.after[1] if key.after else None,
        }
        for index, key in enumerate(keys)
    ]
    rows = await graph.read(cypher.PAGES[name], keys=sent, limit=max(key.first for key in keys) + 1)
    found = {row["index"]: row["items"] for row in rows}
    return [page_of(found.get(index, []), key.first) for index, key in enumerate(keys)]


async def read_artist_with_releases(
    graph: AsyncGraph, id: str, *, first: int, shown: Mapping[str, cypher.Shown]
) -> tuple[Node | None, Page]:
    """An artist and the first page of its releases, each with what is around it: `with_label`, `with_distributor`, lists of one node at most.

    `shown`: by label, the properties that are read, the id among them; no `Label` and no `Distributor` where they are not wanted.
    """
    around = tuple((label.lower(), shown[label]) for label in ("Label", "Distributor") if label in shown)
    statement = cypher.artist_with_releases(shown["Artist"], shown["Release"], around)
    rows = await graph.read(statement, id=id, limit=first + 1)
    if not rows:
        return None, Page([], False)
    return plain(rows[0]["node"]), page_of(rows[0]["releases"], first)


async def count_pages(graph: AsyncGraph, name: str, ids: Sequence[str]) -> dict[str, int]:
    """How many rows the whole list `name` of each id has."""
    rows = await graph.read(cypher.PAGE_COUNTS[name], ids=list(ids))
    return {row["id"]: row["total"] for row in rows}


def plain(value: Any) -> Any:
    """Database dates and times as Python's, times in UTC."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, dict):
        return {key: item if type(item) in _PLAIN else plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if hasattr(value, "to_native"):
        native = value.to_native()
        return native.replace(tzinfo=native.tzinfo or UTC) if isinstance(native, datetime) else native
    return value


def page_of(rows: list[Node], first: int) -> Page:
    """The first rows (`node`, `sort`), and whether there are more."""
    items = [((row["sort"], row["node"]["id"]), plain(row["node"])) for row in rows[:first]]
    return Page(items, len(rows) > first)
