"""What an artist could be taken for, and how exposed it is: asked of the screening's names, of text vectors and of the graph."""

import datetime
import enum
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, Final

import polars as pl
import strawberry
from strawberry import field
from strawberry.types import Info

from api.limits import check_first
from api.schema.connections import resolved
from api.schema.fields import build, loaders
from api.schema.records import ArtistRecord
from api.screening import Screener
from detectors.exposure import ExposureFacts, exposure_factors
from graph.errors import ScreeningNotReady
from graph.names import operation_sentence
from graph.read import Node
from graph.read_exposure import read_page_assignments

if TYPE_CHECKING:
    from api.schema.types import Artist

LazyArtist = Annotated["Artist", strawberry.lazy("api.schema.types")]
MOST_LOOKALIKES: Final = 100
"""Artists called alike that are counted."""
MIN_ALIKE: Final = 0.7
"""The score of the name index from which names that no operation joins are alike; that of `search`."""
_MOST_NAMES: Final = 10
"""Of an artist's own names and aliases, the first so many are looked up."""
_APART: Final = ("none", "number_apart")
"""Operations by which names do not meet."""
FirstAlike = Annotated[int, strawberry.argument(description="At most so many, 1 to 100.")]


@strawberry.type(description="Another artist that is called alike.")
class Lookalike:
    id: strawberry.Private[str]
    name: str = field(description="The name of this artist that it is like.")
    other_name: str = field(description="The other artist's name or alias that is like it.")
    operation: str = field(
        description="By which operation the names meet, such as identical, homoglyph or one_edit; none where by likeness alone."
    )
    text: str = field(description="How the names differ, as a sentence.")
    similarity: float = field(
        description="How well the names answer one another, 0 to 1: comparable, and no probability."
    )

    @resolved("The other artist; null if it has left the graph since the last run.")
    async def artist(self, info: Info) -> LazyArtist | None:
        return await _build_artist(info, self.id)


@strawberry.type(description="An artist whose biography reads alike.")
class SimilarArtist:
    id: strawberry.Private[str]
    cosine: float = field(description="Of the vectors of both texts, -1 to 1.")

    @resolved("The artist; null if it has left the graph since the last run.")
    async def artist(self, info: Info) -> LazyArtist | None:
        return await _build_artist(info, self.id)


@strawberry.enum(description="What a fact of exposure bears on.")
class ExposureAspect(enum.Enum):
    WORTHWHILE = strawberry.enum_value("worthwhile", description="What there is to gain.")
    EASY = strawberry.enum_value("easy", description="How little stands in the way.")


@strawberry.type(description="A fact that bears on how exposed an artist is.")
class ExposureFactor:
    name: str = field(
        description="audience (value: share of the catalog's artists that fewer people know), identifiers (how many of ISNI, IPI and MusicBrainz id), "
        "name_only (share of the releases that came by name only), lookalikes (how many), dormancy (days since the last release), ended, verified (1 or 0)."
    )
    aspect: ExposureAspect = field(description="What it bears on.")
    value: float | None = field(description="As a number; see `name`. Null where it is not known.")
    text: str = field(description="The fact as a sentence.")


@strawberry.type(
    description="How easy and how worthwhile it is to imitate the artist, or to put a release on its page: facts. What they add up to is not judged: no data "
    "says at which of them an artist is attacked."
)
class Exposure:
    factors: list[ExposureFactor] = field(description="The facts, what there is to gain first.")


