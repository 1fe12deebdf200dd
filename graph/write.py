"""The writer: takes batches of records and writes only their difference to what the graph holds.

For each batch, one read gives the hashes of the records that the graph has under the same ids; an anti-join leaves the new
and the changed rows, and one transaction writes them: the old record of a changed one as a Revision, then nodes, then
relationships, then the removal of those no longer asserted. A batch is there whole or not at all.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import polars as pl

from graph import write_statements as cypher
from graph.records import RECORDS, Batch
from graph.schema import NODE_TABLES, NodeTable
from graph.session import Graph, Statement, Transaction
from graph.write_statements import EDGE_TABLES, EdgeTable

_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of a load: `created` and `changed` were written, `unchanged` were in the graph already."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def written(self) -> int:
        return self.created + self.changed

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.created + other.created, self.changed + other.changed, self.unchanged + other.unchanged)


def write_batch(graph: Graph, batch: Batch, *, now: datetime) -> Counts:
    """Write one batch, whole or not at all. `now`: UTC, stamped on what is written."""
    rows = _with_hash(batch.rows, batch.table)
    stamp = {"now": now, "delivery": batch.delivery.delivery_id}
    if batch.table in NODE_TABLES:
        table = NODE_TABLES[batch.table]
        rows = rows.rename({table.id_column: "id"})
        difference = _difference(graph, cypher.read_hashes(table.label), rows, anchors=rows["id"])
        write = partial(_write_nodes, table=table, rows=difference, stamp=stamp)
    elif batch.table in EDGE_TABLES:
        edge = EDGE_TABLES[batch.table]
        rows = _with_edge_ids(rows, edge)
        difference = _difference(graph, cypher.read_edges(edge), rows, anchors=rows[edge.anchor_column])
        write = partial(_write_edges, edge=edge, rows=difference, stamp=stamp)
    else:
        rows = rows.with_columns(id=_key(batch.table))
        difference = _difference(graph, cypher.read_hashes("Signal"), rows, anchors=rows["id"])
        write = partial(_write_signals, rows=difference, stamp=stamp)
    counts = _count(difference, rows.height)
    if difference.height:
        delivery = batch.delivery

        def work(tx: Transaction) -> None:
            tx.run(
                cypher.WRITE_DELIVERY,
                **stamp,
                source=delivery.source,
                file=delivery.file,
                sender=delivery.sender,
                created_at=delivery.created_at,
            )
            write(tx)
            tx.run(cypher.BUMP_REVISION)

        graph.write_many(work)
    return counts


def waiting_references(graph: Graph) -> dict[str, int]:
    """By table, how many ids are referred to whose own record has not arrived."""
    rows = [row for statement in cypher.WAITING for row in graph.read(statement)]
    return {row["tab"]: row["waiting"] for row in rows if row["waiting"]}


def _with_hash(rows: pl.DataFrame, table: str) -> pl.DataFrame:
    """`record_hash`: BLAKE2b of the row as JSON, so equal over versions of every library."""
    text = rows.select(pl.struct(RECORDS[table].schema.keys()).struct.json_encode()).to_series()
    hashes = [hashlib.blake2b(row.encode(), digest_size=8).hexdigest() for row in text]
    return rows.with_columns(record_hash=pl.Series(hashes, dtype=pl.String))


def _key(table: str) -> pl.Expr:
    parts = [pl.col(column).cast(pl.String).fill_null("") for column in RECORDS[table].key]
    return pl.concat_str(parts, separator=_SEPARATOR)


def _with_edge_ids(rows: pl.DataFrame, edge: EdgeTable) -> pl.DataFrame:
    rows = rows.with_columns(id=_key(edge.table))
    if edge.table == "contributions":
        name = "name:" + pl.col("party_name").str.normalize("NFKC").str.to_lowercase().str.strip_chars()
        rows = rows.with_columns(party_id=pl.coalesce("ipi:" + pl.col("ipi"), "artist:" + pl.col("artist_id"), name))
    return rows


def _difference(graph: Graph, statement: Statement, rows: pl.DataFrame, *, anchors: pl.Series) -> pl.DataFrame:
    """Rows that the graph does not hold as they are, with `old_hash`: null where new, empty where only referred to."""
    found = graph.read(statement, id=anchors.unique().to_list())
    held = pl.DataFrame(
        {
            "id": [key for row in found for key in row["id"]],
            "old_hash": [value for row in found for value in row["hash"]],
        },
        schema={"id": pl.String, "old_hash": pl.String},
    ).unique("id")
    return rows.join(held, on="id", how="left").filter(pl.col("old_hash").ne_missing(pl.col("record_hash")))


def _count(difference: pl.DataFrame, total: int) -> Counts:
    changed = difference.filter(pl.col("old_hash").fill_null("") != "").height
    return Counts(difference.height - changed, changed, total - difference.height)


def _columns(rows: pl.DataFrame, *names: str) -> dict[str, list[Any]]:
    return {name: rows[name].to_list() for name in names}


def _write_nodes(tx: Transaction, table: NodeTable, rows: pl.DataFrame, stamp: dict[str, Any]) -> None:
    changed = rows.filter(pl.col("old_hash").fill_null("") != "")
    if changed.height:
        old = tx.run(cypher.read_old_record(table), id=changed["id"].to_list())
        _write_revisions(tx, table.label, old, stamp)
    tx.run(
        cypher.upsert_nodes(table.label, table.properties),
        **_columns(rows, "id", "record_hash", *table.properties),
        **stamp,
    )
    for relation in table.relations:
        links = _links(rows, relation.column)
        if links.height:
            tx.run(cypher.upsert_relation(relation), **_columns(links, "id", "end", "position"), **stamp)
    identifiers = [_links(rows, column).with_columns(kind=pl.lit(kind)) for column, kind in table.identifiers]
    if identifiers and (links := pl.concat(identifiers)).height:
        links = links.rename({"end": "value"}).with_columns(end=pl.col("kind") + ":" + pl.col("value"))
        tx.run(cypher.upsert_identifiers(table.label), **_columns(links, "id", "end", "kind", "value"), **stamp)
    if changed.height:
        tx.run(cypher.retire_relations(table), id=changed["id"].to_list())


def _links(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """`id`, `end`, `position`: one row a linked id, in the source's order."""
    links = rows.select("id", end=pl.col(column))
    if isinstance(links.schema["end"], pl.List):
        links = links.with_columns(position=pl.int_ranges(pl.col("end").list.len())).explode("end", "position")
    else:
        links = links.with_columns(position=pl.lit(0, dtype=pl.Int64))
    return links.drop_nulls("end").unique(["id", "end"], keep="first", maintain_order=True)


