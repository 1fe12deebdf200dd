"""The vectorised measures are the plain ones; the intervals cover what they should."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors import bootstrap, measures
from detectors.bootstrap import Resampling

ranked = st.lists(st.tuples(st.sampled_from([0.1, 0.25, 0.5, 0.9, 1.0]), st.booleans()), min_size=1, max_size=30)
groups = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6)), min_size=1, max_size=30)


@given(ranked, st.integers(0, 5))
def test_with_every_unit_drawn_once_the_values_are_those_of_the_plain_measures(
    rows: list[tuple[float, bool]], missed: int
) -> None:
    rows = sorted(rows, key=lambda row: -row[0])
    scores, labels = [score for score, _ in rows], [label for _, label in rows]
    total, positives = len(rows) + missed, sum(labels) + missed
    statistics = bootstrap.ranking_statistics(
        scores, labels, range(len(rows)), missed_units=range(len(rows), total), ks=(3,)
    )
    values = {name: float(value[0]) for name, value in statistics(np.ones((1, total))).items()}
    assert values["brier"] == pytest.approx(measures.brier_score(scores, labels))
    assert values["calibration_error"] == pytest.approx(measures.expected_calibration_error(scores, labels))
    assert values["precision_at_3"] == pytest.approx(measures.precision_at(labels, 3))
    if positives:
        assert values["average_precision"] == pytest.approx(
            measures.average_precision(scores, labels, positives=positives)
        )
        assert values["recall_at_90_precision"] == pytest.approx(
            measures.recall_at_precision(scores, labels, positives=positives, precision=0.9)
        )
    else:
        assert np.isnan(values["average_precision"])


@given(ranked)
def test_a_unit_drawn_twice_counts_as_its_rows_listed_twice(rows: list[tuple[float, bool]]) -> None:
    rows = sorted(rows, key=lambda row: -row[0])
    scores, labels = [score for score, _ in rows], [label for _, label in rows]
    statistics = bootstrap.ranking_statistics(scores, labels, range(len(rows)), missed_units=[], ks=())
    weights = np.arange(len(rows)) % 3
    values = statistics(weights[None, :].astype(float))
    again = [(score, label) for (score, label), times in zip(rows, weights, strict=True) for _ in range(times)]
    if any(label for _, label in again):
        plain = measures.average_precision(
            [score for score, _ in again], [label for _, label in again], positives=sum(label for _, label in again)
        )
        assert float(values["average_precision"][0]) == pytest.approx(plain)


@given(groups)
def test_groups_drawn_once_give_the_plain_pairwise_and_b_cubed_measures(rows: list[tuple[int, int]]) -> None:
    guessed, actual = [g for g, _ in rows], [a for _, a in rows]
    statistics, counts = bootstrap.grouping_statistics(guessed, actual)
    values = {name: float(value[0]) for name, value in statistics(counts[None, :]).items()}
    assert (values["precision"], values["recall"], values["f1"]) == pytest.approx(measures.pairwise(guessed, actual))
    assert values["b_cubed_f1"] == pytest.approx(measures.b_cubed(guessed, actual)[2])
    assert counts.sum() == len(set(actual))


def test_an_interval_covers_the_truth_nineteen_times_of_twenty() -> None:
    random = np.random.default_rng(7)
    covered = 0
    for seed in range(200):
        hits = random.random(150) < 0.3
        statistics = bootstrap.ranking_statistics([0.9] * 150, hits.tolist(), range(150), missed_units=[], ks=())
        found = bootstrap.intervals(statistics, np.ones(150), width=150, resampling=Resampling(300, seed))
        covered += found["precision"].low <= 0.3 <= found["precision"].high
    assert 180 <= covered <= 199


def test_rows_of_one_unit_widen_the_interval() -> None:
    labels = [True, False] * 100
    alone = bootstrap.ranking_statistics([0.9] * 200, labels, range(200), missed_units=[], ks=())
    units = [0 if label else 1 + number % 10 for number, label in enumerate(labels)]
    together = bootstrap.ranking_statistics([0.9] * 200, labels, units, missed_units=[], ks=())
    narrow = bootstrap.intervals(alone, np.ones(200), width=200, resampling=Resampling())["precision"]
    wide = bootstrap.intervals(together, np.ones(11), width=200, resampling=Resampling())["precision"]
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


def test_memory_is_bounded_and_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    statistics = bootstrap.ranking_statistics([0.9] * 40, [True, False] * 20, range(40), missed_units=[], ks=())
    whole = bootstrap.intervals(statistics, np.ones(40), width=40, resampling=Resampling(100))
    monkeypatch.setattr(bootstrap, "_MAX_CELLS", 400)
    assert bootstrap.intervals(statistics, np.ones(40), width=40, resampling=Resampling(100)) == whole


def test_nothing_to_draw_has_no_interval() -> None:
    statistics = bootstrap.ranking_statistics([], [], [], missed_units=[], ks=(10,))
    assert bootstrap.intervals(statistics, np.ones(0), width=0, resampling=Resampling()) == {}
