"""One DDEX message made into rows of the record tables."""

from dataclasses import dataclass, field
from typing import Any, Final

from graph.identifiers import parse_dpid, parse_isrc, parse_upc
from loaders.ddex.deals import availability
from loaders.ddex.ids import IdMaker, folded
from loaders.ddex.links import holders_of
from loaders.ddex.parties import MAX_TEXT, Cast, Fault, PartyBook, disclosures, titles_attribute
from loaders.ddex.values import Credit, Message, Release, Resource, Work, parse_day
from loaders.rows import RowBuffer, attributes, parse_time, shortened, unique_texts

_RELEASE: Final = "ReleaseList/Release"
_TYPES: Final = {
    **dict.fromkeys(
        "Single SingleResourceRelease SingleResourceReleaseWithCoverArt TrackRelease VideoSingle VideoTrackRelease "
        "MultimediaSingle MaxiSingle".split(),
        "single",
    ),
    **dict.fromkeys(("EP", "MiniAlbum"), "ep"),
    **dict.fromkeys(
        "Album ClassicalAlbum VideoAlbum MultimediaAlbum ClassicalMultimediaAlbum DigitalBoxSetRelease BoxedSet "
        "ClassicalDigitalBoxedSet MultimediaDigitalBoxedSet".split(),
        "album",
    ),
}


@dataclass(slots=True)
class _Placed:
    """A release or recording on its way: who is credited, and the id once it has a row."""

    cast: Cast
    id: str | None = None
    tracks: list[Resource] = field(default_factory=list)


