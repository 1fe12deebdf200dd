"""The network of artists: who is tied to whom, by what, and how telling that is. One statement for each step outwards."""

import heapq
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, islice, pairwise
from typing import Final

from graph.read import Node, plain
from graph.schema import NODE_TABLES
from graph.session import AsyncGraph, Statement

MAX_DEGREE: Final = 2_000
"""A thing with more relationships (a large distributor) says nothing, and is not walked through."""
FEWEST_SHARERS: Final = 50
"""What more artists share than these, and more than a tenth of all artists, says nothing either: in a small catalog no distributor is large."""
MAX_TIES: Final = 10
"""Ties listed between two artists."""
BEAM: Final = 60
"""Artists that a search for paths walks on from at a step, and neighbours that it takes of each: the most telling ones."""
MAX_TRIED: Final = 20_000
"""Half-finished paths that a search looks at before it gives up."""
PAYEE_TIES: Final = frozenset({"payee"} | {kind for _, kind in NODE_TABLES["payees"].identifiers})
TIES: Final = frozenset(
    {"payee", "label", "distributor", "party", "release", "recording", "identity"}
    | {kind for table in NODE_TABLES.values() for _, kind in table.identifiers}
)
"""What artists can share: a thing by its label, or the kind of an identifier."""

_TYPE: Final = "CASE WHEN t:Identifier THEN t.kind ELSE toLower(head(labels(t))) END"
_THINGS: Final = """CALL (a) {
        MATCH (a)-[:HAS_IDENTIFIER]->(t) RETURN t
        UNION MATCH (a)<-[:HAS_PROFILE]-(t:Identity) RETURN t
        UNION MATCH (a)<-[:MAIN_ARTIST|FEATURED_ARTIST]-(t) RETURN t
        UNION MATCH (a)<-[:MAIN_ARTIST]-(:Release)-[:PAID_TO|ISSUED_BY|DELIVERED_BY|HAS_IDENTIFIER]->(t) RETURN t
        UNION MATCH (a)<-[:MAIN_ARTIST]-(:Release)-[:PAID_TO]->(:Payee)-[:HAS_IDENTIFIER]->(t) RETURN t
        UNION MATCH (a)<-[:MAIN_ARTIST|FEATURED_ARTIST]-(:Recording)-[:HAS_IDENTIFIER]->(t) RETURN t
        UNION MATCH (a)<-[:MAIN_ARTIST|FEATURED_ARTIST]-(:Recording)<-[:CONTRIBUTED_TO]-(t:Party) RETURN t
    }"""
_SHARERS: Final = """CALL (t) {
        MATCH (t)<-[:HAS_IDENTIFIER]-(b:Artist) RETURN b
        UNION MATCH (t:Identity)-[:HAS_PROFILE]->(b:Artist) RETURN b
        UNION MATCH (t)-[:MAIN_ARTIST|FEATURED_ARTIST]->(b:Artist) RETURN b
        UNION MATCH (t)<-[:PAID_TO|ISSUED_BY|DELIVERED_BY|HAS_IDENTIFIER]-(:Release)-[:MAIN_ARTIST]->(b:Artist) RETURN b
        UNION MATCH (t)<-[:HAS_IDENTIFIER]-(:Payee)<-[:PAID_TO]-(:Release)-[:MAIN_ARTIST]->(b:Artist) RETURN b
        UNION MATCH (t)<-[:HAS_IDENTIFIER]-(:Recording)-[:MAIN_ARTIST|FEATURED_ARTIST]->(b:Artist) RETURN b
        UNION MATCH (t:Party)-[:CONTRIBUTED_TO]->(:Recording)-[:MAIN_ARTIST|FEATURED_ARTIST]->(b:Artist) RETURN b
    }"""
_MOST: Final = f"""MATCH (x:Artist) WITH count(x) / 10 AS tenth
    WITH CASE WHEN tenth > {FEWEST_SHARERS} THEN tenth ELSE {FEWEST_SHARERS} END AS most"""
