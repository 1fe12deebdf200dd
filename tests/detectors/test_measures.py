import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from detectors import measures

ranked = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), st.booleans()), min_size=1, max_size=40)
groups = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=30)


@given(ranked)
def test_average_precision_is_that_of_scikit_learn_when_all_true_ones_are_listed(
    rows: list[tuple[float, bool]],
) -> None:
    scores, labels = [score for score, _ in rows], [label for _, label in rows]
    ours = measures.average_precision(scores, labels, positives=sum(labels))
    if any(labels):
        assert ours == pytest.approx(average_precision_score(labels, scores))
    else:
        assert ours == 0


@given(ranked, st.integers(0, 10))
def test_measures_of_rankings_stay_between_nought_and_one(rows: list[tuple[float, bool]], missed: int) -> None:
    scores, labels = [score for score, _ in rows], [label for _, label in rows]
    positives = sum(labels) + missed
    whole = measures.average_precision(scores, labels, positives=sum(labels))
    assert 0 <= measures.average_precision(scores, labels, positives=positives) <= whole <= 1
    assert 0 <= measures.recall_at_precision(scores, labels, positives=positives, precision=0.9) <= 1
    assert 0 <= measures.precision_at(labels, 10) <= 1
    assert 0 <= measures.brier_score(scores, labels) <= 1
    assert 0 <= measures.expected_calibration_error(scores, labels) <= 1


def test_recall_at_precision_by_hand() -> None:
    scores, labels = [0.9, 0.8, 0.7, 0.6], [True, True, False, True]
    assert measures.recall_at_precision(scores, labels, positives=4, precision=0.9) == 0.5
    assert measures.recall_at_precision(scores, labels, positives=4, precision=0.75) == 0.75
    assert measures.recall_at_precision([0.9], [False], positives=4, precision=0.9) == 0


def test_equal_scores_are_one_step() -> None:
    assert measures.average_precision([0.5, 0.5], [True, False], positives=1) == 0.5
    assert measures.average_precision([0.5, 0.5], [False, True], positives=1) == 0.5


def test_calibration_by_hand() -> None:
    assert measures.brier_score([1.0, 0.5], [True, False]) == pytest.approx(0.125)
    assert measures.expected_calibration_error([0.75, 0.75], [True, False]) == pytest.approx(0.25)
    assert measures.expected_calibration_error([1.0, 0.0], [True, False]) == 0


@given(groups)
def test_pairwise_counts_what_counting_pairs_one_by_one_counts(rows: list[tuple[int, int]]) -> None:
    guessed, actual = [g for g, _ in rows], [a for _, a in rows]
    places = [(i, j) for i in range(len(rows)) for j in range(i)]
    both = sum(guessed[i] == guessed[j] and actual[i] == actual[j] for i, j in places)
    said, real = sum(guessed[i] == guessed[j] for i, j in places), sum(actual[i] == actual[j] for i, j in places)
    precision, recall, f1 = measures.pairwise(guessed, actual)
    assert precision == (both / said if said else 1)
    assert recall == (both / real if real else 1)
    assert 0 <= f1 <= 1
    assert measures.pairwise(actual, guessed)[:2] == (recall, precision)


@given(groups)
def test_b_cubed_is_perfect_only_for_equal_groupings(rows: list[tuple[int, int]]) -> None:
    guessed, actual = [g for g, _ in rows], [a for _, a in rows]
    precision, recall, f1 = measures.b_cubed(guessed, actual)
    assert 0 < precision <= 1
    assert 0 < recall <= 1
    equal = len(set(rows)) == len(set(guessed)) == len(set(actual))
    assert (f1 == pytest.approx(1)) is equal


def test_b_cubed_by_hand() -> None:
    assert measures.b_cubed(["x", "x", "y"], ["a", "b", "b"])[:2] == pytest.approx((2 / 3, 2 / 3))
    assert measures.b_cubed([], []) == (1, 1, 1)
