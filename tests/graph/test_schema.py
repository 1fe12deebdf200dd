"""The schema is there before any data, once, and a graph of newer code is refused."""

import pytest

from graph.errors import SchemaTooNew
from graph.schema import FOLDED_SINCE, LABELS, SCHEMA_VERSION, SEARCHED, WRITE_VERSION, migrate, read_version
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


ANALYZERS = Statement(
    "analyzers",
    "SHOW INDEXES YIELD name, type, state, options WHERE type = 'FULLTEXT' "
    "RETURN name, state, options.indexConfig['fulltext.analyzer'] AS analyzer ORDER BY name",
)
FIND = Statement(
    "find", "CALL db.index.fulltext.queryNodes('artist_search', $text) YIELD node RETURN node.id AS id ORDER BY id"
)


def test_search_indexes_that_tell_accents_apart_are_made_anew_with_what_they_held(graph: Graph) -> None:
    folding = [(f"{label.lower()}_search", "ONLINE", "standard-folding") for label in sorted(SEARCHED)]
    graph.write(Statement("old", "CREATE (:Artist {id: 'a1', name: 'Règré'}), (:Artist {id: 'a2', name: 'Regre'})"))
    graph.write(Statement("drop", "DROP INDEX artist_search"))
    graph.write(Statement("make", "CREATE FULLTEXT INDEX artist_search FOR (n:Artist) ON EACH [n.name, n.aliases]"))
    graph.write(Statement("wait", "CALL db.awaitIndexes(60)"))
    graph.write(WRITE_VERSION, version=FOLDED_SINCE - 1)
    assert [row["id"] for row in graph.read(FIND, text="regre")] == ["a2"]
    migrate(graph)
    assert read_version(graph) == SCHEMA_VERSION
    assert [tuple(row.values()) for row in graph.read(ANALYZERS)] == folding
    assert [row["id"] for row in graph.read(FIND, text="regre")] == ["a1", "a2"]
