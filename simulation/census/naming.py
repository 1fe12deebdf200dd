"""Names, titles and biographies, drawn in batches by culture."""

from simulation.census.lexicon import CULTURES, GENRES, MORE_WORDS, Culture
from simulation.census.prose import CLAUSES, PLACES
from simulation.census.samplers import Rng, choose, one, zipf_pick

ENGLISH = CULTURES[0]
_SYLLABLES = "ba da fe ka la li lo ma mi na no ra ri ro sa se ta ti vo ze kai lue nox rae syn tor vey zan mira velo dra quin".split()
_EMOJI = ("✨", "🔥", "🌙", "☆", "♥")
_TAILS = (
    "",
    "",
    "",
    "",
    "",
    "",
    " (Live)",
    " (Acoustic)",
    " (Remix)",
    " - Remastered",
    " (Instrumental)",
    " (Demo)",
    " Pt. 2",
    " II",
    "!",
    "?",
    "...",
)


def person(rng: Rng, culture: Culture) -> str:
    """A person's name: common ones often, rare family names too."""
    given = culture.given[int(zipf_pick(rng, 1, len(culture.given), 0.7)[0])]
    if rng.random() < 0.45:
        family = culture.family[int(zipf_pick(rng, 1, len(culture.family), 0.7)[0])]
    else:
        family = one(rng, culture.stems) + one(rng, culture.endings)
    if culture.joined:
        return family + given
    if rng.random() < 0.08:
        given = f"{given} {one(rng, culture.given)}"
    return f"{family} {given}" if culture.family_first else f"{given} {family}"


def _word(rng: Rng, culture: Culture) -> str:
    if culture.language == "en" and rng.random() < 0.75:
        return str(one(rng, MORE_WORDS))
    return str(one(rng, culture.words))


def _invented(rng: Rng) -> str:
    return "".join(choose(rng, _SYLLABLES, int(rng.integers(2, 4)))).capitalize()


def stage_name(rng: Rng, culture: Culture, own: str) -> str:
    """What an act calls itself; `own` is the person's name, which many acts use."""
    form = int(rng.choice(12, p=(0.34, 0.12, 0.13, 0.07, 0.06, 0.05, 0.04, 0.08, 0.03, 0.03, 0.03, 0.02)))
    joint = "" if culture.joined else " "
    given = one(rng, culture.given)
    forms = (
        lambda: own,
        lambda: _word(rng, culture),
        lambda: _word(rng, culture) + joint + _word(rng, culture),
        lambda: f"The {_word(rng, ENGLISH)}s",
        lambda: f"{given}{joint}{_word(rng, culture)}",
        lambda: f"{one(rng, ('DJ', 'MC', 'Lil', 'Young', 'Big', 'Los', 'Trio', 'Orchestra'))} {_word(rng, culture)}",
        lambda: f"{given} & the {_word(rng, ENGLISH)} {_word(rng, ENGLISH)}s",
        lambda: _invented(rng),
        lambda: f"{_word(rng, culture)}{one(rng, ('', ' '))}{int(rng.integers(2, 100))}",
        lambda: one(rng, ("{}.", "{}!", "({})", "{}_", "$ {}", "{}//")).format(_word(rng, culture).upper()),
        lambda: f"{given}" if rng.random() < 0.9 else f"{given} {one(rng, _EMOJI)}",
        lambda: f"{one(rng, ('House of', 'Children of', 'Songs for', 'All the', 'Bring Me'))} {_word(rng, ENGLISH)}",
    )
    name = forms[form]()
    return name.lower() if rng.random() < 0.05 else name.upper() if rng.random() < 0.05 else name


def titles(rng: Rng, culture: Culture, n: int) -> list[str]:
    """`n` titles in a culture's language, many of them taken by other works too."""
    words = culture.words + (MORE_WORDS if culture.language == "en" else ())
    joint = "" if culture.joined else " "
    first, second, third = (choose(rng, words, n) for _ in range(3))
    given, tail = choose(rng, culture.given, n), choose(rng, _TAILS, n)
    shape = rng.choice(6, n, p=(0.22, 0.36, 0.2, 0.08, 0.08, 0.06))
    english = culture.language == "en"
    drawn = []
    for s, a, b, c, g, t in zip(shape.tolist(), first, second, third, given, tail, strict=True):
        if s == 0:
            title = a
        elif s == 1:
            title = f"{a}{joint}{b}"
        elif s == 2:
            title = f"{a} {'of the ' if english else ''}{b}"
        elif s == 3:
            title = f"{g}{joint}{a}"
        elif s == 4:
            title = f"{a}{joint}{b}{joint}{c}"
        else:
            title = f"{'Another ' if english else ''}{a}"
        drawn.append(title + t)
    return drawn


def biography(rng: Rng, language: str, name: str, genre: str, year: int) -> str:
    """One to six clauses in the language, or in English where there are none in it."""
    tongue = language if language in CLAUSES else "en"
    opening, middle, ending = CLAUSES[tongue]
    work = titles(rng, next(c for c in CULTURES if c.language == tongue), 1)[0]
    parts = [
        one(rng, opening),
        *choose(rng, middle, int(rng.integers(0, 3))),
        *choose(rng, ending, int(rng.integers(0, 3))),
    ]
    slots = {"name": name, "place": one(rng, PLACES[tongue]), "genre": genre, "year": year, "work": work}
    return ("" if tongue in ("ja", "zh") else " ").join(dict.fromkeys(part.format(**slots) for part in parts))


def genres_of(rng: Rng, main: str) -> list[str]:
    """The act's genres: its scene's, at times with another, at times another instead."""
    drawn = [main] if rng.random() < 0.85 else []
    if not drawn or rng.random() < 0.35:
        drawn.append(one(rng, GENRES))
    return list(dict.fromkeys(drawn))
