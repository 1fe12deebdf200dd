"""By setting, the API is a part of a supergraph: it tells its schema with keys, and answers for artists and releases by id."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from api_client import open_client
from strawberry.types import get_object_definition

from api.schema.federated import ENTITIES, federated_schema
from graph.server import Connection
from graph.session import Graph
from graph.settings import Settings

ASKED = """query($asked: [_Any!]!) { _entities(representations: $asked) {
    ... on Artist { id name } ... on Release { id title distributor { name } } } }"""


@pytest.fixture
def federated(server_settings: Settings) -> Iterator[Settings]:
    held = {entity: get_object_definition(entity, strict=True).directives for entity in ENTITIES}
    yield replace(server_settings, federation=True)
    for entity, directives in held.items():
        get_object_definition(entity, strict=True).directives = directives
    federated_schema.cache_clear()


def test_artists_and_releases_are_entities(federated: Settings, server: Connection, filled: Graph) -> None:
    asked = [
        {"__typename": "Artist", "id": "a1"},
        {"__typename": "Release", "id": "r1"},
        {"__typename": "Release", "id": "r4"},
        {"__typename": "Artist", "id": "nobody"},
    ]

    async def work() -> tuple[str, list[object], list[str]]:
        async with open_client(federated, server) as client:
            told = await client.ask("{ _service { sdl } }")
            found = await client.ask(ASKED, asked=asked)
            return told["_service"]["sdl"], found["_entities"], list(client.statements)

    sdl, found, statements = asyncio.run(work())
    for name in ("Artist", "Release"):
        assert re.search(rf'type {name}\b[^{{]*@key\(fields: "id"', sdl), name
    assert found == [
        {"id": "a1", "name": "Nova Reyes"},
        {"id": "r1", "title": "Release 1", "distributor": {"name": "Giant"}},
        {"id": "r4", "title": "Release 4", "distributor": {"name": "Giant"}},
        None,
    ]
    assert len(statements) == len(set(statements)) <= 3, "one statement for each type and field"


def refused(settings: Settings, server: Connection, asked: list[object]) -> tuple[dict[str, Any], list[str]]:
    """The error, and the statements that were sent."""

    async def work() -> tuple[dict[str, Any], list[str]]:
        async with open_client(settings, server) as client:
            return await client.fail(ASKED, asked=asked), list(client.statements)

    return asyncio.run(work())


@pytest.mark.parametrize(
    "reference",
    [
        {"__typename": "Nope", "id": "a1"},
        {"__typename": "Payee", "id": "p1"},
        {"__typename": "Query"},
        {"__typename": ["Artist"], "id": "a1"},
        {"__typename": "Artist"},
        {"__typename": "Artist", "id": 5},
        {"__typename": "Artist", "id": "a1", "name": "Nova"},
        {"__typename": "Artist", "id": "a1", "info": 1},
        {"id": "a1"},
        "Artist",
        None,
    ],
)
def test_what_is_no_reference_is_refused(
    federated: Settings, server: Connection, filled: Graph, reference: object
) -> None:
    error, statements = refused(federated, server, [{"__typename": "Artist", "id": "a1"}, reference])
    assert error["extensions"]["code"] == ("bad-query" if reference is None else "bad-argument")
    assert statements == []


def test_at_most_100_references_are_resolved(federated: Settings, server: Connection, filled: Graph) -> None:
    error, statements = refused(federated, server, [{"__typename": "Artist", "id": "a1"}] * 101)
    assert error["extensions"]["code"] == "bad-argument"
    assert "`representations` is 101" in error["message"]
    assert statements == []


def test_without_the_setting_there_are_no_entities(server_settings: Settings, server: Connection) -> None:
    async def work() -> str:
        async with open_client(server_settings, server) as client:
            return str((await client.fail("{ _service { sdl } }"))["message"])

    assert "_service" in asyncio.run(work())
