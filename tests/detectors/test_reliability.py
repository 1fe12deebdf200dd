import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import precision_recall_curve as reference

from detectors import measures
from detectors.reliability import ReliabilityBin, pool_bins, precision_recall_curve, reliability_bins, wilson_interval

ranked = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


@given(ranked)
def test_bins_hold_every_finding_once_and_give_the_calibration_error(rows: list[tuple[float, bool]]) -> None:
    scores, labels = [score for score, _ in rows], [label for _, label in rows]
    bins = reliability_bins(scores, labels)
    assert sum(part.count for part in bins) == len(rows)
    error = sum(part.count * abs(part.mean_score - part.observed) for part in bins) / len(rows)
    assert error == pytest.approx(measures.expected_calibration_error(scores, labels))
    for part in bins:
        assert part.low - 1e-9 <= part.mean_score <= part.high + 1e-9
        assert 0 <= part.observed_low <= part.observed <= part.observed_high <= 1


@given(ranked, ranked)
def test_pooled_bins_are_the_bins_of_all_findings(
    one: list[tuple[float, bool]], other: list[tuple[float, bool]]
) -> None:
    def bins(rows: list[tuple[float, bool]]) -> tuple[ReliabilityBin, ...]:
        return reliability_bins([score for score, _ in rows], [label for _, label in rows])

    for pooled, whole in zip(pool_bins([bins(one), bins(other)]), bins(one + other), strict=True):
        assert (pooled.count, pooled.observed) == (whole.count, whole.observed)
        assert pooled.mean_score == pytest.approx(whole.mean_score)


def test_wilson_interval_by_hand() -> None:
    assert wilson_interval(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert wilson_interval(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)


@given(ranked)
def test_the_curve_is_that_of_scikit_learn(rows: list[tuple[float, bool]]) -> None:
    scores, labels = [score for score, _ in rows], [label for _, label in rows]
    curve = precision_recall_curve(scores, labels, positives=sum(labels))
    if not any(labels):
        assert curve == ()
        return
    precision, recall, thresholds = reference(labels, scores)
    assert [point.score for point in curve] == thresholds[::-1].tolist()
    assert [point.precision for point in curve] == pytest.approx(precision[:-1][::-1].tolist())
    assert [point.recall for point in curve] == pytest.approx(recall[:-1][::-1].tolist())
