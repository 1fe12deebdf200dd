"""The world under construction: rows of every table, ids, and the ways in which profiles, payees and releases come about."""

import math
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

import numpy as np

from graph.findings import Reference
from graph.records import RECORDS
from graph.truth import Innocent, TrueFinding, TrueIdentity
from simulation import names

Row = dict[str, Any]
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
HASHES: Final = ("account_hash", "tax_id_hash", "email_hash", "address_hash", "device_hash")


@dataclass(frozen=True, slots=True)
class Habits:
    """What differs from one simulated catalog to the next, drawn by seed. `camouflage`: weights of levels 0 to 3."""

    today: date
    id_style: int
    id_offset: int
    missing: dict[str, float]
    noise: float
    attack_rate: dict[str, float]
    camouflage: tuple[float, float, float, float]
    trick_weights: dict[str, float]
    signal_recall: float
    signal_noise: float
    impostor: dict[str, float]
    """How this catalog's impostors behave: shares of those who copy, name a label, are placed by name, get verified; how old, how choosy."""
    imprints: float
    """Share of acts without a label that name one of their own, as many distributors fill in."""
    assignment: dict[str, float]
    imported: float
    """Share of profiles whose `created_on` is the day of one import."""


@dataclass(frozen=True, slots=True)
class Deal:
    """Through whom a release reaches the service: label, distributor, payee, ISRC registrant and rights line."""

    label_id: str | None
    distributor_id: str
    payee_id: str
    registrant: str
    rights: str


@dataclass(slots=True)
class Label:
    """`payee_id`: set where the label is paid for all of its acts. `writers`: house writers, if it has any."""

    label_id: str
    name: str
    distributor_id: str
    registrant: str
    payee_id: str | None
    writers: list[str]
    genre: str
    language: str


@dataclass(slots=True)
class Act:
    """One act, with all of its profiles."""

    name: str
    language: str
    country: str
    genres: list[str]
    listeners: int
    started: date
    deal: Deal
    writers: list[str]
    label: Label | None = None
    ended: date | None = None
    profiles: list[Row] = field(default_factory=list)
    releases: list[Row] = field(default_factory=list)
    recordings: list[Row] = field(default_factory=list)

    @property
    def artist_id(self) -> str:
        return str(self.profiles[0]["artist_id"])


