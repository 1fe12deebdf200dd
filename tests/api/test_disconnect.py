"""A client that goes away takes its statement with it: Neo4j stops working for nobody."""

import asyncio
import socket
from dataclasses import replace
from typing import Any

import pytest
import uvicorn
from fastapi import Request

from api.app import create_app
from graph.errors import StatementTimeout
from graph.server import Connection
from graph.session import AsyncGraph, Graph, Statement, connect_async
from graph.settings import Settings

ENDLESS = Statement("test_endless_ask", "UNWIND range(1, 2000000000) AS i WITH i WHERE i % 7 = 8 RETURN count(i) AS n")
RUNNING = Statement(
    "test_running_asks",
    "SHOW TRANSACTIONS YIELD metaData, status WHERE metaData.statement = 'test_endless_ask' RETURN status",
)
PATIENCE_S = 20.0


async def wait_for_running(graph: AsyncGraph, count: int) -> None:
    """Wait until so many endless statements run in the database."""
    while len(await graph.read(RUNNING)) != count:
        await asyncio.sleep(0.05)


@pytest.mark.usefixtures("graph")
def test_a_client_that_has_gone_cancels_its_statement(server_settings: Settings, server: Connection) -> None:
    app = create_app(server_settings, server)

    async def ask_endlessly(request: Request) -> Any:
        return await request.app.state.graph.read(ENDLESS)

    app.add_api_route("/endless", ask_endlessly)

    async def work() -> None:
        bound = socket.create_server(("127.0.0.1", 0))
        serving = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        task = asyncio.create_task(serving.serve(sockets=[bound]))
        watching = connect_async(server, server_settings)
        _, client = await asyncio.open_connection(*bound.getsockname())
        try:
            client.write(b"GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await wait_for_running(watching, 1)
            client.close()
            await wait_for_running(watching, 0)
        finally:
            client.close()
            serving.should_exit = True
            await task
            await watching.close()

    asyncio.run(asyncio.wait_for(work(), PATIENCE_S))


@pytest.mark.usefixtures("graph")
def test_work_that_is_given_up_cancels_its_statement(server_settings: Settings, server: Connection) -> None:
    async def work() -> None:
        asking, watching = (connect_async(server, server_settings) for _ in range(2))
        try:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(asking.read(ENDLESS), 1.0)
            await wait_for_running(watching, 0)
            assert await asking.read(RUNNING) == [], "the connection is of no more use"
        finally:
            await asking.close()
            await watching.close()

    asyncio.run(asyncio.wait_for(work(), PATIENCE_S))


def test_a_statement_over_its_time_is_cancelled(server_settings: Settings, server: Connection, graph: Graph) -> None:
    async def work() -> None:
        asking = connect_async(server, replace(server_settings, query_timeout_s=1))
        try:
            with pytest.raises(StatementTimeout):
                await asking.read(ENDLESS)
        finally:
            await asking.close()

    asyncio.run(asyncio.wait_for(work(), PATIENCE_S))
    assert graph.read(RUNNING) == []
