"""Sign-in from the page against a real issuer on this machine: a browser with its cookies goes there and back."""

import asyncio
import time
from dataclasses import replace
from typing import Any

import httpx
import pytest
from browser import (
    BEGUN,
    PUBLIC,
    SESSION,
    Browse,
    ask,
    begin,
    failure,
    open_browser,
    set_cookies,
    sign_in,
)
from issuer import CLIENT, SECRET, LocalIssuer

from api.app import create_app
from api.sign_in import own_path, read_origin
from graph.errors import BadSetting
from graph.server import Connection
from graph.session import Graph
from graph.settings import Settings


def test_somebody_signs_in_and_sees_the_view_they_wanted(browse: Browse, local: LocalIssuer) -> None:
    async def work(browser: httpx.AsyncClient) -> None:
        assert (await browser.get("/sign-in/ways")).json() == {"oidc": True, "failure": None}
        assert (await ask(browser)).status_code == 401
        shown = await sign_in(browser, "/findings/f1?tab=why&q=é#e2")
        assert (shown.status_code, str(shown.url)) == (200, f"{PUBLIC}/findings/f1?tab=why&q=%C3%A9#e2")
        begun, _, back = shown.history
        assert set_cookies(begun) == {BEGUN: {"HttpOnly", "Path=/", "SameSite=lax", "Secure"}}
        assert set_cookies(back)[SESSION] == {"HttpOnly", "Path=/", "SameSite=strict", "Secure"}
        assert set(browser.cookies) == {SESSION}
        token = browser.cookies[SESSION]
        assert all(token not in str(answer.url) + answer.text for answer in [*shown.history, shown])
        assert (await ask(browser)).json()["data"]["viewer"] == {"name": "Ana", "role": "investigator"}
        assert (await browser.get("/sign-in/ways")).json()["failure"] is None

    browse(work)
    assert local.forms[0]["redirect_uri"] == f"{PUBLIC}/sign-in/back"


def test_what_passes_through_the_address_is_no_use_without_the_cookie(browse: Browse) -> None:
    async def work(browser: httpx.AsyncClient) -> None:
        there = await browser.get("/sign-in", follow_redirects=False)
        asked = dict(httpx.URL(there.headers["Location"]).params)
        assert asked["code_challenge_method"] == "S256"
        assert set(asked) == {
            *("tenant", "response_type", "client_id", "redirect_uri", "scope", "state", "nonce"),
            *("code_challenge", "code_challenge_method"),
        }
        again = await browser.get("/sign-in", follow_redirects=False)
        other = dict(httpx.URL(again.headers["Location"]).params)
        assert all(asked[name] != other[name] for name in ("state", "nonce", "code_challenge"))

    browse(work)


def test_a_wrong_state_is_refused_before_the_issuer_is_asked(browse: Browse, local: LocalIssuer) -> None:
    async def work(browser: httpx.AsyncClient) -> dict[str, str]:
        to = httpx.URL(await begin(browser))
        await browser.get(to.copy_set_param("state", "é"))
        assert BEGUN not in browser.cookies
        return await failure(browser)

    assert browse(work)["code"] == "unauthenticated"
    assert "/token" not in local.asked


def test_a_code_is_no_use_in_another_browser(settings: Settings, server: Connection, graph: Graph) -> None:
    """Whoever follows the address that somebody else was sent back to is not signed in: not as them, and not by them."""

    async def work() -> None:
        async with open_browser(settings, server) as one, open_browser(settings, server) as other:
            to = await begin(one)
            await other.get(to)
            assert "did not begin in this browser" in (await failure(other))["message"]
            await begin(other)
            mixed = httpx.URL(to).copy_set_param("state", httpx.URL(await begin(other)).params["state"])
            await other.get(mixed)
            assert "invalid_grant" in (await failure(other))["message"]

    asyncio.run(work())


def test_a_code_is_good_once(browse: Browse, local: LocalIssuer) -> None:
    async def work(browser: httpx.AsyncClient) -> list[str]:
        to = await begin(browser)
        kept = browser.cookies[BEGUN]
        assert str((await browser.get(to)).url) == f"{PUBLIC}/"
        said = []
        for cookies in ({}, {BEGUN: kept}):
            browser.cookies.clear()
            browser.cookies.update(cookies)
            await browser.get(to)
            said.append((await failure(browser))["message"])
        return said

    first, second = browse(work)
    assert "did not begin" in first
    assert "invalid_grant" in second
    assert len(local.forms) == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"nonce": "another"}, "another sign-in"),
        ({"nonce": None}, "another sign-in"),
        ({"aud": "another"}, "Audience"),
        ({"iss": "https://elsewhere.example"}, "ssuer"),
        ({"exp": int(time.time()) - 60}, "expired"),
    ],
)
def test_an_id_token_of_another_sign_in_is_refused(
    browse: Browse, local: LocalIssuer, changes: dict[str, Any], said: str
) -> None:
    local.id_claims = changes

    async def work(browser: httpx.AsyncClient) -> dict[str, str]:
        await sign_in(browser)
        return await failure(browser)

    assert said in browse(work)["message"]


