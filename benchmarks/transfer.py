"""Quality on catalogs of a generator that the model has never seen: fit on the other generators, detect, evaluate.

    python benchmarks/transfer.py [SIZE] [CATALOGS] [GENERATOR…]

Each generator is left out in turn. `fitted` beside `packaged`: the same catalogs by the model that comes with the package, which has
seen other catalogs of that generator. Text embeddings are off. SIZE artists each (default 2000), CATALOGS of each generator to fit on
(default 4); two standard and one hard and one quiet catalog of the left-out generator to judge.
"""

import sys
import time

import polars as pl

from detectors.evaluation import evaluate
from detectors.evidence import Model, read_model
from detectors.fitting import Labelled, fit_model
from detectors.run import DetectOptions, detect
from graph.findings import cluster_row, finding_row, identity_row
from graph.snapshot import snapshot_from_records
from simulation import GENERATORS, simulate

FIT_SCENARIOS = ("quiet", "standard", "hard")
JUDGED = (("standard", 101), ("standard", 102), ("hard", 103), ("quiet", 104))


def labelled(size: int, seed: int, scenario: str, generator: str) -> Labelled:
    catalog = simulate(size, seed, scenario, generator)
    return Labelled(snapshot_from_records(catalog.records), catalog.truth, generator)


def measures(catalog: Labelled, model: Model, quiet: bool) -> dict[str, float | None]:
    """Average precision and calibration error by kind, identity F1, and wrong accusations per 100,000 profiles."""
    found = detect(catalog.snapshot, model=model, options=DetectOptions())
    rows = [finding_row(finding) for finding in found.findings]
    clusters = [cluster_row(cluster) for cluster in found.clusters]
    said = evaluate(rows, [identity_row(one) for one in found.identities], clusters, catalog.truth)
    line: dict[str, float | None] = {}
    for kind in said.kinds:
        line[kind.kind] = None if quiet else kind.average_precision
        line[f"{kind.kind} calibration"] = kind.calibration_error
    loud = sum(row["score"] >= 0.5 for row in rows)
    artists = catalog.snapshot["artists"].height
    return line | {
        "farm members F1": None if quiet else said.farms.member_f1,
        "identity F1": said.identities.f1,
        "B-cubed F1": said.identities.b_cubed_f1,
        "wrong per 100k": 100_000 * loud / artists if quiet else None,
    }


def main(size: int, catalogs: int, left_out: list[str]) -> None:
    world = [
        labelled(size, seed, FIT_SCENARIOS[seed % 3], generator)
        for generator in GENERATORS
        for seed in range(1, catalogs + 1)
    ]
    packaged = read_model()
    lines = []
    for generator in left_out:
        start = time.perf_counter()
        model = fit_model([one for one in world if one.origin != generator], encode=None, facts={})
        seconds = time.perf_counter() - start
        for scenario, seed in JUDGED:
            catalog = labelled(size, seed, scenario, generator)
            for name, weights in (("fitted", model), ("packaged", packaged)):
                line = {"generator": generator, "scenario": scenario, "seed": seed, "model": name}
                lines.append(line | measures(catalog, weights, scenario == "quiet"))
        print(f"{generator} left out: fitted in {seconds:.0f} s", file=sys.stderr)
    table = pl.DataFrame(lines, infer_schema_length=None)
    wide = {
        "tbl_rows": -1,
        "tbl_cols": -1,
        "tbl_width_chars": 220,
        "float_precision": 3,
        "tbl_hide_dataframe_shape": True,
    }
    with pl.Config(**wide):
        judged = table.group_by("generator", "scenario", "model", maintain_order=True).agg(
            pl.all().exclude("seed").mean()
        )
        print(judged.select(~pl.selectors.ends_with("calibration")))
        print(judged.select("generator", "scenario", "model", pl.selectors.ends_with("calibration")))


if __name__ == "__main__":
    numbers = [int(value) for value in sys.argv[1:3]]
    main(*(numbers + [2000, 4][len(numbers) :]), sys.argv[3:] or list(GENERATORS))
