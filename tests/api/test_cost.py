"""What a query could cost is known before it runs, in time linear in its text; and only allowed queries run."""

import asyncio
import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from api_client import Client, open_client
from graphql import GraphQLError, parse, validate

from api.cost import Meter, check_cost
from api.depth import limit_depth
from api.limits import HEAVY, MAX_DEPTH, Policy
from api.persisted import find_query, hash_query, read_queries
from api.schema import SCHEMA
from graph.errors import BadSetting
from graph.server import Connection
from graph.session import Graph
from graph.settings import SETTINGS, Settings, read_settings

DEFAULT = next(int(setting.default) for setting in SETTINGS if setting.name == "MAX_COST")
COUNT = "{ findings { totalCount } }"
ROOT = Path(__file__).parents[2]


def cost(query: str, **variables: Any) -> int:
    meter = Meter(SCHEMA._schema, parse(query), variables)
    return meter.cost(meter.operations[0])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ findings { totalCount } }", 2),
        ("{ findings { edges { cursor } } }", 1 + 1 + 25),
        ("{ findings(first: 3) { edges { node { id score } } } }", 1 + 1 + 3 * (1 + 2)),
        ("query($n: Int!) { findings(first: $n) { edges { node { id } } } }", 1 + 1 + 7 * 2),
        ("query($n: Int! = 4) { findings(first: $n) { edges { node { id } } } }", 1 + 1 + 4 * 2),
        ("{ findings(first: 1) { edges { node { evidence { text weight } } } } }", 1 + 1 + 1 + 1 + 100 * 2),
        ('{ artist(id: "a") { name aliases } }', 3),
        ('{ a: artist(id: "a") { name } b: artist(id: "b") { name } }', 4),
        ('{ artist(id: "a") { ...n ...n } } fragment n on Artist { name }', 2),
        (
            "{ findings(first: 2) { edges { node { subject { ... on Artist { name } ... on Release { title } } } } } }",
            10,
        ),
        ('{ artist(id: "a") { releases(first: 2) { edges { node { artists { id } } } } } }', 3 + 2 * (2 + 100)),
    ],
)
def test_a_field_costs_one_for_each_row_that_it_may_be_in(query: str, expected: int) -> None:
    assert cost(query, **({"n": 7} if "$n: Int!)" in query else {})) == expected


HEAVIEST = {
    "paths": 'paths(from: "a", to: "b", maxLength: 4) { artists { id } }',
    "facets": 'search(text: "a") { facets { type count } }',
    "search": 'search(text: "a") { edges { cursor } }',
    "network": 'network(from: "a", depth: 3, first: 100) { edges { weight } }',
    "deep": "artists(first: 100) { edges { node { network(depth: 3) { depth } } } }",
}


def many(times: int, field: str) -> str:
    return "{ " + " ".join(f"a{number}: {field}" for number in range(times)) + " }"


@pytest.mark.parametrize(("name", "most"), [("paths", 4), ("facets", 6), ("search", 19), ("network", 9), ("deep", 1)])
def test_of_fields_that_walk_and_search_a_request_holds_few(name: str, most: int) -> None:
    assert cost(many(most, HEAVIEST[name])) <= DEFAULT < cost(many(most + 1, HEAVIEST[name]))


def test_every_heavy_field_is_one_and_is_documented() -> None:
    reference = (ROOT / "docs" / "reference" / "api.md").read_text()
    for field, weight in HEAVY.items():
        parent, name = field.split(".")
        assert name in SCHEMA._schema.type_map[parent].fields  # type: ignore[attr-defined]
        assert re.search(rf"`{field}`[^\n]*\\| {weight:,} \\|", reference), field


@pytest.mark.parametrize("value", [7, 7.0])
def test_a_page_given_by_a_variable_counts_as_graphql_reads_it(value: float) -> None:
    assert cost("query($n: Int!) { findings(first: $n) { edges { node { id } } } }", n=value) == 1 + 1 + 7 * 2


