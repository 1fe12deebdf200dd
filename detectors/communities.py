"""Communities of artists that share rare things: a payee, an account, a writer, a sound, a cover, a run of ISRCs.

Each shared thing ties the artists that have it, by the inverse logarithm of how many have it. What too many share is
left out and
reported; what dozens share becomes a node of its own, so that no tie table grows with the square of a group.
"""

from dataclasses import dataclass
from typing import Any

import graspologic_native
import numpy as np
import polars as pl

from detectors.catalog_tables import (
    group_of,
    join_groups,
    near_hashes,
    payee_hashes,
    plain,
    registrant,
    release_payees,
    rights_line,
)
from graph.snapshot import Snapshot

HUB = "\x00"
"""First character of a node that stands for a shared thing, never of an artist."""


@dataclass(frozen=True, slots=True)
class CommunityOptions:
    """`max_degree` by kind: a thing that more artists share is left out. `clique_degree`: up to it, all pairs are
    tied."""

    resolutions: tuple[float, ...] = (1.0, 4.0, 16.0)
    min_size: int = 4
    max_size: int = 2500
    clique_degree: int = 16
    max_degree: int = 120
    max_cohort: int = 40
    max_money_degree: int = 2500
    strong_kinds: tuple[str, ...] = ("payee", "account", "fingerprint", "cover", "image", "isrc_run")
    seed: int = 7


MONEY_KINDS = ("payee", "account")
COHORT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Communities:
    """`table`: `members` (sorted artist ids), `resolution` (0 for connected components and single things), each set
    once.

    `ties`: the rare things (`artist_id`, `kind`, `value`, `degree`). `notes`: what was left out by the caps.
    """

    table: pl.DataFrame
    ties: pl.DataFrame
    notes: tuple[str, ...]


def shared_things(snapshot: Snapshot) -> pl.DataFrame:
    """Everything that could tie artists: `artist_id`, `kind`, `value`, each once, shared by two or more. Sorted."""
    pages = snapshot["release_artists"].select("artist_id", "release_id")
    credits = snapshot["recording_artists"].filter(pl.col("role") == "main").select("artist_id", "recording_id")
    paid = pages.join(release_payees(snapshot), on="release_id").select("artist_id", "payee_id").unique()
    releases = pages.join(snapshot["releases"], on="release_id")
    recordings = credits.join(snapshot["recordings"], on="recording_id")
    people = credits.join(snapshot["contributions"], on="recording_id")
    parts = [
        _things(paid, "payee", pl.col("payee_id")),
        _things(paid.join(payee_hashes(snapshot), on="payee_id"), "account", pl.col("hash")),
        _things(people, "contributor", plain("party_name")),
        _things(people, "contributor_ipi", pl.col("ipi")),
        _things(recordings, "fingerprint", pl.col("audio_fingerprint")),
        _near(_things(releases, "cover", pl.col("cover_phash"))),
        _near(_things(snapshot["artists"], "image", pl.col("image_phash"))),
        _things(recordings, "registrant", registrant()),
        _isrc_runs(recordings),
        _things(releases, "p_line", rights_line("p_line")),
        _things(releases, "c_line", rights_line("c_line")),
        _things(releases, "label", pl.col("label_id")),
        _cohorts(snapshot, releases),
    ]
    things = pl.concat(parts).unique()
    return (
        things.with_columns(degree=pl.len().over("kind", "value").cast(pl.Int64))
        .filter(pl.col("degree") > 1)
        .sort("kind", "value", "artist_id")
    )


def _things(table: pl.DataFrame, kind: str, value: pl.Expr) -> pl.DataFrame:
    return table.select("artist_id", kind=pl.lit(kind), value=value).drop_nulls().filter(pl.col("value") != "").unique()


def _near(things: pl.DataFrame) -> pl.DataFrame:
    """Image hashes within 6 bits of each other count as one thing."""
    values = things["value"].unique().sort().to_list()
    parent = {value: value for value in values}
    for left, right in near_hashes(values, max_distance=6).select("left", "right").rows():
        join_groups(parent, left, right)
    groups = pl.DataFrame(
        {"value": values, "group": [group_of(parent, value) for value in values]},
        schema={"value": pl.String(), "group": pl.String()},
    )
    return things.join(groups, on="value").select("artist_id", "kind", value="group").unique()


