"""Loading a catalog folder, beside what a competent user would write: `python benchmarks/load.py [ARTISTS] [RUNS]`.

Prints the medians of RUNS runs, each on an empty database of its own:

- raw MERGE: the same nodes and relationships, already parsed, in batches of 10,000 rows through the driver; no provenance;
- load: `namesake load catalog`, everything included (parse, validate, compare, provenance, identifiers);
- reload: the same command again;
- raw importer: Neo4j's offline importer alone on finished CSV files;
- bulk: `namesake load --bulk catalog`, everything included (with indexes; the server's restart is shown apart).
"""

import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import neo4j
import polars as pl
import psutil

from graph import server
from graph.bulk import BulkStage
from graph.records import Batch, Delivery, LoadOptions
from graph.schema import NODE_TABLES, migrate
from graph.session import Statement, connect
from graph.settings import Settings, read_settings
from graph.write_statements import EDGE_TABLES
from loaders.base import LOADERS
from namesake import console
from namesake.load import load, load_options, utc_now
from simulation import simulate, write_catalog

COUNT = Statement("count", "MATCH (n) WITH count(n) AS nodes MATCH ()-[r]->() RETURN nodes, count(r) AS edges")
BATCH = 10_000


class Peak:
    """Peak resident memory of this process while something runs, above what it was before, in MB."""

    def __init__(self) -> None:
        self.megabytes = 0.0

    @contextmanager
    def watch(self) -> Iterator[None]:
        process, done = psutil.Process(), threading.Event()
        before = process.memory_info().rss

        def sample() -> None:
            while not done.wait(0.05):
                self.megabytes = max(self.megabytes, (process.memory_info().rss - before) / 1e6)

        thread = threading.Thread(target=sample)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def installation(folder: Path) -> Iterator[Settings]:
    """An empty database of its own, warm."""
    settings = read_settings({"NAMESAKE_DATA_DIR": str(folder)}, dotenv=None)
    try:
        server.start(settings)
        yield settings
    finally:
        server.stop(settings)
        shutil.rmtree(folder)


