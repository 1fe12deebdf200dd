"""What a DDEX ERN message says, as plain values, the same for 3.x (parties inline, details by territory) and 4.x (a party list)."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from loaders.rows import parse_time

_DURATION: Final = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Party:
    """Who: names (the first is the main one), proprietary ids as (namespace, id), ISNI, IPI, DPID and IPN as sent."""

    names: tuple[str, ...] = ()
    own_ids: tuple[tuple[str, str], ...] = ()
    isni: str | None = None
    ipi: str | None = None
    dpid: str | None = None
    ipn: str | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """A party, inline or by reference to the message's party list, in one or more roles (DDEX's words).

    `ai`: what generative AI had of this contribution, as sent (ERN 4.3.2: All, Partly, None).
    """

    party: Party
    reference: str | None
    roles: tuple[str, ...]
    line: int = 0
    instruments: tuple[str, ...] = ()
    ai: str | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """A title in one language; `kind` is DDEX's type of it, such as DisplayTitle."""

    text: str
    language: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Ids:
    """Identifiers as sent; `own` and `catalog_number` as (namespace, id); `replaced`: those that the message calls outdated."""

    icpn: str | None = None
    grid: str | None = None
    isrc: str | None = None
    own: tuple[str, str] | None = None
    catalog_number: tuple[str, str] | None = None
    replaced: tuple[str, ...] = ()


@dataclass(slots=True)
class Work:
    """What a resource and a release have in common. `titles` are all but the one that stands; `versions` its subtitles."""

    line: int
    reference: str
    ids: Ids
    title: str | None
    titles: list[Title]
    versions: list[str]
    artists: list[Credit]
    display_artist: str | None
    p_line: str | None
    warning: str | None
    ai: str | None


@dataclass(slots=True)
class Resource(Work):
    """`contains`: references of the recordings that this one (a mix) is made of. `flags`: what DDEX's
    yes-or-no elements affirm."""

    kind: str
    duration_ms: int | None
    language: str | None
    contributors: list[Credit]
    contains: list[str]
    flags: list[str]


@dataclass(slots=True)
class Release(Work):
    types: list[str]
    label: str | None
    label_reference: str | None
    resources: list[str]
    c_line: str | None
    genres: list[str]
    language: str | None
    dates: list[str]
    is_compilation: bool


@dataclass(frozen=True, slots=True)
class Deal:
    """The terms of one deal. No territory means all; `ends_on` is set only if every period ends.

    `is_takedown`: it says that the releases are gone from these territories, from `starts_on` on.
    """

    territories: frozenset[str]
    excluded: frozenset[str]
    models: frozenset[str]
    uses: frozenset[str]
    starts_on: date | None
    ends_on: date | None
    is_takedown: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A message that a batch manifest lists."""

    message_id: str | None
    url: str | None
    line: int


@dataclass(slots=True)
class Message:
    """`kind` is the root's name. Only what that kind has is filled."""

    kind: str
    standard: str
    version: str
    created_at: str | None = None
    message_id: str | None = None
    sender: Party = field(default_factory=Party)
    behalf_of: Party = field(default_factory=Party)
    control_type: str | None = None
    parties: dict[str, Party] = field(default_factory=dict)
    resources: list[Resource] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    tracks: list[tuple[str, list[str]]] = field(default_factory=list)
    """References of the releases of single tracks and of what they hold, where the message has full releases too."""
    only_tracks: list[Release] = field(default_factory=list)
    """Those that came before any full release: all there is in some messages."""
    other_resources: set[str] = field(default_factory=set)
    """References of images, texts and other resources that are no recordings."""
    has_deals: bool = False
    deals: dict[str, list[Deal]] = field(default_factory=dict)
    """By release reference."""
    deal_lines: dict[str, int] = field(default_factory=dict)
    purged: list[tuple[int, Ids]] = field(default_factory=list)
    """Line and identifiers of the releases that a PurgeReleaseMessage withdraws."""
    named: list[Named] = field(default_factory=list)
    named_count: int | None = None
    """What a ManifestMessage lists, and how many it says that there are."""


def parse_day(text: str) -> date | None:
    """A whole ISO day; a year or a month alone is none."""
    time = parse_time(text) if _DAY.match(text) else None
    return date.fromisoformat(text[:10]) if time else None


def parse_duration(text: str | None) -> int | None:
    """An ISO 8601 duration of days and smaller, in milliseconds; nothing, zero or more than a month is unknown."""
    found = _DURATION.fullmatch(text) if text else None
    if found is None:
        return None
    days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    milliseconds = ((days * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000
    # a text of a hundred digits is a number too, and no column holds it
    return round(milliseconds) or None if milliseconds < 31 * 86_400_000 else None
