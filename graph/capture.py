"""Take a snapshot of the graph: every label in pages of column lists, consistent by the graph's revision counter."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, Final

import polars as pl

from graph.errors import GraphChanging
from graph.schema import NODE_TABLES, SCHEMA_VERSION, NodeTable, Relation, check_version, received_at
from graph.session import Graph, Statement
from graph.snapshot import SNAPSHOT_SCHEMA, Snapshot, build_snapshot
from graph.write_statements import EDGE_TABLES, EdgeTable, stored

Pages = Callable[[Statement], Iterator[dict[str, Any]]]
"""Runs a paged statement: each page's columns by name; `last` is the id that the page ends with."""
Tables = dict[str, pl.DataFrame]

PAGE_ROWS: Final = 10_000
"""Values a record, so that a page takes the same memory however large the graph is."""
_ATTEMPTS: Final = 3
_ARRIVED: Final = " AND n.record_hash IS NOT NULL"
_STANDING: Final = " AND n.left IS NOT NULL AND n.verdict <> 'undone' AND n.undone_at IS NULL"
"""Judgements of pairs that nobody took back; the other reviews are of findings."""

READ_REVISION: Final = Statement("read_revision", "MATCH (s:Store {id: 'store'}) RETURN s.revision AS revision")


def _page(label: str, only: str = "") -> str:
    return f"MATCH (n:{label}) WHERE n.id > $after{only} WITH n ORDER BY n.id LIMIT $rows WITH collect(n) AS page "


def _page_nodes(table: NodeTable) -> Statement:
    """Columns of a page of nodes, and of each relation: where on the page it starts, its place in the record's list, where it ends.

    A subquery a relation over the whole page takes the server three quarters of the time of a subquery a node.
    """
    columns = [
        f"[n IN page | {'n.id' if column == table.id_column else _read(column, kind)}] AS `{column}`"
        for column, kind in _own_columns(table).items()
    ]
    links = ""
    for relation in table.relations:
        start, place, end = _link_columns(relation)
        links += (
            f"CALL (page) {{ UNWIND range(0, size(page) - 1) AS i WITH i, page[i] AS n MATCH (n)-[r:{relation.name}]->(m:{relation.end}) "
            f"RETURN collect(i) AS {start}, collect(coalesce(r.position, 0)) AS {place}, collect(m.id) AS {end} }} "
        )
        columns += [start, place, end]
    return Statement(
        f"snapshot_{table.label}",
        f"{_page(table.label, _ARRIVED)}{links}RETURN page[-1].id AS last, {', '.join(columns)}",
    )


def _own_columns(table: NodeTable) -> dict[str, pl.DataType]:
    """The columns of the snapshot that are properties of the node itself."""
    linked = {relation.column for relation in table.relations}
    return {column: kind for column, kind in SNAPSHOT_SCHEMA[table.table].items() if column not in linked}


def _link_columns(relation: Relation) -> tuple[str, str, str]:
    return f"start_{relation.column}", f"place_{relation.column}", f"end_{relation.column}"


def _read(column: str, kind: pl.DataType) -> str:
    return f"toString({received_at('n')})" if column == "received_at" else stored("n", column, kind)


def _page_edges(edge: EdgeTable) -> Statement:
    arrow = f"-[r:{edge.name}]->()" if edge.anchor == edge.start else f"<-[r:{edge.name}]-()"
    values = ", ".join(
        f"[r IN found | {stored('r', column, kind)}] AS `{column}`"
        for column, kind in SNAPSHOT_SCHEMA[edge.table].items()
    )
    return Statement(
        f"snapshot_{edge.name}",
        f"{_page(edge.anchor)}CALL (page) {{ UNWIND page AS n MATCH (n){arrow} RETURN collect(r) AS found }} "
        f"RETURN page[-1].id AS last, {values}",
    )


def _page_flat(label: str, table: str, columns: dict[str, pl.DataType], only: str) -> Statement:
    values = ", ".join(f"[n IN page | {stored('n', column, kind)}] AS `{column}`" for column, kind in columns.items())
    return Statement(f"snapshot_{table}", f"{_page(label, only)}RETURN page[-1].id AS last, {values}")


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


