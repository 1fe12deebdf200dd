"""Webhooks against a real receiver: signed, in order, at least once, tried again after failures, by one teller at a time."""

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from conftest import DETECTION, FINDINGS
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from api.webhooks import BATCH, Teller, open_client
from graph.audit import AuditFilter, list_audit
from graph.errors import BadArgument
from graph.findings import Detection, Evidence, Finding, Reference
from graph.server import Connection
from graph.session import Graph, Statement, connect_async
from graph.settings import Settings
from graph.store import publish
from graph.webhooks import GIVEN_UP_AFTER, add_webhook, list_webhooks, remove_webhook

BEND = Statement("bend", "MATCH (w:Webhook {id: $id}) SET w.url = $url")
FORGIVE = Statement("forgive", "MATCH (w:Webhook) SET w.not_before = null")


class Receiver(ThreadingHTTPServer):
    """Keeps what it is told; answers `statuses` one after another, then 200."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.told: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        self.drips = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook"

    def changes(self) -> list[dict[str, Any]]:
        return [change for _, body in self.told for change in json.loads(body)["data"]["changes"]]


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        receiver = self.server
        assert isinstance(receiver, Receiver)
        body = self.rfile.read(int(self.headers["content-length"]))
        status = receiver.statuses.pop(0) if receiver.statuses else 200
        if status == 200:
            receiver.told.append((dict(self.headers), body))
        if receiver.drips:
            with contextlib.suppress(OSError):
                for _ in range(100):
                    self.wfile.write(b"H")
                    time.sleep(0.1)
            return
        self.send_response(status)
        self.send_header("location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as started:
        thread = threading.Thread(target=started.serve_forever)
        thread.start()
        yield started
        started.shutdown()
        thread.join()


def tell(server: Connection, settings: Settings, *, tellers: int = 1, rounds: int = 1) -> None:
    async def work() -> None:
        graph = connect_async(server, settings)
        async with open_client() as client:
            for _ in range(rounds):
                await asyncio.gather(*(Teller(graph, client).tell_all() for _ in range(tellers)))
        await graph.close()

    asyncio.run(work())


def publish_gone(graph: Graph) -> None:
    publish(graph, Detection((), DETECTION.identities, ()), run_id="run2", today="2026-11-25", snapshot_hash="s2")


def test_changes_are_told_signed_and_only_once_they_are_there(
    filled: Graph, server: Connection, server_settings: Settings, receiver: Receiver
) -> None:
    secret = add_webhook(filled, receiver.url, kinds=["impersonation"], by="test")["secret"]
    tell(server, server_settings)
    assert receiver.told == [], "what was there before is not news"
    publish_gone(filled)
    tell(server, server_settings, rounds=3)
    [(headers, body)] = receiver.told
    signed = {name.lower(): value for name, value in headers.items()}
    Verifier(secret).verify(body, signed)
    with pytest.raises(WebhookVerificationError):
        Verifier(secret).verify(body + b" ", signed)
    [change] = receiver.changes()
    assert change["change"] == "gone"
    assert change["finding"]["finding_id"] == FINDINGS[0].finding_id
    assert [item["type"] for item in change["finding"]["evidence"]] == ["name_lookalike", "name_rarity"]


def test_a_receiver_that_fails_is_told_again_later(
    filled: Graph, server: Connection, server_settings: Settings, receiver: Receiver
) -> None:
    add_webhook(filled, receiver.url, by="test")
    publish_gone(filled)
    receiver.statuses = [500, 302]
    tell(server, server_settings, rounds=3)
    [state] = list_webhooks(filled)
    assert (state["failures"], receiver.told) == (1, []), "it is not tried again at once"
    assert "500" in state["last_error"]
    for _ in range(2):
        filled.write(FORGIVE)
        tell(server, server_settings)
    [state] = list_webhooks(filled)
    assert (state["failures"], state["last_error"], len(receiver.changes())) == (0, None, 4)


def test_a_receiver_that_never_answers_is_switched_off(
    filled: Graph, server: Connection, server_settings: Settings, receiver: Receiver
) -> None:
    add_webhook(filled, receiver.url, by="test")
    publish_gone(filled)
    receiver.statuses = [500] * (GIVEN_UP_AFTER + 5)
    for _ in range(GIVEN_UP_AFTER + 1):
        filled.write(FORGIVE)
        tell(server, server_settings)
    [state] = list_webhooks(filled)
    assert (state["active"], state["failures"]) == (False, GIVEN_UP_AFTER)


def test_several_tellers_tell_each_change_once_and_in_order(
    filled: Graph, server: Connection, server_settings: Settings, receiver: Receiver
) -> None:
    add_webhook(filled, receiver.url, by="test")
    many = [
        Finding("impersonation", Reference("artist", f"x{number}"), -1.0, (Evidence("e", 2.0, "So."),), Reference("artist", "a1"))
        for number in range(BATCH * 2 + 5)
    ]  # fmt: skip
    publish(
        filled, Detection((*FINDINGS, *many), DETECTION.identities, DETECTION.clusters), run_id="r2", today="2026-11-25",
        snapshot_hash="s2",
    )  # fmt: skip
    tell(server, server_settings, tellers=4, rounds=4)
    told = [change["finding"]["finding_id"] for change in receiver.changes()]
    assert len(told) == len(set(told)) == len(many)
    assert told == sorted(told)
    assert [len(json.loads(body)["data"]["changes"]) for _, body in receiver.told] == [BATCH, BATCH, 5]


def test_a_large_publishing_is_told_whole_however_often_one_looks(
    filled: Graph, server: Connection, server_settings: Settings, receiver: Receiver
) -> None:
    """A commit becomes visible piece by piece: who reads meanwhile must not take what is there for all of it."""
    many = tuple(
        Finding("impersonation", Reference("artist", f"x{number}"), -1.0, (Evidence("e", 2.0, "So."),), Reference("artist", "a1"))
        for number in range(4_000)
    )  # fmt: skip
    add_webhook(filled, receiver.url, by="test")
    ended = threading.Event()

    async def look() -> None:
        graph = connect_async(server, server_settings)
        async with open_client() as client:
            teller = Teller(graph, client)
            while not ended.is_set() or await teller.tell_all():
                await teller.tell_all()
        await graph.close()

    looking = threading.Thread(target=lambda: asyncio.run(look()))
    looking.start()
    for number in range(3):
        detection = Detection((*FINDINGS, *(many if number % 2 == 0 else ())), DETECTION.identities, DETECTION.clusters)
        publish(filled, detection, run_id=f"n{number}", today=f"2026-12-0{number + 1}", snapshot_hash=f"n{number}")
    ended.set()
    looking.join()
    last = {change["finding"]["finding_id"]: change["change"] for change in receiver.changes()}
    assert len(last) == len(many)
    assert set(last.values()) == {"returned"}


@pytest.mark.parametrize(
    "url", ["https://b\u00fccher..example/", "https://ex\u2028ample/", "https://xn--a/", "https://127.0.0.1:1/"]
)
def test_an_address_that_leads_nowhere_stops_no_other(
    filled: Graph, server: Connection, server_settings: Settings, receiver: Receiver, url: str
) -> None:
    made = add_webhook(filled, receiver.url, by="test")
    filled.write(BEND, id=made["id"], url=url)
    add_webhook(filled, receiver.url, by="test")
    publish_gone(filled)
    tell(server, server_settings)
    assert [state["failures"] for state in list_webhooks(filled)] == [1, 0]
    assert len(receiver.changes()) == 4


def test_a_receiver_that_drips_is_given_up_in_time(
    filled: Graph, server: Connection, server_settings: Settings, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.webhooks.TIMEOUT_S", 1.0)
    receiver.drips = True
    add_webhook(filled, receiver.url, by="test")
    publish_gone(filled)
    started = time.monotonic()
    tell(server, server_settings)
    assert time.monotonic() - started < 15
    assert list_webhooks(filled)[0]["failures"] == 1


def test_adding_and_removing_is_in_the_audit_log(graph: Graph) -> None:
    made = add_webhook(graph, "https://tools.example/hook", by="cli:ana")
    remove_webhook(graph, made["id"], by="cli:ana")
    rows = list_audit(graph, AuditFilter(), most=10)
    assert [(row["action"], row["who"], row["subject"]) for row in rows if row["subject"] == made["id"]] == [
        ("remove_webhook", "cli:ana", made["id"]),
        ("add_webhook", "cli:ana", made["id"]),
    ]
    assert made["secret"] not in str(rows)


@pytest.mark.parametrize(
    "url",
    [
        "http://tools.example/x",
        "ftp://a/b",
        "https://",
        "nonsense",
        "https://b\u00fccher..example/",
        "https://ex\u2028ample/",
        "https://a:99999/",
    ],
)
def test_only_https_addresses_are_taken(graph: Graph, url: str) -> None:
    with pytest.raises(BadArgument, match="https"):
        add_webhook(graph, url, by="test")


def test_a_removed_webhook_is_gone(graph: Graph, receiver: Receiver) -> None:
    made = add_webhook(graph, receiver.url, by="test")
    remove_webhook(graph, made["id"], by="test")
    assert list_webhooks(graph) == []
    with pytest.raises(BadArgument, match="no webhook"):
        remove_webhook(graph, made["id"], by="test")
