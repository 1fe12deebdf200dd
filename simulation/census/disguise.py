"""How a name is made to pass for another: one function a trick, None where the trick does not apply to the name."""

import unicodedata
from collections.abc import Callable

from anyascii import anyascii

from simulation.census.lexicon import ADDED, CULTURES
from simulation.census.samplers import Rng, one

_LOOKALIKES = {
    "a": "аɑ",
    "c": "сϲ",
    "e": "еҽ",
    "i": "іι",
    "j": "ј",
    "o": "оοо0",
    "p": "рρ",
    "s": "ѕ",
    "x": "хχ",
    "y": "уγ",
    "A": "АΑ",
    "B": "ВΒ",
    "C": "С",
    "E": "ЕΕ",
    "H": "НΗ",
    "I": "ІΙl",
    "K": "КΚ",
    "M": "МΜ",
    "N": "Ν",
    "O": "ОΟ0",
    "P": "РΡ",
    "T": "ТΤ",
    "X": "ХΧ",
    "а": "a",
    "е": "e",
    "о": "o",
    "с": "c",
    "р": "p",
    "А": "A",
    "В": "B",
    "М": "M",
    "ο": "o",
    "α": "a",
    "ロ": "口",
    "カ": "力",
    "二": "ニ",
}
_LEET = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7", "b": "8", "g": "9", "l": "1"}
_MARKS = "\u0301\u0300\u0308\u0302\u0303\u030a\u0323"
_INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad\ufeff"
_SOUNDS = (
    ("ph", "f"),
    ("ck", "k"),
    ("c", "k"),
    ("k", "ck"),
    ("y", "i"),
    ("ie", "y"),
    ("ee", "ea"),
    ("oo", "u"),
    ("z", "s"),
    ("x", "ks"),
    ("w", "v"),
    ("f", "ph"),
    ("th", "t"),
    ("ey", "y"),
    ("ou", "u"),
    ("и", "ы"),
    ("о", "а"),
)
_LATIN = "abcdefghijklmnopqrstuvwxyz"


def _swap(rng: Rng, name: str, table: dict[str, str], share: float) -> str | None:
    places = [k for k, letter in enumerate(name) if letter in table]
    if not places:
        return None
    chosen = {k for k in places if rng.random() < share} or {one(rng, places)}
    return "".join(one(rng, table[letter]) if k in chosen else letter for k, letter in enumerate(name))


def _homoglyph(rng: Rng, name: str) -> str | None:
    return _swap(rng, name, _LOOKALIKES, one(rng, (0.15, 0.15, 0.9)))


def _leetspeak(rng: Rng, name: str) -> str | None:
    return _swap(rng, name, _LEET | {k.upper(): v for k, v in _LEET.items()}, 0.4)


def _invisible(rng: Rng, name: str) -> str:
    place = int(rng.integers(1, len(name) + 1))
    return name[:place] + one(rng, _INVISIBLE) + name[place:]


def _diacritics(rng: Rng, name: str) -> str | None:
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    if bare != name and rng.random() < 0.6:
        return bare
    places = [k for k, letter in enumerate(name) if letter in "aeiouyncsAEIOUYNCS"]
    if not places:
        return None
    place = one(rng, places)
    return unicodedata.normalize("NFC", name[: place + 1] + one(rng, _MARKS) + name[place + 1 :])


def _spacing(rng: Rng, name: str) -> str | None:
    if " " in name:
        return name.replace(" ", one(rng, ("", "", "-", "_", ".", "  ", "\u00a0")))
    if len(name) < 5:
        return None
    place = int(rng.integers(2, len(name) - 1))
    return f"{name[:place]} {name[place:]}"


def _affix(rng: Rng, name: str) -> str:
    style = rng.random()
    if style < 0.5:
        return f"{name} {one(rng, ADDED)}"
    if style < 0.7:
        return name.removeprefix("The ") if name.startswith("The ") else f"The {name}"
    return one(rng, ("{}'s", "iam{}", "{} - Topic", "{}.", "Real {}", "{}x", "#{}")).format(name)


def _token_order(rng: Rng, name: str) -> str | None:
    tokens = name.split()
    if len(tokens) < 2:
        return None
    return f"{tokens[-1]}, {' '.join(tokens[:-1])}" if rng.random() < 0.4 else " ".join([tokens[-1], *tokens[:-1]])


def _one_edit(rng: Rng, name: str) -> str | None:
    if len(name) < 4:
        return None
    place = int(rng.integers(1, len(name)))
    kind = int(rng.integers(4))
    letter = one(rng, _LATIN) if name.isascii() else one(rng, name.replace(" ", ""))
    edits = (
        name[:place] + name[place + 1 :],
        name[:place] + name[place] + name[place:],
        name[:place] + letter + name[place + 1 :],
        name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :],
    )
    return edits[kind]


def _two_edits(rng: Rng, name: str) -> str | None:
    once = _one_edit(rng, name) if len(name) >= 7 else None
    return _one_edit(rng, once) if once else None


def _sound_alike(rng: Rng, name: str) -> str | None:
    fitting = [(old, new) for old, new in _SOUNDS if old in name.lower()]
    if not fitting:
        return None
    old, new = one(rng, fitting)
    place = name.lower().rfind(old)
    spelt = name[:place] + new + name[place + len(old) :]
    return spelt[:1].upper() + spelt[1:] if name[:1].isupper() else spelt


def _transliteration(rng: Rng, name: str) -> str | None:
    spelt = anyascii(name).strip()
    if spelt == name or not spelt:
        return None
    return spelt.title() if rng.random() < 0.7 else spelt


def _translation(rng: Rng, name: str) -> str | None:
    tokens = name.split()
    for culture in CULTURES:
        known = {word: place for place, word in enumerate(culture.words)}
        if tokens and all(token in known for token in tokens):
            other = one(rng, [c for c in CULTURES if c is not culture])
            return ("" if other.joined else " ").join(other.words[known[token]] for token in tokens)
    return None


def _abbreviation(rng: Rng, name: str) -> str | None:
    tokens = name.split()
    if len(tokens) < 2 or not all(token[0].isalpha() for token in tokens):
        return None
    if len(tokens) > 2 and rng.random() < 0.5:
        return "".join(token[0].upper() for token in tokens)
    return f"{tokens[0][0]}. {' '.join(tokens[1:])}" if rng.random() < 0.6 else f"{tokens[0]} {tokens[-1][0]}."


TRICKS: dict[str, Callable[[Rng, str], str | None]] = {
    "homoglyph": _homoglyph,
    "leetspeak": _leetspeak,
    "invisible": _invisible,
    "diacritics": _diacritics,
    "spacing": _spacing,
    "affix": _affix,
    "token_order": _token_order,
    "one_edit": _one_edit,
    "two_edits": _two_edits,
    "sound_alike": _sound_alike,
    "transliteration": _transliteration,
    "translation": _translation,
    "abbreviation": _abbreviation,
    "exact_name": lambda rng, name: name,
    "alias_leak": lambda rng, name: name,
}
"""`alias_leak`: the victim's own other name; the caller passes an alias of the victim."""
INNOCENT_SPELLINGS = ("diacritics", "spacing", "token_order", "transliteration", "abbreviation", "affix", "exact_name")


def disguised(rng: Rng, name: str, trick: str) -> str | None:
    """The name after the trick, or None if it does not apply or leaves nothing to read."""
    made = TRICKS[trick](rng, name)
    return made if made and made.strip() else None
