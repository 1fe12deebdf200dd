"""MusicBrainz' artists and labels as records, and what credits and relations say of an artist in passing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from graph.identifiers import canonical_url, parse_ipi, parse_isni
from loaders.musicbrainz.values import (
    PLACEHOLDERS,
    Json,
    aliases,
    child,
    children,
    country,
    first_and_rest,
    flag,
    full_day,
    genres,
    kept,
    mbid,
    number,
    period,
    snake_case,
    text,
    texts,
)
from loaders.rows import RowBuffer, attributes, unique_texts

_TYPES: Final = {"person": "person", "group": "group", "orchestra": "group", "choir": "group"}
_RELATIONS: Final = {"member of band": "member_of"}
_NO_PAGES: Final = frozenset({"image", "picture", "logo"})
"""Links to a picture, not to a page about the artist."""
_DISCOGS: Final = re.compile(r"https://discogs\.com/artist/([0-9]+)")
_FEATURING: Final = re.compile(r"\b(feat|ft|featuring)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses as `canonical_url` writes them: those that hold, those whose relation has ended, and pictures."""

    current: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Credits:
    """The artists of an artist credit in order; `as_written`: the name on the sleeve by artist id, where it is another."""

    main: list[str]
    featured: list[str]
    as_written: dict[str, str]


def artist_id_of(gid: str) -> str:
    return f"musicbrainz:{gid}"


def label_id_of(gid: str) -> str:
    return f"musicbrainz:l:{gid}"


def take_artist(rows: RowBuffer, item: Json) -> str | None:
    """Add the artist and its relations; the reason if it cannot be loaded."""
    gid, name = mbid(item), text(item, "name")
    if gid is None or name is None:
        return "the artist has no name" if gid else "the artist has no MusicBrainz id"
    kind, life, links = _type_of(item), child(item, "life-span"), links_of(item)
    isni, isnis = first_and_rest(parse_isni(code) for code in texts(item, "isnis"))
    ipi, ipis = first_and_rest(parse_ipi(code) for code in texts(item, "ipis"))
    # of a person the span is that of a life, and where the type is open it may be one
    begin, end = full_day(text(life, "begin")), full_day(text(life, "end"))
    discogs = [found[1] for url in links.current if (found := _DISCOGS.fullmatch(url))]
    rows.add(
        "artists",
        **_names(gid, name, item),
        genres=genres(item),
        isni=isni,
        ipi=ipi,
        discogs_id=discogs[0] if discogs else None,
        urls=links.current or None,
        created_on=begin if kind in ("group", "other") else None,
        ended_on=end,
        source_attributes=attributes(
            **_details(item),
            gender=text(item, "gender"),
            area=text(child(item, "area"), "name"),
            begin_area=text(child(item, "begin-area") or child(item, "begin_area"), "name"),
            life_span=period(life),
            isnis=isnis,
            ipis=ipis,
            former_urls=links.former,
            pictures=links.pictures,
        ),
    )
    _add_relations(rows, gid, item)
    return None


def take_label(rows: RowBuffer, item: Json) -> str | None:
    """Add the label; the reason if it cannot be loaded."""
    gid, name = mbid(item), text(item, "name")
    if gid is None or name is None:
        return "the label has no name" if gid else "the label has no MusicBrainz id"
    links = links_of(item)
    rows.add(
        "labels",
        label_id=label_id_of(gid),
        name=name,
        source_attributes=attributes(
            **_details(item),
            aliases=aliases(item)[0],
            type=text(item, "type"),
            country=country(item),
            label_code=number(item, "label-code"),
            isnis=unique_texts(parse_isni(code) for code in texts(item, "isnis")),
            ipis=unique_texts(parse_ipi(code) for code in texts(item, "ipis")),
            life_span=period(child(item, "life-span")),
            urls=links.current,
            former_urls=links.former,
        ),
    )
    return None


def mention_artist(rows: RowBuffer, item: Json) -> str | None:
    """The id of an artist that something else refers to; what is said of it there is a mention."""
    gid, name = mbid(item), text(item, "name")
    if gid is None:
        return None
    if name is not None:
        rows.mention("artists", **_names(gid, name, item), source_attributes=attributes(**_details(item)))
    return artist_id_of(gid)


