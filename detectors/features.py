"""Context of candidate pairs, columnar: what two artists share and in what they differ. Symmetric; null means unknown."""

import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from detectors.artist_profiles import SIGNALS, artist_profiles, memberships, shared_items, with_holders
from detectors.blocking import artist_names, candidate_pairs
from detectors.catalog_tables import with_names
from detectors.embeddings import Encoder
from detectors.evidence import Context
from graph.names import pair_operations
from graph.snapshot import Snapshot

_IDENTIFIERS: Final = ("isni", "ipi", "musicbrainz_id", "discogs_id")
_PROFILE: Final = (
    "name", "country", "type", "genres", "biography", "image_phash", "verified", "audience", "audience_measure", "releases", "since", "age_days", "ended_on",
    "assigned_by_name", "assigned_by_identifier", "labelled", "self_credited", "name_count", "name_rarity", *SIGNALS,
    *(f"{kind}_{what}" for kind in SIGNALS for what in ("count", "source", "on")), *_IDENTIFIERS,
)  # fmt: skip
_NAMED: Final = {"payee_example": "payees", "label_example": "labels", "distributor_example": "distributors"}
_NEAR_IMAGE_BITS: Final = 12
"""Of 64 bits; unrelated pictures differ in about 32."""
_MAX_ALIASES: Final = 4
_VECTORS_AT_ONCE: Final = 50_000
"""Pairs whose vectors are laid beside each other at a time: of a million they would take 3 GB."""


@dataclass(frozen=True, slots=True)
class PairFacts:
    """What pairs are described by, of every artist in them.

    Attributes:
        names: as of `artist_names`. `profiles`: as of `artist_profiles`.
        held: as of `memberships`, with `holders`: how many artists of the catalog hold the item.
        called: records with names, by snapshot table: payees, labels, distributors.
    """

    names: pl.DataFrame
    profiles: pl.DataFrame
    held: Mapping[str, pl.DataFrame]
    called: Mapping[str, pl.DataFrame]


def pair_facts(snapshot: Snapshot) -> PairFacts:
    """The facts of a whole catalog."""
    held = {name: with_holders(members) for name, members in memberships(snapshot).items()}
    return PairFacts(artist_names(snapshot), artist_profiles(snapshot), held, snapshot.tables)


def pair_features(pairs: pl.DataFrame, facts: PairFacts, encode: Encoder | None) -> pl.DataFrame:
    """Describe pairs of artists.

    Args: pairs: `left`, `right` (artist ids).
    Returns: the pairs in order with, for each of both sides, profile columns ending in `_left` and `_right`; `operation` by which
    their names meet (`matched_left`, `matched_right`: the names or aliases that did), `name_similarity`, `by_alias`; `THING_shared`
    and `THING_apart` for what artists hold in common; identifiers `_equal` and `_conflict`; likeness of genres, pictures, texts.
    """
    table = _with_names(facts.names, pairs)
    profiles = facts.profiles.select("artist_id", *_PROFILE)
    for side in ("left", "right"):
        named = profiles.rename({column: f"{column}_{side}" for column in _PROFILE})
        table = table.join(named, left_on=side, right_on="artist_id", how="left", maintain_order="left")
    for name, members in facts.held.items():
        table = shared_items(table, members, name)
    table = with_names(table.with_columns(_same_and_different()), facts.called, _NAMED)
    return table.with_columns(
        image_likeness=_image_likeness(table),
        biography_likeness=_text_likeness(table),
        biography_cosine=_text_cosine(table, encode),
    ).with_columns(image_apart=(pl.col("image_likeness") == 0).cast(pl.Float64))


_last: list[tuple[tuple[weakref.ref[pl.DataFrame], ...], object, pl.DataFrame, tuple[str, ...]]] = []
"""The last described snapshot: identity resolution and impersonation look at the same pairs, minutes of work apart."""


def described_pairs(snapshot: Snapshot, context: Context) -> pl.DataFrame:
    """`pair_features` of the snapshot's candidate pairs; worked out once while the same tables are alive."""
    tables = tuple(snapshot.tables.values())
    for known, encode, described, notes in _last:
        if (
            encode is context.encode
            and len(known) == len(tables)
            and all(ref() is table for ref, table in zip(known, tables, strict=True))
        ):
            context.note(notes)
            return described
    proposed = candidate_pairs(snapshot)
    context.note(proposed.notes)
    described = pair_features(proposed.pairs, pair_facts(snapshot), context.encode)
    _last[:] = [(tuple(weakref.ref(table) for table in tables), context.encode, described, proposed.notes)]
    return described


def forget_pairs() -> None:
    """Let go of the described pairs: the largest table of a run, once nobody looks at it any more."""
    _last.clear()


