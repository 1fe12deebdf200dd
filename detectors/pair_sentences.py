"""What identity and impersonation both say of two profiles: how their names meet, what they have in common."""

from collections.abc import Callable
from typing import Final

from detectors.evidence import Row
from detectors.features import different_bits
from detectors.wording import audience_text, number_text
from graph.name_forms import canonical_form
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
_SAME_PICTURE_BITS: Final = 6
"""Of 64 bits; so few differ after a new encoding or size. More are a crop, another edit or two pictures of one motif."""


def names_meet(one: str, other: str, *, rare: bool = False) -> Callable[[Row], str]:
    """The sentence of the operation by which the names of a pair's sides meet; `rare`: and that such a name is rare."""

    def sentence(row: Row) -> str:
        told = operation_sentence(str(row["operation"]), str(row[f"matched_{one}"]), str(row[f"matched_{other}"]))
        return f"{told}, and such a name is rare in the catalog" if rare else told

    return sentence


def common_name(one: str, other: str) -> Callable[[Row], str]:
    """The sentence of how many artists besides the pair bear the commoner of its names."""

    def sentence(row: Row) -> str:
        side = max((one, other), key=lambda side: row[f"name_count_{side}"] or 0)
        names = [row[f"name_{name}"] for name in (one, other)]
        pair = 2 if canonical_form(names[0]) == canonical_form(names[1]) else 1
        others = (row[f"name_count_{side}"] or 0) - pair
        told = (
            "no other artist has"
            if others < 1
            else "one other artist has"
            if others == 1
            else f"{number_text(others)} other artists have"
        )
        return f'{told} a name like "{row[f"name_{side}"]}"'

    return sentence


def in_common(text: str, name: str, one: str, many: str) -> Callable[[Row], str]:
    """The sentence of what `shared_items` calls `name`: how many things are common, and the rarest of them.

    Args: text: with `{}` in place of the things. one, many: what a thing is called, and several.
    """

    def sentence(row: Row) -> str:
        count, example = row[f"{name}_count"], row[f"{name}_example"]
        return text.format(f"one {one}: {example}" if count == 1 else f"{number_text(count)} {many}, such as {example}")

    return sentence


def audience_of(row: Row, side: str) -> str:
    """The audience of a side, with what it is counted in."""
    return audience_text(row[f"audience_{side}"], row[f"audience_measure_{side}"])


def pictures(row: Row) -> str:
    """How near the profile pictures of a pair are."""
    bits = different_bits(row["image_likeness"])
    if bits == 0:
        return "The profile pictures are the same to the last of 64 bits"
    near = "nearly the same" if bits <= _SAME_PICTURE_BITS else "alike"
    return f"The profile pictures are {near}: {bits} of 64 bits {'differs' if bits == 1 else 'differ'}"


def pictures_apart(row: Row) -> str:
    return f"The profile pictures differ much: in {different_bits(0.0)} of 64 bits or more"
