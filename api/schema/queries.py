"""The queries."""

from typing import Annotated

import strawberry
from strawberry.types import Info

from api.limits import MAX_TEXT, check_first
from api.schema.connections import Connection, build_connection, decode_cursor, resolved
from api.schema.fields import Cursor, FindingKind, First, build, build_node, loaders
from api.schema.types import Artist, Cluster, Finding, Identity, Payee, Recording, Release, build_finding
from graph import read
from graph.errors import BadArgument
from graph.read import FindingFilter

Status = Annotated[str | None, strawberry.argument(description="Only findings of this status, such as open.")]
MinScore = Annotated[float | None, strawberry.argument(description="Only findings with this score or more, 0 to 1.")]
Kind = Annotated[FindingKind | None, strawberry.argument(description="Only findings of this kind.")]
Text = Annotated[
    str, strawberry.argument(description="A name in any script, or an ISNI, ISRC, UPC, MusicBrainz id or URL.")
]


@strawberry.type(description="What can be asked. Ids are those of the input; an unknown id gives null.")
class Query:
    @resolved("An artist profile by its id.")
    async def artist(self, info: Info, id: strawberry.ID) -> Artist | None:
        return await build_node(info, "Artist", Artist, id)

    @resolved("A release by its id.")
    async def release(self, info: Info, id: strawberry.ID) -> Release | None:
        return await build_node(info, "Release", Release, id)

    @resolved("A recording by its id.")
    async def recording(self, info: Info, id: strawberry.ID) -> Recording | None:
        return await build_node(info, "Recording", Recording, id)

    @resolved("A payee by its id.")
    async def payee(self, info: Info, id: strawberry.ID) -> Payee | None:
        return await build_node(info, "Payee", Payee, id)

    @resolved("An identity by its id.")
    async def identity(self, info: Info, id: strawberry.ID) -> Identity | None:
        return await build_node(info, "Identity", Identity, id)

    @resolved("A current cluster by its id.")
    async def cluster(self, info: Info, id: strawberry.ID) -> Cluster | None:
        return await build_node(info, "Cluster", Cluster, id)

    @resolved("A current finding by its id.")
    async def finding(self, info: Info, id: strawberry.ID) -> Finding | None:
        node = await loaders(info).node("Finding", id)
        return None if node is None else build_finding(node)

    @resolved(
        "Artists by identifier, if the text has the form of one that is known, else by name: exact, then begun, then "
        "misspelt. The first 1,000 matches can be paged through; they are not counted."
    )
    async def search_artists(
        self, info: Info, text: Text, first: First = 25, after: Cursor = None
    ) -> Connection[Artist]:
        if not text.strip() or len(text) > MAX_TEXT:
            raise BadArgument(
                f"`text` has {len(text.strip())} characters, expected 1 to {MAX_TEXT}", hint="search for a name"
            )
        place = decode_cursor(after)
        skip = place[0] if place else 0
        if not isinstance(skip, int) or not 0 <= skip <= read.MAX_SEARCH:
            raise BadArgument("`after` is a cursor of another list", hint="pass `pageInfo.endCursor` of this search")
        page = await read.search_artists(loaders(info).graph, text, first=check_first(first), skip=skip)
        return build_connection(page, lambda node: build(Artist, node), after=place)

    @resolved("Current findings, best first.")
    async def findings(
        self,
        info: Info,
        kind: Kind = None,
        status: Status = None,
        min_score: MinScore = None,
        first: First = 25,
        after: Cursor = None,
    ) -> Connection[Finding]:
        graph, place = loaders(info).graph, decode_cursor(after)
        wanted = FindingFilter(str(kind.value) if kind else None, status, min_score)
        page = await read.read_findings(graph, wanted, first=check_first(first), after=place)
        return build_connection(page, build_finding, after=place, count=lambda: read.count_findings(graph, wanted))

    @resolved("Current clusters, best first.")
    async def clusters(self, info: Info, first: First = 25, after: Cursor = None) -> Connection[Cluster]:
        graph, place = loaders(info).graph, decode_cursor(after)
        page = await read.read_clusters(graph, first=check_first(first), after=place)
        return build_connection(
            page, lambda node: build(Cluster, node), after=place, count=lambda: read.count_clusters(graph)
        )
