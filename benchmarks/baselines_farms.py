"""Content farms by what a competent user would write without Namesake: shared payees, communities, dense blocks."""

import heapq
from collections.abc import Iterable
from typing import Any

import graspologic_native
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
    return _rows("component", members.rename({"component": "group"}), snapshot)


def bipartite_leiden(snapshot: Snapshot) -> list[Row]:
    """Leiden communities of the graph of artists and the things that they share, edges unweighted, modularity, resolution 1.

    Of five profiles on, scored as shared-payee components are. Rows of `export findings`.
    Source: Traag, Waltman & van Eck 2019; modularity of a two-mode graph taken for one of one mode, as users do.
    """
    edges = _artist_things(snapshot)
    artists, things = edges["artist_id"].unique().sort(), edges["thing"].unique().sort()
    left = artists.search_sorted(edges["artist_id"]).to_numpy().astype(np.int64)
    right = things.search_sorted(edges["thing"]).to_numpy().astype(np.int64) + len(artists)
    nodes = len(artists) + len(things)
    source, sink = np.concatenate([left, right]), np.concatenate([right, left])
    order = np.lexsort((sink, source))
    starts = np.concatenate([[0], np.cumsum(np.bincount(source, minlength=nodes))]).astype(np.int64)
    _, found = graspologic_native.leiden_csr(
        starts, sink[order].astype(np.int32), np.ones(order.size), nodes, resolution=1.0, iterations=2, seed=1
    )
    group = pl.Series([found[row] for row in range(len(artists))], dtype=pl.Int64)
    return _rows("community", pl.DataFrame({"artist_id": artists, "group": group}), snapshot)


def fraudar_blocks(snapshot: Snapshot, *, blocks: int = 20) -> list[Row]:
    """The densest blocks of artists and things, one after another, edges weighted 1 / log(degree of the thing + 5).

    Each is found by greedy peeling: take away the node with the least weight left, keep the moment at which the weight by node was
    largest. Its edges are then removed and the next block is sought. The score is the density, held against that of the first block.
    Rows of `export findings`, blocks of five profiles on.
    Source: Hooi et al. 2016 (FRAUDAR), camouflage-resistant column weights, several blocks.
    """
    edges = _artist_things(snapshot).with_columns(weight=1 / (pl.len().over("thing") + 5).log())
    found: list[tuple[float, list[str]]] = []
    for _ in range(blocks):
        if edges.is_empty():
            break
        density, inside = _densest(edges.rows())
        block = edges["artist_id"].is_in(inside) & edges["thing"].is_in(inside)
        found.append((density, sorted(set(edges.filter(block)["artist_id"].to_list()))))
        edges = edges.filter(~block)
    first = max((density for density, _ in found), default=1.0)
    return [
        _row(f"block {number}", members, density / first)
        for number, (density, members) in enumerate(found)
        if len(members) >= MIN_SIZE
    ]


def _densest(edges: Iterable[tuple[str, str, float]]) -> tuple[float, list[str]]:
    """The set of nodes with the most weight by node that greedy peeling passes through, and that weight."""
    near: dict[str, dict[str, float]] = {}
    for left, right, weight in edges:
        near.setdefault(left, {})[right] = weight
        near.setdefault(right, {})[left] = weight
    weights = {node: sum(around.values()) for node, around in near.items()}
    total, queue = sum(weights.values()) / 2, [(weight, node) for node, weight in weights.items()]
    heapq.heapify(queue)
    best, removed, best_at = total / len(near), list[str](), 0
    while queue:
        weight, node = heapq.heappop(queue)
        if node not in weights or weight > weights[node]:
            continue
        total -= weights.pop(node)
        removed.append(node)
        for other, share in near[node].items():
            if other in weights:
                weights[other] -= share
                heapq.heappush(queue, (weights[other], other))
        if weights and total / len(weights) > best:
            best, best_at = total / len(weights), len(removed)
    return best, removed[best_at:]


def _artist_things(snapshot: Snapshot) -> pl.DataFrame:
    """`artist_id`, `thing`: payees and their hashes, writers, equal audio, covers and images, labels, ISRC prefixes; of two artists on."""
    releases = snapshot["release_artists"].select("artist_id", "release_id").join(snapshot["releases"], on="release_id")
    mains = snapshot["recording_artists"].filter(pl.col("role") == "main").select("artist_id", "recording_id")
    recordings = mains.join(snapshot["recordings"], on="recording_id")
    paid = releases.select("artist_id", "release_id").join(snapshot["payouts"], on="release_id")
    payees = paid.select("artist_id", "payee_id").unique().join(snapshot["payees"], on="payee_id", how="left")
    people = mains.join(snapshot["contributions"].select("recording_id", "party_name"), on="recording_id")

    def things(table: pl.DataFrame, column: str, value: pl.Expr | None = None) -> pl.DataFrame:
        known = pl.col(column) if value is None else value
        return table.select("artist_id", thing=pl.lit(f"{column} ") + known)

    parts = [
        *(things(payees, column) for column in ("payee_id", *HASHES)),
        *(things(releases, column) for column in ("label_id", "cover_phash")),
        things(snapshot["artists"], "image_phash"),
        things(people, "party_name", pl.col("party_name").str.to_lowercase()),
        things(recordings, "audio_fingerprint"),
        things(recordings, "isrc", pl.col("isrc").str.replace_all("-", "").str.head(5)),
    ]
    edges = pl.concat(parts).drop_nulls().unique()
    return edges.filter(pl.len().over("thing") > 1).sort("artist_id", "thing")


def _rows(what: str, members: pl.DataFrame, snapshot: Snapshot) -> list[Row]:
    """Groups of five profiles on, as rows of `export findings`, scored by how few listen and how many profiles there are.

    Args:
        members: `artist_id`, `group`.
    """
    listeners = snapshot["artists"].select("artist_id", pl.col("monthly_listeners").fill_null(0))
    groups = (
        members.join(listeners, on="artist_id")
        .group_by("group")
        .agg(
            members=pl.col("artist_id").sort(),
            size=pl.len(),
            unheard=(pl.col("monthly_listeners") < FEW_LISTENERS).mean(),
        )
        .filter(pl.col("size") >= MIN_SIZE)
        .with_columns(score=pl.col("unheard") * pl.col("size") / (pl.col("size") + 20))
        .sort(["score", "group"], descending=[True, False])
    )
    return [
        _row(f"{what} {number}", ids, score)
        for number, ids, score in groups.select("group", "members", "score").iter_rows()
    ]


def _row(name: str, members: list[str], score: float) -> Row:
    return {
        "finding_id": name,
        "kind": "content_farm",
        "subject": {"type": "cluster", "id": name},
        "members": members,
        "score": score,
    }


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
