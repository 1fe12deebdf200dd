"""Who is let in, under which name, and how often."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from api_client import Client
from asking import code, make_key, post

from api import auth
from api.rate import Rate
from graph.errors import RateLimited
from graph.keys import create_key, list_keys, revoke_key
from graph.session import Graph


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
    answer = serve(post(one[:17] + other[17:]))
    assert code(answer) == (401, "unauthenticated")
    assert answer.json()["hint"].startswith("use a key as"), "a person at the page can send no header"


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
        client.app.state.graph.on_statement = read.append
        status = [(await post(token)(client)).status_code for _ in range(5)]
        assert read.count("read_api_keys") == 1
        assert read.count("note_api_key_use") == 1
        forged = f"nsk_{'1' * 12}_{'1' * 64}"
        status += [(await post(forged)(client)).status_code for _ in range(5)]
        assert read.count("read_api_keys") == 1
        revoke_key(graph, token[4:16], by="cli:test")
        client.app.state.doorkeeper._keys._life_s = 0.0
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


def test_who_follows_a_wrong_address_is_shown_the_page_that_asks_for_a_key(
    serve: Callable[..., Any], graph: Graph
) -> None:
    make_key(graph)
    answer = serve(lambda client: client.http.get("/nowhere", headers={"Accept": "text/html,*/*;q=0.8"}))
    assert answer.status_code == 401
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


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
