"""Decisions on findings: checked and written together, kept over nights, taken back and never lost."""

import asyncio
import json
import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest

from graph.errors import BadArgument, Conflict, Forbidden, NamesakeError
from graph.findings import ClusterChange, Detection, Finding
from graph.reviews import MAX_REASON, RECORD_REVIEWS, Act, Done, Outcome, Reviewer, Stale, Verdict, record
from graph.server import Connection
from graph.session import AsyncGraph, Graph, Statement, Transaction, connect
from graph.settings import Settings
from graph.store import publish, read_finding_rows
from graph.undo import take_back
from tests.graph.reviewing import ADA, AUDIT, BEN, MARA, Run, farm, said, undo

BLOCKED = Statement("blocked", "SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN status")
STATE = Statement(
    "state",
    "MATCH (f:Finding {id: $id}) RETURN f.status AS status, f.version AS version, f.assignee AS assignee, "
    "f.new_evidence AS news, f.change AS change, COLLECT { MATCH (f)<-[:REVIEW_OF]-(r) RETURN r.verdict ORDER BY r.at } AS verdicts",
)
ID = said().finding_id


def night(graph: Graph, day: int, *findings: Finding, changes: tuple[ClusterChange, ...] = ()) -> None:
    publish(
        graph,
        Detection(findings, changes=changes),
        run_id=f"r{day}",
        today=f"2026-11-{day:02}",
        snapshot_hash=f"s{day}",
    )


def decide(
    run: Run, verdict: Verdict, version: int | None = None, *, by: Reviewer = MARA, id: str = ID, **given: Any
) -> Outcome:
    act = Act(id, verdict, **{"reason": "looked at it", **given}, expected_version=version)
    [outcome] = run(lambda graph: record(graph, [act], by=by, action="reviewFinding"))
    assert isinstance(outcome, Done | Stale | NamesakeError)
    return outcome


def state(graph: Graph, id: str = ID) -> dict[str, Any]:
    return graph.read(STATE, id=id)[0]


def test_a_decision_says_who_when_why_and_what_was_known(graph: Graph, run: Run) -> None:
    night(graph, 1, said(name=3.0))
    done = decide(run, "confirmed", 0)
    assert isinstance(done, Done)
    assert (done.finding["status"], done.finding["version"], done.finding["change"]) == ("confirmed", 1, "decided")
    told = {name: done.review[name] for name in ("verdict", "reviewer", "reviewer_id", "reason", "run_id", "version")}
    assert told == {
        "verdict": "confirmed",
        "reviewer": "Mara",
        "reviewer_id": "key:1",
        "reason": "looked at it",
        "run_id": "r1",
        "version": 1,
    }
    assert [item["type"] for item in json.loads(done.review["evidence"])] == ["name"]
    assert datetime.fromisoformat(done.review["at"]).utcoffset() is not None
    [row] = graph.read(AUDIT)
    entry = row["entry"]
    assert (entry["who"], entry["action"], entry["subject"]) == ("key:1", "reviewFinding", ID)
    assert json.loads(entry["detail"]) == {"verdict": "confirmed", "reason": "looked at it", "expected_version": 0}


def test_a_stale_decision_is_refused_and_changes_nothing(graph: Graph, run: Run) -> None:
    night(graph, 1, said(name=3.0))
    decide(run, "dismissed", 0)
    before = state(graph), graph.read(AUDIT)
    stale = decide(run, "confirmed", 0, by=BEN)
    assert isinstance(stale, Stale)
    assert (stale.finding["status"], stale.finding["version"]) == ("dismissed", 1)
    assert "has version 1, 0 was expected" in stale.message
    assert (state(graph), graph.read(AUDIT)) == before


def test_of_decisions_at_one_moment_exactly_one_wins(graph: Graph, run: Run) -> None:
    night(graph, 1, said(name=3.0))

    async def race(connected: AsyncGraph, version: int) -> list[Outcome]:
        acts = [Act(ID, verdict, "quick", version) for verdict in ("confirmed", "dismissed", "unsure") * 4]
        told = await asyncio.gather(*(record(connected, [act], by=MARA, action="reviewFinding") for act in acts))
        return [outcome for [outcome] in told]

    for version in range(5):
        outcomes = run(lambda connected, version=version: race(connected, version))
        [won] = [outcome for outcome in outcomes if isinstance(outcome, Done)]
        assert sum(isinstance(outcome, Stale) for outcome in outcomes) == len(outcomes) - 1
        assert (state(graph)["version"], state(graph)["status"]) == (version + 1, won.review["verdict"])
    assert len(graph.read(AUDIT)) == len(state(graph)["verdicts"]) == 5


