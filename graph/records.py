"""Canonical records: the tables that every loader produces and the writer takes (INTERFACES, section 2).

A batch is a Polars table with exactly the columns of `RECORDS[table].columns`, in that order, plus `source_attributes`
(JSON text of what the source said beyond them, or null). Ids are unique over all sources: a catalog's ids are used as
they stand, every other source prefixes its own (`discogs:1`, `ddex:PADPIDA…:…`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import polars as pl

TEXT, INTEGER, REAL, FLAG = pl.String(), pl.Int64(), pl.Float64(), pl.Boolean()
TEXTS, DATE, TIME = pl.List(pl.String), pl.Date(), pl.Datetime("us")
"""Times are UTC without a zone."""


@dataclass(frozen=True, slots=True)
class RecordTable:
    """One kind of record: its columns with their types, the required ones, and the key that makes a row unique."""

    name: str
    columns: dict[str, pl.DataType]
    required: tuple[str, ...]
    key: tuple[str, ...]

    @property
    def schema(self) -> dict[str, pl.DataType]:
        return {**self.columns, "source_attributes": TEXT}


def _table(name: str, required: str, key: str, columns: dict[str, pl.DataType]) -> RecordTable:
    return RecordTable(name, columns, tuple(required.split()), tuple(key.split()))


RECORDS: dict[str, RecordTable] = {
    table.name: table
    for table in (
        _table(
            "artists",
            "artist_id name",
            "artist_id",
            {
                "artist_id": TEXT,
                "name": TEXT,
                "aliases": TEXTS,
                "country": TEXT,
                "type": TEXT,
                "genres": TEXTS,
                "biography": TEXT,
                "followers": INTEGER,
                "monthly_listeners": INTEGER,
                "isni": TEXT,
                "ipi": TEXT,
                "musicbrainz_id": TEXT,
                "discogs_id": TEXT,
                "urls": TEXTS,
                "image_phash": TEXT,
                "created_on": DATE,
                "ended_on": DATE,
                "verified": FLAG,
            },
        ),
        _table(
            "distributors",
            "distributor_id name",
            "distributor_id",
            dict.fromkeys(("distributor_id", "name", "dpid"), TEXT),
        ),
        _table("labels", "label_id name", "label_id", dict.fromkeys(("label_id", "name"), TEXT)),
        _table(
            "payees",
            "payee_id name",
            "payee_id",
            dict.fromkeys(
                (
                    "payee_id",
                    "name",
                    "country",
                    "account_hash",
                    "tax_id_hash",
                    "email_hash",
                    "address_hash",
                    "device_hash",
                ),
                TEXT,
            ),
        ),
        _table(
            "releases",
            "release_id title artist_ids",
            "release_id",
            {
                "release_id": TEXT,
                "title": TEXT,
                "artist_ids": TEXTS,
                "upc": TEXT,
                "type": TEXT,
                "release_date": DATE,
                "label_id": TEXT,
                "distributor_id": TEXT,
                "cover_phash": TEXT,
                "genres": TEXTS,
                "language": TEXT,
                "p_line": TEXT,
                "c_line": TEXT,
                "received_at": TIME,
                "artist_assignment": TEXT,
            },
        ),
        _table(
            "recordings",
            "recording_id title artist_ids release_ids",
            "recording_id",
            {
                "recording_id": TEXT,
                "title": TEXT,
                "artist_ids": TEXTS,
                "featured_artist_ids": TEXTS,
                "release_ids": TEXTS,
                "isrc": TEXT,
                "duration_ms": INTEGER,
                "audio_fingerprint": TEXT,
                "language": TEXT,
                "streams_28d": INTEGER,
                "listeners_28d": INTEGER,
                "ai_disclosure": TEXTS,
            },
        ),
        _table(
            "contributions",
            "recording_id party_name role",
            "recording_id party_name role",
            dict.fromkeys(("recording_id", "party_name", "role", "ipi", "artist_id"), TEXT),
        ),
        _table(
            "payouts",
            "payee_id release_id",
            "payee_id release_id period statement_id",
            {
                "payee_id": TEXT,
                "release_id": TEXT,
                "share": REAL,
                "amount": REAL,
                "currency": TEXT,
                "period": TEXT,
                "statement_id": TEXT,
            },
        ),
        _table(
            "signals",
            "subject_type subject_id kind source",
            "subject_type subject_id kind source observed_at",
            {
                "subject_type": TEXT,
                "subject_id": TEXT,
                "kind": TEXT,
                "score": REAL,
                "source": TEXT,
                "observed_at": TIME,
            },
        ),
        _table(
            "artist_relations",
            "artist_id related_artist_id relation",
            "artist_id related_artist_id relation",
            dict.fromkeys(("artist_id", "related_artist_id", "relation"), TEXT),
        ),
        _table(
            "appearances",
            "recording_id release_id",
            "recording_id release_id",
            dict.fromkeys(("recording_id", "release_id"), TEXT),
        ),
        _table(
            "availability",
            "availability_id release_id status",
            "availability_id",
            {
                "availability_id": TEXT,
                "release_id": TEXT,
                "status": TEXT,
                "reason": TEXT,
                "territories": TEXTS,
                "excluded_territories": TEXTS,
                "commercial_models": TEXTS,
                "use_types": TEXTS,
                "starts_on": DATE,
                "ends_on": DATE,
            },
        ),
    )
}
"""In load order. The last three come from messages and other sources only. `appearances`: a recording is on a release (said of each
release apart, where a source does not tell all of a recording's releases at once). `artist_relations`: relation is alias, member_of, is_person, collaboration, …
`availability`: what a release's deals say, one record a release (`availability_id` is the release's id); status is available or
withdrawn, reason purge or takedown. A withdrawn release stays in the graph with its history and is left out of snapshots."""

MAX_INDEXED_BYTES = 2_000
"""An id, a key or a name that is longer is not a record's (the database's indexes take about 8,000 bytes, keys are made of several)."""
CATALOG_TABLES: tuple[str, ...] = tuple(
    name for name in RECORDS if name not in ("artist_relations", "appearances", "availability")
)
"""The tables of a catalog folder, in load order."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message or file: who asserted something, when.

    `delivery_id` is the SHA-256 of the file's bytes, `source` the kind (catalog, ddex, discogs), `sender` a DPID or name.
    """

    delivery_id: str
    source: str
    file: str
    sender: str | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one record table that one delivery asserts; every row keeps the rules, and its key is unique in the batch unless
    it is of mentions.

    `is_mention`: the rows are only what a record of another table says of them in passing (a release's spelling of its label's
    name). A mention stands until the thing's own record comes, from whenever, and never replaces it.
    """

    delivery: Delivery
    table: str
    rows: pl.DataFrame
    is_mention: bool = False


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A row (or a whole file, with line 0) set aside: where, what, why, and what would put it right."""

    file: str
    line: int
    column: str
    value: str
    reason: str
    remedy: str
    delivery_id: str | None = None

    def __str__(self) -> str:
        place = f"{self.file} line {self.line}" if self.line else self.file
        column = f", column {self.column}" if self.column else ""
        return f"quarantined: {place}{column}: {self.reason} ({self.remedy})"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know once, such as an unknown column."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """`batch_rows`: rows a batch holds at most. `max_bad_share`: a delivery stops when more of its rows are set aside.

    `layout`: the name or file of the mapping that reads a statement or a watch list. `payee_id`: who is paid by a statement that
    does not say so.
    """

    batch_rows: int = 10_000
    max_bad_share: float = 0.25
    layout: str | None = None
    payee_id: str | None = None


class Loader(Protocol):
    """A source: reads files and yields what it finds. Opens no connection, reads no clock.

    A delivery is yielded before its batches, and those that are known from the start before anything else.
    """

    def __call__(self, path: Path, *, options: LoadOptions) -> Iterator[Delivery | Batch | Quarantined | Notice]: ...


def empty(table: str) -> pl.DataFrame:
    """An empty table of that record kind."""
    return pl.DataFrame(schema=RECORDS[table].schema)
