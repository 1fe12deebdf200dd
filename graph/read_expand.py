"""One node and what hangs on it, by relationship: what an investigator's canvas opens."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from graph.read import Node, plain
from graph.session import AsyncGraph, Statement

SCANNED: Final = 10_000
"""Of a relationship with more nodes than these, the nodes shown are the first by id of so many, not of all."""


@dataclass(frozen=True, slots=True)
class Way:
    """A relationship as seen from a node: its type, what is at the other end, and whether it leads away from the node."""

    relation: str
    end: str
    is_out: bool

    def pattern(self, end: str = "") -> str:
        arrow = f"-[:{self.relation}]-"
        return f"(n){arrow}>({end}:{self.end})" if self.is_out else f"(n)<{arrow}({end}:{self.end})"


_RELATIONS: Final = (
    ("Release", "MAIN_ARTIST", "Artist"),
    ("Recording", "MAIN_ARTIST", "Artist"),
    ("Recording", "FEATURED_ARTIST", "Artist"),
    ("Recording", "APPEARS_ON", "Release"),
    ("Release", "ISSUED_BY", "Label"),
    ("Release", "DELIVERED_BY", "Distributor"),
    ("Release", "PAID_TO", "Payee"),
    ("Party", "CONTRIBUTED_TO", "Recording"),
    ("Identity", "HAS_PROFILE", "Artist"),
    ("Cluster", "HAS_MEMBER", "Artist"),
    ("Artist", "RELATED_TO", "Artist"),
    *((label, "HAS_IDENTIFIER", "Identifier") for label in ("Artist", "Distributor", "Payee", "Release", "Recording")),
)
WAYS: Final = {
    label: tuple(
        [Way(relation, end, True) for start, relation, end in _RELATIONS if start == label]
        + [Way(relation, start, False) for start, relation, end in _RELATIONS if end == label]
    )
    for label in sorted({label for start, _, end in _RELATIONS for label in (start, end)})
}
"""By label, the relationships that a node of it can be opened by."""
RELATIONS: Final = tuple(dict.fromkeys(relation for _, relation, _ in _RELATIONS))


def _shown(node: str) -> str:
    named = f"id: {node}.id, name: coalesce({node}.name, {node}.title, {node}.value), kind: {node}.kind"
    return f"{{label: head(labels({node})), {named}, degree: COUNT {{ ({node})--() }}}}"


def _group(way: Way) -> str:
    found = f"COLLECT {{ MATCH {way.pattern('m')} WITH DISTINCT m LIMIT {SCANNED} RETURN {_shown('m')} ORDER BY m.id LIMIT $limit }}"
    return f"{{number: COUNT {{ {way.pattern()} }}, nodes: {found}}}"


EXPAND: Final = {
    label: Statement(
        f"expand_{label.lower()}",
        f"MATCH (n:{label} {{id: $id}}) RETURN {_shown('n')} AS node, "
        f"[{', '.join(f'CASE WHEN {index} IN $ways THEN {_group(way)} END' for index, way in enumerate(ways))}] AS groups",
    )
    for label, ways in WAYS.items()
}


async def read_expansion(
    graph: AsyncGraph,
    label: str,
    id: str,
    *,
    first: int,
    relations: Collection[str] = RELATIONS,
    without: Collection[str] = (),
) -> Node | None:
    """A node and its neighbours by relationship: `node`, `groups` (each `relation`, `is_out`, `end`, `number` of relationships there are, `nodes`: at
    most `first`); None if there is no such node. A node: `label`, `id`, `name`, `kind` (of an identifier), `degree`.

    Args: without: labels of neighbours that are left out.
    """
    ways = WAYS[label]
    wanted = [index for index, way in enumerate(ways) if way.relation in relations and way.end not in without]
    rows = await graph.read(EXPAND[label], id=id, limit=first, ways=wanted)
    if not rows:
        return None
    told = [
        {
            "relation": ways[index].relation,
            "is_out": ways[index].is_out,
            "end": ways[index].end,
            **rows[0]["groups"][index],
        }
        for index in wanted
        if rows[0]["groups"][index]["number"]
    ]
    return {"node": plain(rows[0]["node"]), "groups": plain(told)}
