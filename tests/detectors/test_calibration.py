import numpy as np
import pytest

from detectors.calibration import QUIET as JUDGE
from detectors.calibration import SILENCE, base_rate_shift, quiet_probability, silence
from detectors.evidence import KindModel

JUDGED = KindModel(-12.0, {SILENCE: 3.0}, {"candidates": 18, "positives": 6})
"""Even odds that nothing attacks a catalog where 4 nats fewer stand out than expected."""
FITTED = KindModel(-5.0, {}, {"candidates": 10_000, "positives": 100})
QUIET = np.full(5_000, -7.0)
BUSY = np.concatenate([np.full(4_000, -7.0), np.full(1_000, 5.0)])


def as_fitted(seed: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Log-odds of a catalog at the rate of the fit, of evidence that is its own log-odds."""
    draw = np.random.default_rng(seed)
    true = draw.random(20_000) < 0.01
    return draw.normal(np.where(true, 3.0, -3.0), np.sqrt(6.0)) + np.log(0.01 / 0.99)


def test_a_quiet_catalog_lowers_the_prior_and_a_busy_one_never_raises_it() -> None:
    assert base_rate_shift({"a": QUIET, "b": QUIET}, {"a": FITTED, "b": FITTED}) < -2
    assert base_rate_shift({"a": BUSY, "b": BUSY}, {"a": FITTED, "b": FITTED}) == 0.0


def test_a_catalog_like_those_of_the_fit_leaves_the_prior_alone() -> None:
    assert base_rate_shift({"a": as_fitted(2), "b": as_fitted(3)}, {"a": FITTED, "b": FITTED}) > -0.5


def test_a_kind_that_happens_speaks_for_those_that_seem_not_to() -> None:
    alone = base_rate_shift({"a": QUIET}, {"a": FITTED})
    together = base_rate_shift({"a": QUIET, "b": BUSY}, {"a": FITTED, "b": FITTED})
    assert alone < together < 0


def test_it_is_the_fixed_point_of_its_step() -> None:
    """Where a catalog has a tenth of the rate of the fit, the prior goes down by about as much."""
    draw = np.random.default_rng(5)
    true = draw.random(50_000) < 0.001
    rare = draw.normal(np.where(true, 6.0, -6.0), np.sqrt(12.0)) + np.log(0.01 / 0.99)
    assert abs(base_rate_shift({"a": rare}, {"a": FITTED}) - np.log(0.1)) < 0.3


def test_a_handful_of_candidates_cannot_move_it_far() -> None:
    assert base_rate_shift({"a": np.full(10, -9.0)}, {"a": FITTED}) > -0.15


def test_without_facts_or_candidates_nothing_moves() -> None:
    assert base_rate_shift({"a": QUIET}, {"a": KindModel(-5.0, {}, {})}) == 0.0
    assert base_rate_shift({"a": np.zeros(0)}, {"a": FITTED}) == 0.0
    assert base_rate_shift({}, {}) == 0.0


def test_many_faint_suspicions_add_up_to_a_rate_and_do_not_stand_out() -> None:
    faint = np.full(5_000, np.log(0.01 / 0.99))
    assert base_rate_shift({"a": faint}, {"a": FITTED}) > -0.1
    assert silence({"a": faint}, {"a": FITTED}) > 4
    assert abs(silence({"a": np.r_[np.full(4_950, -9.0), np.full(50, 4.0)]}, {"a": FITTED})) < 0.01


def test_where_nothing_stands_out_perhaps_nothing_attacks() -> None:
    model = {"a": FITTED, "b": FITTED, JUDGE: JUDGED}
    quiet = {"a": QUIET, "b": QUIET}
    assert 0.9 < quiet_probability(quiet, model) < 1
    assert quiet_probability({"a": as_fitted(2), "b": as_fitted(3)}, model) < 0.3
    without = base_rate_shift(quiet, {"a": FITTED, "b": FITTED})
    cleared = base_rate_shift(quiet, model) - without
    assert cleared == pytest.approx(np.log(1 - quiet_probability(quiet, model)), abs=1e-3)


def test_it_is_never_surer_than_the_catalogs_it_was_fitted_on() -> None:
    """Of 18 catalogs, the odds of the next one are at most 19 to 1."""
    sure = KindModel(0.0, {SILENCE: 100.0}, {"candidates": 18, "positives": 6})
    assert quiet_probability({"a": QUIET}, {"a": FITTED, JUDGE: sure}) == pytest.approx(19 / 20)


def test_one_kind_that_stands_out_is_enough_to_be_heard() -> None:
    model = {"a": FITTED, "b": FITTED, JUDGE: JUDGED}
    assert quiet_probability({"a": QUIET, "b": BUSY}, model) < 0.01
