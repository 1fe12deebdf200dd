"""`namesake load --bulk`: the first load of an empty embedded database, by Neo4j's offline importer."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from graph import server
from graph.bulk import BulkStage
from graph.deliveries import finish_deliveries
from graph.errors import BadArgument, NotEmpty
from graph.quarantine import Origin, write_quarantined
from graph.records import Batch, Delivery, LoadOptions, Notice, Quarantined
from graph.schema import migrate
from graph.session import Graph, connect
from graph.settings import Settings
from graph.store import count_nodes
from graph.write import Counts, waiting_references, write_batches
from loaders.base import LOADERS
from namesake.console import Progress
from namesake.load import LoadReport, load, origin_of, utc_now


def bulk_load(
    settings: Settings,
    source: str,
    paths: Sequence[Path],
    *,
    options: LoadOptions,
    progress: Progress,
    now: datetime | None = None,
) -> LoadReport:
    """Load catalog folders into an empty database: the same graph as without `--bulk`. Afterwards `load` goes on as ever.

    Killed at any moment, the same command gives the same graph.

    Raises: BadArgument: the source is no catalog. NotEmpty: there is something in the database, or it is not the embedded one.
    """
    if source != "catalog":
        raise BadArgument("--bulk loads catalogs", hint=f"leave it out to load {source}")
    if settings.neo4j_uri:
        raise NotEmpty(
            "--bulk writes the files of the embedded server", hint="leave out --bulk, or unset NAMESAKE_NEO4J_URI"
        )
    folder = settings.data_dir / "bulk"
    with connect(server.connection(settings), settings) as graph:
        if count_nodes(graph):
            if folder.exists():  # a bulk load was killed after its import
                report = load(graph, source, paths, options=options, progress=progress, now=now)
                BulkStage(folder).clear()
                return report
            raise NotEmpty("the database holds something already", hint="leave out --bulk: the result is the same")
    staged = _Staged(BulkStage(folder), now or utc_now())
    for path in paths:
        staged.read(source, path, options, progress)
    progress.stage("building the database")
    repeats = staged.stage.take_repeats()
    arguments = staged.stage.import_arguments(list(staged.deliveries.values()), said=staged.said)
    server.import_offline(settings, arguments, folder=folder)
    progress.stage("starting Neo4j")
    with connect(server.connection(settings), settings) as graph:
        progress.stage("making indexes")
        migrate(graph)
        report = staged.finish(graph, repeats)
    staged.stage.clear()
    return report


class _Staged:
    """What was read on its way into the database."""

    def __init__(self, stage: BulkStage, now: datetime) -> None:
        self.stage = stage
        self.deliveries: dict[str, Delivery] = {}
        self._now = now
        self._aside: list[tuple[Origin, Quarantined]] = []
        self._report = LoadReport()

    @property
    def said(self) -> dict[str, datetime]:
        return dict.fromkeys(self.deliveries, self._now)

    def read(self, source: str, path: Path, options: LoadOptions, progress: Progress) -> None:
        origin = origin_of(source, path, options)
        for item in LOADERS[source](path, options=options):
            if isinstance(item, Delivery):
                self.deliveries[item.delivery_id] = item
            elif isinstance(item, Batch):
                self.stage.add(item, said=self.said)
                progress.step(f"reading {item.table}", item.rows.height)
                created = Counts(created=item.rows.height)
                self._report.counts[item.table] = self._report.counts.get(item.table, Counts()) + created
            elif isinstance(item, Notice):
                self._report.notices.append(item)
            else:
                self._aside.append((origin, item))

    def finish(self, graph: Graph, repeats: list[Batch]) -> LoadReport:
        """Online: what several folders say differently, what was set aside, and that all is done."""
        report = self._report
        for batch in repeats:
            counts = write_batches(graph, [batch], said=self.said)
            taken_back = Counts(created=-batch.rows.height)
            report.counts[batch.table] = report.counts[batch.table] + taken_back + counts
        for origin in dict.fromkeys(origin for origin, _ in self._aside):
            rows = [row for found, row in self._aside if found == origin]
            write_quarantined(graph, rows, origin=origin, load="bulk", now=self._now)
        finish_deliveries(graph, list(self.deliveries.values()), now=self._now)
        report.add_examples([row for _, row in self._aside])
        report.waiting = waiting_references(graph)
        return report
