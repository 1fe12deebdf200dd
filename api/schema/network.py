"""The network: around an artist, between artists, and whatever hangs on a node."""

import asyncio
from typing import Annotated

import strawberry
from strawberry import field
from strawberry.types import Info

from api.limits import MAX_NETWORK_DEPTH, check_first, check_range
from api.schema.connections import resolved
from api.schema.fields import First, build_node, loaders
from api.schema.lookups import LABELS, read_node
from api.schema.nodes import Node
from api.schema.ties import Artists, Depth, Tie, TieTypes, build_ties, tie_types
from api.schema.types import Artist
from graph.errors import BadArgument
from graph.read import Node as Row
from graph.read_expand import WAYS
from graph.read_network import MAX_TIES, NetworkKey, TiePath, read_paths, read_shared_ties, tie_pairs

MAX_PATH = 4
MAX_SHARERS = 50
MAX_EDGES = 1_000
"""Edges of a network, the heaviest: a canvas with more shows nothing."""
From = Annotated[strawberry.ID, strawberry.argument(name="from", description="An artist's id.")]
HideGiants = Annotated[
    bool,
    strawberry.argument(
        description="Leave out ties through what too many share, such as a large distributor: more than a tenth of all artists (and more than 50), or more "
        "than 2,000 relationships. They are never walked through; if false, they are "
        "listed between the artists that other ties lead to."
    ),
]
Things = Annotated[
    bool,
    strawberry.argument(
        description="Give what is shared as nodes of its own, with an edge to each artist that has it."
    ),
]


@strawberry.type(description="A node of the graph, as a canvas draws it.")
class NetworkNode:
    label: strawberry.Private[str]
    local_id: strawberry.Private[str]
    node_id: strawberry.ID = field(description="The id among all types, `TYPE:ID`: what `node` and `expand` take.")
    type: str = field(
        description="artist, release, recording, label, distributor, payee, party, identity, cluster, or the kind of an identifier."
    )
    name: str | None = field(description="Its name, title or value.")
    degree: int | None = field(
        description="How many relationships it has, or, of a shared thing in a network, how many artists share it."
    )
    depth: int | None = field(description="In a network, steps from the artist that was asked about.")

    @resolved("The node itself; null of a party and of an identifier, which are no more than their name.")
    async def node(self, info: Info) -> Node | None:
        return await read_node(info, self.label, self.local_id) if self.label in LABELS else None


@strawberry.type(description="A connection between two nodes of a network.")
class NetworkEdge:
    source: strawberry.ID = field(description="The `nodeId` of one end.")
    target: strawberry.ID = field(description="The `nodeId` of the other end.")
    weight: float = field(description="The sum of the weights of all its ties, of which `ties` lists ten.")
    ties: list[Tie] = field(description="What is shared, the most telling first, at most 10.")


@strawberry.type(description="Nodes and the edges between them.")
class Network:
    nodes: list[NetworkNode] = field(
        description="The artist that was asked about, then others nearest first, then what they share."
    )
    edges: list[NetworkEdge] = field(description="Between any two of the nodes, heaviest first, at most 1,000.")


@strawberry.type(description="A thing that several of the artists share.")
class SharedTie(Tie):
    artist_ids: list[str] = field(description="Those of the artists asked about that have it.")


@strawberry.type(description="A step of a way between two artists.")
class PathStep:
    from_id: strawberry.Private[str]
    to_id: strawberry.Private[str]
    ties: list[Tie] = field(description="What the two share, rarest first, at most 10.")

    @resolved("Where the step begins.")
    async def source(self, info: Info) -> Artist | None:
        return await build_node(info, "Artist", Artist, self.from_id)

    @resolved("Where it leads.")
    async def target(self, info: Info) -> Artist | None:
        return await build_node(info, "Artist", Artist, self.to_id)


@strawberry.type(description="A way from one artist to another through what they share.")
class Path:
    artist_ids: list[str] = field(description="The artists on the way, both ends included.")
    distance: float = field(
        description="The sum over its steps of log2(1 + how many artists share the rarest tie): small is telling."
    )
    steps: list[PathStep] = field(description="Its steps, at most 4.")


