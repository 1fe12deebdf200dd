"""Everything a graph holds, as comparable values."""

from typing import Any

from graph.session import Graph, Statement

NODES = Statement("test_nodes", "MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties")
EDGES = Statement(
    "test_edges",
    "MATCH (a)-[r]->(b) RETURN type(r) AS kind, a.id AS start, b.id AS end, properties(r) AS properties",
)


def whole_graph(graph: Graph, *, without: tuple[str, ...] = ()) -> tuple[list[Any], list[Any]]:
    """Nodes and relationships with all their properties but those named, sorted.

    The store's revision counter is left out: it counts transactions.
    """

    def plain(properties: dict[str, Any]) -> tuple[tuple[str, str], ...]:
        hidden = {"revision", *without}
        return tuple(sorted((name, str(value)) for name, value in properties.items() if name not in hidden))

    nodes, edges = graph.read(NODES), graph.read(EDGES)
    return (
        sorted((tuple(row["labels"]), plain(row["properties"])) for row in nodes),
        sorted((row["kind"], str(row["start"]), str(row["end"]), plain(row["properties"])) for row in edges),
    )
