"""How a name is bent so that it passes for another: each function takes a name and gives a lookalike, or None if it cannot."""

from collections.abc import Callable
from random import Random
from typing import Final

from anyascii import anyascii

HOMOGLYPHS: Final = dict(zip("aceopxyijsABCEHIKMOPTXZ", "асеорхуіјѕАВСЕНІКМОРТХΖ", strict=True)) | dict(
    zip("авеорсухкмнАВЕКМНОРСТХ", "aвеopcyxкмнABEKMHOPCTX", strict=True)
)
LEET: Final = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7", "l": "1", "b": "8", "g": "9"}
ACCENTS: Final = {
    "a": "áàäâ",
    "e": "éèëê",
    "i": "íïî",
    "o": "óöôø",
    "u": "úüû",
    "n": "ñ",
    "c": "ç",
    "y": "ý",
    "s": "š",
    "z": "ž",
}
INVISIBLE: Final = ("\u200b", "\u200d", "\u2060", "\u00ad", "\ufeff", "\u200e")
SOUNDS: Final = (
    ("ph", "f"),
    ("ck", "k"),
    ("c", "k"),
    ("k", "c"),
    ("y", "i"),
    ("ee", "ea"),
    ("i", "y"),
    ("s", "z"),
    ("x", "ks"),
    ("ou", "oo"),
    ("v", "w"),
    ("f", "ph"),
    ("ll", "l"),
    ("r", "rr"),
)
AFFIXES: Final = (
    "{} Official",
    "{} Music",
    "{} - Topic",
    "Official {}",
    "The {}",
    "{} VEVO",
    "{} Records",
    "Real {}",
    "{} TV",
    "{} Beats",
    "iam{}",
    "{} (Official)",
)
ABBREVIATIONS: Final = (("The ", ""), (" and ", " & "), (" & ", " and "), ("Band", "Bd."), ("DJ ", "Dj. "))


def homoglyph(name: str, draw: Random) -> str | None:
    """One to three letters of another script that look the same."""
    places = [place for place, letter in enumerate(name) if HOMOGLYPHS.get(letter, letter) != letter]
    return _replaced(name, draw, places, lambda letter: HOMOGLYPHS[letter], most=3)


def leetspeak(name: str, draw: Random) -> str | None:
    """Digits for letters."""
    places = [place for place, letter in enumerate(name) if letter.lower() in LEET]
    return _replaced(name, draw, places, lambda letter: LEET[letter.lower()], most=3)


def diacritics(name: str, draw: Random) -> str | None:
    """Accents put on, or taken off where there are some."""
    bare = anyascii(name)
    if bare != name and name.isascii() is False and len(bare) == len(name):
        return bare
    places = [place for place, letter in enumerate(name) if letter.lower() in ACCENTS]

    def accented(letter: str) -> str:
        found = draw.choice(ACCENTS[letter.lower()])
        return found.upper() if letter.isupper() else found

    return _replaced(name, draw, places, accented, most=2)


def invisible(name: str, draw: Random) -> str | None:
    """A character nobody sees, inside or at the end."""
    place = draw.randint(1, len(name))
    return name[:place] + draw.choice(INVISIBLE) + name[place:]


def spacing(name: str, draw: Random) -> str | None:
    """Spaces, dots or hyphens put in or left out."""
    if " " in name:
        return draw.choice(
            (
                name.replace(" ", ""),
                name.replace(" ", "-"),
                name.replace(" ", "  "),
                name.replace(" ", "."),
                name.replace(" ", "_"),
            )
        )
    place = draw.randint(1, max(1, len(name) - 1))
    return name[:place] + draw.choice(" .-") + name[place:] if len(name) > 2 else None


def affix(name: str, draw: Random) -> str | None:
    """A word such as "Official" or "Topic" around the name."""
    return draw.choice(AFFIXES).format(name)


def token_order(name: str, draw: Random) -> str | None:
    """The words in another order, sometimes with a comma."""
    words = name.split()
    if len(words) < 2:
        return None
    return ", ".join((words[-1], " ".join(words[:-1]))) if draw.random() < 0.3 else " ".join((words[-1], *words[:-1]))


def one_edit(name: str, draw: Random) -> str | None:
    """One letter dropped, doubled, swapped or replaced."""
    if len(name) < 4:
        return None
    place, kind = draw.randint(1, len(name) - 2), draw.random()
    if kind < 0.3:
        return name[:place] + name[place + 1 :]
    if kind < 0.6:
        return name[:place] + name[place] + name[place:]
    if kind < 0.8:
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return name[:place] + draw.choice("aeiounrstlm") + name[place + 1 :]


def two_edits(name: str, draw: Random) -> str | None:
    """Two such letters."""
    once = one_edit(name, draw) if len(name) > 6 else None
    return one_edit(once, draw) if once else None


def sound_alike(name: str, draw: Random) -> str | None:
    """Spelled otherwise, said the same."""
    lower = name.lower()
    fitting = [pair for pair in SOUNDS if pair[0] in lower]
    if not fitting:
        return None
    for old, new in draw.sample(fitting, k=min(len(fitting), draw.randint(1, 2))):
        lower = lower.replace(old, new, 1)
    return " ".join(word[:1].upper() + word[1:] for word in lower.split(" "))


def transliteration(name: str, draw: Random) -> str | None:
    """The name in Latin letters."""
    bare = anyascii(name).strip()
    return bare.title() if bare and not name.isascii() and bare.lower() != name.lower() else None


def abbreviation(name: str, draw: Random) -> str | None:
    """A word shortened or an initial for the first name."""
    for old, new in ABBREVIATIONS:
        if old in name:
            return name.replace(old, new, 1)
    words = name.split()
    return f"{words[0][0]}. {' '.join(words[1:])}" if len(words) > 1 else None


def exact(name: str, draw: Random) -> str | None:
    """The very name, on a new profile; at times in capitals."""
    return name.upper() if draw.random() < 0.15 else name


TRICKS: Final[dict[str, Callable[[str, Random], str | None]]] = {
    trick.__name__: trick
    for trick in (
        homoglyph,
        leetspeak,
        diacritics,
        invisible,
        spacing,
        affix,
        token_order,
        one_edit,
        two_edits,
        sound_alike,
        transliteration,
        abbreviation,
        exact,
    )
}


def bend(name: str, draw: Random, weights: dict[str, float]) -> tuple[str, str]:
    """A lookalike of the name and the trick that made it, drawn by weight among those that apply."""
    names = list(weights)
    for _ in range(12):
        trick = draw.choices(names, weights=[weights[key] for key in names])[0]
        made = TRICKS[trick](name, draw)
        if made and (made != name or trick == "exact"):
            return made, trick
    return name, "exact"


def _replaced(name: str, draw: Random, places: list[int], change: Callable[[str], str], *, most: int) -> str | None:
    if not places:
        return None
    letters = list(name)
    for place in draw.sample(places, k=min(len(places), draw.randint(1, most))):
        letters[place] = change(letters[place])
    return "".join(letters)
