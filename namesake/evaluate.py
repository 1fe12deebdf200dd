"""Compare what the graph says with a known truth."""

from pathlib import Path

from rich.table import Table

from detectors.evaluation import Evaluation, evaluate
from graph.session import Graph
from graph.store import read_cluster_rows, read_finding_rows, read_identity_rows
from graph.truth import read_truth
from namesake import console


def evaluate_graph(graph: Graph, truth_folder: Path) -> Evaluation:
    """Evaluate the graph's current findings, identities and clusters."""
    return evaluate(
        read_finding_rows(graph), read_identity_rows(graph), read_cluster_rows(graph), read_truth(truth_folder)
    )


def evaluation_tables(evaluation: Evaluation, *, details: bool = True) -> list[Table]:
    """The evaluation as printed tables; `details` adds the recall of each trick and the innocents that were accused."""
    kinds = [kind for kind in evaluation.kinds if kind.true or kind.found]
    columns = [
        "kind",
        "true",
        "listed",
        "of these right",
        "average precision",
        "recall at 90 % precision",
        "calibration error",
    ]
    rows = [
        [
            kind.kind,
            kind.true,
            kind.found,
            kind.hits,
            kind.average_precision,
            kind.recall_at_90_precision,
            kind.calibration_error,
        ]
        for kind in kinds
    ]
    same, farms = evaluation.identities, evaluation.farms
    others = [
        ["identities: pairs of profiles that are one act, precision", same.precision],
        ["identities: the same, recall", same.recall],
        ["identities: pairwise F1", same.f1],
        ["identities: B-cubed F1", same.b_cubed_f1],
        ["content farms: best F1 over member profiles", farms.member_f1],
        ["content farms: average precision of clusters", farms.cluster_average_precision],
    ]
    tables = [
        console.table("against the truth: findings", columns, rows),
        console.table("against the truth: groups", ["measure", "value"], others),
    ]
    if details:
        recall = [[kind.kind, trick, value] for kind in kinds for trick, value in kind.recall_by_trick.items()]
        recall += [
            [kind.kind, f"camouflage {level}", value]
            for kind in kinds
            for level, value in kind.recall_by_camouflage.items()
        ]
        tables.append(console.table("share found with a score of 0.5 or more", ["kind", "trick", "recall"], recall))
    innocents = [[twin, count] for twin, count in evaluation.innocents.items()]
    if innocents:
        tables.append(console.table("innocents accused with a score of 0.5 or more", ["who", "findings"], innocents))
    return tables
