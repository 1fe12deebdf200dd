"""A DDEX ERN NewReleaseMessage as plain values, the same for 3.x (parties inline, details by territory) and 4.x (a party list)."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from loaders.rows import parse_time, unique_texts
from loaders.xml import Element, RefusedXml, children, find_text, forget, local_name, open_xml, stream, texts

_ERN: Final = re.compile(r"ddex\.net/xml/(?:\d+/)?([a-z-]+)/?(\d*)")
_DURATION: Final = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_NAME_REFERENCES: Final = ("ArtistPartyReference", "ContributorPartyReference", "PartyReference")
_ROLES: Final = (
    "ArtistRole",
    "DisplayArtistRole",
    "ArtisticRole",
    "ResourceContributorRole",
    "IndirectResourceContributorRole",
    "Role",
)
_TITLES: Final = ("DisplayTitle", "FormalTitle", "OriginalTitle")


@dataclass(frozen=True, slots=True)
class Party:
    """Who: names (the first is the main one), proprietary ids as (namespace, id), ISNI, IPI and DPID as sent."""

    names: tuple[str, ...] = ()
    own_ids: tuple[tuple[str, str], ...] = ()
    isni: str | None = None
    ipi: str | None = None
    dpid: str | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """A party, inline or by reference to the message's party list, in one or more roles (DDEX's words)."""

    party: Party
    reference: str | None
    roles: tuple[str, ...]


@dataclass(slots=True)
class Resource:
    kind: str
    reference: str
    title: str | None
    isrc: str | None
    own_id: str | None
    duration_ms: int | None
    language: str | None
    artists: list[Credit]
    contributors: list[Credit]


@dataclass(slots=True)
class Release:
    reference: str
    is_track: bool
    types: list[str]
    title: str | None
    icpn: str | None
    grid: str | None
    isrc: str | None
    own_id: str | None
    label: str | None
    label_reference: str | None
    artists: list[Credit]
    resources: list[str]
    p_line: str | None
    c_line: str | None
    genres: list[str]
    language: str | None
    dates: list[str]
    is_compilation: bool


@dataclass(slots=True)
class Message:
    """`kind` is the root's name; only a NewReleaseMessage has more than that."""

    kind: str
    standard: str
    version: str
    message_id: str = ""
    created_at: str | None = None
    sender: Party = field(default_factory=Party)
    behalf_of: str | None = None
    control_type: str | None = None
    parties: dict[str, Party] = field(default_factory=dict)
    resources: list[Resource] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    deal_starts: dict[str, str] = field(default_factory=dict)
    """Release reference: earliest day of a deal, ISO."""


def read_message(path: Path) -> Message:
    """Read one file; parts are freed as soon as they are read.

    Raises: RefusedXml: not well-formed, hostile, or not a DDEX message at all.
    """
    message: Message | None = None
    with open_xml(path) as file:
        for event, element, depth in stream(file):
            if event == "start":
                if depth == 1:
                    message = _begin(element)
                    if message.kind != "NewReleaseMessage":
                        # read on without keeping anything: a broken file is told apart from one of another kind
                        continue
                continue
            if message is not None and depth in (2, 3):
                parent = element.getparent()
                if message.kind == "NewReleaseMessage":
                    _take(message, element, local_name(parent) if parent is not None else "", depth)
                if depth == 3 and parent is not None and local_name(parent) == "MessageHeader":
                    continue
                forget(element)
    if message is None:
        raise RefusedXml("is empty")
    return message


def _begin(root: Element) -> Message:
    namespace = str(root.tag).rpartition("}")[0]
    found = _ERN.search(namespace) or _ERN.search(" ".join(str(uri) for uri in root.nsmap.values()))
    if found is None and local_name(root) != "NewReleaseMessage":
        raise RefusedXml(f"is not a DDEX message: its root is `{local_name(root)}`")
    return Message(local_name(root), found[1] if found else "", found[2] if found else "")


