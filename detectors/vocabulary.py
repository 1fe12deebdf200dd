"""The words of a catalog's names, and for any word those that it may stand for: misspelt, shortened, heard or familiar.

Arrays, not objects: a word's likeness to the whole vocabulary is a few NumPy operations over the trigrams that it shares.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from graph.name_forms import phonetic_form
from graph.nicknames import full_names

Ids = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
_NONE: Final[Ids] = np.empty(0, dtype=np.int64)
_MAX_WORD: Final = 40
"""Characters of a word that trigrams are taken from."""


@dataclass(frozen=True, slots=True)
class Postings:
    """For each key the rows that have it, ascending."""

    rows: Ids
    spans: dict[str, tuple[int, int]]

    def of(self, key: str, *, most: int | None = None) -> Ids:
        """The first `most` rows of a key; none for an unknown one."""
        start, end = self.spans.get(key, (0, 0))
        return self.rows[start : end if most is None else min(end, start + most)]

    def count(self, key: str) -> int:
        start, end = self.spans.get(key, (0, 0))
        return end - start


def postings(table: pl.DataFrame) -> Postings:
    """Rows by key. Args: table: `key` (string), `row` (integer)."""
    grouped = table.drop_nulls().unique().sort("key", "row")
    sizes = grouped.group_by("key", maintain_order=True).len()
    ends = sizes["len"].cast(pl.Int64).cum_sum().to_list()
    spans = dict(zip(sizes["key"].to_list(), zip([0, *ends[:-1]], ends, strict=True), strict=True)) if ends else {}
    return Postings(grouped["row"].cast(pl.Int64).to_numpy(), spans)


def trigrams(words: pl.Series) -> pl.DataFrame:
    """`key`, `row`: the runs of three characters of each word, with a mark before and after it."""
    table = pl.DataFrame({"word": words, "row": np.arange(len(words))}).with_columns(
        word=pl.lit("^") + pl.col("word").str.slice(0, _MAX_WORD) + pl.lit("$")
    )
    longest = table["word"].str.len_chars().max() or 0
    parts = [
        table.select(key=pl.col("word").str.slice(start, 3), row="row").filter(pl.col("key").str.len_chars() == 3)
        for start in range(max(int(str(longest)) - 2, 0))
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema={"key": pl.String, "row": pl.Int64})


@dataclass(frozen=True, slots=True)
class Likeness:
    """Words of the vocabulary (ids, ascending) and how well each stands for the word asked, 0 to 1."""

    ids: Ids
    scores: Floats


@dataclass(frozen=True, slots=True)
class LikenessOptions:
    """`words`: most alike words kept. `grams`: postings read for one word, rarest trigrams first. `prefixed`: words that begin
    with the word. `nickname`: what a familiar form counts for. `sound`: what an equal sound adds to the spelling's similarity, as a
    share of what is missing. `min_similarity`: from which a spelling counts at all (mean of Jaro-Winkler and edit similarity), and
    `steepness`: the power of it that it counts for."""

    words: int = 48
    grams: int = 20_000
    prefixed: int = 200
    nickname: float = 0.93
    sound: float = 0.4
    min_similarity: float = 0.7
    steepness: float = 2.5


class Vocabulary:
    """Distinct words, sorted; a word's id is its place."""

    def __init__(
        self, words: Sequence[str], *, whole_names: bool = False, options: LikenessOptions | None = None
    ) -> None:
        """`whole_names`: the words are names written as one, for which only spelling counts."""
        self.options = options or LikenessOptions()
        self.words = sorted(set(words))
        self.ids = {word: place for place, word in enumerate(self.words)}
        column = pl.Series("word", self.words, dtype=pl.String)
        self._grams = postings(trigrams(column))
        self._lengths = column.str.slice(0, _MAX_WORD).str.len_chars().cast(pl.Int64).to_numpy()
        self._whole = whole_names
        self._full: dict[str, list[int]] = {}
        self._sounds: dict[str, list[int]] = {}
        self._known: dict[str, Likeness] = {}
        if not whole_names:
            self._read_names_and_sounds()

    def _read_names_and_sounds(self) -> None:
        for place, word in enumerate(self.words):
            for name in full_names(word):
                if name != word:
                    self._full.setdefault(name, []).append(place)
            if len(word) >= 3 and not word[0].isdigit():
                self._sounds.setdefault(phonetic_form(word), []).append(place)

    def alike(self, word: str) -> Likeness:
        """The words that `word` may stand for, with how well; the last 100,000 answers are kept."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= 100_000:
                self._known.clear()
            found = self._known[word] = self._alike(word)
        return found

    def _alike(self, word: str) -> Likeness:
        near = self._sharing_trigrams(word)
        if self._whole:
            own = self.ids.get(word)
            ids = near if own is None else np.union1d(near, [own])
        else:
            ids = np.unique(np.concatenate([near, self._familiar(word), self._sounding(word), self._beginning(word)]))
        if not len(ids):
            return Likeness(_NONE, np.empty(0))
        scores = self._score(word, ids)
        kept = np.argsort(-scores, kind="stable")[: self.options.words]
        kept = np.sort(kept[scores[kept] > 0])
        return Likeness(ids[kept], scores[kept])

    def _score(self, word: str, ids: Ids) -> Floats:
        others = [self.words[place] for place in ids]
        similarity = (
            process.cdist([word], others, scorer=JaroWinkler.similarity, dtype=np.float64)[0]
            + process.cdist([word], others, scorer=OSA.normalized_similarity, dtype=np.float64)[0]
        ) / 2
        scores = np.where(similarity >= self.options.min_similarity, similarity, 0.0)
        if not self._whole:
            starts = np.array([other.startswith(word) for other in others])
            scores = np.where(starts, np.maximum(scores, 0.5 + 0.45 * len(word) / (self._lengths[ids] + 1)), scores)
            heard = np.isin(ids, self._sounding(word)) & (similarity >= 0.5)
            scores = np.where(heard, similarity + self.options.sound * (1 - similarity), scores)
        scores = scores**self.options.steepness
        if not self._whole:
            scores = np.where(np.isin(ids, self._familiar(word)), np.maximum(scores, self.options.nickname), scores)
        own = self.ids.get(word)
        return np.where(ids == own, 1.0, scores) if own is not None else scores

    def _sharing_trigrams(self, word: str) -> Ids:
        """The words with the largest share of trigrams in common; the commonest trigrams are left unread past a budget."""
        marked = f"^{word[:_MAX_WORD]}$"
        grams = sorted({marked[start : start + 3] for start in range(len(marked) - 2)}, key=self._grams.count)
        budget = self.options.grams
        read: list[Ids] = []
        for gram in grams:
            budget -= self._grams.count(gram)
            if budget < 0 and read:
                break
            read.append(self._grams.of(gram, most=self.options.grams))
        if not read:
            return _NONE
        places, shared = np.unique(np.concatenate(read), return_counts=True)
        dice = 2 * shared / (len(grams) + self._lengths[places])
        if len(places) > self.options.words:
            best = np.argpartition(-dice, self.options.words)[: self.options.words]
            places = places[best]
        return np.asarray(np.sort(places), dtype=np.int64)

    def _familiar(self, word: str) -> Ids:
        full = full_names(word)
        found = {self.ids[name] for name in full if name in self.ids} | set(self._full.get(word, ()))
        return np.array(sorted(found), dtype=np.int64)

    def _sounding(self, word: str) -> Ids:
        known = self._sounds.get(phonetic_form(word), ()) if len(word) >= 3 else ()
        return np.array(known[: self.options.prefixed], dtype=np.int64)

    def _beginning(self, word: str) -> Ids:
        if len(word) < 2:
            return _NONE
        start, end = bisect_left(self.words, word), bisect_left(self.words, word + "\U0010ffff")
        return np.arange(start, min(end, start + self.options.prefixed), dtype=np.int64)
