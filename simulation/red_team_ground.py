"""A real catalog as ground for planted attacks: pages to draw values from, and rows that look like the catalog's own."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from string import ascii_letters
from typing import Any, Final

import polars as pl

from graph.findings import Kind, Reference
from graph.snapshot import SNAPSHOT_SCHEMA, Snapshot
from graph.truth import TrueFinding
from simulation.red_team_pages import Page, Row

_KEYS: Final = {
    "artists": "artist_id",
    "labels": "label_id",
    "payees": "payee_id",
    "releases": "release_id",
    "recordings": "recording_id",
}
_IDS_AT_ONCE: Final = 400
_IMPRINTS: Final = 0.5
"""Share of operators that name a label of their own, where the model has one, as many distributors fill in."""
_HASHES: Final = ("account_hash", "tax_id_hash", "email_hash", "address_hash", "device_hash")


@dataclass(frozen=True, slots=True)
class Deal:
    """By whom and how an operator's releases come: `payees` are taken in turn, none where the catalog names none."""

    distributor_id: str | None
    payees: tuple[str, ...]
    registrant: str
    rights: str
    writers: tuple[str, ...]
    label_id: str | None = None


@dataclass(slots=True)
class Ground:
    """The catalog, what has been planted so far, and what is true of it. `today`: None where no release has a date."""

    snapshot: Snapshot
    draw: Random
    today: date | None
    words: Mapping[str, list[str]]
    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in SNAPSHOT_SCHEMA})
    findings: list[TrueFinding] = field(default_factory=list)
    _ids: dict[str, list[str]] = field(default_factory=dict)
    _given: set[tuple[str, str]] = field(default_factory=set)

    def new_id(self, table: str) -> str:
        """An id in the catalog's own style that neither it nor a plant has."""
        waiting = self._ids.setdefault(table, [])
        extra = 0
        while not waiting:
            waiting += self._unused_ids(table, extra)
            extra += 1
        made = waiting.pop()
        self._given.add((table, made))
        return made

    def _unused_ids(self, table: str, extra: int) -> list[str]:
        known = self.snapshot[table][_KEYS[table]]
        models = (
            [known[self.draw.randrange(known.len())] for _ in range(_IDS_AT_ONCE)] if known.len() else [f"{table}-"]
        )
        tail = "".join(self.draw.choices("0123456789", k=extra + (known.len() == 0)))
        made = pl.Series([varied(text, self.draw) + tail for text in models], dtype=pl.String)
        fresh = made.unique(maintain_order=True)
        unused = fresh.filter(~fresh.is_in(known.implode())).to_list()
        return [text for text in unused if (table, text) not in self._given]

    def hex_like(self, model: str | None) -> str | None:
        """Random hex digits, as many as the model has; None where it is None."""
        return None if model is None else "".join(self.draw.choices("0123456789abcdef", k=len(model)))

    def near(self, code: str, *, bits: int) -> str:
        """A hash at that Hamming distance."""
        value = int(code, 16)
        for bit in self.draw.sample(range(4 * len(code)), k=bits):
            value ^= 1 << bit
        return f"{value:0{len(code)}x}"

    def day_ago(self, least: int, most: int) -> date | None:
        return self.today - timedelta(days=self.draw.randint(least, most)) if self.today else None

    def person(self) -> str:
        """A name nobody bears, of two that the catalog's people bear."""
        first, last = (self.draw.choice(self.words["people"]).split() for _ in range(2))
        return f"{first[0]} {last[-1]}" if first and last else "Anonymous"

    def title(self) -> str:
        """A title of the beginning of one and the end of another of the catalog's titles."""
        first, last = (self.draw.choice(self.words["titles"]).split() for _ in range(2))
        return " ".join((*first[: max(1, len(first) // 2)], *last[len(last) // 2 :])) or "Untitled"

    def prose(self, name: str) -> str | None:
        """Two sentences of the catalog's biographies, said of this name; None where it has no biographies."""
        if not self.words["sentences"]:
            return None
        return " ".join(self.draw.choice(self.words["sentences"]).replace("\0", name) for _ in range(2))

    def payee(self, **hashes: str) -> str | None:
        """A new payee as one of the catalog's, with some of its hashes given; None where the catalog has no payees."""
        payees = self.snapshot["payees"]
        if payees.is_empty():
            return None
        model = payees.row(self.draw.randrange(payees.height), named=True)
        fresh = {kind: self.hex_like(model[kind]) for kind in _HASHES}
        fresh |= {kind: given[: len(model[kind])] for kind, given in hashes.items() if model[kind]}
        row = model | fresh | {"payee_id": self.new_id("payees"), "name": self.person()}
        self.tables["payees"].append(row)
        return str(row["payee_id"])

    def deal(self, like: Page, *, payees: tuple[str, ...] | None = None) -> Deal:
        """An operator's way to market, through the same distributor as one of the page's releases."""
        model = self.draw.choice(like.releases)
        codes = [track["isrc"] for track in like.recordings if track["isrc"]]
        paid = self.payee() if payees is None else None
        rights = self.person()
        return Deal(
            model["distributor_id"],
            ((paid,) if paid else ()) if payees is None else payees,
            self.draw.choice(codes)[:5] if codes else "QZ" + "".join(self.draw.choices("ABCDEFGHJK0123456789", k=3)),
            rights,
            tuple(self.person() for _ in range(self.draw.randint(1, 3))),
            self._imprint(rights) if model["label_id"] and self.draw.random() < _IMPRINTS else None,
        )

    def _imprint(self, name: str) -> str:
        label_id = self.new_id("labels")
        self.tables["labels"].append({"label_id": label_id, "name": name})
        return label_id

    def profile(self, like: Page, name: str, **values: Any) -> Page:
        """A newcomer's profile with the holes that the model's has, and no page of its own yet. values: given, but for the holes."""
        model, draw = like.artist, self.draw
        born = self.day_ago(10, 400) if model["created_on"] else None
        row = model | {
            "artist_id": self.new_id("artists"),
            "name": name,
            "aliases": None if model["aliases"] is None else [],
            **dict.fromkeys(("isni", "ipi", "musicbrainz_id", "discogs_id", "ended_on")),
            "urls": None if model["urls"] is None else [],
            "biography": self.prose(name) if model["biography"] else None,
            "image_phash": self.hex_like(model["image_phash"]),
            "created_on": born,
            "verified": None if model["verified"] is None else False,
            **{name: value for name, value in values.items() if model[name] is not None},
        }
        for count in ("followers", "monthly_listeners"):
            if row[count]:
                row[count] = int(row[count] * draw.uniform(0.3, 1.5))
        self.tables["artists"].append(row)
        return Page(row, like.releases, like.tracks, like.credits, like.payouts)

    def release(
        self,
        like: Page,
        artists: list[str],
        deal: Deal,
        day: date | None,
        *,
        titles: list[str],
        tracks: list[Row] | None = None,
        writers: tuple[str, ...] | None = None,
        **values: Any,
    ) -> tuple[str, list[Row]]:
        """A release as one of the page's, with its holes: new ids, codes, hashes, day.

        Args: artists: main artists in order. tracks: values of each track that are given. values: of the release that are given, but for the holes.
        Returns: its id and the rows of its recordings.
        """
        model = self.draw.choice(like.releases)
        row = model | {
            "release_id": self.new_id("releases"),
            "title": titles[0],
            "upc": self._upc(model["upc"]),
            "release_date": day if model["release_date"] else None,
            "received_at": _moved(model["received_at"], model["release_date"], day),
            "label_id": deal.label_id,
            "distributor_id": deal.distributor_id if model["distributor_id"] else None,
            "cover_phash": self.hex_like(model["cover_phash"]),
            "p_line": _line(model["p_line"], deal.rights, day),
            "c_line": _line(model["c_line"], deal.rights, day),
            **{name: value for name, value in values.items() if model[name] is not None},
        }
        release_id = str(row["release_id"])
        self.tables["releases"].append(row)
        for place, artist in enumerate(artists):
            self.tables["release_artists"].append({"release_id": release_id, "artist_id": artist, "position": place})
        models = like.tracks[model["release_id"]] or like.recordings
        made = []
        for place, title in enumerate(titles):
            track = models[place % len(models)]
            recording = self._track(track, title, deal, day, tracks[place] if tracks else {})
            self._place(str(recording["recording_id"]), release_id, artists)
            self._credit(str(recording["recording_id"]), track, like, artists[0], writers or deal.writers)
            made.append(recording)
        self._pay(like.payouts.get(model["release_id"], []), release_id, deal, day)
        return release_id, made

    def _track(self, model: Row, title: str, deal: Deal, day: date | None, given: Row) -> Row:
        length = model["duration_ms"]
        row = model | {
            "recording_id": self.new_id("recordings"),
            "title": title,
            "isrc": self._isrc(model["isrc"], deal, day),
            "duration_ms": max(30_000, length + self.draw.randint(-20_000, 20_000)) if length else length,
            "audio_fingerprint": self.hex_like(model["audio_fingerprint"]),
            **given,
        }
        self.tables["recordings"].append(row)
        return row

    def _place(self, recording_id: str, release_id: str, artists: list[str]) -> None:
        self.tables["recording_releases"].append({"recording_id": recording_id, "release_id": release_id})
        self.tables["recording_artists"] += [
            {"recording_id": recording_id, "artist_id": artist, "role": "main", "position": place}
            for place, artist in enumerate(artists)
        ]

    def _credit(self, recording_id: str, model: Row, like: Page, artist_id: str, parties: tuple[str, ...]) -> None:
        """As many credits as the model's, of other people; where the model's act is named, the newcomer is."""
        newcomer = next((row["name"] for row in self.tables["artists"] if row["artist_id"] == artist_id), None)
        for credit in like.credits.get(model["recording_id"], []):
            is_own = newcomer is not None and (credit["artist_id"] == like.artist_id or credit["role"] == "performer")
            self.tables["contributions"].append(
                credit
                | {
                    "recording_id": recording_id,
                    "party_name": newcomer if is_own else self.draw.choice(parties),
                    "ipi": None,
                    "artist_id": artist_id if is_own and credit["artist_id"] else None,
                }
            )

    def _pay(self, models: list[Row], release_id: str, deal: Deal, day: date | None) -> None:
        """As the model was paid, to the deal's payee."""
        if not deal.payees:
            return
        payee = self.draw.choice(deal.payees)
        seen = set()
        for model in models:
            period = max(model["period"], f"{day:%Y-%m}") if model["period"] and day else model["period"]
            if period not in seen:
                self.tables["payouts"].append(
                    model | {"payee_id": payee, "release_id": release_id, "share": 1.0, "period": period}
                )
            seen.add(period)

    def _upc(self, model: str | None) -> str | None:
        if model is None or not model.isdigit():
            return model and varied(model, self.draw)
        body = model[: len(model) // 2] + "".join(self.draw.choices("0123456789", k=len(model) - len(model) // 2 - 1))
        total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
        return f"{body}{-total % 10}"

    def _isrc(self, model: str | None, deal: Deal, day: date | None) -> str | None:
        if model is None:
            return None
        return f"{deal.registrant}{f'{day:%y}' if day else model[5:7]}{self.draw.randrange(100_000):05d}"

    def found(
        self,
        kind: Kind,
        subject: tuple[str, str],
        target: tuple[str, str] | None = None,
        *,
        members: Iterable[str] = (),
        trick: str,
        camouflage: int,
    ) -> None:
        """Note an attack in the truth."""
        aim = Reference(*target) if target else None
        self.findings.append(TrueFinding(kind, Reference(*subject), aim, tuple(members), trick, camouflage))


def varied(text: str, draw: Random) -> str:
    """The text with other digits, and other letters where it is a code of both: an id in the same style."""

    def other(token: str) -> str:
        if not any(letter.isdigit() for letter in token):
            return token
        is_hex = re.fullmatch(r"[0-9a-f]+|[0-9A-F]+", token) is not None and len(token) >= 8
        start = 0 if is_hex else len(token) - len(token.lstrip(ascii_letters))
        return token[:start] + "".join(_other_sign(sign, is_hex, draw) for sign in token[start:])

    return "".join(other(token) for token in re.split(r"([^0-9A-Za-z]+)", text))


def _other_sign(sign: str, is_hex: bool, draw: Random) -> str:
    if sign.isdigit():
        return draw.choice("0123456789")
    letters = "abcdef" if is_hex else "abcdefghjkmnpqrstvwxyz"
    return draw.choice(letters.upper() if sign.isupper() else letters) if sign.isascii() else sign


def _moved(moment: datetime | None, was: date | None, day: date | None) -> datetime | None:
    """As long before or after the release as in the model."""
    if moment is None or day is None:
        return moment
    lag = (moment.date() - was) if was else timedelta(days=-3)
    held = max(timedelta(days=-30), min(timedelta(days=2), lag))
    return datetime.combine(day + held, moment.time())


def _line(model: str | None, rights: str, day: date | None) -> str | None:
    """A rights line in the model's form: what stands before the holder's name, with the year of the release."""
    if model is None:
        return None
    start = re.match(r"\W*(?:\([PpCc]\)\s*)?\d{4}\s+", model)
    head = re.sub(r"\d{4}", f"{day.year}", start[0]) if start and day else ""
    return f"{head}{rights}"
