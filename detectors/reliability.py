"""What a score is worth: reliability bins, and the curve of precision over recall. Plain sequences in, plain values out."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detectors.measures import brier_score, expected_calibration_error, steps

_Z: float = 1.959963984540054
"""Two-sided 95 % of the normal distribution."""


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Findings with scores from `low` to `high`: how many, their mean score, the share that proved right and its 95 % interval."""

    low: float
    high: float
    count: int
    mean_score: float
    observed: float
    observed_low: float
    observed_high: float


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Precision and recall of all findings with at least `score`."""

    score: float
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far scores are the probabilities that they say they are; `bins` are the points of the reliability plot."""

    brier: float
    expected_error: float
    bins: tuple[ReliabilityBin, ...]


def calibration(scores: Sequence[float], labels: Sequence[bool]) -> Calibration | None:
    """Scores held against what proved right; None without any."""
    if not scores:
        return None
    return Calibration(
        brier_score(scores, labels), expected_calibration_error(scores, labels), reliability_bins(scores, labels)
    )


def reliability_bins(scores: Sequence[float], labels: Sequence[bool], *, bins: int = 10) -> tuple[ReliabilityBin, ...]:
    """Equally wide bins of score from 0 to 1, empty ones left out; a score of 1 is in the last."""
    inside: dict[int, list[tuple[float, bool]]] = {}
    for score, label in zip(scores, labels, strict=True):
        inside.setdefault(min(bins - 1, int(score * bins)), []).append((score, label))
    found = []
    for place, items in sorted(inside.items()):
        hits = sum(label for _, label in items)
        low, high = wilson_interval(hits, len(items))
        mean = sum(score for score, _ in items) / len(items)
        found.append(ReliabilityBin(place / bins, (place + 1) / bins, len(items), mean, hits / len(items), low, high))
    return tuple(found)


def pool_bins(catalogs: Iterable[Sequence[ReliabilityBin]]) -> tuple[ReliabilityBin, ...]:
    """The bins of several catalogs together, as if their findings had been one list."""
    places: dict[tuple[float, float], list[ReliabilityBin]] = {}
    for bins in catalogs:
        for part in bins:
            places.setdefault((part.low, part.high), []).append(part)
    pooled = []
    for (low, high), parts in sorted(places.items()):
        count = sum(part.count for part in parts)
        hits = round(sum(part.observed * part.count for part in parts))
        mean = sum(part.mean_score * part.count for part in parts) / count
        pooled.append(ReliabilityBin(low, high, count, mean, hits / count, *wilson_interval(hits, count)))
    return tuple(pooled)


def wilson_interval(hits: int, count: int, *, z: float = _Z) -> tuple[float, float]:
    """95 % interval of a share, `hits` of `count` (at least 1); another one by its `z`. Source: Wilson 1927, the score interval."""
    share, z2 = hits / count, z * z
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = z / (1 + z2 / count) * math.sqrt(share * (1 - share) / count + z2 / (4 * count * count))
    return min(share, max(0.0, middle - half)), max(share, min(1.0, middle + half))


def precision_recall_curve(
    scores: Sequence[float], labels: Sequence[bool], *, positives: int
) -> tuple[CurvePoint, ...]:
    """One point for each distinct score, from the highest; empty without anything true."""
    if not positives:
        return ()
    distinct = sorted(set(scores), reverse=True)
    return tuple(
        CurvePoint(score, hits / seen, hits / positives)
        for score, (hits, seen) in zip(distinct, steps(scores, labels), strict=True)
    )
