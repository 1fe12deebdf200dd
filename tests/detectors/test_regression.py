import numpy as np

from detectors.evidence import Feature
from detectors.regression import Fit, Sample, fit_scale, fit_weights, log_loss, probabilities, thin


def feature(name: str, sign: int = 0) -> Feature:
    return Feature(name, "help", lambda row: name, sign)


def drawn(truth: list[float], prior: float, size: int, seed: int) -> Sample:
    """Labelled candidates of one origin, made from a known model."""
    draw = np.random.default_rng(seed)
    values = draw.random((size, len(truth)))
    labels = draw.random(size) < probabilities(prior + values @ np.array(truth))
    return Sample(values, labels, np.zeros(size, dtype=np.int64), np.ones(size))


def test_fitting_gives_a_known_model_back() -> None:
    features = [feature("for", 1), feature("against", -1), feature("neither")]
    fit = fit_weights(drawn([2.0, -1.0, 0.0], -2.0, 60_000, 3), features, penalty=1.0)
    assert abs(fit.prior + 2) < 0.15
    assert np.abs(fit.weights - [2.0, -1.0, 0.0]).max() < 0.2


def test_a_weight_is_held_to_its_sign_and_the_prior_to_even_odds() -> None:
    fit = fit_weights(drawn([-2.0], 3.0, 20_000, 4), [feature("only for", 1)], penalty=1.0)
    assert fit.prior <= 0
    assert fit.weights[0] >= 0


def test_a_feature_that_is_left_out_has_no_weight() -> None:
    sample = drawn([2.0, 2.0], -2.0, 5_000, 5)
    fit = fit_weights(sample, [feature("kept"), feature("out")], penalty=1.0, left_out=np.array([False, True]))
    assert fit.weights[1] == 0
    assert fit.weights[0] > 1


def test_each_origin_counts_as_much_as_any_other() -> None:
    large, small = drawn([3.0], -2.0, 30_000, 6), drawn([0.0], -2.0, 1_000, 7)
    both = Sample(
        np.concatenate([large.values, small.values]),
        np.concatenate([large.labels, small.labels]),
        np.concatenate([large.origins, small.origins + 1]),
        np.ones(31_000),
    )
    shares = both.shares
    assert np.isclose(shares[:30_000].sum(), shares[30_000:].sum())
    between = fit_weights(both, [feature("one")], penalty=0.01).weights[0]
    assert 0.5 < between < 2.5


def test_reviewers_win_where_there_are_many_of_them_and_simulation_where_there_are_few() -> None:
    simulated = Fit(-2.0, np.array([2.0]))
    few, many = (
        fit_weights(drawn([-1.0], -1.0, n, 8), [feature("one")], penalty=1.0, centre=simulated) for n in (4, 20_000)
    )
    assert abs(few.weights[0] - 2.0) < 1.0
    assert abs(many.weights[0] + 1.0) < 0.2


def test_without_reviews_a_refinement_changes_nothing() -> None:
    start = Fit(-2.0, np.array([2.0]))
    nothing = Sample(np.zeros((0, 1)), np.zeros(0, dtype=bool), np.zeros(0, dtype=np.int64), np.ones(0))
    fit = fit_weights(nothing, [feature("one")], penalty=1.0, centre=start)
    assert np.isclose(fit.prior, -2.0)
    assert np.isclose(fit.weights[0], 2.0)


def test_scale_takes_overconfidence_away_and_never_adds_confidence() -> None:
    sample = drawn([4.0], -2.0, 40_000, 9)
    honest = -2.0 + 4.0 * sample.values[:, 0]
    scale, shift = fit_scale(3 * honest, sample.labels, sample.shares)
    assert abs(scale - 1 / 3) < 0.03
    assert abs(shift) < 0.1
    timid, _ = fit_scale(honest / 3, sample.labels, sample.shares)
    assert timid <= 1.0
    assert log_loss(honest, sample.labels, sample.shares) < log_loss(3 * honest, sample.labels, sample.shares)


def test_thinning_keeps_every_true_candidate_and_what_the_others_stand_for() -> None:
    sample = drawn([2.0], -4.0, 50_000, 10)
    chosen, counts = thin(sample.labels, most_untrue=5_000)
    assert sample.labels[chosen].sum() == sample.labels.sum()
    assert abs(counts.sum() - 50_000) < 20
    few = Sample(sample.values[chosen], sample.labels[chosen], sample.origins[chosen], counts)
    whole, thinned = (fit_weights(one, [feature("one")], penalty=1.0) for one in (sample, few))
    assert abs(whole.prior - thinned.prior) < 0.2
    assert abs(whole.weights[0] - thinned.weights[0]) < 0.3
