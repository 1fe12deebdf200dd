"""Elements of an ERN message read into plain values: parties, credits, resources and releases of 3.x and 4.x."""

from typing import Final

from graph.identifiers import parse_dpid
from loaders.ddex.titles import default_of, read_titles, text_of
from loaders.ddex.values import Credit, Ids, Party, Release, Resource, parse_duration
from loaders.rows import unique_texts
from loaders.xml import Element, Node, line_of, local_name

RESOURCE_KINDS: Final = (
    "SoundRecording",
    "Video",
    "MIDI",
    "Image",
    "Text",
    "SheetMusic",
    "Software",
    "UserDefinedResource",
)
_RECORDINGS: Final = frozenset({"SoundRecording", "Video", "MIDI"})
_REFERENCES: Final = frozenset({"ArtistPartyReference", "ContributorPartyReference", "PartyReference"})
_ROLES: Final = frozenset(
    {
        "ArtistRole",
        "DisplayArtistRole",
        "ArtisticRole",
        "ResourceContributorRole",
        "IndirectResourceContributorRole",
        "Role",
    }
)
_CONTRIBUTORS: Final = (
    "ResourceContributor",
    "IndirectResourceContributor",
    "Contributor",
    "EditionContributor",
    "DisplayConductor",
)
_FLAGS: Final = {
    "IsInstrumental": "instrumental",
    "IsComputerGenerated": "computer_generated",
    "IsCover": "cover",
    "IsRemastered": "remastered",
}
"""`computer_generated` is older than generative AI (it told synthesised audio) and so is no disclosure of it."""
_TRACKS: Final = frozenset({"TrackRelease", "VideoTrackRelease", "SingleResourceRelease", "ClipRelease"})
_DATES: Final = ("ReleaseDate", "OriginalReleaseDate", "GlobalReleaseDate", "GlobalOriginalReleaseDate")
_NOBODY: Final = Party()
_LINES: Final = {"PLine": "PLineText", "CLine": "CLineText"}


def read_party(node: Node) -> Party:
    """A party in any of its places: a header, a party list, a display artist, a contributor."""
    found = node.children
    names = _names(found["PartyName"]) if "PartyName" in found else []
    if not names:
        names = unique_texts([*node.texts("Name"), node.text("TradingName")])
    if "PartyId" not in found:
        return Party(tuple(names))
    own_ids: list[tuple[str, str]] = []
    isni = ipi = dpid = ipn = None
    for party_id in found["PartyId"]:
        text = (party_id.text or "").strip()
        if text and party_id.get("IsISNI") == "true":
            isni = isni or text
        elif text and (party_id.get("IsDPID") == "true" or (not party_id.get("Namespace") and parse_dpid(text))):
            dpid = dpid or text
        elif text:
            own_ids.append((_namespace(party_id), text))
        if len(party_id):
            typed = Node(party_id)
            isni = isni or typed.text("ISNI")
            ipi = ipi or typed.text("IpiNameNumber")
            dpid = dpid or typed.text("DPID")
            ipn = ipn or typed.text("IPN")
            own_ids.extend(_qualified(typed, "ProprietaryId"))
    return Party(tuple(names), tuple(own_ids), isni, ipi, dpid, ipn)


def _names(written: list[Element]) -> list[str]:
    """The names in every script, the default one first; Latin transcriptions after what they transcribe."""
    if len(written) > 1:
        written = sorted(written, key=lambda name: name.get("IsDefault") != "true")
    names: list[str | None] = []
    for element in written:
        name = Node(element)
        names.append(name.text("FullName") or name.own_text)
        if "FullNameAsciiTranscribed" in name.children:
            names.append(name.text("FullNameAsciiTranscribed"))
    return unique_texts(names)


def _namespace(element: Element) -> str:
    return (element.get("Namespace") or "").removeprefix("DPID:")


def _qualified(node: Node, name: str) -> list[tuple[str, str]]:
    """The identifiers of that name with their namespaces."""
    found = node.children.get(name, ())
    return [(_namespace(own), text) for own in found if (text := (own.text or "").strip())]


