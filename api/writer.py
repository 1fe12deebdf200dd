"""The writer's connection: the loaders' writer blocks, so the service runs it in a thread, one piece of work at a time."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from graph.session import Graph

T = TypeVar("T")


class Writer:
    """Opens a graph with its first work and keeps it until `close`."""

    def __init__(self, connect: Callable[[], Graph]) -> None:
        self._connect = connect
        self._graph: Graph | None = None
        self._turn = asyncio.Lock()

    async def run(self, work: Callable[[Graph], T]) -> T:
        """Do blocking work on the graph. Raises: DatabaseDown, DatabaseRefused, and what the work raises."""
        async with self._turn:
            return await asyncio.to_thread(self._do, work)

    def _do(self, work: Callable[[Graph], T]) -> T:
        if self._graph is None:
            self._graph = self._connect()
        return work(self._graph)

    async def close(self) -> None:
        """Close the connection, once the work that runs has ended."""
        async with self._turn:
            if self._graph is not None:
                await asyncio.to_thread(self._graph.close)
                self._graph = None
