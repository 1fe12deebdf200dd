"""How the releases of artists came to their pages, and the last of them: one statement for many artists."""

from collections.abc import Sequence
from typing import Final

from graph.read import Node, plain
from graph.session import AsyncGraph, Statement

READ_PAGES: Final = Statement(
    "read_page_assignments",
    "UNWIND $ids AS id MATCH (a:Artist {id: id}) RETURN id, COLLECT { MATCH (a)<-[:MAIN_ARTIST]-(r:Release) RETURN {releases: count(r), "
    "assigned: count(r.artist_assignment), by_name: count(CASE WHEN r.artist_assignment = 'name_only' THEN 1 END), "
    "last_release: max(r.release_date)} } AS page",
)


async def read_page_assignments(graph: AsyncGraph, ids: Sequence[str]) -> dict[str, Node]:
    """By artist: `releases`, `assigned` (of how many it is known how they came), `by_name` (how many by name only), `last_release`."""
    return {row["id"]: plain(row["page"][0]) for row in await graph.read(READ_PAGES, ids=list(ids))}
