"""What the judge of whole catalogs costs and saves, on catalogs of a generator that the weights have never seen.

    python benchmarks/quiet.py [SIZE] [CATALOGS] [GENERATOR…]

Each generator is left out in turn; CATALOGS of SIZE artists of each of the others are fitted on. Of the left-out one three standard, two
hard and four quiet catalogs are judged, and each standard one together with three and with ten quiet ones, as if attacks were four and
eleven times rarer. Counts candidates from 0.5 on, true and false (of an impostor the likeliest target only), where priors are lowered by
the catalog's own rate alone, and by the judge too. Text embeddings are off.
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import numpy as np
import polars as pl
from transfer import FIT_SCENARIOS, labelled

from detectors import identity
from detectors.calibration import base_rate_shift, own_rate, quiet_probability
from detectors.evidence import Context, Model, score_candidates
from detectors.fitting import Labelled, fit_model
from detectors.run import DETECTORS, DetectOptions, find_candidates, separate_identities
from graph.findings import KINDS
from simulation import GENERATORS

JUDGED = {"standard": (101, 102, 103), "hard": (108, 109), "quiet": (104, 105, 106, 107)}
RARER = (4, 11)
Scored = dict[str, pl.DataFrame]
"""By kind: `subject`, `target`, `log_odds`, `true`."""


def scored(catalog: Labelled, model: Model) -> Scored:
    """All candidates of a catalog, under the model's own prior."""
    snapshot, alone = catalog.snapshot, Context(separate_identities(catalog.snapshot))
    links = score_candidates(identity.DETECTOR.candidates(snapshot, alone), identity.FEATURES, model["identity"])
    _, mapping = identity.resolve_identities(
        snapshot, links, model["identity"], min_probability=DetectOptions().min_identity_probability
    )
    context = Context(mapping, likely_acts=identity.likely_acts(links))
    found: Scored = {}
    for kind in KINDS:
        table = score_candidates(find_candidates(kind, snapshot, context, found), DETECTORS[kind].features, model[kind])
        verdicts = import_module(f"detectors.{kind}").labels(table, catalog.truth)
        found[kind] = table.select("subject", "target", "log_odds", true=verdicts)
    return found


def together(parts: list[Scored]) -> Scored:
    """Several catalogs as one."""
    return {
        kind: pl.concat(
            [
                one[kind].with_columns(pl.format("{}|{}", pl.lit(at), "subject").alias("subject"))
                for at, one in enumerate(parts)
            ]
        )
        for kind in KINDS
    }


def told(one: Scored, shift: float) -> np.ndarray[Any, Any]:
    """True and false claims from 0.5 on."""
    counts = np.zeros(2, dtype=int)
    for kind, table in one.items():
        loud = table.filter(pl.col("log_odds") + shift >= 0)
        if kind == "impersonation":
            loud = loud.sort("log_odds", descending=True).unique("subject", keep="first")
        counts += (loud["true"].sum(), (~loud["true"]).sum())
    return counts


def sets(model: Model, generator: str, size: int) -> Iterator[tuple[str, list[Scored]]]:
    """What is judged, by its name."""
    known = {
        scenario: [scored(labelled(size, seed, scenario, generator), model) for seed in seeds]
        for scenario, seeds in JUDGED.items()
    }
    yield from known.items()
    for times in RARER:
        quiet = [known["quiet"][at % len(known["quiet"])] for at in range(times - 1)]
        yield f"standard, {times} times rarer", [together([one, *quiet]) for one in known["standard"]]


def main(size: int, catalogs: int, left_out: list[str]) -> None:
    world = [
        labelled(size, seed, FIT_SCENARIOS[seed % 3], generator)
        for generator in GENERATORS
        for seed in range(1, catalogs + 1)
    ]
    lines = []
    for generator in left_out:
        model = fit_model([one for one in world if one.origin != generator], encode=None, facts={})
        for name, ones in sets(model, generator, size):
            odds = [{kind: table["log_odds"].to_numpy() for kind, table in one.items()} for one in ones]
            own = sum(told(one, own_rate(log_odds, model)) for one, log_odds in zip(ones, odds, strict=True))
            judged = sum(told(one, base_rate_shift(log_odds, model)) for one, log_odds in zip(ones, odds, strict=True))
            line = {
                "generator": generator,
                "catalogs": name,
                "quiet": np.mean([quiet_probability(one, model) for one in odds]),
            }
            line |= {"own rate: true": own[0], "false": own[1], "judge: true": judged[0], "false ": judged[1]}
            lines.append({key: value if isinstance(value, str) else float(value) for key, value in line.items()})
        print(f"{generator} left out", file=sys.stderr)
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_width_chars=200, float_precision=2, tbl_hide_dataframe_shape=True):
        print(pl.DataFrame(lines))


if __name__ == "__main__":
    numbers = [int(value) for value in sys.argv[1:3]]
    main(*(numbers + [2500, 9][len(numbers) :]), sys.argv[3:] or list(GENERATORS))
