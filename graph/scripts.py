"""What Unicode says of characters: which draw nothing, which look alike, which script they are of, how they read in Latin letters.

The one module that imports ICU (International Components for Unicode), whose tables are Unicode's own: UTS #39 confusables,
default-ignorable code points, scripts. Romanisation is anyascii's, which is nearer to how artists write themselves in Latin
letters (Чайковский: Chaykovskiy) than ICU's scholarly one (Čajkovskij).
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import icu
from anyascii import anyascii

_SPOOF: Final = icu.SpoofChecker()
_SIMPLIFIED: Final = icu.Transliterator.createInstance("Traditional-Simplified")
_KANA: Final = icu.Transliterator.createInstance("Hiragana-Latin; Katakana-Latin")
_INVISIBLE: Final = dict.fromkeys(
    ord(c) for c in icu.UnicodeSet(r"[[:Default_Ignorable_Code_Point:][:Cf:][:Cc:][\u2800]-[\t\n]]") if len(c) == 1
)
"""Characters that draw nothing: zero-width, direction marks, tags, fillers, variation selectors, the empty braille cell."""


_ACCENTS: Final = dict.fromkeys(
    ord(c)
    for c in icu.UnicodeSet(
        r"[[[:Mn:] & [[:script=Inherited:][:script=Latin:][:script=Greek:][:script=Cyrillic:][:script=Hebrew:][:script=Arabic:]]]"
        r"-[\u3099\u309A]]"
    )
    if len(c) == 1
)
"""Marks that a name is often written without; not the vowel signs of Indic scripts and Thai nor the kana's voicing, which are letters."""
_WORD_CHARACTERS: Final = frozenset(icu.UnicodeSet("[[:L:][:N:][:M:]]"))


def strip_invisible(text: str) -> str:
    """The text without characters that draw nothing; the text itself where nothing else is in it."""
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_INVISIBLE) or text


def invisible_characters(text: str) -> list[str]:
    """The characters of the text that draw nothing, in order."""
    return [c for c in text if ord(c) in _INVISIBLE]


def strip_accents(text: str) -> str:
    """The text without accents, Hebrew points and Arabic vowel marks."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(_ACCENTS))


def split_words(text: str) -> list[str]:
    """The runs of letters, digits and the marks that belong to them, of any script; whatever else there is parts them."""
    if text.isascii():
        return "".join(c if c.isalnum() else " " for c in text).split()
    return "".join(c if c in _WORD_CHARACTERS else " " for c in text).split()


def prototype(text: str) -> str:
    """The text with each character as the one that stands for all it can be confused with (Cyrillic а and Latin a: a).

    Source: UTS #39 section 4, `skeleton`, with the tables of the ICU in use. Case matters: a capital I is a small l, a small i is not.
    """
    return str(_SPOOF.getSkeleton(0, text))


def romanised(text: str) -> str:
    """The text in ASCII, every script; empty where no character has a reading.

    Kana is ICU's part: two of them make one syllable (ショ is sho), which a table of single characters cannot tell.
    """
    if text.isascii():
        return text
    if any("\u3041" <= c <= "\u30ff" for c in text):
        text = str(_KANA.transliterate(text)).replace("~", "")
    return str(anyascii(text))


def simplified(text: str) -> str:
    """The text with traditional Chinese characters as simplified ones: 張偉 as 张伟."""
    return text if text.isascii() else str(_SIMPLIFIED.transliterate(text))


@lru_cache(maxsize=10_000)
def script_of(character: str) -> str:
    """The script of a character by its Unicode name: Latin, Cyrillic, Common …"""
    return str(icu.Script.getScript(character).getName())


def scripts_of(text: str) -> list[str]:
    """The scripts of the text's letters, in order of appearance; signs, digits and marks that every script shares are left out."""
    found = dict.fromkeys(script_of(c) for c in text)
    return [script for script in found if script not in ("Common", "Inherited")]


def described(characters: Iterable[str], *, most: int = 3) -> str:
    """Characters with their Unicode names, for a sentence: "а CYRILLIC SMALL LETTER A", at most `most` of them."""
    names = dict.fromkeys(
        f"{c} {unicodedata.name(c, f'U+{ord(c):04X}')}" if c.isprintable() else unicodedata.name(c, f"U+{ord(c):04X}")
        for c in characters
    )
    return ", ".join(list(names)[:most])
