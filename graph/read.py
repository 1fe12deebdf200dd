"""Readers for the API: each takes many ids and sends one statement (the network: one for each level)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from graph import queries as cypher
from graph.session import AsyncGraph

Node = dict[str, Any]
After = tuple[str | int | float, str]
"""A place in a list: the sort value and the id of its last row."""

MAX_LINKED: Final = 100
"""Rows of a list that has no pages."""
MAX_SEARCH: Final = 1_000
"""Matches that a search ranks; later ones are of no use to a reader."""
MAX_DEGREE: Final = 2_000
"""A thing with more relationships (a large distributor) says nothing, and is not walked through."""
MAX_TIES: Final = 10
"""Ties listed between two artists."""


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


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings; None is any."""

    kind: str | None = None
    status: str | None = None
    min_score: float | None = None

    def parameters(self) -> dict[str, Any]:
        return {"kind": self.kind, "status": self.status, "min_score": self.min_score}


@dataclass(frozen=True, slots=True)
class NetworkKey:
    """The surroundings of an artist: `depth` steps, at most `first` neighbours."""

    id: str
    depth: int
    first: int


@dataclass(slots=True)
class _Walk:
    """A network as far as it is known: `reached` by id, `edge` the ids to walk on from."""

    reached: dict[str, Node] = field(default_factory=dict)
    edge: list[str] = field(default_factory=list)


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
    return [_page(found.get(index, []), key.first) for index, key in enumerate(keys)]


async def count_pages(graph: AsyncGraph, name: str, ids: Sequence[str]) -> dict[str, int]:
    """How many rows the whole list `name` of each id has."""
    rows = await graph.read(cypher.PAGE_COUNTS[name], ids=list(ids))
    return {row["id"]: row["total"] for row in rows}


async def read_findings(graph: AsyncGraph, wanted: FindingFilter, *, first: int, after: After | None = None) -> Page:
    """Current findings, best first."""
    rows = await graph.read(cypher.READ_FINDINGS_PAGE, **wanted.parameters(), **_after(after), limit=first + 1)
    return _page(rows, first)


async def count_findings(graph: AsyncGraph, wanted: FindingFilter) -> int:
    """How many current findings the filter leaves."""
    return int((await graph.read(cypher.COUNT_FINDINGS, **wanted.parameters()))[0]["total"])


async def read_clusters(graph: AsyncGraph, *, first: int, after: After | None = None) -> Page:
    """Current clusters, best first."""
    rows = await graph.read(cypher.READ_CLUSTERS_PAGE, **_after(after), limit=first + 1)
    return _page(rows, first)


async def count_clusters(graph: AsyncGraph) -> int:
    """How many current clusters there are."""
    return int((await graph.read(cypher.COUNT_CLUSTERS))[0]["total"])


async def search_artists(graph: AsyncGraph, text: str, *, first: int, skip: int = 0) -> Page:
    """Artists by an identifier, if `text` has the form of one and any artist has it, else by name, closest first.

    The places in this list are row numbers.
    """
    rows: list[Node] = []
    parameters: dict[str, Any] = {"skip": skip, "limit": first + 1}
    exact = parse_identifier(text)
    if exact:
        rows = await graph.read(cypher.SEARCH_IDENTIFIERS, **exact, **parameters)
        if not rows and skip:
            return Page([], False)
    if not rows:
        query = search_query(text)
        rows = await graph.read(cypher.SEARCH_NAMES, query=query, text=text.strip(), most=MAX_SEARCH, **parameters)
    numbered = [{"node": row["node"], "sort": skip + index + 1} for index, row in enumerate(rows)]
    return _page(numbered, first)


