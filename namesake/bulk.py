"""`namesake load --bulk`: the first load of an empty embedded database, by Neo4j's offline importer."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from graph import server
from graph.bulk import BulkStage
from graph.deliveries import finish_deliveries
from graph.errors import BadArgument, NotEmpty, TooManyBadRows
from graph.quarantine import Origin, read_all_quarantined, write_quarantined
from graph.records import Batch, Delivery, LoadOptions, Notice, Quarantined
from graph.schema import migrate
from graph.session import Graph, connect
from graph.settings import Settings
from graph.store import count_nodes
from graph.write import Counts, waiting_references, write_batches
from loaders.base import LOADERS
from namesake.console import Progress
from namesake.guards import checked
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
        if _holds_records(graph):
            if folder.exists():  # a bulk load was killed after its import
                report = load(graph, source, paths, options=options, progress=progress, now=now)
                BulkStage(folder).clear()
                return report
            raise NotEmpty("the database holds something already", hint="leave out --bulk: the result is the same")
    staged = _Staged(BulkStage(folder), now or utc_now())
    try:
        for path in paths:
            staged.read(source, path, options, progress)
    except TooManyBadRows:
        with connect(server.connection(settings), settings) as graph:
            migrate(graph)
            staged.set_aside(graph)
        staged.stage.clear()
        raise
    progress.stage("building the database")
    repeats = staged.stage.take_repeats()
    arguments = staged.stage.import_arguments(list(staged.deliveries.values()), said=staged.said)
    with connect(server.connection(settings), settings) as graph:
        if _holds_records(graph):  # another command loaded meanwhile
            staged.stage.clear()
            raise NotEmpty(
                "another load wrote to the database meanwhile", hint="leave out --bulk: the result is the same"
            )
        kept = read_all_quarantined(graph)
    server.import_offline(settings, arguments, folder=folder)
    progress.stage("starting Neo4j")
    with connect(server.connection(settings), settings) as graph:
        progress.stage("making indexes")
        migrate(graph)
        report = staged.finish(graph, repeats, kept)
    staged.stage.clear()
    return report


def _holds_records(graph: Graph) -> bool:
    """Whether there is more than what was set aside."""
    return bool(set(count_nodes(graph)) - {"Store", "Quarantined"})


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
                for part in checked(item):
                    if isinstance(part, Batch):
                        self._stage(part, progress)
                    else:
                        self._aside.append((origin, part))
            elif isinstance(item, Notice):
                self._report.notices.append(item)
            else:
                self._aside.append((origin, item))

    def _stage(self, batch: Batch, progress: Progress) -> None:
        self.stage.add(batch, said=self.said)
        progress.step(f"reading {batch.table}", batch.rows.height)
        created = Counts(created=batch.rows.height)
        self._report.counts[batch.table] = self._report.counts.get(batch.table, Counts()) + created

    def set_aside(self, graph: Graph, aside: list[tuple[Origin, Quarantined]] | None = None) -> None:
        """Into the quarantine."""
        rows = self._aside if aside is None else aside
        for origin in dict.fromkeys(origin for origin, _ in rows):
            found = [row for at, row in rows if at == origin]
            write_quarantined(graph, found, origin=origin, load="bulk", now=self._now)

    def finish(self, graph: Graph, repeats: list[Batch], kept: list[tuple[Origin, Quarantined]]) -> LoadReport:
        """Online: what several folders say differently, what was set aside, and that all is done."""
        report = self._report
        for batch in repeats:
            counts = write_batches(graph, [batch], said=self.said)
            taken_back = Counts(created=-batch.rows.height)
            report.counts[batch.table] = report.counts[batch.table] + taken_back + counts
        read_again = {origin for origin, _ in self._aside}
        self.set_aside(graph, [*self._aside, *(row for row in kept if row[0] not in read_again)])
        finish_deliveries(graph, list(self.deliveries.values()), now=self._now)
        report.add_examples([row for _, row in self._aside])
        report.waiting = waiting_references(graph)
        return report
