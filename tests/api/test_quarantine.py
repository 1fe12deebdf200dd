"""What loads set aside, page by page, for whoever may read what the rows say."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import neo4j
import pytest
from api_client import open_client

from api.schema.connections import encode_cursor
from graph.keys import create_key
from graph.quarantine import Origin, write_quarantined
from graph.read_quarantine import page_statement
from graph.records import Quarantined
from graph.server import Connection
from graph.session import Graph, Statement
from graph.settings import Settings

Ask = Callable[..., Any]
FIRST, AGAIN = datetime(2026, 5, 1, 10, 30), datetime(2026, 5, 2, 10, 30)
CATALOG, DDEX = Origin("catalog", "/in/one", "{}"), Origin("ddex", "/in/two", "{}")
QUERY = """query($first: Int! = 25, $after: String, $source: String) { quarantine(first: $first, after: $after, source: $source) {
    totalCount pageInfo { hasNextPage endCursor } edges { node { id source file line column value reason remedy deliveryId firstSeen lastSeen } } } }"""


def row(line: int, file: str = "artists.csv") -> Quarantined:
    return Quarantined(file, line, "isni", "12", "`12` is not an ISNI", "correct it", "d1")


@pytest.fixture
def set_aside(graph: Graph) -> Graph:
    write_quarantined(graph, [row(line) for line in (10, 2, 2)], origin=CATALOG, load="l1", now=FIRST)
    write_quarantined(graph, [row(2)], origin=CATALOG, load="l2", now=AGAIN)
    write_quarantined(graph, [row(0, "a/message.xml")], origin=DDEX, load="l3", now=AGAIN)
    write_quarantined(graph, [row(7, "one.zip/payees.csv")], origin=CATALOG, load="l4", now=AGAIN)
    return graph


@pytest.mark.usefixtures("set_aside")
def test_rows_come_by_file_and_line_in_pages_that_join(ask: Ask) -> None:
    whole = [edge["node"] for edge in ask(QUERY)["quarantine"]["edges"]]
    assert [(node["file"], node["line"]) for node in whole] == [
        ("a/message.xml", 0),
        ("artists.csv", 2),
        ("artists.csv", 2),
        ("artists.csv", 10),
        ("one.zip/payees.csv", 7),
    ]
    paged: list[Any] = []
    page: Any = {"pageInfo": {"endCursor": None, "hasNextPage": True}}
    while page["pageInfo"]["hasNextPage"]:
        page = ask(QUERY, first=1, after=page["pageInfo"]["endCursor"])["quarantine"]
        paged += [edge["node"] for edge in page["edges"]]
        assert page["totalCount"] == 5
    assert paged == whole
    seen = {(node["firstSeen"], node["lastSeen"]) for node in whole if node["line"] == 2}
    assert seen == {
        ("2026-05-01T10:30:00+00:00", "2026-05-01T10:30:00+00:00"),
        ("2026-05-01T10:30:00+00:00", "2026-05-02T10:30:00+00:00"),
    }
    told = {
        "reason": "`12` is not an ISNI",
        "remedy": "correct it",
        "column": "isni",
        "value": "12",
        "deliveryId": "d1",
    }
    assert told.items() <= whole[0].items()


@pytest.mark.usefixtures("set_aside")
def test_one_kind_of_source_alone(ask: Ask, fail: Ask) -> None:
    page = ask(QUERY, source="ddex", first=1)["quarantine"]
    assert [edge["node"]["file"] for edge in page["edges"]] == ["a/message.xml"]
    assert page["totalCount"] == 1
    assert ask(QUERY, source="discogs")["quarantine"] == {
        "totalCount": 0,
        "pageInfo": {"hasNextPage": False, "endCursor": None},
        "edges": [],
    }
    other = fail(QUERY, after=page["pageInfo"]["endCursor"])
    assert other["message"] == "`after` is a cursor of another list"
    forged = encode_cursor(("artists.csv", "x"), "quarantine of None")
    assert fail(QUERY, after=forged)["extensions"]["code"] == "bad-argument"


def test_it_takes_the_permission_for_payees_and_rows_of_payees_are_audited(
    set_aside: Graph, server_settings: Settings, server: Connection
) -> None:
    keys = {
        role: create_key(set_aside, name=role, role=role, days=None, by="cli:test")[1]
        for role in ("reader", "investigator")
    }

    async def ask_as(role: str) -> Any:
        async with open_client(server_settings, server) as client:
            client.http.headers["Authorization"] = f"Bearer {keys[role]}"
            return (await client.post(QUERY)).json()

    assert asyncio.run(ask_as("reader"))["errors"][0]["extensions"]["code"] == "forbidden"
    read = "MATCH (a:AuditEntry {action: 'read_payees'}) RETURN a.subject AS subject"
    assert set_aside.read(Statement("audit", read)) == []
    answer = asyncio.run(ask_as("investigator"))["data"]["quarantine"]
    [of_payees] = [edge["node"]["id"] for edge in answer["edges"] if "payees" in edge["node"]["file"]]
    assert set_aside.read(Statement("audit", read)) == [{"subject": f"Quarantined:{of_payees}"}]


def test_a_page_is_read_off_the_index(graph: Graph, server: Connection) -> None:
    many = (row(line, f"f{line % 7}.csv") for line in range(20_000))
    write_quarantined(graph, many, origin=CATALOG, load="l1", now=FIRST)
    graph.run_alone(Statement("learn", "CALL db.prepareForReplanning(120)"))
    for source in (False, True):
        text = page_statement(source=source, after=True).text
        given = {"source": "catalog", "after_file": "f6.csv", "after_line": 19_000, "after_id": ""}
        with (
            neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver,
            driver.session() as session,
        ):
            result = session.run("PROFILE " + text, **given, limit=20)
            assert len(result.data()) == 20
            plan = result.consume().profile
        assert "Sort" not in str([step["operatorType"] for step in _steps(plan)]).replace("PartialSort", "")


def _steps(plan: Any) -> list[Any]:
    return [plan, *(step for child in plan.get("children", []) for step in _steps(child))]
