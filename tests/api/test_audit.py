"""The audit log through the API: an admin reads it, nobody changes it."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from api_client import open_client

from api.schema import SCHEMA
from graph.audit import WRITE_AUDIT, AuditEntry
from graph.keys import create_key
from graph.server import Connection
from graph.session import Graph
from graph.settings import Settings

LOG = """query($first: Int! = 25, $after: String, $who: String, $action: String) {
    auditLog(first: $first, after: $after, who: $who, action: $action) {
        totalCount pageInfo { hasNextPage endCursor } edges { node { id at who action subject detail } } } }"""


@pytest.fixture
def logged(graph: Graph) -> Graph:
    """Five entries."""
    for number in range(5):
        entry = AuditEntry("key:a" if number % 2 else "key:b", "note", f"f{number}", {"text": "Zoë"})
        graph.write(WRITE_AUDIT, **(entry.parameters() | {"at": f"2026-11-2{number}T00:00:00.000+00:00"}))
    return graph


def test_entries_newest_first_in_pages(logged: Graph, ask: Callable[..., Any]) -> None:
    seen, after = [], None
    while True:
        page = ask(LOG, first=2, after=after)["auditLog"]
        assert page["totalCount"] == 5
        seen += [edge["node"]["subject"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == ["f4", "f3", "f2", "f1", "f0"]


def test_entries_of_one_principal_and_action(logged: Graph, ask: Callable[..., Any]) -> None:
    page = ask(LOG, who="key:a")["auditLog"]
    assert [edge["node"]["subject"] for edge in page["edges"]] == ["f3", "f1"]
    assert page["edges"][0]["node"]["detail"] == '{"text": "Zoë"}'
    assert page["edges"][0]["node"]["at"].startswith("2026-11-23T00:00:00")
    assert ask(LOG, action="nothing")["auditLog"]["edges"] == []


@pytest.mark.parametrize("role", ["reader", "investigator", "service"])
def test_only_an_admin_reads_it(logged: Graph, server_settings: Settings, server: Connection, role: str) -> None:
    token = create_key(logged, name=role, role=role, days=None, by="cli:test")[1]

    async def work() -> Any:
        async with open_client(server_settings, server) as client:
            client.http.headers["Authorization"] = f"Bearer {token}"
            return await client.fail(LOG)

    assert asyncio.run(work())["extensions"]["code"] == "forbidden"


def test_no_mutation_speaks_of_the_log() -> None:
    mutations = SCHEMA._schema.mutation_type
    assert not [name for name in (mutations.fields if mutations else ()) if "audit" in name.lower()]
