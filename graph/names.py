"""Normal forms of names, and which operation makes two names meet.

Folding serves to find candidates, never to judge: "Bo" and "BÖ" are two acts. So every form is kept apart and the mildest
operation that makes two names equal is itself the evidence. No form of a name is ever empty: "!!!" stays "!!!".
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

import polars as pl
from anyascii import anyascii
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from graph.lookalikes import LOOKALIKES, SEQUENCES

OPERATIONS: Final = (
    "identical",
    "invisible_characters",
    "homoglyph",
    "leetspeak",
    "diacritics",
    "spacing",
    "affix",
    "token_order",
    "transliteration",
    "one_edit",
    "two_edits",
    "sounds_alike",
    "abbreviation",
    "none",
)
"""From the mildest on: what has to be done to make two names meet."""

_LEET: Final = str.maketrans("013456789$@!€£+¥¢&", "oleasgtbgsalelty" + "ca")
_NUMBER: Final = re.compile("[0-9lo]*[0-9][0-9lo]*")
"""In a skeleton, where 0 and 1 are o and l."""
_FOLDED: Final = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t"}
)
_BLANKS: Final = frozenset("\u115f\u1160\u3164\uffa0\u034f\u2800\u180e\u17b4\u17b5")
_AFFIX_WORDS: Final = frozenset(
    [
        "official",
        "officials",
        "oficial",
        "officiel",
        "offiziell",
        "ufficiale",
        "real",
        "the",
        "topic",
        "vevo",
        "music",
        "musik",
        "musica",
        "musique",
        "dj",
        "mc",
        "band",
        "tv",
        "channel",
        "records",
        "recordings",
        "artist",
        "page",
        "live",
        "prod",
        "beats",
        "fan",
        "fans",
        "hq",
        "feat",
        "ft",
        "and",
        "la",
        "le",
        "los",
        "die",
        "der",
        "das",
        "el",
    ]
)
_AFFIX_ENDS: Final = ("official", "oficial", "vevo", "music", "topic", "band", "tv", "channel", "beats", "prod")
_AFFIX_STARTS: Final = ("iam", "thereal", "official", "real")
_MIN_STEM: Final = 3
"""Letters that must remain before an affix written together with the name is taken off."""


def strip_invisible(text: str) -> str:
    """The text without characters that draw nothing: zero-width, direction marks, tags, fillers, variation selectors."""
    if text.isascii() and text.isprintable():
        return text
    kept = (
        c
        for c in text
        if c not in _BLANKS
        and (unicodedata.category(c) not in ("Cf", "Cc") or c in "\t\n")
        and not ("\ufe00" <= c <= "\ufe0f" or "\U000e0100" <= c <= "\U000e01ef")
    )
    return "".join(kept) or text


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

    Source: the idea of UTS #39 `skeleton`, with a table of our own, taken over both cases before case folding.
    """
    visible = unicodedata.normalize("NFKC", strip_invisible(text))
    folded = " ".join(visible.translate(LOOKALIKES).casefold().translate(LOOKALIKES).split())
    for sequence, single in SEQUENCES:
        folded = folded.replace(sequence, single)
    return folded or normal_form(text)


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
    marks_off = "".join(c for c in unicodedata.normalize("NFD", normal_form(text)) if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", marks_off.translate(_FOLDED)) or normal_form(text)


def compact_form(text: str) -> str:
    """The folded form's letters and digits only; the folded form itself where there are none."""
    folded = folded_form(text)
    return "".join(c for c in folded if c.isalnum()) or folded.replace(" ", "")


_WORD: Final = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words of the folded form, without punctuation."""
    return _WORD.findall(folded_form(text)) or [folded_form(text)]


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


def sorted_form(text: str) -> str:
    """The words in alphabetical order."""
    return " ".join(sorted(words_of(text)))


def transliterated_form(text: str) -> str:
    """The name in ASCII letters and digits, every script; the compact form where nothing is left."""
    ascii_text = anyascii(normal_form(text)).casefold()
    return "".join(c for c in ascii_text if c.isalnum()) or compact_form(text)


def canonical_form(text: str) -> str:
    """All folds at once: affixes off, lookalikes and leetspeak read, ASCII, letters only. For edits and candidates."""
    seen = leet_form(folded_form(skeleton_form(text)))
    words = _WORD.findall(seen)
    bare = _without_affixes(words, _SEEN_AFFIX_WORDS, _SEEN_AFFIX_STARTS, _SEEN_AFFIX_ENDS) if words else seen
    return "".join(c for c in anyascii(bare).casefold() if c.isalnum()) or bare


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
    """First letter of the first word and the last word of a name of several words: "t swift"."""
    words = words_of(text)
    words = [word for word in words if word not in _AFFIX_WORDS] or words
    return f"{words[0][0]} {words[-1]}" if len(words) >= 2 and len(words[-1]) > 1 else compact_form(text)


FORMS: Final[dict[str, Callable[[str], str]]] = {
    "plain": plain_form,
    "normal": normal_form,
    "skeleton": skeleton_form,
    "leet": leet_form,
    "folded": folded_form,
    "compact": compact_form,
    "affixless": affixless_form,
    "sorted_words": sorted_form,
    "transliterated": transliterated_form,
    "canonical": canonical_form,
    "phonetic": phonetic_form,
    "initials": initials_form,
    "initial_last": initial_and_last_form,
}
KEY_SCHEMA: Final = {"name": pl.String(), **dict.fromkeys(FORMS, pl.String())}


@lru_cache(maxsize=200_000)
def _forms(name: str) -> tuple[str, ...]:
    return tuple(form(name) for form in FORMS.values())


def name_keys(names: pl.Series) -> pl.DataFrame:
    """The normal forms of each distinct name: `name` and one column per entry of `FORMS`, sorted by name."""
    distinct = names.drop_nulls().unique().sort().to_list()
    return pl.DataFrame([(name, *_forms(name)) for name in distinct], schema=KEY_SCHEMA, orient="row")


def pair_operations(pairs: pl.DataFrame) -> pl.DataFrame:
    """Compare the names of many pairs at once.

    Args: pairs: columns `name_left`, `name_right`.
    Returns: the pairs with `operation` (of `OPERATIONS`), `operation_rank` (its place there) and `name_similarity`
    (Jaro-Winkler of the canonical forms, 0 to 1).
    """
    keys = name_keys(pl.concat([pairs["name_left"], pairs["name_right"]]))
    table = pairs.join(
        keys.rename({n: f"{n}_left" for n in keys.columns}), on="name_left", how="left", maintain_order="left"
    )
    table = table.join(
        keys.rename({n: f"{n}_right" for n in keys.columns}), on="name_right", how="left", maintain_order="left"
    )
    canonical = table["canonical_left"].to_list(), table["canonical_right"].to_list()
    compact = table["compact_left"].to_list(), table["compact_right"].to_list()
    edits = pl.Series(process.cpdist(*canonical, scorer=OSA.distance), dtype=pl.Int64)
    plain_edits = pl.Series(process.cpdist(*compact, scorer=OSA.distance), dtype=pl.Int64)
    similarity = pl.Series(process.cpdist(*canonical, scorer=JaroWinkler.similarity), dtype=pl.Float64)
    length = pl.min_horizontal(pl.col("canonical_left").str.len_chars(), pl.col("canonical_right").str.len_chars())
    distance = pl.min_horizontal("edits", "plain_edits")

    def same(form: str) -> pl.Expr:
        return pl.col(f"{form}_left") == pl.col(f"{form}_right")

    initials = (
        (pl.col("initials_left") == pl.col("compact_right")) | (pl.col("initials_right") == pl.col("compact_left"))
    ) & (pl.min_horizontal(pl.col("compact_left").str.len_chars(), pl.col("compact_right").str.len_chars()) >= 3)
    short_first = pl.col("folded_left").str.contains(r"^\w\.? ") | pl.col("folded_right").str.contains(r"^\w\.? ")
    plain_no_marks = pl.col("nfkc_left") == pl.col("nfkc_right")
    table = table.with_columns(edits=edits, plain_edits=plain_edits, name_similarity=similarity).with_columns(
        nfkc_left=pl.col("plain_left").str.normalize("NFKC"), nfkc_right=pl.col("plain_right").str.normalize("NFKC")
    )
    operation = (
        pl.when(same("plain"))
        .then(pl.lit("identical"))
        .when(same("normal") & ~plain_no_marks)
        .then(pl.lit("invisible_characters"))
        .when(same("normal") | same("skeleton"))
        .then(pl.lit("homoglyph"))
        .when(same("leet"))
        .then(pl.lit("leetspeak"))
        .when(same("folded"))
        .then(pl.lit("diacritics"))
        .when(same("compact"))
        .then(pl.lit("spacing"))
        .when(same("affixless"))
        .then(pl.lit("affix"))
        .when(same("sorted_words"))
        .then(pl.lit("token_order"))
        .when(same("transliterated"))
        .then(pl.lit("transliteration"))
        .when(same("canonical"))
        .then(pl.lit("affix"))
        .when((distance <= 1) & (length >= 3))
        .then(pl.lit("one_edit"))
        .when((distance <= 2) & (length >= 5))
        .then(pl.lit("two_edits"))
        .when(same("phonetic") & (pl.col("phonetic_left").str.len_chars() >= 3) & (similarity >= 0.7))
        .then(pl.lit("sounds_alike"))
        .when(initials | (same("initial_last") & short_first))
        .then(pl.lit("abbreviation"))
        .otherwise(pl.lit("none"))
    )
    ranks = {name: rank for rank, name in enumerate(OPERATIONS)}
    return table.select(*pairs.columns, "name_similarity", operation=operation).with_columns(
        operation_rank=pl.col("operation").replace_strict(ranks, return_dtype=pl.Int64)
    )


def operation_between(left: str, right: str) -> tuple[str, str]:
    """The mildest operation by which `left` meets `right`, and the sentence that says so."""
    row = pair_operations(pl.DataFrame({"name_left": [left], "name_right": [right]}))
    operation = str(row["operation"][0])
    return operation, operation_sentence(operation, left, right)


def operation_sentence(operation: str, left: str, right: str) -> str:
    """How `left` differs from `right`, in words that an investigator can check."""
    one, two = f'"{left}"', f'"{right}"'
    match operation:
        case "identical":
            return f"The name {one} is written exactly like {two}"
        case "invisible_characters":
            hidden = _described(c for c in left + right if c not in strip_invisible(left + right))
            return f"The name {one} differs from {two} only by characters that cannot be seen{hidden}"
        case "homoglyph":
            return f"The name {one} differs from {two} only by lookalike characters{_described(_foreign(left, right))}"
        case "leetspeak":
            return f"The name {one} is {two} with digits or signs in place of letters"
        case "diacritics":
            return f"The name {one} differs from {two} only by accents"
        case "spacing":
            return f"The name {one} differs from {two} only by spaces or punctuation"
        case "affix":
            return f"The name {one} is {two} with an addition such as official, the or DJ put on or left off"
        case "token_order":
            return f"The name {one} has the words of {two} in another order"
        case "transliteration":
            return f"The name {one} is {two} in another script"
        case "one_edit":
            return f"The name {one} is one letter away from {two}"
        case "two_edits":
            return f"The name {one} is two letters away from {two}"
        case "sounds_alike":
            return f"The name {one} sounds like {two}"
        case "abbreviation":
            return f"The name {one} abbreviates {two}, or the other way round"
    return f"The names {one} and {two} are not variants of each other"


def _foreign(left: str, right: str) -> list[str]:
    return [c for c in left if c not in right] or [c for c in right if c not in left]


def _described(characters: Iterable[str]) -> str:
    """The characters with their Unicode names, at most three."""
    names = dict.fromkeys(
        f"{c} {unicodedata.name(c, f'U+{ord(c):04X}')}" if c.isprintable() else unicodedata.name(c, f"U+{ord(c):04X}")
        for c in characters
    )
    return f" ({', '.join(list(names)[:3])})" if names else ""
