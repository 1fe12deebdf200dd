"""Content farms by what a competent user would write without Namesake: profiles tied by the payees that they share."""

from typing import Any

import numpy as np
import polars as pl
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from graph.snapshot import Snapshot

Row = dict[str, Any]
MIN_SIZE = 5
FEW_LISTENERS = 10_000
HASHES = ("account_hash", "tax_id_hash", "email_hash", "address_hash", "device_hash")


def shared_payee_components(snapshot: Snapshot) -> list[Row]:
    """Connected components of profiles and payees (payees of an equal hash count as one), from five profiles on.

    The score is the share of little heard profiles times size / (size + 20): big, and nobody listens. Rows of `export findings`.
    """
    paid = (
        snapshot["payouts"]
        .select("payee_id", "release_id")
        .join(snapshot["release_artists"].select("release_id", "artist_id"), on="release_id")
        .select("artist_id", key=pl.lit("payee ") + pl.col("payee_id"))
    )
    hashed = [
        snapshot["payees"].select(left=pl.lit("payee ") + pl.col("payee_id"), right=pl.lit(f"{name} ") + pl.col(name))
        for name in HASHES
    ]
    edges = (
        pl.concat([paid.select(left=pl.lit("artist ") + pl.col("artist_id"), right="key"), *hashed])
        .drop_nulls()
        .unique()
    )
    members = _components(edges)
    listeners = snapshot["artists"].select("artist_id", pl.col("monthly_listeners").fill_null(0))
    groups = (
        members.join(listeners, on="artist_id")
        .group_by("component")
        .agg(
            members=pl.col("artist_id").sort(),
            size=pl.len(),
            unheard=(pl.col("monthly_listeners") < FEW_LISTENERS).mean(),
        )
        .filter(pl.col("size") >= MIN_SIZE)
        .with_columns(score=pl.col("unheard") * pl.col("size") / (pl.col("size") + 20))
        .sort(["score", "component"], descending=[True, False])
    )
    return [
        {
            "finding_id": f"component {number}",
            "kind": "content_farm",
            "subject": {"type": "cluster", "id": f"component {number}"},
            "members": ids,
            "score": score,
        }
        for number, ids, score in groups.select("component", "members", "score").iter_rows()
    ]


def _components(edges: pl.DataFrame) -> pl.DataFrame:
    """`artist_id`, `component` of each artist among the edges' ends."""
    ends = pl.concat([edges["left"], edges["right"]]).unique().sort()
    place = pl.DataFrame({"end": ends, "place": np.arange(len(ends))})
    numbered = edges.join(place, left_on="left", right_on="end").join(
        place, left_on="right", right_on="end", suffix="_right"
    )
    sides = numbered["place"].to_numpy(), numbered["place_right"].to_numpy()
    _, component = connected_components(
        coo_matrix((np.ones(numbered.height), sides), shape=(len(ends), len(ends))), directed=False
    )
    table = place.with_columns(component=pl.Series(component).cast(pl.Int64)).filter(
        pl.col("end").str.starts_with("artist ")
    )
    return table.select(artist_id=pl.col("end").str.strip_prefix("artist "), component="component")