def _take(message: Message, element: Element, parent: str, depth: int) -> None:
    name = local_name(element)
    if depth == 2 and name == "MessageHeader":
        message.message_id = find_text(element, "MessageId") or ""
        message.created_at = find_text(element, "MessageCreatedDateTime")
        message.control_type = find_text(element, "MessageControlType")
        senders = children(element, "MessageSender")
        message.sender = read_party(senders[0]) if senders else Party()
        message.behalf_of = find_text(element, "SentOnBehalfOf", "PartyName", "FullName")
    elif depth == 3 and parent == "PartyList" and name == "Party":
        message.parties[find_text(element, "PartyReference") or ""] = read_party(element)
    elif depth == 3 and parent == "ResourceList" and name:
        message.resources.append(_resource(element))
    elif depth == 3 and parent == "ReleaseList" and name in ("Release", "TrackRelease"):
        message.releases.append(_release(element))
    elif depth == 3 and parent == "DealList":
        _deal(message, element)


def read_party(element: Element) -> Party:
    """A party in any of its places: a header, a party list, a display artist, a contributor."""
    names = texts(element, "PartyName", "FullName") or texts(element, "PartyName") or texts(element, "Name")
    own_ids: list[tuple[str, str]] = []
    isni = ipi = dpid = None
    for party_id in children(element, "PartyId"):
        text = (party_id.text or "").strip()
        if text and party_id.get("IsISNI") == "true":
            isni = isni or text
        elif text and (party_id.get("IsDPID") == "true" or not party_id.get("Namespace")):
            dpid = dpid or text
        elif text:
            own_ids.append((_namespace(party_id), text))
        isni = isni or find_text(party_id, "ISNI")
        ipi = ipi or find_text(party_id, "IpiNameNumber")
        dpid = dpid or find_text(party_id, "DPID")
        own_ids.extend(
            (_namespace(own), own_text)
            for own in children(party_id, "ProprietaryId")
            if (own_text := (own.text or "").strip())
        )
    return Party(tuple(unique_texts(names)), tuple(own_ids), isni, ipi, dpid)


def _namespace(element: Element) -> str:
    return (element.get("Namespace") or "").removeprefix("DPID:")


def _credits(parts: list[Element], *names: str) -> list[Credit]:
    """The credits among the children, in the order of their sequence numbers."""
    found = [element for part in parts for element in children(part, *names)]
    return [_credit(element) for element in sorted(found, key=_sequence)]


def _sequence(element: Element) -> int:
    number = element.get("SequenceNumber") or find_text(element, "SequenceNumber") or ""
    return int(number) if number.isascii() and number.isdigit() else 1_000_000


def _credit(element: Element) -> Credit:
    roles = [
        role.get("UserDefinedValue") or (role.text or "").strip()
        for name in _ROLES
        for role in children(element, name)
        if (role.text or "").strip()
    ]
    reference = next((text for name in _NAME_REFERENCES if (text := find_text(element, name))), None)
    return Credit(read_party(element), reference, tuple(unique_texts(roles)))


def _artists(parts: list[Element]) -> list[Credit]:
    named = _credits(parts, "DisplayArtist")
    if named:
        return named
    display = next((text for part in parts if (text := find_text(part, "DisplayArtistName"))), None)
    return [Credit(Party((display,)), None, ("MainArtist",))] if display else []


def _parts(element: Element) -> list[Element]:
    """The element and the details that hold for most of the world: the worldwide ones, else those with exceptions, else the first."""
    details = [child for child in element if local_name(child).endswith("DetailsByTerritory")]
    chosen = (
        [detail for detail in details if find_text(detail, "TerritoryCode") == "Worldwide"]
        or [detail for detail in details if children(detail, "ExcludedTerritoryCode")]
        or details
    )
    # 4.3 keeps identifiers and lines of a recording in its editions
    editions = [child for child in element if local_name(child).endswith("Edition")]
    return [element, *chosen[:1], *editions[:1]]


