"""Search: identifiers by their form, names and titles by their words, typos included."""

import re
import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from graph.identifiers import canonical_url, parse_ipi, parse_isni, parse_isrc, parse_upc
from graph.name_forms import folded_form
from graph.read import Node, Page, page_of
from graph.schema import SEARCHED, received_at
from graph.session import AsyncGraph, Statement

MAX_SEARCH: Final = 1_000
"""Matches of a type that a search ranks; later ones are of no use to a reader."""
FindAlike = Callable[[str], Awaitable[list[str]]]
"""Ids of artists that are called something like a text, best first."""

STOP_WORDS: Final = frozenset(
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with".split()
)
"""Words that the index leaves out (Lucene's English ones)."""
_ALIKE: Final = "UNION ALL UNWIND range(0, size($alike) - 1) AS place MATCH (n:Artist {id: $alike[place]}) RETURN n, -1.0 - place AS score"
"""Artists that something else than the words has found: after what the words find, in their order."""
SEARCH_NAMES: Final = Statement(
    "search_artist_names",
    "CALL () { "
    "CALL db.index.fulltext.queryNodes('artist_search', $query, {limit: $most}) YIELD node, score RETURN node AS n, score "
    f"UNION ALL MATCH (n:Artist {{name: $text}}) RETURN n, 1000.0 AS score {_ALIKE} }} "
    "WITH n, max(score) AS score ORDER BY score DESC, n.id SKIP $skip LIMIT $limit RETURN n {.*} AS node",
)
SEARCH_IDENTIFIERS: Final = Statement(
    "search_artist_identifiers",
    "CALL () { "
    "UNWIND $identifiers AS id MATCH (:Identifier {id: id})<-[:HAS_IDENTIFIER]-(n:Artist) RETURN n "
    "UNION UNWIND $isrcs AS isrc MATCH (:Recording {isrc: isrc})-[:MAIN_ARTIST]->(n:Artist) RETURN n "
    "UNION UNWIND $upcs AS upc MATCH (:Release {upc: upc})-[:MAIN_ARTIST]->(n:Artist) RETURN n } "
    "WITH DISTINCT n ORDER BY n.id SKIP $skip LIMIT $limit RETURN n {.*} AS node",
)
_SHOWN: Final = f"n {{.*, label: head(labels(n)), received_at: {received_at('n')}, matched_on: matched_on}} AS node"
FIND_IDENTIFIERS: Final = Statement(
    "search_identifiers",
    "CALL () { "
    "UNWIND $identifiers AS id MATCH (i:Identifier {id: id})<-[:HAS_IDENTIFIER]-(n) RETURN n, i.kind AS matched_on "
    "UNION UNWIND $isrcs AS isrc MATCH (n:Recording {isrc: isrc}) RETURN n, 'isrc' AS matched_on "
    "UNION UNWIND $upcs AS upc MATCH (n:Release {upc: upc}) RETURN n, 'upc' AS matched_on } "
    "WITH n, min(matched_on) AS matched_on WHERE head(labels(n)) IN $labels "
    f"ORDER BY head(labels(n)), n.id SKIP $skip LIMIT $limit RETURN {_SHOWN}",
)


_ORDER: Final = ("Artist", "Recording", "Release", "Label", "Distributor", "Payee")
"""What stands first where things of several types fit a text equally well: artists are looked for the most."""
_FITS: Final = {"query": 1, "begun": 2, "exact": 3}
"""How well what a full-text query finds fits the text, by the query's parameter; a whole name is 4, an id 5, what is only alike 0."""


def _matches(label: str, indexed: bool, words: str = "query") -> str:
    """What has the words of the parameter `words`; where the index holds none of them, what is called just so."""
    name = SEARCHED[label][0]
    told = f"{_FITS[words]} AS fit, {_ORDER.index(label)} AS place, '{name}' AS matched_on"
    if not indexed:
        whole = f"MATCH (n:{label}) WHERE toLower(n.{name}) = toLower($text)"
        return f"{whole} RETURN n, 0.0 AS score, {told} LIMIT $most"
    found = f"CALL db.index.fulltext.queryNodes('{label.lower()}_search', ${words}, {{limit: $most}}) YIELD node, score"
    return f"{found} RETURN node AS n, score, {told}"