@pytest.mark.parametrize("value", [0, -3, 7.5, float("inf"), float("nan"), "7", None])
def test_what_is_no_page_counts_as_the_default(value: Any) -> None:
    assert cost("query($n: Int!) { findings(first: $n) { edges { node { id } } } }", n=value) == 1 + 1 + 25 * 2


def test_each_fields_own_default_counts() -> None:
    ties = '{ sharedTies(ids: ["a", "b"]FIRST) { name artistIds } }'
    assert cost(ties.replace("FIRST", "")) == cost(ties.replace("FIRST", ", first: 100"))
    assert cost(ties.replace("FIRST", "")) > cost(ties.replace("FIRST", ", first: 25"))


def test_the_default_lets_a_page_of_findings_through() -> None:
    query = """{ findings(first: 50) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node {
        id kind score prior status firstSeen subject { ... on Artist { id name country genres } ... on Release { id title upc } }
        target { ... on Artist { id name } ... on Recording { id title isrc } } members { id name }
        evidence { type weight text } counterfactual { without score } } } } }"""
    assert cost(query) < DEFAULT / 10


def test_only_the_operation_that_runs_is_counted() -> None:
    query = "query small { findings { totalCount } } query large { findings(first: 100) { edges { node { id } } } }"
    meter = Meter(SCHEMA._schema, parse(query), {})
    check_cost(meter, "small", Policy(max_cost=2))
    with pytest.raises(GraphQLError, match="as much as 202 fields, 2 are allowed"):
        check_cost(meter, "large", Policy(max_cost=2))


def bomb(fragments: int, link: str) -> str:
    """Fragments that each mention the next one twice: a text of some lines, a tree of 2^fragments."""
    texts = [f"fragment f{n} on Artist {{ {link.replace('NEXT', f'...f{n + 1}')} }}" for n in range(fragments)]
    return f'{{ artist(id: "a") {{ ...f0 }} }} {" ".join(texts)} fragment f{fragments} on Artist {{ id }}'


WIDE = "NEXT NEXT"
DEEP = "findings { members { NEXT } } clusters { members { edges { node { NEXT } } } } identity { profiles { NEXT } }"


@pytest.mark.parametrize("link", [WIDE, DEEP])
def test_fragments_within_fragments_take_no_time(link: str) -> None:
    query = bomb(30, link)
    started = time.perf_counter()
    validate(SCHEMA._schema, parse(query), [limit_depth(MAX_DEPTH)])
    assert cost(query) > 0
    assert time.perf_counter() - started < 1


def test_the_depth_is_that_of_the_deepest_way(server_settings: Settings) -> None:
    rule = limit_depth(3)
    within = '{ artist(id: "a") { identity { profiles { id } } } }'
    beyond = '{ artist(id: "a") { ...f } } fragment f on Artist { identity { profiles { identity { id } } } }'
    assert validate(SCHEMA._schema, parse(within), [rule]) == []
    [error] = validate(SCHEMA._schema, parse(beyond), [rule])
    assert "depth of 4, at most 3" in error.message
    assert validate(SCHEMA._schema, parse('{ artist(id: "a") { ...f } } fragment f on Artist { ...f }'), [rule]) == []


@pytest.fixture
def post(server_settings: Settings, server: Connection, graph: Graph) -> Callable[..., Any]:
    """`post(body, **changes)`: the answer to a request under changed settings."""

    def start(body: dict[str, Any], **changes: Any) -> Any:
        async def work(client: Client) -> Any:
            return (await client.http.post("/graphql", json=body)).json()

        async def inside() -> Any:
            async with open_client(replace(server_settings, **changes), server) as client:
                answer = await work(client)
                return answer, list(client.statements)

        return asyncio.run(inside())

    return start


def test_a_query_that_costs_too_much_never_reaches_the_database(post: Callable[..., Any]) -> None:
    answer, sent = post({"query": "{ findings(first: 100) { edges { node { id } } } }"}, max_cost=100)
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "bad-query"
    assert error["message"].startswith("the query could cost as much as 202 fields, 100 are allowed")
    assert sent == []


