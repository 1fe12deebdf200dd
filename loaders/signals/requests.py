"""Signals that a tool sends to the service: the same checks as a file's, and a delivery by what was said."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import polars as pl

from graph.records import RECORDS, Batch, Delivery, LoadOptions, Quarantined
from loaders.catalog.files import TableFile
from loaders.catalog.lines import LINE
from loaders.catalog.loader import read_table
from loaders.catalog.rules import UNSEEN, rule_of

FILE: Final = "recordSignals"
"""Stands for the name of a file."""
_SIGNALS: Final = RECORDS["signals"]
_AHEAD: Final = timedelta(days=1)
"""A clock that goes wrong, or a local time taken for UTC, is less ahead than this."""


def read_sent_signals(
    rows: Sequence[Mapping[str, str | None]], *, source: str, now: datetime
) -> tuple[Delivery, list[Batch], list[Quarantined]]:
    """Check signals that were sent together.

    Args:
        rows: the columns of the catalog's `signals` table but for `source`, as text.
        source: who says so, in all of them. now: UTC, without a zone; nothing is observed more than a day later.
    Returns: the delivery, whose id is made from what was sent; what keeps the rules; and what doesn't, with the row's number (from 1)
        as its line.
    """
    said = [{**row, "source": source} for row in rows]
    content = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    delivery = Delivery(hashlib.sha256(content).hexdigest(), "signals", FILE, source)
    texts = pl.from_dicts(said, schema=dict.fromkeys(_SIGNALS.columns, pl.String()))
    piece = texts.with_columns(pl.int_range(1, pl.len() + 1).cast(pl.Int64).alias(LINE))
    observed = rule_of(_SIGNALS.name, "observed_at").form(pl.col("observed_at").str.strip_chars(UNSEEN))
    ahead = (observed > now + _AHEAD).fill_null(False)
    early = [
        _early(line, value, delivery) for line, value in piece.filter(ahead).select(LINE, "observed_at").iter_rows()
    ]
    piece = piece.filter(~ahead)
    options = LoadOptions(max_bad_share=1.0)  # what is refused is told to the sender
    found = list(read_table(_SIGNALS, TableFile(delivery, texts.columns, iter([piece])), options))
    refused = sorted([*early, *(item for item in found if isinstance(item, Quarantined))], key=lambda item: item.line)
    return delivery, [item for item in found if isinstance(item, Batch)], refused


def _early(line: int, value: str, delivery: Delivery) -> Quarantined:
    reason = f"`{value}` has not come yet"
    return Quarantined(
        FILE, line, "observed_at", value, reason, "tell when it was observed, in UTC", delivery.delivery_id
    )