@cache
def find_names(labels: tuple[str, ...], indexed: bool) -> Statement:
    """What has this id or these words: the id first, then whole names, then all words exact, then begun, then misspelt, then artists that are $alike.

    Within each, types stand in `_ORDER`, and things of a type by how close and rare the words are. `indexed`: whether the index holds any of the words.
    """
    found = [_matches(label, indexed, words) for words in (_FITS if indexed else ("query",)) for label in labels]
    found += [
        f"MATCH (n:{label} {{id: $text}}) RETURN n, 0.0 AS score, 5 AS fit, 0 AS place, 'id' AS matched_on"
        for label in labels
    ]
    whole = "CASE WHEN fit < 4 AND toLower(coalesce(n.name, n.title)) = toLower($text) THEN 4 ELSE fit END"
    return Statement(
        "search_names",
        f"CALL () {{ {' UNION ALL '.join(found)} {_ALIKE}, 0 AS fit, 0 AS place, 'alike' AS matched_on }} "
        f"WITH n, score, {whole} AS fit, place, matched_on ORDER BY fit DESC, score DESC "
        "WITH n, max(fit) AS fit, max(score) AS score, min(place) AS place, head(collect(matched_on)) AS matched_on "
        f"ORDER BY fit DESC, place, score DESC, n.id SKIP $skip LIMIT $limit RETURN {_SHOWN}",
    )


@cache
def count_names(labels: tuple[str, ...], indexed: bool) -> Statement:
    """How many matches of each type there are, MAX_SEARCH at most."""
    found = " UNION ALL ".join(_matches(label, indexed) for label in labels)
    return Statement(
        "count_names",
        f"CALL () {{ {found} }} RETURN head(labels(n)) AS label, count(DISTINCT n) AS number ORDER BY number DESC, label",
    )


