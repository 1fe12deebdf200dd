"""Everything a graph holds, as comparable values."""

from typing import Any

from graph.session import Graph, Statement

NODES = Statement("test_nodes", "MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties")
EDGES = Statement(
    "test_edges",
    "MATCH (a)-[r]->(b) RETURN type(r) AS kind, a.id AS start, b.id AS end, properties(r) AS properties",
)
_COUNTERS = {"revision", "load", "told"}
"""They count transactions, readings and reports of progress, not what was said."""
_TIMES = {"first_seen", "last_seen", "since", "asserted_at", "started_at", "finished_at", "valid_from", "valid_until"}


def whole_graph(graph: Graph, *, at_times: bool = True) -> tuple[list[Any], list[Any]]:
    """Nodes and relationships with all their properties, sorted.

    Without `at_times`, loads at different times compare: times are left out, and the ids of Revisions, which are made from them.
    """
    hidden = _COUNTERS if at_times else _COUNTERS | _TIMES

    def plain(properties: dict[str, Any], *, has_own_id: bool = True) -> tuple[tuple[str, str], ...]:
        left_out = hidden if has_own_id else hidden | {"id"}
        return tuple(sorted((name, str(value)) for name, value in properties.items() if name not in left_out))

    nodes = [
        (tuple(row["labels"]), plain(row["properties"], has_own_id=at_times or row["labels"] != ["Revision"]))
        for row in graph.read(NODES)
    ]
    edges = [
        (
            row["kind"],
            str(row["start"]) if at_times or row["kind"] != "REVISION_OF" else "",
            str(row["end"]),
            plain(row["properties"]),
        )
        for row in graph.read(EDGES)
    ]
    return sorted(nodes), sorted(edges)
