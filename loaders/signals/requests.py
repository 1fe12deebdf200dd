"""Signals that a tool sends to the service: the same checks as a file's, and a delivery by what was said."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from graph.records import RECORDS, Batch, Delivery, LoadOptions, Quarantined
from loaders.catalog.files import TableFile
from loaders.catalog.lines import LINE
from loaders.catalog.loader import read_table

FILE: Final = "recordSignals"
"""Stands for the name of a file."""
_SIGNALS: Final = RECORDS["signals"]


def read_sent_signals(
    rows: Sequence[Mapping[str, str | None]], *, source: str
) -> tuple[Delivery, list[Batch], list[Quarantined]]:
    """Check signals that were sent together.

    Args:
        rows: the columns of the catalog's `signals` table but for `source`, as text.
        source: who says so, in all of them.
    Returns: the delivery, whose id is made from what was sent; what keeps the rules; and what doesn't, with the row's number (from 1)
        as its line.
    """
    said = [{**row, "source": source} for row in rows]
    content = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    delivery = Delivery(hashlib.sha256(content).hexdigest(), "signals", FILE, source)
    texts = pl.from_dicts(said, schema=dict.fromkeys(_SIGNALS.columns, pl.String()))
    piece = texts.with_columns(pl.int_range(1, pl.len() + 1).cast(pl.Int64).alias(LINE))
    options = LoadOptions(max_bad_share=1.0)  # what is refused is told to the sender
    found = list(read_table(_SIGNALS, TableFile(delivery, texts.columns, iter([piece])), options))
    refused = [item for item in found if isinstance(item, Quarantined)]
    return delivery, [item for item in found if isinstance(item, Batch)], refused
