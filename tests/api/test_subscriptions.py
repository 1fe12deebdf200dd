"""Subscriptions over a real port: by WebSocket and by server-sent events, what a run publishes arrives once and can be taken up again."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from conftest import DETECTION, FINDINGS
from live import open_socket, serve_app
from websockets.asyncio.client import ClientConnection

from graph.events import report_progress
from graph.findings import Detection
from graph.server import Connection
from graph.session import Graph
from graph.settings import Settings
from graph.store import publish

CHANGES = """subscription($since: String, $kinds: [FindingKind!]) { findingChanges(since: $since, kinds: $kinds) {
    change cursor finding { id kind subject { ... on Artist { name } ... on Release { title } } } } }"""
PATIENCE_S = 20.0
Live = Callable[[Callable[[str], Awaitable[None]]], None]


@pytest.fixture
def live(server_settings: Settings, server: Connection, graph: Graph) -> Live:
    """Runs an async function with the address of a serving app."""

    def start(work: Callable[[str], Awaitable[None]]) -> None:
        async def inside() -> None:
            async with serve_app(server_settings, server) as address:
                await asyncio.wait_for(work(address), PATIENCE_S)

        asyncio.run(inside())

    return start


@asynccontextmanager
async def subscribe(address: str, query: str, **variables: Any) -> AsyncIterator[ClientConnection]:
    async with open_socket(address) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": {}}))
        assert json.loads(await socket.recv())["type"] == "connection_ack"
        sent = {"id": "1", "type": "subscribe", "payload": {"query": query, "variables": variables}}
        await socket.send(json.dumps(sent))
        yield socket


async def receive(socket: ClientConnection) -> dict[str, Any]:
    while (message := json.loads(await socket.recv()))["type"] != "next":
        assert message["type"] in ("ping", "error"), message
        if message["type"] == "error":
            return {"errors": message["payload"]}
    payload: dict[str, Any] = message["payload"]
    return payload


def publish_half(graph: Graph) -> None:
    detection = Detection(FINDINGS[:2], DETECTION.identities, ())
    publish(graph, detection, run_id="run2", today="2026-11-25", snapshot_hash="s2")


def test_what_a_run_publishes_arrives_by_websocket(live: Live, filled: Graph) -> None:
    async def work(address: str) -> None:
        async with subscribe(address, CHANGES) as socket:
            await asyncio.sleep(0.5)  # until it waits
            await asyncio.to_thread(publish_half, filled)
            told = [(await receive(socket))["data"]["findingChanges"] for _ in range(2)]
        assert {item["change"] for item in told} == {"GONE"}
        assert {item["finding"]["kind"] for item in told} == {"CONTENT_FARM", "RECYCLED_AUDIO"}

    live(work)


def test_a_subscription_is_taken_up_where_it_ended(live: Live, filled: Graph) -> None:
    async def work(address: str) -> None:
        async with subscribe(address, CHANGES, since="0:") as socket:
            first = (await receive(socket))["data"]["findingChanges"]
        async with subscribe(address, CHANGES, since=first["cursor"]) as socket:
            others = [(await receive(socket))["data"]["findingChanges"] for _ in range(3)]
        assert {first["finding"]["id"], *(item["finding"]["id"] for item in others)} == {f.finding_id for f in FINDINGS}
        assert {item["change"] for item in others} == {"NEW"}

    live(work)


def test_server_sent_events_carry_the_same(live: Live, filled: Graph) -> None:
    async def work(address: str) -> None:
        sent = {"query": CHANGES, "variables": {"since": "0:", "kinds": ["MISATTRIBUTION"]}}
        async with (
            httpx.AsyncClient(timeout=PATIENCE_S) as client,
            client.stream(
                "POST", f"http://{address}/graphql", json=sent, headers={"accept": "text/event-stream"}
            ) as answer,
        ):
            assert answer.headers["content-type"].startswith("text/event-stream")
            async for line in answer.aiter_lines():
                if line.startswith("data:"):
                    told = json.loads(line[5:])["data"]["findingChanges"]
                    break
        assert told["finding"]["kind"] == "MISATTRIBUTION"
        assert told["finding"]["subject"] == {"title": "Release 7"}

    live(work)


def test_the_progress_of_a_night_arrives_as_it_goes_on(live: Live, filled: Graph) -> None:
    place = {"night_id": "n1", "began_at": "2026-11-24T01:00:00", "stages": ["load", "detect"]}

    async def work(address: str) -> None:
        report_progress(filled, {**place, "stage": "load", "stages_done": 0, "finished": False})
        async with subscribe(address, "subscription { nightProgress { stage stagesDone finished } }") as socket:
            first = await receive(socket)
            done = {**place, "stage": None, "stages_done": 2, "finished": True}
            await asyncio.to_thread(report_progress, filled, done)
            last = await receive(socket)
        assert first["data"]["nightProgress"] == {"stage": "load", "stagesDone": 0, "finished": False}
        assert last["data"]["nightProgress"] == {"stage": None, "stagesDone": 2, "finished": True}

    live(work)


def test_a_bad_cursor_is_refused_in_the_one_shape(live: Live) -> None:
    async def work(address: str) -> None:
        async with subscribe(address, CHANGES, since="yesterday") as socket:
            [error] = (await receive(socket))["errors"]
        assert error["extensions"]["code"] == "bad-argument"
        assert "yesterday" in error["message"]

    live(work)
