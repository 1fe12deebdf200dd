"""Which artists a name as somebody wrote it may mean: the nearest names of a catalog, with score and operation.

Serves search, screening and the linking of mentions. A mention is cut into words; each finds the words of the catalog that it may
stand for (`detectors.vocabulary`); the names that hold those are scored by how much of the mention they explain and how much of
their own the mention leaves out, both weighed by the words' rarity (soft TF-IDF: Cohen, Ravikumar and Fienberg 2003). Names
written as one word and acronyms are looked up beside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from detectors.name_table import NameTable, build_name_table
from detectors.vocabulary import Floats, Ids, Likeness
from graph.japanese import japanese_reading
from graph.name_words import OPTIONAL_WORDS, ascii_words, credited_parts, main_words
from graph.names import pair_operations
from graph.translations import concept_form

ANSWER: Final = {"mention": pl.String(), "artist_id": pl.String(), "name": pl.String(), "score": pl.Float64()}


@dataclass(frozen=True, slots=True)
class IndexOptions:
    """How a name is looked up and scored; the defaults were set on `benchmarks/mentions.py`.

    `rescored`: names scored in full for one mention. `rows_a_word`: names read for one word, best known first. `explained`: weight
    of the mention's words against the name's own, 0 to 1. `initial`, `initial_weight`: what an initial's match counts, and its
    weight beside a word's. `spelt_out`: what an initial of the catalog's name counts for a whole word of the mention. `aside_weight`: of words in brackets, quotation marks or after "feat.". `optional_weight`: of words such
    as the, of and Jr. `middle_weight`: of a name's words between its first and last. `part`: factor for a name that answers one part
    of a joint credit. `translated`: what a name of the same meaning scores. `not_last`: factor for a single word that is not the name's last. `unknown`: rarity of a word that no name
    has, as a share of the rarest word's.
    """

    rescored: int = 200
    rows_a_word: int = 3_000
    explained: float = 0.8
    initial: float = 0.85
    spelt_out: float = 0.6
    initial_weight: float = 0.4
    aside_weight: float = 0.25
    optional_weight: float = 0.2
    middle_weight: float = 0.7
    part: float = 0.9
    translated: float = 0.7
    not_last: float = 0.95
    unknown: float = 0.8


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a mention: the catalog's words that it may stand for, and its weight."""

    text: str
    alike: Likeness
    weight: float


