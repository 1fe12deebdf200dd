"""Questions that nobody thought of: schemathesis makes them from the schema, and the API must answer each without failing inside."""

import asyncio
import io
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
import schemathesis
from conftest import DETECTION, ROWS, load
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from installation import open_empty
from live import serve_app
from schemathesis.graphql import nodes

from api.print_schema import print_schema
from graph.server import Connection
from graph.settings import Settings
from graph.store import publish

DAYS = st.dates().map(str)
schemathesis.graphql.scalar("Date", DAYS.map(nodes.String))
schemathesis.graphql.scalar("DateTime", st.datetimes().map(lambda time: nodes.String(time.isoformat())))
schemathesis.graphql.scalar("Count", st.integers(0, 2**53).map(nodes.Int))
schemathesis.graphql.scalar("JSON", st.just(nodes.String("{}")))
schema = schemathesis.graphql.from_file(io.StringIO(print_schema()))


@pytest.fixture(scope="module")
def address(server_settings: Settings, server: Connection) -> Iterator[str]:
    """The address of an app that serves a small graph, in a thread of its own."""
    known: list[str] = []
    ready, done = threading.Event(), threading.Event()

    async def work() -> None:
        async with serve_app(replace(server_settings, rate_per_minute=1_000_000), server) as at:
            known.append(at)
            ready.set()
            await asyncio.to_thread(done.wait)

    thread = threading.Thread(target=lambda: asyncio.run(work()))
    thread.start()
    assert ready.wait(30)
    yield known[0]
    done.set()
    thread.join()


@pytest.fixture(scope="module")
def filled_once(server_settings: Settings, server: Connection) -> None:
    with open_empty(server, server_settings) as graph:
        load(graph, ROWS)
        publish(graph, DETECTION, run_id="run1", today="2026-11-24", snapshot_hash="s1")


@pytest.mark.usefixtures("filled_once")
@schema.parametrize()
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_asked_nothing_fails_inside(case: schemathesis.Case, address: str) -> None:
    """schemathesis' own check takes every `errors` for a failure of the server; here one that says what to do about it is an answer."""
    answer = case.call(base_url=f"http://{address}/graphql")
    assert answer.status_code == 200
    for error in answer.json().get("errors", []):
        assert error["extensions"]["code"] != "internal-error", error
        assert error["extensions"]["hint"]
