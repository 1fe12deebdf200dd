"""Fixtures: one real Neo4j a test session, emptied for each test that takes `graph`."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph import server as embedded
from graph.schema import migrate
from graph.server import Connection
from graph.session import Graph, Statement, connect
from graph.settings import Settings, read_settings

EMPTY = Statement("empty", "MATCH (n) WHERE NOT n:Store CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")


@pytest.fixture(scope="session")
def server_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a data folder of the test session's own; the cache of server jars is the user's."""
    return replace(read_settings(), data_dir=tmp_path_factory.mktemp("namesake"), port=0)


@pytest.fixture(scope="session")
def server(server_settings: Settings) -> Iterator[Connection]:
    """A running Neo4j: the embedded one, or NAMESAKE_NEO4J_URI's."""
    if server_settings.neo4j_uri:
        yield embedded.connection(server_settings)
        return
    yield embedded.start(server_settings, fast_start=True)
    embedded.stop(server_settings)


@pytest.fixture(scope="session")
def open_graph(server: Connection, server_settings: Settings) -> Iterator[Graph]:
    with connect(server, server_settings) as graph:
        yield graph


@pytest.fixture
def graph(open_graph: Graph) -> Graph:
    """An empty graph with its schema."""
    open_graph.run_alone(EMPTY)
    migrate(open_graph)
    return open_graph


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real inputs, which are not part of the project."""
    folder = Path(os.environ.get("NAMESAKE_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no shared data at {folder}: set NAMESAKE_SHARED_DATA to run this test")
    return folder
