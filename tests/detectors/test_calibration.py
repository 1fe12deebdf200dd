import numpy as np

from detectors.calibration import prior_shift
from detectors.evidence import KindModel

FITTED = KindModel(-5.0, {}, {"candidates": 10_000, "positives": 100})


def test_a_quiet_catalog_lowers_the_prior_and_a_busy_one_never_raises_it() -> None:
    quiet, busy = np.full(5_000, -7.0), np.concatenate([np.full(4_000, -7.0), np.full(1_000, 5.0)])
    assert prior_shift(quiet, FITTED) < -2
    assert prior_shift(busy, FITTED) == 0.0


def test_a_catalog_like_those_of_the_fit_leaves_the_prior_alone() -> None:
    draw = np.random.default_rng(2)
    true = draw.random(20_000) < 0.01
    evidence = draw.normal(np.where(true, 3.0, -3.0), np.sqrt(6.0))  # such that evidence is its own log-odds
    assert prior_shift(evidence + np.log(0.01 / 0.99), FITTED) > -0.25


def test_a_handful_of_candidates_cannot_move_it_far() -> None:
    assert prior_shift(np.full(10, -9.0), FITTED) > -0.15


def test_without_facts_or_candidates_nothing_moves() -> None:
    assert prior_shift(np.full(5_000, -7.0), KindModel(-5.0, {}, {})) == 0.0
    assert prior_shift(np.zeros(0), FITTED) == 0.0
