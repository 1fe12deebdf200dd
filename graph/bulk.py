"""The first load of an empty database by Neo4j's offline importer: the graph that the writer would give, from files.

Batches are staged as Parquet; then each label and each relationship type becomes one CSV file, made by streaming queries over the
staged parts, so memory does not grow with the load.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import polars as pl

from graph.records import RECORDS, Batch, Delivery
from graph.schema import NODE_TABLES, SIGNALS, NodeTable
from graph.write import with_keys
from graph.write_rows import identifier_id
from graph.write_statements import EDGE_TABLES, SUBJECT_LABELS, EdgeTable

_LIST: Final = "\x1f"
_TIME_FORMAT: Final = "%Y-%m-%dT%H:%M:%S%.6f"
_TYPES: Final = {
    pl.Int64(): "long",
    pl.Float64(): "double",
    pl.Boolean(): "boolean",
    pl.Date(): "date",
    pl.Datetime("us"): "localdatetime",
    pl.List(pl.String): "string[]",
    pl.String(): "string",
}
_STAMPS: Final[dict[str, pl.DataType]] = {
    "record_hash": pl.String(),
    "first_seen": pl.Datetime("us"),
    "first_delivery": pl.String(),
    "last_seen": pl.Datetime("us"),
    "last_delivery": pl.String(),
}
_LINK: Final[dict[str, pl.DataType]] = {
    "record_hash": pl.String(),
    "first_seen": pl.Datetime("us"),
    "first_delivery": pl.String(),
}


Refer = Callable[[str, pl.LazyFrame], None]
"""Told the label and the ids (`id`) that something refers to."""


class BulkStage:
    """Batches on their way into an empty database, kept in `folder`, which is emptied first."""

    def __init__(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        self._folder = folder
        self._parts: dict[str, int] = {}
        self._deliveries: dict[str, Delivery] = {}
        self._odd: list[Batch] = []
        self._has_line_breaks = False

    def add(self, batch: Batch, *, said: Mapping[str, datetime]) -> None:
        """Stage a batch. `said`: when each delivery says it."""
        number = self._parts.get(batch.table, 0)
        self._parts[batch.table] = number + 1
        delivery = batch.delivery.delivery_id
        self._deliveries[delivery] = batch.delivery
        rows = with_keys(batch.rows, batch.table).with_columns(
            first_seen=pl.lit(said[delivery], dtype=pl.Datetime("us")), first_delivery=pl.lit(delivery)
        )
        rows = rows.with_columns(last_seen="first_seen", last_delivery="first_delivery")
        odd = _holds(rows, _LIST)
        if odd.any():
            self._odd.append(Batch(batch.delivery, batch.table, batch.rows.filter(odd)))
            rows = rows.filter(~odd)
        path = self._folder / batch.table
        path.mkdir(parents=True, exist_ok=True)
        rows.write_parquet(path / f"{number:06}.parquet", compression="lz4", statistics=False)
        self._has_line_breaks = self._has_line_breaks or _holds(rows, r"[\r\n]").any()

    def take_repeats(self) -> list[Batch]:
        """Take out the rows that are for the writer: their key comes in several deliveries, and it knows what stands."""
        repeats = list(self._odd)
        for table in self._parts:
            parts = sorted((self._folder / table).glob("*.parquet"))
            counts = pl.scan_parquet(parts).group_by("id").agg(n=pl.len()).filter(pl.col("n") > 1)
            twice = counts.select("id").collect(engine="streaming")
            if twice.height:
                repeats.extend(batch for part in parts for batch in self._take(table, part, twice))
        return repeats

    def _take(self, table: str, part: Path, ids: pl.DataFrame) -> Iterator[Batch]:
        rows = pl.read_parquet(part)
        taken = rows.join(ids, on="id", how="semi")
        if taken.height:
            rows.join(ids, on="id", how="anti").write_parquet(part, compression="lz4", statistics=False)
            delivery = self._deliveries[taken["first_delivery"][0]]
            yield Batch(delivery, table, taken.select(list(RECORDS[table].schema)))

    def import_arguments(self, deliveries: Sequence[Delivery], *, said: Mapping[str, datetime]) -> list[str]:
        """Write the importer's files, and the arguments that name them."""
        files = _Files(self._folder / "csv")
        scans = {table: pl.scan_parquet(self._folder / table / "*.parquet") for table in self._parts}
        references: dict[str, list[pl.LazyFrame]] = {}

        def refer(label: str, ids: pl.LazyFrame) -> None:
            references.setdefault(label, []).append(ids)

        identifiers: list[pl.LazyFrame] = []
        for name, table in {**NODE_TABLES, "signals": SIGNALS}.items():
            if name in scans:
                _write_node_table(files, table, scans[name], refer, identifiers)
        for name, edge in EDGE_TABLES.items():
            if name in scans:
                _write_edge_table(files, edge, scans[name], refer)
        if identifiers:
            nodes = pl.concat(identifiers).unique()
            files.nodes("Identifier", nodes, {"id": pl.String(), "kind": pl.String(), "value": pl.String()})
        for label, ids in references.items():
            own = next((name for name, table in NODE_TABLES.items() if table.label == label and name in scans), None)
            missing = pl.concat(ids).unique()
            if own is not None:
                missing = missing.join(scans[own].select("id"), on="id", how="anti")
            files.nodes(label, missing, {"id": pl.String()})
        files.nodes("Delivery", _delivery_rows(deliveries, said).lazy(), _DELIVERY)
        return [
            *files.arguments,
            f"--array-delimiter=U+{ord(_LIST):04X}",
            f"--multiline-fields={'true' if self._has_line_breaks else 'false'}",
            "--id-type=string",
            "--bad-tolerance=0",
        ]

    def clear(self) -> None:
        """Remove what was staged."""
        shutil.rmtree(self._folder, ignore_errors=True)


