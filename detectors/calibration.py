"""A catalog's own base rate: where little happens, less is believed."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from detectors.evidence import KindModel

LogOdds = np.ndarray[Any, np.dtype[np.float64]]

_FITTED_CANDIDATES: Final = 100.0
"""Candidates at the rate of the fit that are counted with a catalog's own, so that a handful cannot move the prior far."""
_SETTLED: Final = 1e-3
"""Log-odds; a step below it is the last. Steps shrink by more than a third each, so there are about twenty at most."""
_MOST_STEPS: Final = 100


def base_rate_shift(log_odds: Mapping[str, LogOdds], models: Mapping[str, KindModel]) -> float:
    """How far every kind's prior is lowered for this catalog, log-odds of at most 0; 0 where no model says what it was fitted on.

    What the candidates' probabilities of each kind add up to is compared with the rate of the fit, kind by kind; the mean of the log
    ratios, none counted above 0, is the step; the next one starts from there, until nothing moves. The kinds are judged together,
    for what lets one kind in lets in the others, and an attack of one kind alone cannot hide behind its own rarity: kind by kind, a
    model that is somewhat too careful about a catalog talks itself out of what it found. It may lower the priors and never raise
    them: a catalog can clear its artists, and cannot by itself make any of them more suspect.

    Args: log_odds: by kind, of all its candidates, under the model's own prior.
    Source: expectation maximisation for a changed base rate, Saerens, Latinne & Decaestecker 2002, with one rate for all kinds.
    """
    known = [(values, rate) for kind, values in log_odds.items() if (rate := _fitted_rate(models[kind]))]
    if not known:
        return 0.0
    shift = 0.0
    for _ in range(_MOST_STEPS):
        moved = float(np.mean([min(0.0, _step(values + shift, rate)) for values, rate in known]))
        settled, shift = abs(moved - shift) < _SETTLED, moved
        if settled:
            break
    return round(shift, 4)


def _fitted_rate(model: KindModel) -> float:
    """The share of true ones among the candidates of the fit; 0 where it is not told."""
    candidates, positives = model.facts.get("candidates", 0), model.facts.get("positives", 0)
    return positives / candidates if 0 < positives < candidates else 0.0


def _step(log_odds: LogOdds, fitted: float) -> float:
    """From the fit's log-odds of a true one to those that these candidates add up to."""
    expected = (1 / (1 + np.exp(-np.clip(log_odds, -700, 700)))).sum()
    rate = (expected + _FITTED_CANDIDATES * fitted) / (log_odds.size + _FITTED_CANDIDATES)
    return float(np.log(rate / (1 - rate)) - np.log(fitted / (1 - fitted)))
