"""A part of a catalog in which attacks can be planted and found at a fraction of the whole's cost."""

from typing import Final

import polars as pl

from graph.snapshot import Snapshot, build_snapshot

_OF_ARTISTS: Final = ("release_artists", "recording_artists")
_NEIGHBOURS: Final = 0.5
"""Share of the sample that is left for the drawn artists' neighbours."""


def sample_artists(snapshot: Snapshot, *, seed: int, max_artists: int | None) -> Snapshot:
    """Artists drawn at random, those who share a name, a release, a recording or a relation with them, and all that is theirs.

    The sample is the snapshot itself where that has no more than `max_artists`. Neighbours come whole, with all their releases; of those
    beyond the room as many as fit are drawn. Labels and distributors are all there; payees are those who are paid for what is kept.
    """
    artists = snapshot["artists"]
    if max_artists is None or artists.height <= max_artists:
        return snapshot
    order = artists.select("artist_id", "name", drawn=pl.col("artist_id").hash(seed)).sort("drawn", "artist_id")
    seeds = order.head(max(1, round(max_artists * (1 - _NEIGHBOURS))))
    near = _neighbours(snapshot, seeds).join(order, on="artist_id").sort("drawn", "artist_id")
    room = near.head(max_artists - seeds.height).select("artist_id")
    rest = order.slice(seeds.height).join(room, on="artist_id", how="anti", maintain_order="left")
    filled = rest.head(max_artists - seeds.height - room.height).select("artist_id")
    return _part(snapshot, pl.concat([seeds.select("artist_id"), room, filled]))


def _neighbours(snapshot: Snapshot, seeds: pl.DataFrame) -> pl.DataFrame:
    """`artist_id` of those who share something with the seeds and are none of them."""
    names = snapshot["artists"].select("artist_id", key=pl.col("name").str.to_lowercase())
    same_name = names.join(seeds.select(key=pl.col("name").str.to_lowercase()).unique(), on="key", how="semi")
    found = [same_name.select("artist_id")]
    for table, key in (("release_artists", "release_id"), ("recording_artists", "recording_id")):
        links = snapshot[table].select("artist_id", key)
        theirs = links.join(seeds, on="artist_id", how="semi").select(key).unique()
        found.append(links.join(theirs, on=key, how="semi").select("artist_id"))
    related = snapshot["artist_relations"]
    found.append(related.join(seeds, on="artist_id", how="semi").select(artist_id="related_artist_id"))
    return pl.concat(found).unique().join(seeds, on="artist_id", how="anti")


def _part(snapshot: Snapshot, kept: pl.DataFrame) -> Snapshot:
    """The snapshot with these artists and what is theirs."""
    tables = dict(snapshot.tables)
    tables["artists"] = tables["artists"].join(kept, on="artist_id", how="semi")
    for name in _OF_ARTISTS:
        tables[name] = tables[name].join(kept, on="artist_id", how="semi")
    releases = tables["release_artists"].select("release_id").unique()
    recordings = tables["recording_artists"].select("recording_id").unique()
    for name in ("releases", "payouts", "availability", "recording_releases"):
        tables[name] = tables[name].join(releases, on="release_id", how="semi")
    for name in ("recordings", "contributions", "recording_releases"):
        tables[name] = tables[name].join(recordings, on="recording_id", how="semi")
    tables["payees"] = tables["payees"].join(tables["payouts"].select("payee_id").unique(), on="payee_id", how="semi")
    ids = pl.concat(
        tables[name].select(subject_type=pl.lit(kind), subject_id=f"{kind}_id")
        for name, kind in (
            ("artists", "artist"),
            ("releases", "release"),
            ("recordings", "recording"),
            ("payees", "payee"),
        )
    )
    tables["signals"] = tables["signals"].join(ids, on=["subject_type", "subject_id"], how="semi")
    for name, sides in (
        ("artist_relations", ("artist_id", "related_artist_id")),
        ("judgements", ("left", "right")),
    ):
        for side in sides:
            tables[name] = tables[name].join(kept, left_on=side, right_on="artist_id", how="semi")
    manifest = snapshot.manifest
    return build_snapshot(tables, schema_version=manifest.schema_version, taken_at=manifest.taken_at)
