"""What the tests of this folder share."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from graph.server import Connection
from graph.session import AsyncGraph, Graph, connect_async
from graph.settings import Settings
from tests.graph.reviewing import Run


@pytest.fixture
def run(server: Connection, server_settings: Settings, graph: Graph) -> Run:
    """Runs an async function with an async graph of the session's server."""

    def start(work: Callable[[AsyncGraph], Awaitable[Any]]) -> Any:
        async def inside() -> Any:
            connected = connect_async(server, server_settings)
            try:
                return await work(connected)
            finally:
                await connected.close()

        return asyncio.run(inside())

    return start
