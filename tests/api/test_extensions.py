"""On a WebSocket each operation is a request of its own: allowed anew before it does anything, and with nothing read before it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from conftest import FINDINGS
from live import open_socket, serve_app

from api import auth
from api.limits import Budget
from graph.keys import create_key, revoke_key
from graph.server import Connection
from graph.session import Graph, Statement
from graph.settings import Settings

FINDING = FINDINGS[0].finding_id
STATUS = f'{{ finding(id: "{FINDING}") {{ status }} }}'
DISMISS = f"""mutation {{ reviewFinding(input: {{
    findingId: "{FINDING}", decision: DISMISSED, reason: "not so", expectedVersion: 0 }}) {{ __typename }} }}"""
NOTE = f'mutation {{ noteFinding(findingId: "{FINDING}", text: "seen") {{ __typename }} }}'
WRITTEN = Statement(
    "read_written",
    "MATCH (f:Finding {id: $id}) OPTIONAL MATCH (r:Review) RETURN f.status AS status, count(DISTINCT r) AS reviews",
)
Ask = Callable[[str], Awaitable[Any]]


@pytest.fixture(autouse=True)
def fresh_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are read for each request, so that no test waits for the ten seconds of their life."""
    monkeypatch.setattr(auth.KeyRing.__init__, "__kwdefaults__", {"life_s": 0.0})


@asynccontextmanager
async def websocket(address: str, **payload: str) -> AsyncIterator[Ask]:
    """`await ask(query)`: the answer to an operation on one connection."""
    async with open_socket(address) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        assert json.loads(await socket.recv())["type"] == "connection_ack"

        async def ask(query: str) -> Any:
            await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": query}}))
            answer: Any = None
            while (message := json.loads(await socket.recv()))["type"] not in ("complete", "error"):
                answer = message["payload"] if message["type"] == "next" else answer
            return answer if message["type"] == "complete" else {"errors": message["payload"]}

        yield ask


def converse(settings: Settings, server: Connection, work: Callable[[str], Awaitable[Any]]) -> Any:
    async def inside() -> Any:
        async with asyncio.timeout(20), serve_app(settings, server) as address:
            return await work(address)

    return asyncio.run(inside())


def codes(answer: Any) -> list[str]:
    return [error["extensions"]["code"] for error in answer["errors"]]


def written(graph: Graph) -> dict[str, Any]:
    [row] = graph.read(WRITTEN, id=FINDING)
    return dict(row)


@pytest.mark.parametrize("mutation", [DISMISS, NOTE], ids=["decide", "note"])
def test_a_revoked_key_writes_nothing_over_an_open_connection(
    server_settings: Settings, server: Connection, filled: Graph, mutation: str
) -> None:
    key, token = create_key(filled, name="x", role="admin", days=None, by="cli:test")
    before = written(filled)

    async def work(address: str) -> Any:
        async with websocket(address, Authorization=f"Bearer {token}") as ask:
            assert "errors" not in await ask(STATUS)
            await asyncio.to_thread(revoke_key, filled, key.id, by="cli:test")
            return await ask(mutation)

    assert codes(converse(server_settings, server, work)) == ["unauthenticated"]
    assert written(filled) == before


def test_a_connection_without_a_key_ends_with_the_first_key(
    server_settings: Settings, server: Connection, filled: Graph
) -> None:
    before = written(filled)

    async def work(address: str) -> Any:
        async with websocket(address) as ask:
            assert "errors" not in await ask(STATUS)
            await asyncio.to_thread(create_key, filled, name="x", role="admin", days=None, by="cli:test")
            return [await ask(STATUS), await ask(DISMISS)]

    for answer in converse(server_settings, server, work):
        assert codes(answer) == ["unauthenticated"]
    assert written(filled) == before


def test_an_operation_reads_what_is_there_now(server_settings: Settings, server: Connection, filled: Graph) -> None:
    async def work(address: str) -> Any:
        async with websocket(address) as reader, websocket(address) as writer:
            before = await reader(STATUS)
            assert "errors" not in await writer(DISMISS)
            return before, await reader(STATUS)

    before, after = converse(server_settings, server, work)
    assert before["data"] == {"finding": {"status": "open"}}
    assert after["data"] == {"finding": {"status": "dismissed"}}


def test_each_operation_has_the_whole_budget(
    server_settings: Settings, server: Connection, filled: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Budget.__init__, "__defaults__", (10,))
    releases = "{ releases(first: 10) { edges { node { id } } } }"

    async def work(address: str) -> Any:
        async with websocket(address) as ask:
            return [await ask(releases) for _ in range(3)]

    for answer in converse(server_settings, server, work):
        assert len(answer["data"]["releases"]["edges"]) == 7
