"""The tricks by which an impostor's name is made from its victim's."""

from collections.abc import Callable
from typing import Final

from anyascii import anyascii
from numpy.random import Generator

_HOMOGLYPHS: Final = dict(zip("aceopxyiABEHKMOPTX", "асеорхуіАВЕНКМОРТХ", strict=True))
_LEET: Final = dict(zip("aeiost", "4310$7", strict=True))
_MARKS: Final = dict(zip("aeioucn", "áéíöüçñ", strict=True))
_SOUNDS: Final = (("ph", "f"), ("ck", "k"), ("qu", "kw"), ("y", "i"), ("i", "y"), ("k", "c"), ("c", "k"), ("s", "z"), ("ee", "ea"))


def _swap_one(name: str, table: dict[str, str], random: Generator) -> str:
    places = [index for index, letter in enumerate(name) if letter in table]
    if not places:
        return name
    at = places[int(random.integers(len(places)))]
    return name[:at] + table[name[at]] + name[at + 1 :]


def homoglyph(name: str, random: Generator) -> str:
    return _swap_one(name, _HOMOGLYPHS, random)


def leetspeak(name: str, random: Generator) -> str:
    return _swap_one(name, _LEET, random)


def diacritics(name: str, random: Generator) -> str:
    return _swap_one(name, _MARKS, random)


def invisible(name: str, random: Generator) -> str:
    at = int(random.integers(1, len(name)))
    return name[:at] + ("\u200b", "\u200d", "\u2060")[int(random.integers(3))] + name[at:]


def spacing(name: str, random: Generator) -> str:
    return name.replace(" ", ("", ".", "-", "_")[int(random.integers(4))]) if " " in name else f"{name[0]} {name[1:]}"


def affix(name: str, random: Generator) -> str:
    return (f"{name} Official", f"The {name}", f"{name} Music", f"{name} Topic", f"Real {name}")[int(random.integers(5))]


def token_order(name: str, random: Generator) -> str:
    return " ".join(reversed(name.split(" ")))


def one_edit(name: str, random: Generator) -> str:
    at = int(random.integers(1, len(name)))
    draw = random.random()
    if draw < 0.4:
        return name[:at] + name[at - 1] + name[at:]
    if draw < 0.7 and len(name) > 4:
        return name[:at] + name[at + 1 :]
    return name[:at] + "aeioulnrst"[int(random.integers(10))] + name[at + 1 :]


def two_edits(name: str, random: Generator) -> str:
    return one_edit(one_edit(name, random), random)


def sounds_alike(name: str, random: Generator) -> str:
    fitting = [(old, new) for old, new in _SOUNDS if old in name]
    if not fitting:
        return one_edit(name, random)
    old, new = fitting[int(random.integers(len(fitting)))]
    return name.replace(old, new, 1)


def transliteration(name: str, random: Generator) -> str:
    ascii_name: str = anyascii(name).title()
    return ascii_name if ascii_name != name else one_edit(name, random)


def exact(name: str, random: Generator) -> str:
    return name


TRICKS: Final[dict[str, Callable[[str, Generator], str]]] = {
    trick.__name__: trick
    for trick in (homoglyph, leetspeak, diacritics, invisible, spacing, affix, token_order, one_edit, two_edits, sounds_alike, transliteration, exact)
}


def lookalike(name: str, trick: str, random: Generator) -> str:
    """The name after the trick; where the trick leaves it as it is (no letter to swap), one edit instead."""
    changed = TRICKS[trick](name, random)
    return one_edit(name, random) if changed == name and trick != "exact" else changed
