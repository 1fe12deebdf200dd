"""A catalog under construction: acts release records through labels and distributors, and are paid for them."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import polars as pl
from numpy.random import Generator

from graph.records import RECORDS
from graph.truth import Innocent, TrueFinding
from simulation import words

TODAY: Final = date(2026, 6, 30)


@dataclass(frozen=True, slots=True)
class Label:
    """`registrant`: first five characters of its ISRCs. `payee_id`: set where the label collects for its artists."""

    label_id: str
    name: str
    registrant: str
    distributor_id: str
    payee_id: str | None


@dataclass(slots=True)
class Act:
    """What an act's releases have in common. `popularity`: monthly listeners."""

    artist_id: str
    name: str
    country: str
    genres: list[str]
    language: str
    popularity: float
    label: Label | None
    registrant: str
    distributor_id: str
    payee_id: str
    writers: list[str]
    started: date
    releases: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReleasePlan:
    """What a release departs in from its act's habits; None means as usual."""

    on: date
    tracks: int
    title: str | None = None
    track_titles: tuple[str, ...] | None = None
    payee_id: str | None = None
    distributor_id: str | None = None
    label_id: str | None = None
    registrant: str | None = None
    writers: tuple[str, ...] | None = None
    language: str | None = None
    genres: tuple[str, ...] | None = None
    lines: str | None = None
    cover: str | None = None
    assignment: str = "identifier"
    fingerprints: tuple[str, ...] | None = None
    isrcs: tuple[str, ...] | None = None
    durations_ms: tuple[int, ...] | None = None
    streams_scale: float = 1.0
    listeners_per_stream: float | None = None
    featured: tuple[str, ...] = ()
    kind: str | None = None
    artists: tuple[str, ...] | None = None