COUNT_IDENTIFIERS: Final = Statement(
    "count_identifiers",
    f"{FIND_IDENTIFIERS.text.split('ORDER BY')[0]} RETURN head(labels(n)) AS label, count(n) AS number ORDER BY number DESC, label",
)


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for: `labels` are of `SEARCHED`, in its order."""

    text: str
    labels: tuple[str, ...] = tuple(SEARCHED)

    @property
    def words(self) -> dict[str, Any]:
        queries = {words: search_query(self.text, fit) for words, fit in _FITS.items()}
        return {**queries, "text": self.text.strip(), "most": MAX_SEARCH}

    @property
    def indexed(self) -> bool:
        return not STOP_WORDS.issuperset(self.text.lower().split())


async def search(graph: AsyncGraph, wanted: Search, *, find_alike: FindAlike, first: int, skip: int = 0) -> Page:
    """Nodes with `label` and `matched_on`: by an identifier, if the text has the form of one and something has it, else by id and words.

    Where the words find no more and artists are asked for, those of `find_alike` follow. The places in this list are row numbers.
    """
    rows: list[Node] = []
    page: dict[str, Any] = {"skip": skip, "limit": first + 1}
    exact = parse_identifier(wanted.text)
    if exact:
        rows = await graph.read(FIND_IDENTIFIERS, **exact, **page, labels=list(wanted.labels))
        if not rows and skip:
            return Page([], False)
    if not rows:
        asked = find_alike if "Artist" in wanted.labels else None
        statement = find_names(wanted.labels, wanted.indexed)
        rows = await _with_alike(graph, statement, {**wanted.words, **page}, asked)
    return _numbered(rows, skip, first)


async def _with_alike(
    graph: AsyncGraph, statement: Statement, asked: dict[str, Any], find_alike: FindAlike | None
) -> list[Node]:
    """The rows that the words give, and artists that are called alike where those do not fill the page."""
    rows = await graph.read(statement, **asked, alike=[])
    alike = await find_alike(asked["text"]) if find_alike and len(rows) < asked["limit"] else []
    return await graph.read(statement, **asked, alike=alike) if alike else rows


async def count_search(graph: AsyncGraph, wanted: Search) -> list[Node]:
    """How many matches of each type a search has, most first: `label`, `number` (at most MAX_SEARCH)."""
    exact = parse_identifier(wanted.text)
    rows = await graph.read(COUNT_IDENTIFIERS, **exact, labels=list(wanted.labels)) if exact else []
    return rows or await graph.read(count_names(wanted.labels, wanted.indexed), **wanted.words)


async def search_artists(graph: AsyncGraph, text: str, *, find_alike: FindAlike, first: int, skip: int = 0) -> Page:
    """Artists by an identifier, if `text` has the form of one and any artist has it, else by name, closest first, then those of `find_alike`.

    The places in this list are row numbers.
    """
    rows: list[Node] = []
    parameters: dict[str, Any] = {"skip": skip, "limit": first + 1}
    exact = parse_identifier(text)
    if exact:
        rows = await graph.read(SEARCH_IDENTIFIERS, **exact, **parameters)
        if not rows and skip:
            return Page([], False)
    if not rows:
        rows = await _with_alike(graph, SEARCH_NAMES, {**Search(text).words, **parameters}, find_alike)
    return _numbered(rows, skip, first)


def _numbered(rows: Sequence[Node], skip: int, first: int) -> Page:
    return page_of([{"node": row["node"], "sort": skip + index + 1} for index, row in enumerate(rows)], first)


def parse_identifier(text: str) -> dict[str, list[str]] | None:
    """What `text` may identify, by form: ISNI, IPI, ISRC, UPC, MusicBrainz or Discogs id, or web address; None if it reads as a name."""
    stripped = text.strip()
    found: dict[str, list[str]] = {"identifiers": _identifiers(stripped), "isrcs": [], "upcs": []}
    if isrc := parse_isrc(stripped):
        found["isrcs"] = [isrc, "-".join((isrc[:2], isrc[2:5], isrc[5:7], isrc[7:]))]
    elif upc := parse_upc(stripped):
        bare = upc.lstrip("0")
        found["upcs"] = sorted({upc, *(bare.zfill(width) for width in (12, 13, 14))})
    return found if any(found.values()) else None


def _folded(text: str) -> str:
    """In small letters, and Latin ones without accents, as the index holds them; other scripts as they stand."""
    forms = ((char, folded_form(char)) for char in unicodedata.normalize("NFC", text).lower())
    return "".join(form if form.isascii() else char for char, form in forms)


def _identifiers(text: str) -> list[str]:
    """Ids of the Identifier nodes that the text may mean."""
    if isni := parse_isni(text):
        return [f"isni:{isni}", f"isni:{' '.join(isni[start : start + 4] for start in range(0, 16, 4))}"]
    if ipi := parse_ipi(text):
        return [f"ipi:{form}" for form in dict.fromkeys((ipi, ipi.lstrip("0"), text))]
    if mbid := re.search(
        r"(?:^|/artist/)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:$|[/?#])", text.lower(), re.ASCII
    ):
        return [f"musicbrainz_id:{mbid[1]}", *_addresses(text)]
    if number := re.search(
        r"(?:^\[a|^discogs:a?|discogs\.com/(?:\w\w/)?artist/)(\d+)(?:\]$|$|[-/?#])", text.lower(), re.ASCII
    ):
        return [f"discogs_id:{number[1]}", *_addresses(text)]
    return _addresses(text)


def _addresses(text: str) -> list[str]:
    if not re.match(r"(?:https?://|spotify:|www\.)\S+$", text):
        return []
    return [f"url:{form}" for form in dict.fromkeys((text, canonical_url(text))) if form]


def search_query(text: str, fit: int = 1) -> str:
    """The full-text query: every word that the index holds must be there, exact before begun before misspelt.

    `fit`: of `_FITS`; from 2 on no word may be misspelt, from 3 on none be only begun.
    """
    held = [word for word in _folded(text).split() if word not in STOP_WORDS]
    words = [re.sub(r'([+\-!(){}\[\]^"~*?:\\/&|<>=])', r"\\\1", word) for word in held]
    edits = [2 if len(word) > 6 else 1 if len(word) > 3 else 0 for word in words]
    parts = [
        f"+({word}^8{f' {word}*^2' if fit < 3 else ''}{f' {word}~{most}' if most and fit < 2 else ''})"
        for word, most in zip(words[:16], edits, strict=False)
    ]
    return " ".join(parts) or '""'
