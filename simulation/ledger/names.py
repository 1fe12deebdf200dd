"""How acts are called and how their releases are titled."""

import re
import unicodedata
from dataclasses import dataclass
from random import Random

from simulation.ledger.words import CULTURES, DICTIONARY, EXTRA, Culture, Spelling

EMOJI = ("🔥", "✨", "🌙", "🖤", "🌊")


@dataclass(frozen=True, slots=True)
class Name:
    """What an act calls itself. `parts`: spellings token by token, as written first; `keys`: dictionary words it is made of."""

    text: str
    parts: tuple[Spelling, ...]
    language: str
    joiner: str = " "
    keys: tuple[str, ...] = ()
    is_person: bool = False

    def latin(self, choice: int) -> str:
        """The name in plain Latin letters, `choice` 1 for the usual spelling, 2 for the next."""
        return " ".join(part[min(choice, len(part) - 1)] for part in self.parts)


def pick_culture(rng: Random) -> Culture:
    return rng.choices(CULTURES, weights=_WEIGHTS)[0]


_WEIGHTS = [culture.weight for culture in CULTURES]


def _ranked(rng: Random, items: tuple[Spelling, ...]) -> Spelling:
    """One of the list, the first ones far oftener (names follow a power law)."""
    return items[int(len(items) * rng.random() ** 1.7)]


