"""The forms of names as a table, one column a form: what blocking joins on and what `graph.names` compares."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import polars as pl

from graph.name_forms import (
    affixless_form,
    canonical_form,
    compact_form,
    folded_form,
    initial_and_last_form,
    initials_form,
    leet_compact_form,
    leet_form,
    normal_form,
    numbers_form,
    phonetic_form,
    plain_form,
    reading_form,
    simplified_form,
    skeleton_compact_form,
    skeleton_form,
    sorted_form,
    transliterated_form,
    words_form,
)
from graph.translations import concept_form

FORMS: Final[dict[str, Callable[[str], str]]] = {
    "plain": plain_form,
    "normal": normal_form,
    "skeleton": skeleton_form,
    "leet": leet_form,
    "folded": folded_form,
    "compact": compact_form,
    "skeleton_compact": skeleton_compact_form,
    "leet_compact": leet_compact_form,
    "affixless": affixless_form,
    "words": words_form,
    "sorted_words": sorted_form,
    "transliterated": transliterated_form,
    "reading": reading_form,
    "simplified": simplified_form,
    "canonical": canonical_form,
    "phonetic": phonetic_form,
    "initials": initials_form,
    "initial_last": initial_and_last_form,
    "numbers": numbers_form,
    "concepts": concept_form,
}
KEY_SCHEMA: Final = {"name": pl.String(), **dict.fromkeys(FORMS, pl.String())}


@lru_cache(maxsize=200_000)
def _forms(name: str) -> tuple[str, ...]:
    return tuple(form(name) for form in FORMS.values())


def name_keys(names: pl.Series) -> pl.DataFrame:
    """The normal forms of each distinct name: `name` and one column per entry of `FORMS`, sorted by name."""
    distinct = names.drop_nulls().unique().sort().to_list()
    return pl.DataFrame([(name, *_forms(name)) for name in distinct], schema=KEY_SCHEMA, orient="row")