ELSEWHERE = (
    *("https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example"),
    *("javascript:alert(1)", "@evil.example", ".evil.example", "", "/sign-in", "/sign-in/back?code=1"),
)


@pytest.mark.parametrize("refusal", [None, "access_denied"])
def test_nobody_is_sent_elsewhere(browse: Browse, local: LocalIssuer, refusal: str | None) -> None:
    local.refusal = refusal

    async def work(browser: httpx.AsyncClient) -> None:
        for back in ELSEWHERE:
            shown = await sign_in(browser, back)
            assert str(shown.url).startswith(f"{PUBLIC}/"), back
            assert not shown.url.path.startswith("/sign-in"), back
            assert [answer.url.host for answer in shown.history] == ["namesake.test", "127.0.0.1", "namesake.test"]

    browse(work)


def test_a_path_of_its_own_is_kept() -> None:
    assert own_path("/search?q=%E3%81%82&sign-in=1") == "/search?q=%E3%81%82&sign-in=1"
    assert own_path("/" + "a" * 1_999) != "/"
    assert own_path("/" + "a" * 2_000) == own_path("/" + "あ" * 700) == "/"


@pytest.mark.parametrize(
    ("roles", "role"),
    [(["reader"], "reader"), (["admin", "elsewhere"], "admin"), (["service", "investigator"], None)],
)
def test_roles_are_those_of_the_token(browse: Browse, local: LocalIssuer, roles: list[str], role: str | None) -> None:
    local.person["roles"] = roles

    async def work(browser: httpx.AsyncClient) -> Any:
        await sign_in(browser)
        return (await ask(browser)).json()["data"]["viewer"]["role"]

    assert browse(work) == role


def test_somebody_without_a_role_is_told_so_once(browse: Browse, local: LocalIssuer) -> None:
    local.person["roles"] = ["janitor"]

    async def work(browser: httpx.AsyncClient) -> dict[str, str]:
        shown = await sign_in(browser, "/runs")
        assert str(shown.url) == f"{PUBLIC}/runs"
        told = await failure(browser)
        assert (await browser.get("/sign-in/ways")).json()["failure"] is None
        return told

    told = browse(work)
    assert told["code"] == "forbidden"
    assert "`Ana` has no role here" in told["message"]


def test_an_opaque_access_token_leaves_the_id_token(browse: Browse, local: LocalIssuer) -> None:
    """Where the client is the audience; else there is no token that is meant for the service."""
    local.access_token = "opaque"

    async def work(browser: httpx.AsyncClient) -> Any:
        await sign_in(browser)
        return (await ask(browser)).json()["data"]["viewer"]["name"]

    async def fail(browser: httpx.AsyncClient) -> dict[str, str]:
        await sign_in(browser)
        return await failure(browser)

    assert browse(work, oidc_audience=CLIENT) == "Ana"
    assert "Audience" in browse(fail)["message"]


@pytest.mark.parametrize(
    ("secret", "methods", "sent"),
    [
        (SECRET, None, set()),
        (SECRET, ["client_secret_post"], {"client_id", "client_secret"}),
        ("", ["none"], {"client_id"}),
    ],
)
def test_the_service_says_who_it_is_as_the_issuer_wants(
    browse: Browse, local: LocalIssuer, secret: str, methods: list[str] | None, sent: set[str]
) -> None:
    local.secret, local.methods = secret, methods

    async def work(browser: httpx.AsyncClient) -> int:
        await sign_in(browser)
        return (await ask(browser)).status_code

    assert browse(work, oidc_client_secret=secret) == 200
    assert set(local.forms[0]) == {"grant_type", "code", "redirect_uri", "code_verifier"} | sent


def test_a_wrong_secret_signs_nobody_in(browse: Browse) -> None:
    async def work(browser: httpx.AsyncClient) -> dict[str, str]:
        await sign_in(browser)
        return await failure(browser)

    assert "invalid_client" in browse(work, oidc_client_secret="another")["message"]


