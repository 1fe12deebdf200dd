"""Search over everything that has a name or a title."""

import enum
from typing import Annotated

import strawberry
from strawberry import field
from strawberry.types import Info

from api.limits import MAX_TEXT, check_first
from api.payees import may_read_payees, note_payees
from api.schema.connections import Connection, PageInfo, build_connection, decode_cursor, encode_cursor, resolved
from api.schema.fields import Cursor, First, build, loaders
from api.schema.lookups import build_label
from api.schema.records import Distributor, Label
from api.schema.types import Artist, Payee, Recording, Release
from detectors.name_index import NameIndex
from graph.errors import BadArgument, ScreeningNotReady
from graph.read import After
from graph.read_search import MAX_SEARCH, FindAlike, Search, count_search, search, search_artists
from graph.schema import SEARCHED

MAX_ALIKE = 25
"""Artists that a search adds to those whose words fit."""
MIN_ALIKE = 0.7
"""The score of the name index from which a name is alike, 0 to 1."""
Text = Annotated[
    str,
    strawberry.argument(
        description="A name in any script, or an ISNI, IPI, ISRC, UPC, MusicBrainz or Discogs id, or a web address."
    ),
]
Found = Annotated[
    Artist | Release | Recording | Label | Distributor | Payee,
    strawberry.union("Found", description="What a search can find."),
]


@strawberry.enum(description="What can be searched for.")
class SearchType(enum.Enum):
    ARTIST = strawberry.enum_value("Artist", description="Artists, by name and aliases.")
    RELEASE = strawberry.enum_value("Release", description="Releases, by title.")
    RECORDING = strawberry.enum_value("Recording", description="Recordings, by title.")
    LABEL = strawberry.enum_value("Label", description="Labels, by name.")
    DISTRIBUTOR = strawberry.enum_value("Distributor", description="Distributors, by name.")
    PAYEE = strawberry.enum_value("Payee", description="Payees, by name; takes the permission `read_payees`.")


@strawberry.type(description="A match.")
class SearchEdge:
    node: Found = field(description="What was found.")
    cursor: str = field(description="The match's place in the list; opaque.")
    matched_on: str = field(
        description="name (or an alias), title, id, isrc, upc, the kind of an identifier, or alike: an artist whose name reads the same or nearly so."
    )


@strawberry.type(description="How many matches of a type there are.")
class Facet:
    type: SearchType = field(description="The type.")
    count: int = field(description="Matches, 1,000 at most.")


@strawberry.type(description="A page of matches.")
class SearchConnection:
    wanted: strawberry.Private[Search]
    edges: list[SearchEdge] = field(description="The page's matches, closest first.")
    page_info: PageInfo = field(description="Where the page stands in its list.")

    @resolved(
        "How many matches of each type there are, most first, counted when asked for; those that are only alike are not."
    )
    async def facets(self, info: Info) -> list[Facet]:
        rows = await count_search(loaders(info).graph, self.wanted)
        return [Facet(type=SearchType(row["label"]), count=row["number"]) for row in rows]


@strawberry.type(description="Search.")
class SearchQuery:
    @resolved(
        "Everything that matches: by identifier, if the text has the form of one that is known, else by id and name or title: exact, then begun, "
        "then misspelt, accents aside, and in each artists first, then recordings and releases; every word must be there. After those come artists called alike: in another script, joined or shortened (once the "
        "service has read a run's snapshot). The first 1,000 matches can be paged through."
    )
    async def search(
        self,
        info: Info,
        text: Text,
        types: Annotated[
            list[SearchType] | None,
            strawberry.argument(description="Only these; all by default, payees only for whoever may read them."),
        ] = None,
        first: First = 25,
        after: Cursor = None,
    ) -> SearchConnection:
        wanted = Search(text, _labels(info, types))
        name = f"search {wanted}"
        place, skip = _place(text, after, name)
        page = await search(loaders(info).graph, wanted, find_alike=_finder(info), first=check_first(first), skip=skip)
        loaders(info).budget.spend(len(page.items))
        payees = [row["id"] for _, row in page.items if row["label"] == "Payee"]
        if payees:
            note_payees(info, payees)
        edges = [
            SearchEdge(
                node=build_label(row["label"], row), cursor=encode_cursor(at, name), matched_on=row["matched_on"]
            )
            for at, row in page.items
        ]
        return SearchConnection(
            wanted=wanted,
            edges=edges,
            page_info=build_connection(page, lambda row: row, name=name, after=place).page_info,
        )

    @resolved(
        "Artists by identifier, if the text has the form of one that is known, else by name: exact, then begun, then "
        "misspelt, accents aside, then artists called alike in another script or spelling (once the service has read a run's snapshot). The first 1,000 "
        "matches can be paged through; they are not counted."
    )
    async def search_artists(
        self, info: Info, text: Text, first: First = 25, after: Cursor = None
    ) -> Connection[Artist]:
        name = f"search_artists {text}"
        place, skip = _place(text, after, name)
        page = await search_artists(
            loaders(info).graph, text, find_alike=_finder(info), first=check_first(first), skip=skip
        )
        return build_connection(page, lambda node: build(Artist, node), name=name, after=place)


def _finder(info: Info) -> FindAlike:
    """Asks the name index of the screening; before that is ready, nothing is alike."""

    async def find(text: str) -> list[str]:
        try:
            _, found = await info.context.screening.ask(lambda screener: alike(screener.catalog.index, text))
        except ScreeningNotReady:
            return []
        return list(found)

    return find


def alike(index: NameIndex, text: str) -> list[str]:
    """Ids of artists that a text may mean, best first: at most MAX_ALIKE, with a score of MIN_ALIKE or more."""
    found = index.nearest([text], limit=MAX_ALIKE, operations=False)
    return found.filter(found["score"] >= MIN_ALIKE)["artist_id"].to_list()


def _labels(info: Info, types: list[SearchType] | None) -> tuple[str, ...]:
    """Labels to search, in the schema's order. Raises: Forbidden: payees are asked for by whoever may not see them."""
    if types is None:
        return tuple(label for label in SEARCHED if label != "Payee" or may_read_payees(info))
    asked = {str(kind.value) for kind in types}
    if "Payee" in asked:
        note_payees(info, [])
    if not asked:
        raise BadArgument("`types` is empty", hint="name a type, or leave `types` out")
    return tuple(label for label in SEARCHED if label in asked)


def _place(text: str, after: str | None, name: str) -> tuple[After | None, int]:
    """The place of a page in a search, and how many matches are before it. Raises: BadArgument."""
    if not text.strip() or len(text) > MAX_TEXT:
        raise BadArgument(
            f"`text` has {len(text.strip())} characters, expected 1 to {MAX_TEXT}", hint="search for a name"
        )
    place = decode_cursor(after, name)
    skip = place[0] if place else 0
    if not isinstance(skip, int) or not 0 <= skip <= MAX_SEARCH:
        raise BadArgument("`after` is a cursor of another list", hint="pass `pageInfo.endCursor` of this search")
    return place, skip
