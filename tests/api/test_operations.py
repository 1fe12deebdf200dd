"""What is refused before anything runs: bodies that are no request, text that is none, an operation that nobody named."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from api_client import Client, Run, open_client
from test_disconnect import ENDLESS, RUNNING, wait_for_running

from api.loaders import Loaders
from graph.server import Connection
from graph.session import AsyncGraph, Graph, connect_async
from graph.settings import Settings

TWO = "query a { findings { totalCount } } query b { clusters { totalCount } }"
SUBSCRIPTION = "subscription { findingChanges { cursor } }"


async def refused(client: Client, body: dict[str, Any]) -> Any:
    """The one error of a body that is sent in ASCII, as JSON may be."""
    [error] = (await send(client, json.dumps(body).encode())).json()["errors"]
    return error


async def send(client: Client, content: bytes, **headers: str) -> Any:
    return await client.http.post("/graphql", content=content, headers={"content-type": "application/json", **headers})


@pytest.mark.parametrize(
    "body",
    [b"5", b'"text"', b"null", b"[]", b"[5]", b"\xff\xfe", b'{"query": "\xff"}', b"[" * 100000, b'{"a":' * 100000, b'{"query": 5}', b'{"query": "{ findings { totalCount } }", "variables": []}', b'{"query": "{ a }", "extensions": 1}'],
)  # fmt: skip
def test_a_body_that_is_no_request_is_a_bad_one(run: Run[Any], body: bytes) -> None:
    answer = run(lambda client: send(client, body))
    assert answer.status_code == 400
    assert answer.json()["code"] == "bad-request"
    assert set(answer.json()) == {"code", "message", "hint"}


@pytest.mark.parametrize("name", ["\ud800", "none", "\0"])
def test_an_operation_that_is_not_there_is_told_whatever_its_name(run: Run[Any], name: str) -> None:
    body = json.dumps({"query": TWO, "operationName": name}).encode()
    answer = run(lambda client: send(client, body))
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "a\0b"])
@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("query($v: ID!) { artist(id: $v) { id } }", lambda text: text),
        ("query($v: ID!) { node(id: $v) { __typename } }", lambda text: text),
        ("query($v: String!) { search(text: $v) { edges { cursor } } }", lambda text: text),
        ("query($v: [ID!]!) { sharedTies(ids: $v) { sharedBy } }", lambda text: ["a1", text]),
        (
            'mutation($v: SignalInput!) { recordSignals(source: "x", signals: [$v]) { __typename } }',
            lambda text: {"kind": text},
        ),
    ],
)
def test_what_is_no_text_is_refused_wherever_it_stands(
    run: Run[Any], query: str, place: Callable[[str], Any], text: str
) -> None:
    error = run(lambda client: refused(client, {"query": query, "variables": {"v": place(text)}}))
    assert error["extensions"]["code"] == "bad-argument"
    assert "the variable `v`" in error["message"]


def test_what_is_no_text_is_refused_within_a_query_too(run: Run[Any]) -> None:
    error = run(lambda client: refused(client, {"query": '{ artist(id: "a\\u0000b") { id } }'}))
    assert error["extensions"]["code"] == "bad-argument"
    error = run(lambda client: refused(client, {"query": '{ artist(id: "\ud800") { id } }'}))
    assert error["extensions"]["code"] == "bad-query"


def test_text_of_any_script_is_text(ask: Callable[..., Any]) -> None:
    assert ask("query($v: ID!) { artist(id: $v) { id } }", v="𝄞 Ω 名") == {"artist": None}
    assert ask('{ artist(id: "\\u{1D11E}\\uD834\\uDD1E") { id } }') == {"artist": None}


def test_of_several_operations_one_must_be_named(run: Run[Any]) -> None:
    async def work(client: Client) -> list[Any]:
        unnamed = await client.fail(TWO)
        named = await client.http.post("/graphql", json={"query": TWO, "operationName": "b"})
        return [unnamed, named.json()]

    unnamed, named = run(work)
    assert unnamed["extensions"]["code"] == "bad-query"
    assert "operationName" in unnamed["extensions"]["hint"]
    assert named == {"data": {"clusters": {"totalCount": 0}}}


def test_a_subscription_by_a_plain_post_is_told_how_to_be_sent(fail: Callable[..., Any]) -> None:
    error = fail(SUBSCRIPTION)
    assert error["extensions"]["code"] == "bad-query"
    assert "text/event-stream" in error["extensions"]["hint"]


def test_graphql_is_posted(run: Run[Any]) -> None:
    for method in ("GET", "PUT"):
        answer = run(lambda client, method=method: client.http.request(method, "/graphql"))
        assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")
        assert "post JSON" in answer.json()["hint"]


async def _ask_endlessly(loaders: Loaders, *_: Any) -> Any:
    return await loaders.graph.read(ENDLESS)


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_request_has_a_limit_of_time_and_its_statement_ends_with_it(
    server_settings: Settings, server: Connection, graph: Graph, monkeypatch: pytest.MonkeyPatch, accept: str
) -> None:
    """A statement that alone may take longer stands for many that each take less."""
    monkeypatch.setattr(Loaders, "node", _ask_endlessly)

    async def work() -> None:
        watching: AsyncGraph = connect_async(server, server_settings)
        try:
            async with open_client(replace(server_settings, query_timeout_s=2), server) as client:
                client.app.state.graph._timeout_s = 600
                body = json.dumps({"query": '{ a: finding(id: "x") { id } b: finding(id: "y") { id } }'}).encode()
                asked = asyncio.create_task(send(client, body, accept=accept))
                await wait_for_running(watching, 2)
                text = (await asked).text
                [error] = json.loads(text[text.index("{") : text.rindex("}") + 1])["errors"]
                assert error["extensions"]["code"] == "statement-timeout"
                assert "longer than 2 s" in error["message"]
                await wait_for_running(watching, 0)
        finally:
            await watching.close()

    asyncio.run(asyncio.wait_for(work(), 30))
    assert graph.read(RUNNING) == []
