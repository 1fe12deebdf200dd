"""MusicBrainz' releases with their tracks, and recordings, as records.

A track is a recording as it stands on one release, with an id of its own (`musicbrainz:t:…`): releases are read one by one, so nobody
knows which others a recording is on. Its recording's id is among the source attributes. A recording that comes by itself
(`musicbrainz:rec:…`) is on the releases that its entry lists; the published recording dump holds those that are on none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

from graph.identifiers import parse_isrc, parse_upc
from loaders.musicbrainz.artists import Credits, credits_of, links_of, mention_label
from loaders.musicbrainz.credits import add_contributions, audio_credits
from loaders.musicbrainz.languages import language_tag
from loaders.musicbrainz.values import (
    VARIOUS_ARTISTS,
    Json,
    child,
    children,
    first_and_rest,
    flag,
    full_day,
    genres,
    mbid,
    number,
    text,
    texts,
)
from loaders.rows import Row, RowBuffer, attributes, unique_texts

_KINDS: Final = {"single": "single", "ep": "ep", "album": "album"}
_NO_LABEL: Final = "157afde4-4bf5-4039-8ad2-5a15acc85176"
"""Stands for releases that were issued without a label, and ties none of them together."""


def release_id_of(gid: str) -> str:
    return f"musicbrainz:r:{gid}"


def take_release(rows: RowBuffer, item: Json) -> str | None:
    """Add the release with its tracks; the reason if it cannot be loaded."""
    row = _release(rows, item)
    if isinstance(row, str):
        return row
    rows.add("releases", **row)
    for track, place in _tracks(item):
        _add_track(rows, track, place, row)
    return None


def mention_release(rows: RowBuffer, item: Json) -> str | None:
    """A release as an artist's, label's or recording's entry lists it: shortened, so only a mention; the reason if it is none."""
    row = _release(rows, item)
    if isinstance(row, str):
        return row
    rows.mention("releases", **row)
    return None


def take_release_group(rows: RowBuffer, item: Json) -> str | None:
    """Mention the group's artists: a group has no record of its own; the reason if it is none."""
    if mbid(item) is None:
        return "the release group has no MusicBrainz id"
    credits_of(rows, item)
    return None


def releases_inside(entity: str, item: Json) -> list[Json]:
    """The releases that an entry of another kind lists. Those of a group have its type, and its artists unless they name others."""
    found = [] if entity == "release" else children(item, "releases")
    if entity != "release-group":
        return found
    credit = item.get("artist-credit")
    return [{"artist-credit": credit, **release, "release-group": item} for release in found]


def take_recording(rows: RowBuffer, item: Json) -> str | None:
    """Add the recording; the reason if it cannot be loaded."""
    gid, title, credits = mbid(item), text(item, "title"), credits_of(rows, item)
    lacking = _lacking(gid, title, credits)
    if gid is None or lacking:
        return f"the recording has no {lacking}"
    _add_recording(
        rows,
        f"musicbrainz:rec:{gid}",
        item,
        credits,
        [release_id_of(release_gid) for release in children(item, "releases") if (release_gid := mbid(release))],
        title=title,
        extra={"recording_id": gid},
    )
    return None


def _lacking(gid: str | None, title: str | None, credits: Credits) -> str:
    there = (("MusicBrainz id", gid), ("title", title), ("artist credit", credits.main))
    return " and no ".join(what for what, value in there if not value)


def _release(rows: RowBuffer, item: Json) -> Row | str:
    gid, title, credits = mbid(item), text(item, "title"), credits_of(rows, item)
    lacking = _lacking(gid, title, credits)
    if gid is None or lacking:
        return f"the release has no {lacking}"
    group, words, day = child(item, "release-group"), child(item, "text-representation"), text(item, "date")
    barcode, links = text(item, "barcode"), links_of(item)
    upc = parse_upc(barcode) if barcode else None
    labels = _labels(rows, item)
    distributors = _distributors(rows, item)
    kind = _kind(group, credits)
    primary, secondary = text(group, "primary-type"), texts(group, "secondary-types")
    return {
        "release_id": release_id_of(gid),
        "title": title,
        "artist_ids": credits.main,
        "upc": upc,
        "type": kind,
        "release_date": full_day(day),
        "label_id": labels[0] if labels else None,
        "distributor_id": distributors[0] if distributors else None,
        "genres": genres(item) or genres(group),
        "language": language_tag(text(words, "language")),
        "p_line": _rights_line(item, "phonographic copyright"),
        "c_line": _rights_line(item, "copyright"),
        "source_attributes": attributes(
            release_group_id=mbid(group),
            primary_type=primary if primary and primary.lower() != kind else None,
            secondary_types=[word for word in secondary if word.lower() != kind],
            partial_date=day if full_day(day) is None else None,
            barcode=barcode if upc is None else None,
            featured_artist_ids=credits.featured,
            credited_as=credits.as_written,
            other_label_ids=labels[1:],
            catalog_numbers=unique_texts(text(info, "catalog-number") for info in children(item, "label-info")),
            status=text(item, "status"),
            packaging=text(item, "packaging"),
            country=text(item, "country"),
            script=text(words, "script"),
            disambiguation=text(item, "disambiguation"),
            asin=text(item, "asin"),
            urls=links.current,
            credits=audio_credits(item),
        ),
    }


