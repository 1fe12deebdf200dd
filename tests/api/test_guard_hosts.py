"""Under which names the app answers, to pages of which origins; and what every answer says to a browser."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from api_client import Client
from asking import code, make_key, post

from graph.errors import BadSetting
from graph.session import Graph


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