def mention_label(rows: RowBuffer, item: Json) -> str | None:
    """The same for a label."""
    gid, name = mbid(item), text(item, "name")
    if gid is None:
        return None
    if name is not None:
        rows.mention(
            "labels",
            label_id=label_id_of(gid),
            name=name,
            source_attributes=attributes(
                **_details(item), aliases=aliases(item)[0], label_code=number(item, "label-code")
            ),
        )
    return label_id_of(gid)


def credits_of(rows: RowBuffer, item: Json) -> Credits:
    """The artist credit of a release or track; those after a joining `feat.` are featured."""
    main: list[str] = []
    featured: list[str] = []
    as_written: dict[str, str] = {}
    into = main
    for credit in children(item, "artist-credit"):
        artist = child(credit, "artist")
        artist_id, written = mention_artist(rows, artist), text(credit, "name")
        if artist_id:
            into.append(artist_id)
            if written and written != text(artist, "name"):
                as_written[artist_id] = written
        if _FEATURING.search(text(credit, "joinphrase") or ""):
            into = featured
    return Credits(unique_texts(main), [one for one in unique_texts(featured) if one not in main], as_written)


def links_of(item: Json) -> Links:
    """The addresses that the entity's relations lead to."""
    found: dict[str, list[str]] = {"current": [], "former": [], "pictures": []}
    for relation in children(item, "relations"):
        url = canonical_url(text(child(relation, "url"), "resource") or "")
        if url:
            kind = "pictures" if text(relation, "type") in _NO_PAGES else "current"
            found["former" if flag(relation, "ended") else kind].append(url)
    return Links(**{kind: unique_texts(urls) for kind, urls in found.items()})


def _names(gid: str, name: str, item: Json) -> Json:
    # placeholders collect thousands of aliases: whatever was printed where an artist is unknown
    names = [] if gid in PLACEHOLDERS else aliases(item)[0]
    return {
        "artist_id": artist_id_of(gid),
        "name": name,
        "musicbrainz_id": gid,
        "aliases": names or None,
        "type": "other" if gid in PLACEHOLDERS else _type_of(item),
        "country": country(item),
    }


def _details(item: Json) -> Json:
    sort_name = text(item, "sort-name")
    return {
        "disambiguation": text(item, "disambiguation"),
        "sort_name": sort_name if sort_name != text(item, "name") else None,
        "alias_details": [] if mbid(item) in PLACEHOLDERS else aliases(item)[1],
    }


def _type_of(item: Json) -> str | None:
    kind = text(item, "type")
    return _TYPES.get(kind.lower(), "other") if kind else None


def _add_relations(rows: RowBuffer, gid: str, item: Json) -> None:
    """One row for each pair and relation, with all its periods: an artist can leave a band and join it again.

    Both artists' entries give the same row, so it does not matter which of them is read first.
    """
    found: dict[tuple[str, str, str], list[Json]] = {}
    for relation in children(item, "relations"):
        other, kind = child(relation, "artist"), text(relation, "type")
        other_gid = mbid(other)
        if other_gid is None or kind is None or other_gid == gid or {gid, other_gid} & PLACEHOLDERS:
            continue
        mention_artist(rows, other)
        pair, credits = (gid, other_gid), (text(relation, "source-credit"), text(relation, "target-credit"))
        if text(relation, "direction") == "backward":
            pair, credits = pair[::-1], credits[::-1]
        key = (artist_id_of(pair[0]), artist_id_of(pair[1]), _RELATIONS.get(kind) or snake_case(kind))
        detail = kept(
            **period(relation),
            attributes=sorted(texts(relation, "attributes")),
            credited_as=credits[0],
            related_credited_as=credits[1],
        )
        found.setdefault(key, []).append(detail)
    for (artist_id, related_artist_id, name), details in found.items():
        rows.add(
            "artist_relations",
            artist_id=artist_id,
            related_artist_id=related_artist_id,
            relation=name,
            source_attributes=attributes(periods=_sorted(details)),
        )


def _sorted(details: Iterable[Json]) -> list[Json]:
    return sorted((detail for detail in details if detail), key=repr)
