"""The session against a real Neo4j: its errors are Namesake's, its statements are named and bounded in time."""

import asyncio
from dataclasses import replace

import pytest

from graph.errors import BadSetting, DatabaseDown, DatabaseMemory, DatabaseRefused, StatementTimeout
from graph.server import Connection, free_port
from graph.session import Graph, Statement, Transaction, connect, connect_async
from graph.settings import Settings

CREATE = Statement("test_create", "UNWIND $names AS name CREATE (:Test {name: name})")
COUNT = Statement("test_count", "MATCH (n:Test) RETURN count(n) AS n")
RUNNING = Statement(
    "test_running",
    "SHOW TRANSACTIONS YIELD metaData WHERE metaData.statement IS NOT NULL RETURN metaData.statement AS name",
)
OWN_CONNECTION = Statement(
    "test_own_connection",
    "SHOW TRANSACTIONS YIELD metaData, connectionId WHERE metaData.statement = 'test_own_connection' RETURN connectionId AS id",
)
ENDLESS = Statement("test_endless", "UNWIND range(1, 1000000000) AS i WITH i WHERE i % 7 = 8 RETURN count(i) AS n")

GREEDY = Statement(
    "test_greedy",
    "UNWIND range(1, 100000000) AS i WITH collect(toString(i)) AS kept UNWIND kept AS one RETURN max(one) AS n",
)


def test_what_is_written_is_read(graph: Graph) -> None:
    graph.write(CREATE, names=["Zoë", "Ωmega"])
    assert graph.read(COUNT) == [{"n": 2}]


def test_a_statement_goes_to_the_server_under_its_name(graph: Graph) -> None:
    assert graph.read(RUNNING) == [{"name": "test_running"}]


def test_a_unit_of_work_that_fails_leaves_nothing(graph: Graph) -> None:
    def work(tx: Transaction) -> None:
        tx.run(CREATE, names=["half"])
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        graph.write_many(work)
    assert graph.read(COUNT) == [{"n": 0}]


def test_a_reading_statement_cannot_write(graph: Graph) -> None:
    with pytest.raises(Exception, match=r"(?i)read access mode|not allowed"):
        graph.read(CREATE, names=["sneaked in"])
    assert graph.read(COUNT) == [{"n": 0}]


def test_a_statement_that_takes_too_long_is_cancelled(server: Connection, server_settings: Settings) -> None:
    with (
        connect(server, replace(server_settings, query_timeout_s=1)) as impatient,
        pytest.raises(StatementTimeout, match="longer than allowed"),
    ):
        impatient.read(ENDLESS)


def test_a_statement_that_needs_more_memory_than_there_is_says_what_to_raise(graph: Graph) -> None:
    with pytest.raises(DatabaseMemory, match="test_greedy") as greedy:
        graph.read(GREEDY)
    assert "NAMESAKE_HEAP_MB" in greedy.value.hint


def test_a_wrong_password_is_refused(server: Connection, server_settings: Settings) -> None:
    with pytest.raises(DatabaseRefused) as refused:
        connect(replace(server, password="wrong"), server_settings)
    assert "NAMESAKE_NEO4J_PASSWORD" in refused.value.hint


def test_a_server_that_is_not_there_is_down(server_settings: Settings) -> None:
    with pytest.raises(DatabaseDown) as down:
        connect(Connection(f"bolt://127.0.0.1:{free_port()}", "neo4j", "x", "neo4j"), server_settings)
    assert "namesake up" in down.value.hint


def test_a_database_that_is_not_there_is_down(server: Connection, server_settings: Settings) -> None:
    with connect(replace(server, database="nowhere"), server_settings) as graph:
        with pytest.raises(DatabaseDown) as down:
            graph.read(COUNT)
        assert "NAMESAKE_NEO4J_DATABASE" in down.value.hint


@pytest.mark.parametrize("uri", ["http://localhost:7474", "localhost:7687", "bolt://", "bolt://localhost:port"])
def test_an_address_that_cannot_be_used_says_what_one_looks_like(server_settings: Settings, uri: str) -> None:
    with pytest.raises(BadSetting) as bad:
        connect(Connection(uri, "neo4j", "x", "neo4j"), server_settings)
    assert "bolt://host:7687" in bad.value.hint


def test_the_async_graph_does_the_same(graph: Graph, server: Connection, server_settings: Settings) -> None:
    async def ask() -> list[dict[str, int]]:
        asynchronous = connect_async(server, server_settings)
        sent: list[str] = []
        asynchronous.on_statement = sent.append
        try:
            await asynchronous.write(CREATE, names=["one", "two", "three"])
            rows = await asynchronous.read(COUNT)
        finally:
            await asynchronous.close()
        assert sent == ["test_create", "test_count"]
        return rows

    assert asyncio.run(ask()) == [{"n": 3}]


def test_a_connection_that_the_server_has_closed_is_no_failure(
    graph: Graph, server: Connection, server_settings: Settings
) -> None:
    async def ask() -> list[dict[str, int]]:
        asynchronous = connect_async(server, server_settings)
        sent: list[str] = []
        asynchronous.on_statement = sent.append
        try:
            [own] = await asynchronous.read(OWN_CONNECTION)
            graph.run_alone(Statement("test_kill", f"CALL dbms.killConnection('{own['id']}')"))
            rows = await asynchronous.read(COUNT)
        finally:
            await asynchronous.close()
        assert sent == ["test_own_connection", "test_count", "test_count"]
        return rows

    assert asyncio.run(ask()) == [{"n": 0}]


def test_the_async_graph_refuses_a_wrong_password(server: Connection, server_settings: Settings) -> None:
    async def ask() -> None:
        asynchronous = connect_async(replace(server, password="wrong"), server_settings)
        try:
            await asynchronous.read(COUNT)
        finally:
            await asynchronous.close()

    with pytest.raises(DatabaseRefused):
        asyncio.run(ask())
