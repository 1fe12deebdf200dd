"""What each group of evidence is worth: the change of average precision, by kind, when the group is taken away.

    python benchmarks/ablation.py SIZE SEED… [--generator acts ledger census] [--scenario standard hard] [--refit CATALOGS] [--model FILE]

`zeroed`: the packaged model with the group's weights at zero. `refitted` (with --refit): weights fitted anew on CATALOGS catalogs of every
generator, with the group and without it, so that the rest may take over what it can; that is what the group adds. Measured over scored
candidates, not over a list cut at a score, so that a lost weight does not shorten the list. For identity, candidate pairs are ranked.
Negative: worse without the group. Means over the catalogs. Text embeddings are off.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from evidence_groups import group_of, groups_of
from rich.console import Console

from detectors import identity
from detectors.evidence import Context, KindModel, Model, feature_matrix, read_model, score_candidates
from detectors.farm_selection import select_clusters, select_farms
from detectors.matching import judge
from detectors.measures import average_precision
from detectors.regression import Sample, fit_weights
from detectors.run import CLUSTER_KINDS, DETECTORS, find_candidates, separate_identities
from graph.snapshot import Snapshot, snapshot_from_records
from graph.truth import Truth
from namesake.console import table
from simulation import COMMON_SCENARIOS, GENERATORS, simulate

Array = np.ndarray[Any, np.dtype[Any]]
PENALTY = 4.0
RANKED = 3000
"""Candidates that are looked at from the best; what is true below them adds nothing that could be seen."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A catalog's candidates by detector, with its truth and the number of its generator."""

    tables: Mapping[str, pl.DataFrame]
    truth: Truth
    origin: int


def prepare(size: int, seed: int, scenario: str, generator: str, model: Model) -> Judged:
    """Every detector's candidates, identities resolved by the model."""
    catalog = simulate(size, seed, scenario, generator)
    snapshot = snapshot_from_records(catalog.records)
    return Judged(candidates(snapshot, model), catalog.truth, GENERATORS.index(generator))


def candidates(snapshot: Snapshot, model: Model) -> dict[str, pl.DataFrame]:
    context = Context(separate_identities(snapshot))
    tables: dict[str, pl.DataFrame] = {}
    scored: dict[str, pl.DataFrame] = {}
    for name, detector in DETECTORS.items():
        tables[name] = find_candidates(name, snapshot, context, scored)
        scored[name] = score_candidates(tables[name], detector.features, model[name])
        if name == "identity":
            _, mapping = identity.resolve_identities(snapshot, scored[name], model[name], min_probability=0.5)
            context = replace(context, identities=mapping, likely_acts=identity.likely_acts(scored[name]))
    return tables