_DELIVERY: Final[dict[str, pl.DataType]] = {
    "id": pl.String(),
    "source": pl.String(),
    "file": pl.String(),
    "sender": pl.String(),
    "created_at": pl.Datetime("us"),
    "asserted_at": pl.Datetime("us"),
}


def _delivery_rows(deliveries: Sequence[Delivery], said: Mapping[str, datetime]) -> pl.DataFrame:
    rows = [
        {
            "id": d.delivery_id,
            "source": d.source,
            "file": d.file,
            "sender": d.sender,
            "created_at": d.created_at,
            "asserted_at": said[d.delivery_id],
        }
        for d in deliveries
    ]
    return pl.DataFrame(rows, schema=_DELIVERY).unique("id", maintain_order=True)


def _holds(rows: pl.DataFrame, pattern: str) -> pl.Series:
    """For each row, whether any of its texts holds the pattern."""
    texts = [pl.col(name) for name, kind in rows.schema.items() if kind == pl.String]
    lists = [pl.col(name).list.join(" ") for name, kind in rows.schema.items() if kind == pl.List(pl.String)]
    found = pl.any_horizontal(text.str.contains(pattern).fill_null(False) for text in (*texts, *lists))
    return rows.select(found=found).to_series()


class _Files:
    """The importer's CSV files, each with a header file of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.arguments: list[str] = []

    def nodes(self, label: str, rows: pl.LazyFrame, columns: Mapping[str, pl.DataType]) -> None:
        """`columns`: the first is `id`."""
        heads = [f"id:ID({label})", *(f"{name}:{_TYPES[kind]}" for name, kind in columns.items() if name != "id")]
        self._write(f"--nodes={label}", rows, dict(columns), heads)

    def edges(self, name: str, start: str, end: str, rows: pl.LazyFrame, columns: Mapping[str, pl.DataType]) -> None:
        """`rows`: with `start` and `end`, the ids of both nodes."""
        both: dict[str, pl.DataType] = {"start": pl.String(), "end": pl.String(), **columns}
        heads = [
            f":START_ID({start})",
            f":END_ID({end})",
            *(f"{name}:{_TYPES[kind]}" for name, kind in columns.items()),
        ]
        self._write(f"--relationships={name}", rows, both, heads)

    def _write(self, argument: str, rows: pl.LazyFrame, columns: dict[str, pl.DataType], heads: list[str]) -> None:
        stem = self._folder / f"{len(self.arguments):03}"
        header, body = stem.with_suffix(".header.csv"), stem.with_suffix(".csv")
        header.write_text(",".join(heads) + "\n", encoding="utf-8")
        rows.select(_as_text(name, kind) for name, kind in columns.items()).sink_csv(
            body, include_header=False, null_value="", quote_style="necessary"
        )
        self.arguments.append(f"{argument}={header},{body}")


def _as_text(name: str, kind: pl.DataType) -> pl.Expr:
    if kind == pl.List(pl.String):
        return pl.col(name).list.join(_LIST).alias(name)
    return pl.col(name).dt.strftime(_TIME_FORMAT).alias(name) if kind == pl.Datetime("us") else pl.col(name)


def _write_node_table(
    files: _Files, table: NodeTable, rows: pl.LazyFrame, refer: Refer, identifiers: list[pl.LazyFrame]
) -> None:
    schema = RECORDS[table.table].schema
    files.nodes(table.label, rows, {"id": pl.String(), **{name: schema[name] for name in table.properties}, **_STAMPS})
    for relation in table.relations:
        links = _links(rows, relation.column)
        files.edges(relation.name, relation.start, relation.end, links, {"position": pl.Int64(), **_LINK})
        refer(relation.end, links.select(id="end"))
    for column, kind in table.identifiers:
        links = _links(rows, column).with_columns(kind=pl.lit(kind), value="end")
        links = links.with_columns(end=identifier_id(pl.col("kind"), pl.col("value")))
        files.edges("HAS_IDENTIFIER", table.label, "Identifier", links, {"kind": pl.String(), **_LINK})
        identifiers.append(links.select("kind", "value", id="end").select("id", "kind", "value"))
    if table is SIGNALS:
        for kind, label in SUBJECT_LABELS.items():
            about = rows.filter(pl.col("subject_type") == kind).select(start="id", end="subject_id")
            files.edges("ABOUT", "Signal", label, about, {})
            refer(label, about.select(id="end"))


def _links(rows: pl.LazyFrame, column: str) -> pl.LazyFrame:
    """`start`, `end`, `position` and stamps: each linked id of a record once, at its first place."""
    stamps = ("record_hash", "first_seen", "first_delivery")
    links = rows.select(*stamps, start="id", end=pl.col(column))
    if not isinstance(rows.collect_schema()[column], pl.List):
        return links.with_columns(position=pl.lit(0, dtype=pl.Int64)).drop_nulls("end")
    links = links.with_columns(position=pl.int_ranges(pl.col("end").list.len())).explode("end", "position")
    is_first = pl.col("position") == pl.col("position").min().over("start", "end")
    repeats = rows.select(has=(pl.col(column).list.n_unique() < pl.col(column).list.len()).any()).collect(
        engine="streaming"
    )
    return (links.filter(is_first) if repeats.item() else links).drop_nulls("end")


def _write_edge_table(files: _Files, edge: EdgeTable, rows: pl.LazyFrame, refer: Refer) -> None:
    schema = RECORDS[edge.table].schema
    properties = {"key": pl.String(), **{name: schema[name] for name in edge.properties}, **_STAMPS}
    links = rows.with_columns(key="id", start=pl.col(edge.start_column), end=pl.col(edge.end_column))
    files.edges(edge.name, edge.start, edge.end, links, properties)
    if edge.start == "Party":
        parties = rows.group_by("party_id").agg(pl.col("party_name").min().alias("name"), pl.col("ipi").first())
        files.nodes("Party", parties.rename({"party_id": "id"}), dict.fromkeys(("id", "name", "ipi"), pl.String()))
    else:
        refer(edge.start, links.select(id="start"))
    refer(edge.end, links.select(id="end"))
