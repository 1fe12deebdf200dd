"""The schema is there before any data, once, and a graph of newer code is refused."""

import pytest

from graph.errors import SchemaTooNew
from graph.schema import LABELS, SCHEMA_VERSION, WRITE_VERSION, migrate, read_version
from graph.session import Graph, Statement

CONSTRAINED = Statement("constrained", "SHOW CONSTRAINTS YIELD labelsOrTypes RETURN labelsOrTypes[0] AS label")


def test_every_label_has_its_constraint_and_a_second_migration_changes_nothing(graph: Graph) -> None:
    before = sorted(row["label"] for row in graph.read(CONSTRAINED))
    assert set(LABELS) <= set(before)
    migrate(graph)
    assert sorted(row["label"] for row in graph.read(CONSTRAINED)) == before
    assert read_version(graph) == SCHEMA_VERSION


def test_a_graph_of_newer_code_is_refused_with_a_remedy(graph: Graph) -> None:
    graph.write(WRITE_VERSION, version=SCHEMA_VERSION + 1)
    try:
        with pytest.raises(SchemaTooNew, match="this Namesake knows") as refused:
            migrate(graph)
        assert "upgrade Namesake" in refused.value.hint
    finally:
        graph.write(WRITE_VERSION, version=SCHEMA_VERSION)
