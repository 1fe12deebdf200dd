"""The HTTP edge: errors in one shape, limits, health, and no statement more than one for each level."""

import asyncio
import json
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from api_client import Client, Run, open_client

from api import limits
from api.print_reference import print_reference
from api.print_schema import print_schema, write_schema
from api.schema import SCHEMA
from graph.errors import BadArgument
from graph.schema import SCHEMA_VERSION
from graph.server import Connection, free_port
from graph.session import Graph, Statement
from graph.settings import Settings

ROOT = Path(__file__).parents[2]


def test_the_committed_schema_is_the_codes() -> None:
    assert (ROOT / "schema.graphql").read_text() == print_schema(), "run `python -m api.print_schema schema.graphql`"


def test_every_field_and_type_is_described() -> None:
    for name, kind in SCHEMA._schema.type_map.items():
        if name.startswith("__") or name in ("ID", "String", "Int", "Float", "Boolean"):
            continue
        assert kind.description, name
        for field_name, item in getattr(kind, "fields", {}).items():
            assert item.description, f"{name}.{field_name}"
            for argument, given in getattr(item, "args", {}).items():
                assert given.description or argument == "id", f"{name}.{field_name}({argument})"


REPRESENTATIVE = {
    "{ findings { totalCount edges { node { subject { ... on Artist { name } ... on Release { title } } } } } }": 3,
    """{ findings(first: 50) { edges { node { score evidence { text weight } subject { ... on Artist { name } }
        target { ... on Artist { name } ... on Recording { title } } } } } }""": 2,
    """{ searchArtists(text: "nova reyes") { edges { node { name identity { profiles { id } }
        releases { edges { node { label { name } payouts { payee { id } } } } } } } } }""": 6,
    """{ clusters(first: 3) { edges { node { answers { question } memberStrengths history { change } releases { totalCount }
        members { edges { node { network(depth: 2) { artist { name } } } } } } } } }""": 9,
    """{ artists { edges { node { history { changed delivery { file } } provenance { firstDelivery { source } lastDelivery { source } }
        releases { edges { node { history { changed delivery { file } } } } } } } } }""": 7,
    """{ search(text: "nova reyes") { facets { type count } edges { matchedOn node { ... on Artist { identity { id } } } } } }""": 3,
    """{ network(from: "a3", depth: 2) { nodes { name node { ... on Artist { identity { id } } } } edges { weight ties { id } } } }""": 5,
    """{ network(from: "a3", things: true) { nodes { name node { nodeId } } edges { weight } } }""": 6,
    """{ paths(from: "a3", to: "a1") { distance steps { source { name } target { name } ties { id } } } }""": 3,
    """{ sharedTies(ids: ["a1", "a2", "a3"]) { type name sharedBy artistIds } }""": 1,
    """{ expand(node: "Artist:a1") { groups { relation totalCount nodes { name node { nodeId } } } } }""": 5,
    """{ artist(id: "a1") { name releases(first: 2) { edges { node { title label { name } distributor { name } } } } } }""": 1,
    """{ a: artist(id: "a1") { releases { edges { node { distributor { name } } } } } b: artist(id: "a2") { releases { edges { node { id } } } } }""": 3,
    """{ node(id: "Artist:a1") { nodeId ... on Artist { releases { edges { node { distributor { name } } } } } } }""": 3,
}


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("query", "most"), REPRESENTATIVE.items())
def test_one_statement_for_each_field_of_a_level(run: Run[Any], query: str, most: int) -> None:
    async def work(client: Client) -> list[str]:
        await client.ask(query)
        return [name for name in client.statements if name != "write_audit_entry"]

    sent = run(work)
    assert len(sent) <= most, sent
    assert len(set(sent) - {"read_network_level"}) == len([name for name in sent if name != "read_network_level"])


