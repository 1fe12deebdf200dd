"""What a verdict hangs on: the smallest sets of facts that turn it, as an exhaustive search finds them, and single facts."""

import math
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from graph.counterfactuals import counterfactuals
from graph.findings import Counterfactual, counterfactual, probability

WEIGHTS = st.lists(st.integers(-40, 40).map(lambda tenth: tenth / 8), max_size=8)


def facts(weights: list[float]) -> list[tuple[str, float]]:
    return [(f"e{index}", weight) for index, weight in enumerate(weights)]


@given(st.integers(-40, 40).map(lambda tenth: tenth / 8), WEIGHTS)
def test_the_sets_are_those_of_an_exhaustive_search(prior: float, weights: list[float]) -> None:
    """Weights are eighths, which add up exactly in any order."""
    evidence = facts(weights)
    told = counterfactuals(prior, evidence)
    log_odds = prior + sum(weights)
    side = 1 if log_odds >= 0 else -1
    turning = [
        chosen
        for size in range(1, len(evidence) + 1)
        for chosen in combinations([item for item in evidence if side * item[1] > 0], size)
        if side * (log_odds - sum(weight for _, weight in chosen)) < 0
    ]
    smallest = [{name for name, _ in chosen} for chosen in turning if len(chosen) == len(turning[0])]
    sets = [set(item.without) for item in told if set(item.without) in smallest]
    assert len(told) <= 5
    assert len({item.without for item in told}) == len(told)
    assert bool(sets) == bool(smallest)
    assert len(sets) >= min(3, len(smallest))
    assert [set(item.without) for item in told[: len(sets)]] == sets
    assert all(len(item.without) == 1 for item in told[len(sets) :])
    for item in told:
        left = log_odds - sum(weight for name, weight in evidence if name in item.without)
        assert math.isclose(item.score, probability(left))
    if turning:
        assert told[0] == counterfactual(prior, evidence)


def test_sets_come_before_single_facts_and_each_is_worth_less_than_the_one_before() -> None:
    told = counterfactuals(-3.0, [("name", 3.0), ("image", 2.0), ("payee", 2.0), ("age", 0.5), ("genre", -1.0)])
    assert [item.without for item in told] == [
        ("name", "image"),
        ("name", "payee"),
        ("image", "payee"),
        ("name",),
        ("image",),
    ]
    assert [item.score for item in told] == [probability(3.5 - worth) for worth in (5.0, 5.0, 4.0, 3.0, 2.0)]


def test_one_fact_that_turns_it_is_told_once() -> None:
    told = counterfactuals(-1.0, [("name", 4.0), ("image", 0.5)])
    assert told == [Counterfactual(("name",), probability(-0.5)), Counterfactual(("image",), probability(3.0))]


def test_a_verdict_that_no_fact_turns_is_told_what_each_is_worth() -> None:
    assert counterfactuals(2.0, [("name", 1.0)]) == [Counterfactual(("name",), probability(2.0))]
    assert counterfactuals(2.0, []) == []


def test_many_facts_take_no_time() -> None:
    """Of 60 facts there are 10^17 sets of 30; the best few are found without looking at the others."""
    told = counterfactuals(-30.0, [(f"e{index:02}", 1.0 + index / 1000) for index in range(60)])
    assert len(told) == 5
    assert told[0] == counterfactual(-30.0, [(f"e{index:02}", 1.0 + index / 1000) for index in range(60)])
