"""Candidate pairs on a simulated catalog: how many of the true pairs are among them, trick by trick, and what they cost.

    python benchmarks/blocking.py SIZE SEED [--generator simulate|ledger|census] [--scenario NAME]

Baselines in the same run: pairs of equal case-folded names, and each artist's 15 nearest names by TF-IDF of character trigrams
(cosine, exact search). True pairs: impersonator and target, and any two profiles of one act.
"""

import argparse
import importlib
import time
from collections.abc import Callable
from itertools import combinations

import numpy as np
import polars as pl
from scipy import sparse

from detectors.blocking import candidate_pairs
from graph.snapshot import Snapshot, snapshot_from_records
from graph.truth import Truth
from simulation import simulate

NEIGHBOURS = 15


def generated(generator: str, size: int, seed: int, scenario: str) -> tuple[Snapshot, Truth]:
    if generator == "simulate":
        catalog = simulate(size, seed, scenario)
        return snapshot_from_records(catalog.records), catalog.truth
    records, truth = importlib.import_module(f"simulation.{generator}").generate(size, seed, scenario)
    return snapshot_from_records(records), truth


def true_pairs(truth: Truth) -> pl.DataFrame:
    """`left`, `right`, `kind` (impersonation or identity) and `trick`."""
    rows = [
        (*sorted((finding.subject.id, finding.target.id)), "impersonation", finding.trick)
        for finding in truth.of_kind("impersonation")
        if finding.target is not None
    ]
    for identity in truth.identities:
        rows += [(*pair, "identity", "") for pair in combinations(sorted(identity.artist_ids), 2)]
    return pl.DataFrame(rows, schema=["left", "right", "kind", "trick"], orient="row")


def equal_names(snapshot: Snapshot) -> pl.DataFrame:
    folded = snapshot["artists"].select("artist_id", key=pl.col("name").str.to_lowercase())
    pairs = folded.join(folded, on="key", suffix="_right").filter(pl.col("artist_id") < pl.col("artist_id_right"))
    return pairs.select(left="artist_id", right="artist_id_right")


def nearest_trigrams(snapshot: Snapshot) -> pl.DataFrame:
    artists = snapshot["artists"].select("artist_id", "name")
    texts = ("^" + artists["name"].str.to_lowercase() + "$").to_list()
    grams: dict[str, int] = {}
    rows = [(row, grams.setdefault(t[i : i + 3], len(grams))) for row, t in enumerate(texts) for i in range(len(t) - 2)]
    at = np.array(rows, dtype=np.int64)
    counts = sparse.csr_matrix((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=(len(texts), len(grams)))
    rarity = np.log((1 + len(texts)) / (1 + np.bincount(counts.indices, minlength=len(grams)))) + 1
    weighed = counts @ sparse.diags(rarity)
    unit = (sparse.diags(1 / np.sqrt(weighed.multiply(weighed).sum(axis=1).A1)) @ weighed).tocsr()
    found = []
    for start in range(0, len(texts), 500):
        likeness = (unit[start : start + 500] @ unit.T).toarray()
        likeness[np.arange(len(likeness)), start + np.arange(len(likeness))] = 0
        best = np.argpartition(-likeness, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
        found.append(np.column_stack([np.repeat(start + np.arange(len(likeness)), NEIGHBOURS), best.ravel()]))
    near = np.unique(np.sort(np.concatenate(found), axis=1), axis=0)
    one, other = artists["artist_id"][near[:, 0]], artists["artist_id"][near[:, 1]]
    return pl.DataFrame({"one": one, "other": other}).select(
        left=pl.min_horizontal("one", "other"), right=pl.max_horizontal("one", "other")
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--generator", default="simulate")
    parser.add_argument("--scenario", default="standard")
    parser.add_argument("--no-baselines", action="store_true")
    parser.add_argument("--misses", type=int, default=0, help="print so many of the true pairs that are not found")
    options = parser.parse_args()
    snapshot, truth = generated(options.generator, options.size, options.seed, options.scenario)
    methods: dict[str, Callable[[Snapshot], pl.DataFrame]] = {"equal names": equal_names, "trigrams": nearest_trigrams}
    if options.no_baselines:
        methods = {}
    notes: tuple[str, ...] = ()
    found, costs = {}, []
    for name in (*methods, "candidate_pairs"):
        started = time.perf_counter()
        if name in methods:
            pairs = methods[name](snapshot)
        else:
            table = candidate_pairs(snapshot)
            pairs, notes = table.pairs, table.notes
        seconds = time.perf_counter() - started
        artists = snapshot["artists"].height
        costs.append((name, pairs.height, pairs.height / artists, 2 * pairs.height / artists, seconds))
        found[name] = pairs.select("left", "right").with_columns(found=pl.lit(True))
    print(f"{options.generator} {options.scenario}, {artists} artists, seed {options.seed}")
    print(f"{'method':18}{'pairs':>10}{'pairs an artist':>17}{'candidates an artist':>22}{'seconds':>9}")
    for name, pairs_found, each, candidates, seconds in costs:
        print(f"{name:18}{pairs_found:10}{each:17.1f}{candidates:22.1f}{seconds:9.2f}")
    print_recall(true_pairs(truth), found)
    print(*notes, sep="\n")
    if options.misses:
        print_misses(true_pairs(truth), found["candidate_pairs"], snapshot, options.misses)


def print_recall(truth: pl.DataFrame, found: dict[str, pl.DataFrame]) -> None:
    table = truth
    for name, pairs in found.items():
        table = table.join(pairs.rename({"found": name}), on=["left", "right"], how="left")
    table = table.with_columns(pl.col(list(found)).fill_null(False))
    every = table.group_by("kind").agg(pl.len(), pl.col(list(found)).mean()).with_columns(trick=pl.lit("all"))
    tricks = table.filter(pl.col("trick") != "").group_by("kind", "trick").agg(pl.len(), pl.col(list(found)).mean())
    print(f"{'true pairs':34}{'count':>7}" + "".join(f"{name:>17}" for name in found))
    for row in pl.concat([every.select(tricks.columns), tricks]).sort("kind", pl.col("trick") != "all", "trick").rows():
        print(f"{row[0] + ' ' + row[1]:34}{row[2]:7}" + "".join(f"{share:17.3f}" for share in row[3:]))


def print_misses(truth: pl.DataFrame, pairs: pl.DataFrame, snapshot: Snapshot, most: int) -> None:
    names = snapshot["artists"].select("artist_id", "name")
    missed = truth.join(pairs, on=["left", "right"], how="anti")
    missed = missed.join(names, left_on="left", right_on="artist_id").join(
        names, left_on="right", right_on="artist_id", suffix="_right"
    )
    for kind, trick, left, right in missed.select("kind", "trick", "name", "name_right").head(most).rows():
        print(f"    {kind} {trick}: {left!r} and {right!r}")


if __name__ == "__main__":
    main()
