"""How a name is bent to look like another: each trick of an impostor, which honest acts come upon too."""

from collections.abc import Callable
from random import Random

from simulation.ledger.names import Name, strip_marks
from simulation.ledger.words import DICTIONARY

_LOOKALIKES = {
    "a": "аɑα", "c": "сϲ", "e": "еҽ", "i": "іı", "j": "ј", "o": "оοօ", "p": "рρ", "s": "ѕ", "x": "хх", "y": "уү", "h": "һ", "n": "ո", "u": "ս",
    "A": "АΑ", "B": "ВΒ", "C": "СϹ", "E": "ЕΕ", "H": "НΗ", "I": "IІΙl", "K": "КΚ", "M": "МΜ", "N": "Ν", "O": "ОΟ0", "P": "РΡ", "S": "Ѕ", "T": "ТΤ", "X": "ХΧ",
    "Y": "ΥҮ", "Z": "Ζ", "l": "Iӏ1", "d": "ԁ", "g": "ɡ", "q": "ԛ", "w": "ԝ", "v": "ѵν", "r": "г", "k": "κк", "t": "т", "m": "м",
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x", "ο": "o", "α": "a", "ν": "v",
    "ニ": "二", "カ": "力", "口": "ロ", "工": "エ",
}  # fmt: skip


_LEET = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7", "l": "1", "b": "8", "g": "9", "z": "2"}


_UNSEEN = ("\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\u200e", "\ufeff", "\u034f", "\u3164", "\u180e")


_MARKS = {
    "a": "áàâäåãā",
    "e": "éèêëē",
    "i": "íìîïī",
    "o": "óòôöøō",
    "u": "úùûüū",
    "c": "çć",
    "n": "ñń",
    "s": "śš",
    "y": "ýÿ",
    "z": "žź",
    "l": "ł",
}


_SOUNDS = (
    ("ph", "f"), ("f", "ph"), ("ck", "k"), ("c", "k"), ("k", "c"), ("s", "z"), ("z", "s"), ("y", "i"), ("i", "y"), ("ee", "ea"), ("ea", "ee"),
    ("oo", "u"), ("x", "ks"), ("ai", "ay"), ("ou", "ow"), ("er", "a"), ("th", "t"), ("qu", "kw"), ("w", "v"), ("gh", "g"), ("sh", "ch"), ("ll", "l"),
)  # fmt: skip


_AFFIXES = (
    "Official {}", "{} Official", "{} Music", "{} - Topic", "{}VEVO", "{} TV", "The {}", "Real {}", "{} Oficial", "{} (Official)", "{} Band", "{} HD", "{} Channel",
    "DJ {}", "{} Records", "Its{}", "{}_", "{}.", "{} II", "{} UK", "{} Artist", "{} Project", "{} 公式", "{} Unreleased", "{} AI",
)  # fmt: skip


_CYRILLIC = dict(zip("abvgdezijklmnoprstufhcyqwx", "абвгдезийклмнопрстуфхцыквкс".replace("кс", "к"), strict=False))


_KANA = {"a": "ア", "i": "イ", "u": "ウ", "e": "エ", "o": "オ", "ka": "カ", "ki": "キ", "ku": "ク", "ke": "ケ", "ko": "コ", "sa": "サ", "shi": "シ", "su": "ス", "se": "セ", "so": "ソ", "ta": "タ", "ti": "ティ", "to": "ト", "te": "テ", "na": "ナ", "ni": "ニ", "nu": "ヌ", "ne": "ネ", "no": "ノ", "ha": "ハ", "ma": "マ", "mi": "ミ", "mo": "モ", "me": "メ", "ra": "ラ", "ri": "リ", "ru": "ル", "re": "レ", "ro": "ロ", "la": "ラ", "li": "リ", "lu": "ル", "le": "レ", "lo": "ロ", "n": "ン"}  # fmt: skip


def _some(rng: Random, text: str, table: dict[str, str], share: float) -> str | None:
    places = [i for i, c in enumerate(text) if c in table]
    if not places:
        return None
    chosen = [i for i in places if rng.random() < share] or [rng.choice(places)]
    letters = list(text)
    for i in chosen:
        letters[i] = rng.choice(table[letters[i]])
    return "".join(letters)


def _invisible(rng: Random, text: str) -> str:
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(_UNSEEN) + text[at:]
    return text


def _diacritics(rng: Random, text: str) -> str | None:
    plain = strip_marks(text)
    return plain if plain != text and rng.random() < 0.7 else _some(rng, text, _MARKS, 0.2)


def _spacing(rng: Random, text: str) -> str | None:
    if " " in text:
        return text.replace(" ", rng.choice(("", "", "-", ".", "  ", "_", "\u00a0")))
    if len(text) < 4:
        return " ".join(text)
    at = rng.randrange(2, len(text) - 1)
    return text[:at] + rng.choice((" ", "-", ".", " ")) + text[at:]


