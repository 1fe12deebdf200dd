"""Logistic regression with signs, a centre and sample weights: the arithmetic behind `namesake fit`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from detectors.evidence import Feature
from graph.errors import MissingExtra

Array = np.ndarray[Any, np.dtype[Any]]
SMALLEST_WEIGHT: Final = 0.01
"""A weight below it would be a sentence without a meaning: left out."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Labelled candidates: `values` (n_candidates, n_features), `labels` (bool), `origins` (number of each one's origin),
    `counts` (how many like it each one stands for).
    """

    values: Array
    labels: Array
    origins: Array
    counts: Array

    def where(self, chosen: Array) -> "Sample":
        return Sample(self.values[chosen], self.labels[chosen], self.origins[chosen], self.counts[chosen])

    @property
    def shares(self) -> Array:
        """Weights by which each origin counts as much as any other; their sum is that of the counts."""
        totals = np.bincount(self.origins, weights=self.counts)
        present = max(1, int(np.count_nonzero(totals)))
        scale = self.counts.sum() / present / np.maximum(totals, 1e-9)
        return np.asarray(self.counts * scale[self.origins])


def thin(labels: Array, *, most_untrue: int) -> tuple[Array, Array]:
    """Row numbers of all true candidates and of evenly spread others, about `most_untrue`; how many each one stands for."""
    untrue = np.flatnonzero(~labels)
    step = max(1, untrue.size // most_untrue)
    chosen = np.sort(np.concatenate([np.flatnonzero(labels), untrue[::step]]))
    return chosen, np.where(labels[chosen], 1.0, float(step))


@dataclass(frozen=True, slots=True)
class Fit:
    """`prior` and `weights` (n_features), log-odds."""

    prior: float
    weights: Array

    def log_odds(self, values: Array) -> Array:
        return np.asarray(self.prior + values @ self.weights)


def fit_weights(
    sample: Sample,
    features: Sequence[Feature],
    *,
    penalty: float,
    left_out: Array | None = None,
    centre: Fit | None = None,
) -> Fit:
    """Prior and weights by penalised maximum likelihood, each weight held to its feature's sign, the prior to at most 0.

    So nobody is accused before any evidence, even by training data that holds true candidates only.

    Args:
        penalty: half of it times the squared distance of the weights from `centre` (from 0 without) is added to the loss.
        left_out: bool, shape (n_features,): features that get no weight.
        centre: where the weights (and prior) are without data: the fit that this sample refines.
    Raises: MissingExtra: SciPy is not installed.
    Source: L2-penalised logistic regression, a Gaussian prior on the weights; bounds by L-BFGS-B (Byrd, Lu, Nocedal & Zhu 1995).
    """
    minimize, expit = _scipy()
    truth, shares, values = sample.labels.astype(np.float64), sample.shares, sample.values
    middle = np.zeros(values.shape[1] + 1) if centre is None else np.concatenate([[centre.prior], centre.weights])
    held = np.full(middle.size, penalty)
    held[0] = 0.0 if centre is None else penalty

    def loss(parameters: Array) -> tuple[float, Array]:
        log_odds = parameters[0] + values @ parameters[1:]
        error = shares * (expit(log_odds) - truth)
        away = parameters - middle
        value = float(shares @ (np.logaddexp(0, log_odds) - truth * log_odds) + held @ away**2 / 2)
        return value, np.concatenate([[error.sum()], error @ values]) + held * away

    start = middle.copy()
    if centre is None:
        rate = float(np.clip(shares @ truth / max(shares.sum(), 1e-9), 1e-6, 1 - 1e-6))
        start[0] = min(0.0, np.log(rate / (1 - rate)))
    sides = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
    bounds: list[tuple[float | None, float | None]] = [(None, 0.0), *(sides[feature.sign] for feature in features)]
    for place in np.flatnonzero(left_out) if left_out is not None else ():
        bounds[place + 1] = (0.0, 0.0)
        start[place + 1] = 0.0
    options = {"maxiter": 400, "maxfun": 600, "ftol": 1e-7}
    fitted = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options).x
    return Fit(float(fitted[0]), np.asarray(fitted[1:]))


def fit_scale(log_odds: Array, labels: Array, shares: Array) -> tuple[float, float]:
    """`scale` (0.1 to 1) and `shift` by which these log-odds become calibrated: scale · log-odds + shift.

    Source: Platt 1999, with a scale that may only take confidence away, for the log-odds were fitted elsewhere.
    """
    minimize, expit = _scipy()
    truth = labels.astype(np.float64)

    def loss(parameters: Array) -> tuple[float, Array]:
        moved = parameters[0] * log_odds + parameters[1]
        error = shares * (expit(moved) - truth)
        value = float(shares @ (np.logaddexp(0, moved) - truth * moved))
        return value, np.array([error @ log_odds, error.sum()])

    found = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=[(0.1, 1.0), (-4.0, 4.0)]).x
    return float(found[0]), float(found[1])


def log_loss(log_odds: Array, labels: Array, shares: Array) -> float:
    """Mean surprise, in nats, at what turned out."""
    return float(shares @ (np.logaddexp(0, log_odds) - labels * log_odds) / max(shares.sum(), 1e-9))


def probabilities(log_odds: Array) -> Array:
    """Log-odds as probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -700, 700))))


def _scipy() -> tuple[Callable[..., Any], Callable[..., Any]]:
    try:
        from scipy.optimize import minimize
        from scipy.special import expit
    except ImportError as error:
        raise MissingExtra(
            "`namesake fit` needs SciPy", hint="install it with `pip install 'namesake[fit]'`"
        ) from error
    return minimize, expit
