"""A user's own layout, statement files, and what a load of them gives."""

from pathlib import Path
from typing import Any

from graph.records import RECORDS, Batch, Delivery, LoadOptions, Notice, Quarantined
from loaders.statements.loader import read_statements

Row = dict[str, Any]

Loaded = tuple[dict[str, list[Row]], list[Quarantined], list[str]]

TRACKS = """
name = "tracks"
header = ["Song", "Paid"]
[columns]
upc = "Barcode"
isrc = "ISRC"
artist = "Act"
title = "Song"
amount = "Paid"
currency = "Money"
quantity = "Plays"
[period]
column = "Month"
format = "%Y-%m"
"""

HEADER = "Barcode,ISRC,Act,Song,Paid,Money,Plays,Month\n"


def load(path: Path, *, batch_rows: int = 10_000, **options: Any) -> Loaded:
    """The rows by table, a mention like a record of its own; faults; notices. Checks what every loader keeps to."""
    options = {"payee_id": "label-9", **options}
    items = list(read_statements(path, options=LoadOptions(batch_rows, **options)))
    rows: dict[str, list[Row]] = {table: [] for table in RECORDS}
    deliveries: list[Delivery] = []
    for item in items:
        if isinstance(item, Delivery):
            assert not any(isinstance(other, Batch) for other in items[: items.index(item)])
            deliveries.append(item)
        elif isinstance(item, Batch):
            assert item.delivery in deliveries
            assert item.is_mention == (item.table != "payouts")
            assert dict(item.rows.schema) == RECORDS[item.table].schema
            assert 0 < item.rows.height <= batch_rows
            assert item.is_mention or item.rows.select(RECORDS[item.table].key).is_unique().all()
            assert item.rows.select(RECORDS[item.table].required).null_count().sum_horizontal().item() == 0
            rows[item.table].extend(item.rows.to_dicts())
    payouts = [tuple(row[name] for name in RECORDS["payouts"].key) for row in rows["payouts"]]
    assert len(set(payouts)) == len(payouts)
    return rows, [i for i in items if isinstance(i, Quarantined)], [i.text for i in items if isinstance(i, Notice)]


def amounts(rows: dict[str, list[Row]]) -> dict[tuple[str, str | None], float]:
    """By release and month, over all statements."""
    found: dict[tuple[str, str | None], float] = {}
    for row in rows["payouts"]:
        key = (row["release_id"], row["period"])
        found[key] = found[key] + row["amount"] if key in found else row["amount"]
    return found


def statement(tmp_path: Path, text: str | bytes, name: str = "in/tracks.csv") -> Path:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file
