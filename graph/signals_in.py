"""Signals that a tool sends to the service, written like those of a file: what differs, with who said it and when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import polars as pl

from graph.audit import WRITE_AUDIT, AuditEntry
from graph.deliveries import finish_deliveries, note_deliveries
from graph.records import Batch, Delivery
from graph.schema import migrate
from graph.session import Graph, Statement
from graph.write import Counts, write_batches
from graph.write_statements import SUBJECT_LABELS

COUNT_WAITING: Final = {
    kind: Statement(
        f"count_waiting_{label}",
        f"UNWIND $id AS id MATCH (n:{label} {{id: id}}) WHERE n.record_hash IS NULL RETURN count(n) AS waiting",
    )
    for kind, label in SUBJECT_LABELS.items()
}
"""Things that are only spoken of: their own record has not arrived."""
_SUBJECT: Final = {"subject_type": pl.String(), "subject_id": pl.String()}


def record_signals(
    graph: Graph, delivery: Delivery, batches: Sequence[Batch], *, audit: AuditEntry, now: datetime
) -> tuple[Counts, int]:
    """Write signals. Sent again, they change nothing; one that was stopped on the way is completed when it is sent again.

    The audit entry is there before the first row is.

    Args: now: UTC, without a zone.
    Returns: what became of the signals, and how many of the things that they speak of the graph does not know yet.
    """
    migrate(graph)
    graph.write(WRITE_AUDIT, **audit.parameters())
    said = note_deliveries(graph, [delivery], now=now)
    counts = write_batches(graph, batches, said=said) if batches else Counts()
    finish_deliveries(graph, [delivery], now=now)
    return counts, _waiting(graph, batches)


def _waiting(graph: Graph, batches: Sequence[Batch]) -> int:
    rows = pl.concat([pl.DataFrame(schema=_SUBJECT), *(batch.rows.select(*_SUBJECT) for batch in batches)])
    told = rows.unique().group_by("subject_type").agg("subject_id")
    return sum(graph.read(COUNT_WAITING[kind], id=ids)[0]["waiting"] for kind, ids in told.iter_rows())
