"""95 % bootstrap intervals: the measures again over catalogs redrawn from this one. Seeded and vectorised over replicates.

What is redrawn are units that a catalog could have had more or fewer of, not rows: findings about one act, or of one operation,
come and go together (`matching.drawn_together`), profiles come and go with their act. Rows drawn one by one would make the intervals
too narrow. Intervals are percentiles of the replicates: they say how much one catalog's luck moves a measure, not how far another
generator or another label's catalog would.
Source: Efron & Tibshirani 1993, chapters 8 and 13; Field & Welsh 2007 for whole clusters.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

Array = np.ndarray[Any, np.dtype[np.float64]]
Statistics = Callable[[Array], Mapping[str, Array]]
"""From weights of units, shape (n_replicates, n_units), to the value of each measure, shape (n_replicates,)."""
_MAX_CELLS: Final = 500_000
"""Weights held at a time, 4 MB: a few arrays of that size stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Resampling:
    """`replicates`: catalogs redrawn (0: no intervals). `seed`: of the draws."""

    replicates: int = 1000
    seed: int = 0


RESAMPLING: Final = Resampling()


@dataclass(frozen=True, slots=True)
class Interval:
    """95 % of the replicates lie from `low` to `high`."""

    low: float
    high: float


def intervals(statistics: Statistics, counts: Array, *, width: int, resampling: Resampling) -> dict[str, Interval]:
    """The interval of each measure; a measure that no replicate has (nothing true was drawn) is left out.

    Args:
        counts: how many alike units each column of weights stands for, shape (n_columns,).
        width: numbers that a replicate takes, to bound the memory.
    """
    if not resampling.replicates or not counts.size:
        return {}
    drawn: dict[str, list[Array]] = {}
    for weights in _draws(counts, width, resampling):
        for name, values in statistics(weights).items():
            drawn.setdefault(name, []).append(values)
    found = {}
    for name, blocks in drawn.items():
        values = np.concatenate(blocks)
        values = values[~np.isnan(values)]
        if values.size:
            low, high = np.percentile(values, [2.5, 97.5])
            found[name] = Interval(float(low), float(high))
    return found