def _with_names(known: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The mildest operation between any two names of the artists."""
    names = known.group_by("artist_id", maintain_order=True).head(_MAX_ALIASES + 1)
    left = names.select(left="artist_id", name_left="name", alias_left="is_alias")
    right = names.select(right="artist_id", name_right="name", alias_right="is_alias")
    crossed = pairs.select("left", "right").join(left, on="left").join(right, on="right")
    compared = pair_operations(crossed)
    best = (
        compared.with_columns(by_alias=(pl.col("alias_left") | pl.col("alias_right")).cast(pl.Float64))
        .sort(
            ["left", "right", "operation_rank", "by_alias", "name_similarity", "name_left", "name_right"],
            descending=[False, False, False, False, True, False, False],
        )
        .unique(["left", "right"], keep="first", maintain_order=True)
        .rename({"name_left": "matched_left", "name_right": "matched_right"})
        .drop("alias_left", "alias_right")
    )
    return pairs.join(best, on=["left", "right"], how="left", maintain_order="left")


def _same_and_different() -> list[pl.Expr]:
    both = {name: (pl.col(f"{name}_left"), pl.col(f"{name}_right")) for name in (*_IDENTIFIERS, "country", "type")}
    compared = [(left == right).cast(pl.Float64).alias(f"{name}_equal") for name, (left, right) in both.items()]
    compared += [(left != right).cast(pl.Float64).alias(f"{name}_conflict") for name, (left, right) in both.items()]
    genres = pl.col("genres_left"), pl.col("genres_right")
    common, union = (
        genres[0].list.set_intersection(genres[1]).list.len(),
        genres[0].list.set_union(genres[1]).list.len(),
    )
    people = [
        pl.when(pl.col(f"audience_measure_{side}").is_not_null()).then(
            (pl.col(f"audience_{side}").cast(pl.Float64) + 10).log10()
        )
        for side in ("left", "right")
    ]
    days = (pl.col("since_left") - pl.col("since_right")).dt.total_days()
    return [
        *compared,
        pl.when(union > 0).then(common / union).alias("genres_likeness"),
        pl.when(union > 0).then((common == 0).cast(pl.Float64)).alias("genres_apart"),
        ((people[0] - people[1]).abs() / 5).clip(0, 1).alias("audience_gap"),
        (days.abs() / 3650).clip(0, 1).alias("age_gap"),
        pl.max_horizontal("name_count_left", "name_count_right").log(2).truediv(5).clip(0, 1).alias("name_common"),
        pl.min_horizontal("name_rarity_left", "name_rarity_right").alias("name_rarity"),
    ]


def _image_likeness(table: pl.DataFrame) -> pl.Series:
    """1 for equal picture hashes, falling to 0 at `_NEAR_IMAGE_BITS` different bits; null where one is unknown."""
    sides = [_bits(table[f"image_phash_{side}"]) for side in ("left", "right")]
    known = sides[0][1] & sides[1][1]
    distance = np.bitwise_count(sides[0][0] ^ sides[1][0]).astype(np.float64)
    likeness = np.clip(1 - distance / _NEAR_IMAGE_BITS, 0, 1)
    return pl.Series(np.where(known, likeness, np.nan)).fill_nan(None)


def different_bits(likeness: float) -> int:
    """How many of 64 bits two pictures of this likeness differ in."""
    return round((1 - likeness) * _NEAR_IMAGE_BITS)


def _bits(hashes: pl.Series) -> tuple[np.ndarray[Any, np.dtype[np.uint64]], np.ndarray[Any, np.dtype[np.bool_]]]:
    well_formed = hashes.str.contains(r"^[0-9a-fA-F]{16}$").fill_null(False).to_list()
    values = [int(text, 16) if good else 0 for text, good in zip(hashes.to_list(), well_formed, strict=True)]
    return np.array(values, dtype=np.uint64), np.array(well_formed, dtype=np.bool_)


def _known_texts(table: pl.DataFrame) -> tuple[np.ndarray[Any, np.dtype[np.intp]], list[str], list[str]]:
    """Row numbers with two texts, and both texts with the artists' own names taken out."""
    known = (table["biography_left"].str.len_chars().fill_null(0) > 0) & (
        table["biography_right"].str.len_chars().fill_null(0) > 0
    )
    rows = np.flatnonzero(known.to_numpy())
    kept = table[rows].select("biography_left", "name_left", "biography_right", "name_right")
    nameless = [
        [text.replace(name, "") for text, name in kept.select(f"biography_{side}", f"name_{side}").iter_rows()]
        for side in ("left", "right")
    ]
    return rows, nameless[0], nameless[1]


def _text_likeness(table: pl.DataFrame) -> pl.Series:
    """Share of equal text between the biographies beyond what any two have (0.5), their own names taken out; 0 to 1."""
    rows, left, right = _known_texts(table)
    values = np.full(table.height, np.nan)
    values[rows] = np.clip(process.cpdist(left, right, scorer=fuzz.ratio) / 50 - 1, 0, 1)
    return pl.Series(values).fill_nan(None)


def _text_cosine(table: pl.DataFrame, encode: Encoder | None) -> pl.Series:
    """Cosine of the biographies' vectors, negative ones as 0; null without an encoder."""
    values = np.full(table.height, np.nan)
    rows, left, right = _known_texts(table)
    if encode is not None and rows.size:
        distinct = sorted(set(left) | set(right))
        vectors = encode(distinct)
        number = {text: place for place, text in enumerate(distinct)}
        one, two = (np.array([number[text] for text in side]) for side in (left, right))
        for start in range(0, rows.size, _VECTORS_AT_ONCE):
            part = slice(start, start + _VECTORS_AT_ONCE)
            values[rows[part]] = np.clip(np.einsum("ij,ij->i", vectors[one[part]], vectors[two[part]]), 0, 1)
    return pl.Series(values).fill_nan(None)
