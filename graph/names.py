"""Which operation makes two names meet, and the sentence that says so.

The mildest operation that makes two names equal is itself the evidence: a Cyrillic letter in a Latin name says more of its bearer's
intent than a missing accent. The forms behind the operations are in `graph.name_forms`.
"""

from typing import Final

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from graph.name_forms import normal_form
from graph.name_keys import FORMS, KEY_SCHEMA, name_keys
from graph.nicknames import are_nicknames
from graph.scripts import described, invisible_characters, scripts_of
from graph.translations import concept_form

__all__ = [
    "FORMS",
    "KEY_SCHEMA",
    "OPERATIONS",
    "name_keys",
    "normal_form",
    "operation_between",
    "operation_sentence",
    "pair_operations",
]

OPERATIONS: Final = (
    "identical",
    "invisible_characters",
    "homoglyph",
    "leetspeak",
    "diacritics",
    "spacing",
    "affix",
    "token_order",
    "transliteration",
    "nickname",
    "one_edit",
    "two_edits",
    "sounds_alike",
    "translation",
    "abbreviation",
    "added_words",
    "number_apart",
    "none",
)
"""From the mildest on: what has to be done to make two names meet. `number_apart`: alike but for their numbers, so apart on purpose."""


def pair_operations(pairs: pl.DataFrame) -> pl.DataFrame:
    """Compare the names of many pairs at once.

    Args: pairs: columns `name_left`, `name_right`.
    Returns: the pairs with `operation` (of `OPERATIONS`), `operation_rank` (its place there) and `name_similarity`
    (Jaro-Winkler of the canonical or the transliterated forms, 0 to 1).
    """
    keys = name_keys(pl.concat([pairs["name_left"], pairs["name_right"]]))
    table = pairs
    for side in ("left", "right"):
        renamed = keys.rename({column: f"{column}_{side}" for column in keys.columns})
        table = table.join(renamed, on=f"name_{side}", how="left", maintain_order="left")
    table = table.with_columns(han_apart=_han_apart().fill_null(False))
    edits, similarity = _edits_and_similarity(table)
    compared = table.with_columns(edits=edits, name_similarity=similarity)
    return compared.select(*pairs.columns, "name_similarity", operation=_MILDEST).with_columns(operation_rank=_RANK)


_RANK: Final = pl.col("operation").replace_strict(
    {name: rank for rank, name in enumerate(OPERATIONS)}, return_dtype=pl.Int64
)