def test_variables_count_too(post: Callable[..., Any]) -> None:
    query = "query($n: Int!) { findings(first: $n) { edges { node { id } } } }"
    assert "errors" not in post({"query": query, "variables": {"n": 5}}, max_cost=100)[0]
    assert "could cost" in post({"query": query, "variables": {"n": 100}}, max_cost=100)[0]["errors"][0]["message"]


@pytest.mark.parametrize(
    "query",
    [
        "{ __schema { types { name } } }",
        '{ __type(name: "Artist") { name } }',
        "{ ...s } fragment s on Query { s: __schema { types { name } } }",
        "{ ... { __schema { types { name } } } }",
    ],
)
def test_introspection_by_setting(post: Callable[..., Any], query: str) -> None:
    assert "errors" not in post({"query": query})[0]
    answer, _ = post({"query": query}, introspection=False)
    assert answer["data"] is None
    assert "introspection is off" in answer["errors"][0]["message"]
    assert "errors" not in post({"query": "{ __typename findings { __typename } }"}, introspection=False)[0]


def test_a_federated_schema_is_told_by_introspection_too() -> None:
    meter = Meter(SCHEMA._schema, parse("{ _service { sdl } }"), {})
    assert meter.introspects(meter.operations[0])


@pytest.fixture(params=["folder", "file"])
def listed(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An allow list of COUNT, in either form."""
    if request.param == "file":
        (tmp_path / "queries.json").write_text(json.dumps({hash_query(COUNT): COUNT}))
        return tmp_path / "queries.json"
    (tmp_path / "count.graphql").write_text(COUNT)
    return tmp_path


def test_only_listed_queries_run(post: Callable[..., Any], listed: Path) -> None:
    by_hash = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": hash_query(COUNT)}}}
    for body in (by_hash, {"query": COUNT}, {"query": COUNT, **by_hash}):
        assert post(body, persisted_queries=listed)[0] == {"data": {"findings": {"totalCount": 0}}}
    unlisted = {"query": "{ clusters { totalCount } }"}
    for body in (
        unlisted,
        {**unlisted, **by_hash},
        {"query": "{ __schema { types { name } } }"},
        {"extensions": {"persistedQuery": {"sha256Hash": "0" * 64}}},
        {"extensions": {"persistedQuery": {"sha256Hash": 7}}},
        {"query": ""},
    ):
        answer, sent = post(body, persisted_queries=listed)
        assert "list of persisted queries" in answer["errors"][0]["message"], body
        assert answer["data"] is None
        assert sent == []


@pytest.mark.parametrize(
    "text", ["[]", "{", '{"abc": "{ findings { totalCount } }"}', '{"a": 1}'], ids=["list", "cut", "hash", "number"]
)
def test_a_list_that_cannot_be_trusted_is_a_bad_setting(tmp_path: Path, text: str) -> None:
    path = tmp_path / "queries.json"
    path.write_text(text)
    with pytest.raises(BadSetting, match="NAMESAKE_PERSISTED_QUERIES"):
        read_queries(path)
    with pytest.raises(BadSetting, match="cannot be read"):
        read_queries(tmp_path / "nowhere.json")


def test_a_query_is_found_as_it_is_listed_and_no_other_way() -> None:
    assert find_query({hash_query(COUNT): COUNT}, None, {"persistedQuery": {"sha256Hash": hash_query(COUNT)}}) == COUNT
    with pytest.raises(GraphQLError):
        find_query({hash_query(COUNT): COUNT}, COUNT + " ", {})


def test_a_choice_is_one_of_its_words() -> None:
    with pytest.raises(BadSetting, match="NAMESAKE_INTROSPECTION is `maybe`, expected on or off"):
        read_settings({"NAMESAKE_INTROSPECTION": "maybe"}, dotenv=None)
    assert read_settings({"NAMESAKE_INTROSPECTION": "off"}, dotenv=None).introspection is False
