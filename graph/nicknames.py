"""Short and familiar forms of given names: Dave is David, Bob is Robert. English names only.

Source: the `nicknames` package (hand-curated, Apache-2.0); this is the one module that imports it.
"""

from functools import cache

import polars as pl
from nicknames import NickNamer


@cache
def _full_names_of() -> dict[str, frozenset[str]]:
    return {short: frozenset(full) for short, full in NickNamer().canonical_lookup.items()}


def full_names(word: str) -> frozenset[str]:
    """The given names that a word in small letters may stand for, itself among them: dave and david for dave."""
    return _full_names_of().get(word, frozenset()) | {word}


def are_nicknames(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Whether one word (small letters) is a short form of the other, either way round, row by row."""
    return pl.concat_str(one, other, separator=" ").is_in(_known_pairs().implode())


@cache
def _known_pairs() -> pl.Series:
    both = ((short, full) for short, found in _full_names_of().items() for full in found)
    return pl.Series(sorted({pair for short, full in both for pair in (f"{short} {full}", f"{full} {short}")}))