@pytest.mark.parametrize(
    ("query", "code", "said"),
    [
        ("{ nothing }", "bad-query", "nothing"),
        ("{ findings(first: ", "bad-query", "Syntax"),
        ("{ findings(first: 101) { totalCount } }", "bad-argument", "`first` is 101, expected 1 to 100"),
        ("{ findings(first: 0) { totalCount } }", "bad-argument", "expected 1 to 100"),
        ('{ findings(after: "?") { totalCount } }', "bad-argument", "not a cursor"),
        ('{ searchArtists(text: "x", after: "WyJhIiwgImIiXQ==") { totalCount } }', "bad-argument", "not a cursor"),
        ('{ searchArtists(text: " ") { totalCount } }', "bad-argument", "expected 1 to"),
        ("{ artist(id: 1) " + "{ identity { profiles " * 6 + "{ id }" + " } }" * 6 + " }", "bad-query", "depth"),
        ("{ " + " ".join(f"a{n}: artist(id: {n}) {{ id }}" for n in range(31)) + " }", "bad-query", "aliases"),
        ("{ " + "findings { totalCount } " * 500 + "}", "bad-query", "tokens"),
    ],
)
def test_a_request_that_cannot_be_answered_says_why(run: Run[Any], query: str, code: str, said: str) -> None:
    error = run(lambda client: client.post(query)).json()["errors"][0]
    assert error["extensions"]["code"] == code, error
    assert said in error["message"]
    assert error["extensions"]["hint"]


@pytest.mark.usefixtures("filled")
def test_depth_of_a_network_is_bounded(run: Run[Any]) -> None:
    error = run(lambda client: client.fail('{ artist(id: "a1") { network(depth: 4) { depth } } }'))
    assert error["message"] == "`depth` is 4, expected 1 to 3"
    assert error["path"] == ["artist", "network"]


def test_rows_of_a_request_are_bounded() -> None:
    budget = limits.Budget(10)
    budget.spend(10)
    with pytest.raises(BadArgument, match="more than"):
        budget.spend(1)


def test_an_unexpected_error_is_masked_and_logged(
    run: Run[Any], graph: Graph, caplog: pytest.LogCaptureFixture
) -> None:
    graph.write(
        Statement("bad", "CREATE (:Finding {id: 'f', current: true, kind: 'no such kind', score: 0.5, prior: 0.0})")
    )
    with caplog.at_level(logging.ERROR, "api.failures"):
        error = run(lambda client: client.fail("{ findings { edges { node { kind } } } }"))
    assert error["extensions"]["code"] == "internal-error"
    assert "no such kind" not in str(error)
    error_id = error["message"].split()[-1]
    assert error_id in caplog.text
    assert "no such kind" in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "content", "status", "code"),
    [
        ("GET", "/nowhere", b"", 404, "not-found"),
        ("POST", "/healthz", b"", 405, "method-not-allowed"),
        ("POST", "/graphql", b"{", 400, "bad-request"),
        ("POST", "/graphql", b"{}", 400, "bad-request"),
        ("POST", "/graphql", b"x" * (limits.MAX_BODY_BYTES + 1), 413, "too-large"),
        ("GET", "/graphql?query={findings{totalCount}}", b"", 405, "method-not-allowed"),
    ],
)
def test_http_errors_have_the_one_shape(
    run: Run[Any], method: str, path: str, content: bytes, status: int, code: str
) -> None:
    headers = {"content-type": "application/json"}
    answer = run(lambda client: client.http.request(method, path, content=content, headers=headers))
    assert answer.status_code == status
    assert set(answer.json()) == {"code", "message", "hint"}
    assert answer.json()["code"] == code
    assert all(answer.json().values())


def test_health_and_pages(run: Run[Any]) -> None:
    async def work(client: Client) -> None:
        assert (await client.http.get("/healthz")).json() == {"status": "alive"}
        ready = await client.http.get("/readyz")
        assert (ready.status_code, ready.json()) == (200, {"status": "ready", "schema_version": SCHEMA_VERSION})
        page = await client.http.get("/")
        assert page.status_code == 200
        assert "http://" not in page.text
        assert "https://" not in page.text

    run(work)


