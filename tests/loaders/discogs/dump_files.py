"""Dumps written for a test, and what a load of them gives."""

import json
from pathlib import Path
from typing import Any

from graph.records import RECORDS, Batch, LoadOptions, Notice, Quarantined
from loaders.discogs.loader import read_discogs

Row = dict[str, Any]

KINDS = ("artists", "labels", "masters", "releases")

DUMP = "discogs_20200806_{}.xml.gz"


class Loaded:
    """What a load gave, by kind; `own` and `mentions` by table."""

    def __init__(self, path: Path, batch_rows: int = 10_000) -> None:
        self.own: dict[str, list[Row]] = {table: [] for table in RECORDS}
        self.mentions: dict[str, list[Row]] = {table: [] for table in RECORDS}
        self.items = list(read_discogs(path, options=LoadOptions(batch_rows)))
        for item in self.items:
            if isinstance(item, Batch):
                assert dict(item.rows.schema) == RECORDS[item.table].schema
                assert 0 < item.rows.height <= batch_rows
                assert item.is_mention or item.rows.select(RECORDS[item.table].key).is_unique().all()
                into = self.mentions if item.is_mention else self.own
                into[item.table].extend(item.rows.to_dicts())
        self.quarantined = [item for item in self.items if isinstance(item, Quarantined)]
        self.notices = [item for item in self.items if isinstance(item, Notice)]

    def counts(self) -> dict[str, int]:
        mentions = {
            f"{table} mentioned": len({key_of(table, row) for row in rows})
            for table, rows in self.mentions.items()
            if rows
        }
        return {table: len(rows) for table, rows in self.own.items() if rows} | mentions

    def keys(self, table: str) -> set[tuple[Any, ...]]:
        return {key_of(table, row) for row in self.own[table]}


def key_of(table: str, row: Row) -> tuple[Any, ...]:
    return tuple(row[column] for column in RECORDS[table].key)


def said(row: Row) -> Row:
    """The row's source attributes."""
    found: Row = json.loads(row["source_attributes"] or "{}")
    return found


def dump(tmp_path: Path, kind: str, *entries: str) -> Path:
    file = tmp_path / f"{kind}.xml"
    file.write_text(f"<{kind}>\n" + "\n".join(entries) + f"\n</{kind}>")
    return file


def release(inside: str, number: int = 1) -> str:
    return f'<release id="{number}"><title>One</title><artists><artist><id>7</id><name>Nova (3)</name></artist></artists>{inside}</release>'


def track(position: str, title: str, inside: str = "") -> str:
    return f"<track><position>{position}</position><title>{title}</title>{inside}</track>"


def recordings_of(tmp_path: Path, inside: str) -> list[Row]:
    return Loaded(dump(tmp_path, "releases", release(inside))).own["recordings"]