class NameIndex:
    """The names of artists, ready to be asked. Built once, never changed; safe to share between threads that only ask."""

    def __init__(
        self, names: pl.DataFrame, *, audience: pl.DataFrame | None = None, options: IndexOptions | None = None
    ) -> None:
        """Index names.

        Args:
            names: `artist_id`, `name`: every name that an artist goes by, aliases too.
            audience: `artist_id`, `audience`: of names that answer equally well, the better-known artist's comes first.
        """
        self.options = options or IndexOptions()
        self.table: NameTable = build_name_table(
            names, audience, optional_weight=self.options.optional_weight, initial_weight=self.options.initial_weight
        )

    def nearest(self, mentions: Sequence[str], *, limit: int = 5, operations: bool = True) -> pl.DataFrame:
        """The artists that each mention may mean, best first.

        Args:
            mentions: names as written anywhere; equal ones are answered once, in order of first appearance.
            limit: artists for each mention.
            operations: say too by which operation the mention and the name meet (`graph.names.OPERATIONS`).
        Returns: `mention`, `artist_id`, `name` (the artist's that answers best), `score` (0 to 1, comparable between mentions
            but no probability) and, if asked, `operation`. A mention that shares nothing with any name has no row.
        """
        parts = [self._ranked(mention, limit) for mention in dict.fromkeys(mentions) if mention.strip()]
        found = pl.concat(parts) if parts else pl.DataFrame(schema=ANSWER)
        if not operations:
            return found
        pairs = found.select(name_left="mention", name_right="name")
        return found.with_columns(pair_operations(pairs)["operation"])

    def _ranked(self, mention: str, limit: int) -> pl.DataFrame:
        rows, scores = self._scored(mention)
        order = np.lexsort((rows, -scores))[: 100 + 20 * limit]
        best = self.table.names[rows[order]].with_columns(
            mention=pl.lit(mention, dtype=pl.String), score=pl.Series(scores[order], dtype=pl.Float64)
        )
        return best.unique("artist_id", keep="first", maintain_order=True).head(limit).select(list(ANSWER))

    def _scored(self, mention: str) -> tuple[Ids, Floats]:
        """Rows that answer the mention as a whole, or one part of it where it is a joint credit; ascending, with their scores."""
        whole = self._scored_name(mention)
        parts = [self._scored_name(part) for part in credited_parts(mention)]
        if reading := japanese_reading(mention):
            parts.append(self._scored_name(reading))
        every = _merged(
            [whole.ids, *(part.ids for part in parts)],
            [whole.scores, *(self.options.part * part.scores for part in parts)],
        )
        positive = every.scores > 0
        return every.ids[positive], every.scores[positive]

    def _scored_name(self, mention: str) -> Likeness:
        words = self._words(mention)
        whole = self._whole_names(mention)
        initials = self._acronyms(mention)
        meant = self.table.by_concepts.of(concept_form(mention), most=self.options.rows_a_word)
        rows, found = self._rows(words)
        if len(rows) > self.options.rescored:
            likely = found / (sum(word.weight for word in words) + 0.3 * self.table.row_weight[rows])
            rows = np.sort(rows[np.argsort(-likely, kind="stable")[: self.options.rescored]])
        rows = np.union1d(rows, whole.ids)
        return _merged(
            [rows, whole.ids, initials.ids, meant],
            [
                self._by_words(words, rows),
                whole.scores,
                initials.scores,
                np.full(len(meant), self.options.translated),
            ],
        )

    def _words(self, mention: str) -> list[_Word]:
        main = set(main_words(mention))
        words = dict.fromkeys(ascii_words(mention))
        rarest = float(np.log(len(self.table.names) + 1)) + 0.5
        found = []
        for text in words:
            place = self.table.vocabulary.ids.get(text)
            weight = self.options.unknown * rarest if place is None else float(self.table.rarity[place])
            if text in OPTIONAL_WORDS and place is None:
                weight *= self.options.optional_weight
            if len(text) == 1 and len(words) > 1:
                weight = self.options.initial_weight * rarest
            if text not in main:
                weight *= self.options.aside_weight
            found.append(_Word(text, self.table.vocabulary.alike(text), weight))
        return found

    def _rows(self, words: list[_Word]) -> tuple[Ids, Floats]:
        """Names that share a word, or an initial and the last word, with the mention; and a first guess of how much they share."""
        rows: list[Ids] = []
        weights: list[Floats] = []
        most = self.options.rows_a_word
        for word in words:
            if len(word.text) == 1 and len(words) > 1:
                continue
            for place, score in zip(word.alike.ids.tolist(), word.alike.scores.tolist(), strict=True):
                having = self.table.rows_of_word.of(place, most=most)
                rows.append(having)
                weights.append(np.full(len(having), score * word.weight))
        for word in words[:-1]:
            for last in words:
                having = self.table.by_initial_and_last.of(f"{word.text[0]} {last.text}", most=most)
                rows.append(having)
                weights.append(np.full(len(having), self.options.initial_weight * word.weight + last.weight))
        if not rows:
            return np.empty(0, dtype=np.int64), np.empty(0)
        distinct, places = np.unique(np.concatenate(rows), return_inverse=True)
        return distinct, np.bincount(places, weights=np.concatenate(weights)).astype(np.float64)

    def _by_words(self, words: list[_Word], rows: Ids) -> Floats:
        """How well each name's words and the mention's explain one another."""
        if not len(rows) or not words:
            return np.zeros(len(rows))
        starts = self.table.words.starts
        sizes = starts[rows + 1] - starts[rows]
        places = np.arange(int(sizes.max()))
        inside = places < sizes[:, None]
        own = self.table.words.values[np.where(inside, starts[rows][:, None] + places, 0)]
        likeness = np.stack([self._word_likeness(word, own) * inside for word in words])
        weights = np.array([word.weight for word in words])
        mention_side = np.tensordot(weights, likeness.max(axis=2), axes=1) / weights.sum()
        between = (places > 0) & (places < sizes[:, None] - 1)
        own_weights = self.table.rarity[own] * inside * np.where(between, self.options.middle_weight, 1.0)
        name_side = (likeness.max(axis=0) * own_weights).sum(axis=1) / own_weights.sum(axis=1)
        share = self.options.explained
        scores = mention_side**share * name_side ** (1 - share)
        if len(words) == 1:
            telling = inside & ~self.table.optional[own]
            last = np.where(telling.any(axis=1), np.where(telling, places, -1).max(axis=1), sizes - 1)
            at_last = np.take_along_axis(likeness[0], last[:, None], axis=1)[:, 0]
            scores = np.where(at_last > 0, scores, scores * self.options.not_last)
        return np.asarray(scores, dtype=np.float64)

    def _word_likeness(self, word: _Word, own: Ids) -> Floats:
        """How well `word` stands for each word of `own` (ids, any shape): by spelling, sound or familiar form, or as an initial."""
        scores = np.zeros(own.shape)
        if len(word.alike.ids):
            places = np.minimum(np.searchsorted(word.alike.ids, own), len(word.alike.ids) - 1)
            scores = np.where(word.alike.ids[places] == own, word.alike.scores[places], 0.0)
        begins = self.table.first_letter[own] == ord(word.text[0])
        if len(word.text) == 1:
            return np.where(begins, np.maximum(scores, self.options.initial), scores)
        return np.where(begins & self.table.single[own], np.maximum(scores, self.options.spelt_out), scores)

    def _whole_names(self, mention: str) -> Likeness:
        """Names that are spelt like the mention once both are written as one word."""
        alike = self.table.whole.alike("".join(ascii_words(mention)))
        groups = [self.table.rows_of_whole.of(place, most=self.options.rows_a_word) for place in alike.ids.tolist()]
        return _merged(groups, [np.full(len(g), s) for g, s in zip(groups, alike.scores, strict=True)])

    def _acronyms(self, mention: str) -> Likeness:
        """Names of several words whose first letters the mention is, with or without a plural s."""
        letters = "".join(ascii_words(mention))
        spelt = len(letters) == len(ascii_words(mention))
        groups: list[Ids] = []
        scores: list[Floats] = []
        for key in (letters, letters.removesuffix("s")):
            if 2 <= len(key) <= 8:
                rows = self.table.by_initials.of(key, most=self.options.rows_a_word)
                groups.append(rows)
                scores.append(np.full(len(rows), min(0.95, 0.35 + 0.15 * len(key) + 0.1 * spelt)))
        return _merged(groups, scores)


def _merged(groups: list[Ids], scores: list[Floats]) -> Likeness:
    """One row number each, ascending, with the best of its scores."""
    if not groups:
        return Likeness(np.empty(0, dtype=np.int64), np.empty(0))
    rows, every = np.concatenate(groups), np.concatenate(scores)
    order = np.lexsort((-every, rows))
    distinct, first = np.unique(rows[order], return_index=True)
    return Likeness(distinct, every[order][first])
