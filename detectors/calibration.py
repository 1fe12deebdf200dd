"""A catalog's own base rate: where little happens, less is believed; where nothing stands out, perhaps nothing happens at all."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from detectors.evidence import KindModel, Model
from graph.findings import probability

LogOdds = np.ndarray[Any, np.dtype[np.float64]]

QUIET: Final = "quiet"
"""The model's entry that judges whole catalogs: the log-odds that nothing attacks one."""
SILENCE: Final = "silence"
"""Its one feature, see `silence`."""
STANDS_OUT: Final = 0.95
"""The probability from which a candidate stands out; quiet catalogs are told from those with few attacks better by it than by lower ones."""
_FITTED_CANDIDATES: Final = 100.0
"""Candidates at the rate of the fit that are counted with a catalog's own, so that a handful cannot move the prior far."""
_LOUD: Final = float(np.log(STANDS_OUT / (1 - STANDS_OUT)))
_SETTLED: Final = 1e-3
"""Log-odds; a step below it is the last. Steps shrink by more than a third each, so there are about twenty at most."""
_MOST_STEPS: Final = 100


def base_rate_shift(log_odds: Mapping[str, LogOdds], model: Model) -> float:
    """How far every kind's prior is lowered for this catalog, log-odds of at most 0; 0 where no model says what it was fitted on.

    Two things lower it. The catalog's own rate (`own_rate`), and the probability that nothing attacks it at all (`quiet_probability`):
    a candidate can be a true one only where something does, so the rate is that of a catalog with attacks, times the probability of
    being such a catalog.
    It may lower the priors and never raise them: a catalog can clear its artists, and cannot by itself make any of them more suspect.

    Args: log_odds: by kind, of all its candidates, under the model's own prior.
    """
    return round(own_rate(log_odds, model) + float(np.log1p(-quiet_probability(log_odds, model))), 4)


def own_rate(log_odds: Mapping[str, LogOdds], model: Model) -> float:
    """The log ratio of the catalog's rate of true ones to the fit's, at most 0.

    What the candidates' probabilities of each kind add up to is compared with the rate of the fit, kind by kind; the mean of the log
    ratios, none counted above 0, is the step; the next one starts from there, until nothing moves. The kinds are judged together,
    for what lets one kind in lets in the others, and an attack of one kind alone cannot hide behind its own rarity: kind by kind, a
    model that is somewhat too careful about a catalog talks itself out of what it found.

    Source: expectation maximisation for a changed base rate, Saerens, Latinne & Decaestecker 2002, with one rate for all kinds.
    """
    known = _judged(log_odds, model)
    if not known:
        return 0.0
    shift = 0.0
    for _ in range(_MOST_STEPS):
        moved = float(np.mean([min(0.0, _step(values + shift, rate)) for values, rate in known]))
        settled, shift = abs(moved - shift) < _SETTLED, moved
        if settled:
            break
    return shift


def silence(log_odds: Mapping[str, LogOdds], model: Model) -> float:
    """How little stands out: minus the log ratio of the candidates from `STANDS_OUT` on to the true ones that the fit's rates let expect.

    Of all kinds together. Many faint suspicions add up to a rate like any other (`own_rate`); here they count for nothing.
    """
    known = _judged(log_odds, model)
    loud = sum(int(np.count_nonzero(values >= _LOUD)) for values, _ in known)
    expected = sum(float(values.size) * rate for values, rate in known)
    return float(np.log((expected + 0.5) / (loud + 0.5)))


def quiet_probability(log_odds: Mapping[str, LogOdds], model: Model) -> float:
    """The probability that nothing attacks the catalog; 0 where the model does not judge catalogs.

    However silent, it is never surer than the catalogs of its fit allow (Laplace's rule of succession).
    """
    judge = model.get(QUIET)
    if judge is None:
        return 0.0
    judged = judge.prior + judge.weights.get(SILENCE, 0.0) * silence(log_odds, model)
    return (1 - 1 / (float(judge.facts.get("candidates", 0)) + 2)) * probability(judged)


def _judged(log_odds: Mapping[str, LogOdds], model: Model) -> list[tuple[LogOdds, float]]:
    """The candidates of each kind whose rate in the fit is known, and that rate."""
    return [(values, rate) for kind, values in log_odds.items() if (rate := _fitted_rate(model[kind]))]


def _fitted_rate(model: KindModel) -> float:
    """The share of true ones among the candidates of the fit; 0 where it is not told."""
    candidates, positives = model.facts.get("candidates", 0), model.facts.get("positives", 0)
    return positives / candidates if 0 < positives < candidates else 0.0


def _step(log_odds: LogOdds, fitted: float) -> float:
    """From the fit's log-odds of a true one to those that these candidates add up to."""
    expected = (1 / (1 + np.exp(-np.clip(log_odds, -700, 700)))).sum()
    rate = (expected + _FITTED_CANDIDATES * fitted) / (log_odds.size + _FITTED_CANDIDATES)
    return float(np.log(rate / (1 - rate)) - np.log(fitted / (1 - fitted)))
