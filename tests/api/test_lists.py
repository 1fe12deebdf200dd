"""The lists at the root: every filter and order, and pages that join to the whole."""

from collections.abc import Callable
from typing import Any

import neo4j
import pytest
from conftest import DETECTION

from api.schema.connections import encode_cursor
from api.schema.filters import KNOWN
from graph.findings import Detection
from graph.read_lists import LISTS, page_statement
from graph.server import Connection
from graph.session import Graph, Statement
from graph.store import publish
from loaders.catalog.rules import OPEN_LISTS

pytestmark = pytest.mark.usefixtures("filled")
Ask = Callable[..., Any]


def ids(ask: Ask, name: str, arguments: str = "") -> list[str]:
    """The ids of a whole list, one a page, and as many as it counts."""
    found: list[str] = []
    after = None
    while True:
        query = f"query($after: String) {{ {name}({arguments} first: 1, after: $after) {{ totalCount pageInfo {{ hasNextPage endCursor }} edges {{ node {{ id }} }} }} }}"
        page = ask(query, after=after)[name]
        found += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            assert page["totalCount"] == len(found)
            return found


WHOLE = (
    ("artists", "", ["a1", "a2", "a3", "a4", "a9"]),
    ("artists", "order: NAME,", ["a4", "a1", "a2", "a3"]),
    ("artists", 'filter: {name: "Deep Tide"},', ["a4"]),
    ("artists", "filter: {verified: true, minFollowers: 3000000000},", ["a1"]),
    ("artists", 'filter: {createdSince: "2015-05-02"},', []),
    ("artists", 'filter: {label: "l1", distributor: "d1"},', ["a1"]),
    ("artists", 'filter: {country: "DE"},', []),
    ("artists", 'filter: {type: "group", genre: "folk"},', []),
    ("releases", "", ["r1", "r2", "r3", "r4", "r5", "r6", "r7"]),
    ("releases", 'filter: {artist: "a1", releasedSince: "2020-01-03"},', ["r3", "r7"]),
    ("releases", 'filter: {label: "l1", distributor: "d1", title: "Release 2"},', ["r2"]),
    ("releases", 'filter: {upc: "000000000004"},', ["r4"]),
    ("releases", 'filter: {receivedSince: "2020-01-01T13:00:00+01:00", artist: "a3"},', ["r5"]),
    ("releases", 'filter: {receivedSince: "2020-01-01T12:00:01Z"},', []),
    ("releases", 'filter: {type: "album", language: "en", artistAssignment: "manual"},', []),
    ("recordings", 'filter: {isrc: "USAB12000001", minStreams: 5, aiDisclosure: "none", artist: "a9"},', ["t1"]),
    ("recordings", 'filter: {audioFingerprint: "ff"},', ["t2"]),
    ("recordings", 'filter: {title: "Tide", language: "en"},', []),
    ("payees", "", ["p1", "p2"]),
    ("payees", 'filter: {name: "Shadow"},', ["p2"]),
    ("payees", 'filter: {country: "DE"},', []),
    ("distributors", 'filter: {name: "Giant"},', ["d1"]),
    ("distributors", 'filter: {dpid: "x"},', []),
    ("labels", 'filter: {name: "Tidal Wave"},', ["l1"]),
    ("clusters", "kind: CONTENT_FARM, minSize: 2, minScore: 0.9,", ["c1"]),
    ("clusters", "order: SIZE, kind: CAMPAIGN,", []),
    ("clusters", "minSize: 3,", []),
    ("clusters", 'changedSince: "2026-11-24",', []),
    ("runs", "", ["run1"]),
)


def test_a_list_is_what_its_filter_leaves(ask: Ask) -> None:
    for name, arguments, expected in WHOLE:
        assert ids(ask, name, arguments) == expected, (name, arguments)


def kinds(ask: Ask, arguments: str) -> list[str]:
    return [
        edge["node"]["kind"]
        for edge in ask(f"{{ findings({arguments}) {{ edges {{ node {{ kind }} }} }} }}")["findings"]["edges"]
    ]


def test_findings_are_filtered_by_everything_that_is_known_of_them(ask: Ask, filled: Graph) -> None:
    filled.write(
        Statement(
            "work",
            "MATCH (f:Finding {kind: 'misattribution'}) SET f.assignee = 'ana', f.first_seen = '2026-11-20' "
            "WITH f CREATE (d:Distributor {id: 'd2'}) WITH d MATCH (r:Release {id: 'r5'})-[e:DELIVERED_BY]->() DELETE e CREATE (r)-[:DELIVERED_BY]->(d)",
        )
    )
    assert kinds(ask, 'assignee: "ana"') == ["MISATTRIBUTION"]
    assert kinds(ask, 'subject: "Release:r7"') == ["MISATTRIBUTION"]
    assert kinds(ask, 'subject: "Artist:r7"') == []
    assert kinds(ask, 'distributor: "d2"') == ["CONTENT_FARM", "RECYCLED_AUDIO"]
    assert kinds(ask, 'firstSeenSince: "2026-11-21", status: "open"') == [
        "CONTENT_FARM",
        "IMPERSONATION",
        "RECYCLED_AUDIO",
    ]
    assert kinds(ask, "order: FIRST_SEEN")[-1] == "MISATTRIBUTION"
    assert ids(ask, "findings", "order: FIRST_SEEN,") == ids(ask, "findings", "order: FIRST_SEEN, minScore: 0,")


