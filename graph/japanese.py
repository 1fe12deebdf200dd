"""How a Japanese name in kanji is read: 石田善隆 as ishida yoshitaka.

Unicode's tables and transliterators read kanji as Chinese (shi tian shan long), which no Japanese artist is known by. The reading
comes from SudachiPy and its small dictionary, both Apache-2.0; this is the one module that imports them.
"""

from functools import cache, lru_cache
from typing import Final

from sudachipy import Dictionary, SplitMode, Tokenizer

from graph.scripts import romanised, scripts_of

_JAPANESE: Final = frozenset(("Han", "Hiragana", "Katakana"))
_LONG_VOWELS: Final = (("ou", "o"), ("oo", "o"), ("uu", "u"))


@cache
def _tokenizer() -> Tokenizer:
    return Dictionary(dict="small").tokenizer(SplitMode.A)


@lru_cache(maxsize=50_000)
def japanese_reading(text: str) -> str:
    """The name in Latin letters, words apart; empty where it holds no kanji, other letters too, or a word without a known reading.

    One reading of several that a given name may have: the likeliest in the dictionary.
    """
    if text.isascii() or "Han" not in (found := scripts_of(text)) or not _JAPANESE.issuperset(found):
        return ""
    readings = []
    for morpheme in _tokenizer().tokenize(text):
        surface, reading = morpheme.surface(), morpheme.reading_form()
        if not surface.strip():
            continue
        if "Han" in scripts_of(reading):
            return ""
        readings.append(short_vowels(romanised(reading).casefold()))
    return " ".join(readings)


def short_vowels(text: str) -> str:
    """Long vowels as Latin spellings mostly have them: satou as sato, yuuko as yuko."""
    for long, short in _LONG_VOWELS:
        text = text.replace(long, short)
    return text
