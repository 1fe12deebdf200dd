"""How fast a catalog folder becomes records, and in how much memory, beside what a user would write.

    python benchmarks/catalog_parse.py [SIZE]

A simulated catalog of SIZE artists (default 2,000, about 80,000 rows) is written to a temporary folder, and again at ten times the rows,
with other ids. Every case runs five times in a process of its own; the table gives the median of rows a second of processor time (all
threads together, so one core), of rows a second of wall time, and of the growth of peak memory over the imports.

`csv.DictReader` is the baseline: it converts numbers, dates, flags and lists by hand, yields dicts a batch at a time, and checks, reports
and remembers nothing. Bare `pl.read_csv` is the ceiling: text columns, one table in memory at a time, nothing converted.
"""

import csv
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import polars as pl

from graph.records import DATE, FLAG, INTEGER, REAL, RECORDS, TEXTS, TIME, Batch
from loaders.catalog.loader import TABLES, read_catalog
from simulation import simulate, write_catalog

RUNS: Final = 5
TIMES: Final = 10
BATCH_ROWS: Final = 10_000


def by_namesake(folder: Path) -> int:
    return sum(item.rows.height for item in read_catalog(folder) if isinstance(item, Batch))


def by_dict_reader(folder: Path) -> int:
    return sum(len(batch) for table in TABLES for batch in dict_batches(folder, table))


def by_polars(folder: Path) -> int:
    return sum(pl.read_csv(folder / f"{table}.csv", infer_schema=False).height for table in TABLES)


CASES: Final[dict[str, Callable[[Path], int]]] = {
    "read_catalog": by_namesake,
    "csv.DictReader": by_dict_reader,
    "pl.read_csv": by_polars,
}
CONVERT: Final[dict[pl.DataType, Callable[[str], Any]]] = {
    INTEGER: int,
    REAL: float,
    FLAG: lambda text: text.lower() in ("true", "1"),
    DATE: date.fromisoformat,
    TIME: datetime.fromisoformat,
    TEXTS: lambda text: text.split("|"),
}


def dict_batches(folder: Path, table: str) -> Iterator[list[dict[str, Any]]]:
    converters = {name: CONVERT[dtype] for name, dtype in RECORDS[table].columns.items() if dtype in CONVERT}
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        while batch := list(islice(reader, BATCH_ROWS)):
            rows: list[dict[str, Any]] = []
            for record in batch:
                row: dict[str, Any] = {name: text or None for name, text in record.items()}
                for name, convert in converters.items():
                    if row[name] is not None:
                        try:
                            row[name] = convert(row[name])
                        except ValueError:
                            row[name] = None
                rows.append(row)
            yield rows


def repeat(source: Path, target: Path, *, times: int) -> None:
    """The folder's tables `times` over, each repetition with ids of its own."""
    target.mkdir()
    for table in TABLES:
        frame = pl.read_csv(source / f"{table}.csv", infer_schema=False)
        ids = [name for name in frame.columns if name.endswith(("_id", "_ids"))]
        with (target / f"{table}.csv").open("wb") as file:
            for turn in range(times):
                # every id has a kind and a colon in front, alone or in a list
                other = frame.with_columns(pl.col(name).str.replace_all(":", f":{turn}x", literal=True) for name in ids)
                other.write_csv(file, include_header=turn == 0)


def measure(case: str, folder: Path) -> None:
    before = peak_megabytes()
    wall, processor = time.perf_counter(), time.process_time()
    rows = CASES[case](folder)
    spent = time.perf_counter() - wall, time.process_time() - processor
    print(rows, *spent, peak_megabytes() - before)


def peak_megabytes() -> float:
    """Peak resident memory so far. Linux only; `getrusage` would begin with the peak of the process that started this one."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def report(case: str, folder: Path, label: str) -> None:
    command = [sys.executable, __file__, "--measure", case, str(folder)]
    runs = [
        [float(text) for text in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()]
        for _ in range(RUNS)
    ]
    rows, wall, processor, megabytes = (statistics.median(values) for values in zip(*runs, strict=True))
    print(
        f"{case:<16}{label:>5}{rows:>12,.0f} rows{rows / processor:>12,.0f} rows/s of one core"
        f"{rows / wall:>12,.0f} rows/s{megabytes:>8,.0f} MB",
        flush=True,
    )


def main() -> None:
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], Path(sys.argv[3]))
        return
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with tempfile.TemporaryDirectory() as base:
        small, large = Path(base) / "small", Path(base) / "large"
        write_catalog(simulate(size=size, seed=1, scenario="standard"), small)
        repeat(small, large, times=TIMES)
        for case in CASES:
            report(case, small, "x")
            report(case, large, f"{TIMES}x")


if __name__ == "__main__":
    main()