def test_an_issuer_that_refuses_or_is_down_is_named(browse: Browse, local: LocalIssuer) -> None:
    async def work(browser: httpx.AsyncClient) -> list[str]:
        local.is_down = True
        shown = await sign_in(browser, "/runs")
        assert str(shown.url) == f"{PUBLIC}/runs"
        return [(await failure(browser))["message"]]

    async def work_later(browser: httpx.AsyncClient) -> list[str]:
        local.is_down, local.refusal = False, "access_denied"
        await sign_in(browser)
        said = [(await failure(browser))["message"]]
        local.refusal = None
        to = await begin(browser)
        local.is_down = True
        await browser.get(to)
        return [*said, (await failure(browser))["message"]]

    said = [*browse(work), *browse(work_later)]
    assert [text.partition(":")[0] for text in said] == [
        "the issuer cannot be reached",
        "the issuer did not sign you in",
        "the issuer does not answer as it should",
    ]


def test_a_token_that_no_cookie_holds_is_named(browse: Browse, local: LocalIssuer) -> None:
    local.person["groups"] = [f"group {number}" for number in range(500)]

    async def work(browser: httpx.AsyncClient) -> dict[str, str]:
        await sign_in(browser)
        return await failure(browser)

    assert "a cookie holds 4,000" in browse(work)["message"]


def test_cookies_that_somebody_wrote_are_nothing(browse: Browse) -> None:
    async def work(browser: httpx.AsyncClient) -> None:
        for cookie in ("", "!", "é", "bm9uc2Vuc2U", "e30", "YQ==="):
            sent = {"Cookie": f"{BEGUN}={cookie}; __Host-namesake-failure={cookie}".encode()}
            back = await browser.get("/sign-in/back?state=&code=1", headers=sent, follow_redirects=False)
            ways = await browser.get("/sign-in/ways", headers=sent)
            assert (back.status_code, ways.json()["failure"]) == (303, None)

    browse(work)


def test_without_a_client_there_are_keys_and_tokens_alone(browse: Browse, local: LocalIssuer) -> None:
    async def work(browser: httpx.AsyncClient) -> None:
        assert (await browser.get("/sign-in/ways")).json() == {"oidc": False, "failure": None}
        for answer in (await browser.get("/sign-in"), await browser.get("/sign-in/back?code=1&state=1")):
            assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
        token = local.sign("k1")
        browser.cookies.set(SESSION, token, domain="namesake.test", path="/")
        assert (await ask(browser)).status_code == 401
        assert (await ask(browser, Authorization=f"Bearer {token}")).status_code == 200

    browse(work, oidc_client_id="")


def test_on_this_machine_it_works_without_tls(
    settings: Settings, server: Connection, graph: Graph, local: LocalIssuer
) -> None:
    here = replace(settings, public_address="", allowed_hosts=(), port=8000)

    async def work() -> int:
        async with open_browser(here, server, at="http://127.0.0.1:8000") as browser:
            shown = await sign_in(browser)
            assert set_cookies(shown.history[-1])["namesake-session"] == {"HttpOnly", "Path=/", "SameSite=strict"}
            return (await ask(browser, Origin="http://127.0.0.1:8000")).status_code

    assert asyncio.run(work()) == 200


@pytest.mark.parametrize(
    ("changes", "setting"),
    [
        ({"oidc_issuer": ""}, "OIDC_ISSUER"),
        ({"oidc_scopes": "profile"}, "OIDC_SCOPES"),
        ({"public_address": "http://namesake.test"}, "PUBLIC_ADDRESS"),
        ({"public_address": "namesake.test"}, "PUBLIC_ADDRESS"),
        ({"public_address": "https://namesake.test/page"}, "PUBLIC_ADDRESS"),
        ({"public_address": "", "host": "0.0.0.0"}, "PUBLIC_ADDRESS"),
        ({"public_address": "", "port": 0}, "PUBLIC_ADDRESS"),
    ],
)
def test_settings_that_cannot_work_are_refused(
    settings: Settings, server: Connection, changes: dict[str, Any], setting: str
) -> None:
    with pytest.raises(BadSetting, match=f"NAMESAKE_{setting}"):
        create_app(replace(settings, **changes), server)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Namesake.Test:443/", PUBLIC),
        ("http://localhost:5185", "http://localhost:5185"),
        ("", "http://[::1]:8000"),
    ],
)
def test_an_origin_is_written_as_browsers_do(settings: Settings, address: str, origin: str) -> None:
    assert read_origin(replace(settings, public_address=address, host="::1", port=8000)) == origin
