"""Fit the evidence weights: logistic regression over labelled candidates, so prior and weights are log-odds and add up.

Catalogs come from several origins (generators of different make). What only holds in one of them is a habit of that origin, not
evidence: strength of penalty and overall confidence are chosen by what each origin's catalogs look like to weights fitted on the others.
Reviewers' decisions are a stratum of their own: they pull the weights from where simulation left them, the more the more there are.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, Final

import numpy as np
import polars as pl

from detectors import content_farm, farm_answers, identity
from detectors.calibration import QUIET, SILENCE, silence
from detectors.embeddings import Encoder
from detectors.evidence import Context, Feature, KindModel, Model, feature_matrix, score_candidates
from detectors.measures import average_precision, expected_calibration_error
from detectors.regression import (
    SMALLEST_WEIGHT,
    Array,
    Fit,
    Sample,
    fit_scale,
    fit_weights,
    log_loss,
    probabilities,
    thin,
)
from detectors.run import DETECTORS, AnyDetector, find_candidates, separate_identities
from graph.findings import probability
from graph.snapshot import Snapshot
from graph.truth import Truth

PENALTIES: Final = (0.25, 1.0, 4.0, 16.0)
"""Strengths of the L2 penalty that are tried; the one under which other origins' catalogs are foretold best is taken."""
HABIT_PENALTY: Final = 4.0
"""Of the fits on single origins, which have few true cases each."""
MIN_DISAGREEMENT: Final = 0.25
"""Log-odds from which a feature's weights on two origins with opposite signs are a contradiction."""
LISTED: Final = 0.02
"""Scores from which calibration is looked at, those that a run lists."""
REVIEW_PENALTY: Final = 1.0
"""How firmly simulated weights hold against reviewers: as one reviewed case of middling surprise would."""
MOST_UNTRUE: Final = 60_000
"""Untrue candidates that are looked at; of more, every second, third, … stands for the others."""
QUIET_PENALTY: Final = 0.1
"""Of the one weight by which catalogs are told apart; they are few, and silence parts them well, so that without it the weight has no bound."""
PRIOR_PAIRS: Final = 20
MIN_FAMILY: Final = 8
"""True cases below which a trick is not held out by itself."""

Reviews = Mapping[str, Mapping[tuple[str, str], bool]]
"""By detector: what reviewers decided of (subject, target): it is so, or it is not."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A catalog with its ground truth; `origin` names the generator, or the team, that it comes from."""

    snapshot: Snapshot
    truth: Truth
    origin: str


def fit_model(
    catalogs: Iterable[Labelled],
    *,
    encode: Encoder | None,
    facts: dict[str, Any],
    reviewed: tuple[Snapshot, Reviews] | None = None,
    progress: Callable[[str], None] = lambda stage: None,
) -> Model:
    """Fit every detector: first identity, whose resolution the others then see; campaigns last, they are made of findings.

    Args:
        catalogs: with their truth, of as many origins as there are.
        facts: where the training data came from; written into the model beside its counts and what was foretold of unseen origins.
        reviewed: a snapshot and what reviewers decided about it.
    """
    world = list(catalogs)
    places = [_Place(one.snapshot, Context(separate_identities(one.snapshot), encode), {}) for one in world]
    review = _Place(reviewed[0], Context(separate_identities(reviewed[0]), encode), {}) if reviewed else None
    model: dict[str, KindModel] = {}
    foretold: list[dict[str, Array]] = [{} for _ in world]
    for name, detector in DETECTORS.items():
        progress(name)
        tables = [find_candidates(name, place.snapshot, place.context, place.scored) for place in places]
        fitted, log_odds = fit_kind(detector, tables, world, facts)
        for kinds, part in zip(foretold, log_odds, strict=True):
            kinds[name] = part
        if name == content_farm.DETECTOR.name:
            model |= fit_answers(tables, world, facts)
        if review and reviewed:
            table = find_candidates(name, review.snapshot, review.context, review.scored)
            fitted = _pulled_by_reviews(detector, table, reviewed[1].get(name, {}), fitted)
            review.scored[name] = score_candidates(table, detector.features, fitted)
        for place, table in zip(places, tables, strict=True):
            place.scored[name] = score_candidates(table, detector.features, fitted)
        if name == "identity":
            fitted = replace(
                fitted, weights={**fitted.weights, identity.NOT_PROPOSED: _not_proposed(world, places, fitted.prior)}
            )
            for place in [*places, review] if review else places:
                place.resolve(fitted)
        model[name] = fitted
    return model | fit_quiet(world, foretold, model, facts)


