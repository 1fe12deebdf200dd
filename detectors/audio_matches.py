"""Recordings that sound alike by their fingerprints, and how often unrelated ones do."""

import math
from typing import Any, Final

import numpy as np
import polars as pl

from detectors.catalog_tables import near_hashes

ALL_PAIRS_UP_TO: Final = 12
"""Recordings of one sound that are all paired; beyond it each is paired with the earliest only."""
MAX_BITS: Final = 6
"""Bits in which fingerprints of one sound may differ, as far as `near_hashes` finds all."""
SAMPLED_PAIRS: Final = 100_000
MIN_FINGERPRINTS: Final = 100
"""Below it, copies are too large a part of the random pairs for these to tell what chance does."""


def equal_or_near(sounds: pl.DataFrame) -> pl.DataFrame:
    """Pairs of recordings whose fingerprints are equal or near.

    Args: sounds: `recording_id`, `audio_fingerprint`, `order` (place in time).
    Returns: `left`, `right` (recording ids, once a pair), `distance` in bits, 0 to `MAX_BITS`.
    """
    base = (
        sounds.select("recording_id", "audio_fingerprint", "order")
        .drop_nulls("audio_fingerprint")
        .sort("audio_fingerprint", "order")
        .with_columns(rank=pl.int_range(pl.len()).over("audio_fingerprint"), sharers=pl.len().over("audio_fingerprint"))
    )
    shared = base.filter(pl.col("sharers") > 1)
    equal = (
        shared.join(shared, on="audio_fingerprint", suffix="_right")
        .filter(pl.col("rank") < pl.col("rank_right"), (pl.col("rank") == 0) | (pl.col("sharers") <= ALL_PAIRS_UP_TO))
        .select(left="recording_id", right="recording_id_right", distance=pl.lit(0, pl.Int64))
    )
    hashes = near_hashes(base["audio_fingerprint"].unique().sort().to_list(), max_distance=MAX_BITS)
    few = base.filter(pl.col("rank") < ALL_PAIRS_UP_TO).select("recording_id", "audio_fingerprint")
    near = (
        hashes.join(few, left_on="left", right_on="audio_fingerprint")
        .join(few, left_on="right", right_on="audio_fingerprint", suffix="_right")
        .select(left="recording_id", right="recording_id_right", distance="distance")
    )
    return pl.concat([equal, near])


def chance_of_bits(fingerprints: pl.Series) -> list[float]:
    """How often unrelated fingerprints of this catalog differ in at most 0, 1, … `MAX_BITS` bits.

    The distances of random pairs have the mean and the spread of so many independent bits, of 64 that are drawn fairly and of fewer
    where bits go together; those bits give the chance. 1.0 for all, if there are too few fingerprints to tell.
    Source: degrees of freedom of a code, Daugman 2003.
    """
    known = fingerprints.drop_nulls().unique().sort()
    known = known.filter(known.str.contains(r"^[0-9a-fA-F]{16}$"))
    bits: np.ndarray[Any, np.dtype[np.uint64]] = np.array([int(text, 16) for text in known], dtype=np.uint64)
    mean, freedom = (0.5, 64) if bits.size < MIN_FINGERPRINTS else _independent_bits(bits)
    terms = [math.comb(freedom, k) * mean**k * (1 - mean) ** (freedom - k) for k in range(freedom + 1)]
    return [float(sum(terms[: math.floor(bit * freedom / 64) + 1])) for bit in range(MAX_BITS + 1)]


def _independent_bits(bits: np.ndarray[Any, np.dtype[np.uint64]]) -> tuple[float, int]:
    """The mean share of bits in which random pairs differ, and how many independent bits (of 64) would spread as they do."""
    draw = np.random.default_rng(0)
    left = draw.integers(bits.size, size=SAMPLED_PAIRS)
    right = (left + draw.integers(1, bits.size, size=SAMPLED_PAIRS)) % bits.size
    apart = np.bitwise_count(bits[left] ^ bits[right]) / 64
    mean, spread = float(apart.mean()), float(apart.var())
    return mean, max(1, min(64, round(mean * (1 - mean) / spread))) if spread > 0 else 64


def beyond_chance(pairs: pl.DataFrame, chance: list[float], *, compared: int) -> pl.DataFrame:
    """The pairs at distances that chance alone does not make in such numbers.

    A distance goes where over half of the pairs up to it would be there by chance: such a match is likelier none.

    Args: compared: fingerprints that were compared with one another.
    """
    every = compared * (compared - 1) / 2
    counts = [pairs.filter(pl.col("distance") <= bit).height for bit in range(len(chance))]
    kept = [bit for bit, count in enumerate(counts) if every * chance[bit] <= count / 2]
    return pairs.filter(pl.col("distance").is_in(kept))