class Mapping:
    """One NewReleaseMessage on its way into rows; what cannot be loaded is in `faults`, what is worth telling in `notices`."""

    def __init__(self, message: Message, rows: RowBuffer, sender: str) -> None:
        self._message = message
        self._rows = rows
        self._ids = IdMaker(sender)
        self._book = PartyBook(message, rows, self._ids)
        self._created_at = parse_time(message.created_at)
        self._placed: dict[int, _Placed] = {}
        self._credits: list[tuple[str, list[Credit], str]] = []
        self.rows_seen = 0

    @property
    def faults(self) -> list[Fault]:
        return self._book.faults

    @property
    def notices(self) -> list[str]:
        return [f"{count} × {what}" for what, count in self._book.odd.items()]

    def fill(self) -> None:
        """Add all rows."""
        message = self._message
        add_distributor(message, self._rows, self._ids)
        for resource in message.resources:
            path = f"ResourceList/{resource.kind}"
            self._placed[id(resource)] = _Placed(self._book.cast(resource.artists, path))
        for release in message.releases:
            self._placed[id(release)] = _Placed(self._book.cast(release.artists, _RELEASE))
        holders = holders_of(message, self._acts)
        for resource in message.resources:
            for release in holders[id(resource)]:
                self._placed[id(release)].tracks.append(resource)
        for release in message.releases:
            self._place_release(release)
        for resource in message.resources:
            self._add_recording(resource, holders[id(resource)])
        # after all recordings, so that a contributor who is the artist of a later one is known as such
        for recording_id, credits, path in self._credits:
            self._book.add_contributions(recording_id, credits, path)
        self._check_references()
        self._add_availability()

    def _acts(self, work: Resource | Release) -> frozenset[str]:
        return frozenset(self._ids.artist(party) for party in self._placed[id(work)].cast.main)

    def _set_aside(self, work: Work, path: str, reason: str) -> None:
        value = work.title or work.ids.icpn or work.ids.isrc or work.ids.grid or work.reference
        self.faults.append(Fault(work.line, path, shortened(value), reason))

    def _place_release(self, release: Release) -> None:
        self.rows_seen += 1
        placed = self._placed[id(release)]
        main = placed.cast.main or next(
            (cast.main for track in placed.tracks if (cast := self._placed[id(track)].cast).main), []
        )
        # a release for one track may leave its title to the recording (ERN 4 TrackRelease)
        title = release.title or (placed.tracks[0].title if main and len(placed.tracks) == 1 else None)
        lacking = " and no ".join(what for what, there in (("display artist", main), ("title", title)) if not there)
        if lacking:
            self._set_aside(release, _RELEASE, f"the release has no {lacking}")
        elif title is not None and len(title) > MAX_TEXT:
            self._set_aside(release, _RELEASE, f"its title has more than {MAX_TEXT} characters")
        elif title is not None:
            release.title = title
            placed.cast = Cast(main, placed.cast.featured, placed.cast.rest)
            placed.id = self._release_id(release, main[0].names[0])
            if self._rows.get("releases", placed.id) is None:
                self._add_release(release, placed)
            else:
                self._book.odd["release that the message has twice, the first stands"] += 1

    def _release_id(self, release: Release, artist: str) -> str:
        # without any identifier, the only thing that stays from message to message is what it is called
        own = self._ids.release(release.ids)
        return own or self._ids.make("untitled", folded(release.title or ""), folded(artist))

    def _add_release(self, release: Release, placed: _Placed) -> None:
        upc = parse_upc(release.ids.icpn) if release.ids.icpn else None
        self._book.count_odd("ICPN", release.ids.icpn, upc)
        starts = [deal.starts_on for deal in self._message.deals.get(release.reference, ()) if deal.starts_on]
        days = [day for text in release.dates if (day := parse_day(text))]
        kinds = [_TYPES[kind] for kind in release.types if kind in _TYPES]
        main = placed.cast.main
        self._rows.add(
            "releases",
            release_id=placed.id,
            title=release.title,
            artist_ids=self._book.add_artists(main),
            upc=upc,
            type="compilation" if release.is_compilation else next(iter(kinds), None),
            release_date=days[0] if days else min(starts, default=None),
            label_id=self._add_label(release),
            distributor_id=self._ids.distributor(),
            genres=release.genres or None,
            language=release.language,
            p_line=release.p_line,
            c_line=release.c_line,
            artist_assignment="identifier" if any(p.own_ids or p.isni for p in main) else "name_only",
            source_attributes=attributes(
                release_type=release.types,
                grid=release.ids.grid,
                icpn=release.ids.icpn if upc is None else None,
                partial_date=next((text for text in release.dates if not parse_day(text)), None),
                sent_on_behalf_of=next(iter(self._message.behalf_of.names), self._message.behalf_of.dpid),
                featured_artists=[party.names[0] for party in placed.cast.featured],
                **_common_attributes(release, main[0].names[0]),
            ),
        )

    def _add_label(self, release: Release) -> str | None:
        party = self._message.parties.get(release.label_reference or "")
        if release.label_reference and party is None and not release.label:
            path = f"{_RELEASE}/ReleaseLabelReference"
            reason = "refers to a party that the message's PartyList does not have"
            self.faults.append(Fault(release.line, path, shortened(release.label_reference), reason))
        name = release.label or (party.names[0] if party and party.names else None)
        if not name or len(name) > MAX_TEXT:
            return None
        label_id = self._ids.label(name)
        self._rows.mention("labels", label_id=label_id, name=name)
        return label_id

    def _add_recording(self, resource: Resource, holders: list[Release]) -> None:
        self.rows_seen += 1
        cast = self._placed[id(resource)].cast
        held = [self._placed[id(release)] for release in holders]
        main = cast.main or next((placed.cast.main for placed in held if placed.cast.main), [])
        loaded = unique_texts(placed.id for placed in held)
        path = f"ResourceList/{resource.kind}"
        if not loaded:
            self._set_aside(resource, path, _why_unheld(held, resource))
            return
        lacking = " and no ".join(
            what for what, there in (("display artist", main), ("title", resource.title)) if not there
        )
        if lacking or not resource.title:
            self._set_aside(resource, path, f"the recording has no {lacking}")
            return
        if len(resource.title) > MAX_TEXT:
            self._set_aside(resource, path, f"its title has more than {MAX_TEXT} characters")
            return
        isrc = parse_isrc(resource.ids.isrc) if resource.ids.isrc else None
        self._book.count_odd("ISRC", resource.ids.isrc, isrc)
        recording_id = self._recording_id(resource, loaded[0])
        known = self._rows.get("recordings", recording_id)
        if known is not None:
            known["release_ids"] = unique_texts([*known["release_ids"], *loaded])
        else:
            self._rows.add(
                "recordings",
                recording_id=recording_id,
                title=resource.title,
                artist_ids=self._book.add_artists(main),
                featured_artist_ids=self._book.add_artists(cast.featured) or None,
                release_ids=loaded,
                isrc=isrc,
                duration_ms=resource.duration_ms,
                language=resource.language,
                ai_disclosure=disclosures(resource.ai, resource.contributors),
                source_attributes=attributes(
                    resource_type=resource.kind if resource.kind != "SoundRecording" else None,
                    isrc=resource.ids.isrc if isrc is None else None,
                    p_line=resource.p_line,
                    flags=resource.flags,
                    **_common_attributes(resource, main[0].names[0]),
                ),
            )
        self._credits.append((recording_id, [*resource.contributors, *cast.rest], f"{path}/Contributor"))

    def _recording_id(self, resource: Resource, release_id: str) -> str:
        """The id of the recording; two of one ISRC and different titles in a message are two recordings."""
        title = folded(resource.title or "")
        own = self._ids.recording(resource.ids)
        if own is None:
            own = ":".join((release_id, "track", title))
        known = self._rows.get("recordings", own)
        if known is None or folded(known["title"]) == title:
            return own
        self._book.odd["recording with the identifier of another one in the message, told apart by its title"] += 1
        return f"{own}:{title}"

    def _check_references(self) -> None:
        there = {resource.reference for resource in self._message.resources} | self._message.other_resources
        for release in self._message.releases:
            for reference in release.resources:
                if reference not in there:
                    path = f"{_RELEASE}/ReleaseResourceReference"
                    reason = "refers to a resource that the message's ResourceList does not have"
                    self.faults.append(Fault(release.line, path, shortened(reference), reason))
        known = {release.reference for release in self._message.releases}
        known.update(reference for reference, _ in self._message.tracks)
        for reference, line in self._message.deal_lines.items():
            if reference not in known:
                path = "DealList/ReleaseDeal/DealReleaseReference"
                reason = "refers to a release that the message's ReleaseList does not have"
                self.faults.append(Fault(line, path, shortened(reference), reason))

    def _add_availability(self) -> None:
        today = self._created_at.date() if self._created_at else None
        holding: dict[str, list[str]] = {}
        for reference, resources in self._message.tracks:
            for resource in resources:
                holding.setdefault(resource, []).append(reference)
        for release in self._message.releases:
            release_id = self._placed[id(release)].id
            if release_id is None:
                continue
            tracks = unique_texts(track for resource in release.resources for track in holding.get(resource, ()))
            said = availability(self._message, release.reference, tracks, today)
            if said is not None:
                add_availability(self._rows, release_id, **said)


