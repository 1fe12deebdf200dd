"""Reading the graph into a snapshot, beside what a competent user would write: `python benchmarks/snapshot.py [ARTISTS] [RUNS]`.

Prints the medians of RUNS runs, in turns, on one warm graph that the offline importer built:

- row a record: a statement a label and a relationship type, a record for each row, the rows into Polars as the driver gives them;
- snapshot: `take_snapshot`.

Seconds, processor seconds of this process and of the server (they share the cores), and this process's peak memory above what it was
before. Both must give the same snapshot, or the figures are void. Rows are read with the Rust codec too, as both have one driver.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import neo4j
import polars as pl
import psutil
from load import Peak

from graph import server
from graph.capture import take_snapshot
from graph.schema import NODE_TABLES, SCHEMA_VERSION, received_at
from graph.session import connect
from graph.settings import Settings, read_settings
from graph.snapshot import SNAPSHOT_SCHEMA, Snapshot, build_snapshot
from graph.write_statements import EDGE_TABLES, stored
from namesake.load import utc_now
from simulation import simulate, write_catalog

ROLES = {"artist_ids": "main", "featured_artist_ids": "featured"}


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    own_cpu: float
    server_cpu: float
    megabytes: float


def read_rows(driver: neo4j.Driver, settings: Settings) -> Snapshot:
    """What a competent user would write: only the columns that are wanted, texts of times, no work a row in Python."""

    def frame(query: str, schema: dict[str, pl.DataType]) -> pl.DataFrame:
        with driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
            rows = session.run(query).data()
        plain = {column: pl.String() if kind.is_temporal() else kind for column, kind in schema.items()}
        return pl.DataFrame(rows, schema=plain).with_columns(
            pl.col(column).str.to_date()
            if isinstance(kind, pl.Date)
            else pl.col(column).str.to_datetime(time_unit="us")
            for column, kind in schema.items()
            if kind.is_temporal()
        )

    def link(start: str, name: str, end: str, key: str, column: str) -> pl.DataFrame:
        schema = {key: pl.String(), "position": pl.Int64(), column: pl.String()}
        query = f"MATCH (a:{start})-[r:{name}]->(b:{end}) WHERE a.record_hash IS NOT NULL RETURN a.id AS {key}, r.position AS position, b.id AS {column}"
        return frame(query, schema)

    tables: dict[str, pl.DataFrame] = {}
    for name, table in NODE_TABLES.items():
        key, linked = table.id_column, {relation.column for relation in table.relations}
        own = {column: kind for column, kind in SNAPSHOT_SCHEMA[name].items() if column not in linked}
        read = {column: stored("n", column, kind) for column, kind in own.items()} | {key: "n.id"}
        if "received_at" in read:
            read["received_at"] = f"toString({received_at('n')})"
        values = ", ".join(f"{value} AS `{column}`" for column, value in read.items())
        tables[name] = frame(f"MATCH (n:{table.label}) WHERE n.record_hash IS NOT NULL RETURN {values}", own)
        for relation in table.relations:
            if relation.column in SNAPSHOT_SCHEMA[name]:
                links = link(table.label, relation.name, relation.end, key, relation.column)
                tables[name] = tables[name].join(links.drop("position"), on=key, how="left")
    tables["release_artists"] = link("Release", "MAIN_ARTIST", "Artist", "release_id", "artist_id")
    tables["recording_releases"] = link("Recording", "APPEARS_ON", "Release", "recording_id", "release_id")
    tables["recording_artists"] = pl.concat(
        link("Recording", relation.name, "Artist", "recording_id", "artist_id").with_columns(
            role=pl.lit(ROLES[relation.column])
        )
        for relation in NODE_TABLES["recordings"].relations
        if relation.column in ROLES
    )
    for name in ("contributions", "payouts", "artist_relations"):
        edge, schema = EDGE_TABLES[name], SNAPSHOT_SCHEMA[name]
        values = ", ".join(f"{stored('r', column, kind)} AS `{column}`" for column, kind in schema.items())
        tables[name] = frame(f"MATCH (:{edge.start})-[r:{edge.name}]->(:{edge.end}) RETURN {values}", schema)
    schema = SNAPSHOT_SCHEMA["signals"]
    values = ", ".join(f"{stored('n', column, kind)} AS `{column}`" for column, kind in schema.items())
    tables["signals"] = frame(f"MATCH (n:Signal) RETURN {values}", schema)
    return build_snapshot(tables, schema_version=SCHEMA_VERSION, taken_at="")


def cost(read: Callable[[], Snapshot], java: psutil.Process) -> tuple[Cost, str]:
    """What one reading costs, and the hash of what it read."""
    peak, own = Peak(), psutil.Process()
    start = (time.perf_counter(), sum(own.cpu_times()[:2]), sum(java.cpu_times()[:2]))
    with peak.watch():
        found = read().manifest.content_hash
    end = (time.perf_counter(), sum(own.cpu_times()[:2]), sum(java.cpu_times()[:2]))
    seconds, own_cpu, server_cpu = (after - before for after, before in zip(end, start, strict=True))
    return Cost(seconds, own_cpu, server_cpu, peak.megabytes), found


def measure(settings: Settings, runs: int) -> dict[str, list[Cost]]:
    connection = server.connection(settings)
    java = next(
        process
        for process in psutil.process_iter()
        if process.name() == "java" and any(str(settings.data_dir) in argument for argument in process.cmdline())
    )
    costs: dict[str, list[Cost]] = {"row a record": [], "snapshot": []}
    with (
        connect(connection, settings) as graph,
        neo4j.GraphDatabase.driver(
            connection.uri, auth=(connection.user, connection.password), notifications_min_severity="OFF"
        ) as driver,
    ):
        readers: dict[str, Callable[[], Snapshot]] = {
            "row a record": lambda: read_rows(driver, settings),
            "snapshot": lambda: take_snapshot(graph, now=utc_now()),
        }
        readers["snapshot"]()  # the server is warm from here on
        hashes = set()
        for _ in range(runs):
            for name, read in readers.items():
                found, content = cost(read, java)
                costs[name].append(found)
                hashes.add(content)
    if len(hashes) != 1:
        raise SystemExit("the two ways read different things")
    return costs


def main() -> None:
    artists = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    folder = Path(tempfile.mkdtemp(prefix="namesake-snapshot-"))
    settings = read_settings({"NAMESAKE_DATA_DIR": str(folder / "data")}, dotenv=None)
    command = [sys.executable, "-m", "namesake.cli", "load", "--bulk", "catalog", str(folder / "catalog"), "--json"]
    try:
        write_catalog(simulate(artists, 201, "standard", "ledger"), folder / "catalog")
        subprocess.run(
            command,
            env={**os.environ, "NAMESAKE_DATA_DIR": str(settings.data_dir)},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        server.start(settings)
        costs = measure(settings, runs)
    finally:
        server.stop(settings)
        shutil.rmtree(folder)
    print(f"{artists} artists, about; medians of {runs}")
    median: dict[str, Cost] = {}
    for name, found in costs.items():
        columns = ("seconds", "own_cpu", "server_cpu", "megabytes")
        median[name] = Cost(*(statistics.median(getattr(each, column) for each in found) for column in columns))
        each = median[name]
        print(
            f"{name:14}{each.seconds:8.1f} s, processor {each.own_cpu:.1f} s here and {each.server_cpu:.1f} s in the server, {each.megabytes:.0f} MB"
        )
    print(f"snapshot {median['row a record'].seconds / median['snapshot'].seconds:.1f} × as fast (target 10)")


if __name__ == "__main__":
    main()