def _first(parts: list[Element], *steps: str) -> str | None:
    return next((text for part in parts if (text := find_text(part, *steps))), None)


def _title(parts: list[Element]) -> str | None:
    text = _first(parts, "DisplayTitleText")
    if text:
        return text
    typed = {title.get("TitleType"): title for part in reversed(parts) for title in reversed(children(part, "Title"))}
    plain = [title for part in parts for title in children(part, "DisplayTitle", "ReferenceTitle", "Title")]
    candidates = [*(typed[kind] for kind in _TITLES if kind in typed), *plain]
    for title in candidates:
        text = find_text(title, "TitleText")
        if text:
            subtitle = find_text(title, "SubTitle")
            return f"{text} ({subtitle})" if subtitle else text
    return None


def _resource(element: Element) -> Resource:
    kind = local_name(element)
    parts = _parts(element)
    ids = [child for part in parts for child in children(part, f"{kind}Id", "ResourceId")]
    return Resource(
        kind=kind,
        reference=find_text(element, "ResourceReference") or "",
        title=_title(parts),
        isrc=_first(ids, "ISRC"),
        own_id=_first(ids, "ProprietaryId"),
        duration_ms=parse_duration(_first(parts, "Duration")),
        language=_first(parts, "LanguageOfPerformance") or element.get("LanguageOfPerformance"),
        artists=_artists(parts),
        contributors=_credits(parts, "ResourceContributor", "IndirectResourceContributor", "Contributor"),
    )


def _release(element: Element) -> Release:
    parts = _parts(element)
    ids = children(element, "ReleaseId")
    references = element.iter("{*}ReleaseResourceReference")
    genres = [text for part in parts for step in ("GenreText", "SubGenre") for text in texts(part, "Genre", step)]
    flags = texts(element, "IsMultiArtistCompilation") + texts(element, "IsCompilation")
    types = [
        kind.get("UserDefinedValue") or (kind.text or "").strip()
        for part in parts
        for kind in children(part, "ReleaseType")
    ]
    return Release(
        reference=find_text(element, "ReleaseReference") or "",
        is_track=local_name(element) == "TrackRelease",
        types=unique_texts(types),
        title=_title(parts),
        icpn=_first(ids, "ICPN"),
        grid=_first(ids, "GRid"),
        isrc=_first(ids, "ISRC"),
        own_id=_first(ids, "ProprietaryId"),
        label=_first(parts, "LabelName"),
        label_reference=_first(parts, "ReleaseLabelReference"),
        artists=_artists(parts),
        resources=unique_texts((reference.text or "").strip() for reference in references),
        p_line=_first(parts, "PLine", "PLineText"),
        c_line=_first(parts, "CLine", "CLineText"),
        genres=unique_texts(genres),
        language=element.get("LanguageAndScriptCode"),
        dates=[
            text
            for name in ("ReleaseDate", "OriginalReleaseDate", "GlobalReleaseDate", "GlobalOriginalReleaseDate")
            if (text := _first(parts, name))
        ],
        is_compilation="true" in flags,
    )


def _deal(message: Message, element: Element) -> None:
    starts = [(start.text or "").strip()[:10] for start in element.iter("{*}StartDate", "{*}StartDateTime")]
    days = [start for start in starts if parse_day(start)]
    for reference in texts(element, "DealReleaseReference"):
        known = message.deal_starts.get(reference)
        earliest = min([*days, known] if known else days, default=None)
        if earliest:
            message.deal_starts[reference] = earliest


def parse_day(text: str) -> date | None:
    """A whole ISO day; a year or a month alone is none."""
    time = parse_time(text) if re.match(r"\d{4}-\d{2}-\d{2}", text) else None
    return date.fromisoformat(text[:10]) if time else None


def parse_duration(text: str | None) -> int | None:
    """An ISO 8601 duration of days and smaller, in milliseconds; nothing or zero is unknown."""
    found = _DURATION.fullmatch(text) if text else None
    if found is None:
        return None
    days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return round(((days * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000) or None
