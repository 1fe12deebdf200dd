"""Normal forms of names: each folds away one way of writing the same name otherwise.

Folding serves to find candidates, never to judge: "Bo" and "BÖ" are two acts. So every form is kept apart. No form of a name is
ever empty ("!!!" stays "!!!"), save the numbers of a name without any.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from graph.japanese import japanese_reading, short_vowels
from graph.lookalikes import LOOKALIKES, SEQUENCES
from graph.scripts import prototype, romanised, simplified, split_words, strip_accents, strip_invisible

_LEET: Final = str.maketrans("013456789$@!€£+¥¢&", "oleasgtbgsalelty" + "ca")
_NUMBER: Final = re.compile("[0-9lo]*[0-9][0-9lo]*")
"""In a skeleton, where 0 and 1 are o and l."""
_FOLDED: Final = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t"}
)
_AFFIX_WORDS: Final = frozenset(
    (
        "official officials oficial officiel offiziell ufficiale real the topic vevo music musik musica musique dj mc band tv channel records "
        "recordings artist page live prod beats fan fans hq feat ft and la le los die der das el"
    ).split()
)
_AFFIX_ENDS: Final = ("official", "oficial", "vevo", "music", "topic", "band", "tv", "channel", "beats", "prod")
_AFFIX_STARTS: Final = ("iam", "thereal", "official", "real")
_MIN_STEM: Final = 3
"""Letters that must remain before an affix written together with the name is taken off."""


def plain_form(text: str) -> str:
    """Case and outer space put aside, nothing else: what a reader takes as the same writing."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split()) or text


@lru_cache(maxsize=4096)
def normal_form(text: str) -> str:
    """NFKC, case fold, no invisible characters, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", strip_invisible(text)).casefold().split()) or text


@lru_cache(maxsize=4096)
def skeleton_form(text: str) -> str:
    """Lookalike characters of other scripts as their Latin twins; i, l, 1 and | as one, rn as m, vv as w.

    Source: UTS #39 `skeleton`, with additions of our own, taken over both cases: before and after case folding, and
    before NFKC too, which would turn the lunate sigma (a c to the eye) into a common one.
    """
    visible = unicodedata.normalize("NFKC", _without_lookalikes(strip_invisible(text)))
    folded = " ".join(_without_lookalikes(_without_lookalikes(visible).casefold()).casefold().split())
    for sequence, single in SEQUENCES:
        folded = folded.replace(sequence, single)
    return folded or normal_form(text)


def _without_lookalikes(text: str) -> str:
    seen = text.translate(LOOKALIKES)
    return seen if seen.isascii() else unicodedata.normalize("NFC", prototype(seen))


def leet_form(text: str) -> str:
    """The skeleton with digits and signs read as the letters that they stand for: "1V$1B" as "lvslb".

    A word of digits alone is a number: "Unit 6" is not "Unit 9", though both could be read as a g.
    """
    words = skeleton_form(text).split(" ")
    if len(words) == 1:
        return skeleton_form(words[0].translate(_LEET))
    return skeleton_form(" ".join(word if _NUMBER.fullmatch(word) else word.translate(_LEET) for word in words))


@lru_cache(maxsize=4096)
def folded_form(text: str) -> str:
    """The normal form without accents and strokes."""
    if text.isascii():
        return normal_form(text)
    return strip_accents(normal_form(text)).translate(_FOLDED) or normal_form(text)


def compact_form(text: str) -> str:
    """The folded form's letters and digits only; the folded form itself where there are none."""
    return "".join(words_of(text)).replace(" ", "")


def words_of(text: str) -> list[str]:
    """The words of the folded form, without punctuation."""
    folded = folded_form(text)
    return split_words(folded) or [folded]


def affixless_form(text: str) -> str:
    """The compact form without words such as official, topic, the, dj; at least one word stays."""
    return _without_affixes(words_of(text), _AFFIX_WORDS, _AFFIX_STARTS, _AFFIX_ENDS)


def _without_affixes(words: list[str], affixes: frozenset[str], starts: tuple[str, ...], ends: tuple[str, ...]) -> str:
    bare = "".join([word for word in words if word not in affixes] or words)
    for start in starts:
        if bare.startswith(start) and len(bare) >= len(start) + _MIN_STEM:
            return bare.removeprefix(start)
    for end in ends:
        if bare.endswith(end) and len(bare) >= len(end) + _MIN_STEM:
            return bare.removesuffix(end)
    return bare


