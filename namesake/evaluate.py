"""Compare what the graph says with a known truth."""

from pathlib import Path

from detectors.evaluation import Evaluation, as_table, evaluate
from rich.table import Table

from graph.session import Graph
from graph.store import read_cluster_rows, read_finding_rows, read_identity_rows
from graph.truth import read_truth
from namesake import console


def evaluate_graph(graph: Graph, truth_folder: Path) -> Evaluation:
    """Evaluate the graph's current findings, identities and clusters."""
    return evaluate(
        read_finding_rows(graph), read_identity_rows(graph), read_cluster_rows(graph), read_truth(truth_folder)
    )


def evaluation_tables(evaluation: Evaluation) -> list[Table]:
    """The evaluation as printed tables."""
    rows = as_table(evaluation)
    return [console.table("against the truth", list(rows[0]), [list(row.values()) for row in rows])]
