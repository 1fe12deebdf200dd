"""One real Neo4j for the whole test session, and an empty graph in it for each test that asks."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from installation import embedded_settings, open_empty

from graph import server as embedded
from graph.server import Connection
from graph.session import Graph
from graph.settings import Settings, read_settings

# no example is timed: two test processes and two databases share the cores
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew, for review")


@pytest.fixture(scope="session")
def server_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the session's server: the one named by NAMESAKE_NEO4J_URI, which tests empty, or an embedded one."""
    data_dir = tmp_path_factory.mktemp("installation")
    if not os.environ.get("NAMESAKE_NEO4J_URI"):
        return embedded_settings(data_dir)
    return replace(read_settings(dotenv=None), data_dir=data_dir)


@pytest.fixture(scope="session")
def server(server_settings: Settings) -> Iterator[Connection]:
    if server_settings.neo4j_uri:
        yield embedded.connection(server_settings)
        return
    try:
        yield embedded.start(server_settings, fast_start=True)
    finally:
        embedded.stop(server_settings)


@pytest.fixture
def graph(server: Connection, server_settings: Settings) -> Iterator[Graph]:
    """A connected graph: empty, with its constraints and schema version."""
    with open_empty(server, server_settings) as connected:
        yield connected


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of source data that is too large for the repository."""
    folder = Path(os.environ.get("NAMESAKE_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there: set NAMESAKE_SHARED_DATA to the folder of source data")
    return folder
