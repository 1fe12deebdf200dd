"""Artists and releases taken out of a snapshot, as drafts that are not in it yet."""

from collections.abc import Mapping, Sequence

import polars as pl

from detectors.screening_releases import CREDITS
from graph.snapshot import Snapshot

_KEPT = ("payees", "labels", "distributors", "judgements")
Ids = Mapping[str, Sequence[str]]
"""Ids by column."""


def take_out_artists(snapshot: Snapshot, artist_ids: Sequence[str]) -> tuple[Snapshot, Snapshot]:
    """The artists with all that they are on, as drafts, other artists of it left out; and the rest."""
    ids = {
        "artist_id": artist_ids,
        "release_id": _on(snapshot["release_artists"], "artist_id", artist_ids, "release_id"),
        "recording_id": _on(snapshot["recording_artists"], "artist_id", artist_ids, "recording_id"),
    }
    drafts = _rows(snapshot, ids, inside=True)
    for name in ("release_artists", "recording_artists"):
        drafts[name] = drafts[name].filter(pl.col("artist_id").is_in(list(artist_ids)))
    return Snapshot(drafts, snapshot.manifest), Snapshot(_rows(snapshot, ids, inside=False), snapshot.manifest)


def take_out_releases(snapshot: Snapshot, release_ids: Sequence[str]) -> tuple[Snapshot, Snapshot, pl.DataFrame]:
    """The releases with their recordings as drafts, the rest, and the credits that they ask for, by id. Recordings that are on other
    releases too stay there."""
    links = snapshot["recording_releases"]
    recordings = _on(links, "release_id", release_ids, "recording_id")
    others = links.filter(~pl.col("release_id").is_in(list(release_ids)))["recording_id"].implode()
    alone = pl.Series(recordings, dtype=pl.String).to_frame("id").filter(~pl.col("id").is_in(others))["id"].to_list()
    drafts = _rows(snapshot, {"release_id": release_ids, "recording_id": recordings}, inside=True)
    drafts["recording_releases"] = links.filter(pl.col("release_id").is_in(list(release_ids)))
    rest = _rows(snapshot, {"release_id": release_ids, "recording_id": alone}, inside=False)
    return Snapshot(drafts, snapshot.manifest), Snapshot(rest, snapshot.manifest), _credits(drafts)


def _credits(drafts: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The artists of the releases, and as featured ones those who are on their recordings only."""
    main = drafts["release_artists"].select("release_id", "artist_id", "position", role=pl.lit("main"))
    played = drafts["recording_releases"].join(drafts["recording_artists"], on="recording_id")
    guests = (
        played.select("release_id", "artist_id")
        .unique(maintain_order=True)
        .join(main, on=["release_id", "artist_id"], how="anti")
        .with_columns(position=pl.int_range(pl.len(), dtype=pl.Int64).over("release_id"), role=pl.lit("featured"))
    )
    both = pl.concat([main, guests.select(main.columns)])
    return both.with_columns(name=pl.lit(None, dtype=pl.String)).select(list(CREDITS))


def _on(table: pl.DataFrame, column: str, ids: Sequence[str], wanted: str) -> list[str]:
    found: list[str] = table.filter(pl.col(column).is_in(list(ids)))[wanted].unique().sort().to_list()
    return found


def _rows(snapshot: Snapshot, ids: Ids, *, inside: bool) -> dict[str, pl.DataFrame]:
    """Each table's rows with one of the ids, or those without; records with names are in both."""
    every = [value for values in ids.values() for value in values]
    found = {}
    for name, table in snapshot.tables.items():
        if name in _KEPT:
            found[name] = table
            continue
        keys = [key for key in ids if key in table.columns and (name, key) != ("contributions", "artist_id")]
        has = [pl.col(key).is_in(list(ids[key])).fill_null(False) for key in keys]
        if name == "signals":
            has = [pl.col("subject_id").is_in(every)]
        chosen = pl.any_horizontal(pl.lit(False), *has)
        found[name] = table.filter(chosen if inside else ~chosen)
    return found
