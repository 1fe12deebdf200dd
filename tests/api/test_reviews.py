"""Decisions and signals over the API: who may, what comes back, what stays."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from api_client import Client, Run

from graph.keys import create_key
from graph.session import Graph, Statement

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "reviewing.md"
AUDIT = Statement(
    "audit",
    "MATCH (e:AuditEntry) WHERE NOT e.action ENDS WITH '_key' RETURN e.action AS action, e.who AS who, e.subject AS subject, e.detail AS detail ORDER BY e.at",
)
SIGNALS = Statement(
    "signals",
    "MATCH (s:Signal)-[:ABOUT]->(n) RETURN n.id AS subject, s.kind AS kind, s.score AS score, s.source AS source, "
    "toString(s.observed_at) AS at, s.last_delivery AS delivery ORDER BY subject, kind",
)
RESULT = """
    __typename
    ... on ReviewDone { finding { id status version assignee reviews { decision reason reviewer undone } notes { text author } } review { id decision } }
    ... on ReviewConflict { message current { status version reviews { decision } } }
    ... on ReviewRefused { code message hint }
"""
REVIEW = "mutation($input: ReviewFindingInput!) { reviewFinding(input: $input) {" + RESULT + "} }"
BULK = "mutation($inputs: [ReviewFindingInput!]!) { reviewFindings(inputs: $inputs) {" + RESULT + "} }"
UNDO = (
    "mutation($id: ID!) { undo(reviewId: $id) { __typename ... on ReviewDone { finding { status version } review { decision } } "
    "... on PairReviewDone { pair { version standing { verdict } } } ... on ReviewRefused { code message } } }"
)
PAIR = """mutation($input: ReviewPairInput!) { reviewPair(input: $input) { __typename
    ... on PairReviewDone { pair { left right version standing { id verdict reviewer } reviews { verdict undone } } }
    ... on PairReviewConflict { message current { version } } ... on ReviewRefused { code message } } }"""
SIGNAL = """mutation($signals: [SignalInput!]!, $source: String! = "ear") {
    recordSignals(signals: $signals, source: $source) { deliveryId written unchanged waiting refused { index column reason remedy } } }"""

pytestmark = pytest.mark.usefixtures("filled")


async def findings(client: Client) -> list[str]:
    data = await client.ask("{ findings { edges { node { id } } } }")
    return [edge["node"]["id"] for edge in data["findings"]["edges"]]


def decision(id: str, decision: str = "CONFIRMED", version: int = 0, reason: str = "seen it") -> dict[str, Any]:
    return {"findingId": id, "decision": decision, "reason": reason, "expectedVersion": version}


def test_a_decision_is_seen_at_once_and_a_stale_one_is_a_conflict(run: Run[Any], graph: Graph) -> None:
    async def work(client: Client) -> None:
        id, *_ = await findings(client)
        done = (await client.ask(REVIEW, input=decision(id)))["reviewFinding"]
        assert done["__typename"] == "ReviewDone"
        assert (done["finding"]["status"], done["finding"]["version"]) == ("confirmed", 1)
        [review] = done["finding"]["reviews"]
        assert review == {"decision": "CONFIRMED", "reason": "seen it", "reviewer": "local", "undone": False}
        stale = (await client.ask(REVIEW, input=decision(id, "DISMISSED")))["reviewFinding"]
        assert stale["__typename"] == "ReviewConflict"
        assert stale["current"] == {"status": "confirmed", "version": 1, "reviews": [{"decision": "CONFIRMED"}]}
        undone = (await client.ask(UNDO, id=done["review"]["id"]))["undo"]
        assert undone == {
            "__typename": "ReviewDone",
            "finding": {"status": "open", "version": 2},
            "review": {"decision": "UNDONE"},
        }
        listed = await client.ask(
            "query($id: ID!) { finding(id: $id) { status version reviews { decision undone } } }", id=id
        )
        assert listed["finding"]["reviews"] == [
            {"decision": "UNDONE", "undone": False},
            {"decision": "CONFIRMED", "undone": True},
        ]

    run(work)
    assert [(row["action"], row["who"]) for row in graph.read(AUDIT)] == [("reviewFinding", "local"), ("undo", "local")]


def test_the_history_of_a_page_is_one_statement_a_field(run: Run[Any]) -> None:
    async def work(client: Client) -> list[str]:
        for number, id in enumerate(await findings(client)):
            await client.ask(REVIEW, input=decision(id, reason=f"number {number}"))
        data = await client.ask(
            "{ findings { edges { node { id assignee newEvidence returnedOn reviews { reason } notes { text } } } } }"
        )
        nodes = [edge["node"] for edge in data["findings"]["edges"]]
        assert [node["reviews"] for node in nodes] == [[{"reason": f"number {number}"}] for number in range(4)]
        return list(client.statements)

    assert len(run(work)) == 3


def test_two_decisions_in_one_request_see_each_other(run: Run[Any]) -> None:
    async def work(client: Client) -> Any:
        id, *_ = await findings(client)
        both = f"""mutation($a: ReviewFindingInput!, $b: ReviewFindingInput!) {{
            a: reviewFinding(input: $a) {{ {RESULT} }} b: reviewFinding(input: $b) {{ {RESULT} }} }}"""
        return await client.ask(both, a=decision(id), b=decision(id, "UNSURE", 1))

    told = run(work)
    assert [review["decision"] for review in told["a"]["finding"]["reviews"]] == ["CONFIRMED"]
    assert [review["decision"] for review in told["b"]["finding"]["reviews"]] == ["UNSURE", "CONFIRMED"]


def test_bulk_gives_each_its_own_result_in_order_and_sends_few_statements(run: Run[Any], graph: Graph) -> None:
    async def work(client: Client) -> Any:
        ids = await findings(client)
        asked = [
            decision(ids[0]),
            decision("f0"),
            decision(ids[1], version=4),
            decision(ids[2], reason=" "),
            decision(ids[3]),
        ]
        told = (await client.ask(BULK, inputs=asked))["reviewFindings"]
        return told, list(client.statements)

    told, sent = run(work)
    assert [item["__typename"] for item in told] == [
        "ReviewDone",
        "ReviewRefused",
        "ReviewConflict",
        "ReviewRefused",
        "ReviewDone",
    ]
    assert (told[1]["code"], told[3]["code"]) == ("bad-argument", "bad-argument")
    assert all(item["hint"] for item in (told[1], told[3]))
    assert len(sent) == len(set(sent)) == 7, sent  # five of the transaction, reviews and notes
    assert len(graph.read(AUDIT)) == 2


@pytest.mark.parametrize("count", [0, 501])
def test_bulk_has_a_size(run: Run[Any], count: int) -> None:
    error = run(lambda client: client.fail(BULK, inputs=[decision(f"f{n}") for n in range(count)]))
    assert error["extensions"]["code"] == "bad-argument"
    assert f"`inputs` is {count}, expected 1 to 500" in error["message"]


def test_assigning_noting_and_reopening(run: Run[Any]) -> None:
    async def work(client: Client) -> None:
        id, *_ = await findings(client)

        async def do(call: str) -> Any:
            [told] = (await client.ask(f"mutation {{ {call.replace('ID', json.dumps(id))} {{ {RESULT} }} }}")).values()
            return told

        told = await do('assignFinding(findingId: ID, assignee: "Ben", expectedVersion: 0)')
        assert (told["finding"]["assignee"], told["finding"]["version"]) == ("Ben", 1)
        told = await do('noteFinding(findingId: ID, text: "call them")')
        assert (told["finding"]["notes"], told["finding"]["version"]) == ([{"text": "call them", "author": "local"}], 1)
        assert [review["decision"] for review in told["finding"]["reviews"]] == ["ASSIGNED"]
        assert (await do('reopenFinding(findingId: ID, reason: "x", expectedVersion: 1)'))["code"] == "bad-argument"
        await client.ask(REVIEW, input=decision(id, "DISMISSED", 1))
        told = await do('reopenFinding(findingId: ID, reason: "new facts", expectedVersion: 2)')
        assert (told["finding"]["status"], told["finding"]["version"]) == ("open", 3)
        told = await do("assignFinding(findingId: ID, expectedVersion: 3)")
        assert told["finding"]["assignee"] is None

    run(work)


def test_pairs_are_judged_with_versions(run: Run[Any]) -> None:
    async def work(client: Client) -> None:
        said = {"left": "a2", "right": "a1", "verdict": "DIFFERENT", "reason": "two people", "expectedVersion": 0}
        pair = (await client.ask(PAIR, input=said))["reviewPair"]["pair"]
        assert (pair["left"], pair["right"], pair["version"]) == ("a1", "a2", 1)
        assert pair["standing"]["verdict"] == "DIFFERENT"
        stale = (await client.ask(PAIR, input=said))["reviewPair"]
        assert (stale["__typename"], stale["current"]["version"]) == ("PairReviewConflict", 1)
        refused = (await client.ask(PAIR, input=said | {"right": "a99"}))["reviewPair"]
        assert (refused["code"], refused["message"]) == ("bad-argument", "there is no artist `a99`")
        undone = (await client.ask(UNDO, id=pair["standing"]["id"]))["undo"]
        assert undone == {"__typename": "PairReviewDone", "pair": {"version": 2, "standing": None}}
        asked = '{ reviewedPair(left: "a1", right: "a2") { version reviews { verdict undone undoneBy } } }'
        assert (await client.ask(asked))["reviewedPair"] == {
            "version": 2,
            "reviews": [{"verdict": "DIFFERENT", "undone": True, "undoneBy": "local"}],
        }

    run(work)


def test_each_role_does_what_it_may_and_undoes_its_own(run: Run[Any], graph: Graph) -> None:
    tokens = {
        name: create_key(graph, name=name, role=role, days=None, by="test")[1]
        for name, role in (
            ("Mara", "investigator"),
            ("Ben", "investigator"),
            ("pipe", "service"),
            ("Ada", "admin"),
            ("Rea", "reader"),
        )
    }
    signal = {"subjectType": "artist", "subjectId": "a1", "kind": "user_report"}

    async def work(client: Client) -> None:
        def become(name: str) -> None:
            client.http.headers["Authorization"] = f"Bearer {tokens[name]}"

        become("Rea")
        id, *_ = await findings(client)
        for name in ("Rea", "pipe"):
            become(name)
            for query, given in (
                (REVIEW, {"input": decision(id)}),
                (BULK, {"inputs": [decision(id)]}),
                (UNDO, {"id": "r"}),
            ):
                error = await client.fail(query, **given)
                assert error["extensions"]["code"] == "forbidden", name
        become("Mara")
        assert (await client.fail(SIGNAL, signals=[signal]))["extensions"]["code"] == "forbidden"
        done = (await client.ask(REVIEW, input=decision(id)))["reviewFinding"]
        assert done["finding"]["reviews"][0]["reviewer"] == "Mara"
        become("Ben")
        refused = (await client.ask(UNDO, id=done["review"]["id"]))["undo"]
        assert (refused["code"], "of Mara" in refused["message"]) == ("forbidden", True)
        become("Ada")
        assert (await client.ask(UNDO, id=done["review"]["id"]))["undo"]["__typename"] == "ReviewDone"
        become("pipe")
        assert (await client.ask(SIGNAL, signals=[signal]))["recordSignals"]["written"] == 1

    run(work)
    assert [row["action"] for row in graph.read(AUDIT)] == ["reviewFinding", "undo", "recordSignals"]


def test_things_that_the_graph_does_not_know_yet_are_counted(run: Run[Any]) -> None:
    def about(kind: str, *ids: str) -> list[dict[str, Any]]:
        return [{"subjectType": kind, "subjectId": id, "kind": "takedown", "observedAt": f"2026-01-0{n + 1}"}
                for n, id in enumerate(ids)]  # fmt: skip

    signals = [*about("artist", "a1", "nobody", "nobody"), *about("release", "r1", "r99"), *about("payee", "p1")]

    async def work(client: Client) -> Any:
        told = [(await client.ask(SIGNAL, signals=some))["recordSignals"] for some in (signals, signals, signals[:1])]
        return [(one["written"], one["waiting"]) for one in told]

    assert run(work) == [(6, 2), (0, 2), (0, 0)]


def test_what_is_observed_in_the_future_is_refused(run: Run[Any]) -> None:
    signal = {"subjectType": "artist", "subjectId": "a1", "kind": "takedown"}
    now = datetime.now(UTC)
    times = [
        f" {now + timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}",
        f"{now + timedelta(hours=20):%Y-%m-%dT%H:%M:%SZ}",
        "2999-01-01",
        "2020-01-01",
    ]

    async def work(client: Client) -> Any:
        return await client.ask(SIGNAL, signals=[signal | {"observedAt": time} for time in times])

    told = run(work)["recordSignals"]
    assert [(item["index"], item["column"]) for item in told["refused"]] == [(0, "observed_at"), (2, "observed_at")]
    assert told["refused"][1]["reason"] == "`2999-01-01` has not come yet"
    assert (told["written"], told["unchanged"]) == (2, 0)


def test_signals_are_checked_written_and_told_twice_change_nothing(run: Run[Any], graph: Graph) -> None:
    good = {
        "subjectType": "Artist",
        "subjectId": "a1",
        "kind": "ai_generated",
        "score": 0.25,
        "observedAt": "2026-11-24T18:30:00+01:00",
    }
    signals = [
        good,
        good | {"subjectId": "a2", "score": 1.5},
        good | {"subjectType": "song"},
        good | {"subjectId": "a77", "observedAt": None},
        good | {"observedAt": "yesterday"},
        good,
        good | {"score": 0.5},
        good | {"subjectId": "a\x1f2"},
    ]

    async def work(client: Client) -> Any:
        first = (await client.ask(SIGNAL, signals=signals))["recordSignals"]
        before = graph.read(SIGNALS)
        again = (await client.ask(SIGNAL, signals=signals))["recordSignals"]
        assert graph.read(SIGNALS) == before
        return first, again, before

    first, again, held = run(work)
    assert [(item["index"], item["column"]) for item in first["refused"]] == [
        (1, "score"),
        (2, "subject_type"),
        (4, "observed_at"),
        (6, "subject_type, subject_id, kind, source, observed_at"),
        (7, "subject_id"),
    ]
    assert all(item["reason"] and item["remedy"] for item in first["refused"])
    assert (first["written"], first["unchanged"], first["waiting"]) == (2, 1, 1)
    assert (again["written"], again["unchanged"], again["deliveryId"]) == (0, 3, first["deliveryId"])
    told = [row for row in held if row.pop("delivery") == first["deliveryId"]]
    same = {"kind": "ai_generated", "score": 0.25, "source": "ear"}
    assert told == [
        {"subject": "a1", "at": "2026-11-24T17:30:00", **same},
        {"subject": "a77", "at": None, **same},
    ]
    entries = graph.read(AUDIT)
    assert [row["subject"] for row in entries] == [first["deliveryId"]] * 2
    assert json.loads(entries[0]["detail"]) == {"source": "ear", "signals": 8, "refused": 5}


@pytest.mark.parametrize(
    ("count", "source", "said"),
    [(0, "ear", "`signals` is 0"), (501, "ear", "expected 1 to 500"), (1, " ", "`source` has 0 characters")],
)
def test_signals_have_a_number_and_a_source(run: Run[Any], count: int, source: str, said: str) -> None:
    signal = {"subjectType": "artist", "subjectId": "a1", "kind": "x"}
    error = run(lambda client: client.fail(SIGNAL, signals=[signal] * count, source=source))
    assert error["extensions"]["code"] == "bad-argument"
    assert said in error["message"]


def test_the_guides_examples_run(run: Run[Any]) -> None:
    text = GUIDE.read_text()
    bodies = [part.split("'\n```")[0] for part in text.split("-d '")[1:]]
    [document] = [part.split("```")[0] for part in text.split("```graphql\n")[1:]]
    assert len(bodies) == 4

    async def work(client: Client) -> None:
        id, *_ = await findings(client)
        for body in bodies:
            asked = json.loads(body.replace("FINDING", id).replace("LEFT", "a1").replace("RIGHT", "a2"))
            [told] = (await client.ask(asked["query"], **asked["variables"])).values()
            for item in told if isinstance(told, list) else [told]:
                assert item.get("__typename", "ReviewDone").endswith("Done"), item
        told = await client.ask(document, finding=id, version=2)
        assert told["noteFinding"]["finding"]["notes"][0]["text"] == "asked the label on Monday"

    run(work)