@strawberry.type(description="The network.")
class NetworkQuery:
    @resolved(
        "The artists around an artist and all ties between them, nearest first, then by how telling the ties are. Null if there is no such artist."
    )
    async def network(
        self,
        info: Info,
        from_: From,
        depth: Depth = 1,
        types: TieTypes = None,
        first: Artists = 25,
        hide_giants: HideGiants = True,
        things: Things = False,
    ) -> Network | None:
        check_range("depth", depth, 1, MAX_NETWORK_DEPTH)
        wanted = tie_types(info, types)
        around = await loaders(info).network(NetworkKey(from_, depth, check_first(first), wanted))
        depths = {str(from_): 0, **{row["id"]: row["depth"] for row in around}}
        shared = await read_shared_ties(
            loaders(info).graph, list(depths), types=wanted, giants=not hide_giants, first=MAX_EDGES // 2
        )
        loaders(info).budget.spend(len(shared))
        artists = await asyncio.gather(*(loaders(info).node("Artist", id) for id in depths))
        nodes = [_artist_node(row, depths[row["id"]]) for row in artists if row is not None]
        if not nodes:
            return None
        return _with_things(info, nodes, shared) if things else Network(nodes=nodes, edges=_pair_edges(info, shared))

    @resolved(
        "What two or more of these artists share, the most telling first, at most 100. Ids that are not known share nothing."
    )
    async def shared_ties(
        self,
        info: Info,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="2 to 50 artist ids.")],
        types: TieTypes = None,
        hide_giants: HideGiants = True,
        first: First = 100,
    ) -> list[SharedTie]:
        check_range("ids", len(set(ids)), 2, MAX_SHARERS)
        found = await read_shared_ties(
            loaders(info).graph,
            [str(id) for id in ids],
            types=tie_types(info, types),
            giants=not hide_giants,
            first=check_first(first),
        )
        loaders(info).budget.spend(len(found))
        by_id = {row["id"]: row["artist_ids"] for row in found}
        return [SharedTie(**vars(tie), artist_ids=sorted(by_id[str(tie.id)])) for tie in build_ties(info, found)]

    @resolved(
        "The nearest ways from one artist to another through what they share. It walks from both ends through the 60 most telling neighbours of "
        "each artist, so a way through a less telling one can be missed. "
        "Empty if they are not connected."
    )
    async def paths(
        self,
        info: Info,
        from_: From,
        to: Annotated[strawberry.ID, strawberry.argument(description="Another artist's id.")],
        max_length: Annotated[int, strawberry.argument(description="Steps at most, 1 to 4.")] = 3,
        types: TieTypes = None,
        first: Annotated[int, strawberry.argument(description="Ways at most, 1 to 100.")] = 5,
    ) -> list[Path]:
        check_range("maxLength", max_length, 1, MAX_PATH)
        if from_ == to:
            raise BadArgument("`from` and `to` are one artist", hint="give two artists")
        wanted = tie_types(info, types)
        found = await read_paths(
            loaders(info).graph, from_, to, max_length=max_length, first=check_first(first), types=wanted
        )
        loaders(info).budget.spend(sum(len(path.ties) for path in found))
        if not found:
            await _check_artists(info, from_, to)
        return [_path(info, path) for path in found]


async def _check_artists(info: Info, *ids: str) -> None:
    """Raises: BadArgument: one of them is not known."""
    found = await asyncio.gather(*(loaders(info).node("Artist", id) for id in ids))
    unknown = [id for id, row in zip(ids, found, strict=True) if row is None]
    if unknown:
        raise BadArgument(
            f"there is no artist `{unknown[0][:80]}`", hint="pass an artist's `id`; `searchArtists` finds it by name"
        )


def build_canvas_node(row: Row, depth: int | None = None) -> NetworkNode:
    """A node of `label`, `id`, `name`, `kind` and `degree`."""
    return NetworkNode(
        label=row["label"],
        local_id=row["id"],
        node_id=_node_id(row["label"], row["id"]),
        type=str(row["kind"] if row["label"] == "Identifier" else row["label"].lower()),
        name=row["name"],
        degree=row["degree"],
        depth=depth,
    )


def _node_id(label: str, id: str) -> strawberry.ID:
    return strawberry.ID(f"{label}:{id}")


def _artist_node(row: Row, depth: int) -> NetworkNode:
    return build_canvas_node({"label": "Artist", "id": row["id"], "name": row.get("name"), "degree": None}, depth)


def _pair_edges(info: Info, shared: list[Row]) -> list[NetworkEdge]:
    """An edge for each two artists that share something."""
    pairs = tie_pairs(shared)
    weights = {pair: sum(thing["weight"] for thing in things) for pair, things in pairs.items()}
    heaviest = sorted(pairs, key=lambda pair: (-weights[pair], pair))[:MAX_EDGES]
    return [
        _edge(info, _node_id("Artist", pair[0]), _node_id("Artist", pair[1]), pairs[pair], weights[pair])
        for pair in heaviest
    ]


def _edge(info: Info, source: strawberry.ID, target: strawberry.ID, things: list[Row], weight: float) -> NetworkEdge:
    rarest = sorted(things, key=lambda thing: (-thing["weight"], thing["id"]))[:MAX_TIES]
    return NetworkEdge(source=source, target=target, weight=weight, ties=build_ties(info, rarest))


def _with_things(info: Info, artists: list[NetworkNode], shared: list[Row]) -> Network:
    """The artists, what they share, and an edge from each thing to each artist that has it."""
    nodes, edges = [], []
    for thing in shared:
        label = _label(thing["type"])
        nodes.append(build_canvas_node({**thing, "label": label, "kind": thing["type"], "degree": thing["shared_by"]}))
        ends = (_node_id("Artist", id) for id in sorted(thing["artist_ids"]))
        edges += [_edge(info, nodes[-1].node_id, end, [thing], thing["weight"]) for end in ends]
    return Network(nodes=[*artists, *nodes], edges=edges[:MAX_EDGES])


def _label(type: str) -> str:
    return next((label for label in WAYS if label.lower() == type), "Identifier")


def _path(info: Info, path: TiePath) -> Path:
    ends = zip(path.artist_ids, path.artist_ids[1:], path.ties, strict=False)
    steps = [PathStep(from_id=left, to_id=right, ties=build_ties(info, ties)) for left, right, ties in ends]
    return Path(artist_ids=list(path.artist_ids), distance=path.distance, steps=steps)
