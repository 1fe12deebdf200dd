"""Content farms on generators that the weights have never seen: what is proposed, how it is ranked, who is dragged in.

    python benchmarks/farms.py SIZE SEED… [--baselines]

Of each generator the catalogs of all SEEDs, standard and hard, are judged by weights fitted on the other generators' catalogs. Only
this detector is fitted; identities are resolved by the packaged model. Text embeddings are off. At the end, the two answers about groups
of the candidates that are mostly a farm's, mostly a lawful house's, and neither.
"""

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import baselines_farms as baselines
import numpy as np
import polars as pl

from detectors import content_farm, identity
from detectors.bootstrap import Resampling
from detectors.evidence import Context, KindModel, Model, read_model, score_candidates
from detectors.farm_answers import OPERATOR, OPERATOR_FEATURES, RULES, answers, operated
from detectors.farm_selection import select_farms
from detectors.fitting import Labelled, fit_answers, fit_kind
from detectors.group_evaluation import measure_farms
from detectors.run import DetectOptions, separate_identities
from graph.snapshot import snapshot_from_records
from graph.truth import Truth
from simulation import GENERATORS, simulate

SCENARIOS = ("standard", "hard")
BASELINES: dict[str, Callable[..., list[dict[str, Any]]]] = {
    "shared-payee components": baselines.shared_payee_components,
    "bipartite Leiden": baselines.bipartite_leiden,
    "FRAUDAR-style peeling": baselines.fraudar_blocks,
}
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Catalog:
    """A simulated catalog, its candidates, and in how many seconds they were found."""

    labelled: Labelled
    scenario: str
    seed: int
    candidates: pl.DataFrame
    seconds: float


def catalog(generator: str, scenario: str, seed: int, size: int, model: Model) -> Catalog:
    made = simulate(size, seed, scenario, generator)
    snapshot = snapshot_from_records(made.records)
    alone = Context(separate_identities(snapshot))
    pairs = identity.DETECTOR.candidates(snapshot, alone)
    scored = score_candidates(pairs, identity.DETECTOR.features, model["identity"])
    _, mapping = identity.resolve_identities(
        snapshot, scored, model["identity"], min_probability=DetectOptions().min_identity_probability
    )
    start = time.perf_counter()
    found = content_farm.DETECTOR.candidates(snapshot, Context(mapping))
    seconds = time.perf_counter() - start
    return Catalog(Labelled(snapshot, made.truth, generator), scenario, seed, found, seconds)


def rows_of(one: Catalog, model: KindModel) -> Rows:
    """The clusters that a run would list, as rows of `export findings`."""
    scored = select_farms(score_candidates(one.candidates, content_farm.DETECTOR.features, model))
    listed = scored.filter(pl.col("score") >= DetectOptions().min_cluster_score)
    return [
        {"finding_id": name, "kind": "content_farm", "members": members, "score": score}
        for name, members, score in listed.select("subject", "members", "score").iter_rows()
    ]


def best_overlaps(groups: Iterable[Sequence[str]], truth: Truth) -> Iterator[tuple[int, float]]:
    """Of each true farm its camouflage and the Jaccard index of the group that is nearest to it."""
    sets = [set(group) for group in groups]
    for farm in truth.of_kind("content_farm"):
        members = set(farm.members)
        yield farm.camouflage, max((len(members & one) / len(members | one) for one in sets), default=0.0)


def innocents_on_top(rows: Rows, truth: Truth, *, places: int = 20) -> int:
    """How many of the first clusters are mostly one lawful lookalike."""
    farmed = {member for farm in truth.of_kind("content_farm") for member in farm.members}
    twins = [set(one.artist_ids) for one in truth.innocents if len(one.artist_ids) > 1]
    found = 0
    for row in sorted(rows, key=lambda row: -row["score"])[:places]:
        members = set(row["members"])
        lawful = any(2 * len(members & twin) >= len(members) for twin in twins)
        found += lawful and 2 * len(members & farmed) < len(members)
    return found