def _draws(counts: Array, width: int, resampling: Resampling) -> Iterator[Array]:
    """As many units as there are, with replacement: how often each column was drawn, in blocks of replicates."""
    random = np.random.default_rng(resampling.seed)
    total = int(counts.sum())
    size = max(1, _MAX_CELLS // max(width, 1))
    for start in range(0, resampling.replicates, size):
        many = min(size, resampling.replicates - start)
        yield random.multinomial(total, counts / total, size=many).astype(np.float64)


def ranking_statistics(
    scores: Sequence[float],
    right: Sequence[bool],
    units: Sequence[int],
    *,
    missed_units: Sequence[int],
    ks: Sequence[int],
) -> Statistics:
    """Measures of one kind's findings.

    Args:
        scores, right, units: of each finding, by falling score; the unit's number.
        missed_units: units of the true findings that no finding says.
        ks: places for `precision_at_K`.
    """
    score, hit, unit = np.asarray(scores, dtype=float), np.asarray(right, dtype=float), np.asarray(units, dtype=int)
    missed = np.asarray(missed_units, dtype=int)
    ends = _step_ends(score)
    bins = np.eye(10)[np.minimum(9, (score * 10).astype(int))]

    def statistics(weights: Array) -> dict[str, Array]:
        drawn = weights[:, unit]
        hits, seen = (drawn * hit).cumsum(axis=1), drawn.cumsum(axis=1)
        positives = (drawn * hit).sum(axis=1) + weights[:, missed].sum(axis=1)
        tops, counts = hits[:, ends], seen[:, ends]
        gained = np.diff(tops, axis=1, prepend=0.0)
        listed = drawn.sum(axis=1)
        found = {
            "average_precision": _share((gained * _share(tops, counts, empty=0.0)).sum(axis=1), positives),
            "recall_at_90_precision": _share(
                np.where((counts > 0) & (tops >= 0.9 * counts), tops, 0.0).max(axis=1, initial=0.0), positives
            ),
            "recall": _share((drawn * hit * (score >= 0.5)).sum(axis=1), positives),
            "precision": _share((drawn * hit * (score >= 0.5)).sum(axis=1), (drawn * (score >= 0.5)).sum(axis=1)),
            "brier": _share((drawn * (score - hit) ** 2).sum(axis=1), listed),
            "calibration_error": _share(np.abs(drawn @ (bins * (score - hit)[:, None])).sum(axis=1), listed),
        }
        for k in ks:
            placed = np.clip(k - (seen - drawn), 0.0, drawn)
            found[f"precision_at_{k}"] = (placed * hit).sum(axis=1) / k
        return found

    return statistics


def member_statistics(
    scores: Sequence[float], right: Sequence[bool], units: Sequence[int], *, missed_units: Sequence[int]
) -> Statistics:
    """The best F1 over all thresholds of score, `member_f1`, of the members of groups; arguments as in `ranking_statistics`."""
    score, hit, unit = np.asarray(scores, dtype=float), np.asarray(right, dtype=float), np.asarray(units, dtype=int)
    missed = np.asarray(missed_units, dtype=int)
    ends = _step_ends(score)

    def statistics(weights: Array) -> dict[str, Array]:
        drawn = weights[:, unit]
        positives = (drawn * hit).sum(axis=1) + weights[:, missed].sum(axis=1)
        hits, seen = (drawn * hit).cumsum(axis=1)[:, ends], drawn.cumsum(axis=1)[:, ends]
        f1 = _share(2 * hits, seen + positives[:, None], empty=0.0).max(axis=1, initial=0.0)
        return {"member_f1": np.where(positives > 0, f1, np.nan)}

    return statistics


def _step_ends(score: Array) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The last place of each distinct score, scores falling."""
    return np.flatnonzero(np.append(score[1:] != score[:-1], True)) if score.size else np.zeros(0, dtype=np.int64)


def grouping_statistics(guessed: Sequence[Hashable], actual: Sequence[Hashable]) -> tuple[Statistics, Array]:
    """Pairwise and B-cubed measures where whole true groups are drawn.

    A pair that reaches across two true groups counts half at each. Groups that are alone in both are alike and are drawn as one
    column.

    Returns: the statistics, and the units that each column of weights stands for.
    """
    left, right = _numbers(guessed), _numbers(actual)
    both = _numbers(list(zip(left.tolist(), right.tolist(), strict=True)))
    size_left, size_right, size_both = (np.bincount(of)[of].astype(float) for of in (left, right, both))
    alone = (size_left == 1) & (size_right == 1)
    rest = _numbers(right[~alone].tolist())
    parts = np.stack(
        [
            size_both - 1,
            size_left - 1,
            size_right - 1,
            size_both / size_left,
            size_both / size_right,
            np.ones(left.size),
        ]
    )
    columns = np.stack([np.bincount(rest, weights=part[~alone]) for part in parts], axis=1)
    counts = np.ones(len(columns))
    if alone.any():
        columns = np.vstack([columns, [0.0, 0.0, 0.0, 1.0, 1.0, 1.0]])
        counts = np.append(counts, float(alone.sum()))

    def statistics(weights: Array) -> dict[str, Array]:
        common, said, real, pure, whole, items = (weights @ columns).T
        precision, recall = _share(common, said, empty=1.0), _share(common, real, empty=1.0)
        b_precision, b_recall = _share(pure, items), _share(whole, items)
        return {
            "precision": precision,
            "recall": recall,
            "f1": _share(2 * precision * recall, precision + recall, empty=0.0),
            "b_cubed_f1": _share(2 * b_precision * b_recall, b_precision + b_recall),
        }

    return statistics, counts


def _numbers(names: Sequence[Hashable]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Each name's number, by first appearance."""
    seen: dict[Hashable, int] = {}
    return np.array([seen.setdefault(name, len(seen)) for name in names], dtype=np.int64)


def unit_numbers(names: Sequence[str]) -> list[int]:
    """Each unit's number, by first appearance."""
    return [int(number) for number in _numbers(names)]


def _share(part: Array, whole: Array, *, empty: float = float("nan")) -> Array:
    return np.divide(part, whole, out=np.full_like(part, empty), where=whole > 0)