def fit_quiet(
    world: list[Labelled], foretold: list[dict[str, Array]], model: Model, facts: dict[str, Any]
) -> dict[str, KindModel]:
    """The entry that judges whole catalogs; none where all, or no, catalogs are quiet.

    Each catalog is looked at as weights fitted on the other origins see it, without what reviewers said. Attacks may be rarer elsewhere
    than here: each catalog with attacks is looked at once more together with the quiet ones of its origin, as one with attacks.
    """
    quiet = [not one.truth.findings for one in world]
    if all(quiet) or not any(quiet):
        return {}
    silent = {
        origin: [at for at, one in enumerate(world) if quiet[at] and one.origin == origin]
        for origin in {one.origin for one in world}
    }
    sets = [[at] for at in range(len(world))]
    sets += [[at, *silent[one.origin]] for at, one in enumerate(world) if not quiet[at] and silent[one.origin]]
    kinds = [kind for kind in foretold[0] if kind != identity.DETECTOR.name]
    values = [
        silence({kind: np.concatenate([foretold[at][kind] for at in one]) for kind in kinds}, model) for one in sets
    ]
    origins = sorted(silent)
    sample = Sample(
        np.array(values)[:, None],
        np.array([quiet[one[0]] for one in sets]),
        np.array([origins.index(world[one[0]].origin) for one in sets]),
        np.ones(len(sets)),
    )
    feature = Feature(SILENCE, "How little stands out in the catalog", lambda row: "", sign=1)
    fit = fit_weights(sample, (feature,), penalty=QUIET_PENALTY)
    counted = {**facts, "candidates": len(world), "positives": sum(quiet)}
    return {QUIET: KindModel(fit.prior, {SILENCE: float(fit.weights[0])}, counted)}


@dataclass(slots=True)
class _Place:
    """A catalog on its way through the fit: what is known of its identities so far, and its scored candidates."""

    snapshot: Snapshot
    context: Context
    scored: dict[str, pl.DataFrame]

    def resolve(self, model: KindModel) -> None:
        _, mapping = identity.resolve_identities(self.snapshot, self.scored["identity"], model, min_probability=0.5)
        likely = identity.likely_acts(self.scored["identity"])
        self.context = replace(self.context, identities=mapping, likely_acts=likely)


def _not_proposed(world: list[Labelled], places: list[_Place], prior: float) -> float:
    """Log-odds of one act for two profiles that blocking did not propose, though both are linked to a third.

    Such pairs are few: `PRIOR_PAIRS` pairs of the usual candidates' sort are counted with them. No pair that blocking passed over
    is likelier than a proposed one is before its evidence, or one bridge would make one act of two.
    """
    usual = probability(prior)
    same, apart = PRIOR_PAIRS * usual, PRIOR_PAIRS * (1 - usual)
    for one, place in zip(world, places, strict=True):
        of = one.truth.identity_of()
        for left, right in identity.unproposed_pairs(place.scored["identity"]):
            together = of.get(left, left) == of.get(right, right)
            same, apart = same + together, apart + (not together)
    return min(prior, float(np.log(same / apart)))


def fit_kind(
    detector: AnyDetector, tables: list[pl.DataFrame], world: list[Labelled], facts: dict[str, Any]
) -> tuple[KindModel, list[Array]]:
    """Fit one detector on all origins.

    Returns: its model, and of each catalog the log-odds of its candidates as weights fitted on the other origins foretell them.
    """
    module = import_module(f"detectors.{detector.name}")
    labels = [module.labels(table, one.truth) for table, one in zip(tables, world, strict=True)]
    return _fit_claim(detector.name, detector.features, tables, labels, world, facts)


