"""Asking the app one query, and what it says to who may not."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from api_client import Client

from graph.keys import create_key
from graph.session import Graph

QUERY = {"query": "{ findings { totalCount } }"}
Work = Callable[[Client], Awaitable[Any]]


def make_key(graph: Graph, role: str = "reader", days: int | None = None) -> str:
    return create_key(graph, name="test", role=role, days=days, by="cli:test")[1]


def post(token: str | None = None, **headers: str) -> Work:
    """Ask the query with a key; the answer."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if token is not None:
        sent["Authorization"] = f"Bearer {token}"

    async def work(client: Client) -> httpx.Response:
        return await client.http.post("/graphql", json=QUERY, headers=sent)

    return work


def code(answer: httpx.Response) -> tuple[int, str]:
    assert set(answer.json()) == {"code", "message", "hint"}
    return answer.status_code, answer.json()["code"]
