"""Load sources: files through a loader, its batches through the writer, what was set aside into the quarantine."""

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from graph.deliveries import finish_deliveries, note_deliveries
from graph.errors import BadArgument, TooManyBadRows
from graph.quarantine import Origin, release_quarantined, write_quarantined
from graph.records import RECORDS, Batch, Delivery, LoadOptions, Notice, Quarantined
from graph.schema import migrate
from graph.session import Graph
from graph.settings import Settings
from graph.write import Counts, waiting_references, write_batches
from loaders.base import LOADERS
from namesake.console import Progress
from namesake.guards import checked

Item = Delivery | Batch | Quarantined | Notice
_QUARANTINE_ROWS: Final = 1_000
_EXAMPLES: Final = 20


@dataclass(slots=True)
class LoadReport:
    """Counts by table, how much was set aside (`examples`: the first rows), what to know, and what is referred to and not there."""

    counts: dict[str, Counts] = field(default_factory=dict)
    quarantined: int = 0
    examples: list[Quarantined] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    waiting: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> Counts:
        return sum(self.counts.values(), Counts())

    def add_examples(self, rows: list[Quarantined]) -> None:
        """Count rows that were set aside, and keep the first few to show."""
        self.quarantined += len(rows)
        self.examples.extend(rows[: _EXAMPLES - len(self.examples)])

    def __add__(self, other: "LoadReport") -> "LoadReport":
        counts = {
            table: self.counts.get(table, Counts()) + other.counts.get(table, Counts())
            for table in {**self.counts, **other.counts}
        }
        return LoadReport(
            counts,
            self.quarantined + other.quarantined,
            [*self.examples, *other.examples],
            [*self.notices, *other.notices],
            other.waiting,
        )

    def as_json(self) -> dict[str, Any]:
        total = self.total
        return {
            "accepted": total.written + total.unchanged,
            "written": total.written,
            "unchanged": total.unchanged,
            "late": total.late,
            "quarantined": self.quarantined,
            "tables": {table: asdict(counts) for table, counts in self.counts.items()},
            "waiting": self.waiting,
            "notices": [asdict(notice) for notice in self.notices],
        }


def utc_now() -> datetime:
    """The time that is stamped on what is written: UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def load_options(settings: Settings, *, layout: str | None = None, payee_id: str | None = None) -> LoadOptions:
    """What the loaders are told."""
    return LoadOptions(settings.batch_rows, settings.max_bad_share / 100, layout, payee_id)


def load(
    graph: Graph,
    source: str,
    paths: Iterable[Path],
    *,
    options: LoadOptions,
    progress: Progress,
    now: datetime | None = None,
) -> LoadReport:
    """Load files of one source; the writer takes only what differs.

    `now`: the time of the load, UTC without a zone; by default the clock's.

    A path whose delivery has too many bad rows is stopped, the others go on, and the error is raised at the end.

    Raises: BadArgument: there is no such source. TooManyBadRows. NamesakeError of the loader: a path that cannot be read at all.
    """
    if source not in LOADERS:
        raise BadArgument(f"`{source}` is not a source", hint=f"use one of {', '.join(LOADERS)}")
    loading = _Loading(graph, options, progress, now or utc_now())
    # all deliveries known from the start are noted in one transaction: were the load killed, the next one says it at the same time
    readings = [(path, loading.begin(LOADERS[source](path, options=options))) for path in paths]
    migrate(graph)
    loading.note()
    stopped: list[TooManyBadRows] = []
    for path, items in readings:
        try:
            loading.read(items, origin_of(source, path, options))
        except TooManyBadRows as error:
            stopped.append(error)
    loading.report.waiting = waiting_references(graph)
    if stopped:
        raise stopped[0]
    return loading.report


def origin_of(source: str, path: Path, options: LoadOptions) -> Origin:
    """Where rows set aside come from, so that they can be read again."""
    chosen = {"layout": options.layout, "payee_id": options.payee_id}
    return Origin(source, str(path.absolute()), json.dumps(chosen, sort_keys=True))


class _Loading:
    """One command's load: gathers small batches, so that a folder of messages is not a transaction a row."""

    def __init__(self, graph: Graph, options: LoadOptions, progress: Progress, now: datetime) -> None:
        self._graph = graph
        self._options = options
        self._progress = progress
        self._id = uuid.uuid4().hex
        self._now = now
        self._said: dict[str, datetime] = {}
        self._unnoted: dict[str, Delivery] = {}
        self._gathered: dict[tuple[str, bool], list[Batch]] = {
            (table, is_mention): [] for table in RECORDS for is_mention in (False, True)
        }
        self._alike = Counter[str]()
        self.report = LoadReport()

    def begin(self, items: Iterator[Item]) -> Iterator[Item]:
        """Take the deliveries that are known from the start; gives back what follows them, and them."""
        known: list[Item] = []
        for item in items:
            known.append(item)
            if not isinstance(item, Delivery):
                break
            self._unnoted[item.delivery_id] = item
        return _chain(known, items)

    def note(self) -> None:
        """Note who says what follows."""
        if self._unnoted:
            self._said |= note_deliveries(self._graph, list(self._unnoted.values()), now=self._now)
            self._unnoted.clear()

    def read(self, items: Iterator[Item], origin: Origin) -> None:
        """Read one path to its end."""
        deliveries: list[Delivery] = []
        aside: list[Quarantined] = []
        self._alike.clear()
        try:
            for item in items:
                if isinstance(item, Batch):
                    for part in checked(item):
                        if isinstance(part, Batch):
                            self._gather(part)
                        else:
                            aside.append(part)
                elif isinstance(item, Quarantined):
                    aside.append(item)
                elif isinstance(item, Delivery):
                    deliveries.append(item)
                    if item.delivery_id not in self._said:
                        self._unnoted[item.delivery_id] = item
                else:
                    self.report.notices.append(item)
                if len(aside) >= _QUARANTINE_ROWS:
                    self._set_aside(aside, origin)
        except TooManyBadRows as error:
            for gathered in self._gathered.values():
                gathered[:] = [batch for batch in gathered if batch.delivery.delivery_id not in error.delivery_ids]
            self._flush()
            finished = [delivery for delivery in deliveries if delivery.delivery_id not in error.delivery_ids]
            finish_deliveries(self._graph, finished, now=self._now)
            raise
        finally:
            self._set_aside(aside, origin)
        self._flush()
        release_quarantined(self._graph, origin=origin, load=self._id, now=self._now)
        finish_deliveries(self._graph, deliveries, now=self._now)

    def _gather(self, batch: Batch) -> None:
        gathered = self._gathered[batch.table, batch.is_mention]
        gathered.append(batch)
        if sum(part.rows.height for part in gathered) >= self._options.batch_rows:
            self._write(batch.table, gathered)

    def _flush(self) -> None:
        for (table, _), gathered in self._gathered.items():
            if gathered:
                self._write(table, gathered)
        self.note()

    def _write(self, table: str, gathered: list[Batch]) -> None:
        self.note()
        counts = write_batches(self._graph, gathered, said=self._said)
        self._progress.step(f"loading {table}", sum(batch.rows.height for batch in gathered))
        self.report.counts[table] = self.report.counts.get(table, Counts()) + counts
        gathered.clear()

    def _set_aside(self, rows: list[Quarantined], origin: Origin) -> None:
        write_quarantined(self._graph, rows, origin=origin, load=self._id, now=self._now, alike=self._alike)
        self.report.add_examples(rows)
        rows.clear()


def _chain(first: list[Item], rest: Iterator[Item]) -> Iterator[Item]:
    yield from first
    yield from rest
