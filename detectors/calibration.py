"""A catalog's own base rate: where little of a kind happens, less of it is believed."""

from typing import Any, Final

import numpy as np

from detectors.evidence import KindModel

_FITTED_CANDIDATES: Final = 100.0
"""Candidates at the rate of the fit that are counted with a catalog's own, so that a handful cannot move the prior far."""
_ROUNDS: Final = 200


def prior_shift(log_odds: np.ndarray[Any, np.dtype[np.float64]], model: KindModel) -> float:
    """How far the prior is lowered for this catalog, log-odds of at most 0; 0 where the model does not say what it was fitted on.

    The rate that makes all candidates' probabilities add up to itself is the catalog's own. It may lower the prior and never raise it:
    a catalog can clear its artists, and cannot by itself make any of them more suspect.

    Args: log_odds: of all candidates of one kind, under the model's own prior.
    Source: expectation maximisation for a changed base rate, Saerens, Latinne & Decaestecker 2002.
    """
    candidates, positives = model.facts.get("candidates", 0), model.facts.get("positives", 0)
    if not 0 < positives < candidates or log_odds.size == 0:
        return 0.0
    fitted = positives / candidates
    shift = 0.0
    for _ in range(_ROUNDS):
        expected = (1 / (1 + np.exp(-np.clip(log_odds + shift, -700, 700)))).sum()
        rate = (expected + _FITTED_CANDIDATES * fitted) / (log_odds.size + _FITTED_CANDIDATES)
        moved = min(0.0, float(np.log(rate / (1 - rate)) - np.log(fitted / (1 - fitted))))
        if abs(moved - shift) < 1e-6:
            break
        shift = moved
    return round(shift, 4)