def _edits_and_similarity(table: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """The fewest edits and the largest Jaro-Winkler similarity between the canonical, and between the transliterated, forms.

    Chinese characters are no nearer than the characters themselves, however alike their readings are spelt.
    """
    forms = [
        (table[f"{form}_left"].to_list(), table[f"{form}_right"].to_list()) for form in ("canonical", "transliterated")
    ]
    edits = np.minimum(*(process.cpdist(left, right, scorer=OSA.distance) for left, right in forms))
    if table["han_apart"].any():
        characters = process.cpdist(
            table["simplified_left"].to_list(), table["simplified_right"].to_list(), scorer=OSA.distance
        )
        edits = np.where(table["han_apart"].to_numpy(), np.maximum(edits, characters), edits)
    similarity = np.maximum(*(process.cpdist(left, right, scorer=JaroWinkler.similarity) for left, right in forms))
    return pl.Series(edits, dtype=pl.Int64), pl.Series(similarity, dtype=pl.Float64)


def _same(form: str) -> pl.Expr:
    return pl.col(f"{form}_left") == pl.col(f"{form}_right")


def _shorter(form: str) -> pl.Expr:
    return pl.min_horizontal(pl.col(f"{form}_left").str.len_chars(), pl.col(f"{form}_right").str.len_chars())


def _mildest_operation() -> pl.Expr:
    """The first of `OPERATIONS` that holds, from the forms of both names and the edits between them."""
    compatible = pl.col("plain_left").str.normalize("NFKC") == pl.col("plain_right").str.normalize("NFKC")
    apart = pl.col("han_apart")
    letters = pl.when(apart).then(_shorter("simplified")).otherwise(_shorter("canonical"))
    near = (
        pl.when((pl.col("edits") <= 1) & (letters >= 3))
        .then(pl.lit("one_edit"))
        .when((pl.col("edits") <= 2) & (letters >= 5))
        .then(pl.lit("two_edits"))
        .when(apart & (_same("transliterated") | _same("reading")))
        .then(pl.lit("sounds_alike"))
        .when(_same("phonetic") & (_shorter("phonetic") >= 3) & (pl.col("name_similarity") >= 0.7))
        .then(pl.lit("sounds_alike"))
    )
    numbered = (pl.col("numbers_left") != "") & (pl.col("numbers_right") != "") & ~_same("numbers")
    equal = (
        ("identical", _same("plain")),
        ("invisible_characters", _same("normal") & ~compatible),
        ("homoglyph", _same("normal")),
        ("diacritics", _same("folded")),
        ("spacing", _same("compact")),
        ("homoglyph", _same("skeleton")),
        ("leetspeak", _same("leet")),
        ("homoglyph", _same("skeleton_compact")),
        ("leetspeak", _same("leet_compact")),
        ("affix", _same("affixless")),
        ("token_order", _same("sorted_words")),
        ("transliteration", _same("transliterated") & ~apart),
        ("transliteration", _same("reading") & (_kanji("left") | _kanji("right")) & ~apart),
        ("affix", _same("canonical") & ~apart),
        ("nickname", _nickname()),
    )
    return pl.coalesce(
        *(pl.when(holds).then(pl.lit(name)) for name, holds in equal),
        pl.when(near.is_not_null() & numbered).then(pl.lit("number_apart")).otherwise(near),
        pl.when(_same("concepts") & (pl.col("concepts_left") != "")).then(pl.lit("translation")),
        pl.when(_abbreviates()).then(pl.lit("abbreviation")),
        pl.when(_contains("left", "right") | _contains("right", "left")).then(pl.lit("added_words")),
        pl.lit("none"),
    )


def _kanji(side: str) -> pl.Expr:
    return pl.col(f"folded_{side}").str.contains(r"\p{Han}")


def _han_apart() -> pl.Expr:
    """Both names have Chinese characters, and not the same ones: they may be read alike (天星 and 天静, both tensei) and are two names.

    Traditional and simplified characters are the same; kana or Latin letters in place of some are another script.
    """
    one, two = (pl.col(f"simplified_{side}").str.replace_all(r"\P{Han}", "") for side in ("left", "right"))
    rest = [pl.col(f"simplified_{side}").str.replace_all(r"\p{Han}", "") for side in ("left", "right")]
    exchanged = (rest[0] == rest[1]) | (one.str.len_chars() == two.str.len_chars())
    return (one != "") & (two != "") & (one != two) & exchanged


def _nickname() -> pl.Expr:
    """The same words but for the first, which are a given name and its short form: Dave Emery, David Emery."""
    one, other = (pl.col(f"folded_{side}").str.splitn(" ", 2).struct for side in ("left", "right"))
    return (one.field("field_1") == other.field("field_1")) & are_nicknames(
        one.field("field_0"), other.field("field_0")
    )


def _abbreviates() -> pl.Expr:
    """One name is the other's first letters (RHCP), or one has an initial for the other's first word (T. Swift)."""
    initials = (pl.col("initials_left") == pl.col("compact_right")) | (
        pl.col("initials_right") == pl.col("compact_left")
    )
    short_first = pl.col("folded_left").str.contains(r"^\w\.? ") | pl.col("folded_right").str.contains(r"^\w\.? ")
    return (initials & (_shorter("compact") >= 3)) | (_same("initial_last") & short_first)


def _contains(whole: str, part: str) -> pl.Expr:
    """One name has the other whole, word for word, and more: two words or eight letters of it, for "Nova" is in many names."""
    inner, outer = pl.col(f"words_{part}"), pl.col(f"words_{whole}")
    telling = inner.str.contains(" ", literal=True) | (inner.str.len_chars() >= 8)
    return telling & (" " + outer + " ").str.contains(" " + inner + " ", literal=True)


_MILDEST: Final = _mildest_operation()


def operation_between(left: str, right: str) -> tuple[str, str]:
    """The mildest operation by which `left` meets `right`, and the sentence that says so."""
    row = pair_operations(pl.DataFrame({"name_left": [left], "name_right": [right]}))
    operation = str(row["operation"][0])
    return operation, operation_sentence(operation, left, right)


def operation_sentence(operation: str, left: str, right: str) -> str:
    """How `left` differs from `right`, in words that an investigator can check."""
    one, two = f'"{left}"', f'"{right}"'
    match operation:
        case "identical":
            if left == right:
                return f"The name {one} is written exactly like {two}"
            return f"The name {one} is {two} with other spaces, capitals or forms of the same characters"
        case "invisible_characters":
            hidden = described(invisible_characters(left + right))
            return f"The name {one} differs from {two} only by characters that cannot be seen ({hidden})"
        case "homoglyph":
            return f"The name {one} differs from {two} only by lookalike characters ({_lookalikes(left, right)})"
        case "leetspeak":
            return f"The name {one} is {two} with digits or signs in place of letters"
        case "diacritics":
            return f"The name {one} differs from {two} only by accents"
        case "spacing":
            return f"The name {one} differs from {two} only by spaces or punctuation"
        case "affix":
            return f"The name {one} is {two} with an addition such as official, the or DJ put on or left off"
        case "token_order":
            return f"The name {one} has the words of {two} in another order"
        case "transliteration":
            if scripts_of(left) == scripts_of(right):
                return f"The name {one} is {two} in other letters that read the same"
            return f"The name {one} is {two} in another script{_scripts(left, right)}"
        case "one_edit":
            return f"The name {one} is one letter away from {two}"
        case "two_edits":
            return f"The name {one} is two letters away from {two}"
        case "sounds_alike":
            return f"The name {one} sounds like {two}"
        case "nickname":
            return f"The name {one} is {two} with a short or familiar form of a given name"
        case "translation":
            return f"The name {one} means the same as {two}: {concept_form(left)}"
        case "abbreviation":
            if len(left) < len(right):
                return f"The name {one} abbreviates {two}"
            return f"The name {one} is {two} written out"
        case "added_words":
            return f"One of the names {one} and {two} holds the other whole, with words added"
        case "number_apart":
            return f"The names {one} and {two} differ by their numbers, as parts of a series or two acts do"
    return f"The names {one} and {two} are not variants of each other"


def _lookalikes(left: str, right: str) -> str:
    """The characters of one name that the other lacks, those of scripts other than Latin first."""
    apart = [c for c in left if c not in right] or [c for c in right if c not in left]
    return described(sorted(apart, key=lambda c: scripts_of(c) == ["Latin"]))


def _scripts(left: str, right: str) -> str:
    one, two = " and ".join(scripts_of(left)), " and ".join(scripts_of(right))
    return f" ({one} and {two} letters)" if one and two else ""
