"""Additive evidence: features become weighted sentences, sentences add up to a score.

A detector gives a table of candidates: `subject`, `target` (or null), `members` (list, or null), one Float64 column per feature
(null or 0 = nothing known, no evidence either way) and whatever columns its sentences need. The log-odds of a candidate are
prior + Σ weight · value. Weights come from the model file that `namesake fit` writes; no constant in code decides a verdict.
"""

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import polars as pl

from detectors.embeddings import Encoder
from graph.errors import UnreadableInput
from graph.findings import Cluster, Evidence, Finding, Kind, Reference
from graph.snapshot import Snapshot

Row = Mapping[str, Any]


MODEL_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Feature:
    """One kind of evidence. `help` tells an investigator what it means; `sentence` states it for one candidate row.

    `sign` is +1 where the feature can only speak for the claim, -1 only against, 0 where the fit decides. `group` is what it looks
    at (names, money, people, …). Features of one `item` are parts of one fact: they are stated as one sentence with one weight.
    """

    name: str
    help: str
    sentence: Callable[[Row], str]
    sign: int = 0
    group: str = "other"
    item: str = ""


def of_group(group: str, *features: Feature) -> tuple[Feature, ...]:
    """The features, all of one group."""
    return tuple(replace(feature, group=group) for feature in features)


@dataclass(frozen=True, slots=True)
class KindModel:
    """Fitted weights of one detector: `prior` and `weights` in log-odds, base e; `facts` say what they were fitted on."""

    prior: float
    weights: Mapping[str, float]
    facts: Mapping[str, Any]


Model = Mapping[str, KindModel]
"""By detector name: identity, impersonation, misattribution, content_farm, recycled_audio, campaign."""


class Detector(Protocol):
    """What the pipeline needs of a detector module's `DETECTOR`."""

    @property
    def name(self) -> str: ...
    @property
    def features(self) -> tuple[Feature, ...]: ...
    def candidates(self, snapshot: Snapshot, context: "Context") -> pl.DataFrame: ...


@dataclass(frozen=True, slots=True)
class Context:
    """What detectors share: `identities` (artist_id, identity_id; every artist once), text vectors where they are on, and
    `likely_acts` (left, right, log_odds): how likely each candidate pair is one act, once identities are resolved.

    `encode`: unit-length float32 vectors, shape (n, n_dims), of n texts; None when the embeddings extra is absent.
    """

    identities: pl.DataFrame
    encode: Encoder | None = None
    likely_acts: pl.DataFrame | None = None
    last_clusters: tuple[Cluster, ...] = ()
    """The clusters that the last run listed: candidates again tonight, beside what is found afresh."""
    notes: list[str] = field(default_factory=list)
    """What a reader should know of the run, as detectors come upon it: blocks that were capped."""

    def note(self, texts: Iterable[str]) -> None:
        """Add what is not noted yet."""
        self.notes.extend(text for text in texts if text not in self.notes)


def read_model(path: Path | None = None) -> dict[str, KindModel]:
    """Read a model file; without a path, the one that comes with the package."""
    try:
        text = path.read_text() if path else (files("detectors") / "model.json").read_text()
        stored = json.loads(text)
        if stored["version"] != MODEL_VERSION:
            raise ValueError(f"its version is {stored['version']}, this program reads version {MODEL_VERSION}")
        return {kind: KindModel(**entry) for kind, entry in stored["kinds"].items()}
    except KeyError as error:
        raise UnreadableInput(
            f"the model file {path or 'of the package'} has no {error}", hint="write one with `namesake fit`"
        ) from error
    except (OSError, ValueError, TypeError) as error:
        raise UnreadableInput(
            f"the model file {path or 'of the package'} cannot be read: {error}", hint="write one with `namesake fit`"
        ) from error


def write_model(model: Model, path: Path) -> None:
    """Write a small readable JSON file, equal for equal models."""
    kinds = {
        kind: {
            "prior": round(entry.prior, 4),
            "weights": {name: round(weight, 4) for name, weight in sorted(entry.weights.items())},
            "facts": dict(entry.facts),
        }
        for kind, entry in sorted(model.items())
    }
    path.write_text(json.dumps({"version": MODEL_VERSION, "kinds": kinds}, indent=2, ensure_ascii=False) + "\n")