@strawberry.type(description="What an artist could be taken for.")
class ArtistInsight(ArtistRecord):
    @resolved(
        "Other artists that are called alike, the most similar first, as of the last run's snapshot. An error while the service has not read one yet."
    )
    async def lookalikes(self, info: Info, first: FirstAlike = 25) -> list[Lookalike] | None:
        limit = check_first(first)
        _, found = await info.context.screening.ask(lambda screener: _lookalikes(screener, self.row, limit))
        loaders(info).budget.spend(found.height)
        return [
            Lookalike(
                id=row["artist_id"],
                name=row["mention"],
                other_name=row["name"],
                operation=row["operation"],
                text=_sentence(row),
                similarity=row["score"],
            )
            for row in found.iter_rows(named=True)
        ]

    @resolved("How easy and how worthwhile it is to imitate the artist or to put a release on its page.")
    async def exposure(self, info: Info) -> Exposure:
        page = await loaders(info).together("exposure", _pages(info), self.id)
        known: dict[str, Any] = {}
        with suppress(ScreeningNotReady):  # what only a snapshot tells is said to be not known yet
            _, known = await info.context.screening.ask(lambda screener: _standing(screener, self.row))
        facts = ExposureFacts(self.row, **page, **known, most_lookalikes=MOST_LOOKALIKES)
        today = datetime.datetime.now(datetime.UTC).date()
        return Exposure(
            factors=[
                ExposureFactor(name=one.name, aspect=ExposureAspect(one.aspect), value=one.value, text=one.text)
                for one in exposure_factors(facts, today=today)
            ]
        )


@strawberry.type(description="Likeness by text.")
class InsightQuery:
    @resolved(
        "Artists whose biographies read most like this one's, by the text vectors that runs have kept; those whose texts no run has read are left out. Null for an "
        "unknown artist, empty for one without a biography. An error (`missing-extra`) says what to do where there are no vectors."
    )
    async def similar_artists(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The artist's id.")],
        first: FirstAlike = 25,
    ) -> list[SimilarArtist] | None:
        limit = check_first(first)
        node = await loaders(info).node("Artist", id)
        if node is None or not node.get("biography"):
            return None if node is None else []
        text = str(node["biography"])
        found = await info.context.texts.nearest(text, limit=limit, without=str(id))
        loaders(info).budget.spend(found.height)
        return [SimilarArtist(id=artist, cosine=cosine) for artist, cosine in found.iter_rows()]


def _lookalikes(screener: Screener, artist: Node, limit: int) -> pl.DataFrame:
    """`mention`, `artist_id`, `name`, `score`, `operation` of other artists called alike, best first."""
    names = [name for name in (artist.get("name"), *(artist.get("aliases") or ())) if name][:_MOST_NAMES]
    found = screener.catalog.index.nearest(names, limit=limit + 1)
    meets = ~pl.col("operation").is_in(_APART) | ((pl.col("score") >= MIN_ALIKE) & (pl.col("operation") == "none"))
    return (
        found.filter(meets, pl.col("artist_id") != artist["id"])
        .sort("score", "artist_id", descending=[True, False])
        .unique("artist_id", keep="first", maintain_order=True)
        .head(limit)
    )


def _sentence(row: dict[str, Any]) -> str:
    if row["operation"] == "none":
        return f'The name "{row["mention"]}" has rare words in common with "{row["name"]}", or such that are spelt or sound alike'
    return operation_sentence(row["operation"], row["mention"], row["name"])


def _standing(screener: Screener, artist: Node) -> dict[str, Any]:
    """What the snapshot tells of an artist: `audience`, `smaller`, `lookalikes`; the first two are left out of one that is not in it."""
    told: dict[str, Any] = {"lookalikes": _lookalikes(screener, artist, MOST_LOOKALIKES).height}
    audiences = screener.catalog.profiles.table["audience"]
    own = screener.catalog.profiles.of([artist["id"]])["audience"]
    if own.len() and own[0] is not None:
        told |= {"audience": float(own[0]), "smaller": float((audiences < own[0]).mean() or 0.0)}
    return told


def _pages(info: Info) -> Any:
    async def load(ids: list[str]) -> Sequence[Node]:
        found = await read_page_assignments(loaders(info).graph, ids)
        none = {"releases": 0, "assigned": 0, "by_name": 0, "last_release": None}
        return [found.get(id, none) for id in ids]

    return load


async def _build_artist(info: Info, id: str) -> "Artist | None":
    from api.schema.types import Artist  # it leads back here

    node = await loaders(info).node("Artist", id)
    return None if node is None else build(Artist, node)
