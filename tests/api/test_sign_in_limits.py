"""What somebody who is nobody yet can make the service do by going to the sign-in: little, and not often."""

import asyncio
import base64
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from browser import BEGUN, PUBLIC, Browse, ask, begin, browsing, failure, sign_in
from issuer import LocalIssuer
from live import serve_app

from api.app import create_app
from api.rate import whereabouts
from graph.server import Connection
from graph.session import Graph
from graph.settings import Settings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Three requests at once, then one each two seconds."""
    return replace(settings, rate_per_minute=30)


def forged(kept: str, to: str) -> list[str]:
    """Cookies that fit an address, as somebody without the service's key can make them."""
    begun = {"state": httpx.URL(to).params["state"], "nonce": "n", "verifier": "v", "back": "/"}
    bare = base64.urlsafe_b64encode(json.dumps(begun).encode()).decode().rstrip("=")
    whole = base64.urlsafe_b64decode(kept + "==")
    swapped = base64.urlsafe_b64encode(whole[:40] + json.dumps(begun).encode()).decode().rstrip("=")
    return [bare, swapped]


def test_a_sign_in_that_did_not_begin_here_never_reaches_the_issuer(browse: Browse, local: LocalIssuer) -> None:
    async def work(browser: httpx.AsyncClient) -> None:
        to = await begin(browser)
        kept = browser.cookies[BEGUN]
        for cookie in forged(kept, to):
            browser.cookies.clear()
            browser.cookies.set(BEGUN, cookie, domain="namesake.test", path="/")
            await browser.get(to)
            assert "did not begin in this browser" in (await failure(browser))["message"]

    browse(work, rate_per_minute=600)
    assert "/token" not in local.asked


def test_a_sign_in_that_another_process_began_is_begun_anew(
    settings: Settings, server: Connection, graph: Graph, local: LocalIssuer
) -> None:
    kept: dict[str, str] = {}

    async def start(browser: httpx.AsyncClient) -> str:
        to = await begin(browser)
        kept[BEGUN] = browser.cookies[BEGUN]
        return to

    async def end(browser: httpx.AsyncClient) -> str:
        browser.cookies.set(BEGUN, kept[BEGUN], domain="namesake.test", path="/")
        await browser.get(to)
        return (await failure(browser))["hint"]

    to = browsing(settings, server)(start)
    assert "sign in again" in browsing(settings, server)(end)
    assert "/token" not in local.asked


def test_certificates_are_read_once_for_the_process(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each reading would keep the event loop from everybody else for 26 ms."""

    async def work(browser: httpx.AsyncClient) -> int:
        make, made = ssl.create_default_context, []

        def counted(*given: Any, **named: Any) -> ssl.SSLContext:
            made.append(1)
            return make(*given, **named)

        monkeypatch.setattr(ssl, "create_default_context", counted)
        await sign_in(browser)
        assert (await ask(browser)).status_code == 200
        return len(made)

    assert browse(work) == 0


@asynccontextmanager
async def browsers(settings: Settings, server: Connection, *addresses: str) -> AsyncIterator[list[httpx.AsyncClient]]:
    """Of one service, a client at each address."""
    served = create_app(settings, server)
    async with served.router.lifespan_context(served), AsyncExitStack() as stack:
        transports = (httpx.ASGITransport(served, client=(address, 1)) for address in addresses)
        yield [
            await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url=PUBLIC))
            for transport in transports
        ]


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/back?state=1&code=1", "/sign-in/ways"])
def test_an_address_that_comes_too_often_waits(settings: Settings, server: Connection, graph: Graph, path: str) -> None:
    async def work() -> None:
        same, near, far = "2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:2::1"
        async with browsers(settings, server, same, near, far) as (one, neighbour, other):
            answers = [await one.get(path) for _ in range(3)] + [await neighbour.get(path), await other.get(path)]
            assert [answer.status_code == 429 for answer in answers] == [False, False, False, True, False]
            assert answers[3].json()["code"] == "rate-limited"
            assert 1 <= int(answers[3].headers["Retry-After"]) <= 2
            assert (await neighbour.post("/sign-out", headers={"Origin": PUBLIC})).status_code == 204
            assert (await neighbour.get("/")).status_code == 200

    asyncio.run(work())


def test_behind_a_proxy_of_this_machine_the_address_is_the_one_that_it_tells(
    settings: Settings, server: Connection, graph: Graph
) -> None:
    """The last of X-Forwarded-For: what stands before it, the client may have written itself."""

    async def work() -> list[bool]:
        async with serve_app(settings, server) as address, httpx.AsyncClient(base_url=f"http://{address}") as proxy:
            told = [*(f"192.0.2.{made_up}, 198.51.100.1" for made_up in range(4)), "198.51.100.2"]
            headers = [{"Host": "namesake.test", "X-Forwarded-For": text} for text in told]
            return [(await proxy.get("/sign-in/ways", headers=sent)).status_code == 429 for sent in headers]

    assert asyncio.run(work()) == [False, False, False, True, False]


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_an_address_is_counted_as_whoever_has_it(address: str, counted: str) -> None:
    assert whereabouts(address) == counted