def fit_answers(tables: list[pl.DataFrame], world: list[Labelled], facts: dict[str, Any]) -> dict[str, KindModel]:
    """Fit the two answers about groups of profiles: whether one operator is behind them, lawful or not, and of those with one whether
    they are a farm. Args: tables: candidates of the farm detector."""
    truths = [one.truth for one in world]
    run = [
        content_farm.in_one_home(table, farm_answers.operated(truth))
        for table, truth in zip(tables, truths, strict=True)
    ]
    operated = [table.filter(inside) for table, inside in zip(tables, run, strict=True)]
    farms = [content_farm.labels(table, truth) for table, truth in zip(operated, truths, strict=True)]
    features = content_farm.DETECTOR.features
    return {
        farm_answers.OPERATOR: _fit_claim(
            farm_answers.OPERATOR, farm_answers.OPERATOR_FEATURES, tables, run, world, facts
        )[0],
        farm_answers.RULES: _fit_claim(farm_answers.RULES, features, operated, farms, world, facts)[0],
    }


def _fit_claim(
    name: str,
    features: tuple[Feature, ...],
    tables: list[pl.DataFrame],
    verdicts: list[pl.Series],
    world: list[Labelled],
    facts: dict[str, Any],
) -> tuple[KindModel, list[Array]]:
    """Fit one claim about candidates, as confident as it proves on origins that it has not seen; returns as of `fit_kind`."""
    origins = sorted({one.origin for one in world})
    labels = [verdict.to_numpy() for verdict in verdicts]
    catalog = np.repeat(np.arange(len(tables)), [table.height for table in tables])
    truths = np.concatenate(labels).astype(bool)
    if not truths.any():
        prior = float(-np.log(2 * truths.size + 2))
        return KindModel(prior, {}, {**facts, "candidates": truths.size, "positives": 0}), [
            np.full(table.height, prior) for table in tables
        ]
    values = np.concatenate([feature_matrix(table, features) for table in tables])
    numbers = np.array([origins.index(one.origin) for one in world])[catalog]
    whole = Sample(values, truths, numbers, np.ones(truths.size))
    chosen, counts = thin(truths, most_untrue=MOST_UNTRUE)
    sample = replace(whole.where(chosen), counts=counts)
    folds = whole.origins if len(origins) > 1 else catalog
    left_out = contradicted(sample, features, folds[chosen])
    fitting = _Fitting(whole, sample, chosen, folds, features, left_out)
    penalty, foretold = fitting.best_penalty()
    scale, shift = fit_scale(foretold, whole.labels, whole.shares)
    fit = fit_weights(sample, features, penalty=penalty, left_out=left_out)
    tricks = np.concatenate([_tricks(table, one.truth, name) for table, one in zip(tables, world, strict=True)])
    calibrated = scale * foretold + shift
    weights = {
        feature.name: scale * float(weight)
        for feature, weight in zip(features, fit.weights, strict=True)
        if abs(scale * weight) >= SMALLEST_WEIGHT
    }
    fitted = KindModel(
        min(0.0, scale * fit.prior + shift),
        weights,
        {
            **facts,
            "candidates": len(catalog),
            "positives": int(sample.labels.sum()),
            "penalty": penalty,
            "confidence": round(scale, 3),
            "habits_left_out": [feature.name for feature, out in zip(features, left_out, strict=True) if out],
            "unseen_origin": _foretold_facts(calibrated, whole, origins if len(origins) > 1 else []),
            "unseen_trick": fitting.unseen_tricks(penalty, tricks),
        },
    )
    return fitted, np.split(calibrated, np.cumsum([table.height for table in tables])[:-1])


def contradicted(sample: Sample, features: tuple[Feature, ...], folds: Array) -> Array:
    """Features that speak for the claim on one origin and against it on another: bool, shape (n_features,)."""
    fits = [fit_weights(sample.where(folds == fold), features, penalty=HABIT_PENALTY) for fold in np.unique(folds)]
    weights = np.array([fit.weights for fit in fits])
    strong = np.abs(weights) > MIN_DISAGREEMENT
    return np.asarray((strong & (weights > 0)).any(axis=0) & (strong & (weights < 0)).any(axis=0))


