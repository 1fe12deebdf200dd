"""The queries: records and what the detectors say by id; lists, search and the network are mixed in."""

import datetime
from typing import Annotated

import strawberry
from strawberry.types import Info

from api.payees import note_payees, payee_resolved
from api.schema.ahead import asked, properties, releases_ahead
from api.schema.audit import AuditQuery
from api.schema.connections import resolved
from api.schema.expansion import ExpansionQuery
from api.schema.facets import FacetQuery
from api.schema.fields import build, build_node, loaders
from api.schema.insight import InsightQuery
from api.schema.lists import ListQuery
from api.schema.lookups import NodeQuery
from api.schema.network import NetworkQuery
from api.schema.nodes import read_record
from api.schema.quarantine import QuarantineQuery
from api.schema.records import Distributor, Label
from api.schema.reviews import ReviewQuery
from api.schema.runs import Run, build_run
from api.schema.screening import ScreeningQuery
from api.schema.search import SearchQuery
from api.schema.types import Artist, Cluster, Finding, Identity, Payee, Recording, Release, build_finding
from api.schema.viewer import ViewerQuery
from graph.read import Node, PageKey, read_artist_with_releases

AsOf = Annotated[
    datetime.datetime | None,
    strawberry.argument(
        description="What its record said at this time, with what it named then; null if nobody had spoken of it. Other things that it leads to, "
        "such as an artist's releases, signals and findings, are as they are now."
    ),
]


@strawberry.type(description="What can be asked. Ids are those of the input; an unknown id gives null.")
class Query(
    NodeQuery,
    ListQuery,
    SearchQuery,
    NetworkQuery,
    ExpansionQuery,
    ReviewQuery,
    AuditQuery,
    ScreeningQuery,
    ViewerQuery,
    FacetQuery,
    QuarantineQuery,
    InsightQuery,
):
    @resolved("An artist profile by its id.")
    async def artist(self, info: Info, id: strawberry.ID, as_of: AsOf = None) -> Artist | None:
        first = releases_ahead(info) if as_of is None else None
        row = await (read_record(info, "Artist", id, as_of) if first is None else _with_releases(info, id, first))
        return None if row is None else build(Artist, row)

    @resolved("A release by its id.")
    async def release(self, info: Info, id: strawberry.ID, as_of: AsOf = None) -> Release | None:
        row = await read_record(info, "Release", id, as_of)
        return None if row is None else build(Release, row)

    @resolved("A recording by its id.")
    async def recording(self, info: Info, id: strawberry.ID, as_of: AsOf = None) -> Recording | None:
        row = await read_record(info, "Recording", id, as_of)
        return None if row is None else build(Recording, row)

    @payee_resolved("A payee by its id.")
    async def payee(self, info: Info, id: strawberry.ID, as_of: AsOf = None) -> Payee | None:
        note_payees(info, [id])
        row = await read_record(info, "Payee", id, as_of)
        return None if row is None else build(Payee, row)

    @resolved("A distributor by its id.")
    async def distributor(self, info: Info, id: strawberry.ID) -> Distributor | None:
        return await build_node(info, "Distributor", Distributor, id)

    @resolved("A label by its id.")
    async def label(self, info: Info, id: strawberry.ID) -> Label | None:
        return await build_node(info, "Label", Label, id)

    @resolved("An identity by its id.")
    async def identity(self, info: Info, id: strawberry.ID) -> Identity | None:
        return await build_node(info, "Identity", Identity, id)

    @resolved("A current cluster by its id.")
    async def cluster(self, info: Info, id: strawberry.ID) -> Cluster | None:
        return await build_node(info, "Cluster", Cluster, id)

    @resolved("A finding by its id, also one that the last run no longer says: see `current`.")
    async def finding(self, info: Info, id: strawberry.ID) -> Finding | None:
        node = await loaders(info).node("Finding", id)
        return None if node is None else build_finding(node)

    @resolved("A run of the detectors by its id.")
    async def run(self, info: Info, id: strawberry.ID) -> Run | None:
        node = await loaders(info).node("Run", id)
        return None if node is None else build_run(node)


async def _with_releases(info: Info, id: str, first: int) -> Node | None:
    """An artist, with the first page of its releases kept for the field that asks for it."""
    around = [kind for kind in (Label, Distributor) if kind.__name__.lower() in asked(info)]
    shown = {kind.__name__: properties(info, kind) for kind in (Artist, Release, *around)}
    row, page = await read_artist_with_releases(loaders(info).graph, id, first=first, shown=shown)
    loaders(info).budget.spend(1)
    if row is not None:
        loaders(info).prime_releases(PageKey(id, first), page)
    return row
