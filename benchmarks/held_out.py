"""Quality on simulated catalogs that the packaged model was not fitted on, beside a name-similarity baseline, in one run.

    python benchmarks/held_out.py [ARTISTS] [SEED…]

The baseline is what a competent user would write with rapidfuzz alone: each profile's most similar name among profiles with at
least ten times its listeners, ranked by similarity. The simulator is the project's own: other catalogs will be harder.
"""

import sys
import time

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from detectors.evaluation import Evaluation, evaluate
from detectors.evidence import read_model
from detectors.run import DetectOptions, detect
from graph.findings import cluster_row, finding_row, identity_row
from graph.snapshot import Snapshot, snapshot_from_records
from graph.truth import Truth
from simulation import simulate


def baseline(snapshot: Snapshot, truth: Truth) -> float:
    """Average precision of impersonation by name similarity and popularity alone."""
    artists = snapshot["artists"]
    names, ids = artists["name"].to_list(), artists["artist_id"].to_list()
    listeners = artists["monthly_listeners"].fill_null(0).to_numpy()
    likeness = process.cdist(names, names, scorer=fuzz.ratio, dtype=np.uint8, workers=-1)
    likeness[listeners[None, :] < 10 * np.maximum(listeners[:, None], 1)] = 0
    best = likeness.argmax(axis=1)
    rows = [
        {
            "kind": "impersonation",
            "subject": {"type": "artist", "id": ids[row]},
            "target": {"type": "artist", "id": ids[column]},
            "score": float(likeness[row, column]) / 100,
        }
        for row, column in enumerate(best)
        if likeness[row, column] > 0
    ]
    rows.sort(key=lambda row: -row["score"])
    return kind_of(evaluate(rows, [], [], truth), "impersonation").average_precision


def kind_of(evaluation: Evaluation, kind: str):  # type: ignore[no-untyped-def]
    return next(measures for measures in evaluation.kinds if measures.kind == kind)


def main(size: int, seeds: list[int]) -> None:
    model = read_model()
    rows = []
    for scenario in ("standard", "hard", "quiet"):
        for seed in seeds:
            catalog = simulate(size, seed, scenario)
            snapshot = snapshot_from_records(catalog.records)
            start = time.perf_counter()
            found = detect(snapshot, model=model, options=DetectOptions())
            seconds = time.perf_counter() - start
            lines = [finding_row(finding) for finding in found.findings]
            said = evaluate(
                lines,
                [identity_row(row) for row in found.identities],
                [cluster_row(row) for row in found.clusters],
                catalog.truth,
            )
            kinds = ("impersonation", "misattribution", "content_farm", "recycled_audio")
            precision = {kind: kind_of(said, kind).average_precision for kind in kinds} if scenario != "quiet" else {}
            rows.append(
                {"scenario": scenario, "seed": seed, **dict.fromkeys(kinds), **precision}
                | {"baseline_impersonation": baseline(snapshot, catalog.truth) if scenario != "quiet" else None}
                | {
                    "identity_f1": said.identities.f1,
                    "wrong_at_half": sum(line["score"] >= 0.5 for line in lines) if scenario == "quiet" else None,
                }
                | {"seconds": seconds}
            )
    table = pl.DataFrame(rows, infer_schema_length=None)
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_width_chars=200, float_precision=3):
        print(
            f"average precision by kind; {size} artists, text embeddings off; wrong_at_half: findings of score 0.5 or more where nothing is planted"
        )
        print(table)
        print("medians")
        print(table.group_by("scenario", maintain_order=True).agg(pl.all().exclude("seed").median()))


if __name__ == "__main__":
    arguments = [int(value) for value in sys.argv[1:]]
    main(arguments[0] if arguments else 3000, arguments[1:] or [101, 102, 103])