def model_id(model: Model) -> str:
    """Twelve hex digits, equal for equal priors, weights and rates of the fit, which are all that a score comes from."""
    fitted = {
        kind: [entry.prior, sorted(entry.weights.items()), entry.facts.get("candidates"), entry.facts.get("positives")]
        for kind, entry in sorted(model.items())
    }
    return hashlib.sha256(json.dumps(fitted).encode()).hexdigest()[:12]


def feature_matrix(candidates: pl.DataFrame, features: tuple[Feature, ...]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Feature values, shape (n_candidates, n_features); unknown is 0."""
    columns = candidates.select(_expressions(features).values)
    return columns.to_numpy().astype(np.float64).reshape(candidates.height, len(features))


def _known(feature: Feature) -> pl.Expr:
    """The feature's value, null where it is unknown or could not be worked out."""
    value = pl.col(feature.name).cast(pl.Float64)
    return pl.when(value.is_finite()).then(value)


@dataclass(frozen=True, slots=True)
class _Expressions:
    rounded: tuple[pl.Expr, ...]
    values: tuple[pl.Expr, ...]
    known: tuple[pl.Expr, ...]


@cache
def _expressions(features: tuple[Feature, ...]) -> _Expressions:
    """Made once for each detector: for a few candidates, making them takes longer than scoring."""
    return _Expressions(
        tuple(pl.col(feature.name).cast(pl.Float64).round(9) for feature in features),
        tuple(_known(feature).fill_null(0.0) for feature in features),
        tuple(_known(feature).is_not_null() for feature in features),
    )


def score_candidates(candidates: pl.DataFrame, features: tuple[Feature, ...], model: KindModel) -> pl.DataFrame:
    """The candidates with `log_odds`, `score` (probability) and `sufficiency`: how much of what the model weighs was known, 0 to 1.

    Values are rounded to nine places: sums of many parts differ in the last bits with the order in which threads add them up.
    """
    expressions = _expressions(features)
    candidates = candidates.with_columns(expressions.rounded)
    weights = np.array([model.weights.get(feature.name, 0.0) for feature in features])
    log_odds = model.prior + feature_matrix(candidates, features) @ weights
    known = candidates.select(expressions.known).to_numpy()
    heft = np.abs(weights)
    return candidates.with_columns(
        log_odds=pl.Series(log_odds, dtype=pl.Float64),
        score=pl.Series(1 / (1 + np.exp(-np.clip(log_odds, -700, 700))), dtype=pl.Float64),
        sufficiency=pl.Series(known @ heft / max(float(heft.sum()), 1e-9), dtype=pl.Float64),
    )


def _as_sentence(text: str) -> str:
    """The text with a capital at its start, unless it starts with an id."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.isalpha() else text


def row_evidence(row: Row, features: tuple[Feature, ...], model: KindModel) -> tuple[Evidence, ...]:
    """The facts of one candidate, heaviest first, each in the words of its heaviest part; what weighs nothing is left out."""
    parts: dict[str, list[tuple[float, Feature]]] = {}
    for feature in features:
        value = float(row[feature.name] or 0.0)
        weight = model.weights.get(feature.name, 0.0) * value if math.isfinite(value) else 0.0
        if weight != 0.0:
            parts.setdefault(feature.item or feature.name, []).append((weight, feature))
    items = []
    for name, known in parts.items():
        _, told = max(known, key=lambda part: abs(part[0]))
        text = told.sentence(row)
        items.append(Evidence(name, sum(weight for weight, _ in known), _as_sentence(text)))
    return tuple(sorted(items, key=lambda item: (-item.weight, item.type)))


def findings_from(
    scored: pl.DataFrame,
    *,
    kind: Kind,
    subject_type: str,
    target_type: str | None,
    features: tuple[Feature, ...],
    model: KindModel,
    min_score: float,
) -> list[Finding]:
    """Findings of the candidates with `score` of at least `min_score`, best first."""
    kept = scored.filter(pl.col("score") >= min_score).sort(
        ["score", "subject", "target"], descending=[True, False, False]
    )
    return [
        Finding(
            kind=kind,
            subject=Reference(subject_type, row["subject"]),
            target=Reference(target_type, row["target"]) if target_type else None,
            members=tuple(row["members"]) if row.get("members") else (),
            prior=model.prior,
            evidence=row_evidence(row, features, model),
            sufficiency=row["sufficiency"],
            member_types=tuple(row.get("member_types") or ()),
            member_strengths=tuple(row.get("member_strengths") or ()),
        )
        for row in kept.iter_rows(named=True)
    ]
