"""The session that a sign-in leaves: whose page may use it, and when it ends."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from browser import PUBLIC, SESSION, VIEWER, Browse, ask, sign_in
from issuer import LocalIssuer
from live import open_socket, serve_app
from websockets.exceptions import ConnectionClosed, InvalidStatus

from api import app, auth
from graph.keys import create_key
from graph.server import Connection
from graph.session import Graph
from graph.settings import Settings


def test_a_page_of_another_origin_cannot_use_the_session(browse: Browse) -> None:
    """SameSite=Strict keeps the cookie from such a page already; this holds where a browser or a sibling host does not."""

    async def work(browser: httpx.AsyncClient) -> None:
        await sign_in(browser)
        for origin in ("https://evil.example", "http://namesake.test", "https://namesake.test:444", "null"):
            answer = await ask(browser, Origin=origin)
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
            signing_out = await browser.post("/sign-out", headers={"Origin": origin})
            assert (signing_out.status_code, signing_out.json()["code"]) == (403, "forbidden")
        assert (await browser.post("/graphql", json=VIEWER)).status_code == 403
        assert (await ask(browser)).status_code == 200

    browse(work, cors_origins=("https://evil.example",))


def test_the_session_is_sent_as_json_alone(browse: Browse) -> None:
    async def work(browser: httpx.AsyncClient) -> int:
        await sign_in(browser)
        sent = {"Origin": PUBLIC, "Content-Type": "text/plain"}
        return (await browser.post("/graphql", content=json.dumps(VIEWER), headers=sent)).status_code

    assert browse(work) == 400


def test_a_header_goes_before_the_cookie(browse: Browse, graph: Graph) -> None:
    key = create_key(graph, name="pipeline", role="service", by="cli:test", days=None)[1]

    async def work(browser: httpx.AsyncClient) -> list[Any]:
        await sign_in(browser)
        headers = {"Authorization": f"Bearer {key}"}
        good = await browser.post("/graphql", json=VIEWER, headers=headers)
        return [good.json()["data"]["viewer"]["name"], (await ask(browser, Authorization="Bearer x")).status_code]

    assert browse(work) == ["pipeline", 401]


def test_a_session_ends_with_its_token(browse: Browse, local: LocalIssuer) -> None:
    local.person["exp"] = int(time.time()) + 900

    async def work(browser: httpx.AsyncClient) -> None:
        back = (await sign_in(browser)).history[-1]
        [line] = [line for line in back.headers.get_list("set-cookie") if line.startswith(SESSION)]
        life = int(line.partition("Max-Age=")[2].partition(";")[0])
        assert 880 < life <= 900
        for token in (local.sign("k1", exp=int(time.time()) - 60), "a.b.c", ""):
            browser.cookies.set(SESSION, token, domain="namesake.test", path="/")
            answer = await ask(browser)
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")

    browse(work)


def test_signing_out_ends_the_session(browse: Browse) -> None:
    async def work(browser: httpx.AsyncClient) -> None:
        await sign_in(browser)
        assert (await ask(browser)).status_code == 200
        assert (await browser.get("/sign-out")).status_code == 405
        assert (await browser.post("/sign-out", headers={"Origin": PUBLIC})).status_code == 204
        assert not browser.cookies
        assert (await ask(browser)).status_code == 401

    browse(work)


@asynccontextmanager
async def page_socket(settings: Settings, server: Connection, token: str, origin: str = PUBLIC) -> AsyncIterator[Any]:
    """A WebSocket that a page opens with the session's cookie and no key."""
    async with asyncio.timeout(20), serve_app(settings, server) as address:
        host, _, port = address.partition(":")
        opened = open_socket(
            "namesake.test",
            host=host,
            port=int(port),
            origin=origin,
            additional_headers={"Cookie": f"{SESSION}={token}"},
        )
        async with opened as socket:
            await socket.send(json.dumps({"type": "connection_init"}))
            assert json.loads(await socket.recv())["type"] == "connection_ack"
            yield socket


def test_a_websocket_takes_the_session_until_it_ends(
    settings: Settings, server: Connection, graph: Graph, local: LocalIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "CONFIRM_S", 0.3)

    async def work() -> None:
        async with page_socket(settings, server, local.sign("k1", name="Ana")) as socket:
            await asyncio.sleep(1)
            await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": VIEWER}))
            told = json.loads(await socket.recv())
            assert told["payload"]["data"]["viewer"] == {"name": "Ana", "role": "reader"}
        ending = local.sign("k1", exp=int(time.time()) - 6)  # some seconds of leeway are left
        async with page_socket(settings, server, ending) as socket:
            with pytest.raises(ConnectionClosed) as closed:
                await socket.recv()
        assert closed.value.rcvd is not None
        assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4403, "unauthenticated")

    asyncio.run(work())


def test_a_websocket_of_another_origin_is_refused(
    settings: Settings, server: Connection, graph: Graph, local: LocalIssuer
) -> None:
    async def work(allowed: tuple[str, ...]) -> None:
        changed = replace(settings, cors_origins=allowed)
        with pytest.raises(InvalidStatus) as refused:
            async with page_socket(changed, server, local.sign("k1"), "https://evil.example"):
                pass
        assert refused.value.response.status_code == 403

    for allowed in ((), ("https://evil.example",)):
        asyncio.run(work(allowed))


def test_a_stream_ends_with_its_session(
    settings: Settings, server: Connection, graph: Graph, local: LocalIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "CONFIRM_S", 0.3)

    async def work() -> str:
        async with asyncio.timeout(20), serve_app(settings, server) as address, httpx.AsyncClient() as http:
            headers = {
                "Origin": PUBLIC,
                "Cookie": f"{SESSION}={local.sign('k1', exp=int(time.time()) - 6)}",
                "Accept": "text/event-stream",
            }
            query = {"query": "subscription { findingChanges { finding { id } } }"}
            async with http.stream("POST", f"http://{address}/graphql", json=query, headers=headers) as answer:
                assert answer.status_code == 200
                return "".join([text async for text in answer.aiter_text()])

    assert asyncio.run(work()).count("unauthenticated") == 1
