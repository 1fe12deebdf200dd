"""Signals that a tool sends to the service, written like those of a file: what differs, with who said it and when."""

from collections.abc import Sequence
from datetime import datetime

from graph.audit import WRITE_AUDIT, AuditEntry
from graph.deliveries import finish_deliveries, note_deliveries
from graph.records import Batch, Delivery
from graph.schema import migrate
from graph.session import Graph
from graph.write import Counts, write_batches


def record_signals(
    graph: Graph, delivery: Delivery, batches: Sequence[Batch], *, audit: AuditEntry, now: datetime
) -> Counts:
    """Write signals. Sent again, they change nothing; one that was stopped on the way is completed when it is sent again.

    The audit entry is there before the first row is.

    Args: now: UTC, without a zone.
    """
    migrate(graph)
    graph.write(WRITE_AUDIT, **audit.parameters())
    said = note_deliveries(graph, [delivery], now=now)
    counts = write_batches(graph, batches, said=said) if batches else Counts()
    finish_deliveries(graph, [delivery], now=now)
    return counts
