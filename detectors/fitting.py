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

INVERSE_REGULARISATION: Final = 1.0


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
    """Prior and weights by penalised maximum likelihood; a feature whose weight comes out against its sign is left out.

    Args: values: shape (n_candidates, n_features). labels: bool, shape (n_candidates,).
    Raises: MissingExtra: scikit-learn is not installed.
    """
    try:
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise MissingExtra(
            "`namesake fit` needs scikit-learn", hint="install it with `pip install 'namesake[fit]'`"
        ) from error
    active = [index for index, column in enumerate(values.T) if np.ptp(column) > 0]
    while True:
        fitted = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=2000).fit(values[:, active], labels)
        wrong = [
            index for index, weight in zip(active, fitted.coef_[0], strict=True) if features[index].sign * weight < 0
        ]
        if not wrong:
            return float(fitted.intercept_[0]), {
                features[index].name: float(weight) for index, weight in zip(active, fitted.coef_[0], strict=True)
            }
        active = [index for index in active if index not in wrong]
