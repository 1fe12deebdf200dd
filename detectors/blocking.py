"""Candidate pairs: artists that share a key which a lookalike, or a second profile of one act, must share. Never all pairs.

Keys are columns joined in Polars. A key that too many artists share is capped: its artists meet only the most followed among
them (the ones worth imitating), and the cap is reported.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from detectors.blocking_keys import (
    copied_keys,
    first_and_initial_keys,
    identifier_keys,
    keyed,
    name_form_keys,
    near_image_pairs,
)
from graph.name_keys import name_keys
from graph.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class BlockingOptions:
    """`max_block`: artists that a key may join pairwise; `max_weak_block`: of a key that only near names share; `max_copied_block`: of a
    title or biography, past which it is nobody's own. `leaders`: most followed artists that the rest of a larger block meets.

    `min_similarity`: pairs that only weak keys join need this Jaro-Winkler similarity (0 to 1) of their canonical or transliterated
    names, or `min_held`, the token-set ratio (0 to 100) of their words. `two_deletions_from`: letters from which two deleted letters
    are tried. `rare_grams`: rarest trigrams of a name used as keys. `max_image_bits`: of 64, by which near pictures differ.
    """

    max_block: int = 30
    max_weak_block: int = 16
    max_copied_block: int = 4
    leaders: int = 10
    min_similarity: float = 0.8
    min_held: float = 95.0
    max_image_bits: int = 8
    min_deletion_length: int = 4
    two_deletions_from: int = 8
    max_deletion_length: int = 12
    max_trigrams: int = 24
    rare_grams: int = 3


DEFAULTS: Final = BlockingOptions()


@dataclass(frozen=True, slots=True)
class PairTable:
    """`pairs`: left < right (artist ids), `keys` (sorted names of what joined them); `notes`: the blocks that were capped."""

    pairs: pl.DataFrame
    notes: tuple[str, ...] = field(default=())


def artist_names(snapshot: Snapshot) -> pl.DataFrame:
    """Every name an artist goes by: `artist_id`, `name`, `is_alias`; each name once."""
    artists = snapshot["artists"]
    aliases = (
        artists.select("artist_id", name="aliases").explode("name").drop_nulls().with_columns(is_alias=pl.lit(True))
    )
    names = artists.select("artist_id", "name").with_columns(is_alias=pl.lit(False))
    return pl.concat([names, aliases]).unique(["artist_id", "name"], keep="first", maintain_order=True)


def audience(snapshot: Snapshot) -> pl.DataFrame:
    """How many people know each artist: `artist_id`, `audience` (the largest of followers, monthly listeners and listeners of one
    recording; 0 where none is known) and `audience_measure` (which of them it is, by its column; null where none is known)."""
    played = (
        snapshot["recording_artists"]
        .join(snapshot["recordings"].select("recording_id", "streams_28d", "listeners_28d"), on="recording_id")
        .group_by("artist_id")
        .agg(pl.max("listeners_28d"))
    )
    measures = ("monthly_listeners", "followers", "listeners_28d")
    people = pl.max_horizontal(measures)
    measure = pl.coalesce(pl.when(pl.col(name) == people).then(pl.lit(name)) for name in measures)
    return (
        snapshot["artists"]
        .join(played, on="artist_id", how="left")
        .select("artist_id", audience=people.fill_null(0).clip(0), audience_measure=measure)
        .sort("artist_id")
    )


def candidate_pairs(snapshot: Snapshot, options: BlockingOptions = DEFAULTS) -> PairTable:
    """Pair the artists whose names or identifiers meet. Deterministic, sorted by left and right."""
    names = artist_names(snapshot)
    forms = name_keys(names["name"])
    known = names.select("artist_id", "name").join(forms, on="name")
    people = audience(snapshot)
    notes: list[str] = []
    certain = [
        _joined(keys, people, notes, most=options.max_block, leaders=options.leaders)
        for keys in (*identifier_keys(snapshot, known), *name_form_keys(known))
    ]
    copied = [_joined(keys, people, notes, most=options.max_copied_block, leaders=0) for keys in copied_keys(snapshot)]
    weak = [
        _joined(keys, people, notes, most=options.max_weak_block, leaders=options.leaders)
        for keys in _near_keys(known, options)
    ]
    close = _similar_enough(pl.concat(weak).unique(), known, options)
    pictures = near_image_pairs(snapshot, max_block=options.max_block, max_bits=options.max_image_bits)
    pairs = (
        pl.concat([*certain, *copied, pictures, close])
        .group_by("left", "right")
        .agg(keys=pl.col("key").unique().sort())
        .sort("left", "right")
    )
    return PairTable(pairs, tuple(notes))


def _joined(keys: pl.DataFrame, people: pl.DataFrame, notes: list[str], *, most: int, leaders: int) -> pl.DataFrame:
    """Pairs of artists with an equal `value` of one kind of key (columns artist_id, value, key).

    Where more than `most` share a value, they meet only the `leaders` best known among them.
    """
    kind = str(keys["key"][0]) if keys.height else ""
    sized = keys.unique().with_columns(size=pl.len().over("value")).filter(pl.col("size") > 1)
    small = sized.filter(pl.col("size") <= most)
    large = sized.filter(pl.col("size") > most)
    pairs = [small.join(small, on="value", suffix="_right")]
    if large.height:
        ranked = large.join(people, on="artist_id").sort(
            ["value", "audience", "artist_id"], descending=[False, True, False]
        )
        best = ranked.group_by("value", maintain_order=True).head(leaders)
        pairs.append(best.join(large, on="value", suffix="_right").select(pairs[0].columns))
        kept = f"capped to their {leaders} best known" if leaders else "left out"
        notes.append(f"{kind}: {large['value'].n_unique()} keys shared by more than {most} artists were {kept}")
    both = pl.concat([table.select("artist_id", "artist_id_right") for table in pairs]).filter(
        pl.col("artist_id") != pl.col("artist_id_right")
    )
    return both.select(
        left=pl.min_horizontal("artist_id", "artist_id_right"),
        right=pl.max_horizontal("artist_id", "artist_id_right"),
        key=pl.lit(kind),
    ).unique()


def _near_keys(known: pl.DataFrame, options: BlockingOptions) -> Iterator[pl.DataFrame]:
    """Keys of near names: letters deleted, rare trigrams, rare words, a first word with an initial."""
    spelt = pl.concat(
        [known.select("artist_id", form=pl.col(form)) for form in ("canonical", "transliterated")]
    ).unique()
    distinct = spelt.select("form").unique().sort("form")
    near = [deletions(name, options) for name in distinct["form"].to_list()]
    table = distinct.with_columns(value=pl.Series(near, dtype=pl.List(pl.String))).explode("value").drop_nulls()
    yield keyed(spelt.join(table, on="form"), "value", "deletion")
    yield _rare_trigrams(spelt, options)
    words = known.select("artist_id", word=pl.col("sorted_words").str.split(" ")).explode("word")
    yield keyed(words.filter(pl.col("word").str.len_chars() >= 4), "word", "word")
    yield first_and_initial_keys(known)


def _rare_trigrams(spelt: pl.DataFrame, options: BlockingOptions) -> pl.DataFrame:
    padded = pl.lit("^") + pl.col("form") + pl.lit("$")
    grams = pl.concat(
        spelt.with_columns(gram=padded.str.slice(offset, 3)).filter(pl.col("gram").str.len_chars() == 3)
        for offset in range(options.max_trigrams)
    ).unique()
    counted = grams.with_columns(size=pl.len().over("gram")).filter(pl.col("size") > 1)
    rarest = (
        counted.sort("artist_id", "form", "size", "gram")
        .group_by("artist_id", "form", maintain_order=True)
        .head(options.rare_grams)
    )
    return keyed(rarest, "gram", "trigram")


def deletions(name: str, options: BlockingOptions) -> list[str]:
    """The name with no, one or (in longer names) two letters left out: names up to two edits apart share one.

    A name too long for two is taken by its first and last nine letters, of which one is left out: two edits leave either end
    with one at most.
    """
    if len(name) < options.min_deletion_length:
        return [name]
    if len(name) > options.max_deletion_length:
        ends = (f"<{name[:_END]}", f">{name[-_END:]}")
        return [name, *(part for end in ends for part in sorted({end, *_one_left_out(end)}))]
    once = {name, *_one_left_out(name)}
    if len(name) >= options.two_deletions_from:
        once |= {part for short in once for part in _one_left_out(short)}
    return sorted(once)


_END: Final = 9


def _one_left_out(text: str) -> list[str]:
    return [text[:place] + text[place + 1 :] for place in range(len(text))]


def _similar_enough(pairs: pl.DataFrame, known: pl.DataFrame, options: BlockingOptions) -> pl.DataFrame:
    """Of pairs joined by weak keys, those of whose names some two read alike, or hold one another's words."""
    names = known.select("artist_id", "canonical", "transliterated", "words")
    table = (
        pairs.select("left", "right")
        .unique()
        .join(names, left_on="left", right_on="artist_id")
        .join(names, left_on="right", right_on="artist_id", suffix="_right")
    )
    alike = np.maximum(
        *(
            process.cpdist(table[form].to_list(), table[f"{form}_right"].to_list(), scorer=JaroWinkler.similarity)
            for form in ("canonical", "transliterated")
        )
    )
    held = process.cpdist(table["words"].to_list(), table["words_right"].to_list(), scorer=fuzz.token_set_ratio)
    kept = table.filter((alike >= options.min_similarity) | (held >= options.min_held)).select("left", "right").unique()
    return pairs.join(kept, on=["left", "right"], how="semi").select("left", "right", "key")
