"""Why these artists: the rare shared things behind one finding, as a small graph and as a table."""

from collections.abc import Iterable

import networkx as nx
import polars as pl

from detectors.communities import rare_things
from graph.snapshot import Snapshot


def shared_ties(snapshot: Snapshot, members: Iterable[str]) -> pl.DataFrame:
    """The rare things that two or more of the members share, rarest and most shared first.

    Returns: `kind`, `value`, `members_sharing`, `degree` (artists of the whole catalog that have it), `artist_ids`.
    """
    things, _ = rare_things(snapshot)
    return (
        things.filter(pl.col("artist_id").is_in(sorted(set(members))))
        .group_by("kind", "value")
        .agg(
            members_sharing=pl.len().cast(pl.Int64),
            degree=pl.col("degree").first(),
            artist_ids=pl.col("artist_id").sort(),
        )
        .filter(pl.col("members_sharing") > 1)
        .with_columns(share=pl.col("members_sharing") / pl.col("degree"))
        .sort(["members_sharing", "share", "kind", "value"], descending=[True, True, False, False])
        .drop("share")
    )


def explain_members(snapshot: Snapshot, members: Iterable[str]) -> "nx.Graph[str]":
    """The members and the rare things they share, as a graph of two sorts of nodes.

    Node ids are `artist:ID` and `KIND:VALUE`. Artists carry `name`, things carry `degree`; `kind` is on both. An edge's
    `weight` is the inverse log of the thing's degree, its `distance` the reverse, so that short paths are the
    telling ones.
    """
    chosen = sorted(set(members))
    return _graph(snapshot, shared_ties(snapshot, chosen), chosen)


def evidence_path(snapshot: Snapshot, left: str, right: str) -> list[str]:
    """The shortest chain of rare shared things from one artist to another, as node ids; empty if none leads there."""
    things, _ = rare_things(snapshot)
    grouped = things.group_by("kind", "value").agg(
        degree=pl.col("degree").first(), artist_ids=pl.col("artist_id").sort()
    )
    graph = _graph(snapshot, grouped.sort("kind", "value"), [left, right])
    try:
        path: list[str] = nx.shortest_path(graph, f"artist:{left}", f"artist:{right}", weight="distance")
    except nx.NetworkXNoPath:
        return []
    return path


def _graph(snapshot: Snapshot, ties: pl.DataFrame, artists: list[str]) -> "nx.Graph[str]":
    everyone = sorted(set(artists).union(*ties["artist_ids"].to_list()))
    names = dict(snapshot["artists"].filter(pl.col("artist_id").is_in(everyone)).select("artist_id", "name").rows())
    graph: nx.Graph[str] = nx.Graph()
    for artist in everyone:
        graph.add_node(f"artist:{artist}", kind="artist", name=names.get(artist, artist))
    weights = ties.with_columns(distance=(1 + pl.col("degree").cast(pl.Float64)).log(2))
    for row in weights.iter_rows(named=True):
        node = f"{row['kind']}:{row['value']}"
        graph.add_node(node, kind=row["kind"], degree=row["degree"])
        for artist in row["artist_ids"]:
            graph.add_edge(f"artist:{artist}", node, weight=1 / row["distance"], distance=row["distance"])
    return graph