def _family(rng: Random, culture: Culture) -> Spelling:
    if culture.syllables and rng.random() < 0.55:
        stem = rng.choice(culture.family)[0]
        if rng.random() < 0.5:
            stem = stem[: max(2, len(stem) // 2)]
            return (stem + rng.choice(culture.syllables),)
        return (
            (
                rng.choice("BCDFGHKLMNPRSTVW")
                + rng.choice("aeiou")
                + rng.choice(culture.syllables)
                + rng.choice(culture.syllables)
            ),
        )
    return _ranked(rng, culture.family)


def person(rng: Random, culture: Culture) -> Name:
    """A person's name in the order and script of the culture; sometimes with a second given name or an initial."""
    given, family = _ranked(rng, culture.given), _family(rng, culture)
    parts = [family, given] if culture.family_first else [given, family]
    if not culture.family_first and rng.random() < 0.12:
        parts.insert(1, (f"{rng.choice('ABCDEFGHJKLMPRSTW')}.",) if culture.syllables else _ranked(rng, culture.given))
    return Name(culture.joiner.join(p[0] for p in parts), tuple(parts), culture.language, culture.joiner, (), True)


def word(rng: Random, language: str) -> tuple[str, str]:
    """A word of the language and its dictionary key."""
    key = rng.choice(_KEYS)
    return DICTIONARY[key].get(language, key), key


_KEYS = tuple(DICTIONARY)


def _invented(rng: Random) -> str:
    sounds = "ba be bo da dra el en fi ga gri ha io ka kre la lu ma mi mo na ne no ora pa qui ra ri ru sa sha si so ta tho ti tu va vel vi xa ya zen zo".split()
    text = "".join(rng.choice(sounds) for _ in range(rng.choice((2, 2, 3, 3, 4))))
    return text + rng.choice(("", "", "", "n", "s", "x", "r"))


def stage(rng: Random, culture: Culture) -> Name:
    """A stage or band name: a word, two, a phrase, an invented word, a handle, digits and signs now and then."""
    language = culture.language
    first, key = word(rng, language)
    if not culture.syllables and language != "vi" and rng.random() < 0.6:
        second, key2 = word(rng, language)
        keys = (key, key2) if key != key2 else (key,)
        text = (" " if rng.random() < 0.4 else "").join(DICTIONARY[k][language] for k in keys)
        return Name(text, ((text,),), language, "", keys)
    form = rng.random()
    english = rng.choice(EXTRA)
    if form < 0.10:
        return _plain(rng.choice((english, first)), "en")
    if form < 0.28:
        second, key2 = word(rng, language)
        joined = rng.choice((f"{first} {second}", f"The {first}s" if language == "en" else f"{first} {second}"))
        return Name(joined.title(), _split(joined.title()), language, " ", (key, key2) if "The" not in joined else ())
    if form < 0.52:
        return _plain(
            rng.choice(
                (
                    f"{english} {rng.choice(EXTRA)}",
                    f"the {english} {rng.choice(EXTRA)}s",
                    f"{english} & the {rng.choice(EXTRA)}s",
                    f"{english} of {rng.choice(EXTRA)}",
                )
            ),
            "en",
        )
    if form < 0.72:
        return _plain(_invented(rng), language)
    if form < 0.80:
        return _plain(f"{_invented(rng)} {rng.choice(('', english, _invented(rng)))}".strip(), language)
    if form < 0.90:
        lead = rng.choice(("DJ", "MC", "Lil", "Young", "Big", "King", "Miss", "Dr.", "La", "El", "Saint"))
        return _plain(f"{lead} {rng.choice((_invented(rng), english, rng.choice(culture.given)[0]))}", language)
    return _plain(_odd(rng, english), language)


def _odd(rng: Random, english: str) -> str:
    other = rng.choice(EXTRA)
    forms: tuple[str, ...] = (
        f"{english}{rng.randrange(2, 100)}", f"{rng.randrange(1, 29)} {english}s", f"{english}.{other}", f"{english}!", f"{english.upper()}$",
        f"{english[0]}.{other[0]}.{rng.choice('abdgk')}.", f"no {english} no {other}", f"we were {english} in {other}", str(rng.randrange(1960, 2012)),
        f"{english} / {other}", english.translate(str.maketrans("aeo", "430")), f"{english} {rng.choice(EMOJI)}", f"{english} x {other}", f"all my {english}s are {other}",
    )  # fmt: skip
    return rng.choice(forms)


def _plain(text: str, language: str) -> Name:
    titled = text if text[:1].isupper() or any(c in text for c in "$.") else text.title()
    keys = tuple(t.lower() for t in text.split()) if all(t.lower() in DICTIONARY for t in text.split()) else ()
    return Name(titled, _split(titled), language, " ", keys)


def _split(text: str) -> tuple[Spelling, ...]:
    return tuple((token, strip_marks(token)) for token in text.split())


def strip_marks(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def title(rng: Random, language: str) -> str:
    """A title in the language: a word or a phrase, by the habits of songs."""
    first, _ = word(rng, language)
    second, _ = word(rng, language)
    if language in ("ja", "zh"):
        return rng.choice(
            (
                f"{first}の{second}" if language == "ja" else f"{first}的{second}",
                first + second,
                f"{second}{rng.randrange(2, 100)}",
            )
        )
    if language == "en" or rng.random() < 0.25:
        a, b, c = rng.choice(EXTRA), rng.choice(EXTRA), rng.choice(EXTRA)
        text = rng.choice(
            (
                a,
                f"{a} {b}",
                f"{a} {b}",
                f"{a} in the {b}",
                f"the {a} {b}",
                f"{a} and {b}",
                f"don't {a} my {first}",
                f"{a} {b} {c}",
                f"when the {a} was {b}",
                f"{a}, {b}",
                f"{a} ({b} {c})",
            )
        )
        return re.sub(r"(^|[ (])(\w)", lambda start: start[1] + start[2].upper(), text)
    glue = {
        "es": "de",
        "pt": "de",
        "fr": "de",
        "de": "und",
        "sv": "och",
        "pl": "i",
        "tr": "ve",
        "ru": "и",
        "el": "και",
        "hi": "और",
    }.get(language, "")
    third, _ = word(rng, language)
    return (
        " ".join(
            rng.choice(((first, second), (first, glue, second), (first, second, third), (first, glue, second, third)))
        )
        .replace("  ", " ")
        .capitalize()
    )
