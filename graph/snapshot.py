"""A snapshot: one night's frozen view of the graph as columnar tables, the only thing that detectors see."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from graph.errors import BadSnapshot
from graph.records import INTEGER, RECORDS, TEXT, empty
from graph.references import settle_references

_LEFT_OUT = {
    "payouts": ("statement_id",),
    "releases": ("artist_ids",),
    "recordings": ("artist_ids", "featured_artist_ids", "release_ids"),
}

SNAPSHOT_SCHEMA: dict[str, dict[str, pl.DataType]] = {
    **{
        name: {column: kind for column, kind in table.columns.items() if column not in _LEFT_OUT.get(name, ())}
        for name, table in RECORDS.items()
        if name != "appearances"
    },
    "release_artists": {"release_id": TEXT, "artist_id": TEXT, "position": INTEGER},
    "recording_artists": {"recording_id": TEXT, "artist_id": TEXT, "role": TEXT, "position": INTEGER},
    "recording_releases": {"recording_id": TEXT, "release_id": TEXT},
    "judgements": {"left": TEXT, "right": TEXT, "verdict": TEXT, "reviewer": TEXT, "reason": TEXT, "at": TEXT},
}
"""Columns of each table. Lists of ids are tables of their own (`role` is main or featured). Every table is sorted by its columns,
so equal graphs give equal bytes. Payouts of several statements are one sum. `judgements`: a person's verdict on two artist ids (same, different, unsure)."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds: `counts` by table, `content_hash` over all tables (equal content, equal hash)."""

    schema_version: int
    taken_at: str
    counts: dict[str, int]
    content_hash: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Tables by name, each with the columns of `SNAPSHOT_SCHEMA`."""

    tables: Mapping[str, pl.DataFrame]
    manifest: Manifest

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.tables[table]


def build_snapshot(tables: Mapping[str, pl.DataFrame], *, schema_version: int, taken_at: str) -> Snapshot:
    """Settle references, order the tables, fill in the missing ones and describe them. `taken_at`: ISO 8601 in UTC."""
    whole = {
        name: tables[name].select(pl.col(column).cast(kind) for column, kind in schema.items())
        if name in tables
        else pl.DataFrame(schema=schema)
        for name, schema in SNAPSHOT_SCHEMA.items()
    }
    settled = settle_references(whole)
    for name in (
        "release_artists",
        "recording_artists",
    ):  # of an artist whose record has not arrived, nothing can be said
        settled[name] = settled[name].join(settled["artists"].select("artist_id"), on="artist_id", how="semi")
    ordered: dict[str, pl.DataFrame] = {}
    digest = hashlib.sha256()
    for name, table in settled.items():
        schema = SNAPSHOT_SCHEMA[name]
        keys = [column for column, kind in schema.items() if not isinstance(kind, pl.List)]
        ordered[name] = table.sort(keys, nulls_last=True, maintain_order=True)
        digest.update(f"{name}\n{json.dumps(list(schema))}\n".encode())
        digest.update(ordered[name].hash_rows(seed=0).to_numpy().tobytes())
    counts = {name: table.height for name, table in ordered.items()}
    return Snapshot(ordered, Manifest(schema_version, taken_at, counts, digest.hexdigest()))


def snapshot_from_records(records: Mapping[str, pl.DataFrame], *, taken_at: str = "") -> Snapshot:
    """The snapshot that loading these record tables into an empty graph would give."""
    known = {name: records.get(name, empty(name)) for name in RECORDS}
    appearances = known.pop("appearances").select("recording_id", "release_id")
    release_artists = _exploded(known["releases"], "release_id", "artist_ids", "artist_id")
    recording_artists = pl.concat(
        _exploded(known["recordings"], "recording_id", column, "artist_id").with_columns(role=pl.lit(role))
        for column, role in (("artist_ids", "main"), ("featured_artist_ids", "featured"))
    )
    return build_snapshot(
        {
            **known,
            "release_artists": release_artists,
            "recording_artists": recording_artists,
            "recording_releases": pl.concat(
                [
                    _exploded(known["recordings"], "recording_id", "release_ids", "release_id").drop("position"),
                    appearances,
                ]
            ).unique(),
        },
        schema_version=0,
        taken_at=taken_at,
    )


def _exploded(table: pl.DataFrame, key: str, column: str, name: str) -> pl.DataFrame:
    return (
        table.select(key, pl.col(column).alias(name))
        .with_columns(position=pl.int_ranges(pl.col(name).list.len()))
        .explode(name, "position")
        .drop_nulls(name)
        .unique([key, name], keep="first", maintain_order=True)
    )


def write_snapshot(snapshot: Snapshot, folder: Path) -> None:
    """Write Parquet files and `manifest.json` into `folder`, whole or not at all."""
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for name, table in snapshot.tables.items():
        table.write_parquet(partial / f"{name}.parquet")
    (partial / "manifest.json").write_text(json.dumps(asdict(snapshot.manifest), indent=2) + "\n")
    if folder.exists():
        shutil.rmtree(folder)
    os.replace(partial, folder)


def read_manifest(folder: Path) -> Manifest | None:
    """What a snapshot folder says that it holds; None where there is none, or it is just being replaced."""
    try:
        return Manifest(**json.loads((folder / "manifest.json").read_text()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise BadSnapshot(
            f"the manifest of {folder.name} cannot be read: {error}", hint="run `namesake detect` to take a new one"
        ) from error


def read_snapshot(folder: Path) -> Snapshot:
    """Read a snapshot folder. Raises: BadSnapshot: the folder is not a whole snapshot."""
    try:
        manifest = Manifest(**json.loads((folder / "manifest.json").read_text()))
        tables = {name: pl.read_parquet(folder / f"{name}.parquet") for name in SNAPSHOT_SCHEMA}
    except (OSError, ValueError, TypeError, pl.exceptions.PolarsError) as error:
        raise BadSnapshot(
            f"{folder} is not a whole snapshot: {error}", hint="run `namesake detect` to take a new one"
        ) from error
    return Snapshot(tables, manifest)
