"""Discogs' artists, labels and masters: each function takes one entry and says what is wrong with it, or None."""

from typing import Final

from loaders.discogs.credits import main_and_featured
from loaders.discogs.names import (
    artist_id,
    artist_type,
    label_id,
    mention_artist,
    mention_artists,
    mention_label,
    parse_number,
    short_text,
    split_number,
    without_addresses,
)
from loaders.rows import RowBuffer, attributes, unique_texts
from loaders.xml import Element, children, find_text, texts

Named = dict[str, str | None]
"""Entries by number, with the name given, in order."""
NO_NUMBER: Final = "has no id that is a number"


def take_artist(rows: RowBuffer, element: Element) -> str | None:
    """An artist, the artists it is related to, and the relations."""
    number, written = parse_number(find_text(element, "id")), find_text(element, "name")
    if not number or not written:
        return "the artist has no name" if number else f"the artist {NO_NUMBER}"
    name, namesake = split_number(written)
    members = _named(element, "members")
    variations = (variation for variation in texts(element, "namevariations", "name") if variation != name)
    rows.add(
        "artists",
        artist_id=artist_id(number),
        name=name,
        aliases=unique_texts(variations) or None,
        type="group" if members else artist_type(number),
        biography=without_addresses(find_text(element, "profile")),
        discogs_id=number,
        urls=unique_texts(texts(element, "urls", "url")) or None,
        source_attributes=attributes(
            disambiguation=namesake,
            real_name=find_text(element, "realname"),
            data_quality=find_text(element, "data_quality"),
        ),
    )
    aliases, groups = _named(element, "aliases"), _named(element, "groups")
    for other, other_name in (*aliases.items(), *members.items(), *groups.items()):
        if other != number:
            mention_artist(rows, other, other_name)
    for alias in aliases:
        # both artists list the other: one of the two directions, so that it is one relation
        first, second = sorted((number, alias), key=int)
        _relate(rows, first, second, "alias")
    for member in members:
        _relate(rows, member, number, "member_of")
    for group in groups:
        _relate(rows, number, group, "member_of")
    return None


def _named(element: Element, group: str) -> Named:
    """The entries that a group names; older dumps write each member's id before the name, too."""
    found: Named = {}
    for part in children(element, group):
        for item in children(part, "name", "label", "id"):
            number = parse_number(item.get("id") or item.text)
            if number:
                name = (item.text or "").strip() if item.get("id") else ""
                found[number] = name or found.get(number)
    return found


def _relate(rows: RowBuffer, left: str, right: str, relation: str) -> None:
    if left != right:
        rows.add("artist_relations", artist_id=artist_id(left), related_artist_id=artist_id(right), relation=relation)


def take_label(rows: RowBuffer, element: Element) -> str | None:
    """A label. Its contact information is left out: the service holds no address in clear."""
    number, written = parse_number(find_text(element, "id")), find_text(element, "name")
    if not number or not written:
        return "the label has no name" if number else f"the label {NO_NUMBER}"
    name, namesake = split_number(written)
    parents = {
        parent_number: (parent.text or "").strip() or None
        for parent in children(element, "parentLabel")
        if (parent_number := parse_number(parent.get("id")))
    }
    sublabels = _named(element, "sublabels")
    rows.add(
        "labels",
        label_id=label_id(number),
        name=name,
        source_attributes=attributes(
            disambiguation=namesake,
            parent_label=next((label_id(parent) for parent in parents), None),
            sublabels=[label_id(sublabel) for sublabel in sublabels],
            profile=short_text(find_text(element, "profile")),
            urls=unique_texts(texts(element, "urls", "url")),
            data_quality=find_text(element, "data_quality"),
        ),
    )
    for other, other_name in (*parents.items(), *sublabels.items()):
        if other != number:
            mention_label(rows, other, other_name)
    return None


def take_master(rows: RowBuffer, element: Element) -> str | None:
    """What a master says of its main release: title, artists, year and genres, until the release's own record comes."""
    number, title = parse_number(element.get("id")), find_text(element, "title")
    release = parse_number(find_text(element, "main_release"))
    artists, _ = main_and_featured(element)
    parts = (("id", number), ("title", title), ("main release", release), ("artist", artists))
    lacking = [what for what, there in parts if not there]
    if lacking:
        return f"the master has no {' and no '.join(lacking)}"
    year = find_text(element, "year")
    rows.mention(
        "releases",
        release_id=f"discogs:r{release}",
        title=title,
        artist_ids=artists,
        genres=unique_texts([*texts(element, "genres", "genre"), *texts(element, "styles", "style")]) or None,
        source_attributes=attributes(
            master_id=number,
            partial_date=year if year != "0" else None,
            data_quality=find_text(element, "data_quality"),
        ),
    )
    mention_artists(rows, element, "artists")
    return None