def test_several_at_once_each_have_their_own_result_and_a_lock_order(graph: Graph, run: Run) -> None:
    farms = [farm(f"c{number}", payee=3.0) for number in range(40)]
    night(graph, 1, *farms)
    decide(run, "unsure", 0, id=farms[1].finding_id)

    async def both(connected: AsyncGraph) -> list[list[Outcome]]:
        acts = [Act(item.finding_id, "dismissed", "library music", 0) for item in farms]
        other = [Act(item.finding_id, "confirmed", "a farm", 0) for item in reversed(farms)]
        return list(
            await asyncio.gather(
                *(
                    record(connected, part, by=BEN, action="reviewFindings")
                    for part in (acts, other, [Act("f0", "unsure", "?")])
                )
            )
        )

    one, two, [unknown] = run(both)
    kinds = [[type(outcome).__name__ for outcome in part] for part in (one, two)]
    assert sorted(part.count("Done") for part in kinds) == [0, 39]
    assert (kinds[0][1], kinds[1][-2]) == ("Stale", "Stale")
    assert isinstance(unknown, BadArgument)
    assert "there is no finding `f0`" in unknown.what
    assert len(graph.read(AUDIT)) == 40


@pytest.mark.parametrize(
    ("act", "said_of_it"),
    [
        (Act(ID, "confirmed", "  ", 0), "`reason` has 0 characters"),
        (Act(ID, "confirmed", "x" * (MAX_REASON + 1), 0), "`reason` has 2,001 characters"),
        (Act(ID, "noted", ""), "`text` has 0 characters"),
        (Act(ID, "assigned", assignee=" "), "`assignee` has 0 characters"),
        (Act(ID, "reopened", "why not", 0), "is open"),
        (Act("f0", "confirmed", "x", 0), "there is no finding `f0`"),
    ],
)
def test_what_cannot_be_done_says_why_and_leaves_no_trace(graph: Graph, run: Run, act: Act, said_of_it: str) -> None:
    night(graph, 1, said(name=3.0))
    [outcome] = run(lambda connected: record(connected, [act], by=MARA, action="reviewFinding"))
    assert isinstance(outcome, BadArgument)
    assert said_of_it in outcome.what
    assert outcome.hint
    assert state(graph)["verdicts"] == graph.read(AUDIT) == []


def test_a_finding_named_twice_in_a_request_is_refused(graph: Graph, run: Run) -> None:
    night(graph, 1, said(name=3.0))
    acts = [Act(ID, "confirmed", "x"), Act(ID, "dismissed", "y")]
    outcomes = run(lambda connected: record(connected, acts, by=MARA, action="reviewFindings"))
    assert ["more than once" in outcome.what for outcome in outcomes] == [True, True]
    assert state(graph)["verdicts"] == []


def test_assigning_counts_and_a_note_does_not(graph: Graph, run: Run) -> None:
    night(graph, 1, said(name=3.0))
    decide(run, "assigned", 0, assignee="Ben", reason="")
    decide(run, "noted", reason="call the label")
    assert state(graph)["assignee"] == "Ben"
    assert (state(graph)["version"], state(graph)["status"]) == (1, "open")
    decide(run, "assigned", 1, assignee=None, reason="")
    assert (state(graph)["version"], state(graph)["assignee"]) == (2, None)


def test_a_night_keeps_what_people_decided_and_so_does_a_return(graph: Graph, run: Run) -> None:
    night(graph, 1, said(name=3.0))
    decide(run, "confirmed", 0)
    decide(run, "assigned", 1, assignee="Ben", reason="")
    decide(run, "noted", reason="call the label")
    kept = {name: value for name, value in state(graph).items() if name != "change"}
    assert kept["verdicts"] == ["confirmed", "assigned", "noted"]
    for day, findings in ((2, [said(name=3.0)]), (3, [said(name=1.0, money=4.0)]), (4, []), (5, [said(name=2.0)])):
        night(graph, day, *findings)
        assert {name: value for name, value in state(graph).items() if name != "change"} == kept
        assert [(row["status"], row.get("returned_on")) for row in read_finding_rows(graph)] == [
            ("confirmed", "2026-11-05" if day == 5 else None) for _ in findings
        ]
    stale = decide(run, "dismissed", 1)
    assert isinstance(stale, Stale)


