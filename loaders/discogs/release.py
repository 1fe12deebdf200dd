"""A Discogs release as a release, its recordings and their contributions.

What has no column stays in `source_attributes`, as printed: country, formats, every label and company with its role and catalogue
number, every identifier, names as credited where they are not the artist's own, and credits that no recording shares.
"""

import re
from typing import Any, Final

from graph.identifiers import parse_isrc, parse_upc
from loaders.ddex.values import parse_day
from loaders.discogs.credits import Credit, Track, credits_of, main_and_featured, role_words, tracks_of
from loaders.discogs.names import (
    PLACEHOLDERS,
    label_id,
    mention_artists,
    mention_label,
    parse_number,
    printed_names,
    short_text,
    split_number,
)
from loaders.rows import RowBuffer, attributes, unique_texts
from loaders.xml import Element, children, find_text, texts

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
_DISTRIBUTING: Final = ("Distributed By", "Marketed By")
"""Who brought it into the shops: the first role that any company has."""
_NO_LABEL: Final = "1818"
"""`Not On Label`, which every release without one shares."""
_LIKE_A_TRACK: Final = re.compile(r"^(?:track|trk|nr|no|#)[\s.:#]*", re.IGNORECASE)

Texts = dict[str, str]


def take_release(rows: RowBuffer, element: Element) -> str | None:
    """A release with all that it says of itself and others; what is wrong with it, or None."""
    number, title = parse_number(element.get("id")), find_text(element, "title")
    artists, featured = main_and_featured(element)
    lacking = [what for what, there in (("id", number), ("title", title), ("artist", artists)) if not there]
    if lacking:
        return f"the release has no {' and no '.join(lacking)}"
    release_id = f"discogs:r{number}"
    labels, companies = _labels(element), _companies(element)
    identifiers = _listed(element, "identifiers", "identifier", ("type", "value", "description"))
    tracks = tracks_of(element)
    on_release = credits_of(element, [track.position for track in tracks])
    released = find_text(element, "released")
    day = parse_day(released) if released else None
    rows.add(
        "releases",
        release_id=release_id,
        title=title,
        artist_ids=artists,
        upc=_barcode(identifiers),
        type=_kind(element, artists),
        release_date=day,
        label_id=next((label_id(label["id"]) for label in labels if label.get("id", _NO_LABEL) != _NO_LABEL), None),
        distributor_id=_distributor(rows, companies),
        genres=unique_texts([*texts(element, "genres", "genre"), *texts(element, "styles", "style")]) or None,
        p_line=_rights_line(companies, "Phonographic Copyright (p)"),
        c_line=_rights_line(companies, "Copyright (c)"),
        source_attributes=attributes(
            country=find_text(element, "country"),
            partial_date=released if day is None else None,
            master_id=find_text(element, "master_id"),
            is_main_release=_is_main_release(element),
            status=element.get("status"),
            data_quality=find_text(element, "data_quality"),
            formats=_formats(element),
            labels=labels,
            companies=companies,
            identifiers=identifiers,
            credited_as=printed_names(element, "artists", "extraartists"),
            other_credits=_other_credits(on_release, len(tracks)),
            notes=short_text(find_text(element, "notes")),
        ),
    )
    for label in labels:
        mention_label(rows, label.get("id"), label.get("name"))
    mention_artists(rows, element, "artists", "extraartists")
    isrcs = _isrcs(identifiers, tracks)
    for place, track in enumerate(tracks):
        own = track.artists()
        main_artists, featured_artists = own if own[0] else (artists, featured)
        own_credits = [credit for part in track.credited for credit in credits_of(part, [])]
        credited = [*own_credits, *(credit for credit in on_release if credit.holds_for(place))]
        row = _recording(track, credited, main_artists, featured_artists)
        recording_id = f"{release_id}-{place + 1}"
        rows.add("recordings", recording_id=recording_id, release_ids=[release_id], isrc=isrcs.get(place), **row)
        for part in track.credited:
            mention_artists(rows, part, "artists", "extraartists")
        _add_contributions(rows, recording_id, credited)
    return None


def _listed(element: Element, group: str, name: str, columns: tuple[str, ...]) -> list[Texts]:
    """The attributes of the group's elements, without the empty ones."""
    found = [item for part in children(element, group) for item in children(part, name)]
    return [{column: text for column in columns if (text := (item.get(column) or "").strip())} for item in found]


def _labels(element: Element) -> list[Texts]:
    """The release's labels with catalogue numbers; a label without an entry has no id."""
    labels = []
    for label in _listed(element, "labels", "label", ("id", "name", "catno")):
        number = parse_number(label.pop("id", None))
        labels.append({"id": number, **label} if number else label)
    return labels


def _companies(element: Element) -> list[Texts]:
    """Every company with what it did and the catalogue number it gave."""
    companies = []
    for part in children(element, "companies"):
        for company in children(part, "company"):
            said = {
                "id": parse_number(find_text(company, "id")),
                "name": find_text(company, "name"),
                "role": find_text(company, "entity_type_name"),
                "catno": find_text(company, "catno"),
            }
            companies.append({name: text for name, text in said.items() if text})
    return companies


