"""Quality on simulated catalogs that the packaged model was not fitted on, beside what competent tools reach, in one run.

    python benchmarks/quality.py SIZE SEED… [--generator acts ledger census] [--scenario standard hard quiet]
        [--model FILE] [--embeddings] [--no-baselines] [--json FILE] [--pictures FOLDER]

Prints one table for each generator and scenario. `mean`: over the seeds. `over seeds`: 95 % t-interval of that mean; every seed is a
catalog of its own, so it holds both the luck within a catalog and the difference between catalogs. `within one`: the mean ends of the 95 %
bootstrap intervals of single catalogs. The packaged model is fitted on seeds from 1: use seeds from 101 on. Baselines need the extra
`bench`; `--embeddings` also the extra `embeddings`: text evidence for Namesake, and the baseline of name embeddings.
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import baselines_farms as farms
import baselines_identity as identity
import baselines_impersonation as impersonation
import baselines_releases as releases
import numpy as np
from rich.console import Console
from scipy.stats import t as student

from detectors.bootstrap import Interval
from detectors.embeddings import Encoder, load_encoder
from detectors.evaluation import Evaluation, evaluate
from detectors.evidence import Model, read_model
from detectors.reliability import pool_bins
from detectors.run import DetectOptions, detect
from graph.findings import KINDS, cluster_row, finding_row, identity_row
from graph.snapshot import Snapshot, snapshot_from_records
from graph.truth import Truth
from namesake.console import table
from namesake.pictures import precision_recall_picture, reliability_picture, write_pictures
from simulation import COMMON_SCENARIOS, GENERATORS, simulate

Rows = list[dict[str, Any]]
OURS = "namesake"


@dataclass(frozen=True, slots=True)
class Value:
    """One measure of one method on one catalog, with its bootstrap interval where there is one."""

    generator: str
    scenario: str
    seed: int
    measure: str
    method: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a method says of a catalog: the kinds it answers for, rows of the three exports, and the seconds that it took."""

    method: str
    kinds: tuple[str, ...]
    findings: Rows
    identities: Rows
    clusters: Rows
    seconds: float


def namesake(snapshot: Snapshot, model: Model, encode: Encoder | None) -> Answer:
    start = time.perf_counter()
    found = detect(snapshot, model=model, options=DetectOptions(), encode=encode)
    seconds = time.perf_counter() - start
    return Answer(
        OURS,
        KINDS,
        [finding_row(finding) for finding in found.findings],
        [identity_row(one) for one in found.identities],
        [cluster_row(cluster) for cluster in found.clusters],
        seconds,
    )


def baselines(snapshot: Snapshot, encode: Encoder | None) -> Iterator[Answer]:
    """Each baseline's answer; its rows tell what it answers for."""

    def timed(method: str, kinds: tuple[str, ...], work: Callable[[], tuple[Rows, Rows]]) -> Answer:
        start = time.perf_counter()
        findings, identities = work()
        return Answer(method, kinds, findings, identities, [], time.perf_counter() - start)

    def splink() -> tuple[Rows, Rows]:
        pairs = identity.splink_pairs(snapshot)
        return impersonation.splink_directed(snapshot, pairs), identity.splink_identities(snapshot, pairs)

    looks = ("impersonation",)
    yield timed("rapidfuzz and popularity", looks, lambda: (impersonation.rapidfuzz_ratio(snapshot), []))
    yield timed("TF-IDF of n-grams and popularity", looks, lambda: (impersonation.character_tf_idf(snapshot), []))
    if encode is not None:
        named = impersonation.name_embeddings
        yield timed("name embeddings and popularity", looks, lambda: (named(snapshot, encode), []))
    try:
        yield timed("Splink 5", looks, splink)
    except ValueError as error:  # its expectation maximisation gave a level that never agrees a probability of 0
        print(f"Splink 5 gives up on this catalog: {str(error).splitlines()[0]}", file=sys.stderr)
    for method, fuzzy in (("equal name and shared id", False), ("alike name and shared id", True)):
        yield timed(method, (), lambda fuzzy=fuzzy: ([], identity.name_and_shared_id(snapshot, fuzzy=fuzzy)))
    yield timed("release rules", ("misattribution",), lambda: (releases.release_rules(snapshot), []))
    for method, groups in (
        ("shared-payee components", farms.shared_payee_components),
        ("bipartite Leiden", farms.bipartite_leiden),
        ("FRAUDAR-style peeling", farms.fraudar_blocks),
    ):
        yield timed(method, ("content_farm",), lambda groups=groups: (groups(snapshot), []))
    yield timed("equal fingerprints", ("recycled_audio",), lambda: (releases.equal_fingerprints(snapshot), []))


def measures(
    answer: Answer, said: Evaluation, *, profiles: int, quiet: bool
) -> Iterator[tuple[str, float, Interval | None]]:
    """Name, value and interval of everything that the method answers for."""
    for kind in said.kinds:
        if kind.kind in answer.kinds and not quiet and kind.true:
            yield f"{kind.kind}: average precision", kind.average_precision, kind.intervals.get("average_precision")
            if answer.method == OURS:
                name = "recall_at_90_precision"
                yield f"{kind.kind}: recall at 90 % precision", kind.recall_at_90_precision, kind.intervals.get(name)
        if kind.kind in answer.kinds and kind.calibration_error is not None and not quiet:
            yield f"{kind.kind}: calibration error", kind.calibration_error, kind.intervals.get("calibration_error")
    if answer.identities:
        same = said.identities
        yield "identities: pairwise F1", same.f1, same.intervals.get("f1")
        yield "identities: B-cubed F1", same.b_cubed_f1, same.intervals.get("b_cubed_f1")
        if same.calibration:
            yield "identities: calibration error", same.calibration.expected_error, None
    if "content_farm" in answer.kinds and not quiet:
        yield "content_farm: members' best F1", said.farms.member_f1, said.farms.intervals.get("member_f1")
    if answer.kinds:
        alarms = sum(alarm.findings for alarm in said.alarms)
        yield "false alarms per 100,000 profiles", 100_000 * alarms / profiles, None
    yield "seconds", answer.seconds, None