def judged(rows: Rows, truth: Truth) -> dict[str, float]:
    """All measures of one method on one catalog; `b3_at_best`: of the clusters above the threshold with the best F1 of members."""
    quiet = Resampling(0)
    said = measure_farms(rows, truth, resampling=quiet)
    kept = [row for row in rows if row["score"] >= (said.threshold or 0.0)]
    loud = [row["members"] for row in rows if row["score"] >= 0.5]
    recall = defaultdict(list)
    for camouflage, overlap in best_overlaps(loud, truth):
        recall[camouflage].append(overlap >= 0.5)
    return {
        "AP": said.cluster_average_precision,
        "member F1": said.member_f1,
        "B3 F1": said.b_cubed_f1,
        "B3 at best": measure_farms(kept, truth, resampling=quiet).b_cubed_f1,
        "innocents": float(innocents_on_top(rows, truth)),
    } | {f"recall {level}": float(np.mean(hits)) for level, hits in sorted(recall.items())}


def proposed(world: Sequence[Catalog]) -> None:
    """Print how near the candidates come to the true farms, by camouflage."""
    overlaps = defaultdict(list)
    for one in world:
        for camouflage, overlap in best_overlaps(one.candidates["members"].to_list(), one.labelled.truth):
            overlaps[one.labelled.origin, camouflage].append(overlap)
    for (origin, camouflage), found in sorted(overlaps.items()):
        reached = Counter(overlap >= 0.5 for overlap in found)[True]
        print(
            f"{origin} camouflage {camouflage}: {reached} of {len(found)} proposed, mean Jaccard {np.mean(found):.2f}"
        )


def told(one: Catalog, farm: KindModel, questions: Model) -> Iterator[dict[str, Any]]:
    """The two answers about each group that is mostly one farm's, mostly one lawful house's, or neither."""
    features = content_farm.DETECTOR.features
    scores = score_candidates(one.candidates, features, farm)["score"]
    chances = score_candidates(one.candidates, OPERATOR_FEATURES, questions[OPERATOR])["score"]
    broken = score_candidates(one.candidates, features, questions[RULES])["score"]
    truth = one.labelled.truth
    farms = content_farm.labels(one.candidates, truth)
    run = content_farm.in_one_home(one.candidates, operated(truth))
    for score, chance, rules, is_farm, is_run in zip(scores, chances, broken, farms, run, strict=True):
        what = "farm" if is_farm else "lawful house" if is_run else "neither"
        said = answers(chance, rules, score)
        listed = score >= DetectOptions().min_cluster_score
        yield {"generator": one.labelled.origin, "group": what, "listed": listed, **said}


def main(options: argparse.Namespace) -> None:
    model = read_model()
    world = []
    for generator in GENERATORS:
        for scenario in SCENARIOS:
            for seed in options.seeds:
                world.append(catalog(generator, scenario, seed, options.size, model))
                print(f"{generator} {scenario} {seed}: {world[-1].seconds:.1f} s", file=sys.stderr)
    proposed(world)
    lines, both = [], []
    for generator in GENERATORS:
        others = [one for one in world if one.labelled.origin != generator]
        tables, labelled = [one.candidates for one in others], [one.labelled for one in others]
        fitted, _ = fit_kind(content_farm.DETECTOR, tables, labelled, {})
        questions = fit_answers(tables, labelled, {})
        for one in (one for one in world if one.labelled.origin == generator):
            both += told(one, fitted, questions)
            methods = {"namesake, unseen": rows_of(one, fitted)}
            if options.baselines:
                methods |= {name: find(one.labelled.snapshot) for name, find in BASELINES.items()}
            for method, rows in methods.items():
                line = {"generator": generator, "scenario": one.scenario, "method": method}
                lines.append(line | judged(rows, one.labelled.truth))
    table = pl.DataFrame(lines, infer_schema_length=None)
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_width_chars=220, float_precision=2, tbl_hide_dataframe_shape=True):
        print(table.group_by("method", "generator", "scenario", maintain_order=True).mean())
        print(table.drop("generator", "scenario").group_by("method", maintain_order=True).mean())
        asked = pl.col(OPERATOR, RULES)
        said = [pl.len().alias("groups"), asked.mean(), (asked >= 0.5).mean().name.suffix(" from 0.5")]
        print(
            pl.DataFrame(both).group_by("generator", "group", "listed").agg(said).sort("generator", "group", "listed")
        )


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("size", type=int)
    parser.add_argument("seeds", type=int, nargs="+")
    parser.add_argument("--baselines", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main(parse())
