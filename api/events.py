"""Who waits for news: one poll of the graph a second for all subscribers of this process, and none while nobody waits."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final, Literal

from graph.errors import BadArgument
from graph.events import READ_EVENTS, READ_HEADS, READ_PROGRESS, READ_SETTLED
from graph.read import Node, plain
from graph.session import AsyncGraph

Topic = Literal["findings", "progress"]
Heads = dict[str, int]
"""The newest event of each topic."""
Place = tuple[int, str]
"""The number of an event, and the id of the last finding read of it."""

POLL_S: Final = 1.0
_ROWS: Final = 500
_END: Final = "\uffff"
"""After every id."""


class Feed:
    """News of a graph. What processes elsewhere publish is seen too, for it is the graph that is asked."""

    def __init__(self, graph: AsyncGraph, *, poll_s: float = POLL_S) -> None:
        self._graph = graph
        self._poll_s = poll_s
        self._asked_at = -poll_s
        self._poll: asyncio.Task[Heads] | None = None
        self._known: Heads = {}

    async def findings(self, after: Place | None = None) -> AsyncIterator[Node]:
        """Findings as they change, after a place or from now on, without end.

        Raises: BadArgument: the place is after everything that there has been.
        """
        head = (await self._heads())["findings"]
        event, name = after or (head, _END)
        if event > head:
            raise BadArgument(
                f"`since` is at {event}, and only {head} changes have been",
                hint="the graph has been set back: leave `since` out, and read the findings anew",
            )
        while True:
            rows = await self._graph.read(READ_EVENTS, event=event, id=name, head=head, limit=_ROWS)
            for row in rows:
                node = plain(row["node"])
                event, name = node["event"], node["id"]
                yield node
            if len(rows) < _ROWS:
                event, name = head, _END
                head = await self._newer("findings", head)

    async def progress(self) -> AsyncIterator[Node]:
        """How far the night is: now, and whenever that changes."""
        seen = 0
        while True:
            seen = await self._newer("progress", seen)
            for row in await self._graph.read(READ_PROGRESS):
                yield plain(row["progress"])

    async def _newer(self, topic: Topic, seen: int) -> int:
        """Wait until the topic is past `seen`. Returns: its newest event."""
        while (head := (await self._heads())[topic]) <= seen:
            pass
        return head

    async def _heads(self) -> Heads:
        """The heads by the next poll, which all who wait share; its failure is theirs."""
        if self._poll is None or self._poll.done():
            self._poll = asyncio.create_task(self._ask())
        return await asyncio.shield(self._poll)

    async def _ask(self) -> Heads:
        now = asyncio.get_running_loop().time
        await asyncio.sleep(self._asked_at + self._poll_s - now())
        self._asked_at = now()
        if (await self._graph.read(READ_HEADS))[0] != self._known:
            self._known = dict((await self._graph.write(READ_SETTLED))[0])
        return self._known


def parse_place(text: str) -> Place:
    """A place as `format_place` wrote it. Raises: ValueError."""
    event, _, name = text.partition(":")
    return int(event), name


def format_place(node: Node) -> str:
    return f"{node['event']}:{node['id']}"