def _first_qualified(nodes: list[Node], name: str) -> tuple[str, str] | None:
    for node in nodes:
        if name in node.children and (found := _qualified(node, name)):
            return found[0]
    return None


def _credit(element: Element) -> Credit:
    node = Node(element)
    found = node.children
    roles: list[str] = []
    reference = ai = None
    for name, parts in found.items():
        if name in _ROLES:
            roles += [text for role in parts if (text := role.get("UserDefinedValue") or (role.text or "").strip())]
        elif name in _REFERENCES:
            reference = reference or node.text(name)
        elif name == "AiContribution":
            ai = node.text(name)
        elif name == "SpecialContributor" and ai is None and "GenerativeAI" in node.texts(name):
            # what the schema says an absent AiContribution then means
            ai = "All"
    if "DisplayConductor" in element.tag:
        roles.append("Conductor")
    return Credit(
        _NOBODY if reference else read_party(node),
        reference,
        tuple(roles if len(roles) < 2 else unique_texts(roles)),
        line_of(element),
        tuple(node.texts("InstrumentType")) if "InstrumentType" in found else (),
        ai,
    )


def _credits(parts: list[Node], *names: str) -> list[Credit]:
    """The credits among the children, in the order of their sequence numbers."""
    found = [child for part in parts for name in names if name in part.children for child in part.children[name]]
    if len(found) > 1:
        found.sort(key=_sequence)
    return [_credit(element) for element in found]


def _sequence(element: Element) -> int:
    number = element.get("SequenceNumber") or element.findtext("SequenceNumber") or ""
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 1_000_000


def _artists(parts: list[Node], display: str | None) -> list[Credit]:
    named = _credits(parts, "DisplayArtist")
    if named or display is None:
        return named
    return [Credit(Party((display,)), None, ("MainArtist",), parts[0].line)]


def _parts(node: Node, details_name: str) -> list[Node]:
    """The element and the details that hold for most of the world: the worldwide ones, else those with exceptions, else the first."""
    details = node.all(details_name)
    chosen = (
        next((detail for detail in details if "Worldwide" in detail.texts("TerritoryCode")), None)
        or next((detail for detail in details if "ExcludedTerritoryCode" in detail.children), None)
        or (details[0] if details else None)
    )
    return [node] if chosen is None else [node, chosen]


def _line(parts: list[Node], name: str) -> str | None:
    """A P or C line with its year, which some senders leave out of the text."""
    found = [child for part in parts if name in part.children for child in part.children[name] if len(child)]
    if not found:
        return None
    line = Node(default_of(found))
    text, year = line.text(_LINES[name]), line.text("Year")
    return text if text is None or year is None or year in text else f"{year} {text}"


def _ids(nodes: list[Node]) -> Ids:
    current = [node for node in nodes if node.get("IsReplaced") != "true"]
    old = [node for node in nodes if node not in current] if len(current) < len(nodes) else []
    return Ids(
        icpn=text_of(current, "ICPN"),
        grid=text_of(current, "GRid"),
        isrc=text_of(current, "ISRC"),
        own=_first_qualified(current, "ProprietaryId"),
        catalog_number=_first_qualified(current, "CatalogNumber"),
        replaced=tuple(
            text for node in old for name in ("ICPN", "GRid", "ISRC", "ProprietaryId") for text in node.texts(name)
        ),
    )


def read_ids(node: Node) -> Ids:
    """The identifiers of a release."""
    return _ids(node.all("ReleaseId"))


def _id_nodes(parts: list[Node], kind: str) -> list[Node]:
    # a MIDI resource is identified by a MidiId
    return [child for part in parts for child in part.all(f"{kind}Id", "ResourceId", "MidiId")]


def is_recording(node: Node, kind: str) -> bool:
    """Whether a resource of that kind is a recording: by its kind, or by having an ISRC."""
    return kind in _RECORDINGS or any(found.text("ISRC") for found in _id_nodes([node], kind))


