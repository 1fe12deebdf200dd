"""The things of the simulated world: accounts, feeds, labels, acts, pages, releases, recordings.

Time is a whole number of months since January of `Habits.first_year`.
"""

from dataclasses import dataclass, field
from random import Random

from simulation.ledger.names import Name
from simulation.ledger.words import Culture

FAR = 10_000


"""A month that never comes."""


@dataclass(slots=True, eq=False)
class Payee:
    """An account that is paid; each hash is a number, or None where the account holder never gave that detail."""

    name: str
    country: str
    account: int
    tax: int | None
    email: int | None
    address: int | None
    device: int | None


@dataclass(slots=True, eq=False)
class Distributor:
    """A feed with habits. `careless`: how readily it takes anything from anyone. `sends`: column to the share of rows that have it."""

    name: str
    dpid: str | None
    weight: float
    careless: float
    registrant: str
    upc_prefix: str
    sends: dict[str, float]
    key_share: float
    lag_days: float
    sloppy: float


@dataclass(slots=True, eq=False)
class Writer:
    name: str
    ipi: str | None
    profile: "Profile | None" = None


@dataclass(slots=True, eq=False)
class Label:
    name: str
    payee: Payee
    distributor: Distributor
    registrant: str
    born: int
    house: list[Writer]
    genres: tuple[str, ...]
    roster: list["Act"] = field(default_factory=list)
    releases: list["Release"] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Act:
    """An agent: one artist or group behind one or more profiles. `talent`: monthly listeners at its height."""

    name: Name
    culture: Culture
    country: str
    kind: str
    genres: tuple[str, ...]
    born: int
    talent: float
    tempo: float
    payee: Payee
    distributor: Distributor
    image: int
    label: Label | None = None
    registrant: str = ""
    ended: int = FAR
    is_dead: bool = False
    writers: list[Writer] = field(default_factory=list)
    profiles: list["Profile"] = field(default_factory=list)
    releases: list["Release"] = field(default_factory=list)
    friends: list["Act"] = field(default_factory=list)
    last_month: int = -FAR
    is_honest: bool = True


@dataclass(slots=True, eq=False)
class Profile:
    """A page of the service. `strength`: share of the act's audience that this page has."""

    act: Act
    name: str
    since: int
    source: Distributor
    image: int | None
    strength: float = 1.0
    aliases: list[str] = field(default_factory=list)
    biography: str | None = None
    urls: list[str] = field(default_factory=list)
    isni: str | None = None
    ipi: str | None = None
    musicbrainz_id: str | None = None
    discogs_id: str | None = None
    country: str | None = None
    follow: float = 1.0
    is_verified: bool = False
    artist_id: str = ""


@dataclass(slots=True, eq=False)
class Spell:
    """Who got the money of a release from which month on (until the next spell begins)."""

    since: int
    shares: list[tuple[Payee, float]]


@dataclass(slots=True, eq=False)
class Release:
    title: str
    pages: list[Profile]
    kind: str
    month: int
    dated: int
    distributor: Distributor
    label: Label | None
    spells: list[Spell]
    genres: tuple[str, ...]
    language: str
    p_line: str | None
    c_line: str | None
    upc: str
    cover: int
    assignment: str
    recordings: list["Recording"] = field(default_factory=list)
    release_id: str = ""


@dataclass(slots=True, eq=False)
class Recording:
    title: str
    pages: list[Profile]
    featured: list[Profile]
    releases: list[Release]
    isrc: str
    duration_ms: int
    audio: int
    language: str
    appeal: float
    credits: list[tuple[Writer, str]]
    disclosure: str
    is_silent: bool = False
    recording_id: str = ""


def near(rng: Random, value: int, flips: int) -> int:
    """The hash with up to so many of its 64 bits turned."""
    for _ in range(flips):
        value ^= 1 << rng.randrange(64)
    return value
