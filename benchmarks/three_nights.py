"""Three nights over one simulated catalog that arrives in parts, by the day its releases were received.

Leaves an installation with three runs: clusters that grew, findings that are new since the night before, three reports. The investigators' page and
the pictures in docs/guides are made from it.

    python benchmarks/three_nights.py DATA_DIR --size 2500 --seed 11 --generator ledger
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl

from simulation import GENERATORS, simulate, write_catalog

SHARES = (0.9, 0.95, 1.0)
"""Of the releases, by the day they were received: what has arrived by each night."""


def split_catalog(catalog: Path, parts: list[Path], *, shares: tuple[float, ...] = SHARES) -> None:
    """Write the tables of each part: its releases, what hangs on them, and the artists that are first named there.

    Artists without a release, payees, labels, distributors and signals come with the first part.
    """
    tables = {path.stem: pl.read_csv(path, infer_schema=False) for path in sorted(catalog.glob("*.csv"))}
    releases = tables["releases"].sort("received_at", "release_id", nulls_last=False)
    share = pl.int_range(1, releases.height + 1) / releases.height
    nights = releases.select("release_id", night=sum((share > bound).cast(pl.Int32) for bound in shares[:-1]))
    artists = (
        releases.select("release_id", artist_id=pl.col("artist_ids").str.split("|"))
        .explode("artist_id")
        .join(nights, on="release_id")
        .group_by("artist_id")
        .agg(pl.col("night").min())
    )
    recordings = (
        tables["recordings"]
        .select("recording_id", release_id=pl.col("release_ids").str.split("|"))
        .explode("release_id")
        .join(nights, on="release_id", how="left")
        .group_by("recording_id")
        .agg(pl.col("night").min())
    )
    keys = {
        "releases": nights,
        "payouts": nights,
        "artists": artists,
        "recordings": recordings,
        "contributions": recordings,
    }
    for number, part in enumerate(parts):
        part.mkdir(parents=True)
        for name, table in tables.items():
            if name in keys:
                key = keys[name].columns[0]
                arrival = table.select(key).join(keys[name], on=key, how="left", maintain_order="left")
                table = table.filter(arrival["night"].fill_null(0) == number)
            elif number > 0:
                continue
            if table.height > 0:
                table.write_csv(part / f"{name}.csv")


def main(options: argparse.Namespace) -> None:
    data: Path = options.data_dir
    if data.exists():
        sys.exit(f"{data} exists: name a folder that does not")
    catalog = data / "catalog"
    write_catalog(simulate(size=options.size, seed=options.seed, generator=options.generator), catalog)
    parts = [data / "parts" / f"night-{number}" for number in range(1, len(SHARES) + 1)]
    split_catalog(catalog, parts)
    environment = os.environ | {"NAMESAKE_DATA_DIR": str(data), "NAMESAKE_DROP_SETTLE_S": "0"}
    drop = data / "drop" / "catalog"
    drop.mkdir(parents=True)
    for part in parts:
        shutil.move(part, drop / part.name)
        done = subprocess.run([Path(sys.executable).with_name("namesake"), "nightly"], env=environment, check=False)
        if done.returncode not in (0, 3):
            sys.exit(f"the night over {part.name} failed")
    print(f"three nights in {data}; serve them with NAMESAKE_DATA_DIR={data} namesake serve")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--size", type=int, default=2500)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--generator", choices=GENERATORS, default="ledger")
    main(parser.parse_args())