def _write_revisions(tx: Transaction, label: str, old: list[dict[str, Any]], stamp: dict[str, Any]) -> None:
    """Keep what was said before, by whom and until when; `old` rows: id, delivery, since, record (and key, for an edge)."""
    records = [json.dumps(row["record"], ensure_ascii=False, sort_keys=True) for row in old]
    tx.run(
        cypher.write_revisions(label),
        id=[row["id"] for row in old],
        revision=[_revision_id(label, row, stamp) for row in old],
        record=records,
        asserted_by=[row["delivery"] for row in old],
        since=[row["since"] for row in old],
        **stamp,
    )


def _revision_id(label: str, row: dict[str, Any], stamp: dict[str, Any]) -> str:
    text = _SEPARATOR.join((label, row["id"], row.get("key", ""), str(stamp["now"]), stamp["delivery"]))
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def _write_edges(tx: Transaction, edge: EdgeTable, rows: pl.DataFrame, stamp: dict[str, Any]) -> None:
    changed = rows.filter(pl.col("old_hash").fill_null("") != "")
    at = {"anchor": changed[edge.anchor_column].to_list(), **_columns(changed, "id", "record_hash")}
    if changed.height:
        _write_revisions(tx, edge.anchor, tx.run(cypher.read_old_edges(edge), **at), stamp)
    if edge.table == "contributions":
        parties = rows.unique("party_id", keep="first", maintain_order=True)
        names = parties["party_name"].to_list()
        tx.run(
            cypher.UPSERT_PARTIES,
            id=parties["party_id"].to_list(),
            name=names,
            **_columns(parties, "ipi", "artist_id"),
            **stamp,
        )
    ends = {"start": rows[edge.start_column].to_list(), "end": rows[edge.end_column].to_list()}
    tx.run(cypher.upsert_edges(edge), **ends, **_columns(rows, "id", "record_hash", *edge.properties), **stamp)
    if changed.height:
        tx.run(cypher.retire_edges(edge), **at)


def _write_signals(tx: Transaction, rows: pl.DataFrame, stamp: dict[str, Any]) -> None:
    tx.run(cypher.UPSERT_SIGNALS, **_columns(rows, "id", "record_hash", *cypher.SIGNAL_PROPERTIES), **stamp)
    for kind, statement in cypher.LINK_SIGNALS.items():
        part = rows.filter(pl.col("subject_type") == kind)
        if part.height:
            tx.run(statement, id=part["id"].to_list(), end=part["subject_id"].to_list())
