"""Payee details: their fields say what they need, ask for it, and what was read is in the audit log before it is sent."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from api_client import Client, open_client

from api.access import ROLES
from api.print_schema import print_schema
from api.schema import SCHEMA
from graph.audit import AuditFilter, list_audit
from graph.keys import create_key
from graph.server import Connection
from graph.session import Graph
from graph.settings import Settings

PAYOUTS = '{ release(id: "r4") { title payouts { share payee { id name } } } }'


@pytest.fixture
def ask_as(server_settings: Settings, server: Connection, filled: Graph) -> Callable[..., Any]:
    """`ask_as(role, query)`: the answer's JSON."""

    def start(role: str, query: str) -> Any:
        token = create_key(filled, name=role, role=role, days=None, by="cli:test")[1]

        async def inside() -> Any:
            async with open_client(server_settings, server) as client:
                client.http.headers["Authorization"] = f"Bearer {token}"
                return (await client.post(query)).json()

        return asyncio.run(inside())

    return start


def read_payees(graph: Graph) -> list[dict[str, Any]]:
    return [
        {**entry, "detail": json.loads(entry["detail"])}
        for entry in list_audit(graph, AuditFilter(action="read_payees"), most=10)
    ]


QUERIES = [
    PAYOUTS,
    '{ payee(id: "p1") { id name } }',
    '{ payee(id: "p1") { releases { edges { node { id } } } } }',
    '{ payee(id: "p1") { __typename } }',
    '{ artist(id: "a1") { releases { edges { node { payouts { period } } } } } }',
]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("role", ["reader", "service"])
def test_who_may_not_see_payees_is_told_what_it_takes(ask_as: Callable[..., Any], role: str, query: str) -> None:
    error = ask_as(role, query)["errors"][0]
    assert error["extensions"]["code"] == "forbidden"
    assert "read_payees" in error["message"]
    assert "investigator" in error["extensions"]["hint"]


def test_what_was_refused_was_not_read(ask_as: Callable[..., Any], filled: Graph) -> None:
    answer = ask_as("reader", PAYOUTS)
    assert "Shadow" not in json.dumps(answer)
    assert read_payees(filled) == []


@pytest.mark.parametrize("query", QUERIES)
def test_an_investigator_sees_them(ask_as: Callable[..., Any], query: str) -> None:
    assert "errors" not in ask_as("investigator", query)


def test_what_was_read_is_written_down_once_for_the_request(ask_as: Callable[..., Any], filled: Graph) -> None:
    query = 'query who { a: payee(id: "p1") { id name } b: payee(id: "p2") { name country } }'
    assert "errors" not in ask_as("investigator", query)
    [entry] = read_payees(filled)
    assert entry["who"].startswith("key:")
    assert entry["subject"] == "2 payees"
    assert entry["detail"] == {"ids": ["p1", "p2"], "count": 2, "operation": "who"}


def test_whoever_is_at_this_machine_is_written_down_too(run: Callable[..., Any], filled: Graph) -> None:
    run(lambda client: client.ask(PAYOUTS))
    [entry] = read_payees(filled)
    assert (entry["who"], entry["subject"]) == ("local", "p2")


def test_what_cannot_be_written_down_is_not_sent(run: Callable[..., Any], filled: Graph) -> None:
    async def work(client: Client) -> Any:
        graph = client.app.state.graph

        def note(name: str) -> None:
            if name == "write_audit_entry":
                raise OSError("the disk of the log is full")

        graph.on_statement = note
        return (await client.http.post("/graphql", json={"query": PAYOUTS})).json()

    answer = run(work)
    assert answer["data"] is None
    assert "Shadow" not in json.dumps(answer)
    assert answer["errors"][0]["extensions"]["code"] == "internal-error"


NETWORK = '{ artist(id: "a2") { network { artist { id } weight ties { type id name } } } }'


def test_ties_through_payees_are_left_out_for_who_may_not_see_them(ask_as: Callable[..., Any], filled: Graph) -> None:
    def ties(answer: Any) -> set[str]:
        assert "errors" not in answer
        return {tie["type"] for row in answer["data"]["artist"]["network"] for tie in row["ties"]}

    assert ties(ask_as("reader", NETWORK)).isdisjoint({"payee", "account_hash"})
    assert read_payees(filled) == []
    assert "payee" in ties(ask_as("investigator", NETWORK))
    [entry] = read_payees(filled)
    assert "p2" in entry["detail"]["ids"]


def test_every_field_of_a_payee_or_payout_says_what_it_needs() -> None:
    printed = print_schema()
    for name in ("Payee", "Payout"):
        kind: Any = SCHEMA._schema.type_map[name]
        for field_name, field in kind.fields.items():
            if field_name != "nodeId":
                assert "Needs `read_payees`." in field.description, f"{name}.{field_name}"
    fields = [
        f"{kind.name}.{name}"
        for kind in SCHEMA._schema.type_map.values()
        for name, field in getattr(kind, "fields", {}).items()
        if not kind.name.startswith("__") and "Payee" in str(getattr(field, "type", "")) and "args" in dir(field)
    ]
    assert "Release.payouts" not in fields
    assert printed.count('@needs(permission: "read_payees")') >= 12
    assert "directive @needs(" in printed


def test_roles_are_what_the_docs_say() -> None:
    assert [role for role, held in ROLES.items() if "read_payees" in held] == ["investigator", "admin"]
