"""`namesake serve` as a process of its own: asked to end, it finishes what runs, ends its streams, and goes."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph.findings import Detection, Evidence, Finding, Reference
from graph.server import Connection, free_port
from graph.session import Graph, Statement, Transaction
from graph.store import publish

FINDING = Finding(
    "impersonation", Reference("artist", "a"), -1.0, (Evidence("e", 2.0, "So."),), Reference("artist", "b")
)
HOLD = Statement("hold", "MATCH (f:Finding {id: $id}) SET f.held = true")
NOTE = 'mutation($id: ID!) { noteFinding(findingId: $id, text: "seen") { ... on ReviewDone { finding { id } } } }'
PATIENCE_S = 60


@pytest.fixture
def served(graph: Graph, server: Connection, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    publish(graph, Detection((FINDING,), (), ()), run_id="r1", today="2026-01-01", snapshot_hash="s")
    port = free_port()
    environment = {
        **os.environ,
        "NAMESAKE_NEO4J_URI": server.uri,
        "NAMESAKE_NEO4J_PASSWORD": server.password,
        "NAMESAKE_DATA_DIR": str(tmp_path),
        "NAMESAKE_PORT": str(port),
    }
    process = subprocess.Popen([sys.executable, "-m", "namesake.cli", "serve"], env=environment)
    address = f"http://127.0.0.1:{port}"
    for _ in range(PATIENCE_S * 10):
        try:
            httpx.get(f"{address}/healthz")
            break
        except httpx.ConnectError:
            threading.Event().wait(0.1)
    yield process, address
    if process.poll() is None:
        process.kill()
    process.wait()


def test_a_running_request_is_answered_before_the_service_ends(
    served: tuple[subprocess.Popen[bytes], str], graph: Graph
) -> None:
    process, address = served
    held, let_go = threading.Event(), threading.Event()

    def hold(tx: Transaction) -> None:
        tx.run(HOLD, id=FINDING.finding_id)
        held.set()
        let_go.wait(PATIENCE_S)

    holder = threading.Thread(target=lambda: graph.write_many(hold))
    holder.start()
    assert held.wait(PATIENCE_S)
    answers: list[dict[str, object]] = []

    def ask() -> None:
        sent = {"query": NOTE, "variables": {"id": FINDING.finding_id}}
        answers.append(httpx.post(f"{address}/graphql", json=sent, timeout=PATIENCE_S).json())

    asking = threading.Thread(target=ask)
    asking.start()
    threading.Event().wait(2)  # until it waits for the finding
    assert answers == []
    process.send_signal(signal.SIGTERM)
    threading.Event().wait(1)
    let_go.set()
    for thread in (holder, asking):
        thread.join(PATIENCE_S)
    assert answers == [{"data": {"noteFinding": {"finding": {"id": FINDING.finding_id}}}}]
    process.wait(PATIENCE_S)


def test_an_open_stream_does_not_keep_the_service(served: tuple[subprocess.Popen[bytes], str]) -> None:
    process, address = served
    sent = {"query": 'subscription { findingChanges(since: "0:") { change } }'}
    headers = {"accept": "text/event-stream"}
    with httpx.stream("POST", f"{address}/graphql", json=sent, headers=headers, timeout=PATIENCE_S) as answer:
        first = next(line for line in answer.iter_lines() if line.startswith("data:"))
        assert json.loads(first[5:])["data"]["findingChanges"]["change"] == "NEW"
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_S)
