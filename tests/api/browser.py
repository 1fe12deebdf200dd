"""A browser, with its cookies, that people sign in with at the app's page."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
from issuer import AUDIENCE, CLIENT, SECRET, LocalIssuer

from api.app import create_app
from graph.server import Connection
from graph.settings import Settings

PUBLIC = "https://namesake.test"
SESSION = "__Host-namesake-session"
BEGUN = "__Host-namesake-sign-in"
VIEWER = {"query": "{ viewer { name role } }"}
Work = Callable[[httpx.AsyncClient], Awaitable[Any]]
Browse = Callable[..., Any]
"""`browse(work, **changes)`: run with a browser of the app under changed settings."""


def page_settings(settings: Settings, issuer: LocalIssuer) -> Settings:
    """The app as it is behind a proxy, with sign-in at an issuer."""
    return replace(
        settings,
        oidc_issuer=issuer.url,
        oidc_audience=AUDIENCE,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        public_address=PUBLIC,
        allowed_hosts=("namesake.test",),
    )


def browsing(settings: Settings, server: Connection) -> Browse:
    def start(work: Work, **changes: Any) -> Any:
        async def inside() -> Any:
            async with open_browser(replace(settings, **changes), server) as browser:
                return await work(browser)

        return asyncio.run(inside())

    return start


@asynccontextmanager
async def open_browser(settings: Settings, server: Connection, *, at: str = PUBLIC) -> AsyncIterator[httpx.AsyncClient]:
    """A client with a cookie jar that reaches the app at its public address, and the issuer where it is."""
    served = create_app(settings, server)
    async with served.router.lifespan_context(served):
        mounts = {at: httpx.ASGITransport(app=served, raise_app_exceptions=False)}
        async with httpx.AsyncClient(base_url=at, mounts=mounts, follow_redirects=True) as browser:
            yield browser


async def sign_in(browser: httpx.AsyncClient, back: str = "/") -> httpx.Response:
    return await browser.get("/sign-in", params={"back": back})


async def begin(browser: httpx.AsyncClient) -> str:
    """Go to the issuer, and not back yet: the address that it sends the browser to."""
    there = await browser.get("/sign-in", follow_redirects=False)
    return (await browser.get(there.headers["Location"], follow_redirects=False)).headers["Location"]


async def ask(browser: httpx.AsyncClient, **headers: str) -> httpx.Response:
    """Who the page would be told that it asks as."""
    return await browser.post("/graphql", json=VIEWER, headers={"Origin": PUBLIC, **headers})


async def failure(browser: httpx.AsyncClient) -> dict[str, str]:
    """Why the sign-in failed, as the page is told; nobody may be signed in."""
    assert SESSION not in browser.cookies
    assert (await ask(browser)).status_code == 401
    ways = (await browser.get("/sign-in/ways")).json()
    assert ways["oidc"] is True
    assert set(ways["failure"]) == {"code", "message", "hint"}
    return dict(ways["failure"])


def set_cookies(answer: httpx.Response) -> dict[str, set[str]]:
    """What each cookie of an answer says of itself, by name; `Max-Age` and the value left out."""
    said = {}
    for line in answer.headers.get_list("set-cookie"):
        pair, *rest = line.split("; ")
        said[pair.partition("=")[0]] = {part for part in rest if not part.startswith(("Max-Age", "expires"))}
    return said