def read_resource(node: Node, kind: str) -> Resource:
    """A recording or video."""
    parts = _parts(node, "MidiDetailsByTerritory" if kind == "MIDI" else f"{kind}DetailsByTerritory")
    # 4.3 keeps identifiers, lines and some contributors of a recording in its editions
    everywhere = [*parts, *node.all(f"{kind}Edition")]
    title, titles, versions = read_titles(parts)
    display = text_of(parts, "DisplayArtistName")
    return Resource(
        line=node.line,
        reference=node.text("ResourceReference") or "",
        ids=_ids(_id_nodes(everywhere, kind)),
        title=title,
        titles=titles,
        versions=versions,
        artists=_artists(parts, display),
        display_artist=display,
        p_line=_line(everywhere, "PLine"),
        warning=text_of(parts, "ParentalWarningType"),
        ai=text_of(parts, "ContainsAI"),
        kind=kind,
        duration_ms=parse_duration(text_of(parts, "Duration")),
        language=text_of(parts, "LanguageOfPerformance") or node.get("LanguageOfPerformance"),
        contributors=_credits(everywhere, *_CONTRIBUTORS),
        contains=_contained(node),
        flags=[word for name, word in _FLAGS.items() if name in node.children and node.text(name) in ("true", "1")],
    )


def _contained(node: Node) -> list[str]:
    """References of the recordings that a mix is made of."""
    contained = [
        related.text("ResourceRelatedResourceReference")
        for related in node.all("RelatedResource")
        if related.text("ResourceRelationshipType") == "HasContentFrom"
    ]
    contained += node.texts("ResourceContainedResourceReferenceList", "ResourceContainedResourceReference")
    return unique_texts(contained) if contained else []


def is_track(node: Node) -> bool:
    """Whether the release is a part of another that is sold by itself."""
    if local_name(node.element) in _TRACKS:
        return True
    kinds = node.texts("ReleaseType") or node.texts("ReleaseDetailsByTerritory", "ReleaseType")
    if kinds:
        return any(kind in _TRACKS for kind in kinds)
    ids = read_ids(node)
    return ids.isrc is not None and ids.icpn is None and ids.grid is None


def read_track(node: Node) -> tuple[str, list[str]]:
    """The reference of a track's release, and those of its resources."""
    return node.text("ReleaseReference") or "", _resources(node)


def _resources(node: Node) -> list[str]:
    return unique_texts((found.text or "").strip() for found in node.element.iter("{*}ReleaseResourceReference"))


def read_release(node: Node) -> Release:
    """A release with all that is said of it."""
    parts = _parts(node, "ReleaseDetailsByTerritory")
    title, titles, versions = read_titles(parts)
    display = text_of(parts, "DisplayArtistName")
    kinds = [kind.get("UserDefinedValue") or kind.own_text for part in parts for kind in part.all("ReleaseType")]
    genres = [text for part in parts for step in ("GenreText", "SubGenre") for text in part.texts("Genre", step)]
    flags = [
        text for part in parts for name in ("IsMultiArtistCompilation", "IsCompilation") for text in part.texts(name)
    ]
    return Release(
        line=node.line,
        reference=node.text("ReleaseReference") or "",
        ids=read_ids(node),
        title=title,
        titles=titles,
        versions=versions,
        artists=_artists(parts, display),
        display_artist=display,
        p_line=_line(parts, "PLine"),
        warning=text_of(parts, "ParentalWarningType"),
        ai=text_of(parts, "ContainsAI"),
        types=unique_texts(kinds),
        label=text_of(parts, "LabelName"),
        label_reference=text_of(parts, "ReleaseLabelReference"),
        resources=_resources(node),
        c_line=_line(parts, "CLine"),
        genres=unique_texts(genres),
        language=node.get("LanguageAndScriptCode"),
        dates=[text for name in _DATES if (text := text_of(parts, name))],
        is_compilation="true" in flags,
    )