def simplified_form(text: str) -> str:
    """The compact form in simplified Chinese characters."""
    return simplified(compact_form(text))


def sorted_form(text: str) -> str:
    """The words in alphabetical order."""
    return " ".join(sorted(words_of(text)))


def transliterated_form(text: str) -> str:
    """The name in ASCII letters and digits, every script; the compact form where nothing is left."""
    ascii_text = romanised(normal_form(text)).casefold()
    return "".join(c for c in ascii_text if c.isalnum()) or compact_form(text)


def reading_form(text: str) -> str:
    """The words in ASCII in alphabetical order, kanji read as Japanese and long vowels short: "tetsushi hayashi" for 林哲司."""
    words = japanese_reading(text) or " ".join(romanised(word).casefold() or word for word in words_of(text))
    return " ".join(sorted(short_vowels(words).split())) or words


def canonical_form(text: str) -> str:
    """All folds at once: affixes off, lookalikes and leetspeak read, ASCII, letters only. For edits and candidates."""
    seen = leet_form(folded_form(skeleton_form(text)))
    words = split_words(seen)
    bare = _without_affixes(words, _SEEN_AFFIX_WORDS, _SEEN_AFFIX_STARTS, _SEEN_AFFIX_ENDS) if words else seen
    return "".join(c for c in romanised(bare).casefold() if c.isalnum()) or bare


_SEEN_AFFIX_WORDS: Final = frozenset(leet_form(word) for word in _AFFIX_WORDS)
_SEEN_AFFIX_STARTS: Final = tuple(leet_form(word) for word in _AFFIX_STARTS)
_SEEN_AFFIX_ENDS: Final = tuple(leet_form(word) for word in _AFFIX_ENDS)
_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"tch|sch|sh|ch", "x"),
        (r"ph|v", "f"),
        (r"ght|gh", "t"),
        (r"ck|q", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"x(?=.)|z", "s"),
        (r"g(?=[eiy])|j", "j"),
        (r"th|d", "t"),
        (r"b", "p"),
        (r"wh", "w"),
        (r"(?<=.)[aeiouyhw]", ""),
        (r"^[aeiouy]", "a"),
        (r"(.)\1+", r"\1"),
    )
)


def phonetic_form(text: str) -> str:
    """Consonants by sound class, vowels after the first letter dropped: a rough English-like sound key."""
    sound = "".join(c for c in transliterated_form(text) if c.isalpha())
    for pattern, replacement in _SOUNDS:
        sound = pattern.sub(replacement, sound)
    return sound or compact_form(text)


def initials_form(text: str) -> str:
    """First letters of a name of three or more words, else the name itself: "RHCP" for Red Hot Chili Peppers."""
    words = words_of(text)
    return "".join(word[0] for word in words) if len(words) >= 3 else compact_form(text)


def initial_and_last_form(text: str) -> str:
    """First letter of the first word and the last word of a name of several words, in ASCII: "t swift"."""
    words = [romanised(word).casefold() or word for word in words_of(text)]
    words = [word for word in words if word not in _AFFIX_WORDS] or words
    return f"{words[0][0]} {words[-1]}" if len(words) >= 2 and len(words[-1]) > 1 else compact_form(text)


_SERIES_NUMBER: Final = re.compile(
    r"(?<![^\W_])[0-9]+|[0-9]+(?![^\W_])|(?<=\s)(?:ii|iii|iv|vi|vii|viii|ix|xi|xii|xiii)\b"
)
"""Digits at the edge of a word (Blink 182, U2, 3OH!3) and Roman numerals after the first word; "Dr4ke" holds no number."""


def numbers_form(text: str) -> str:
    """The numbers of a name, in order: "182" for Blink 182, "2" for Vol. 2; empty where there is none."""
    return " ".join(_SERIES_NUMBER.findall(normal_form(text)))


def words_form(text: str) -> str:
    """The words in their own order, single spaces between."""
    return " ".join(words_of(text))


def skeleton_compact_form(text: str) -> str:
    """Letters and digits of the skeleton, without accents: several disguises at once."""
    return compact_form(skeleton_form(text))


def leet_compact_form(text: str) -> str:
    """Letters and digits of the name read as leetspeak, without accents."""
    return compact_form(leet_form(text))
