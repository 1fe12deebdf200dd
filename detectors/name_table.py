"""A catalog's names as arrays: which words each has, and which names have each word, initial or acronym."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from detectors.vocabulary import Flags, Floats, Ids, Postings, Vocabulary, postings
from graph.japanese import japanese_reading
from graph.name_words import OPTIONAL_WORDS, acronyms, ascii_words
from graph.translations import concept_form

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """Integers in groups: group `i` is `values[starts[i]:starts[i + 1]]`."""

    values: Ids
    starts: Ids

    def of(self, group: int, *, most: int | None = None) -> Ids:
        end = self.starts[group + 1] if most is None else min(self.starts[group + 1], self.starts[group] + most)
        return self.values[self.starts[group] : end]


@dataclass(frozen=True, slots=True)
class NameTable:
    """`names`: artist_id, name, best known first; a row number means its row. `words`: of each row, ids of `vocabulary` in order.

    `rows_of_word`, `rows_of_whole`: the rows that have a word, and those that are a name written as one word. `rarity`: of each
    word, nats (the fewer names have it the larger); `row_weight`: the sum of a row's. `first_letter`, `single` (a letter alone),
    `optional` (a title or linking word): of each word.
    `by_initials`: rows by acronym. `by_initial_and_last`: rows by a word's first letter and the last word ("t swift").
    `by_concepts`: rows by what a name of common words means in any language ("black wolf").
    """

    names: pl.DataFrame
    vocabulary: Vocabulary
    whole: Vocabulary
    words: Groups
    rows_of_word: Groups
    rows_of_whole: Groups
    rarity: Floats
    row_weight: Floats
    first_letter: Ids
    single: Flags
    optional: Flags
    by_initials: Postings
    by_initial_and_last: Postings
    by_concepts: Postings


def build_name_table(
    names: pl.DataFrame, audience: pl.DataFrame | None, *, optional_weight: float, initial_weight: float
) -> NameTable:
    """Cut every name into words and lay the postings out. Args: as for `NameIndex`."""
    ordered = _best_known_first(names, audience)
    words = [ascii_words(text) for text in ordered["read_as"].to_list()]
    written_as_one = ["".join(parts) for parts in words]
    vocabulary = Vocabulary([word for parts in words for word in parts])
    whole = Vocabulary(written_as_one, whole_names=True)
    word_ids = np.array([vocabulary.ids[word] for parts in words for word in parts], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum([len(parts) for parts in words], dtype=np.int64)]).astype(np.int64)
    rows = np.arange(len(words), dtype=np.int64)
    rarity = _rarity(word_ids, vocabulary, len(words), optional_weight, initial_weight)
    return NameTable(
        names=ordered,
        vocabulary=vocabulary,
        whole=whole,
        words=Groups(word_ids, starts),
        rows_of_word=_inverted(word_ids, np.repeat(rows, np.diff(starts)), len(vocabulary.words)),
        rows_of_whole=_inverted(
            np.array([whole.ids[name] for name in written_as_one], dtype=np.int64), rows, len(whole.words)
        ),
        rarity=rarity,
        row_weight=np.add.reduceat(rarity[word_ids], starts[:-1]) if len(words) else np.empty(0),
        first_letter=np.array([ord(word[0]) for word in vocabulary.words], dtype=np.int64),
        optional=np.array([word in OPTIONAL_WORDS for word in vocabulary.words], dtype=bool),
        single=np.array([len(word) for word in vocabulary.words], dtype=np.int64) == 1,
        by_initials=_by_key(words, acronyms),
        by_initial_and_last=_by_key(words, initials_and_last),
        by_concepts=_by_concepts(ordered["name"].to_list()),
    )


def initials_and_last(words: Words) -> set[str]:
    """The first letter of each word but the last, with the last: "k kowalski", "e kowalski" for Karl E. Kowalski."""
    return {f"{word[0]} {words[-1]}" for word in words[:-1]}


def _best_known_first(names: pl.DataFrame, audience: pl.DataFrame | None) -> pl.DataFrame:
    """`artist_id`, `name`, `read_as`: the name, and on a row of its own its Japanese reading where it has one."""
    table = names.select("artist_id", "name").filter(pl.col("name").str.strip_chars() != "").unique()
    readings = pl.Series([japanese_reading(name) for name in table["name"].to_list()], dtype=pl.String)
    read = table.with_columns(read_as=readings).filter(pl.col("read_as") != "")
    known = audience if audience is not None else pl.DataFrame(schema={"artist_id": pl.String, "audience": pl.Int64})
    return (
        pl.concat([table.with_columns(read_as="name"), read])
        .join(known.select("artist_id", pl.col("audience").cast(pl.Float64)), on="artist_id", how="left")
        .sort(pl.col("audience").fill_null(0), "name", "artist_id", "read_as", descending=[True, False, False, False])
        .select("artist_id", "name", "read_as")
    )


def _rarity(word_ids: Ids, vocabulary: Vocabulary, names: int, optional_weight: float, initial_weight: float) -> Floats:
    counts = np.bincount(word_ids, minlength=len(vocabulary.words))
    rarity = np.log((names + 1) / np.maximum(counts, 1)) + 0.5
    share = [
        optional_weight if w in OPTIONAL_WORDS else initial_weight if len(w) == 1 else 1.0 for w in vocabulary.words
    ]
    return np.asarray(rarity * np.array(share), dtype=np.float64)


def _inverted(groups: Ids, rows: Ids, count: int) -> Groups:
    order = np.argsort(groups, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(groups, minlength=count))])
    return Groups(rows[order], starts.astype(np.int64))


def _by_key(words: Sequence[Words], keys: Callable[[Words], Iterable[str]]) -> Postings:
    pairs = [(key, row) for row, parts in enumerate(words) if len(parts) > 1 for key in keys(parts)]
    return postings(pl.DataFrame(pairs, schema={"key": pl.String, "row": pl.Int64}, orient="row"))


def _by_concepts(names: Sequence[str]) -> Postings:
    pairs = [(concepts, row) for row, name in enumerate(names) if (concepts := concept_form(name))]
    return postings(pl.DataFrame(pairs, schema={"key": pl.String, "row": pl.Int64}, orient="row"))
