"""Which profiles are one act, by what a competent user would write without Namesake: name plus a shared id, and Splink 5.

Each gives rows of `export identities`.
"""

import logging
import sys
from typing import Any

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from graph.snapshot import Snapshot

Row = dict[str, Any]
IDENTIFIERS = ("isni", "ipi", "musicbrainz_id", "discogs_id")
MIN_RATIO = 90
SPLINK_THRESHOLD = 0.95
"""As Splink's tutorial clusters."""
_LISTS = ("aliases", "urls", "genres", "payees")


def name_and_shared_id(snapshot: Snapshot, *, fuzzy: bool) -> list[Row]:
    """Profiles that share an identifier, a url or a payee and whose names are equal (or, `fuzzy`, alike by 90 of 100)."""
    artists = records(snapshot)
    keys = [artists.select("unique_id", key=pl.lit(f"{name} ") + pl.col(name)).drop_nulls() for name in IDENTIFIERS]
    keys += [
        artists.select("unique_id", key=name)
        .explode("key")
        .drop_nulls()
        .with_columns(key=pl.lit(f"{name} ") + pl.col("key"))
        for name in ("urls", "payees")
    ]
    named = pl.concat(keys).join(artists.select("unique_id", "name"), on="unique_id")
    crowds = pl.len().over("key").is_between(2, 200)  # a distributor that collects for thousands ties nobody
    named = named.filter(crowds)
    pairs = (
        named.join(named, on="key", suffix="_right")
        .filter(pl.col("unique_id") < pl.col("unique_id_right"))
        .unique(["unique_id", "unique_id_right"])
        .sort("unique_id", "unique_id_right")
    )
    likeness = process.cpdist(pairs["name"].to_list(), pairs["name_right"].to_list(), scorer=fuzz.ratio)
    alike = likeness >= (MIN_RATIO if fuzzy else 100)
    return identities(snapshot, pairs.filter(alike).select(left="unique_id", right="unique_id_right"))


def splink_pairs(snapshot: Snapshot) -> pl.DataFrame:
    """Splink 5 on DuckDB, unsupervised, as its documentation advises: `left`, `right`, `probability` of each scored pair.

    Prior from deterministic rules, u from random pairs, m by expectation maximisation over three blockings; name with term
    frequencies, aliases, country, type, ISNI, urls, payees, genres.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)  # levels unseen in a small catalog keep Splink's defaults
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from splink.internals.exceptions import EMTrainingException

    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            cl.ArrayIntersectAtSizes("aliases", [1]),
            cl.ExactMatch("country").configure(term_frequency_adjustments=True),
            cl.ExactMatch("type"),
            cl.ExactMatch("isni"),
            cl.ArrayIntersectAtSizes("urls", [1]),
            cl.ArrayIntersectAtSizes("payees", [1]),
            cl.ArrayIntersectAtSizes("genres", [2, 1]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("name"),
            block_on("substr(name, 1, 4)", "country"),
            block_on("isni"),
            block_on("urls", arrays_to_explode=["urls"]),
            block_on("payees", "substr(name, 1, 3)", arrays_to_explode=["payees"]),
        ],
        retain_matching_columns=False,
    )
    linker = Linker(DuckDBAPI().register(records(snapshot).to_arrow()), settings, log_level=None)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("isni"), block_on("name", "country")], recall=0.6)
    training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in (block_on("substr(name, 1, 4)"), block_on("isni"), block_on("name")):
        try:
            training.estimate_parameters_using_expectation_maximisation(rule)
        except EMTrainingException as error:  # no two profiles share an ISNI: what the other rules teach stands
            print(f"Splink 5 leaves out a rule: {str(error).splitlines()[0]}", file=sys.stderr)
    predicted = linker.inference.predict(threshold_match_probability=0.01).as_pyarrow_table()
    table = pl.from_arrow(predicted)
    assert isinstance(table, pl.DataFrame)
    return table.select(left="unique_id_l", right="unique_id_r", probability="match_probability").sort("left", "right")


def splink_identities(snapshot: Snapshot, pairs: pl.DataFrame) -> list[Row]:
    """Connected components of Splink's pairs from a probability of 0.95 on, as its tutorial clusters."""
    return identities(snapshot, pairs.filter(pl.col("probability") >= SPLINK_THRESHOLD).select("left", "right"))


def records(snapshot: Snapshot) -> pl.DataFrame:
    """One record a profile: `unique_id`, name in small letters, the other columns of `artists`, and its payees; empty lists are null."""
    payees = (
        snapshot["payouts"]
        .join(snapshot["release_artists"], on="release_id")
        .group_by("artist_id")
        .agg(payees=pl.col("payee_id").unique().sort())
    )
    artists = snapshot["artists"].join(payees, on="artist_id", how="left").sort("artist_id")
    columns = ["country", "type", *IDENTIFIERS, *_LISTS]
    return artists.select(
        pl.col("artist_id").alias("unique_id"), pl.col("name").str.to_lowercase(), *columns
    ).with_columns(pl.when(pl.col(name).list.len() > 0).then(pl.col(name)) for name in _LISTS)


def identities(snapshot: Snapshot, pairs: pl.DataFrame) -> list[Row]:
    """Connected components of the pairs, every artist in one."""
    ids = sorted(snapshot["artists"]["artist_id"].to_list())
    place = {artist: number for number, artist in enumerate(ids)}
    ends = [np.array([place[artist] for artist in pairs[side]], dtype=np.int64) for side in ("left", "right")]
    graph = coo_matrix((np.ones(len(ends[0])), tuple(ends)), shape=(len(ids), len(ids)))
    _, component = connected_components(graph, directed=False)
    members: dict[int, list[str]] = {}
    for artist, number in zip(ids, component.tolist(), strict=True):
        members.setdefault(number, []).append(artist)
    return [{"identity_id": group[0], "artist_ids": group} for group in members.values()]