def _distributor(rows: RowBuffer, companies: list[Texts]) -> str | None:
    """The release's distributor; all companies in the same role are mentioned."""
    for role in _DISTRIBUTING:
        found = [company for company in companies if company.get("role") == role and {"id", "name"} <= company.keys()]
        for company in found:
            name, namesake = split_number(company["name"])
            rows.mention(
                "distributors",
                distributor_id=f"discogs:c{company['id']}",
                name=name,
                source_attributes=attributes(disambiguation=namesake),
            )
        if found:
            return f"discogs:c{found[0]['id']}"
    return None


def _rights_line(companies: list[Texts], role: str) -> str | None:
    names = (company["name"] for company in companies if company.get("role") == role and "name" in company)
    return ", ".join(unique_texts(split_number(name)[0] for name in names)) or None


def _kind(element: Element, artists: list[str]) -> str | None:
    kinds = texts(element, "formats", "format", "descriptions", "description")
    named = next((kind for name, kind in _KINDS.items() if name in kinds), None)
    return "compilation" if _VARIOUS in artists else named


def _formats(element: Element) -> list[dict[str, Any]]:
    formats: list[dict[str, Any]] = []
    for part in children(element, "formats"):
        for item in children(part, "format"):
            said = {name: item.get(name) for name in ("name", "qty", "text")}
            kinds = texts(item, "descriptions", "description")
            formats.append({name: value for name, value in {**said, "descriptions": kinds}.items() if value})
    return formats


def _is_main_release(element: Element) -> bool | None:
    """Whether it is the release that its master was made from; None without a master."""
    return next((master.get("is_main_release") == "true" for master in children(element, "master_id")), None)


def _barcode(identifiers: list[Texts]) -> str | None:
    codes = (parse_upc(found.get("value", "")) for found in identifiers if found.get("type") == "Barcode")
    return next((code for code in codes if code), None)


def _isrcs(identifiers: list[Texts], tracks: list[Track]) -> dict[int, str]:
    """By track number from 0, the first ISRC whose description names the track, or that of the only track."""
    found: dict[int, str] = {}
    for identifier in identifiers:
        code = parse_isrc(identifier.get("value", "")) if identifier.get("type") == "ISRC" else None
        place = _place_named(identifier.get("description", ""), tracks)
        if code and place is not None:
            found.setdefault(place, code)
    return found


def _place_named(description: str, tracks: list[Track]) -> int | None:
    """`Track A1`, `A1` or the track's title, as its number from 0; the only track needs no name."""
    wanted = _LIKE_A_TRACK.sub("", description).strip().casefold()
    for place, track in enumerate(tracks):
        names = (track.position, find_text(track.element, "title") or "")
        if wanted and wanted in (name.casefold() for name in names):
            return place
    return 0 if len(tracks) == 1 else None


def _recording(track: Track, credited: list[Credit], main_artists: list[str], featured: list[str]) -> dict[str, Any]:
    """The columns that say what the track is and who performs it."""
    invited = [
        credit.artist_id
        for credit in credited
        if "featuring" in credit.roles and credit.artist_id not in (*main_artists, *PLACEHOLDERS)
    ]
    printed: dict[str, list[str]] = {}
    for part in track.credited:
        for artist, names in printed_names(part, "artists", "extraartists").items():
            printed[artist] = unique_texts([*printed.get(artist, []), *names])
    return {
        "title": find_text(track.element, "title"),
        "artist_ids": main_artists,
        "featured_artist_ids": unique_texts([*featured, *invited]) or None,
        "duration_ms": parse_clock(find_text(track.element, "duration")),
        "source_attributes": attributes(
            position=track.position,
            part_of=find_text(track.whole, "title"),
            parts=[title for part in track.parts if (title := find_text(part, "title"))],
            credited_as=printed,
        ),
    }


def _add_contributions(rows: RowBuffer, recording_id: str, credited: list[Credit]) -> None:
    for credit in credited:
        words = [word for role in credit.roles for word in role_words(role)]
        for word in () if credit.names_nobody else words:
            party = split_number(credit.printed)[0]
            standing = rows.get("contributions", recording_id, party, word)
            if standing is not None and standing["artist_id"] != credit.artist_id:
                # two artists printed alike, in one role: the second keeps its own name, with its number
                party = credit.name
            rows.add(
                "contributions", recording_id=recording_id, party_name=party, role=word, artist_id=credit.artist_id
            )


def _other_credits(on_release: list[Credit], track_count: int) -> list[Texts]:
    """Credits of the release that gave no contribution: for the packaging, to nobody, or for tracks that are not there."""
    kept = []
    for credit in on_release:
        is_shared = any(credit.holds_for(place) for place in range(track_count)) and not credit.names_nobody
        roles = [role for role in credit.roles if not (is_shared and role_words(role))]
        said = {"id": credit.artist_id, "name": credit.printed, "role": ", ".join(roles), "tracks": credit.tracks}
        if roles:
            kept.append({name: text for name, text in said.items() if text})
    return kept


def parse_clock(text: str | None) -> int | None:
    """`m:ss` or `h:mm:ss` in milliseconds; nothing, zero or another form is unknown."""
    if text is None or not re.fullmatch(r"[0-9]{1,6}(:[0-9]{1,2}){1,2}", text):
        return None
    seconds = 0
    for part in text.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 or None
