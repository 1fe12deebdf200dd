"""The queue: findings by priority, what is new among them, and how many of each there are."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import neo4j
import pytest
from conftest import DETECTION, FINDINGS, STRONG, WEAK

from api.schema.evidence import NO_HARM_YET
from graph.findings import Detection, Evidence, Harm
from graph.read_lists import facets_statement, page_statement
from graph.schema import PRIORITY_SINCE, WRITE_VERSION, migrate
from graph.server import Connection
from graph.session import Graph, Statement
from graph.store import publish, read_finding_rows

pytestmark = pytest.mark.usefixtures("filled")
Ask = Callable[..., Any]
IMPOSTOR, WRONG_PAGE, FARM, COPY = FINDINGS
HARMS = {
    IMPOSTOR.finding_id: Harm(0.5, "The target has 9 followers."),
    WRONG_PAGE.finding_id: Harm(1.0, "The target has 9 million followers."),
    FARM.finding_id: Harm(0.01, "It has 2 members."),
    COPY.finding_id: Harm(0.12345, "They have 3 streams."),
}


def publish_again(graph: Graph, detection: Detection, night: int, **options: Any) -> None:
    publish(graph, detection, run_id=f"run{night}", today=f"2026-11-{night}", snapshot_hash=f"s{night}", **options)


def listed(ask: Ask, arguments: str, fields: str = "id") -> list[Any]:
    """A whole list, a finding a page."""
    rows: list[Any] = []
    after = None
    while True:
        query = f"query($after: String) {{ findings({arguments} first: 1, after: $after) {{ pageInfo {{ hasNextPage endCursor }} edges {{ node {{ {fields} }} }} }} }}"
        page = ask(query, after=after)["findings"]
        rows += [edge["node"]["id"] if fields == "id" else edge["node"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            return rows
        after = page["pageInfo"]["endCursor"]


def test_findings_come_by_score_times_harm(ask: Ask, filled: Graph) -> None:
    before = read_finding_rows(filled)
    publish_again(filled, DETECTION, 25, harms=HARMS)
    rows = listed(ask, "order: PRIORITY,", "id score harm harmReason")
    expected = sorted(FINDINGS, key=lambda one: -one.score * HARMS[one.finding_id].value)
    assert [row["id"] for row in rows] == [one.finding_id for one in expected]
    assert rows[0]["harmReason"] == "The target has 9 million followers."
    assert [row["harm"] for row in rows] == [round(HARMS[one.finding_id].value, 3) for one in expected]
    assert listed(ask, "order: PRIORITY, kind: CONTENT_FARM,") == [FARM.finding_id]
    kept = [{**row, "last_seen": "2026-11-24", "run_id": "run1"} for row in read_finding_rows(filled)]
    assert kept == before, "an export tells nothing of harm"


def test_another_harm_alone_is_written_and_is_no_change_of_the_finding(ask: Ask, filled: Graph) -> None:
    publish_again(filled, DETECTION, 25, harms=HARMS)
    assert listed(ask, 'changedSince: "2026-11-25",') == []
    assert listed(ask, f'subject: "Artist:{IMPOSTOR.subject.id}",', "harm changedOn") == [
        {"harm": 0.5, "changedOn": "2026-11-24"}
    ]


def test_what_was_stored_before_harm_was_looked_at_says_so_and_comes_last(ask: Ask, filled: Graph) -> None:
    publish_again(filled, DETECTION, 25, harms=HARMS)
    filled.write(
        Statement(
            "old", "MATCH (f:Finding {kind: 'misattribution'}) REMOVE f.harm, f.priority, f.harm_reason, f.changed_on"
        )
    )
    filled.write(WRITE_VERSION, version=PRIORITY_SINCE - 1)
    migrate(filled)
    last = listed(ask, "order: PRIORITY,", "id harm harmReason changedOn")[-1]
    assert last == {"id": WRONG_PAGE.finding_id, "harm": None, "harmReason": NO_HARM_YET, "changedOn": None}
    assert WRONG_PAGE.finding_id in listed(ask, 'changedSince: "2026-11-24",')


def test_a_harm_of_nothing_is_told_from_one_that_nobody_looked_at(ask: Ask, filled: Graph) -> None:
    none = Harm(0.0, "Nobody hears it.")
    publish_again(filled, DETECTION, 25, harms={IMPOSTOR.finding_id: none})
    filled.write(Statement("early", "MATCH (f:Finding {kind: 'misattribution'}) SET f.harm = 0.0"))
    rows = {
        row["id"]: (row["harm"], row["harmReason"]) for row in listed(ask, "order: PRIORITY,", "id harm harmReason")
    }
    unseen = dict.fromkeys((one.finding_id for one in FINDINGS), (None, NO_HARM_YET))
    assert rows == unseen | {IMPOSTOR.finding_id: (0.0, none.reason)}
    stored = filled.read(Statement("kept", "MATCH (f:Finding) RETURN f.kind AS kind, f.harm AS harm ORDER BY kind"))
    kept = {row["kind"]: row["harm"] for row in stored}
    assert kept == {"content_farm": None, "impersonation": 0.0, "misattribution": 0.0, "recycled_audio": None}


def test_what_is_new_came_back_or_rests_on_other_evidence_has_changed(ask: Ask, filled: Graph) -> None:
    """By nights: 25 the farm has other evidence, 26 the copy is gone, 27 it is back."""
    other = replace(FARM, evidence=(STRONG, Evidence("payee", 1.5, "One account is paid.")))
    told = Detection((IMPOSTOR, WRONG_PAGE, other, COPY), DETECTION.identities, DETECTION.clusters)
    publish_again(filled, told, 25)
    assert listed(ask, 'changedSince: "2026-11-25",') == [FARM.finding_id]
    without = Detection((IMPOSTOR, WRONG_PAGE, other), DETECTION.identities, DETECTION.clusters)
    publish_again(filled, without, 26)
    publish_again(filled, told, 27)
    assert listed(ask, 'changedSince: "2026-11-26",') == [COPY.finding_id]
    assert listed(ask, 'changedSince: "2026-11-26",', "changedOn returnedOn") == [
        {"changedOn": "2026-11-27", "returnedOn": "2026-11-27"}
    ]
    assert set(listed(ask, 'changedSince: "2026-11-25",')) == {FARM.finding_id, COPY.finding_id}
    assert len(listed(ask, 'changedSince: "2026-11-24",')) == 4
    assert listed(ask, 'changedSince: "2026-11-28",') == []


def decide(graph: Graph) -> None:
    """Two are confirmed, one is reopened."""
    for kind, status in (("impersonation", "confirmed"), ("misattribution", "confirmed"), ("content_farm", "reopened")):
        graph.write(
            Statement("decide", "MATCH (f:Finding {kind: $kind}) SET f.status = $status"), kind=kind, status=status
        )


def test_several_kinds_and_statuses_at_once(ask: Ask, fail: Ask, filled: Graph) -> None:
    decide(filled)
    assert set(listed(ask, 'statuses: ["open", "REOPENED"],')) == {COPY.finding_id, FARM.finding_id}
    assert set(listed(ask, "kinds: [IMPERSONATION, CONTENT_FARM],")) == {IMPOSTOR.finding_id, FARM.finding_id}
    assert listed(ask, 'kinds: [IMPERSONATION, CONTENT_FARM], statuses: ["confirmed"],') == [IMPOSTOR.finding_id]
    assert listed(ask, "kind: RECYCLED_AUDIO, kinds: [IMPERSONATION, CONTENT_FARM],") == []
    assert listed(ask, "kinds: [RECYCLED_AUDIO, RECYCLED_AUDIO],") == [COPY.finding_id]
    assert fail("{ findings(kinds: []) { totalCount } }")["message"] == "`kinds` is empty"
    assert fail('{ findingFacets(statuses: ["banana"]) { total } }')["message"] == "`banana` is not a status"


def facets(ask: Ask, arguments: str = "") -> tuple[int, dict[str, int], dict[str, int]]:
    query = f"{{ findingFacets{arguments} {{ total kinds {{ kind count }} statuses {{ status count }} }} }}"
    found = ask(query)["findingFacets"]
    kinds = {row["kind"]: row["count"] for row in found["kinds"]}
    return found["total"], kinds, {row["status"]: row["count"] for row in found["statuses"]}


def test_facets_count_what_fits_and_what_could_be_chosen_instead(ask: Ask, filled: Graph) -> None:
    decide(filled)
    ones = dict.fromkeys(("IMPERSONATION", "MISATTRIBUTION", "CONTENT_FARM", "RECYCLED_AUDIO"), 1)
    assert facets(ask) == (4, ones, {"confirmed": 2, "open": 1, "reopened": 1})
    assert facets(ask, '(kinds: [IMPERSONATION, CONTENT_FARM], status: "confirmed")') == (
        1,
        {"IMPERSONATION": 1, "MISATTRIBUTION": 1},
        {"confirmed": 1, "reopened": 1},
    )
    assert facets(ask, '(distributor: "d1", changedSince: "2026-11-25")') == (0, {}, {})
    for arguments in (
        "(kind: CONTENT_FARM)",
        '(statuses: ["open", "confirmed"])',
        "(current: false)",
        "(minScore: 0.9)",
    ):
        counted = ask(f"{{ findings{arguments} {{ totalCount }} }}")["findings"]["totalCount"]
        assert facets(ask, arguments)[0] == counted


def test_facets_take_one_statement(run: Any) -> None:
    async def work(client: Any) -> list[str]:
        await client.ask("{ findingFacets(kinds: [CAMPAIGN]) { total kinds { count } statuses { count } } }")
        return list(client.statements)

    assert run(work) == ["count_finding_facets"]


def test_the_queue_is_read_off_the_index(filled: Graph, server: Connection) -> None:
    """A page costs as much as its rows, however many findings there are; counting touches each of them a few times."""
    filled.run_alone(
        Statement(
            "many",
            "UNWIND range(1, 20000) AS i CALL (i) { CREATE (:Finding {id: 'm' + i, current: true, kind: 'campaign', status: 'open', "
            "score: 0.9, harm: 0.9, priority: i / 20001.0, prior: 0.0, evidence: '[]', subject_type: 'artist', subject_id: 'a1', "
            "first_seen: '2026-11-24'}) } IN TRANSACTIONS OF 10000 ROWS",
        )
    )
    filled.run_alone(Statement("learn", "CALL db.prepareForReplanning(120)"))
    for given in (("current",), ("current", "kind"), ("current", "kinds"), ("current", "kinds", "statuses")):
        assert hits(server, page_statement("findings", "priority", frozenset(given), after=False)) < 1_500, given
        assert hits(server, page_statement("findings", "priority", frozenset(given), after=True)) < 1_500, given
    assert hits(server, facets_statement(frozenset({"current"})), rows=5) < 100_000


def hits(server: Connection, statement: Statement, rows: int = 50) -> int:
    """How often the database touches its store for a statement."""

    def count(plan: Any) -> int:
        return int(plan.get("dbHits", 0)) + sum(count(child) for child in plan.get("children", []))

    with (
        neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver,
        driver.session() as session,
    ):
        given = {"kind": "campaign", "kinds": ["campaign", "content_farm"], "statuses": ["open", "reopened"]}
        result = session.run("PROFILE " + statement.text, **given, after_sort=0.5, after_id="m1", limit=50)
        told = result.data()
        assert len(told[0].get("page", told)) == rows
        return count(result.consume().profile)


def test_evidence_that_is_the_same_is_no_change(ask: Ask, filled: Graph) -> None:
    same = replace(IMPOSTOR, evidence=(STRONG, WEAK))
    publish_again(filled, replace(DETECTION, findings=(same, *FINDINGS[1:])), 25)
    assert listed(ask, 'changedSince: "2026-11-25",') == []


def test_what_a_verdict_hangs_on_is_told_in_several_ways(ask: Ask) -> None:
    [found] = listed(ask, "kind: IMPERSONATION,", "counterfactual { without score } counterfactuals { without score }")
    assert found["counterfactuals"][0] == found["counterfactual"]
    assert [item["without"] for item in found["counterfactuals"]] == [["name_lookalike"], ["name_rarity"]]
    assert found["counterfactuals"][1]["score"] > 0.5 > found["counterfactuals"][0]["score"]