class World:
    """Tables as lists of rows, the truth, and the one random generator that everything draws from."""

    def __init__(self, random: Generator) -> None:
        self.random = random
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in RECORDS}
        self.findings: list[TrueFinding] = []
        self.identities: list[tuple[str, ...]] = []
        self.innocents: list[Innocent] = []
        self.labels: list[Label] = []
        self.distributors: list[str] = []
        self.acts: list[Act] = []
        self._next = dict.fromkeys(("a", "r", "t", "p", "l", "d"), int(random.integers(1, 900)))
        self._isrc = 0
        self._share = _zipf(1)

    def new_id(self, letter: str) -> str:
        self._next[letter] += 1
        return f"{letter}{self._next[letter]}"

    def hex64(self) -> str:
        return f"{int(self.random.integers(0, 2**63)) * 2 + int(self.random.integers(2)):016x}"

    def chance(self, probability: float) -> bool:
        return bool(self.random.random() < probability)

    def day(self, start: date, end: date = TODAY) -> date:
        return start + timedelta(days=int(self.random.integers(0, max((end - start).days, 1))))

    def add_distributor(self) -> str:
        key = self.new_id("d")
        name = f"{words.syllable_word(self.random, 'latin')} Digital"
        self.rows["distributors"].append({"distributor_id": key, "name": name, "dpid": f"PADPIDA{self.random.integers(10**9, 10**10)}A"[:18]})
        self.distributors.append(key)
        self._share = _zipf(len(self.distributors))
        return key

    def any_distributor(self) -> str:
        """Few have most of the market."""
        return self.distributors[int(self.random.choice(len(self.distributors), p=self._share))]

    def add_label(self, *, collects: bool) -> Label:
        key, name = self.new_id("l"), f"{words.syllable_word(self.random, 'latin')} Records"
        payee = self.add_payee(name) if collects else None
        label = Label(key, name, self.registrant(), self.any_distributor(), payee)
        self.rows["labels"].append({"label_id": key, "name": name})
        self.labels.append(label)
        return label

    def registrant(self) -> str:
        letters = "".join("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"[int(index)] for index in self.random.integers(0, 34, 3))
        return words.pick(self.random, ("US", "GB", "DE", "FR", "QZ", "SE", "BR")) + letters

    def add_payee(self, name: str, **shared: str) -> str:
        """A payee; `shared` hashes tie it to another one."""
        key = self.new_id("p")
        own = {column: f"{self.hex64()}" for column in ("account_hash", "tax_id_hash", "email_hash", "address_hash", "device_hash")}
        if self.chance(0.4):
            own.pop("device_hash")
        self.rows["payees"].append({"payee_id": key, "name": name, "country": words.pick(self.random, words.COUNTRIES), **own, **shared})
        return key

    def add_artist(self, name: str, *, popularity: float, created: date, **values: Any) -> str:
        key = self.new_id("a")
        followers = int(popularity * float(self.random.lognormal(-0.6, 0.7)))
        row = {"artist_id": key, "name": name, "type": "person", "monthly_listeners": int(popularity), "followers": followers, "created_on": created}
        self.rows["artists"].append(row | values)
        return key

    def release(self, act: Act, plan: ReleasePlan) -> str:
        """Add a release with its recordings, contributions and payouts."""
        random, key = self.random, self.new_id("r")
        payee = plan.payee_id or act.payee_id
        line = plan.lines or (act.label.name if act.label else act.name)
        label_id = plan.label_id or (act.label.label_id if act.label else None)
        artists = list(plan.artists or (act.artist_id,))
        name = plan.title or words.title(random)
        self.rows["releases"].append(
            {
                "release_id": key,
                "title": name,
                "artist_ids": artists,
                "upc": f"{random.integers(10**11, 10**12)}",
                "type": plan.kind or ("single" if plan.tracks < 3 else "ep" if plan.tracks < 7 else "album"),
                "release_date": plan.on,
                "label_id": label_id,
                "distributor_id": plan.distributor_id or act.distributor_id,
                "cover_phash": plan.cover or self.hex64(),
                "genres": list(plan.genres or act.genres),
                "language": plan.language or act.language,
                "p_line": f"{plan.on.year} {line}",
                "c_line": f"{plan.on.year} {line}",
                "received_at": datetime.combine(plan.on - timedelta(days=int(random.integers(2, 40))), time(int(random.integers(24)), int(random.integers(60)))),
                "artist_assignment": plan.assignment,
            }
        )
        weight = act.popularity * plan.streams_scale * float(random.lognormal(0, 0.6)) / max(plan.tracks, 1)
        for index in range(plan.tracks):
            self._recording(act, plan, key, index, artists, weight, name)
        for month in {max(plan.on, date(2026, 3, 1)).strftime("%Y-%m"), "2026-05"}:
            self.rows["payouts"].append(
                {"payee_id": payee, "release_id": key, "share": 1.0, "amount": round(weight * 0.003, 2), "currency": "USD", "period": month}
            )
        act.releases.append(key)
        return key

    def _recording(self, act: Act, plan: ReleasePlan, release_id: str, index: int, artists: list[str], weight: float, release_title: str) -> None:
        random, key = self.random, self.new_id("t")
        self._isrc += 1
        registrant = plan.registrant or act.registrant
        streams = int(weight * float(random.lognormal(1.0, 0.9)))
        ratio = plan.listeners_per_stream or float(random.uniform(0.3, 0.6))
        titles = plan.track_titles
        self.rows["recordings"].append(
            {
                "recording_id": key,
                "title": titles[index] if titles else (release_title if plan.tracks == 1 else words.title(random)),
                "artist_ids": artists,
                "featured_artist_ids": list(plan.featured),
                "release_ids": [release_id],
                "isrc": plan.isrcs[index] if plan.isrcs else f"{registrant}{plan.on:%y}{self._isrc % 100000:05d}",
                "duration_ms": plan.durations_ms[index] if plan.durations_ms else int(random.normal(205, 45) * 1000) if random.random() < 0.95 else 31_000,
                "audio_fingerprint": plan.fingerprints[index] if plan.fingerprints else self.hex64(),
                "language": plan.language or act.language,
                "streams_28d": max(streams, 0),
                "listeners_28d": max(int(streams * ratio), 0),
                "ai_disclosure": ["none"] if random.random() < 0.3 else None,
            }
        )
        writers = list(plan.writers) if plan.writers is not None else act.writers
        for writer in writers[: 1 + int(random.integers(3))]:
            self.rows["contributions"].append({"recording_id": key, "party_name": writer, "role": words.pick(random, ["composer", "lyricist", "producer"])})

    def signal(self, subject_type: str, subject_id: str, kind: str, score: float, source: str) -> None:
        at = datetime.combine(self.day(date(2026, 4, 1)), time(12))
        row = {"subject_type": subject_type, "subject_id": subject_id, "kind": kind, "score": round(min(max(score, 0.0), 1.0), 3), "source": source}
        self.rows["signals"].append(row | {"observed_at": at})

    def tables(self) -> dict[str, pl.DataFrame]:
        """The record tables, with their schemas; of rows with equal keys the first stays."""
        made = {}
        for name, table in RECORDS.items():
            frame = pl.DataFrame([{column: row.get(column) for column in table.schema} for row in self.rows[name]], schema=table.schema)
            made[name] = frame.unique(list(table.key), keep="first", maintain_order=True)
        return made


def changed(plan: ReleasePlan, **values: Any) -> ReleasePlan:
    return replace(plan, **values)


def _zipf(count: int) -> list[float]:
    weights = [1 / (rank + 1) for rank in range(count)]
    return [weight / sum(weights) for weight in weights]