def test_an_unknown_address_shows_a_person_the_page_and_tells_a_program_why(run: Run[Any]) -> None:
    async def work(client: Client) -> tuple[Any, Any]:
        told = await client.http.get("/nowhere")
        return told, await client.http.get("/nowhere", headers={"Accept": "text/html,application/xhtml+xml"})

    told, shown = run(work)
    assert (told.status_code, told.json()["code"]) == (404, "not-found")
    assert shown.status_code == 404
    assert shown.headers["content-type"].startswith("text/html")
    assert "script-src 'self'" in shown.headers["content-security-policy"]
    assert "<title>Namesake" in shown.text


def test_a_database_that_is_down_is_said_with_its_remedy(server_settings: Settings) -> None:
    down = Connection(f"bolt://127.0.0.1:{free_port()}", "neo4j", "x", "neo4j")

    async def ask() -> None:
        async with open_client(server_settings, down) as client:
            answer = await client.http.get("/readyz")
            assert answer.status_code == 503
            assert answer.json()["code"] == "database-down"
            assert "namesake up" in answer.json()["hint"]
            assert (await client.http.get("/healthz")).status_code == 200

    asyncio.run(ask())


def test_an_empty_database_and_a_newer_one_are_not_ready(run: Run[Any], graph: Graph) -> None:
    async def code(client: Client) -> tuple[int, str]:
        answer = await client.http.get("/readyz")
        return answer.status_code, answer.json()["code"]

    graph.write(Statement("newer", "MATCH (s:Store) SET s.schema_version = 999"))
    assert run(code) == (503, "schema-too-new")
    graph.write(Statement("none", "MATCH (s:Store) DELETE s"))
    assert run(code) == (503, "graph-empty")


def test_a_refused_password_is_not_shown(server: Connection, server_settings: Settings) -> None:
    async def ask() -> Any:
        async with open_client(server_settings, replace(server, password="wrong")) as client:
            return await client.post("{ findings { totalCount } }")

    answer = asyncio.run(ask())
    assert answer.status_code == 503
    assert answer.json()["code"] == "database-refused"
    assert answer.json()["message"] == "the database cannot be used"


@pytest.mark.usefixtures("filled")
def test_the_queries_of_the_reference_run(run: Run[Any]) -> None:
    text = (ROOT / "docs" / "reference" / "api.md").read_text()
    queries = [block.split("```")[0] for block in text.split("```graphql\n")[1:]]
    body = json.loads(text.split("-d '")[1].split("'\n```")[0])
    assert len(queries) == 2

    async def work(client: Client) -> None:
        assert (await client.ask(body["query"], **body["variables"]))["searchArtists"]["edges"]
        for query in queries:
            await client.ask(query, id="a3")

    run(work)


def test_the_reference_is_that_of_the_schema_and_names_every_limit() -> None:
    text = (ROOT / "docs" / "reference" / "api.md").read_text()
    assert text == print_reference(), "run `python -m api.print_reference > docs/reference/api.md`"
    for limit in (limits.MAX_DEPTH, limits.MAX_ALIASES, limits.MAX_TOKENS, limits.MAX_ROWS, limits.MAX_BODY_BYTES):
        assert f"| {limit:,} |" in text


def test_what_clients_rely_on_does_not_go_by_accident(tmp_path: Path) -> None:
    richer = print_schema().replace("  isni: String\n", "  isni: String\n  formerly: String\n", 1)
    path = tmp_path / "schema.graphql"
    path.write_text(richer)
    with pytest.raises(SystemExit, match="formerly"):
        write_schema(path, breaking=False)
    assert path.read_text() == richer
    write_schema(path, breaking=True)
    assert path.read_text() == print_schema()
    write_schema(path, breaking=False)