def one_edit(rng: Random, text: str) -> str:
    """One letter put in, left out, replaced, doubled or swapped with its neighbour."""
    at, letters = rng.randrange(len(text)), "abcdefghiklmnoprstuvyz"
    if not text.isascii():
        letters = "".join(c for c in text if c.isalpha()) or letters
    forms = [
        text[:at] + text[at] + text[at:],
        text[:at] + rng.choice(letters) + text[at:],
        text[:at] + rng.choice(letters) + text[at + 1 :],
    ]
    if len(text) > 3:
        forms += [text[:at] + text[at + 1 :], text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]]
    changed = [form.strip() for form in forms if form.strip() != text]
    return rng.choice(changed) if changed else text + text[-1]


def _sound_alike(rng: Random, text: str) -> str | None:
    options = [(a, b) for a, b in _SOUNDS if a in text.lower()[1:]]
    if not options:
        return None
    for a, b in rng.sample(options, min(len(options), rng.choice((1, 1, 2)))):
        at = text.lower().find(a, 1)
        if at > 0:
            text = text[:at] + b + text[at + len(a) :]
    return text


def _transliterated(rng: Random, name: Name) -> str | None:
    if not name.parts[0][0][:1].isascii() and len(name.parts[0]) > 1 and ord(name.text[0]) > 0x24F:
        return name.latin(rng.choice((1, 1, 2)))
    if name.language in _ROMANISED and len(name.parts[0]) > 2:
        return " ".join(part[-1] for part in name.parts)
    plain = strip_marks(name.text).lower()
    if not plain.replace(" ", "").isascii() or not any(c.isalpha() for c in plain):
        return None
    return _in_kana(plain) if rng.random() < 0.3 else "".join(_CYRILLIC.get(c, c) for c in plain).title()


_ROMANISED = ("de",)


def _in_kana(plain: str) -> str:
    out, i = "", 0
    while i < len(plain):
        size = 2 if plain[i : i + 2] in _KANA else 1
        out += _KANA.get(plain[i : i + size], {" ": "・"}.get(plain[i], "ッ" if plain[i].isalpha() else plain[i]))
        i += size
    return out


def _translated(rng: Random, name: Name) -> str | None:
    if not name.keys:
        return None
    language = rng.choice([x for x in ("en", "en", "es", "fr", "de", "ru", "ja", "ko", "zh") if x != name.language])
    return ("" if language in ("ja", "zh") else " ").join(DICTIONARY[key][language] for key in name.keys).title()


def _abbreviated(rng: Random, name: Name) -> str | None:
    tokens = name.text.split()
    if len(tokens) < 2 or not tokens[0][0].isalpha():
        return None
    forms = [f"{tokens[0][0]}. {' '.join(tokens[1:])}", f"{tokens[0]} {tokens[-1][0]}."]
    if len(tokens) > 2:
        forms.append("".join(token[0] for token in tokens).upper())
    return rng.choice(forms)


def _reordered(rng: Random, name: Name) -> str | None:
    tokens = name.text.split()
    if len(tokens) > 1:
        tokens = tokens[1:] + tokens[:1]
        return rng.choice((" ", " ", ", ")).join(tokens)
    return (
        " ".join(part[1] for part in reversed(name.parts)) if len(name.parts) > 1 and len(name.parts[0]) > 1 else None
    )


def _affixed(rng: Random, name: Name) -> str:
    return rng.choice(_AFFIXES).format(name.text)


DISGUISES: dict[str, Callable[[Random, Name], str | None]] = {
    "homoglyph": lambda rng, name: _some(rng, name.text, _LOOKALIKES, rng.choice((0.0, 0.15, 0.6))),
    "leetspeak": lambda rng, name: _some(
        rng, name.text.lower() if rng.random() < 0.3 else name.text, _LEET, rng.choice((0.0, 0.3, 1.0))
    ),
    "invisible": lambda rng, name: _invisible(rng, name.text),
    "diacritics": lambda rng, name: _diacritics(rng, name.text),
    "spacing": lambda rng, name: _spacing(rng, name.text),
    "affix": _affixed,
    "token_order": _reordered,
    "one_edit": lambda rng, name: one_edit(rng, name.text),
    "two_edits": lambda rng, name: one_edit(rng, one_edit(rng, name.text)),
    "sound_alike": lambda rng, name: _sound_alike(rng, name.text),
    "transliteration": _transliterated,
    "translation": _translated,
    "abbreviation": _abbreviated,
    "exact_name": lambda rng, name: name.text,
}


"""Trick to what makes a lookalike of a name by it; None where the name gives no hold for that trick."""


def disguise(rng: Random, name: Name, trick: str) -> str | None:
    """A lookalike of the name, different from it except for `exact_name`; None where the trick does not apply."""
    made = DISGUISES[trick](rng, name)
    if made is None or not made.strip() or (made == name.text) != (trick == "exact_name"):
        return None
    return made