def parse_identifier(text: str) -> dict[str, list[str]] | None:
    """What `text` may identify, by form: ISNI, ISRC, UPC, MusicBrainz id or URL; None if it reads as a name."""
    stripped = text.strip()
    compact = re.sub(r"[\s.-]", "", stripped).upper()
    identifiers: list[str] = []
    isrcs: list[str] = []
    upcs: list[str] = []
    if re.fullmatch(r"\d{15}[\dX]", compact, re.ASCII):
        spaced = " ".join(compact[start : start + 4] for start in range(0, 16, 4))
        identifiers += [f"isni:{compact}", f"isni:{spaced}"]
    elif re.fullmatch(r"[A-Z]{2}[A-Z0-9]{3}\d{7}", compact, re.ASCII):
        hyphens = "-".join((compact[:2], compact[2:5], compact[5:7], compact[7:]))
        isrcs += [compact, hyphens]
    elif re.fullmatch(r"\d{12,14}", compact, re.ASCII):
        bare = compact.lstrip("0")
        upcs += sorted({compact, *(bare.zfill(width) for width in (12, 13, 14))})
    elif re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", stripped.lower(), re.ASCII):
        identifiers.append(f"musicbrainz_id:{stripped.lower()}")
    elif re.match(r"https?://\S+$", stripped):
        identifiers.append(f"url:{stripped}")
    if not (identifiers or isrcs or upcs):
        return None
    return {"identifiers": identifiers, "isrcs": isrcs, "upcs": upcs}


def search_query(text: str) -> str:
    """The full-text query: every word must be there, exact before begun before misspelt."""
    words = [re.sub(r'([+\-!(){}\[\]^"~*?:\\/&|<>=])', r"\\\1", word) for word in text.lower().split()]
    edits = [2 if len(word) > 6 else 1 if len(word) > 3 else 0 for word in words]
    parts = [
        f"+({word}^8 {word}*^2{f' {word}~{most}' if most else ''})"
        for word, most in zip(words[:16], edits, strict=False)
    ]
    return " ".join(parts) or '""'


async def read_networks(graph: AsyncGraph, keys: Sequence[NetworkKey]) -> list[list[Node]]:
    """For each key the artists around it, one statement a level for all of them.

    A neighbour: `id`, `depth`, `via` (the artist it was reached from), `weight` (sum over the shared things of the
    inverse natural log of how many artists share each), `ties`. Nearest first, then by falling weight.
    """
    walks = [_Walk(edge=[key.id]) for key in keys]
    most = max((key.first for key in keys), default=0)
    for level in range(1, max((key.depth for key in keys), default=0) + 1):
        active = [(key, walk) for key, walk in zip(keys, walks, strict=True) if level <= key.depth]
        ids = sorted({id for _, walk in active for id in walk.edge})
        if not ids:
            break
        # the neighbours already reached take places of the limit, so more are asked for
        limit = most + max(len(walk.reached) for _, walk in active) + 1
        rows = await graph.read(cypher.READ_NETWORK_LEVEL, ids=ids, limit=limit, ties=MAX_TIES, max_degree=MAX_DEGREE)
        found = {row["source"]: row["neighbours"] for row in rows}
        for key, walk in active:
            _step(key, walk, found, level)
    return [list(walk.reached.values()) for walk in walks]


def _step(key: NetworkKey, walk: _Walk, found: dict[str, list[Node]], level: int) -> None:
    near: dict[str, Node] = {}
    for source in walk.edge:
        for neighbour in found.get(source, []):
            held = near.get(neighbour["id"])
            if neighbour["id"] == key.id or neighbour["id"] in walk.reached:
                continue
            if held is None or neighbour["weight"] > held["weight"]:
                near[neighbour["id"]] = {**neighbour, "depth": level, "via": source}
    ranked = sorted(near.values(), key=lambda row: (-row["weight"], row["id"]))
    kept = ranked[: key.first - len(walk.reached)]
    walk.reached |= {row["id"]: row for row in kept}
    walk.edge = [row["id"] for row in kept] if len(walk.reached) < key.first else []


def plain(value: Any) -> Any:
    """Database dates and times as Python's, times in UTC."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if hasattr(value, "to_native"):
        native = value.to_native()
        return native.replace(tzinfo=native.tzinfo or UTC) if isinstance(native, datetime) else native
    return value


def _after(after: After | None) -> dict[str, Any]:
    return {"after_score": after[0] if after else None, "after_id": after[1] if after else None}


def _page(rows: list[Node], first: int) -> Page:
    items = [((row["sort"], row["node"]["id"]), plain(row["node"])) for row in rows[:first]]
    return Page(items, len(rows) > first)
