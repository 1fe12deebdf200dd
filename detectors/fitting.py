"""Fit the evidence weights: logistic regression over labelled candidates, so prior and weights are log-odds and add up."""

import importlib
from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
import polars as pl

from detectors import identity
from detectors.evidence import Context, Detector, Feature, KindModel, Model, feature_matrix, score_candidates
from detectors.run import DETECTORS, separate_identities
from graph.errors import MissingExtra
from graph.snapshot import Snapshot
from graph.truth import Truth

PENALTY: Final = 1.0
SMALLEST_WEIGHT: Final = 0.01
"""A weight below it would be a sentence without a meaning: left out."""


def fit_model(
    catalogs: Iterable[tuple[Snapshot, Truth]],
    *,
    encode: Callable[[list[str]], Any] | None,
    facts: dict[str, Any],
    progress: Callable[[str], None] = lambda stage: None,
) -> Model:
    """Fit every detector: first identity, whose resolution the others then see.

    Args:
        catalogs: snapshots with their ground truth.
        facts: where the training data came from; written into the model beside its counts.
    """
    world = list(catalogs)
    starts = [Context(separate_identities(snapshot), encode) for snapshot, _ in world]
    progress("identity")
    model: dict[str, KindModel] = {}
    tables = [
        DETECTORS["identity"].candidates(snapshot, start) for (snapshot, _), start in zip(world, starts, strict=True)
    ]
    model["identity"] = _fit_kind(DETECTORS["identity"], tables, world, facts)
    contexts = []
    for (snapshot, _), start, table in zip(world, starts, tables, strict=True):
        scored = score_candidates(table, DETECTORS["identity"].features, model["identity"])
        _, mapping = identity.resolve_identities(snapshot, scored, min_probability=0.5)
        contexts.append(Context(mapping, start.encode))
    for name, detector in DETECTORS.items():
        if name != "identity":
            progress(name)
            tables = [
                detector.candidates(snapshot, context) for (snapshot, _), context in zip(world, contexts, strict=True)
            ]
            model[name] = _fit_kind(detector, tables, world, facts)
    return model


def _fit_kind(
    detector: Detector, tables: list[pl.DataFrame], world: list[tuple[Snapshot, Truth]], facts: dict[str, Any]
) -> KindModel:
    module = importlib.import_module(f"detectors.{detector.name}")
    labels = np.concatenate(
        [module.labels(table, truth).to_numpy() for table, (_, truth) in zip(tables, world, strict=True)]
    ).astype(bool)
    values = np.concatenate([feature_matrix(table, detector.features) for table in tables])
    prior, weights = fit_weights(values, labels, detector.features)
    return KindModel(prior, weights, {**facts, "candidates": int(labels.size), "positives": int(labels.sum())})


def fit_weights(
    values: np.ndarray[Any, Any], labels: np.ndarray[Any, Any], features: tuple[Feature, ...]
) -> tuple[float, dict[str, float]]:
    """Prior and weights by penalised maximum likelihood, each weight held to its feature's sign, the prior to at most 0.

    So nobody is accused before any evidence, even by training data that holds true candidates only.

    Args: values: shape (n_candidates, n_features). labels: bool, shape (n_candidates,).
    Raises: MissingExtra: SciPy is not installed.
    Source: L2-penalised logistic regression; bounds by L-BFGS-B (Byrd, Lu, Nocedal & Zhu 1995).
    """
    try:
        from scipy.optimize import minimize
        from scipy.special import expit
    except ImportError as error:
        raise MissingExtra(
            "`namesake fit` needs SciPy", hint="install it with `pip install 'namesake[fit]'`"
        ) from error
    truth = labels.astype(np.float64)

    def loss(parameters: np.ndarray[Any, Any]) -> tuple[float, np.ndarray[Any, Any]]:
        log_odds = parameters[0] + values @ parameters[1:]
        error = expit(log_odds) - truth
        value = np.logaddexp(0, log_odds).sum() - truth @ log_odds + PENALTY / 2 * parameters[1:] @ parameters[1:]
        return float(value), np.concatenate([[error.sum()], error @ values + PENALTY * parameters[1:]])

    rate = min(max(truth.mean() if truth.size else 0.0, 1e-6), 1 - 1e-6)
    start = np.zeros(values.shape[1] + 1)
    start[0] = np.log(rate / (1 - rate))
    sides = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
    bounds = [(None, 0.0), *(sides[feature.sign] for feature in features)]
    fitted = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000}).x
    weights = {feature.name: float(weight) for feature, weight in zip(features, fitted[1:], strict=True)}
    return float(fitted[0]), {name: weight for name, weight in weights.items() if abs(weight) >= SMALLEST_WEIGHT}