@dataclass(slots=True)
class World:
    """Rows so far. `touched`: artists that already play a part in some attack or innocent story. `crowd`: running weights of `acts` as victims, made once they are complete."""

    draw: Random
    vector: np.random.Generator
    habits: Habits
    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in RECORDS})
    acts: list[Act] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    distributors: list[str] = field(default_factory=list)
    distributor_weights: list[float] = field(default_factory=list)
    findings: list[TrueFinding] = field(default_factory=list)
    identities: list[TrueIdentity] = field(default_factory=list)
    innocents: list[Innocent] = field(default_factory=list)
    counters: dict[str, int] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    crowd: list[float] = field(default_factory=list)

    def new_id(self, kind: str) -> str:
        """A fresh id that tells nothing of when or why it was made: a bijection of a counter, in this catalog's style."""
        code = (self.next(f"id {kind}") * 0x9E3779B1 + self.habits.id_offset) % 2**32
        if self.habits.id_style == 0:
            return f"{kind[:3]}{code:010d}"
        if self.habits.id_style == 1:
            return f"{kind[:3].upper()}-{code:08x}"
        return f"{kind}:" + "".join(ALPHABET[(code >> shift) & 31] for shift in range(30, -1, -5))

    def next(self, counter: str) -> int:
        count = self.counters[counter] = self.counters.get(counter, 0) + 1
        return count

    def hex(self, digits: int = 16) -> str:
        return f"{self.draw.getrandbits(4 * digits):0{digits}x}"

    def near(self, code: str, *, bits: int) -> str:
        """A 64-bit hash at that Hamming distance."""
        value = int(code, 16)
        for bit in self.draw.sample(range(64), k=bits):
            value ^= 1 << bit
        return f"{value:016x}"

    def registrant(self, country: str = "US") -> str:
        return f"{country}{ALPHABET[self.draw.randrange(10, 32)]}{ALPHABET[self.draw.randrange(32)]}{ALPHABET[self.draw.randrange(32)]}"

    def isrc(self, registrant: str, day: date) -> str:
        return f"{registrant}{day.year % 100:02d}{self.next(f'isrc {registrant} {day.year}') % 100000:05d}"

    def upc(self) -> str:
        digits = f"{self.draw.randrange(10**11):011d}"
        total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(digits))
        return f"{digits}{-total % 10}"

    def isni(self) -> str:
        digits = f"{self.draw.randrange(10**11):015d}"
        total = 0
        for digit in digits:
            total = (total + int(digit)) * 2
        check = (12 - total % 11) % 11
        return digits + ("X" if check == 10 else str(check))

    def day_between(self, first: date, last: date) -> date:
        return first + timedelta(days=self.draw.randint(0, max(0, (last - first).days)))

    def moment(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day) + timedelta(seconds=self.draw.randrange(86_400))

    def distributor(self) -> str:
        return self.draw.choices(self.distributors, weights=self.distributor_weights)[0]

    def payee(self, name: str, country: str, **hashes: str) -> str:
        """A new payee; `hashes` replaces some of its hashes, say with another payee's."""
        row = {
            "payee_id": self.new_id("payee"),
            "name": name,
            "country": country,
            **{kind: self.hex(32) for kind in HASHES},
            **hashes,
        }
        self.tables["payees"].append(row)
        return row["payee_id"]

    def profile(self, act: Act, *, name: str | None = None, **values: Any) -> Row:
        """A profile of the act, filled as a careful source would; `values` replaces."""
        draw, listeners = self.draw, act.listeners
        shown, known = name or act.name, act.listeners > 20_000
        age = min(1.5, max(0.05, (self.habits.today - act.started).days / 3650))
        row: Row = {
            "artist_id": self.new_id("artist"),
            "name": shown,
            "aliases": [],
            "country": act.country,
            "type": "group"
            if act.name.startswith("The ") or act.name.endswith("Band")
            else draw.choice(("person", "person", "group")),
            "genres": act.genres[: draw.randint(1, 3)],
            "biography": names.biography(draw, shown, act.country, act.genres[0]),
            "followers": int(listeners * math.exp(draw.gauss(-0.8, 0.9)) * age),
            "monthly_listeners": listeners,
            "isni": self.isni() if draw.random() < 0.2 + 0.5 * known else None,
            "ipi": f"{draw.randrange(10**11):011d}" if draw.random() < 0.25 else None,
            "musicbrainz_id": self._uuid() if draw.random() < 0.1 + 0.5 * known else None,
            "discogs_id": str(draw.randrange(10**4, 10**7)) if draw.random() < 0.1 + 0.4 * known else None,
            "urls": [f"https://{draw.choice(('pictagram', 'chirper', 'vidtube'))}.example/{self.hex(8)}"]
            if draw.random() < 0.3 + 0.3 * known
            else [],
            "image_phash": self.hex(),
            "created_on": act.started,
            "ended_on": act.ended,
            "verified": listeners > 3_000 and draw.random() < min(0.9, 0.1 + 0.09 * math.log10(listeners + 1)),
            **values,
        }
        self.tables["artists"].append(row)
        act.profiles.append(row)
        return row

    def _uuid(self) -> str:
        code = self.hex(32)
        return "-".join((code[:8], code[8:12], "4" + code[13:16], "a" + code[17:20], code[20:]))

    def signal(self, subject_type: str, subject_id: str, kind: str, score: float, source: str) -> None:
        day = self.habits.today - timedelta(days=self.draw.randint(1, 200))
        row = {
            "subject_type": subject_type,
            "subject_id": subject_id,
            "kind": kind,
            "score": round(score, 3),
            "source": source,
            "observed_at": self.moment(day),
        }
        self.tables["signals"].append(row)

    def found(
        self,
        kind: str,
        subject: tuple[str, str],
        target: tuple[str, str] | None = None,
        *,
        members: tuple[str, ...] = (),
        trick: str,
        camouflage: int,
    ) -> None:
        """Note an attack in the truth."""
        aim = Reference(*target) if target else None
        self.findings.append(TrueFinding(kind, Reference(*subject), aim, members, trick, camouflage))

    def innocent(self, twin: str, artist_ids: list[str], release_ids: list[str] | None = None) -> None:
        """Note an innocent lookalike in the truth."""
        self.innocents.append(Innocent(twin, tuple(artist_ids), tuple(release_ids or ())))

    def release(self, act: Act, deal: Deal, day: date, **plan: Any) -> Row:
        """See `simulation.releases.add_release`."""
        from simulation.releases import add_release

        return add_release(self, act, deal, day, **plan)
