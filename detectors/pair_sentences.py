"""What identity and impersonation both say of two profiles: how their names meet, what they have in common."""

from collections.abc import Callable
from typing import Final

from detectors.evidence import Row
from graph.names import operation_sentence

DECEPTIVE: Final = ("invisible_characters", "homoglyph", "leetspeak")
"""Tricks with characters, which honest sources do not use."""
VARIANTS: Final = (
    "diacritics",
    "spacing",
    "affix",
    "token_order",
    "transliteration",
    "translation",
    "abbreviation",
    "nickname",
)
"""Other ways to write one name."""
NEAR: Final = ("one_edit", "two_edits", "sounds_alike")


def names_meet(one: str, other: str, *, rare: bool = False) -> Callable[[Row], str]:
    """The sentence of the operation by which the names of a pair's sides meet; `rare`: and that such a name is rare."""

    def sentence(row: Row) -> str:
        told = operation_sentence(str(row["operation"]), str(row[f"matched_{one}"]), str(row[f"matched_{other}"]))
        return f"{told}, and such a name is rare in the catalog" if rare else told

    return sentence


def common_name(one: str, other: str) -> Callable[[Row], str]:
    """The sentence of how many artists bear the commoner of a pair's names."""

    def sentence(row: Row) -> str:
        side = max((one, other), key=lambda side: row[f"name_count_{side}"] or 0)
        return f'{row[f"name_count_{side}"]} artists have a name like "{row[f"name_{side}"]}"'

    return sentence


def in_common(text: str, name: str, one: str, many: str) -> Callable[[Row], str]:
    """The sentence of what `shared_items` calls `name`: how many things are common, and the rarest of them.

    Args: text: with `{}` in place of the things. one, many: what a thing is called, and several.
    """

    def sentence(row: Row) -> str:
        count, example = row[f"{name}_count"], row[f"{name}_example"]
        return text.format(f"one {one}: {example}" if count == 1 else f"{count} {many}, such as {example}")

    return sentence
