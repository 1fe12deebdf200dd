"""Who is let in, under which name, how often; and what every answer says to a browser."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from api_client import Client, open_client
from conftest import DETECTION
from live import serve_app
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from api import app, auth
from api.rate import Rate
from graph.errors import BadSetting, RateLimited
from graph.keys import create_key, list_keys, revoke_key
from graph.server import Connection
from graph.session import Graph
from graph.settings import Settings
from graph.store import publish

QUERY = {"query": "{ findings { totalCount } }"}
Work = Callable[[Client], Awaitable[Any]]


@pytest.fixture
def serve(server_settings: Settings, server: Connection, graph: Graph) -> Callable[..., Any]:
    """`serve(work, **changes)`: run with a client of the app under changed settings."""

    def start(work: Work, **changes: Any) -> Any:
        async def inside() -> Any:
            async with open_client(replace(server_settings, **changes), server) as client:
                return await work(client)

        return asyncio.run(inside())

    return start


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


def test_without_any_key_this_machine_may_ask(serve: Callable[..., Any]) -> None:
    assert serve(post()).json() == {"data": {"findings": {"totalCount": 0}}}


def test_an_open_address_answers_nobody_without_a_key(serve: Callable[..., Any]) -> None:
    answer = serve(post(), host="0.0.0.0")
    assert code(answer) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "header", ["X_Forwarded_For", "X_Forwarded_Proto", "Forwarded", "Via", "X_Real_IP", "CF_Connecting_IP"]
)
def test_what_a_proxy_passes_on_is_not_from_this_machine(serve: Callable[..., Any], header: str) -> None:
    assert code(serve(post(**{header: "203.0.113.9"}))) == (401, "unauthenticated")


def test_a_service_behind_a_name_answers_nobody_without_a_key(serve: Callable[..., Any]) -> None:
    listed = {"allowed_hosts": ("api.example",)}
    for host in ("api.example", "localhost"):
        assert code(serve(post(Host=host), **listed)) == (401, "unauthenticated")


def test_with_a_key_everybody_needs_one(serve: Callable[..., Any], graph: Graph) -> None:
    token = make_key(graph)
    assert serve(post(token)).status_code == 200
    assert code(serve(post())) == (401, "unauthenticated")
    assert list_keys(graph)[0].last_used_on is not None


def test_to_revoke_the_last_key_opens_nothing(serve: Callable[..., Any], graph: Graph) -> None:
    token = make_key(graph)
    revoke_key(graph, list_keys(graph)[0].id, by="cli:test")
    assert code(serve(post(token))) == (401, "unauthenticated")
    assert code(serve(post())) == (401, "unauthenticated")


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "Bearer nsk_",
        f"Bearer nsk_{'0' * 12}_{'0' * 64}",
        "Bearer a.b.c",
        "nsk_x",
    ],
)
def test_a_header_that_holds_no_good_key_is_refused(serve: Callable[..., Any], graph: Graph, header: str) -> None:
    make_key(graph)
    assert code(serve(post(Authorization=header))) == (401, "unauthenticated")


def test_another_keys_secret_is_refused(serve: Callable[..., Any], graph: Graph) -> None:
    one, other = make_key(graph), make_key(graph)
    mixed = one[:17] + other[17:]
    assert code(serve(post(mixed))) == (401, "unauthenticated")


def test_an_expired_key_is_refused(serve: Callable[..., Any], graph: Graph) -> None:
    _, token = create_key(graph, name="old", role="reader", days=1, by="cli:test", now=datetime(2020, 1, 1, tzinfo=UTC))
    answer = serve(post(token))
    assert code(answer) == (401, "unauthenticated")
    assert "expired" in answer.json()["message"]


def test_keys_are_read_once_in_their_life_and_a_revoked_one_ends_within_it(
    serve: Callable[..., Any], graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = make_key(graph)

    async def work(client: Client) -> list[int]:
        read: list[str] = []
        client.http._transport.app.state.graph.on_statement = read.append  # type: ignore[attr-defined]
        status = [(await post(token)(client)).status_code for _ in range(5)]
        assert read.count("read_api_keys") == 1
        assert read.count("note_api_key_use") == 1
        forged = f"nsk_{'1' * 12}_{'1' * 64}"
        status += [(await post(forged)(client)).status_code for _ in range(5)]
        assert read.count("read_api_keys") == 1
        revoke_key(graph, token[4:16], by="cli:test")
        client.http._transport.app.state.doorkeeper._keys._life_s = 0.0  # type: ignore[attr-defined]
        return [*status, (await post(token)(client)).status_code]

    assert serve(work) == [200] * 5 + [401] * 6
    assert auth.KEY_LIFE_S <= 10


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/"])
def test_health_and_the_page_need_no_key(serve: Callable[..., Any], graph: Graph, path: str) -> None:
    make_key(graph)
    answer = serve(lambda client: client.http.get(path))
    assert answer.status_code == 200
    assert "neo4j" not in answer.text


def test_an_unknown_path_does_not_tell_whether_it_is_there(serve: Callable[..., Any], graph: Graph) -> None:
    make_key(graph)
    assert code(serve(lambda client: client.http.get("/nowhere"))) == (401, "unauthenticated")


@pytest.mark.parametrize("host", ["attacker.example", "attacker.example:8000", "127.0.0.1.attacker.example", ""])
def test_a_name_that_was_made_to_lead_here_is_refused(serve: Callable[..., Any], host: str) -> None:
    assert code(serve(post(Host=host))) == (403, "forbidden")


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:80", "[::1]:8000", "LOCALHOST"])
def test_its_own_names_are_answered(serve: Callable[..., Any], host: str) -> None:
    assert serve(post(Host=host)).status_code == 200


def test_a_proxys_name_is_answered_where_it_is_listed(serve: Callable[..., Any], graph: Graph) -> None:
    token = make_key(graph)
    listed = {"allowed_hosts": ("api.example",)}
    assert serve(post(token, Host="api.example"), **listed).status_code == 200
    assert serve(post(token, Host="other.example"), **listed).status_code == 403
    assert serve(post(token, Host="other.example"), host="0.0.0.0").status_code == 200


def test_a_page_of_another_origin_is_not_let_in(serve: Callable[..., Any]) -> None:
    asked = {"Origin": "https://tool.example", "Access-Control-Request-Method": "POST"}

    async def preflight(client: Client) -> httpx.Response:
        return await client.http.options("/graphql", headers=asked)

    assert "access-control-allow-origin" not in serve(preflight).headers
    assert "access-control-allow-origin" not in serve(post(Origin="https://tool.example")).headers
    allowed = serve(preflight, cors_origins=("https://tool.example",))
    assert allowed.headers["access-control-allow-origin"] == "https://tool.example"
    assert "access-control-allow-credentials" not in allowed.headers
    other = serve(preflight, cors_origins=("https://another.example",))
    assert "access-control-allow-origin" not in other.headers


def test_a_form_of_another_page_cannot_ask(serve: Callable[..., Any]) -> None:
    """Such a form can send text, and no JSON without a preflight."""

    async def work(client: Client) -> list[int]:
        kinds = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")
        body = b'{"query": "{ findings { totalCount } }"}'
        return [
            (await client.http.post("/graphql", content=body, headers={"Content-Type": kind})).status_code
            for kind in kinds
        ]

    assert serve(work) == [400] * 3


@pytest.mark.parametrize("origin", ["*", "tool.example", "https://tool.example/path", "https://*.example"])
def test_an_origin_that_is_none_is_a_bad_setting(serve: Callable[..., Any], origin: str) -> None:
    with pytest.raises(BadSetting, match="NAMESAKE_CORS_ORIGINS"):
        serve(post(), cors_origins=(origin,))


def test_every_answer_tells_browsers_to_be_careful(serve: Callable[..., Any], graph: Graph) -> None:
    make_key(graph)

    async def work(client: Client) -> list[httpx.Response]:
        paths = ("/", "/healthz", "/nowhere", "/graphql")
        return [*[await client.http.get(path) for path in paths], await post(Host="x.example")(client)]

    for answer in serve(work):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_nothing_comes_from_outside_of_the_origin(serve: Callable[..., Any]) -> None:
    async def work(client: Client) -> list[str]:
        page = await client.http.get("/graphql", headers={"Accept": "text/html"})
        return [page.text, (await client.http.get("/")).text]

    for text in serve(work):
        assert "//unpkg" not in text
        assert "https://" not in text
        assert "<script src" not in text


def test_a_key_that_asks_too_often_waits(serve: Callable[..., Any], graph: Graph) -> None:
    token, other = make_key(graph), make_key(graph)

    async def work(client: Client) -> list[httpx.Response]:
        answers = [await post(token)(client) for _ in range(4)]
        return [*answers, await post(other)(client)]

    answers = serve(work, rate_per_minute=30)
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 200]
    assert code(answers[3]) == (429, "rate-limited")
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 3
    assert f"wait {answers[3].headers['Retry-After']} s," in answers[3].json()["hint"]


def test_a_bucket_fills_with_time() -> None:
    now = 0.0
    rate = Rate(60, clock=lambda: now)
    for _ in range(6):
        rate.spend("a")
    with pytest.raises(RateLimited) as limited:
        rate.spend("a")
    assert limited.value.retry_after_s == pytest.approx(1.0)
    now = 1.0
    rate.spend("a")
    now = 1_000.0
    for _ in range(6):
        rate.spend("a")
    with pytest.raises(RateLimited):
        rate.spend("a")


CHANGES = "subscription { findingChanges { finding { id } } }"
Messages = list[dict[str, Any]]


async def converse(
    settings: Settings, server: Connection, token: str, work: Callable[[Any], Awaitable[Messages]]
) -> Messages:
    """What a WebSocket that was opened with a key is told while `work` goes on."""
    async with (
        asyncio.timeout(20),
        serve_app(settings, server) as address,
        connect(f"ws://{address}/graphql", subprotocols=["graphql-transport-ws"]) as socket,  # type: ignore[list-item]
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
        connect(f"ws://{address}/graphql", subprotocols=["graphql-transport-ws"]) as socket,  # type: ignore[list-item]
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