def precision(name: str, catalog: Judged, model: KindModel) -> float | None:
    """Average precision of the candidates as the model ranks them; None where nothing is true."""
    scored = score_candidates(catalog.tables[name], DETECTORS[name].features, model)
    if name == "identity":
        labels = identity.labels(scored, catalog.truth)
        pairs = sum(len(one.artist_ids) * (len(one.artist_ids) - 1) // 2 for one in catalog.truth.identities)
        return average_precision(scored["log_odds"].to_list(), labels.to_list(), positives=pairs) if pairs else None
    true = catalog.truth.of_kind(name)
    if not true:
        return None
    if name in CLUSTER_KINDS:
        scored = select_farms(scored) if name == "content_farm" else select_clusters(scored)
    ordered = scored.sort(["log_odds", "subject"], descending=[True, False])
    if name == "impersonation":
        ordered = ordered.unique("subject", keep="first", maintain_order=True)
    best = ordered.head(RANKED).select("subject", "target", "members", "log_odds")
    rows = [
        {
            "subject": {"id": subject},
            "target": {"id": target} if target else None,
            "members": members,
            "score": log_odds,
        }
        for subject, target, members, log_odds in best.iter_rows()
    ]
    judged = judge(rows, catalog.truth, name)
    return average_precision(
        [one.score for one in judged], [one.hit is not None for one in judged], positives=len(true)
    )


def without(name: str, model: KindModel, group: str) -> KindModel:
    """The model with the weights of the detector's features of that group at zero."""
    dropped = {feature.name for feature in DETECTORS[name].features if group_of(feature) == group}
    return replace(model, weights={key: weight for key, weight in model.weights.items() if key not in dropped})


def refitted(name: str, fitted_on: Sequence[Judged], group: str | None) -> KindModel:
    """Weights fitted on these catalogs, without the features of the group."""
    detector = DETECTORS[name]
    module = import_module(f"detectors.{name}")
    labels = [module.labels(one.tables[name], one.truth).to_numpy().astype(bool) for one in fitted_on]
    values = np.concatenate([feature_matrix(one.tables[name], detector.features) for one in fitted_on])
    origins = np.concatenate([np.full(len(label), one.origin) for label, one in zip(labels, fitted_on, strict=True)])
    left_out = np.array([group_of(feature) == group for feature in detector.features])
    fit = fit_weights(
        Sample(values, np.concatenate(labels), origins, np.ones(origins.size)),
        detector.features,
        penalty=PENALTY,
        left_out=left_out,
    )
    names = [feature.name for feature in detector.features]
    return KindModel(fit.prior, dict(zip(names, fit.weights.tolist(), strict=True)), {})


def mean(name: str, catalogs: Sequence[Judged], model: KindModel) -> float | None:
    found = [value for one in catalogs if (value := precision(name, one, model)) is not None]
    return float(np.mean(found)) if found else None


def ablate(name: str, catalogs: Sequence[Judged], model: KindModel, fitted_on: Sequence[Judged]) -> list[list[Any]]:
    """Lines of the printed table: detector, group, features, the average precision, and what it loses."""
    whole = mean(name, catalogs, model)
    anew = mean(name, catalogs, refitted(name, fitted_on, None)) if fitted_on else None
    lines: list[list[Any]] = [[name, "(all of it)", len(DETECTORS[name].features), whole, None, anew, None]]
    for group in groups_of(DETECTORS[name].features):
        count = sum(group_of(feature) == group for feature in DETECTORS[name].features)
        zeroed = mean(name, catalogs, without(name, model, group))
        again = mean(name, catalogs, refitted(name, fitted_on, group)) if fitted_on else None
        lines.append([name, group, count, zeroed, _change(zeroed, whole), again, _change(again, anew)])
    return [lines[0], *sorted(lines[1:], key=lambda line: (line[6] if fitted_on else line[4]) or 0.0)]


def _change(value: float | None, whole: float | None) -> float | None:
    return None if value is None or whole is None else value - whole


def main(options: argparse.Namespace) -> None:
    model = read_model(options.model)
    judged, fitted_on = [], []
    for generator in options.generator:
        for scenario in options.scenario:
            judged += [prepare(options.size, seed, scenario, generator, model) for seed in options.seeds]
    for generator in GENERATORS if options.refit else ():
        fitted_on += [
            prepare(options.size, seed, ("standard", "hard")[seed % 2], generator, model)
            for seed in range(1, options.refit + 1)
        ]
    console = Console(width=160, highlight=False)
    columns = ["detector", "without", "features", "zeroed", "change", "refitted", "change"]
    for name in DETECTORS:
        title = f"average precision, {len(judged)} catalogs of {options.size} artists"
        console.print(table(title, columns, ablate(name, judged, model[name], fitted_on)))
        print(name, file=sys.stderr)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("size", type=int)
    parser.add_argument("seeds", type=int, nargs="+")
    parser.add_argument("--generator", nargs="+", choices=GENERATORS, default=list(GENERATORS))
    parser.add_argument("--scenario", nargs="+", choices=COMMON_SCENARIOS, default=["standard", "hard"])
    parser.add_argument("--model", type=Path)
    parser.add_argument("--refit", type=int, default=0, metavar="CATALOGS")
    return parser.parse_args()


if __name__ == "__main__":
    main(parse())
