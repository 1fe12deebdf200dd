"""Installations of their own for tests that start or stop a server."""

import os
from pathlib import Path

from graph.schema import SCHEMA_VERSION, migrate
from graph.server import Connection
from graph.session import Graph, Statement, connect
from graph.settings import Settings, read_settings

OTHER_VERSION = Statement("test_version", "MATCH (s:Store) WHERE s.schema_version <> $version DELETE s")
FORGET_EVENTS = Statement("test_forget_events", "MATCH (s:Store) REMOVE s.event")
EMPTY = Statement(
    "test_empty", "MATCH (n) WHERE NOT n:Store CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
)


def embedded_settings(data_dir: Path) -> Settings:
    """Settings of an embedded server in `data_dir`; its jars come from the user's cache, so they are fetched once."""
    cache = {name: os.environ[name] for name in ("NAMESAKE_CACHE_DIR",) if name in os.environ}
    return read_settings({**cache, "NAMESAKE_DATA_DIR": str(data_dir), "NAMESAKE_PAGE_CACHE_MB": "64"}, dotenv=None)


def open_empty(connection: Connection, settings: Settings) -> Graph:
    """A connected graph, emptied, with its constraints and schema version."""
    graph = connect(connection, settings)
    graph.run_alone(EMPTY)
    graph.write(OTHER_VERSION, version=SCHEMA_VERSION)
    graph.write(FORGET_EVENTS)
    migrate(graph)
    return graph
