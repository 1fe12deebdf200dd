"""What has been said of one record over time: a sequence of runs, each a value and the assertions that restated it.

The sequence depends on the set of assertions alone, not on the order in which they came: an assertion is a point in time with a
value; neighbouring points of one value are a run, of which the first and the last point are kept. A contradiction that arrives late
splits the run it falls into, and the value's return counts from the run's last restatement.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any


@dataclass(frozen=True, slots=True)
class Run:
    """A value that stood from `since`, said first by `delivery`; last restated at `last_seen` by `last_delivery`.

    `record` is the value as plain JSON types, None for the current one (the graph's own record). Times are UTC without a zone.
    """

    record_hash: str
    since: datetime
    delivery: str
    last_seen: datetime
    last_delivery: str
    record: dict[str, Any] | None = None

    @property
    def rank(self) -> tuple[datetime, str]:
        """The order of runs; the highest is the current one. At one moment, the greater hash wins."""
        return (self.since, self.record_hash)


def assertion(record_hash: str, at: datetime, delivery: str, record: dict[str, Any]) -> Run:
    """One assertion, as a run of its own."""
    return Run(record_hash, at, delivery, at, delivery, record)


def insert(runs: Iterable[Run], said: Run) -> tuple[Run, ...]:
    """The runs with one more assertion, oldest first."""
    points = {(p.since, p.record_hash, p.delivery): p for run in (*runs, said) for p in _ends(run)}
    ordered = [points[key] for key in sorted(points)]
    return tuple(_joined(list(group)) for _, group in groupby(ordered, key=lambda point: point.record_hash))


def _ends(run: Run) -> tuple[Run, Run]:
    first = Run(run.record_hash, run.since, run.delivery, run.since, run.delivery, run.record)
    last = Run(run.record_hash, run.last_seen, run.last_delivery, run.last_seen, run.last_delivery, run.record)
    return first, last


def _joined(points: list[Run]) -> Run:
    first, last = points[0], points[-1]
    record = next((point.record for point in points if point.record is not None), None)
    return Run(first.record_hash, first.since, first.delivery, last.last_seen, last.last_delivery, record)


def unbroken_since(runs: tuple[Run, ...], holds: list[bool]) -> Run:
    """The first of the runs at the end that all hold something; `holds` says of each run whether it does, the last one True."""
    start = len(runs) - 1
    while start > 0 and holds[start - 1]:
        start -= 1
    return runs[start]
