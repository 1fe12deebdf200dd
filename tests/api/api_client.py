"""A client of the app, in the test's own event loop."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx
from starlette.applications import Starlette

from api.app import create_app
from graph.server import Connection
from graph.settings import Settings

T = TypeVar("T")
Run = Callable[[Callable[["Client"], Awaitable[T]]], T]
"""Runs an async function with a client."""


@dataclass
class Client:
    """Asks the app. `statements`: the names of what it sent to the database."""

    http: httpx.AsyncClient
    app: Starlette
    statements: list[str] = field(default_factory=list)

    def note(self, statement: str) -> None:
        """Keep the name of a statement; the keys are read once in ten seconds, whatever is asked."""
        if statement != "read_api_keys":
            self.statements.append(statement)

    async def post(self, query: str, **variables: Any) -> httpx.Response:
        self.statements.clear()
        return await self.http.post("/graphql", json={"query": query, "variables": variables})

    async def ask(self, query: str, **variables: Any) -> Any:
        """The answer's data; there must be no errors."""
        answer = (await self.post(query, **variables)).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    async def fail(self, query: str, **variables: Any) -> Any:
        """The answer's only error."""
        [error] = (await self.post(query, **variables)).json()["errors"]
        assert set(error["extensions"]) == {"code", "hint"}
        return error


@asynccontextmanager
async def open_client(settings: Settings, connection: Connection) -> AsyncIterator[Client]:
    app = create_app(settings, connection)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
            client = Client(http, app)
            app.state.graph.on_statement = client.note
            yield client
