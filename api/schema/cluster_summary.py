"""What a cluster's members have in common, in numbers. Each list is one statement, sent when it is asked for."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import polars as pl
import strawberry
from strawberry import field
from strawberry.types import Info

from api.payees import note_payees, payee_resolved
from api.schema.ahead import selects
from api.schema.connections import resolved
from api.schema.fields import Count, build, loaders
from api.schema.records import Distributor, Label
from detectors.farm_profiles import title_shape
from graph.read import Node
from graph.read_cluster_summary import (
    MOST_RANKED,
    READ_DISTRIBUTORS,
    READ_LABELS,
    READ_MONTHS,
    READ_PAYEES,
    read_ranked,
    read_titles,
    read_totals,
)

if TYPE_CHECKING:
    from api.schema.types import Payee

_EXAMPLES = 3
_RELEASES = "Releases of the cluster."
_ARTISTS = "Pages that these are on, each counted once."


@strawberry.type(description="Who delivered a cluster's releases.")
class ClusterDistributor:
    distributor: Distributor = field(description="The distributor.")
    releases: Count = field(description=_RELEASES)
    artists: Count = field(description=_ARTISTS)


@strawberry.type(description="Who issued a cluster's releases.")
class ClusterLabel:
    label: Label = field(description="The label.")
    releases: Count = field(description=_RELEASES)
    artists: Count = field(description=_ARTISTS)


@strawberry.type(description="Money in one currency.")
class Money:
    currency: str | None = field(description="ISO 4217; null where the payouts do not say.")
    amount: float = field(description="In this currency.")


@strawberry.type(description="Who is paid for a cluster's releases.")
class ClusterPayee:
    payee: Annotated["Payee", strawberry.lazy("api.schema.types")] = field(description="The payee.")
    releases: Count = field(description=_RELEASES)
    artists: Count = field(description=_ARTISTS)
    amounts: list[Money] = field(
        description="The sum of its payouts for these, of all periods, by currency, largest first; empty where no amount is known."
    )


@strawberry.type(description="What several titles have in common: their words without numbers and marks.")
class TitleShape:
    shape: str = field(description="The words, in the order of the alphabet.")
    count: Count = field(description="Recordings with such a title.")
    examples: list[str] = field(description="Up to three of the titles, the most frequent first.")


@strawberry.type(description="What came out in a month.")
class ClusterMonth:
    month: str = field(description="YYYY-MM.")
    releases: Count = field(description=_RELEASES)
    artists: Count = field(description=_ARTISTS)


@strawberry.type(
    description="A cluster in numbers. Its releases are those on the pages of the artists in it, and, of a campaign, those that are members themselves."
)
class ClusterSummary:
    id: strawberry.Private[str]
    members: Count = field(description="Its members.")
    releases: Count = field(description="Its releases.")
    recordings: Count = field(description="The recordings on them.")
    streams_28d: Count = field(description="Streams of these recordings in the last 28 days, as far as they are known.")

    @resolved("Who delivered its releases, most releases first, at most 50.")
    async def distributors(self, info: Info) -> list[ClusterDistributor]:
        rows = await read_ranked(loaders(info).graph, READ_DISTRIBUTORS, self.id)
        return [ClusterDistributor(distributor=build(Distributor, row["node"]), **_counts(row)) for row in rows]

    @resolved("Who issued its releases, most releases first, at most 50.")
    async def labels(self, info: Info) -> list[ClusterLabel]:
        rows = await read_ranked(loaders(info).graph, READ_LABELS, self.id)
        return [ClusterLabel(label=build(Label, row["node"]), **_counts(row)) for row in rows]

    @payee_resolved("Who is paid for its releases, most releases first, at most 50.")
    async def payees(self, info: Info) -> list[ClusterPayee]:
        from api.schema.types import Payee  # it leads back here

        rows = await read_ranked(loaders(info).graph, READ_PAYEES, self.id)
        note_payees(info, [row["node"]["id"] for row in rows])
        return [
            ClusterPayee(
                payee=build(Payee, row["node"]), amounts=[build(Money, item) for item in row["amounts"]], **_counts(row)
            )
            for row in rows
        ]

    @resolved("What its recordings' titles have in common, most recordings first: shapes of two or more, at most 50.")
    async def title_shapes(self, info: Info) -> list[TitleShape]:
        columns = await read_titles(loaders(info).graph, self.id)
        return await asyncio.to_thread(_shapes, columns["title"], columns["number"])

    @resolved(
        "What came out by month, oldest first: the last 50 months with a release. Releases without a day are left out."
    )
    async def releases_by_month(self, info: Info) -> list[ClusterMonth]:
        rows = await read_ranked(loaders(info).graph, READ_MONTHS, self.id)
        return [ClusterMonth(month=row["month"], **_counts(row)) for row in rows]


async def build_summary(info: Info, id: str, members: int) -> ClusterSummary:
    """The summary of a cluster, with the totals if they are asked for."""
    asked = selects(info.selected_fields, "releases|recordings|streams28d")
    totals = await read_totals(loaders(info).graph, id) if asked else {}
    counted = {name: Count(totals.get(name) or 0) for name in ("releases", "recordings", "streams_28d")}
    return ClusterSummary(id=id, members=Count(members), **counted)


def _counts(row: Node) -> dict[str, Count]:
    return {"releases": row["releases"], "artists": row["artists"]}


def _shapes(titles: list[str], numbers: list[int]) -> list[TitleShape]:
    """Titles, the most frequent first, and how many recordings bear each, as the shapes that detectors compare."""
    table = pl.DataFrame({"title": titles, "number": numbers}, schema={"title": pl.String, "number": pl.Int64})
    shaped = table.with_columns(shape=title_shape("title")).filter(pl.col("shape") != "")
    ranked = (
        shaped.group_by("shape", maintain_order=True)
        .agg(count=pl.col("number").sum(), examples=pl.col("title").head(_EXAMPLES))
        .filter(pl.col("count") > 1)
        .sort("count", "shape", descending=[True, False])
        .head(MOST_RANKED)
    )
    return [TitleShape(**row) for row in ranked.iter_rows(named=True)]
