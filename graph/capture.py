"""Take a snapshot of the graph: every label in pages of column lists, consistent by the graph's revision counter."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import polars as pl

from graph.errors import GraphChanging
from graph.records import RECORDS
from graph.schema import NODE_TABLES, SCHEMA_VERSION, NodeTable, check_version, received_at
from graph.session import Graph, Statement
from graph.snapshot import SNAPSHOT_SCHEMA, Snapshot, build_snapshot
from graph.write_statements import EDGE_TABLES, EdgeTable, stored

PAGE_ROWS: Final = 10_000
"""Values a record; measured 14 times faster than a row a record (`docs/decisions`)."""
_ATTEMPTS: Final = 3
_STANDING: Final = " AND n.left IS NOT NULL AND n.verdict <> 'undone' AND n.undone_at IS NULL"
"""Judgements of pairs that nobody took back; the other reviews are of findings."""

READ_REVISION: Final = Statement("read_revision", "MATCH (s:Store {id: 'store'}) RETURN s.revision AS revision")


def _page(label: str, only: str = "") -> str:
    return f"MATCH (n:{label}) WHERE n.id > $after{only} WITH n ORDER BY n.id LIMIT $rows "


def _page_nodes(table: NodeTable) -> Statement:
    scalars = ["[n IN page | n.id] AS id", "[n IN page | n.record_hash IS NOT NULL] AS arrived"]
    schema = RECORDS[table.table].schema
    scalars += [f"[n IN page | {_read(column, schema[column])}] AS `{column}`" for column in table.properties]
    lists = [relation.column for relation in table.relations]
    collected = "".join(
        f", COLLECT {{ MATCH (n)-[r:{relation.name}]->(m:{relation.end}) RETURN m.id ORDER BY r.position }} AS `{relation.column}`"
        for relation in table.relations
    )
    gathered = "".join(f", collect(`{column}`) AS `{column}`" for column in lists)
    returned = "".join(f", `{column}`" for column in lists)
    return Statement(
        f"snapshot_{table.label}",
        f"{_page(table.label)}WITH n{collected} WITH collect(n) AS page{gathered} RETURN {', '.join(scalars)}{returned}",
    )


def _read(column: str, kind: pl.DataType) -> str:
    return f"toString({received_at('n')})" if column == "received_at" else stored("n", column, kind)


def _page_edges(edge: EdgeTable) -> Statement:
    arrow = f"-[r:{edge.name}]->()" if edge.anchor == edge.start else f"<-[r:{edge.name}]-()"
    values = ", ".join(
        f"[r IN page | {stored('r', column, RECORDS[edge.table].columns[column])}] AS `{column}`"
        for column in RECORDS[edge.table].columns
    )
    return Statement(
        f"snapshot_{edge.name}",
        f"{_page(edge.anchor)}WITH collect(n) AS nodes, max(n.id) AS last UNWIND nodes AS n OPTIONAL MATCH (n){arrow} "
        f"WITH last, collect(r) AS page RETURN last, {values}",
    )


def _page_flat(label: str, table: str, columns: dict[str, pl.DataType], only: str) -> Statement:
    values = ", ".join(f"[n IN page | {stored('n', column, kind)}] AS `{column}`" for column, kind in columns.items())
    return Statement(
        f"snapshot_{table}",
        f"{_page(label, only)}WITH collect(n) AS page RETURN [n IN page | n.id] AS id, {values}",
    )


def take_snapshot(graph: Graph, *, now: datetime, progress: Callable[[str], None] = lambda table: None) -> Snapshot:
    """One consistent read of the graph. Records that are only referred to are left out.

    Raises: GraphChanging: a load went on during each of three attempts.
    """
    check_version(graph)
    for _ in range(_ATTEMPTS):
        before = graph.read(READ_REVISION)
        tables = _read_tables(graph, progress)
        if graph.read(READ_REVISION) == before:
            return build_snapshot(tables, schema_version=SCHEMA_VERSION, taken_at=now.isoformat(timespec="seconds"))
    raise GraphChanging(
        "the graph changed during each attempt to take a snapshot",
        hint="wait until the load has finished, then run it again",
    )


def _read_tables(graph: Graph, progress: Callable[[str], None]) -> dict[str, pl.DataFrame]:
    tables: dict[str, pl.DataFrame] = {}
    for table in NODE_TABLES.values():
        progress(table.table)
        raw = _pages(graph, _page_nodes(table), _node_types(table)).filter("arrived")
        tables |= _split_node_table(raw.rename({"id": table.id_column}), table)
    for edge in EDGE_TABLES.values():
        if edge.table not in SNAPSHOT_SCHEMA:  # read with the recordings
            continue
        progress(edge.table)
        tables[edge.table] = _typed(
            _pages(graph, _page_edges(edge), _plain(RECORDS[edge.table].columns)), SNAPSHOT_SCHEMA[edge.table]
        )
    for name, label, only in (("signals", "Signal", ""), ("judgements", "Review", _STANDING)):
        progress(name)
        schema = SNAPSHOT_SCHEMA[name]
        tables[name] = _typed(_pages(graph, _page_flat(label, name, schema, only), _plain(schema)), schema)
    return tables


def _pages(graph: Graph, statement: Statement, types: dict[str, pl.DataType]) -> pl.DataFrame:
    pages: list[pl.DataFrame] = []
    after = ""
    while True:
        found: list[dict[str, Any]] = graph.read(statement, after=after, rows=PAGE_ROWS)
        row = found[0] if found else {"last": None}
        last = row["last"] if "last" in row else (row["id"][-1] if row["id"] else None)
        if last is None:
            return pl.concat(pages) if pages else pl.DataFrame(schema=types)
        pages.append(pl.DataFrame({name: row[name] for name in types}, schema=types))
        after = last


def _plain(columns: dict[str, pl.DataType]) -> dict[str, pl.DataType]:
    return {column: pl.String() if kind.is_temporal() else kind for column, kind in columns.items()}


def _node_types(table: NodeTable) -> dict[str, pl.DataType]:
    plain = _plain({column: RECORDS[table.table].schema[column] for column in table.properties})
    return {
        "id": pl.String(),
        "arrived": pl.Boolean(),
        **plain,
        **{relation.column: pl.List(pl.String()) for relation in table.relations},
    }


def _typed(raw: pl.DataFrame, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """Texts of times become times again."""
    return raw.select(
        pl.col(column).str.to_date(strict=True)
        if isinstance(kind, pl.Date)
        else pl.col(column).str.to_datetime(time_unit="us", strict=True)
        if kind.is_temporal()
        else pl.col(column)
        for column, kind in schema.items()
    )


def _split_node_table(raw: pl.DataFrame, table: NodeTable) -> dict[str, pl.DataFrame]:
    """The record table itself, and its lists of ids as tables of their own."""
    schema = SNAPSHOT_SCHEMA[table.table]
    single = [relation.column for relation in table.relations if relation.column in schema]
    tables = {table.table: _typed(raw.with_columns(pl.col(column).list.first() for column in single), schema)}

    def links(column: str, name: str) -> pl.DataFrame:
        return (
            raw.select(table.id_column, pl.col(column).alias(name), position=pl.int_ranges(pl.col(column).list.len()))
            .explode(name, "position")
            .drop_nulls(name)
        )

    if table.table == "releases":
        tables["release_artists"] = links("artist_ids", "artist_id")
    if table.table == "recordings":
        tables["recording_artists"] = pl.concat(
            links(column, "artist_id").with_columns(role=pl.lit(role))
            for column, role in (("artist_ids", "main"), ("featured_artist_ids", "featured"))
        )
        tables["recording_releases"] = links("release_ids", "release_id")
    return tables
