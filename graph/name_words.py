"""The words of a name as they are compared one by one: ASCII, with nicknames, initials and acronyms.

A name is more than a string where people cite it: "D. Pomus", "Dave Emery" for David Emery, "RHCP", "Pomus-Shuman".
"""

import re
from functools import lru_cache
from typing import Final

from graph.name_forms import folded_form
from graph.nicknames import full_names
from graph.scripts import romanised, split_words

_APOSTROPHES: Final = re.compile("(?<=[^\\W\\d_])['’ʼ`´](?=[^\\W\\d_])")
_ASIDE: Final = re.compile(
    r"""\(.*?\)|\[.*?\]|".*?"|“.*?”|(?<!\w)'.*?'(?!\w)|(?<!\w)(?:feat|ft|featuring|with|presents|pres)\b.*"""
)
LINKING_WORDS: Final = frozenset(
    "a an and the of de la le les los las el al der die das und et y e i og och en di da do du van von n".split()
)
"""Words that an acronym or a mention often leaves out."""
OPTIONAL_WORDS: Final = LINKING_WORDS | frozenset(
    "jr sr mr mrs ms dr sir dj mc official band topic vevo music feat ft".split()
)
"""Titles, suffixes and linking words: they hardly tell one artist from another."""
_ARABIC_ARTICLE: Final = re.compile("(?<![^\\W_])ال(?=[^\\W_]{3})")


@lru_cache(maxsize=200_000)
def ascii_words(text: str) -> tuple[str, ...]:
    """The words in small ASCII letters and digits, in order: "Stevie Wonder's" as stevie, wonders; never empty.

    The Arabic article is a word of its own, for it comes and goes where the name is written in Latin letters.
    """
    words = split_words(_ARABIC_ARTICLE.sub("al ", _APOSTROPHES.sub("", folded_form(text))))
    plain = ("".join(c for c in romanised(word).casefold() if c.isalnum()) for word in words)
    return tuple(word for word in plain if word) or (folded_form(text),)


def main_words(text: str) -> tuple[str, ...]:
    """The words without asides: what stands in brackets or quotation marks, or after "feat."; all words if no other is left."""
    main = _ASIDE.sub(" ", folded_form(text))
    return ascii_words(main) if any(c.isalnum() for c in main) else ascii_words(text)


_JOINT: Final = re.compile(
    r"\s*(?:[,;/+&]|\s(?:and|und|et|y|e|och|og|x|vs\.?|feat\.?|ft\.?|featuring|with|presents|pres\.?|-)(?=\s))\s*",
    re.IGNORECASE,
)


def credited_parts(text: str) -> list[str]:
    """The names that a joint credit may hold: Paul McCartney and Wings for "Paul McCartney & Wings"; none for a single name."""
    parts = [part for part in _JOINT.split(text) if any(c.isalnum() for c in part)]
    return parts if len(parts) > 1 else []


def acronyms(words: tuple[str, ...]) -> frozenset[str]:
    """First letters of two or more words, with and without linking words, with nicknames written out (Bob Ludwig: bl, rl)."""
    found: set[str] = set()
    for kept in (words, tuple(word for word in words if word not in LINKING_WORDS)):
        if len(kept) >= 2:
            rest = "".join(word[0] for word in kept[1:])
            found |= {name[0] + rest for name in full_names(kept[0])}
    return frozenset(found)
