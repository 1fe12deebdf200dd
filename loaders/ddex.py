"""DDEX ERN messages (3.8.x and 4.x) as records.

A message says what its sender asserts, so every id carries the sender: `ddex:SENDER:…`. A display artist with an id of the
sender's is that id; one with only a name is that name, folded: two acts of one name from one sender fall together here, as they do for
a service that gets no more than this, and `artist_assignment` says so.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graph.identifiers import parse_dpid, parse_ipi, parse_isni, parse_isrc, parse_upc
from graph.records import Delivery, LoadOptions, Notice
from loaders.ddex_message import Credit, Message, Party, Release, Resource, parse_day, read_message
from loaders.rows import (
    DEFAULT_OPTIONS,
    Loaded,
    RowBuffer,
    attributes,
    input_files,
    parse_time,
    sha256_of,
    unique_texts,
    whole_file,
)
from loaders.xml import RefusedXml

_TRACK_TYPES: Final = frozenset({"TrackRelease", "VideoTrackRelease", "SingleResourceRelease"})
_TYPES: Final = {
    "Single": "single",
    "SingleResourceRelease": "single",
    "TrackRelease": "single",
    "VideoSingle": "single",
    "VideoTrackRelease": "single",
    "MaxiSingle": "single",
    "EP": "ep",
    "MiniAlbum": "ep",
    "Album": "album",
    "ClassicalAlbum": "album",
    "VideoAlbum": "album",
    "MultimediaAlbum": "album",
    "DigitalBoxSetRelease": "album",
    "BoxedSet": "album",
}
_FEATURED: Final = frozenset({"FeaturedArtist", "FeaturingArtist", "Featuring"})
_MAIN: Final = frozenset({"MainArtist", "PrimaryArtist"})
_WRITERS: Final = frozenset(
    {"Composer", "Lyricist", "ComposerLyricist", "Author", "Arranger", "Producer", "Remixer", "Actor"}
)
_ROLES: Final = {
    "Artist": ("performer",),
    "MainArtist": ("performer",),
    "StudioProducer": ("producer",),
    "ComposerLyricist": ("composer", "lyricist"),
}


def read_ddex(path: Path, *, options: LoadOptions = DEFAULT_OPTIONS) -> Iterator[Loaded]:
    """Read a message, or every `.xml` below a folder. A message is loaded whole or set aside whole.

    Raises: MissingInput: no such path, or no message in the folder.
    """
    for file, name in input_files(path, endings=(".xml", ".xml.gz")):
        digest = sha256_of(file)
        try:
            message = read_message(file)
        except RefusedXml as error:
            yield whole_file(
                Delivery(digest, "ddex", name),
                error.reason,
                remedy="ask the sender for the message again",
                line=error.line,
            )
            continue
        sender = _sender_key(message)
        delivery = Delivery(digest, "ddex", name, sender or None, parse_time(message.created_at))
        yield delivery
        yield from _notices(message, name)
        if message.kind == "NewReleaseMessage":
            mapping = _Mapping(message, RowBuffer(delivery, options=options), sender or name)
            yield from (Notice(name, text) for text in mapping.fill())
            yield from mapping.rows.drain()


def _sender_key(message: Message) -> str:
    party = message.sender
    return party.dpid or next((own for _, own in party.own_ids), "") or folded(" ".join(party.names[:1]))


def _notices(message: Message, name: str) -> Iterator[Notice]:
    if message.kind != "NewReleaseMessage":
        yield Notice(name, f"a {message.kind} is not loaded by this version")
    elif message.standard != "ern" or not message.version.startswith(("38", "4")):
        yield Notice(name, f"ERN version `{message.version or 'unknown'}` is older than 3.8: read as 3.8")
    if message.control_type == "TestMessage":
        yield Notice(name, "the sender marks it as a test message; it is loaded like any other")


def folded(name: str) -> str:
    """The name as part of an id: compatibility forms and case folded, blanks single."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def role_words(role: str) -> tuple[str, ...]:
    """DDEX's role in Namesake's words: `StudioProducer` is `producer`, `MusicPublisher` is `music_publisher`."""
    return _ROLES.get(role) or (re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[\s-]+", "_", role.strip()).lower(),)


class _Mapping:
    """One message on its way into rows."""

    def __init__(self, message: Message, rows: RowBuffer, sender: str) -> None:
        self._message = message
        self.rows = rows
        self._sender = sender
        self._created_at = parse_time(message.created_at)
        self._odd: Counter[str] = Counter()

    def fill(self) -> list[str]:
        """Add all rows; returns what is to be told about them."""
        party = self._message.sender
        self.rows.add(
            "distributors",
            distributor_id=f"ddex:{self._sender}",
            name=next(iter(party.names), self._sender),
            dpid=parse_dpid(party.dpid) if party.dpid else None,
        )
        full = [release for release in self._message.releases if not _is_track(release)]
        kept = full or self._message.releases
        releases = {id(release): self._release_id(release) for release in kept}
        for release in kept:
            self._add_release(release, releases[id(release)])
        for resource in self._message.resources:
            holders = [release for release in kept if resource.reference in release.resources]
            if resource.kind in ("SoundRecording", "Video") or resource.isrc:
                self._add_recording(resource, holders, [releases[id(release)] for release in holders])
        return [f"{count} × {what}" for what, count in self._odd.items()]

    def _id(self, *parts: str) -> str:
        return ":".join(("ddex", self._sender, *parts))

    def _release_id(self, release: Release) -> str:
        icpn = (parse_upc(release.icpn) or release.icpn) if release.icpn else None
        own = icpn or release.grid or release.own_id or release.isrc
        return self._id(own or f"{self._message.message_id}#{release.reference}")

    def _party(self, credit: Credit) -> Party | None:
        """The credited party; None if the message names nobody."""
        party = self._message.parties.get(credit.reference or "", credit.party)
        if not party.names and credit.reference and not party.own_ids:
            return None
        return party if party.names else None

    def _artist_id(self, party: Party) -> str:
        own = dict(reversed(party.own_ids))
        for namespace in ("", self._sender):
            if namespace in own:
                return self._id(own[namespace])
        if party.own_ids:
            return self._id(*party.own_ids[0])
        isni = parse_isni(party.isni) if party.isni else None
        return self._id("isni", isni) if isni else self._id("name", folded(party.names[0]))

    def _add_artist(self, party: Party) -> str:
        artist_id = self._artist_id(party)
        isni = parse_isni(party.isni) if party.isni else None
        ipi = parse_ipi(party.ipi) if party.ipi else None
        self._count_odd("ISNI", party.isni, isni)
        known = self.rows.get("artists", artist_id)
        if known is None:
            self.rows.add(
                "artists",
                artist_id=artist_id,
                name=party.names[0],
                aliases=list(party.names[1:]) or None,
                isni=isni,
                ipi=ipi,
                source_attributes=attributes(isni=None if isni else party.isni),
            )
        else:
            known["isni"], known["ipi"] = known["isni"] or isni, known["ipi"] or ipi
            names = [*(known["aliases"] or ()), *party.names]
            known["aliases"] = [name for name in unique_texts(names) if name != known["name"]] or None
        return artist_id

    def _count_odd(self, kind: str, sent: str | None, parsed: str | None) -> None:
        if sent and parsed is None:
            self._odd[f"{kind} of a wrong form, kept as a source attribute only"] += 1

    def _split(self, artists: list[Credit]) -> tuple[list[Party], list[Party], list[Credit]]:
        """Main artists, featured artists, and display artists who are neither, such as the composer of a classical work."""
        named = [(credit, party) for credit in artists if (party := self._party(credit)) is not None]
        featured = [item for item in named if _FEATURED & set(item[0].roles)]
        others = [item for item in named if item not in featured]
        main = (
            [item for item in others if _MAIN & set(item[0].roles) or not item[0].roles]
            or [item for item in others if not _WRITERS & set(item[0].roles)]
            or others
            or featured
        )
        rest = [credit for credit, party in others if (credit, party) not in main]
        return [party for _, party in main], [party for item, party in featured if (item, party) not in main], rest

    def _main_artists(self, release: Release) -> list[Party]:
        main, _, _ = self._split(release.artists)
        if main:
            return main
        inside = [r for r in self._message.resources if r.reference in release.resources]
        for resource in inside:
            main, _, _ = self._split(resource.artists)
            if main:
                return main
        return []

    def _add_release(self, release: Release, release_id: str) -> None:
        main = self._main_artists(release)
        if not main or not release.title:
            title = self._track_title(release) if main else None
            if title is None:
                self._odd[f"release without {'a title' if main else 'an artist'}, not loaded"] += 1
                return
            release.title = title
        upc = parse_upc(release.icpn) if release.icpn else None
        self._count_odd("ICPN", release.icpn, upc)
        starts = self._message.deal_starts.get(release.reference)
        days = [day for text in [*release.dates, *([starts] if starts else [])] if (day := parse_day(text))]
        kinds = [_TYPES[kind] for kind in release.types if kind in _TYPES]
        has_id = any(party.own_ids or party.isni for party in main)
        self.rows.add(
            "releases",
            release_id=release_id,
            title=release.title,
            artist_ids=unique_texts(self._add_artist(party) for party in main),
            upc=upc,
            type="compilation" if release.is_compilation else next(iter(kinds), None),
            release_date=days[0] if days else None,
            label_id=self._add_label(release),
            distributor_id=f"ddex:{self._sender}",
            genres=release.genres or None,
            language=release.language,
            p_line=release.p_line,
            c_line=release.c_line,
            received_at=self._created_at,
            artist_assignment="identifier" if has_id else "name_only",
            source_attributes=attributes(
                release_type=release.types,
                grid=release.grid,
                proprietary_id=release.own_id,
                icpn=release.icpn if upc is None else None,
                partial_date=next((text for text in release.dates if not parse_day(text)), None),
                sent_on_behalf_of=self._message.behalf_of,
            ),
        )

    def _track_title(self, release: Release) -> str | None:
        """A release for one track may leave its title to the recording (ERN 4 TrackRelease)."""
        inside = [
            r
            for r in self._message.resources
            if r.reference in release.resources and r.kind in ("SoundRecording", "Video")
        ]
        return inside[0].title if len(inside) == 1 else None

    def _add_label(self, release: Release) -> str | None:
        party = self._message.parties.get(release.label_reference or "")
        name = release.label or (party.names[0] if party and party.names else None)
        if not name:
            return None
        label_id = self._id("label", folded(name))
        self.rows.add("labels", label_id=label_id, name=name)
        return label_id

    def _add_recording(self, resource: Resource, holders: list[Release], release_ids: list[str]) -> None:
        main, featured, rest = self._split(resource.artists)
        main = main or next((artists for release in holders if (artists := self._main_artists(release))), [])
        loaded = [release_id for release_id in release_ids if self.rows.get("releases", release_id)]
        lacking = [
            what
            for what, there in (("an artist", main), ("a title", resource.title), ("a release", loaded))
            if not there
        ]
        if lacking:
            self._odd[f"{resource.kind} without {' and '.join(lacking)}, not loaded"] += 1
            return
        isrc = parse_isrc(resource.isrc) if resource.isrc else None
        self._count_odd("ISRC", resource.isrc, isrc)
        own = isrc or resource.own_id or resource.isrc or f"{self._message.message_id}#{resource.reference}"
        recording_id = self._id(own)
        known = self.rows.get("recordings", recording_id)
        if known is not None:
            known["release_ids"] = unique_texts([*known["release_ids"], *loaded])
        self.rows.add(
            "recordings",
            recording_id=recording_id,
            title=resource.title,
            artist_ids=unique_texts(self._add_artist(party) for party in main),
            featured_artist_ids=unique_texts(self._add_artist(party) for party in featured) or None,
            release_ids=unique_texts(loaded),
            isrc=isrc,
            duration_ms=resource.duration_ms,
            language=resource.language,
            source_attributes=attributes(
                resource_type=resource.kind if resource.kind != "SoundRecording" else None,
                isrc=resource.isrc if isrc is None else None,
                proprietary_id=resource.own_id,
            ),
        )
        self._add_contributions(recording_id, [*resource.contributors, *rest])

    def _add_contributions(self, recording_id: str, contributors: list[Credit]) -> None:
        for credit in contributors:
            party = self._party(credit)
            if party is None:
                continue
            artist_id = self._artist_id(party)
            for role in unique_texts(word for sent in credit.roles or ("Contributor",) for word in role_words(sent)):
                self.rows.add(
                    "contributions",
                    recording_id=recording_id,
                    party_name=party.names[0],
                    role=role,
                    ipi=parse_ipi(party.ipi) if party.ipi else None,
                    artist_id=artist_id if self.rows.get("artists", artist_id) else None,
                )


def _is_track(release: Release) -> bool:
    return release.is_track or bool(_TRACK_TYPES & set(release.types))