def test_the_ends_of_findings_come_with_their_page(ask: Ask, fail: Ask) -> None:
    query = """{ findings { edges { node { id s: subject { ...name } target { ...name } } } } }
        fragment name on Subject { ... on Artist { id name } ... on Release { id title receivedAt } ... on Recording { id } ... on Cluster { id size } }"""
    for edge in ask(query)["findings"]["edges"]:
        alone = ask(
            "query($id: ID!) { finding(id: $id) { s: subject { ...name } target { ...name } } }" + query.split("\n")[1],
            id=edge["node"].pop("id"),
        )
        assert edge["node"] == alone["finding"]


def test_a_cursor_of_another_order_is_refused(ask: Ask, fail: Ask) -> None:
    cursor = ask("{ findings(first: 1) { pageInfo { endCursor } } }")["findings"]["pageInfo"]["endCursor"]
    for list in ("findings(order: FIRST_SEEN,", "clusters(", "artists("):
        error = fail(f"query($after: String) {{ {list} after: $after) {{ totalCount }} }}", after=cursor)
        assert error["message"] == "`after` is a cursor of another list"
    by_id = ask("{ artists(first: 1) { pageInfo { endCursor } } }")["artists"]["pageInfo"]["endCursor"]
    for list in ("artists(order: NAME,", "releases("):
        error = fail(f"query($after: String) {{ {list} after: $after) {{ totalCount }} }}", after=by_id)
        assert error["message"] == "`after` is a cursor of another list"
    assert fail('{ findings(subject: "a17") { totalCount } }')["message"] == "`a17` is not a node id"


def test_runs_newest_first_with_what_they_said(ask: Ask, filled: Graph) -> None:
    publish(
        filled,
        Detection((), (), (), ("one block was capped",), "m1"),
        run_id="run2",
        today="2026-11-25",
        snapshot_hash="s2",
    )
    query = "{ runs { edges { node { id finishedOn snapshot model notes counts { findings identities clusters } } } } }"
    newest, oldest = (edge["node"] for edge in ask(query)["runs"]["edges"])
    assert (newest["id"], oldest["id"], newest["finishedOn"], newest["snapshot"]) == (
        "run2",
        "run1",
        "2026-11-25",
        "s2",
    )
    assert (newest["notes"], newest["model"]) == (["one block was capped"], "m1")
    assert newest["counts"] == {"findings": 0, "identities": 0, "clusters": 0}
    assert ask('{ run(id: "run1") { notes counts { findings identities clusters } } }')["run"] == {
        "notes": [],
        "counts": {"findings": 4, "identities": 3, "clusters": 1},
    }


@pytest.mark.parametrize(
    "fields",
    [
        "name",
        "nodeId createdOn",
        "onlyReferredTo",
        "provenance { firstAt since lastAt firstDelivery { id } sinceDelivery { id } lastDelivery { id } }",
        "name releases(first: 2) { edges { node { id title releaseDate receivedAt label { name } } } } history { changed }",
        "aliases genres followers createdOn verified identity { id } clusters { id kind memberIds } findings { id }",
    ],
)
def test_of_an_end_as_much_is_read_as_the_query_needs(ask: Ask, fields: str) -> None:
    page = ask(
        f"{{ findings {{ edges {{ node {{ subject {{ ... on Artist {{ id {fields} }} }} target {{ ... on Artist {{ id }} }} }} }} }} }}"
    )
    subjects = [edge["node"]["subject"] for edge in page["findings"]["edges"] if edge["node"]["subject"]]
    assert subjects
    for subject in subjects:
        assert subject == ask(f'{{ artist(id: "{subject["id"]}") {{ id {fields} }} }}')["artist"]


def test_every_condition_and_order_is_cypher_that_the_server_takes(filled: Graph) -> None:
    for name, listed in LISTS.items():
        for order in listed.orders:
            statement = page_statement(name, order, frozenset(listed.conditions), after=True, ends=name == "findings")
            nothing = dict.fromkeys((*listed.conditions, "after_sort", "after_id"))
            assert filled.read(statement, **nothing, limit=1) == [{"page": []}]


def test_a_page_of_findings_is_read_off_the_index(filled: Graph, server: Connection) -> None:
    """A page costs as much as its rows, however many findings there are: the database sorts nothing but ties."""
    filled.run_alone(
        Statement(
            "many",
            "UNWIND range(1, 20000) AS i CALL (i) { CREATE (:Finding {id: 'm' + i, current: true, kind: 'campaign', status: 'open', "
            "score: i / 20001.0, prior: 0.0, evidence: '[]', subject_type: 'artist', subject_id: 'a1', first_seen: '2026-11-24'}) } IN TRANSACTIONS OF 10000 ROWS",
        )
    )
    # the server plans by what it knows of its indexes, which it learns anew in the background some time after so many writes
    filled.run_alone(Statement("learn", "CALL db.prepareForReplanning(120)"))
    for given in (frozenset({"current"}), frozenset({"current", "kind"})):
        assert hits(server, page_statement("findings", "score", given, after=False)) < 1_000


