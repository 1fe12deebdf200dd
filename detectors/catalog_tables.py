"""Small tables that several detectors derive from a snapshot: who is paid for what, when things appeared, near-equal
hashes."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
import polars as pl

from graph.snapshot import Snapshot

HASH_COLUMNS = ("account_hash", "tax_id_hash", "email_hash", "address_hash", "device_hash")

_MAX_CHUNK_CROWD = 400
"""Hashes with two equal chunks that are compared with one another; a million random ones have some fifteen."""
MAX_HASH_PAYEES = 200
"""A hash under more payees than this is an office or a shared device, not one operator."""


def release_payees(snapshot: Snapshot) -> pl.DataFrame:
    """Who is paid for each release, once: `release_id`, `payee_id`."""
    return snapshot["payouts"].select("release_id", "payee_id").unique().sort("release_id", "payee_id")


def payee_hashes(snapshot: Snapshot) -> pl.DataFrame:
    """One row per payee and hash that it was registered with: `payee_id`, `hash` (prefixed by its kind)."""
    payees = snapshot["payees"]
    return pl.concat(
        payees.select("payee_id", hash=pl.lit(f"{column}:") + pl.col(column)).drop_nulls() for column in HASH_COLUMNS
    ).sort("payee_id", "hash")


def payee_operators(snapshot: Snapshot) -> pl.DataFrame:
    """Payees joined through shared hashes: `payee_id`, `operator` (the smallest payee id of the group)."""
    hashes = payee_hashes(snapshot)
    groups = hashes.group_by("hash").agg(pl.col("payee_id").sort()).sort("hash")
    paid = release_payees(snapshot)["payee_id"].unique().to_list()
    parent: dict[str, str] = {payee: payee for payee in snapshot["payees"]["payee_id"].to_list() + paid}
    for members in groups["payee_id"].to_list():
        if 2 <= len(members) <= MAX_HASH_PAYEES:
            for other in members[1:]:
                join_groups(parent, members[0], other)
    names = sorted(parent)
    return pl.DataFrame(
        {"payee_id": names, "operator": [group_of(parent, name) for name in names]},
        schema={"payee_id": pl.String(), "operator": pl.String()},
    )


def group_of(parent: dict[str, str], name: str) -> str:
    """The representative (smallest name) of the group of `name`; shortens the path on its way."""
    root = name
    while parent[root] != root:
        root = parent[root]
    while parent[name] != root:
        parent[name], name = root, parent[name]
    return root


def join_groups(parent: dict[str, str], left: str, right: str) -> None:
    """Make the groups of `left` and `right` one."""
    one, two = sorted((group_of(parent, left), group_of(parent, right)))
    parent[two] = one


def release_times(snapshot: Snapshot) -> pl.DataFrame:
    """When each release came: `release_id`, `arrived` (received_at, else the release date), `released` (date)."""
    return snapshot["releases"].select(
        "release_id",
        arrived=pl.coalesce(pl.col("received_at"), pl.col("release_date").cast(pl.Datetime("us"))),
        released=pl.coalesce(pl.col("release_date"), pl.col("received_at").cast(pl.Date)),
    )


def latest(column: str) -> pl.Expr:
    """The newest date of a column but for a hundredth of them, for a wrong year is far ahead; null without any."""
    return pl.col(column).to_physical().quantile(0.99, "lower").cast(pl.Int32).cast(pl.Date)


def plain(column: str) -> pl.Expr:
    """Text folded for comparison: lower case, one space, no outer space."""
    return pl.col(column).str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()


def bare_name(column: str) -> pl.Expr:
    """A person's or company's name without the words that accounts add (estate of, records, ltd), null where nothing is left."""
    words = r"\b(estate|of|the|records?|recordings?|music|publishing|entertainment|ltd|llc|inc|gmbh|limited|group)\b"
    bare = plain(column).str.replace_all(words, " ").str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    return bare.replace("", None)


def rights_line(column: str) -> pl.Expr:
    """A P- or C-line without its sign and year, so that two years of one owner are equal."""
    bare = pl.col(column).str.to_lowercase().str.replace_all(r"℗|©|\(p\)|\(c\)|\b(19|20)\d\d\b", "")
    return bare.str.replace_all(r"[\s,.]+", " ").str.strip_chars().replace("", None)


def registrant(column: str = "isrc") -> pl.Expr:
    """The first five characters of an ISRC: who gave the code out."""
    code = pl.col(column).str.to_uppercase().str.replace_all("-", "")
    return pl.when(code.str.len_chars() == 12).then(code.str.head(5))


def near_hashes(hashes: list[str], *, max_distance: int) -> pl.DataFrame:
    """Pairs of different 64-bit hashes (16 hex digits) that differ in at most `max_distance` bits (6 or fewer).

    Returns: `left` < `right` (the hashes), `distance`. Values that are not 16 hex digits are passed over.
    Source: multi-index hashing, Norouzi et al. 2012: of 8 chunks, 6 flipped bits leave 2 equal.
    """
    known = sorted({text for text in hashes if len(text) == 16 and set(text.lower()) <= set("0123456789abcdef")})
    bits: np.ndarray[Any, np.dtype[np.uint64]] = np.array([int(text, 16) for text in known], dtype=np.uint64)
    chunks = [((bits >> np.uint64(shift)) & np.uint64(0xFF)) for shift in range(0, 64, 8)]
    found = [_equal_chunks(bits, one * np.uint64(256) + two, max_distance) for one, two in combinations(chunks, 2)]
    pairs = np.unique(np.concatenate(found), axis=0)
    names = pl.Series(known, dtype=pl.String)
    left, right = pairs[:, 0], pairs[:, 1]
    distance = np.bitwise_count(bits[left] ^ bits[right]).astype(np.int64)
    return pl.DataFrame({"left": names.gather(left), "right": names.gather(right), "distance": distance})


def _equal_chunks(
    bits: np.ndarray[Any, np.dtype[np.uint64]], key: np.ndarray[Any, np.dtype[np.uint64]], max_distance: int
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Row numbers, shape (n_pairs, 2), left < right, of near hashes with equal keys; crowded keys are passed over."""
    order = np.lexsort((np.arange(bits.size), key))
    pairs = []
    for step in range(1, _MAX_CHUNK_CROWD):
        one, two = order[:-step], order[step:]
        same = key[one] == key[two]
        if not same.any():
            break
        near = same & (np.bitwise_count(bits[one] ^ bits[two]) <= max_distance)
        pairs.append(np.stack([one[near], two[near]], axis=1))
    found = np.concatenate(pairs) if pairs else np.zeros((0, 2), dtype=np.int64)
    return np.sort(found.astype(np.int64), axis=1)


def with_names(
    table: pl.DataFrame, called: Mapping[str, pl.DataFrame] | Snapshot, columns: Mapping[str, str]
) -> pl.DataFrame:
    """The table with ids told by name, "Nova Ltd (p17)", for sentences.

    Args:
        called: the records that ids may be of, by snapshot table (artists, payees, labels, distributors).
        columns: which column holds ids of which table; others stay.
    """
    for column, records in columns.items():
        key = f"{records.removesuffix('s')}_id"
        named = pl.format("{} ({})", "name", key)
        names = called[records].select(pl.col(key).alias(column), _named=named)
        table = (
            table.join(names, on=column, how="left", maintain_order="left")
            .with_columns(pl.coalesce("_named", column).alias(column))
            .drop("_named")
        )
    return table


def shown(value: object, unknown: str = "unknown") -> str:
    """A value of a row for a sentence: the first of a list, or `unknown`."""
    if isinstance(value, list):
        value = value[0] if value else None
    return unknown if value is None else str(value)