def test_a_finding_that_is_gone_can_be_decided_on_and_returns_so(graph: Graph, run: Run) -> None:
    night(graph, 1, said(name=3.0))
    night(graph, 2)
    assert isinstance(decide(run, "dismissed", 0), Done)
    night(graph, 3, said(name=3.0))
    assert (state(graph)["status"], state(graph)["verdicts"]) == ("dismissed", ["dismissed"])


def test_a_decision_made_while_a_night_is_published_has_the_last_word(
    graph: Graph, run: Run, server: Connection, server_settings: Settings
) -> None:
    night(graph, 1, said(name=3.0))
    decide(run, "dismissed", 0)
    act = Act(ID, "confirmed", "in the same moment", 1)

    with ThreadPoolExecutor(1) as pool, connect(server, server_settings) as other:

        def decide_meanwhile(tx: Transaction) -> Future[None]:
            tx.run(RECORD_REVIEWS, rows=[act.row()], reviewer="Mara", reviewer_id="key:1", at="2026-11-02T01:00:00")
            publishing = pool.submit(night, other, 2, said(name=3.0, image=2.0))
            while not graph.read(BLOCKED):
                assert not publishing.done(), publishing.result()
                time.sleep(0.02)
            return publishing

        graph.write_many(decide_meanwhile).result()
    assert (state(graph)["status"], state(graph)["version"], state(graph)["news"]) == ("confirmed", 2, None)


def test_who_reopened_what_was_dismissed_sees_it_open_and_dismisses_anew(graph: Graph, run: Run) -> None:
    night(graph, 1, said(name=3.0))
    decide(run, "dismissed", 0)
    night(graph, 2, said(name=3.0, image=2.0))
    assert state(graph)["status"] == "reopened"
    assert state(graph)["news"]
    decide(run, "reopened", 1)
    assert (state(graph)["status"], state(graph)["news"]) == ("open", None)
    night(graph, 3, said(name=3.0, image=2.5))
    assert state(graph)["status"] == "open"
    decide(run, "dismissed", 2)
    night(graph, 4, said(name=3.0, image=2.5))
    assert state(graph)["status"] == "dismissed"


def test_undoing_restores_what_stood_before_and_is_recorded(graph: Graph, run: Run) -> None:
    night(graph, 1, said(name=3.0))
    first = decide(run, "dismissed", 0)
    night(graph, 2, said(name=3.0, image=2.0))
    news = state(graph)["news"]
    second = decide(run, "confirmed", 1)
    assert isinstance(undo(run, first), Conflict)
    undone = undo(run, second)
    assert isinstance(undone, Done)
    assert (undone.review["verdict"], undone.review["reason"]) == ("undone", "a slip")
    assert (state(graph)["status"], state(graph)["news"], state(graph)["version"]) == ("reopened", news, 3)
    assert isinstance(undo(run, second), Conflict)
    assert isinstance(undo(run, undone), BadArgument)
    assert isinstance(undo(run, first), Done)
    assert state(graph)["status"] == "open"
    assert state(graph)["verdicts"] == ["dismissed", "confirmed", "undone", "undone"]
    night(graph, 3, said(name=3.0, image=2.0, money=2.0))
    assert state(graph)["status"] == "open"
    assert [row["entry"]["action"] for row in graph.read(AUDIT)].count("undo") == 2


def test_only_an_admin_undoes_what_others_decided(graph: Graph, run: Run) -> None:
    night(graph, 1, said(name=3.0))
    done = decide(run, "confirmed", 0)
    refused = undo(run, done, by=BEN)
    assert isinstance(refused, Forbidden)
    assert "a decision of Mara" in refused.what
    assert state(graph)["status"] == "confirmed"
    assert isinstance(undo(run, done, by=ADA), Done)
    missing = run(lambda connected: take_back(connected, "r0", by=ADA, reason=""))
    assert isinstance(missing, BadArgument)


def test_undoing_a_dismissal_opens_the_parts_that_inherited_it(graph: Graph, run: Run) -> None:
    night(graph, 1, farm("c1", payee=3.0))
    done = decide(run, "dismissed", 0, id=farm("c1").finding_id)
    changes = tuple(ClusterChange(name, "content_farm", "split", 2, None, ("c1",)) for name in ("c2", "c3"))
    night(graph, 2, *(farm(name, payee=3.0) for name in ("c1", "c2", "c3")), changes=changes)
    decide(run, "dismissed", 0, id=farm("c3").finding_id, by=BEN)
    undo(run, done)
    states = {name: state(graph, farm(name).finding_id) for name in ("c1", "c2", "c3")}
    assert {name: row["status"] for name, row in states.items()} == {"c1": "open", "c2": "open", "c3": "dismissed"}
    assert states["c2"]["version"] == 1
