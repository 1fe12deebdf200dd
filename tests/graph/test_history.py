"""The runs of a record: they follow from what was said and when, whatever came first."""

from datetime import datetime, timedelta
from itertools import groupby, pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from graph.history import Run, assertion, insert, unbroken_since

DAY = datetime(2026, 1, 1)
said = st.tuples(st.integers(0, 6), st.sampled_from("ABC"), st.sampled_from(["d1", "d2"]))


def runs_of(points: list[tuple[int, str, str]]) -> tuple[Run, ...]:
    runs: tuple[Run, ...] = ()
    for day, value, delivery in points:
        runs = insert(runs, assertion(value, DAY + timedelta(days=day), delivery, {"name": value}))
    return runs


@given(st.lists(said, min_size=1, max_size=8))
def test_the_last_run_is_the_last_said(points: list[tuple[int, str, str]]) -> None:
    runs = runs_of(points)
    day, value, _ = max(points)
    assert (runs[-1].record_hash, runs[-1].last_seen) == (value, DAY + timedelta(days=day))
    assert runs[0].since == DAY + timedelta(days=min(points)[0])
    assert all(run.since <= run.last_seen and run.record == {"name": run.record_hash} for run in runs)
    assert all(a.record_hash != b.record_hash and a.last_seen <= b.since for a, b in pairwise(runs))


@given(st.lists(said, min_size=1, max_size=3), st.randoms())
def test_order_does_not_matter(points: list[tuple[int, str, str]], random: Random) -> None:
    shuffled = sorted(points, key=lambda _: random.random())
    assert runs_of(points) == runs_of(shuffled)


@given(st.lists(said, min_size=1, max_size=8).map(sorted))
def test_in_time_order_the_runs_are_exact(points: list[tuple[int, str, str]]) -> None:
    values = [value for value, _ in groupby(value for _, value, _ in points)]
    assert [run.record_hash for run in runs_of(points)] == values


@given(st.lists(said, min_size=1, max_size=6), st.integers(0, 5))
def test_saying_it_again_changes_nothing(points: list[tuple[int, str, str]], which: int) -> None:
    again = points[which % len(points)]
    runs = runs_of(sorted(points))
    first_or_last = [(r.record_hash, at) for r in runs for at in (r.since, r.last_seen)]
    if (again[1], DAY + timedelta(days=again[0])) in first_or_last:
        assert [r.record_hash for r in runs_of([*sorted(points), again])] == [r.record_hash for r in runs]


def test_a_contradiction_that_comes_late_splits_the_run_it_falls_into() -> None:
    runs = runs_of([(1, "A", "d1"), (3, "A", "d3"), (2, "B", "d2")])
    assert [(run.record_hash, run.since.day, run.delivery) for run in runs] == [
        ("A", 2, "d1"),
        ("B", 3, "d2"),
        ("A", 4, "d3"),
    ]


def test_a_break_ends_what_stood_before_it() -> None:
    runs = runs_of([(1, "A", "d1"), (2, "B", "d2"), (3, "C", "d3")])
    assert unbroken_since(runs, [True, False, True]) is runs[2]
    assert unbroken_since(runs, [False, True, True]) is runs[1]
    assert unbroken_since(runs, [True, True, True]) is runs[0]