@dataclass(frozen=True, slots=True)
class _Fitting:
    """One detector's fits: on `sample` (rows `chosen` of `whole`), looked at on `whole`; `folds`: of each row of `whole`."""

    whole: Sample
    sample: Sample
    chosen: Array
    folds: Array
    features: tuple[Feature, ...]
    left_out: Array

    def best_penalty(self) -> tuple[float, Array]:
        """The penalty under which every fold is foretold best by the others, and the log-odds so foretold."""
        tried = {penalty: self._foretold(penalty) for penalty in PENALTIES}

        def loss(penalty: float) -> float:
            foretold, labels, shares = tried[penalty], self.whole.labels, self.whole.shares
            scale, shift = fit_scale(foretold, labels, shares)
            return log_loss(scale * foretold + shift, labels, shares)

        best = min(PENALTIES, key=loss)
        return best, tried[best]

    def _foretold(self, penalty: float) -> Array:
        """Log-odds of each candidate from weights fitted on the other folds; with one fold alone, on itself."""
        foretold = np.zeros(self.whole.labels.size)
        for fold in np.unique(self.folds):
            inside, thinned = self.folds == fold, self.folds[self.chosen] == fold
            others = self.sample if thinned.all() else self.sample.where(~thinned)
            fit = fit_weights(others, self.features, penalty=penalty, left_out=self.left_out)
            foretold[inside] = fit.log_odds(self.whole.values[inside])
        return foretold

    def unseen_tricks(self, penalty: float, tricks: Array) -> dict[str, float]:
        """Average precision of each trick's cases, among all that is not true, by weights fitted without that trick."""
        counts = Counter(tricks[self.whole.labels].tolist())
        all_true = int(self.whole.labels.sum())
        found = {}
        for trick in sorted(name for name, count in counts.items() if name and MIN_FAMILY <= count < all_true):
            held = self.whole.labels & (tricks == trick)
            fit = fit_weights(
                self.sample.where(~held[self.chosen]), self.features, penalty=penalty, left_out=self.left_out
            )
            seen = held | ~self.whole.labels
            ranked = fit.log_odds(self.whole.values[seen]).tolist()
            found[trick] = round(average_precision(ranked, held[seen].tolist(), positives=int(held.sum())), 3)
        return found


def _foretold_facts(log_odds: Array, sample: Sample, origins: list[str]) -> dict[str, dict[str, float]]:
    """Per origin, how well weights fitted on the other origins rank its candidates, and how calibrated they are."""
    facts = {}
    for number, origin in enumerate(origins):
        inside = sample.origins == number
        labels, scores = sample.labels[inside].tolist(), probabilities(log_odds[inside])
        listed = scores >= LISTED
        facts[origin] = {
            "average_precision": round(average_precision(scores.tolist(), labels, positives=sum(labels)), 3),
            "calibration_error": round(
                expected_calibration_error(scores[listed].tolist(), sample.labels[inside][listed].tolist()), 3
            )
            if listed.any()
            else 0.0,
        }
    return facts


def _tricks(table: pl.DataFrame, truth: Truth, kind: str) -> Array:
    """The trick of each candidate's true finding, empty where there is none."""
    sides = {
        (finding.subject.id, finding.target.id if finding.target else ""): finding.trick
        for finding in truth.of_kind(kind)
    }
    pairs = table.select("subject", pl.col("target").fill_null("")).iter_rows()
    return np.array([sides.get(pair, "") for pair in pairs], dtype=object)


def _pulled_by_reviews(
    detector: AnyDetector, table: pl.DataFrame, decided: Mapping[tuple[str, str], bool], model: KindModel
) -> KindModel:
    """The weights pulled from where simulation left them towards what reviewers decided, the more the more they decided."""
    sides = table.select("subject", pl.col("target").fill_null("")).rows()
    known = np.array([pair in decided for pair in sides], dtype=bool)
    if not known.any():
        return model
    labels = np.array([decided[pair] for pair, use in zip(sides, known, strict=True) if use], dtype=bool)
    sample = Sample(
        feature_matrix(table, detector.features)[known],
        labels,
        np.zeros(labels.size, dtype=np.int64),
        np.ones(labels.size),
    )
    start = Fit(model.prior, np.array([model.weights.get(feature.name, 0.0) for feature in detector.features]))
    fit = fit_weights(sample, detector.features, penalty=REVIEW_PENALTY, centre=start)
    weights = {
        feature.name: float(weight)
        for feature, weight in zip(detector.features, fit.weights, strict=True)
        if abs(weight) >= SMALLEST_WEIGHT
    }
    reviewed = {"reviewed": int(labels.size), "reviewed_true": int(labels.sum())}
    return KindModel(fit.prior, weights, {**model.facts, **reviewed})
