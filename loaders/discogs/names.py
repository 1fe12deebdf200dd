"""How Discogs names artists and companies: by number, with another number behind the name where two share it.

An entry's own record comes from its own dump. What another entry says of it in passing is a mention: enough to show a name where
only a part of the dumps was loaded, and never in the way of the record itself.
"""

import re
from typing import Final

from loaders.rows import RowBuffer, attributes
from loaders.xml import Element, children, find_text

PLACEHOLDERS: Final = frozenset(["discogs:194", "discogs:355", "discogs:118760"])
"""Various, Unknown Artist, No Artist: entries that stand for nobody."""
MAX_TEXT: Final = 2_000
"""Characters kept of a free text that is an attribute only."""

_NAMESAKE: Final = re.compile(r"^(.*\S) \((\d+)\)$", re.DOTALL)
_NUMBER: Final = re.compile(r"0*([1-9][0-9]{0,17})")
_E_MAIL: Final = re.compile(r"[^\s@<>()\[\]:;,]+@[^\s@<>()\[\]:;,]+\.\w+")
_STRUCK_OUT: Final = "[e-mail address]"


def split_number(name: str) -> tuple[str, str | None]:
    """Discogs tells namesakes apart by a number, `Nova (3)`: the name, and that number."""
    found = _NAMESAKE.match(name)
    return (found[1], found[2]) if found else (name, None)


def parse_number(text: str | None) -> str | None:
    """A Discogs id without leading zeros; None for another text and for 0, which stands for a name without an entry."""
    found = _NUMBER.fullmatch(text.strip()) if text else None
    return found[1] if found else None


def without_addresses(text: str | None) -> str | None:
    """The text with e-mail addresses struck out: the service holds none in clear, and sleeves and profiles print them."""
    return _E_MAIL.sub(_STRUCK_OUT, text) if text and "@" in text else text


def short_text(text: str | None) -> str | None:
    """The text without addresses, cut to `MAX_TEXT` characters."""
    plain = without_addresses(text)
    return plain if plain is None or len(plain) <= MAX_TEXT else plain[: MAX_TEXT - 1] + "…"


def artist_id(number: str) -> str:
    return f"discogs:{number}"


def label_id(number: str) -> str:
    return f"discogs:l{number}"


def artist_type(number: str) -> str | None:
    """`other` for an entry that stands for nobody, else nothing known."""
    return "other" if artist_id(number) in PLACEHOLDERS else None


def mention_artist(rows: RowBuffer, number: str | None, written: str | None) -> None:
    """An artist as another entry names it; nothing without a number and a name."""
    if number and written:
        name, namesake = split_number(written)
        rows.mention(
            "artists",
            artist_id=artist_id(number),
            name=name,
            type=artist_type(number),
            discogs_id=number,
            source_attributes=attributes(disambiguation=namesake),
        )


def mention_label(rows: RowBuffer, number: str | None, written: str | None) -> None:
    """A label as another entry names it; nothing without a number and a name."""
    if number and written:
        name, namesake = split_number(written)
        rows.mention(
            "labels", label_id=label_id(number), name=name, source_attributes=attributes(disambiguation=namesake)
        )


def mention_artists(rows: RowBuffer, element: Element, *groups: str) -> None:
    """Every artist of the element's `groups` (`artists`, `extraartists`)."""
    for part in children(element, *groups):
        for artist in children(part, "artist"):
            mention_artist(rows, parse_number(find_text(artist, "id")), find_text(artist, "name"))


def printed_names(element: Element, *groups: str) -> dict[str, list[str]]:
    """By artist id, the names printed in the element's `groups` where they are not the artist's own."""
    printed: dict[str, list[str]] = {}
    for part in children(element, *groups):
        for artist in children(part, "artist"):
            number, variation = parse_number(find_text(artist, "id")), find_text(artist, "anv")
            if number and variation:
                names = printed.setdefault(artist_id(number), [])
                if variation not in names:
                    names.append(variation)
    return printed
