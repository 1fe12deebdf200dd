"""Who asks is told, whatever they came with."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from api_client import open_client
from issuer import AUDIENCE, serve_issuer

from api.access import ROLES
from graph.keys import create_key
from graph.server import Connection
from graph.session import Graph
from graph.settings import Settings

QUERY = "{ viewer { name role permissions } }"


@pytest.fixture
def view(server_settings: Settings, server: Connection, graph: Graph) -> Callable[..., Any]:
    """`view(token, **changes)`: the viewer under changed settings."""

    def start(token: str, **changes: Any) -> Any:
        async def inside() -> Any:
            async with open_client(replace(server_settings, **changes), server) as client:
                client.http.headers["Authorization"] = f"Bearer {token}"
                return (await client.ask(QUERY))["viewer"]

        return asyncio.run(inside())

    return start


def test_whoever_asks_from_this_machine_may_do_everything(ask: Callable[..., Any]) -> None:
    assert ask(QUERY)["viewer"] == {"name": "local", "role": "admin", "permissions": sorted(ROLES["admin"])}


@pytest.mark.parametrize("role", ROLES)
def test_a_key_has_its_role(view: Callable[..., Any], graph: Graph, role: str) -> None:
    _, token = create_key(graph, name="nightly tool", role=role, days=None, by="cli:test")
    assert view(token) == {"name": "nightly tool", "role": role, "permissions": sorted(ROLES[role])}


def test_a_token_that_joins_roles_has_none_of_them(view: Callable[..., Any]) -> None:
    with serve_issuer() as issuer:
        told = {"oidc_issuer": issuer.url, "oidc_audience": AUDIENCE}
        joined = view(issuer.sign("k1", roles=["investigator", "service"], name="Ana"), **told)
        one = view(issuer.sign("k1", roles=["reader", "investigator"], name="Ana"), **told)
    assert (joined["name"], joined["role"]) == ("Ana", None)
    assert joined["permissions"] == ["read", "read_payees", "review", "screen", "signal"]
    assert one["role"] == "investigator"
