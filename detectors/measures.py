"""Measures of rankings, probabilities and groupings, over plain sequences."""

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import groupby

Scores = tuple[float, float, float]
"""Precision, recall, F1."""


def average_precision(scores: Sequence[float], labels: Sequence[bool], *, positives: int) -> float:
    """Area under the steps of precision over recall; equal scores are one step.

    Args:
        positives: how many are true in all; those that are not in the list are never found. Without any: 0.
    Source: as scikit-learn's `average_precision_score` where every true one is in the list.
    """
    area, hits = 0.0, 0
    for hits_after, seen in steps(scores, labels):
        area += (hits_after - hits) * hits_after / seen
        hits = hits_after
    return area / positives if positives else 0.0


def recall_at_precision(scores: Sequence[float], labels: Sequence[bool], *, positives: int, precision: float) -> float:
    """The largest share found by any threshold whose precision is at least `precision`."""
    found = [hits for hits, seen in steps(scores, labels) if hits >= precision * seen]
    return max(found, default=0) / positives if positives else 0.0


def steps(scores: Sequence[float], labels: Sequence[bool]) -> list[tuple[int, int]]:
    """At each threshold, from the highest: true ones so far, all so far."""
    ordered = sorted(zip(scores, labels, strict=True), key=lambda item: -item[0])
    steps, hits, seen = [], 0, 0
    for _, group in groupby(ordered, key=lambda item: item[0]):
        values = [label for _, label in group]
        hits, seen = hits + sum(values), seen + len(values)
        steps.append((hits, seen))
    return steps


def precision_at(labels: Sequence[bool], k: int) -> float:
    """Share of true ones among the first `k` places; labels by falling score, missing places are wrong."""
    return sum(labels[:k]) / k


def brier_score(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Mean squared distance of probability and outcome: 0 is best, 1 worst."""
    return sum((score - label) ** 2 for score, label in zip(scores, labels, strict=True)) / len(scores)


def expected_calibration_error(scores: Sequence[float], labels: Sequence[bool], *, bins: int = 10) -> float:
    """Mean distance of stated and observed share over equally wide bins of score, weighted by how many fall in each."""
    total: Counter[int] = Counter()
    gap: dict[int, float] = {}
    for score, label in zip(scores, labels, strict=True):
        place = min(bins - 1, int(score * bins))
        total[place] += 1
        gap[place] = gap.get(place, 0.0) + score - label
    return sum(abs(gap[place]) for place in sorted(total)) / len(scores)


def pairwise(guessed: Sequence[Hashable], actual: Sequence[Hashable]) -> Scores:
    """Precision, recall, F1 over pairs of items in one group; no pairs at all count as right."""
    both = _pairs(Counter(zip(guessed, actual, strict=True)))
    return _scores(both, _pairs(Counter(guessed)), _pairs(Counter(actual)))


def b_cubed(guessed: Sequence[Hashable], actual: Sequence[Hashable]) -> Scores:
    """B-cubed precision, recall, F1: each item asks how pure and how complete its own group is (Bagga & Baldwin 1998)."""
    if not guessed:
        return 1.0, 1.0, 1.0
    both = Counter(zip(guessed, actual, strict=True))
    left, right = Counter(guessed), Counter(actual)
    precision = sum(count * count / left[g] for (g, _), count in both.items()) / len(guessed)
    recall = sum(count * count / right[a] for (_, a), count in both.items()) / len(guessed)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _pairs(sizes: Counter[Hashable] | Counter[tuple[Hashable, Hashable]]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def _scores(both: int, guessed: int, actual: int) -> Scores:
    precision = both / guessed if guessed else 1.0
    recall = both / actual if actual else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0
