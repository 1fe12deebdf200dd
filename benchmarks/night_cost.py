"""What a night costs by stage as catalogs grow: `python benchmarks/night_cost.py SIZE SIZE… [--folder DIR] [--generator NAME]`.

For each size: a simulated catalog is loaded by the offline importer into a data folder of its own, then `namesake nightly` runs over it
twice, the second time with nothing new. Prints seconds and this process's peak memory (MiB, without the server) of each stage, and
between the smallest and the largest catalog the exponent of growth: 1 means that ten times the artists take ten times as long.
Text embeddings as installed. Folders are made anew under DIR and removed at the end.
"""

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from namesake.console import table
from simulation import GENERATORS, simulate, write_catalog

Stages = dict[str, tuple[float, float]]
"""By stage: seconds, and peak MiB (0 where it is not known)."""
DONE = (0, 3)
"""Exit codes of a night that is done; 3 asks for a person's attention."""


def namesake(*arguments: str, home: Path) -> dict[str, Any]:
    """Run a command on its own data folder. Returns: what it prints as JSON."""
    settings = {"NAMESAKE_DATA_DIR": str(home / "data"), "NAMESAKE_HEAP_MB": "2048", "NAMESAKE_QUERY_TIMEOUT_S": "3600"}
    command = [sys.executable, "-m", "namesake.cli", *arguments, "--json"]
    done = subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True, check=False)
    if done.returncode not in DONE:
        raise SystemExit(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def night(home: Path) -> Stages:
    """One night's stages, as `night.json` tells them."""
    namesake("nightly", home=home)
    newest = max((home / "data" / "nights").glob("*/night.json"), key=lambda path: path.stat().st_mtime)
    told = json.loads(newest.read_text(encoding="utf-8"))["stages"]
    return {stage["name"]: (stage["seconds"], stage["peak_mib"] or 0.0) for stage in told}


def costs(size: int, generator: str, home: Path) -> tuple[int, Stages]:
    """The number of artists, and what each stage took."""
    catalog = simulate(size, 201, "standard", generator)
    artists = len(catalog.records["artists"])
    write_catalog(catalog, home / "catalog")
    del catalog
    start = time.perf_counter()
    namesake("load", "--bulk", "catalog", str(home / "catalog"), home=home)
    stages: Stages = {"bulk load": (time.perf_counter() - start, 0.0)}
    try:
        stages |= night(home)
        stages |= {f"{name}, nothing new": cost for name, cost in night(home).items()}
    finally:
        namesake("down", home=home)
    return artists, stages


def lines(found: Mapping[int, Stages]) -> list[list[Any]]:
    """A line a stage: seconds and MiB by size, and the exponent; stages of under half a second have none."""
    small, large = min(found), max(found)
    rows = []
    for name in found[large]:
        cost = [found[size].get(name, (0.0, 0.0)) for size in sorted(found)]
        seconds = [f"{value:.1f}" for value, _ in cost]
        memory = [f"{value:.0f}" if value else "" for _, value in cost]
        first, last = cost[0][0], cost[-1][0]
        grown = large > small and first >= 0.5
        rows.append(
            [name, *seconds, *memory, f"{math.log(last / first) / math.log(large / small):.2f}" if grown else ""]
        )
    return rows


def main(options: argparse.Namespace) -> None:
    found: dict[int, Stages] = {}
    if options.folder is not None:
        options.folder.mkdir(parents=True, exist_ok=True)
    for size in options.sizes:
        home = Path(tempfile.mkdtemp(prefix=f"night-{size}-", dir=options.folder))
        try:
            artists, found_here = costs(size, options.generator, home)
            found[artists] = found_here
        finally:
            shutil.rmtree(home, ignore_errors=True)
        print(f"{artists} artists: {sum(seconds for seconds, _ in found_here.values()):.0f} s", file=sys.stderr)
    sizes = sorted(found)
    columns = ["stage", *(f"s, {size}" for size in sizes), *(f"MiB, {size}" for size in sizes), "exponent"]
    Console(width=120, highlight=False).print(table(f"nights, {options.generator}", columns, lines(found)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--generator", choices=GENERATORS, default="acts")
    main(parser.parse_args())
