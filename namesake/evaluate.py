"""Compare what the graph says with a known truth, and print it as a policy team's analyst reads it."""

import json
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from detectors.bootstrap import Interval
from detectors.evaluation import Evaluation, KindMeasures, evaluate
from graph.errors import BadArgument
from graph.session import Graph
from graph.store import read_cluster_rows, read_finding_rows, read_identity_rows
from graph.truth import read_truth
from namesake import console
from namesake.pictures import evaluation_pictures, report_page, write_pictures

LIST: Final = 20
"""Places whose precision is printed; the JSON has more."""
PAGE_WIDTH: Final = 180
"""Characters a line of a report's tables."""


def evaluate_graph(graph: Graph, truth_folder: Path) -> Evaluation:
    """Evaluate the graph's current findings, identities and clusters.

    Raises: BadArgument: the truth is of another catalog than the graph's.
    """
    truth, identities = read_truth(truth_folder), read_identity_rows(graph)
    known = {artist for row in identities for artist in row["artist_ids"]}
    told = {artist for innocent in truth.innocents for artist in innocent.artist_ids}
    told |= {artist for identity in truth.identities for artist in identity.artist_ids}
    if told and 2 * len(told & known) < len(told):
        raise BadArgument(
            f"of the {len(told)} artists that {truth_folder} speaks of, {len(told & known)} are in the graph",
            hint="name the truth of the catalog that was loaded, and run `namesake detect` first",
        )
    return evaluate(read_finding_rows(graph), identities, read_cluster_rows(graph), truth)


def evaluation_tables(evaluation: Evaluation, *, details: bool = True) -> list[Table]:
    """The evaluation as printed tables.

    Args: details: also calibration, who was found by trick and camouflage, and which innocents were accused.
    """
    kinds = [kind for kind in evaluation.kinds if kind.true or kind.found]
    tables = [_findings(kinds), _groups(evaluation)]
    if details:
        tables += [_calibration(evaluation, kinds), _tricks(kinds)]
    tables.append(_alarms(evaluation))
    return tables


def _findings(kinds: list[KindMeasures]) -> Table:
    rows: list[list[Any]] = []
    for kind in kinds:
        found, any_true = kind.intervals, kind.true > 0
        of_kind = [
            ("listed", f"{kind.found}, of these right: {kind.hits}"),
            ("true", str(kind.true)),
            (f"right among the first {LIST}", f"{round(kind.precision_at[LIST] * LIST)} of {min(LIST, kind.found)}"),
            ("average precision", _with(found, "average_precision", kind.average_precision if any_true else None)),
            (
                "recall at 90 % precision",
                _with(found, "recall_at_90_precision", kind.recall_at_90_precision if any_true else None),
            ),
            ("precision from 0.5 on", _with(found, "precision", kind.precision)),
            ("recall from 0.5 on", _with(found, "recall", kind.recall if any_true else None)),
        ]
        if kind.direction is not None:
            of_kind.append(("of these, told in the right direction", f"{kind.direction:.3f}"))
        rows += [[kind.kind if number == 0 else "", measure, value] for number, (measure, value) in enumerate(of_kind)]
    ends = tuple(number - 1 for number, row in enumerate(rows) if row[0])
    title = "against the truth: findings (95 % intervals)"
    return console.table(title, ["kind", "measure", "value"], rows, sections=ends)


def _groups(evaluation: Evaluation) -> Table:
    same, farms = evaluation.identities, evaluation.farms
    rows: list[list[Any]] = [
        ["identities: pairs said to be one act that are", _with(same.intervals, "precision", same.precision)],
        ["identities: pairs of one act that are said to be", _with(same.intervals, "recall", same.recall)],
        ["identities: pairwise F1", _with(same.intervals, "f1", same.f1)],
        ["identities: B-cubed F1, all profiles", _with(same.intervals, "b_cubed_f1", same.b_cubed_f1)],
        ["content farms: best F1 over member profiles", _with(farms.intervals, "member_f1", farms.member_f1)],
        ["content farms: average precision of clusters", f"{farms.cluster_average_precision:.3f}"],
    ]
    return console.table("against the truth: groups (95 % intervals)", ["measure", "value"], rows)


def _calibration(evaluation: Evaluation, kinds: list[KindMeasures]) -> Table:
    named = [(kind.kind, kind.calibration, kind.intervals) for kind in kinds]
    named.append(("identities", evaluation.identities.calibration, {}))
    rows: list[list[Any]] = []
    for name, known, found in named:
        if known is None:
            continue
        count = sum(part.count for part in known.bins)
        stated = sum(part.mean_score * part.count for part in known.bins) / count
        right = sum(part.observed * part.count for part in known.bins) / count
        error = _with(found, "calibration_error", known.expected_error)
        rows.append([name, count, f"{stated:.0%}", f"{right:.0%}", error, known.brier])
    columns = ["kind", "listed", "said to be right", "are right", "expected calibration error", "Brier score"]
    return console.table("are the scores the probabilities that they say?", columns, rows)


def _tricks(kinds: list[KindMeasures]) -> Table:
    rows: list[list[Any]] = []
    for kind in kinds:
        levels = {f"camouflage {level}": share for level, share in kind.recall_by_camouflage.items()}
        for name, share in {**kind.recall_by_trick, **levels}.items():
            rows.append([kind.kind, name, share.found, share.true, share.recall])
    title = "who was found: share with a finding that scores 0.5 or more"
    return console.table(title, ["kind", "trick", "found", "true", "recall"], rows)


def _alarms(evaluation: Evaluation) -> Table:
    rows = [
        [
            alarm.twin or "(no known lookalike)",
            alarm.kind,
            alarm.findings,
            _rate(alarm.per_100k),
            alarm.innocents or None,
        ]
        for alarm in evaluation.alarms
    ]
    total = sum(alarm.findings for alarm in evaluation.alarms)
    rows.append(["all innocents", "", total, _rate(evaluation.false_alarms_per_100k()), None])
    rows += [["wrong target", kind, count, None, None] for kind, count in evaluation.wrong_targets.items()]
    columns = ["who", "accused of", "findings", "per 100,000 profiles", "such lookalikes there are"]
    return console.table("false alarms: wrong findings that score 0.5 or more", columns, rows)


def _rate(per_100k: float | None) -> str | None:
    return None if per_100k is None else f"{per_100k:.1f}"


def _with(intervals: Mapping[str, Interval], name: str, value: float | None) -> str | None:
    """A value with its interval, as `0.613 (0.520 to 0.694)`."""
    if value is None:
        return None
    known = intervals.get(name)
    return f"{value:.3f} ({known.low:.3f} to {known.high:.3f})" if known else f"{value:.3f}"


def write_report(evaluation: Evaluation, path: Path) -> list[Path]:
    """Write tables and pictures: into one page if the path ends in .html, else `evaluation.json` and pictures into a folder.

    Returns: the files written. Raises: MissingExtra: the extra `plots` is not installed.
    """
    pictures = evaluation_pictures(evaluation)
    if path.suffix.lower() in (".html", ".htm"):
        text = StringIO()
        page = Console(width=PAGE_WIDTH, file=text, highlight=False)
        for shown in evaluation_tables(evaluation):
            page.print(shown)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(report_page(text.getvalue(), pictures), encoding="utf-8")
        return [path]
    written = write_pictures(pictures, path)
    (path / "evaluation.json").write_text(json.dumps(evaluation.to_json(), indent=1) + "\n", encoding="utf-8")
    return [*written, path / "evaluation.json"]