def raw_merge(settings: Settings, tables: dict[str, pl.DataFrame]) -> None:
    """What a competent user would write: constraints, then UNWIND … MERGE of rows, then of relationships."""
    connection = server.connection(settings)
    with neo4j.GraphDatabase.driver(connection.uri, auth=(connection.user, connection.password)) as driver:
        run = driver.execute_query
        parties = tables["contributions"].with_columns(party_id=pl.coalesce("ipi", "party_name"))
        for label in (*(table.label for table in NODE_TABLES.values()), "Party", "Identifier"):
            run(f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE")
        run("CALL db.awaitIndexes()")

        def send(query: str, rows: pl.DataFrame) -> None:
            for part in rows.iter_slices(BATCH):
                run(query, rows=part.to_dicts())

        for name, table in NODE_TABLES.items():
            if name not in tables:
                continue
            rows = tables[name].rename({table.id_column: "id"})
            keep = [column for column in ("id", *table.properties) if column in rows.columns]
            send(f"UNWIND $rows AS row MERGE (n:{table.label} {{id: row.id}}) SET n += row", rows.select(keep))
        send("UNWIND $rows AS row MERGE (n:Party {id: row.party_id})", parties.select("party_id").unique())
        for name, table in NODE_TABLES.items():
            if name not in tables:
                continue
            rows = tables[name].rename({table.id_column: "id"})
            for relation in table.relations:
                links = rows.select("id", end=relation.column)
                links = links.explode("end") if isinstance(links.schema["end"], pl.List) else links
                query = f"UNWIND $rows AS row MATCH (a:{relation.start} {{id: row.id}}) MERGE (b:{relation.end} {{id: row.end}}) MERGE (a)-[:{relation.name}]->(b)"
                send(query, links.drop_nulls("end").unique())
            for column, kind in table.identifiers:
                links = rows.select("id", end=column)
                links = links.explode("end") if isinstance(links.schema["end"], pl.List) else links
                query = f"UNWIND $rows AS row MATCH (a:{table.label} {{id: row.id}}) MERGE (b:Identifier {{id: '{kind}:' + row.end}}) MERGE (a)-[:HAS_IDENTIFIER]->(b)"
                send(query, links.drop_nulls("end"))
        edge = EDGE_TABLES["contributions"]
        query = f"UNWIND $rows AS row MATCH (a:Party {{id: row.party_id}}) MATCH (b:Recording {{id: row.recording_id}}) MERGE (a)-[r:{edge.name} {{role: row.role}}]->(b)"
        send(query, parties.select("party_id", "recording_id", "role"))
        query = "UNWIND $rows AS row MATCH (a:Release {id: row.release_id}) MATCH (b:Payee {id: row.payee_id}) MERGE (a)-[r:PAID_TO {period: coalesce(row.period, '')}]->(b) SET r += row"
        send(query, tables["payouts"].drop("source_attributes"))


def measure(catalog: Path, folder: Path) -> tuple[dict[str, float], dict[str, int], float]:
    tables: dict[str, list[pl.DataFrame]] = {}
    for item in LOADERS["catalog"](catalog, options=LoadOptions()):
        if isinstance(item, Batch):
            tables.setdefault(item.table, []).append(item.rows)
    frames = {name: pl.concat(parts) for name, parts in tables.items()}
    seconds: dict[str, float] = {}
    with installation(folder / "raw") as settings:
        seconds["raw MERGE"] = timed(lambda: raw_merge(settings, frames))
    frames.clear()
    tables.clear()
    peak = Peak()
    with installation(folder / "online") as settings, console.progress() as progress:
        options = load_options(settings)
        with connect(server.connection(settings), settings) as graph:
            migrate(graph)
            with peak.watch():
                seconds["load"] = timed(lambda: load(graph, "catalog", [catalog], options=options, progress=progress))
            seconds["reload"] = timed(lambda: load(graph, "catalog", [catalog], options=options, progress=progress))
            [counts] = graph.read(COUNT)
    with installation(folder / "bulk") as settings:
        stage = BulkStage(settings.data_dir / "bulk")
        said = utc_now()
        deliveries: list[Delivery] = []

        def prepare() -> list[str]:
            for item in LOADERS["catalog"](catalog, options=LoadOptions()):
                if isinstance(item, Delivery):
                    deliveries.append(item)
                elif isinstance(item, Batch):
                    stage.add(item, said={item.delivery.delivery_id: said})
            at = {delivery.delivery_id: said for delivery in deliveries}
            return stage.import_arguments(deliveries, said=at)

        start = time.perf_counter()
        arguments = prepare()
        prepared = time.perf_counter() - start
        server.stop(settings)
        seconds["raw importer"] = timed(
            lambda: server.import_offline(settings, arguments, folder=settings.data_dir / "bulk")
        )
        seconds["server restart"] = timed(lambda: server.start(settings))
        with connect(server.connection(settings), settings) as graph:
            indexes = timed(lambda: migrate(graph))
        seconds["bulk"] = prepared + seconds["raw importer"] + indexes
    return seconds, counts, peak.megabytes


def main() -> None:
    artists = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    folder = Path(tempfile.mkdtemp(prefix="namesake-load-"))
    try:
        write_catalog(simulate(size=artists, seed=1), folder / "catalog")
        found = [measure(folder / "catalog", folder) for _ in range(runs)]
    finally:
        shutil.rmtree(folder)
    counts = found[0][1]
    entities = counts["nodes"] + counts["edges"]
    print(f"{artists} artists: {counts['nodes']} nodes and {counts['edges']} relationships; medians of {runs}")
    median = {name: statistics.median(seconds[name] for seconds, _, _ in found) for name in found[0][0]}
    for name, seconds in median.items():
        print(f"{name:16}{seconds:8.1f} s{entities / seconds:12,.0f} /s")
    print(f"load at {median['raw MERGE'] / median['load']:.2f} × the raw MERGE rate (target 0.6)")
    print(f"reload {median['load'] / median['reload']:.1f} × as fast as the first load (target 5)")
    print(f"bulk at {median['raw importer'] / median['bulk']:.2f} × the raw importer's rate (target 0.5)")
    print(f"peak memory of the load: {max(peak for _, _, peak in found):.0f} MB")


if __name__ == "__main__":
    main()
