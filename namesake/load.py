"""Load sources: files through a loader, its batches through the writer, what was set aside into the data folder."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graph.errors import BadArgument
from graph.records import Batch, LoadOptions, Notice, Quarantined
from graph.schema import migrate
from graph.session import Graph
from graph.settings import Settings
from graph.write import Counts, waiting_references, write_batch
from loaders.base import LOADERS
from namesake.console import Progress


@dataclass(slots=True)
class LoadReport:
    """Counts by table, what was set aside, what to know, and ids referred to whose records have not arrived."""

    counts: dict[str, Counts] = field(default_factory=dict)
    quarantined: list[Quarantined] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    waiting: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> Counts:
        return sum(self.counts.values(), Counts())

    def as_json(self) -> dict[str, Any]:
        total = self.total
        return {
            "accepted": total.written + total.unchanged,
            "written": total.written,
            "unchanged": total.unchanged,
            "quarantined": len(self.quarantined),
            "tables": {table: asdict(counts) for table, counts in self.counts.items()},
            "waiting": self.waiting,
            "notices": [asdict(notice) for notice in self.notices],
        }


def utc_now() -> datetime:
    """The time that is stamped on what is written: UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def load(graph: Graph, source: str, paths: Iterable[Path], *, settings: Settings, progress: Progress) -> LoadReport:
    """Load files of one source; the writer takes only what differs. Rows set aside are added to `quarantine.jsonl`.

    Raises: BadArgument: there is no such source. NamesakeError of the loader: a path that cannot be read at all.
    """
    if source not in LOADERS:
        raise BadArgument(f"`{source}` is not a source", hint=f"use one of {', '.join(LOADERS)}")
    migrate(graph)
    report = LoadReport()
    now = utc_now()
    for path in paths:
        options = LoadOptions(batch_rows=settings.batch_rows, max_bad_share=settings.max_bad_share / 100)
        for item in LOADERS[source](path, options=options):
            if isinstance(item, Batch):
                progress.step(f"loading {item.table}", item.rows.height)
                report.counts[item.table] = report.counts.get(item.table, Counts()) + write_batch(graph, item, now=now)
            elif isinstance(item, Quarantined):
                report.quarantined.append(item)
            elif isinstance(item, Notice):
                report.notices.append(item)
    report.waiting = waiting_references(graph)
    if report.quarantined:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with (settings.data_dir / "quarantine.jsonl").open("a", encoding="utf-8") as file:
            file.writelines(
                json.dumps({"source": source, "at": now.isoformat(), **asdict(row)}, ensure_ascii=False) + "\n"
                for row in report.quarantined
            )
    return report
