"""Discogs' monthly dumps (artists, labels, releases) as records; masters are passed over.

Entries are read one by one and freed, so memory does not grow with the dump. What an entry says of others (an artist on a release) is a
reference only, and waits for that artist's own entry. A day that Discogs leaves open (`1999-03-00`) is not made up.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from graph.identifiers import parse_upc
from graph.records import Delivery, LoadOptions, Notice, Quarantined
from loaders.ddex_message import parse_day
from loaders.discogs_credits import Credit, credits_of, main_and_featured, role_words, tracks_of
from loaders.rows import (
    DEFAULT_OPTIONS,
    Loaded,
    RowBuffer,
    attributes,
    input_files,
    sha256_of,
    unique_texts,
    whole_file,
)
from loaders.xml import Element, RefusedXml, children, find_text, forget, line_of, local_name, open_xml, stream, texts

_NUMBERED: Final = re.compile(r"^(.*\S) \((\d+)\)$", re.DOTALL)
_DUMP_DAY: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_VARIOUS: Final = "discogs:194"
_KINDS: Final = {
    "Compilation": "compilation",
    "EP": "ep",
    "Mini-Album": "ep",
    "Single": "single",
    "Maxi-Single": "single",
    "Album": "album",
    "LP": "album",
}
"""In this order: a release called both Album and Compilation is a compilation."""


def read_discogs(path: Path, *, options: LoadOptions = DEFAULT_OPTIONS) -> Iterator[Loaded]:
    """Read one dump, or every `.xml` and `.xml.gz` below a folder.

    Raises: MissingInput: no such path, or no dump in the folder.
    """
    dumps = [
        (file, Delivery(sha256_of(file), "discogs", name, "discogs", _dump_day(file.name)))
        for file, name in input_files(path, endings=(".xml", ".xml.gz"))
    ]
    yield from (delivery for _, delivery in dumps)
    for file, delivery in dumps:
        yield from _read_dump(file, delivery, options)


def split_number(name: str) -> tuple[str, str | None]:
    """Discogs tells namesakes apart by a number, `Nova (3)`: the name, and that number."""
    found = _NUMBERED.match(name)
    return (found[1], found[2]) if found else (name, None)


def _dump_day(name: str) -> datetime | None:
    found = _DUMP_DAY.search(name)
    day = parse_day("-".join(found.groups())) if found else None
    return datetime(day.year, day.month, day.day) if day else None


def _read_dump(file: Path, delivery: Delivery, options: LoadOptions) -> Iterator[Loaded]:
    rows = RowBuffer(delivery, options=options)
    odd: Counter[str] = Counter()
    take: Callable[[RowBuffer, Element], str | None] | None = None
    try:
        with open_xml(file) as source:
            for event, element, depth in stream(source):
                if event == "start" and depth == 1:
                    take = _TAKERS.get(local_name(element))
                    if take is None:
                        yield Notice(delivery.file, _passed_over(local_name(element)))
                        return
                elif event == "end" and depth == 2 and take is not None:
                    fault = take(rows, element)
                    if fault:
                        odd[fault] += 1
                        yield _set_aside(delivery, element, fault)
                    forget(element)
                    if rows.is_full:
                        yield from rows.drain()
    except RefusedXml as error:
        yield from rows.drain()
        remedy = "download the dump again; what stands before this place is loaded"
        yield whole_file(delivery, error.reason, remedy=remedy, line=error.line)
        return
    yield from rows.drain()


def _passed_over(root: str) -> str:
    return (
        "masters are not loaded by this version"
        if root == "masters"
        else f"is not a Discogs dump: its root is `{root}`"
    )


def _set_aside(delivery: Delivery, element: Element, fault: str) -> Quarantined:
    value = element.get("id") or find_text(element, "id") or ""
    return Quarantined(
        delivery.file,
        line_of(element),
        local_name(element),
        value,
        fault,
        "correct the entry at Discogs",
        delivery.delivery_id,
    )


def _take_artist(rows: RowBuffer, element: Element) -> str | None:
    number, written = find_text(element, "id"), find_text(element, "name")
    if not number or not written:
        return f"the artist has no {'name' if number else 'id'}"
    name, namesake = split_number(written)
    artist_id = f"discogs:{number}"
    members = _numbers(element, "members")
    variations = [variation for variation in texts(element, "namevariations", "name") if variation != name]
    rows.add(
        "artists",
        artist_id=artist_id,
        name=name,
        aliases=unique_texts(variations) or None,
        type="group" if members else None,
        biography=find_text(element, "profile"),
        discogs_id=number,
        urls=unique_texts(texts(element, "urls", "url")) or None,
        source_attributes=attributes(disambiguation=namesake, real_name=find_text(element, "realname")),
    )
    related = (
        *((*sorted((number, alias), key=_as_number), "alias") for alias in _numbers(element, "aliases")),
        *((member, number, "member_of") for member in members),
        *((number, group, "member_of") for group in _numbers(element, "groups")),
    )
    for left, right, relation in related:
        if left != right:
            rows.add(
                "artist_relations",
                artist_id=f"discogs:{left}",
                related_artist_id=f"discogs:{right}",
                relation=relation,
            )
    return None


def _as_number(number: str) -> tuple[int, str]:
    return (int(number) if number.isdecimal() else 0, number)


def _numbers(element: Element, group: str) -> list[str]:
    named = [name.get("id") for part in children(element, group) for name in children(part, "name")]
    return unique_texts([*named, *texts(element, group, "id")])


def _take_label(rows: RowBuffer, element: Element) -> str | None:
    number, name = find_text(element, "id"), find_text(element, "name")
    if not number or not name:
        return f"the label has no {'name' if number else 'id'}"
    rows.add("labels", label_id=f"discogs:l{number}", name=name)
    return None


def _take_release(rows: RowBuffer, element: Element) -> str | None:
    number, title = element.get("id"), find_text(element, "title")
    artists, featured = main_and_featured(element)
    lacking = [what for what, there in (("id", number), ("title", title), ("artist", artists)) if not there]
    if lacking:
        return f"the release has no {' and no '.join(lacking)}"
    release_id = f"discogs:r{number}"
    released = find_text(element, "released")
    kinds = texts(element, "formats", "format", "descriptions", "description")
    kind = (
        "compilation" if _VARIOUS in artists else next((kind for name, kind in _KINDS.items() if name in kinds), None)
    )
    rows.add(
        "releases",
        release_id=release_id,
        title=title,
        artist_ids=artists,
        upc=_barcode(element),
        type=kind,
        release_date=parse_day(released) if released else None,
        label_id=_add_label(rows, element),
        distributor_id=_add_distributor(rows, element),
        genres=unique_texts([*texts(element, "genres", "genre"), *texts(element, "styles", "style")]) or None,
        p_line=_rights_line(element, "Phonographic Copyright (p)"),
        c_line=_rights_line(element, "Copyright (c)"),
        source_attributes=attributes(
            country=find_text(element, "country"),
            partial_date=released if released and not parse_day(released) else None,
            master_id=find_text(element, "master_id"),
        ),
    )
    _add_recordings(rows, element, release_id, artists, featured)
    return None


def _barcode(element: Element) -> str | None:
    codes = [
        parse_upc(identifier.get("value") or "")
        for part in children(element, "identifiers")
        for identifier in children(part, "identifier")
        if identifier.get("type") == "Barcode"
    ]
    return next((code for code in codes if code), None)


def _add_label(rows: RowBuffer, element: Element) -> str | None:
    labels = [label for part in children(element, "labels") for label in children(part, "label")]
    for label in labels:
        if label.get("id") and label.get("name"):
            rows.add("labels", label_id=f"discogs:l{label.get('id')}", name=label.get("name"))
    return next((f"discogs:l{label.get('id')}" for label in labels if label.get("id")), None)


def _companies(element: Element, role: str) -> list[tuple[str, str]]:
    """Number and name of the companies in that role."""
    return [
        (number, name)
        for part in children(element, "companies")
        for company in children(part, "company")
        if find_text(company, "entity_type_name") == role
        and (number := find_text(company, "id"))
        and (name := find_text(company, "name"))
    ]


def _add_distributor(rows: RowBuffer, element: Element) -> str | None:
    companies = _companies(element, "Distributed By")
    for number, name in companies:
        rows.add("distributors", distributor_id=f"discogs:c{number}", name=name)
    return f"discogs:c{companies[0][0]}" if companies else None


def _rights_line(element: Element, role: str) -> str | None:
    return ", ".join(unique_texts(name for _, name in _companies(element, role))) or None


def _add_recordings(
    rows: RowBuffer, element: Element, release_id: str, release_artists: list[str], release_featured: list[str]
) -> None:
    tracks = tracks_of(element)
    positions = [find_text(track, "position") or "" for track in tracks]
    on_release = credits_of(element, positions)
    for place, track in enumerate(tracks):
        artists, featured = main_and_featured(track)
        if not artists:
            artists, featured = release_artists, release_featured
        recording_id = f"{release_id}-{place + 1}"
        credited = [*credits_of(track, []), *(credit for credit in on_release if credit.holds_for(place))]
        guests = [credit.artist_id for credit in credited if "featuring" in credit.roles]
        title = find_text(track, "title")
        if not title:
            continue
        rows.add(
            "recordings",
            recording_id=recording_id,
            title=title,
            artist_ids=artists,
            featured_artist_ids=unique_texts([*featured, *(guest for guest in guests if guest not in artists)]) or None,
            release_ids=[release_id],
            duration_ms=parse_clock(find_text(track, "duration")),
            source_attributes=attributes(position=positions[place]),
        )
        _add_contributions(rows, recording_id, credited)


def _add_contributions(rows: RowBuffer, recording_id: str, credited: list[Credit]) -> None:
    for credit in credited:
        for role in credit.roles:
            for word in role_words(role):
                rows.add(
                    "contributions",
                    recording_id=recording_id,
                    party_name=split_number(credit.name)[0],
                    role=word,
                    artist_id=credit.artist_id,
                )


def parse_clock(text: str | None) -> int | None:
    """`m:ss` or `h:mm:ss` in milliseconds; nothing, zero or another form is unknown."""
    if text is None or not re.fullmatch(r"[0-9]+(:[0-9]{1,2}){1,2}", text):
        return None
    seconds = 0
    for part in text.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 or None


_TAKERS: Final = {"artists": _take_artist, "labels": _take_label, "releases": _take_release}
