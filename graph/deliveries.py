"""Who asserted what, when: each delivery is noted before its rows are written, and again when all of them are."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from graph.records import Delivery
from graph.session import Graph, Statement, Transaction
from graph.write import write_deliveries

READING: Final = 1
"""Raised when a loader learns to read more from the same file: what it reads then is said a microsecond later, and stands."""
_AHEAD: Final = timedelta(days=1)
"""A sender's clock may be this much ahead; beyond it the time of arrival counts, or nothing could ever be said after it."""

FINISH: Final = Statement(
    "finish_deliveries",
    "UNWIND $id AS id MATCH (d:Delivery {id: id}) SET d.finished_at = coalesce(d.finished_at, $now)",
)
RENEW: Final = Statement(
    "renew_deliveries",
    "UNWIND $id AS id MATCH (d:Delivery {id: id}) WHERE d.created_at IS NULL "
    "AND EXISTS { MATCH (o:Delivery {source: d.source}) WHERE o.created_at IS NULL AND o.asserted_at > d.asserted_at AND NOT o.id IN $id } "
    "SET d.asserted_at = $now, d.finished_at = null",
)
"""A file without a time of its own that is loaded again after others says it anew: of A, B, A the last A stands."""
READ_UNFINISHED: Final = Statement(
    "read_unfinished",
    "MATCH (d:Delivery) WHERE d.finished_at IS NULL RETURN d.source AS source, d.file AS file, toString(d.asserted_at) AS asserted_at "
    "ORDER BY d.source, d.file LIMIT 100",
)

READ_ANY: Final = Statement("read_any_delivery", "MATCH (d:Delivery) RETURN d.id AS id LIMIT 1")


def note_deliveries(graph: Graph, deliveries: Sequence[Delivery], *, now: datetime) -> dict[str, datetime]:
    """Note who is about to say something, in one transaction.

    Returns: by delivery id, when it says it: the time the message bears; without one, the time of the load, which stays the same when
    the load was killed and is run again, or nothing else of that source has been loaded since. So loading the same thing again
    changes nothing.
    """
    said = {delivery.delivery_id: _said_at(delivery, now) for delivery in deliveries}

    def work(tx: Transaction) -> dict[str, datetime]:
        tx.run(RENEW, id=list(said), now=now)
        return write_deliveries(tx, deliveries, said)

    return graph.write_many(work, name="note_deliveries")


def _said_at(delivery: Delivery, now: datetime) -> datetime:
    created_at = delivery.created_at
    said_at = now if created_at is None or created_at > now + _AHEAD else created_at
    return said_at + timedelta(microseconds=READING - 1)


def finish_deliveries(graph: Graph, deliveries: Sequence[Delivery], *, now: datetime) -> None:
    """Note that all rows of these deliveries are in the graph."""
    graph.write(FINISH, id=[delivery.delivery_id for delivery in deliveries], now=now)


def read_unfinished(graph: Graph) -> list[dict[str, Any]]:
    """Deliveries whose load began and has not ended: it runs still, or was stopped."""
    return graph.read(READ_UNFINISHED)


def has_deliveries(graph: Graph) -> bool:
    """Whether anything was ever loaded into this graph."""
    return bool(graph.read(READ_ANY))