def _why_unheld(held: list[_Placed], resource: Resource) -> str:
    if held:
        return "the release that it belongs to is set aside"
    return f"no release of the message refers to it (ResourceReference `{shortened(resource.reference)}`)"


def _common_attributes(work: Work, artist: str) -> dict[str, Any]:
    namespace, own = work.ids.own or ("", "")
    return {
        "proprietary_id": own,
        "proprietary_namespace": namespace,
        "catalog_number": work.ids.catalog_number[1] if work.ids.catalog_number else None,
        "replaced_ids": list(work.ids.replaced),
        "titles": titles_attribute(work.titles),
        "versions": work.versions,
        "display_artist": work.display_artist if work.display_artist != artist else None,
        "parental_warning": work.warning,
        "contains_ai": work.ai,
    }


def add_distributor(message: Message, rows: RowBuffer, ids: IdMaker) -> None:
    """The sender. Where it gives no name, this is a mention: its name in another message stands."""
    party = message.sender
    add = rows.add if party.names else rows.mention
    dpid = parse_dpid(party.dpid) if party.dpid else None
    add("distributors", distributor_id=ids.distributor(), name=next(iter(party.names), ids.sender), dpid=dpid)


def add_availability(rows: RowBuffer, release_id: str, **columns: Any) -> None:
    """One row a release."""
    rows.add("availability", availability_id=release_id, release_id=release_id, **columns)


def fill_purged(message: Message, rows: RowBuffer, sender: str) -> list[Fault]:
    """The releases that a PurgeReleaseMessage withdraws; those it does not identify are returned as faults."""
    ids = IdMaker(sender)
    faults: list[Fault] = []
    for line, release in message.purged:
        release_id = ids.release(release)
        if release_id is None:
            reason = "the purged release has no identifier"
            faults.append(Fault(line, "PurgedRelease/ReleaseId", "", reason, "ask the sender which release is meant"))
        else:
            add_availability(rows, release_id, status="withdrawn", reason="purge")
    return faults
