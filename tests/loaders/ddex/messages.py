"""Messages written for a test, and what a load of them gives."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from graph.records import RECORDS, Batch, Delivery, LoadOptions, Notice, Quarantined
from loaders.ddex.loader import read_ddex

Row = dict[str, Any]


@dataclass
class Loaded:
    """What a load gives, by kind; `order` names the kinds and files as they came."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {table: [] for table in RECORDS})
    deliveries: list[Delivery] = field(default_factory=list)
    faults: list[Quarantined] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    order: list[tuple[str, str]] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {table: len(rows) for table, rows in self.rows.items() if rows}

    def one(self, table: str) -> Row:
        (row,) = self.rows[table]
        return row


def load(path: Path, batch_rows: int = 10_000, max_bad_share: float = 0.25) -> Loaded:
    """Load, and hold every batch against the rules that all loaders keep."""
    loaded = Loaded()
    for item in read_ddex(path, options=LoadOptions(batch_rows, max_bad_share)):
        match item:
            case Delivery():
                loaded.deliveries.append(item)
            case Quarantined():
                loaded.faults.append(item)
            case Notice():
                loaded.notices.append(item)
            case Batch():
                assert item.delivery in loaded.deliveries
                check_batch(item, batch_rows)
                loaded.rows[item.table].extend(item.rows.to_dicts())
        name = item.delivery.file if isinstance(item, Batch) else item.file
        loaded.order.append((type(item).__name__, name))
    return loaded


def check_batch(batch: Batch, batch_rows: int) -> None:
    assert dict(batch.rows.schema) == RECORDS[batch.table].schema
    assert 0 < batch.rows.height <= batch_rows
    assert batch.is_mention or batch.rows.select(RECORDS[batch.table].key).is_unique().all()
    for column in RECORDS[batch.table].required:
        values = batch.rows[column]
        assert values.null_count() == 0
        assert values.dtype != pl.String or (values != "").all()


def attributes_of(row: Row) -> Row:
    found: Row = json.loads(row["source_attributes"] or "{}")
    return found


def message(parts: str, *, version: str = "43", created: str = "2026-01-02T03:04:05Z", header: str = "") -> str:
    """A NewReleaseMessage around the parts."""
    return (
        f'<ern:NewReleaseMessage xmlns:ern="http://ddex.net/xml/ern/{version}"><MessageHeader>'
        f"<MessageThreadId>t{created}</MessageThreadId><MessageId>m{created}</MessageId>"
        "<MessageSender><PartyId>PADPIDA2099010101X</PartyId>"
        "<PartyName><FullName>Sender</FullName></PartyName></MessageSender>"
        f"{header}<MessageCreatedDateTime>{created}</MessageCreatedDateTime></MessageHeader>"
        f"{parts}</ern:NewReleaseMessage>"
    )


ARTIST = (
    '<DisplayArtist SequenceNumber="1"><ArtistPartyReference>P1</ArtistPartyReference>'
    "<DisplayArtistRole>MainArtist</DisplayArtistRole></DisplayArtist>"
)

PARTIES = (
    "<PartyList><Party><PartyReference>P1</PartyReference><PartyName><FullName>Bo</FullName></PartyName>"
    "</Party></PartyList>"
)


def recording(reference: str, isrc: str, title: str, rest: str = ARTIST) -> str:
    return (
        f"<SoundRecording><ResourceReference>{reference}</ResourceReference>"
        f"<ResourceId><ISRC>{isrc}</ISRC></ResourceId><DisplayTitleText>{title}</DisplayTitleText>"
        f"{rest}<Duration>PT1M</Duration></SoundRecording>"
    )


def release(icpn: str, title: str, *references: str, rest: str = ARTIST, reference: str = "R0") -> str:
    inside = "".join(f"<ReleaseResourceReference>{name}</ReleaseResourceReference>" for name in references)
    return (
        f"<Release><ReleaseReference>{reference}</ReleaseReference><ReleaseType>Album</ReleaseType>"
        f"<ReleaseId><ICPN>{icpn}</ICPN></ReleaseId><DisplayTitleText>{title}</DisplayTitleText>"
        f"{rest}<ResourceGroup><ResourceGroupContentItem>{inside}</ResourceGroupContentItem></ResourceGroup></Release>"
    )


def album(*recordings: str, releases: str, parties: str = PARTIES, deals: str = "") -> str:
    return f"{parties}<ResourceList>{''.join(recordings)}</ResourceList><ReleaseList>{releases}</ReleaseList>{deals}"


def write(folder: Path, text: str, name: str = "message.xml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