"""The most artists that may share a thing, by the database's own count of nodes."""
READ_NETWORK_LEVEL: Final = Statement(
    "read_network_level",
    f"""{_MOST} UNWIND $ids AS id MATCH (a:Artist {{id: id}}) {_THINGS}
    WITH most, a, t, {_TYPE} AS type WHERE 1 < COUNT {{ (t)--() }} <= $max_degree AND type IN $types
    {_SHARERS}
    WITH most, a, t, type, collect(b) AS sharers
    WITH a, t, type, sharers, size(sharers) AS shared_by WHERE 1 < shared_by <= most
    WITH a, t, type, sharers, shared_by, 1.0 / log(shared_by) AS weight
    UNWIND sharers AS b
    WITH a, t, type, shared_by, weight, b WHERE b <> a
    ORDER BY weight DESC, t.id
    WITH a, b, sum(weight) AS weight, collect({{
        type: type, id: t.id, name: coalesce(t.name, t.title, t.value), shared_by: shared_by, weight: weight
    }})[..$ties] AS ties
    ORDER BY weight DESC, b.id
    WITH a, collect({{id: b.id, weight: weight, ties: ties}})[..$limit] AS neighbours
    RETURN a.id AS source, neighbours""",
)
"""One step out from each artist: through things that few share, each worth the inverse log of how many artists share it."""
READ_SHARED_TIES: Final = Statement(
    "read_shared_ties",
    f"""{_MOST} UNWIND $ids AS id MATCH (a:Artist {{id: id}}) {_THINGS}
    WITH most, t, {_TYPE} AS type, collect(DISTINCT a.id) AS artist_ids WHERE size(artist_ids) > 1 AND type IN $types
    WITH most, t, type, artist_ids, COUNT {{ (t)--() }} AS degree WHERE degree <= $max_degree OR $giants
    CALL (t, degree) {{ WITH t, degree WHERE degree <= $max_degree {_SHARERS} RETURN count(DISTINCT b) AS sharers }}
    WITH t, type, artist_ids, CASE sharers WHEN 0 THEN degree ELSE sharers END AS shared_by WHERE $giants OR sharers <= most
    RETURN type, t.id AS id, coalesce(t.name, t.title, t.value) AS name, shared_by, 1.0 / log(shared_by) AS weight, artist_ids
    ORDER BY size(artist_ids) * weight DESC, t.id LIMIT $limit""",
)
"""Things that two or more of the artists share. Of a giant its relationships are counted, not the artists."""


@dataclass(frozen=True, slots=True)
class NetworkKey:
    """The surroundings of an artist: `depth` steps, at most `first` neighbours, through things of these types."""

    id: str
    depth: int
    first: int
    types: frozenset[str] = TIES


@dataclass(slots=True)
class _Walk:
    """A network as far as it is known: `reached` by id, `edge` the ids to walk on from."""

    reached: dict[str, Node] = field(default_factory=dict)
    edge: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TiePath:
    """A way between two artists: `artist_ids` with both ends, `ties` of each step. `distance`: the sum over the steps of log2(1 + how many
    artists share the rarest tie), so a short way through rare things is near."""

    artist_ids: tuple[str, ...]
    ties: tuple[list[Node], ...]
    distance: float


async def read_networks(graph: AsyncGraph, keys: Sequence[NetworkKey]) -> list[list[Node]]:
    """For each key the artists around it, one statement a level for all keys of the same types.

    A neighbour: `id`, `depth`, `via` (the artist it was reached from), `weight` (sum over the shared things of the
    inverse natural log of how many artists share each), `ties`. Nearest first, then by falling weight.
    """
    walks = [_Walk(edge=[key.id]) for key in keys]
    for types in {key.types for key in keys}:
        chosen = [(key, walk) for key, walk in zip(keys, walks, strict=True) if key.types == types]
        await _walk(graph, chosen, types)
    return [list(walk.reached.values()) for walk in walks]


async def _walk(graph: AsyncGraph, chosen: list[tuple[NetworkKey, _Walk]], types: frozenset[str]) -> None:
    most = max(key.first for key, _ in chosen)
    for level in range(1, max(key.depth for key, _ in chosen) + 1):
        active = [(key, walk) for key, walk in chosen if level <= key.depth]
        ids = sorted({id for _, walk in active for id in walk.edge})
        if not ids:
            break
        # the neighbours already reached take places of the limit, so more are asked for
        limit = most + max(len(walk.reached) for _, walk in active) + 1
        found = await _read_level(graph, ids, types, limit)
        for key, walk in active:
            _step(key, walk, found, level)


