"""What one request may ask for: depth, aliases, tokens, page sizes, rows."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.errors import BadArgument

MAX_DEPTH: Final = 12
MAX_ALIASES: Final = 30
MAX_TOKENS: Final = 2_000
MAX_PAGE: Final = 100
MAX_NETWORK_DEPTH: Final = 3
MAX_ROWS: Final = 20_000
"""Rows that one request may read; wide lists within wide lists end here."""
MAX_BODY_BYTES: Final = 4_194_304
MAX_TEXT: Final = 500
"""Characters of a search."""


HEAVY: Final[Mapping[str, int]] = {
    "Query.paths": 200_000,
    "Query.screenArtists": 200_000,
    "Query.screenReleases": 200_000,
    "Query.network": 100_000,
    "SearchConnection.facets": 100_000,
    "Query.search": 50_000,
    "Query.sharedTies": 50_000,
    "Query.searchArtists": 20_000,
    "Query.similarArtists": 50_000,
    "Query.expand": 20_000,
    "Query.findingFacets": 20_000,
    **dict.fromkeys(
        (
            "Cluster.summary",
            "ClusterSummary.distributors",
            "ClusterSummary.labels",
            "ClusterSummary.payees",
            "ClusterSummary.titleShapes",
            "ClusterSummary.releasesByMonth",
        ),
        20_000,
    ),
    "Run.report": 10_000,
    "Artist.network": 9_000,
    "Artist.exposure": 9_000,
    "Artist.lookalikes": 9_000,
}
"""What a field that walks or searches costs before any of its rows: four of the heaviest are within the default of NAMESAKE_MAX_COST.
28 of `paths` or of `facets` in one request took 18 to 42 s, all of a small database's memory with them."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the service's owner sets. `persisted`: the only queries that are answered, by SHA-256; None for any.

    `timeout_s`: how long a query or a mutation may take.
    """

    max_cost: int
    timeout_s: float = 60
    introspection: bool = True
    persisted: Mapping[str, str] | None = None


class Budget:
    """Rows that a request may still read."""

    def __init__(self, rows: int = MAX_ROWS) -> None:
        self.left = rows

    def spend(self, rows: int) -> None:
        """Raises: BadArgument: the request reads more than it may."""
        self.left -= rows
        if self.left < 0:
            raise BadArgument(
                f"the request reads more than {MAX_ROWS:,} rows", hint="ask for smaller pages or fewer levels"
            )


def check_range(name: str, value: int, low: int, high: int) -> int:
    """Raises: BadArgument: out of range."""
    if not low <= value <= high:
        raise BadArgument(f"`{name}` is {value}, expected {low} to {high}", hint=f"`{name}` takes {low} to {high}")
    return value


def check_first(first: int) -> int:
    """The size of a page. Raises: BadArgument."""
    return check_range("first", first, 1, MAX_PAGE)


class BodyLimit:
    """Reads the body, answers 413 to one over the limit whether or not its length is declared, and stops work for a client
    that has gone: what waits for the database is cancelled, and the driver's closed connection cancels the statement there."""

    def __init__(self, app: Any, refuse: Any) -> None:
        self.app = app
        self.refuse = refuse

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        parts: list[Any] = []
        size = 0
        more = True
        while more:
            message = await receive()
            parts.append(message)
            size += len(message.get("body", b""))
            more = message.get("more_body", False)
            if size > MAX_BODY_BYTES:
                await self.refuse(scope, receive, send)
                return
        gone = asyncio.ensure_future(_wait_until_gone(receive))

        async def replay() -> Any:
            return parts.pop(0) if parts else await asyncio.shield(gone)

        await _run_until(gone, asyncio.ensure_future(self.app(scope, replay, send)))


async def _wait_until_gone(receive: Any) -> Any:
    while (message := await receive())["type"] != "http.disconnect":
        pass
    return message


async def _run_until(gone: asyncio.Future[Any], work: asyncio.Future[Any]) -> None:
    """Wait for work and raise what it raises; stop it, and wait until it has, once the client has gone."""
    try:
        await asyncio.wait({gone, work}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
        if not work.done():
            work.cancel()
            await asyncio.wait({work})
    if not work.cancelled():
        work.result()
