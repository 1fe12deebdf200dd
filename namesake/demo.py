"""The demo: a simulated catalog with known truth, through every stage, to the address to open."""

from contextlib import nullcontext
from dataclasses import replace

from graph import server
from graph.session import Graph, connect
from graph.settings import Settings
from graph.store import read_finding_rows, read_names
from namesake import console
from namesake.detect import detect_graph
from namesake.evaluate import evaluate_graph, evaluation_tables
from namesake.load import load, load_options
from namesake.serve import serve
from simulation import simulate, write_catalog

SHOWN_PER_KIND = 2


def run_demo(settings: Settings, *, size: int, seed: int, end: bool) -> None:
    """Run everything in the data folder's `demo`, print the findings, then serve until Ctrl-C (or end)."""
    settings = replace(settings, data_dir=settings.data_dir / "demo")
    catalog_folder = settings.data_dir / "catalog"
    try:
        with console.progress() as progress:
            progress.stage("simulating a catalog")
            write_catalog(simulate(size=size, seed=seed), catalog_folder)
            progress.stage("starting Neo4j")
            connection = server.connection(settings)
        with connect(connection, settings) as graph:
            with console.progress() as progress:
                report = load(graph, "catalog", [catalog_folder], options=load_options(settings), progress=progress)
                detect_graph(graph, settings=settings, only=(), model_path=None, progress=progress)
            total = report.total
            console.out.print(
                f"loaded {total.written} records, {total.unchanged} unchanged, {report.quarantined} quarantined\n"
            )
            _print_findings(graph)
            for table in evaluation_tables(evaluate_graph(graph, catalog_folder), details=False):
                console.out.print(table)
        if not end:
            serve(
                settings,
                ready=lambda address: console.out.print(
                    f"\nopen {address} (GraphQL at {address}/graphql); Ctrl-C ends it"
                ),
            )
    finally:
        with console.errors.status("stopping Neo4j") if console.errors.is_terminal else nullcontext():
            server.stop(settings)


def _print_findings(graph: Graph) -> None:
    rows = read_finding_rows(graph)
    names = read_names(graph)
    for kind in dict.fromkeys(row["kind"] for row in rows):
        for row in [row for row in rows if row["kind"] == kind][:SHOWN_PER_KIND]:
            console.out.print(console.finding_text(row, names), soft_wrap=True)
            console.out.print()