def _kind(group: Json, credits: Credits) -> str | None:
    secondary = [word.lower() for word in texts(group, "secondary-types")]
    if f"musicbrainz:{VARIOUS_ARTISTS}" in credits.main or "compilation" in secondary:
        return "compilation"
    return _KINDS.get((text(group, "primary-type") or "").lower())


def _labels(rows: RowBuffer, item: Json) -> list[str]:
    labels = [child(info, "label") for info in children(item, "label-info")]
    return unique_texts(mention_label(rows, label) for label in labels if mbid(label) != _NO_LABEL)


def _distributors(rows: RowBuffer, item: Json) -> list[str]:
    found = []
    for relation in children(item, "relations"):
        label = child(relation, "label")
        gid, name = mbid(label), text(label, "name")
        if text(relation, "type") == "distributed" and gid and name:
            rows.mention("distributors", distributor_id=f"musicbrainz:d:{gid}", name=name)
            found.append(f"musicbrainz:d:{gid}")
    return found


def _rights_line(item: Json, kind: str) -> str | None:
    holders = (
        text(child(relation, "label") or child(relation, "artist"), "name")
        for relation in children(item, "relations")
        if text(relation, "type") == kind
    )
    return ", ".join(unique_texts(holders)) or None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a track stands: `serial` from 1 on over the whole release, the medium's number from 1, the position as printed."""

    serial: int
    medium: int
    position: str | None


def _tracks(item: Json) -> Iterator[tuple[Json, _Place]]:
    serial = count(1)
    for medium, part in enumerate(children(item, "media"), start=1):
        pregap = child(part, "pregap")
        for track in [*([pregap] if pregap else []), *children(part, "tracks")]:
            yield track, _Place(next(serial), medium, text(track, "number"))


def _add_track(rows: RowBuffer, track: Json, place: _Place, release: Row) -> None:
    recording, gid = child(track, "recording"), mbid(track)
    title = text(track, "title") or text(recording, "title")
    if title is None:
        return
    credits = credits_of(rows, track)
    if not credits.main:
        credits = credits_of(rows, recording)
    if not credits.main:
        credits = Credits(release["artist_ids"], [], {})
    own_title = text(recording, "title")
    _add_recording(
        rows,
        f"musicbrainz:t:{gid}" if gid else f"{release['release_id']}-{place.serial}",
        {**recording, "length": number(track, "length") or number(recording, "length")},
        credits,
        [release["release_id"]],
        title=title,
        extra={
            "recording_id": mbid(recording),
            "recording_title": own_title if own_title != title else None,
            "medium": place.medium,
            "position": place.position,
        },
    )


def _add_recording(
    rows: RowBuffer,
    recording_id: str,
    item: Json,
    credits: Credits,
    release_ids: list[str],
    *,
    title: str | None,
    extra: Json,
) -> None:
    isrc, isrcs = first_and_rest(parse_isrc(code) for code in texts(item, "isrcs"))
    rows.add(
        "recordings",
        recording_id=recording_id,
        title=title,
        artist_ids=credits.main,
        featured_artist_ids=credits.featured or None,
        release_ids=unique_texts(release_ids),
        isrc=isrc,
        duration_ms=number(item, "length") or None,
        source_attributes=attributes(
            **extra,
            isrcs=isrcs,
            credited_as=credits.as_written,
            disambiguation=text(item, "disambiguation"),
            first_release_date=text(item, "first-release-date"),
            video=flag(item, "video") or None,
            genres=genres(item),
        ),
    )
    add_contributions(rows, recording_id, item)
