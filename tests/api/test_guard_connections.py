"""Connections that stay open: they need a key, count, and end once the key is revoked."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
from asking import make_key
from conftest import DETECTION
from live import open_socket, serve_app
from websockets.exceptions import ConnectionClosed

from api import app, auth
from graph.keys import revoke_key
from graph.server import Connection
from graph.session import Graph
from graph.settings import Settings
from graph.store import publish

CHANGES = "subscription { findingChanges { finding { id } } }"
Messages = list[dict[str, Any]]


async def converse(
    settings: Settings, server: Connection, token: str, work: Callable[[Any], Awaitable[Messages]]
) -> Messages:
    """What a WebSocket that was opened with a key is told while `work` goes on."""
    async with (
        asyncio.timeout(20),
        serve_app(settings, server) as address,
        open_socket(address) as socket,
    ):
        await socket.send(json.dumps({"type": "connection_init", "payload": {"Authorization": f"Bearer {token}"}}))
        assert json.loads(await socket.recv())["type"] == "connection_ack"
        return await work(socket)


async def send(socket: Any, id: str, query: str) -> None:
    await socket.send(json.dumps({"id": id, "type": "subscribe", "payload": {"query": query}}))


async def receive(socket: Any) -> dict[str, Any]:
    while (message := json.loads(await socket.recv()))["type"] == "ping":
        pass
    return dict(message)


def test_a_connection_that_stays_open_is_told_no_more_once_its_key_is_revoked(
    server_settings: Settings, server: Connection, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth.KeyRing.__init__, "__kwdefaults__", {"life_s": 0.0})
    for module in (auth, app):  # what is sent is looked at, and not only the time
        monkeypatch.setattr(module, "CONFIRM_S", 60.0)
    token = make_key(graph)

    async def work(socket: Any) -> Messages:
        await send(socket, "1", CHANGES)
        await asyncio.sleep(1.5)
        revoke_key(graph, token[4:16], by="cli:test")
        await asyncio.to_thread(publish, graph, DETECTION, run_id="run1", today="2026-11-24", snapshot_hash="s1")
        return [await receive(socket)]

    [told] = asyncio.run(converse(server_settings, server, token, work))
    assert told["payload"]["data"] is None
    assert told["payload"]["errors"][0]["extensions"]["code"] == "unauthenticated"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are read and connections looked at several times a second."""
    monkeypatch.setattr(auth.KeyRing.__init__, "__kwdefaults__", {"life_s": 0.0})
    monkeypatch.setattr(auth, "CONFIRM_S", 0.2)
    monkeypatch.setattr(app, "CONFIRM_S", 0.6)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("query", [CHANGES, "subscription { nightProgress { stage } }"])
def test_an_idle_stream_ends_once_its_key_is_revoked(
    server_settings: Settings, server: Connection, graph: Graph, query: str
) -> None:
    token = make_key(graph)
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}

    async def work() -> str:
        async with (
            asyncio.timeout(20),
            serve_app(server_settings, server) as address,
            httpx.AsyncClient() as http,
            http.stream("POST", f"http://{address}/graphql", json={"query": query}, headers=headers) as answer,
        ):
            await asyncio.sleep(1)
            revoke_key(graph, token[4:16], by="cli:test")
            return "".join([text async for text in answer.aiter_text()])

    told = asyncio.run(work())
    assert told.count('"data"') == told.count("unauthenticated") == 1
    assert "event: complete" in told


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("subscribed", [True, False])
def test_an_idle_websocket_ends_once_its_key_is_revoked(
    server_settings: Settings, server: Connection, graph: Graph, subscribed: bool
) -> None:
    token = make_key(graph)

    async def work(socket: Any) -> Messages:
        if subscribed:
            await send(socket, "1", CHANGES)
        await asyncio.sleep(1)
        revoke_key(graph, token[4:16], by="cli:test")
        told: Messages = []
        with pytest.raises(ConnectionClosed) as closed:  # noqa: PT012  what comes before is kept
            while True:
                told.append(await receive(socket))
        assert closed.value.rcvd is not None
        assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4403, "unauthenticated")
        return told

    told = asyncio.run(converse(server_settings, server, token, work))
    assert [message["type"] for message in told] == (["next", "complete"] if subscribed else [])
    assert all(message["payload"]["data"] is None for message in told[:1])


@pytest.mark.usefixtures("impatient")
def test_a_connection_with_a_good_key_stays_open(server_settings: Settings, server: Connection, graph: Graph) -> None:
    async def work(socket: Any) -> Messages:
        await send(socket, "1", CHANGES)
        await asyncio.sleep(2)
        await asyncio.to_thread(publish, graph, DETECTION, run_id="run1", today="2026-11-24", snapshot_hash="s1")
        return [await receive(socket)]

    [told] = asyncio.run(converse(server_settings, server, make_key(graph), work))
    assert "errors" not in told["payload"]


def test_a_revoked_key_ends_open_connections_within_what_the_guide_says() -> None:
    assert auth.KEY_LIFE_S + auth.CONFIRM_S < 15


def test_each_operation_of_an_open_connection_counts(
    server_settings: Settings, server: Connection, graph: Graph
) -> None:
    async def work(socket: Any) -> Messages:
        told = []
        for number in range(6):
            await send(socket, str(number), "{ findings { totalCount } }")
            told.append(await receive(socket))
            if told[-1]["type"] == "next":
                assert (await receive(socket))["type"] == "complete"
        return told

    settings = replace(server_settings, rate_per_minute=30)
    told = asyncio.run(converse(settings, server, make_key(graph), work))
    assert "errors" not in str(told[0])
    assert "rate-limited" in str(told[-1])


async def first_message(settings: Settings, server: Connection, payload: dict[str, str]) -> str:
    """What a WebSocket is told after its `connection_init`."""
    async with (
        serve_app(settings, server) as address,
        open_socket(address) as socket,
    ):
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        try:
            return str(json.loads(await socket.recv())["type"])
        except ConnectionClosed as closed:
            return f"closed {closed.rcvd.code if closed.rcvd else None}"


def test_a_websocket_needs_a_key_too(server_settings: Settings, server: Connection, graph: Graph) -> None:
    token = make_key(graph)
    for payload, expected in (({}, "closed 4403"), ({"Authorization": f"Bearer {token}"}, "connection_ack")):
        assert asyncio.run(first_message(server_settings, server, payload)) == expected
    bad = {"Authorization": f"Bearer {token[:-1]}x"}
    assert asyncio.run(first_message(server_settings, server, bad)) == "closed 4403"
