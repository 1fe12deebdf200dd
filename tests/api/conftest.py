"""A small graph, written by the writer and the findings store, and a client of the app over it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from api_client import Client, Run, open_client
from browser import Browse, browsing, page_settings
from issuer import LocalIssuer, serve_issuer

from graph.findings import Cluster, Detection, Evidence, Finding, Identity, Reference
from graph.records import RECORDS, Batch, Delivery
from graph.server import Connection
from graph.session import Graph
from graph.settings import Settings
from graph.store import publish
from graph.write import write_batch

DELIVERY = Delivery("d1", "catalog", "test")
ROWS: dict[str, list[dict[str, Any]]] = {
    "artists": [
        {
            "artist_id": "a1",
            "name": "Nova Reyes",
            "aliases": ["N. Reyes"],
            "isni": "0000000121032683",
            "followers": 3_000_000_000,
            "created_on": date(2015, 5, 1),
            "verified": True,
        },
        {"artist_id": "a2", "name": "Nova Reyés", "image_phash": "00ff00ff00ff00ff"},
        {"artist_id": "a3", "name": "Sleep Tide", "image_phash": "00ff00ff00ff00ff"},
        {"artist_id": "a4", "name": "Deep Tide"},
    ],
    "labels": [{"label_id": "l1", "name": "Tidal Wave"}],
    "distributors": [{"distributor_id": "d1", "name": "Giant"}],
    "payees": [
        {"payee_id": "p1", "name": "Reyes Music", "account_hash": "h1"},
        {"payee_id": "p2", "name": "Shadow", "account_hash": "h2"},
    ],
    "releases": [
        {
            "release_id": f"r{number}",
            "title": f"Release {number}",
            "artist_ids": [artist],
            "release_date": date(2020, 1, number),
            "label_id": "l1" if artist == "a1" else None,
            "distributor_id": "d1",
            "upc": f"{number:012d}",
            "received_at": datetime(2020, 1, 1, 12),
        }
        for number, artist in enumerate(["a1", "a1", "a1", "a2", "a3", "a4", "a1"], start=1)
    ],
    "recordings": [
        {
            "recording_id": "t1",
            "title": "Light",
            "artist_ids": ["a1"],
            "featured_artist_ids": ["a9"],
            "release_ids": ["r1"],
            "isrc": "USAB12000001",
            "ai_disclosure": ["none"],
            "streams_28d": 5,
        },
        {"recording_id": "t2", "title": "Tide", "artist_ids": ["a3"], "release_ids": ["r5"], "audio_fingerprint": "ff"},
    ],
    "contributions": [
        {"recording_id": "t1", "party_name": "Ana Reyes", "role": "composer", "ipi": "1", "artist_id": "a1"},
        {"recording_id": "t1", "party_name": "Bo", "role": "producer"},
    ],
    "payouts": [
        {"payee_id": "p1", "release_id": "r1", "share": 1.0, "amount": 10.5, "currency": "EUR", "period": "2026-10"},
        {"payee_id": "p2", "release_id": "r4", "share": 1.0, "period": "2026-10"},
        {"payee_id": "p2", "release_id": "r5", "share": 1.0, "period": "2026-10"},
        {"payee_id": "p2", "release_id": "r6", "share": 1.0, "period": "2026-10"},
    ],
    "signals": [
        {
            "subject_type": "artist",
            "subject_id": "a3",
            "kind": "ai_generated",
            "score": 0.9,
            "source": "ear",
            "observed_at": datetime(2026, 1, 1),
        }
    ],
}
WEAK = Evidence("name_rarity", 0.5, "Few artists have this name.")
STRONG = Evidence("name_lookalike", 4.0, "It differs by an accent.")
FINDINGS = (
    Finding("impersonation", Reference("artist", "a2"), -2.0, (WEAK, STRONG), Reference("artist", "a1")),
    Finding("misattribution", Reference("release", "r7"), -2.0, (STRONG,), Reference("artist", "a1")),
    Finding("content_farm", Reference("cluster", "c1"), -1.0, (STRONG,), None, ("a3", "a4")),
    Finding("recycled_audio", Reference("recording", "t2"), -3.0, (STRONG,), Reference("recording", "t1")),
)
DETECTION = Detection(
    FINDINGS,
    (Identity("a1", ("a1",), 1.0), Identity("a2", ("a2",), 1.0), Identity("a3", ("a3", "a4"), 0.9)),
    (Cluster("c1", "content_farm", ("a3", "a4"), 0.95, "2026-11-23", 1),),
)


def load(graph: Graph, rows: dict[str, list[dict[str, Any]]]) -> None:
    for table, part in rows.items():
        batch = Batch(DELIVERY, table, pl.DataFrame(part, schema=RECORDS[table].schema))
        write_batch(graph, batch, now=datetime(2026, 11, 24))


@pytest.fixture
def filled(graph: Graph) -> Graph:
    """The graph with ROWS and DETECTION in it."""
    load(graph, ROWS)
    publish(graph, DETECTION, run_id="run1", today="2026-11-24", snapshot_hash="s1")
    return graph


@pytest.fixture
def run(server_settings: Settings, server: Connection, graph: Graph) -> Run[Any]:
    """Runs an async function with a client of the app over the session's server."""

    def start(work: Callable[[Client], Awaitable[Any]]) -> Any:
        async def inside() -> Any:
            async with open_client(server_settings, server) as client:
                return await work(client)

        return asyncio.run(inside())

    return start


@pytest.fixture
def ask(run: Run[Any]) -> Callable[..., Any]:
    """`ask(query, **variables)`: the data of one query."""
    return lambda query, **variables: run(lambda client: client.ask(query, **variables))


@pytest.fixture
def fail(run: Run[Any]) -> Callable[..., Any]:
    """`fail(query, **variables)`: the one error of a query."""
    return lambda query, **variables: run(lambda client: client.fail(query, **variables))


@pytest.fixture
def serve(server_settings: Settings, server: Connection, graph: Graph) -> Callable[..., Any]:
    """`serve(work, **changes)`: run with a client of the app under changed settings."""

    def start(work: Callable[[Client], Awaitable[Any]], **changes: Any) -> Any:
        async def inside() -> Any:
            async with open_client(replace(server_settings, **changes), server) as client:
                return await work(client)

        return asyncio.run(inside())

    return start


@pytest.fixture
def local() -> Iterator[LocalIssuer]:
    """An issuer where Ana, an investigator, has an account."""
    with serve_issuer() as issuer:
        issuer.person = {"name": "Ana", "roles": ["investigator"]}
        yield issuer


@pytest.fixture
def settings(server_settings: Settings, local: LocalIssuer) -> Settings:
    """Of the app with its page and sign-in at `local`."""
    return page_settings(server_settings, local)


@pytest.fixture
def browse(settings: Settings, server: Connection, graph: Graph) -> Browse:
    return browsing(settings, server)