def hits(server: Connection, statement: Statement) -> int:
    """How often the database touches its store for a statement."""

    def count(plan: Any) -> int:
        return int(plan.get("dbHits", 0)) + sum(count(child) for child in plan.get("children", []))

    with (
        neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver,
        driver.session() as session,
    ):
        result = session.run("PROFILE " + statement.text, kind="campaign", limit=50)
        [row] = result.data()
        assert len(row["page"]) == 50
        return count(result.consume().profile)


def test_numbers_and_times_that_no_database_holds_are_refused(fail: Ask) -> None:
    large = fail("{ artists(filter: {minFollowers: 99999999999999999999}) { totalCount } }")
    assert large["extensions"]["code"] == "bad-query"
    early = fail('{ releases(filter: {receivedSince: "0001-01-01T00:00:00+14:00"}) { totalCount } }')
    assert early["extensions"]["code"] == "bad-argument"
    assert (
        fail('{ artist(id: "a1", asOf: "9999-12-31T23:59:59-14:00") { id } }')["extensions"]["code"] == "bad-argument"
    )
    cursor = encode_cursor((10**30, "r1"), "artists by id")
    assert (
        "not a cursor"
        in fail("query($after: String) { artists(after: $after) { totalCount } }", after=cursor)["message"]
    )


REFUSED = (
    ('findings(status: "banana")', "`banana` is not a status", "reopened"),
    ("findings(minScore: 7)", "`minScore` is 7.0, expected 0 to 1", "0.9"),
    ("clusters(minScore: -1)", "`minScore` is -1.0, expected 0 to 1", "0.9"),
    ('findings(subject: "Shoe:x")', "no finding is about a `Shoe`", "release"),
    ('artists(filter: {country: "Narnia"})', "`Narnia` is not a country code", "`DE`"),
    ('payees(filter: {country: "1"})', "`1` is not a country code", "`DE`"),
    ('artists(filter: {type: "robot"})', "`robot` is not a value of this filter, and nothing has it", "person"),
    ('releases(filter: {type: "robot"})', "`robot` is not a value of this filter, and nothing has it", "single"),
    ("artists(first: 0)", "`first` is 0, expected 1 to 100", "1 to 100"),
)


@pytest.mark.parametrize(("asked", "what", "hint"), REFUSED)
def test_a_condition_that_nothing_can_fit_is_refused_with_what_can(fail: Ask, asked: str, what: str, hint: str) -> None:
    error = fail(f"{{ {asked} {{ edges {{ cursor }} }} }}")
    assert (error["extensions"]["code"], error["message"]) == ("bad-argument", what)
    assert hint in error["extensions"]["hint"]


def test_conditions_are_read_as_they_are_meant(ask: Ask, filled: Graph) -> None:
    """A status in capitals, a country in small letters, and a type that only this catalog has."""
    filled.write(Statement("odd", "MATCH (a:Artist {id: 'a4'}) SET a.country = 'DE', a.type = 'robot'"))
    assert len(kinds(ask, 'status: "OPEN"')) == 4
    assert ids(ask, "artists", 'filter: {country: "de", type: "robot"},') == ["a4"]


def test_the_known_values_are_those_of_the_catalog_loader() -> None:
    assert {key: frozenset(KNOWN[key]) for key in OPEN_LISTS} == OPEN_LISTS


def test_a_finding_that_the_last_run_does_not_say_keeps_its_reviews(ask: Ask, filled: Graph) -> None:
    [id] = ids(ask, "findings", "kind: MISATTRIBUTION,")
    ask(
        'mutation($id: ID!) { reviewFinding(input: {findingId: $id, decision: CONFIRMED, reason: "seen", expectedVersion: 0}) { __typename } }',
        id=id,
    )
    others = Detection(tuple(f for f in DETECTION.findings if f.kind != "misattribution"), DETECTION.identities, ())
    publish(filled, others, run_id="run2", today="2026-11-25", snapshot_hash="s2")
    query = """query($id: ID!, $node: ID!) { finding(id: $id) { id current status reviews { decision } }
        node(id: $node) { ... on Finding { id current } } }"""
    answer = ask(query, id=id, node=f"Finding:{id}")
    assert answer["finding"]["reviews"] != []
    assert (answer["finding"]["current"], answer["finding"]["status"]) == (False, "confirmed")
    assert answer["node"] == {"id": id, "current": False}
    assert id not in ids(ask, "findings")
    assert ids(ask, "findings", "current: false,") == [id]
    assert ids(ask, "findings", 'current: null, status: "confirmed",') == [id]
    assert id in ids(ask, "findings", "current: null, order: FIRST_SEEN,")