def _read_tables(graph: Graph, progress: Callable[[str], None]) -> Tables:
    def pages(statement: Statement) -> Iterator[dict[str, Any]]:
        after: str | None = ""
        while after is not None:
            [page] = graph.read(statement, after=after, rows=PAGE_ROWS)
            after = page["last"]
            if after is not None:
                yield page

    tables: Tables = {}
    for name, read in _readers().items():
        progress(name)
        tables |= read(pages)
    return tables


def _readers() -> dict[str, Callable[[Pages], Tables]]:
    """What reads each record table, with the tables of its lists of ids."""
    nodes = {table.table: partial(_read_node_table, table) for table in NODE_TABLES.values()}
    statements = {name: _page_edges(edge) for name, edge in EDGE_TABLES.items() if name in SNAPSHOT_SCHEMA}
    for name, label, only in (("signals", "Signal", ""), ("judgements", "Review", _STANDING)):
        statements[name] = _page_flat(label, name, SNAPSHOT_SCHEMA[name], only)
    return {**nodes, **{name: partial(_read_table, name, statement) for name, statement in statements.items()}}


def _read_table(name: str, statement: Statement, pages: Pages) -> Tables:
    schema = SNAPSHOT_SCHEMA[name]
    return {name: _joined([_frame(page, schema) for page in pages(statement)], schema)}


def _read_node_table(table: NodeTable, pages: Pages) -> Tables:
    """The record table itself, and its lists of ids as tables of their own."""
    key, own = table.id_column, _own_columns(table)
    nodes: list[pl.DataFrame] = []
    parts: dict[str, list[pl.DataFrame]] = {relation.column: [] for relation in table.relations}
    for page in pages(_page_nodes(table)):
        nodes.append(_frame(page, own))
        for relation in table.relations:
            parts[relation.column].append(_links(page, relation, nodes[-1][key]))
    links = {
        column: _joined(found, {key: pl.String(), "position": pl.Int64(), "end": pl.String()})
        for column, found in parts.items()
    }
    raw = _joined(nodes, own)
    for column in SNAPSHOT_SCHEMA[table.table].keys() & links.keys():
        first = links[column].filter(position=0).select(key, pl.col("end").alias(column))
        raw = raw.join(first, on=key, how="left")
    return {table.table: raw, **_link_tables(table.table, links)}


def _links(page: dict[str, Any], relation: Relation, ids: pl.Series) -> pl.DataFrame:
    """A page's relationships of one relation: the record's id (named as in `ids`), `position` from 0 on in its list, `end`."""
    start, place, end = (page[column] for column in _link_columns(relation))
    schema = {"start": pl.Int64(), "place": pl.Int64(), "end": pl.String()}
    found = pl.DataFrame({"start": start, "place": place, "end": end}, schema=schema).sort("start", "place", "end")
    return found.select(ids.gather(found["start"]), pl.int_range(pl.len()).over("start").alias("position"), "end")


def _link_tables(table: str, links: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    if table == "releases":
        return {"release_artists": links["artist_ids"].rename({"end": "artist_id"})}
    if table == "recordings":
        roles = {"artist_ids": "main", "featured_artist_ids": "featured"}
        artists = pl.concat(links[column].with_columns(role=pl.lit(role)) for column, role in roles.items())
        # an appearance may say what the recording's own list says
        releases = links["release_ids"].select("recording_id", release_id="end").unique()
        return {"recording_artists": artists.rename({"end": "artist_id"}), "recording_releases": releases}
    return {}


def _joined(pages: list[pl.DataFrame], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return pl.concat(pages) if pages else pl.DataFrame(schema=schema)


def _frame(page: dict[str, Any], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """The page's columns of that name; texts of times become times again."""
    plain = {column: pl.String() if kind.is_temporal() else kind for column, kind in schema.items()}
    return pl.DataFrame({column: page[column] for column in schema}, schema=plain).select(
        pl.col(column).str.to_date(strict=True)
        if isinstance(kind, pl.Date)
        else pl.col(column).str.to_datetime(time_unit="us", strict=True)
        if kind.is_temporal()
        else pl.col(column)
        for column, kind in schema.items()
    )