async def _read_level(graph: AsyncGraph, ids: list[str], types: frozenset[str], limit: int) -> dict[str, list[Node]]:
    rows = await graph.read(
        READ_NETWORK_LEVEL, ids=ids, limit=limit, ties=MAX_TIES, max_degree=MAX_DEGREE, types=sorted(types)
    )
    return {row["source"]: row["neighbours"] for row in rows}


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


async def read_shared_ties(
    graph: AsyncGraph, ids: Sequence[str], *, types: frozenset[str] = TIES, giants: bool = False, first: int
) -> list[Node]:
    """What two or more of the artists share, the most telling first: `type`, `id`, `name`, `shared_by`, `weight`, `artist_ids`.

    `giants`: also things that too many share: more than MAX_DEGREE relationships, FEWEST_SHARERS artists and a tenth of all artists.
    """
    asked = {"ids": sorted(set(ids)), "types": sorted(types), "giants": giants, "limit": first}
    return [plain(row) for row in await graph.read(READ_SHARED_TIES, **asked, max_degree=MAX_DEGREE)]


async def read_paths(
    graph: AsyncGraph, left: str, right: str, *, max_length: int, first: int, types: frozenset[str] = TIES
) -> list[TiePath]:
    """The nearest ways from one artist to another, at most `max_length` steps long.

    Both ends are walked from at once, half of the way each, one statement a step, through the BEAM most telling neighbours of each artist: so the
    time is bounded, and a way through a less telling neighbour can be missed.
    """
    known: dict[str, list[Node]] = {}
    edges = {left: [left], right: [right]}
    for level in range((max_length + 1) // 2):
        # the walk from the right takes the shorter half
        sides = [left] if level >= max_length // 2 else [left, right]
        ids = sorted({id for side in sides for id in edges[side]} - set(known))
        known |= await _read_level(graph, ids, types, BEAM) if ids else {}
        edges = {side: _widen(edges[side], known) for side in edges}
    return list(islice(nearest_paths(_ties(known), left, right, max_length), first))


def _widen(edge: list[str], known: dict[str, list[Node]]) -> list[str]:
    reached: dict[str, float] = {}
    for source in edge:
        for row in known.get(source, []):
            reached[row["id"]] = max(reached.get(row["id"], 0.0), row["weight"])
    return sorted(reached, key=lambda id: (-reached[id], id))[:BEAM]


def _ties(known: dict[str, list[Node]]) -> dict[str, dict[str, list[Node]]]:
    """The ties between artists, both ways."""
    ties: dict[str, dict[str, list[Node]]] = {}
    for source, neighbours in known.items():
        for row in neighbours:
            ties.setdefault(source, {})[row["id"]] = row["ties"]
            ties.setdefault(row["id"], {})[source] = row["ties"]
    return ties


def nearest_paths(
    ties: Mapping[str, Mapping[str, list[Node]]], left: str, right: str, max_length: int
) -> Iterator[TiePath]:
    """Paths without loops, nearest first, best-first search."""
    number = count()
    tried: list[tuple[float, int, tuple[str, ...]]] = [(0.0, next(number), (left,))]
    for _ in range(MAX_TRIED):
        if not tried:
            return
        distance, _, path = heapq.heappop(tried)
        if path[-1] == right:
            yield TiePath(path, tuple(ties[a][b] for a, b in pairwise(path)), distance)
        elif len(path) <= max_length:
            for id, shared in sorted(ties.get(path[-1], {}).items()):
                if id not in path:
                    step = math.log2(1 + min(tie["shared_by"] for tie in shared))
                    heapq.heappush(tried, (distance + step, next(number), (*path, id)))


def tie_pairs(things: Sequence[Node]) -> dict[tuple[str, str], list[Node]]:
    """By pair of artists (smaller id first) the things that they share, of rows of `read_shared_ties`."""
    pairs: dict[tuple[str, str], list[Node]] = {}
    for thing in things:
        ids = sorted(thing["artist_ids"])
        for position, left in enumerate(ids):
            for right in ids[position + 1 :]:
                pairs.setdefault((left, right), []).append(thing)
    return pairs