def values(
    generator: str, scenario: str, seed: int, snapshot: Snapshot, truth: Truth, answers: Iterator[Answer]
) -> Iterator[tuple[Value, Evaluation]]:
    profiles = snapshot["artists"].height
    for answer in answers:
        said = evaluate(answer.findings, answer.identities, answer.clusters, truth)
        for name, value, interval in measures(answer, said, profiles=profiles, quiet=scenario == "quiet"):
            ends = (interval.low, interval.high) if interval else (None, None)
            yield Value(generator, scenario, seed, name, answer.method, value, *ends), said


def summary(found: Sequence[Value]) -> list[list[Any]]:
    """For each measure and method: mean, its t-interval over seeds, the mean interval within one catalog, and the seeds' values."""
    lines: list[list[Any]] = []
    groups: dict[tuple[str, str], list[Value]] = {}
    for value in found:
        groups.setdefault((value.measure, value.method), []).append(value)
    order = list(dict.fromkeys(measure for measure, _ in groups))
    for (measure, method), one in sorted(
        groups.items(), key=lambda item: (order.index(item[0][0]), item[0][1] != OURS)
    ):
        numbers = np.array([value.value for value in one])
        inside = [(value.low, value.high) for value in one if value.low is not None and value.high is not None]
        within = [float(np.mean(ends)) for ends in zip(*inside, strict=True)]
        lines.append(
            [
                measure,
                method,
                _number(numbers.mean()),
                _ends(t_interval(numbers, 1.0 if ": " in measure else math.inf)),
                _ends(within),
                _list(numbers),
            ]
        )
    return lines


def t_interval(numbers: np.ndarray[Any, Any], most: float) -> list[float]:
    """95 % of the mean of values from 0 to `most`; empty for fewer than two."""
    if len(numbers) < 2:
        return []
    half = student.ppf(0.975, len(numbers) - 1) * numbers.std(ddof=1) / math.sqrt(len(numbers))
    return [max(0.0, float(numbers.mean() - half)), min(most, float(numbers.mean() + half))]


def _number(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.0f}"


def _ends(ends: Sequence[float]) -> str:
    return " to ".join(_number(end) for end in ends)


def _list(numbers: np.ndarray[Any, Any]) -> str:
    return " ".join(_number(number) for number in numbers)


def pictures(folder: Path, said: Sequence[Evaluation]) -> None:
    """Reliability of all catalogs' findings together, and each catalog's precision over recall, by kind."""
    drawn = {}
    for kind in KINDS:
        bins = pool_bins([k.calibration.bins for one in said if (k := one.of_kind(kind)).calibration])
        curves = {f"catalog {n}": k.curve for n, one in enumerate(said, start=1) if (k := one.of_kind(kind)).curve}
        name = kind.replace("_", " ")
        if bins:
            drawn[f"reliability-{kind}"] = reliability_picture(f"{name}: {len(said)} catalogs", bins)
        if curves:
            drawn[f"precision-recall-{kind}"] = precision_recall_picture(f"{name}: precision and recall", curves)
    bins = pool_bins([one.identities.calibration.bins for one in said if one.identities.calibration])
    if bins:
        drawn["reliability-identities"] = reliability_picture(f"identities: {len(said)} catalogs", bins)
    for path in write_pictures(drawn, folder):
        print(f"wrote {path}", file=sys.stderr)


def main(options: argparse.Namespace) -> None:
    model = read_model(options.model)
    encode = load_encoder() if options.embeddings else None
    console = Console(width=200, highlight=False)
    everything: list[Value] = []
    ours: list[Evaluation] = []
    for generator in options.generator:
        for scenario in options.scenario:
            found: list[Value] = []
            for seed in options.seeds:
                catalog = simulate(options.size, seed, scenario, generator)
                snapshot = snapshot_from_records(catalog.records)

                def answers(snapshot: Snapshot = snapshot) -> Iterator[Answer]:
                    yield namesake(snapshot, model, encode)
                    if options.baselines:
                        yield from baselines(snapshot, encode)

                told = list(values(generator, scenario, seed, snapshot, catalog.truth, answers()))
                found += [value for value, _ in told]
                if scenario != "quiet":
                    ours.append(told[0][1])
                print(f"{generator} {scenario} {seed}", file=sys.stderr)
            columns = ["measure", "method", "mean", "over seeds", "within one", "by seed"]
            title = f"{generator}, {scenario}: {options.size} artists, seeds {' '.join(map(str, options.seeds))}"
            console.print(table(title, columns, summary(found)))
            everything += found
    if options.json:
        options.json.write_text(json.dumps([asdict(value) for value in everything], indent=1) + "\n")
    if options.pictures:
        pictures(options.pictures, ours)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("size", type=int)
    parser.add_argument("seeds", type=int, nargs="+")
    parser.add_argument("--generator", nargs="+", choices=GENERATORS, default=list(GENERATORS))
    parser.add_argument("--scenario", nargs="+", choices=COMMON_SCENARIOS, default=list(COMMON_SCENARIOS))
    parser.add_argument("--model", type=Path)
    parser.add_argument("--embeddings", action="store_true")
    parser.add_argument("--no-baselines", dest="baselines", action="store_false")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--pictures", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main(parse())