def _cohorts(snapshot: Snapshot, releases: pl.DataFrame) -> pl.DataFrame:
    """Profiles of one genre that were made within the same thirty days and are delivered by one distributor.

    What is left to tie a farm whose money and people are all kept apart. The thirty days are cut twice, half of them apart, so that
    no two neighbouring days are always parted.
    """
    pages = snapshot["artists"].select(
        "artist_id", day=pl.col("created_on").dt.epoch("d"), genre=pl.col("genres").list.first().str.to_lowercase()
    )
    delivered = releases.select("artist_id", "distributor_id").unique().join(pages, on="artist_id")
    halves = [
        delivered.select(
            "artist_id",
            kind=pl.lit("cohort"),
            value=pl.format(
                "{} by {}, {} days from {}",
                "genre",
                "distributor_id",
                pl.lit(COHORT_DAYS),
                ((pl.col("day") + start) // COHORT_DAYS * COHORT_DAYS - start).cast(pl.Int32).cast(pl.Date),
            ),
        )
        for start in (0, COHORT_DAYS // 2)
    ]
    return pl.concat(halves).drop_nulls().unique()


def _isrc_runs(recordings: pl.DataFrame) -> pl.DataFrame:
    """Consecutive ISRCs (a step of at most 2) over several artists: the value names the first code of the run."""
    code = pl.col("isrc").str.to_uppercase().str.replace_all("-", "")
    codes = (
        recordings.select("artist_id", code=code)
        .filter(pl.col("code").str.contains(r"^[A-Z0-9]{7}\d{5}$"))
        .with_columns(prefix=pl.col("code").str.head(7), number=pl.col("code").str.tail(5).cast(pl.Int64))
        .sort("prefix", "number", "artist_id")
    )
    step = pl.col("number").diff().over("prefix")
    started = (step.is_null() | (step > 2)).fill_null(True)
    return (
        codes.with_columns(run=started.cum_sum())
        .with_columns(value=pl.col("code").first().over("run"))
        .select("artist_id", kind=pl.lit("isrc_run"), value="value")
        .unique()
    )


def rare_things(snapshot: Snapshot, *, options: CommunityOptions | None = None) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The shared things below the caps, with `weight` (inverse log of the degree) and `thing` (a number for kind and value), and what the caps left out."""
    choices = options or CommunityOptions()
    things = shared_things(snapshot)
    cap = (
        pl.when(pl.col("kind").is_in(MONEY_KINDS))
        .then(pl.lit(choices.max_money_degree))
        .when(pl.col("kind") == "cohort")
        .then(pl.lit(choices.max_cohort))
        .otherwise(pl.lit(choices.max_degree))
    )
    weighed = things.with_columns(
        weight=1 / (1 + pl.col("degree").cast(pl.Float64)).log(2),
        over=pl.col("degree") > cap,
        thing=((pl.col("kind") != pl.col("kind").shift()) | (pl.col("value") != pl.col("value").shift()))
        .fill_null(True)
        .cum_sum()
        .cast(pl.UInt32),
    )
    left_out = (
        weighed.filter("over")
        .group_by("kind")
        .agg(n=pl.col("value").n_unique(), most=pl.col("degree").max())
        .sort("kind")
    )
    notes = tuple(
        f"communities: {row['n']} {row['kind']} values shared by up to {row['most']} artists were too common to "
        f"tie anyone"
        for row in left_out.iter_rows(named=True)
    )
    return weighed.filter(~pl.col("over")).drop("over"), notes


def artist_ties(things: pl.DataFrame, *, clique_degree: int) -> pl.DataFrame:
    """The projection: `left` < `right`, `weight`; artists of a thing with a larger degree are tied to its hub node.

    Args:
        things: as of `rare_things`.
    """
    small = things.filter(pl.col("degree") <= clique_degree)
    pairs = small.join(small.select("artist_id", "kind", "value"), on=["kind", "value"], suffix="_right").filter(
        pl.col("artist_id") < pl.col("artist_id_right")
    )
    direct = pairs.select(left="artist_id", right="artist_id_right", weight="weight")
    large = things.filter(pl.col("degree") > clique_degree)
    hubs = large.select(
        left=pl.lit(HUB) + pl.col("kind") + ":" + pl.col("value"),
        right="artist_id",
        weight=pl.col("weight") * clique_degree / 2,
    )
    return pl.concat([direct, hubs]).group_by("left", "right").agg(pl.col("weight").sum()).sort("left", "right")


def components(ties: pl.DataFrame) -> list[tuple[str, ...]]:
    """Connected components of a tie table, artists only, each sorted, in order of their first member."""
    pairs = ties.select("left", "right").rows()
    parent = {name: name for pair in pairs for name in pair}
    for left, right in pairs:
        join_groups(parent, left, right)
    groups: dict[str, list[str]] = {}
    for name in sorted(parent):
        if not name.startswith(HUB):
            groups.setdefault(group_of(parent, name), []).append(name)
    return sorted(tuple(members) for members in groups.values())


@dataclass(frozen=True, slots=True)
class TieGraph:
    """A tie table as compressed sparse rows, both directions: `names` (n_nodes, sorted), `indptr` (n_nodes + 1), `indices` and
    `weights` (twice the ties)."""

    names: pl.Series
    indptr: np.ndarray[Any, np.dtype[np.int64]]
    indices: np.ndarray[Any, np.dtype[np.int32]]
    weights: np.ndarray[Any, np.dtype[np.float64]]


def tie_graph(ties: pl.DataFrame) -> TieGraph:
    """The graph of `left`, `right`, `weight`."""
    names = pl.concat([ties["left"], ties["right"]]).unique().sort()
    numbers = pl.DataFrame({"name": names}).with_row_index("row")
    ends = [
        ties.select(name=side).join(numbers, on="name", how="left", maintain_order="left")["row"].to_numpy()
        for side in ("left", "right")
    ]
    source, sink = np.concatenate(ends), np.concatenate(ends[::-1])
    order = np.lexsort((sink, source))
    indptr = np.concatenate([[0], np.cumsum(np.bincount(source, minlength=len(names)))]).astype(np.int64)
    weights = np.tile(ties["weight"].to_numpy(), 2)[order].astype(np.float64)
    return TieGraph(names, indptr, sink[order].astype(np.int32), weights)


def leiden_communities(graph: TieGraph, *, resolution: float, seed: int) -> list[tuple[str, ...]]:
    """Leiden communities of a graph of ties by modularity, artists only. Same ties and seed, same communities.

    Source: Traag, Waltman, van Eck 2019, as implemented in graspologic-native.
    """
    if graph.names.is_empty():
        return []
    _, found = graspologic_native.leiden_csr(
        graph.indptr,
        graph.indices,
        graph.weights,
        len(graph.names),
        resolution=resolution,
        iterations=2,
        seed=seed,
    )
    home = [found[row] for row in range(len(graph.names))]
    homes = pl.DataFrame({"name": graph.names, "home": home}).filter(~pl.col("name").str.starts_with(HUB))
    groups = homes.group_by("home", maintain_order=True).agg("name")
    return sorted(map(tuple, groups["name"].to_list()))


def find_communities(snapshot: Snapshot, *, options: CommunityOptions | None = None) -> Communities:
    """Groups of artists tied by rare things: components, single money ties and Leiden at several resolutions."""
    choices = options or CommunityOptions()
    things, notes = rare_things(snapshot, options=choices)
    strong = things.filter(pl.col("kind").is_in(choices.strong_kinds))
    money = things.filter(pl.col("kind").is_in(MONEY_KINDS))
    every, firm, paid = (artist_ties(part, clique_degree=choices.clique_degree) for part in (things, strong, money))
    found: dict[tuple[str, ...], float] = {}
    groups = [(0.0, components(part)) for part in (every, firm, paid)]
    groups.append((0.0, _by_single_thing(things)))
    graphs = [tie_graph(part) for part in (every, firm, paid)]
    for resolution in choices.resolutions:
        for graph in graphs:
            groups.append((resolution, leiden_communities(graph, resolution=resolution, seed=choices.seed)))
    for resolution, communities in groups:
        for members in communities:
            if choices.min_size <= len(members) <= choices.max_size:
                found.setdefault(members, resolution)
    ordered = sorted(found.items())
    table = pl.DataFrame(
        {"members": [list(members) for members, _ in ordered], "resolution": [resolution for _, resolution in ordered]},
        schema={"members": pl.List(pl.String), "resolution": pl.Float64()},
    )
    return Communities(table, things, notes)


def _by_single_thing(things: pl.DataFrame) -> list[tuple[str, ...]]:
    """The artists of each payee, account and label: a small farm may be no more than that."""
    kept = things.filter(pl.col("kind").is_in([*MONEY_KINDS, "label", "p_line", "registrant"]))
    groups = kept.group_by("kind", "value").agg(pl.col("artist_id").sort())
    return sorted({tuple(members) for members in groups["artist_id"].to_list()})
