"""Judgements on pairs of artists: they bind the next run, one at a time, and let go when taken back."""

import asyncio
from datetime import datetime
from typing import Any

import polars as pl
import pytest

from detectors.evidence import read_model
from detectors.run import DetectOptions, detect
from graph.capture import take_snapshot
from graph.errors import BadArgument, Conflict, NamesakeError
from graph.pair_reviews import Judged, Judgement, PairOutcome, PairVerdict, StalePair, judge, read_pair
from graph.records import RECORDS, Batch, Delivery
from graph.session import AsyncGraph, Graph
from graph.write import write_batch
from namesake.load import utc_now
from tests.graph.reviewing import AUDIT, MARA, Run, undo


def load_artists(graph: Graph, *names: str, isnis: tuple[str | None, ...] = ()) -> None:
    """Artists a0, a1, …, each with a release of its own."""
    delivery = Delivery("d1", "catalog", "test")
    rows: dict[str, list[dict[str, Any]]] = {
        "artists": [
            {"artist_id": f"a{n}", "name": name, "isni": isnis[n] if isnis else None} for n, name in enumerate(names)
        ],
        "releases": [
            {"release_id": f"r{n}", "title": f"Release {n}", "artist_ids": [f"a{n}"]} for n in range(len(names))
        ],
    }
    for table, part in rows.items():
        batch = Batch(delivery, table, pl.DataFrame(part, schema=RECORDS[table].schema))
        write_batch(graph, batch, now=datetime(2026, 11, 24))


def say(run: Run, left: str, right: str, verdict: PairVerdict, version: int | None = None) -> PairOutcome:
    outcome = run(lambda graph: judge(graph, Judgement(left, right, verdict, "I know them", version), by=MARA))
    assert isinstance(outcome, Judged | StalePair | NamesakeError)
    return outcome


def identities(graph: Graph) -> list[tuple[str, ...]]:
    """What identity resolution makes of the graph as it is."""
    snapshot = take_snapshot(graph, now=utc_now())
    found = detect(snapshot, model=read_model(), options=DetectOptions(only=("identity",)))
    return sorted(identity.artist_ids for identity in found.identities)


def test_a_judgement_binds_the_next_run_and_lets_go_when_undone(graph: Graph, run: Run) -> None:
    isni = "0000000121032683"
    load_artists(graph, "Nova Reyes", "Nova Reyes", "Sleep Tide", isnis=(isni, isni, None))
    assert identities(graph) == [("a0", "a1"), ("a2",)]
    apart, joined = say(run, "a1", "a0", "different"), say(run, "a2", "a0", "same")
    assert isinstance(apart, Judged)
    assert isinstance(joined, Judged)
    assert (apart.pair.left, apart.pair.right, apart.pair.version) == ("a0", "a1", 1)
    assert identities(graph) == [("a0", "a2"), ("a1",)]
    undone = undo(run, joined)
    assert isinstance(undone, Judged)
    assert (undone.pair.version, undone.pair.standing) == (2, None)
    assert identities(graph) == [("a0",), ("a1",), ("a2",)]
    undo(run, apart)
    assert identities(graph) == [("a0", "a1"), ("a2",)]


def test_the_last_judgement_that_stands_binds(graph: Graph, run: Run) -> None:
    load_artists(graph, "Nova Reyes", "Sleep Tide")
    first, second = say(run, "a0", "a1", "same", 0), say(run, "a0", "a1", "different", 1)
    stale = say(run, "a1", "a0", "unsure", 1)
    assert isinstance(stale, StalePair)
    assert stale.pair.standing is not None
    assert stale.pair.standing["verdict"] == "different"
    assert identities(graph) == [("a0",), ("a1",)]
    assert isinstance(undo(run, first), Conflict)
    undo(run, second)
    assert identities(graph) == [("a0", "a1")]
    pair = run(lambda connected: read_pair(connected, "a1", "a0"))
    assert (pair.version, [item["verdict"] for item in pair.judgements]) == (3, ["different", "same"])
    assert run(lambda connected: read_pair(connected, "a1", "a9")) is None
    assert take_snapshot(graph, now=utc_now())["judgements"]["verdict"].to_list() == ["same"]


def test_of_judgements_at_one_moment_exactly_one_wins(graph: Graph, run: Run) -> None:
    load_artists(graph, "Nova", "Nova")
    said = [Judgement("a1", "a0", "same", "quick", 0) for _ in range(12)]

    async def race(connected: AsyncGraph) -> list[PairOutcome]:
        return await asyncio.gather(*(judge(connected, item, by=MARA) for item in said))

    outcomes = run(race)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Judged"] + ["StalePair"] * 11
    assert len(graph.read(AUDIT)) == 1


@pytest.mark.parametrize(("left", "right", "what"), [("a0", "a9", "no artist `a9`"), ("a0", "a0", "are one artist")])
def test_a_pair_that_cannot_be_judged_says_why(graph: Graph, run: Run, left: str, right: str, what: str) -> None:
    load_artists(graph, "Nova Reyes")
    refused = say(run, left, right, "same")
    assert isinstance(refused, BadArgument)
    assert what in refused.what
    assert graph.read(AUDIT) == []
