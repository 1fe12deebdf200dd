"""A catalog's own base rate: where little of a kind happens, less of it is believed."""

from typing import Any, Final

import numpy as np

from detectors.evidence import KindModel

_FITTED_CANDIDATES: Final = 100.0
"""Candidates at the rate of the fit that are counted with a catalog's own, so that a handful cannot move the prior far."""


def prior_shift(log_odds: np.ndarray[Any, np.dtype[np.float64]], model: KindModel) -> float:
    """How far the prior is lowered for this catalog, log-odds of at most 0; 0 where the model does not say what it was fitted on.

    What the candidates' probabilities add up to is compared with the rate of the fit. It may lower the prior and never raise it: a
    catalog can clear its artists, and cannot by itself make any of them more suspect. One step is taken, not steps until nothing
    moves: a model that is somewhat too careful about a catalog would talk itself out of what it found.

    Args: log_odds: of all candidates of one kind, under the model's own prior.
    Source: the first step of expectation maximisation for a changed base rate, Saerens, Latinne & Decaestecker 2002.
    """
    candidates, positives = model.facts.get("candidates", 0), model.facts.get("positives", 0)
    if not 0 < positives < candidates or log_odds.size == 0:
        return 0.0
    fitted = positives / candidates
    expected = (1 / (1 + np.exp(-np.clip(log_odds, -700, 700)))).sum()
    rate = (expected + _FITTED_CANDIDATES * fitted) / (log_odds.size + _FITTED_CANDIDATES)
    return round(min(0.0, float(np.log(rate / (1 - rate)) - np.log(fitted / (1 - fitted)))), 4)
