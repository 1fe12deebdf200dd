"""Rows whose fate is known, written: nodes or edges, what they link to, and what they replaced."""

import hashlib
from typing import Any

import polars as pl

from graph import write_statements as cypher
from graph.history import Run
from graph.records import MAX_INDEXED_BYTES
from graph.revisions import as_record, write_revisions
from graph.schema import NODE_TABLES, SIGNALS, NodeTable
from graph.session import Transaction
from graph.write_statements import PLACES, EdgeTable, Place


def by_whom(rows: pl.DataFrame) -> dict[str, list[Any]]:
    """Who says each row and when, as parameters: the few distinct ones, and for each row the number of its own."""
    few = rows.select("at", "delivery").unique().sort("at", "delivery").with_row_index("by")
    by = rows.select("at", "delivery").join(few, on=["at", "delivery"], how="left", maintain_order="left")["by"]
    return {**columns(few, "at", "delivery"), "by": by.to_list()}


def columns(rows: pl.DataFrame, *names: str) -> dict[str, list[Any]]:
    """Columns as parameters."""
    return {name: rows[name].to_list() for name in names}


def write_nodes(
    tx: Transaction,
    place: Place,
    new: pl.DataFrame,
    over: pl.DataFrame,
    changed: pl.DataFrame,
    mention: bool | None,
) -> None:
    table = SIGNALS if place.table == "signals" else NODE_TABLES[place.table]
    values = ("id", "record_hash", *table.properties)
    created = pl.concat([new, over])
    if created.height:
        tx.run(
            cypher.create_nodes(table.label, table.properties),
            **columns(created, *values),
            **by_whom(created),
            mention=mention,
        )
    if changed.height:
        _keep_old(tx, place, changed)
        tx.run(cypher.change_nodes(place), **columns(changed, *values), **by_whom(changed))
    replaced = pl.concat([over, changed])
    for written, is_new in ((new, True), (replaced, False)):
        if written.height:
            _link(tx, table, written, is_new=is_new)
    if replaced.height:
        tx.run(cypher.unlink(place), id=replaced["id"].to_list())
    if over.height:
        tx.run(cypher.renew_links(place), id=over["id"].to_list(), **by_whom(over))


def _link(tx: Transaction, table: NodeTable, rows: pl.DataFrame, *, is_new: bool) -> None:
    for relation in table.relations:
        links = link_rows(rows, relation.column)
        if links.height:
            tx.run(
                cypher.link_relation(relation, is_new=is_new),
                **columns(links, "id", "end", "position"),
                **by_whom(links),
            )
    links = identifier_rows(rows, table)
    if links.height:
        tx.run(
            cypher.link_identifiers(table.label, is_new=is_new),
            **columns(links, "id", "end", "kind", "value"),
            **by_whom(links),
        )
    if table is SIGNALS:
        for kind, statement in cypher.LINK_SIGNALS.items():
            part = rows.filter(pl.col("subject_type") == kind)
            if part.height:
                tx.run(statement, id=part["id"].to_list(), end=part["subject_id"].to_list())


def link_rows(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """`id`, `end`, `position`, `at`, `delivery`: one row a linked id, in the source's order."""
    links = rows.select("id", "at", "delivery", end=pl.col(column))
    if isinstance(links.schema["end"], pl.List):
        links = links.with_columns(position=pl.int_ranges(pl.col("end").list.len())).explode("end", "position")
    else:
        links = links.with_columns(position=pl.lit(0, dtype=pl.Int64))
    return links.drop_nulls("end").unique(["id", "end"], keep="first", maintain_order=True)


def identifier_rows(rows: pl.DataFrame, table: NodeTable) -> pl.DataFrame:
    """`id`, `end` (the Identifier's id), `kind`, `value`: one row a value that strangers may share."""
    parts = [
        link_rows(rows, column).select("id", "at", "delivery", kind=pl.lit(kind), value="end")
        for column, kind in table.identifiers
    ]
    if not parts:
        return pl.DataFrame(schema={"end": pl.String()})
    return pl.concat(parts).with_columns(end=identifier_id(pl.col("kind"), pl.col("value")))


def identifier_id(kind: pl.Expr, value: pl.Expr) -> pl.Expr:
    """The id of an Identifier node: `KIND:VALUE`, or a hash of a value that is too long for an index (a whole fingerprint)."""
    hashed = value.map_elements(lambda text: hashlib.blake2b(text.encode(), digest_size=32).hexdigest(), pl.String)
    is_long = value.str.len_bytes() > MAX_INDEXED_BYTES
    return kind + ":" + pl.when(is_long).then("blake2b:" + hashed).otherwise(value)


def write_edges(
    tx: Transaction,
    edge: EdgeTable,
    new: pl.DataFrame,
    over: pl.DataFrame,
    changed: pl.DataFrame,
    mention: bool | None,
) -> None:
    place = PLACES[edge.table]
    has_parties = edge.table == "contributions"
    left: list[str] = []
    if has_parties and (moved := pl.concat([over, changed])).height:
        old = tx.run(cypher.READ_PARTIES, **columns(moved, "id", "anchor"))
        left = [row["party"] for row in old]
    if over.height:
        tx.run(cypher.drop_mentioned_edges(place), **columns(over, "id", "anchor"))
    created = pl.concat([new, over])
    written = pl.concat([created, changed])
    if has_parties and written.height:
        parties = written.sort("party_name").unique("party_id", keep="first", maintain_order=True)
        tx.run(
            cypher.CREATE_PARTIES,
            **columns(parties.rename({"id": "key", "party_id": "id", "party_name": "name"}), "id", "name", "ipi"),
        )
    values = ("id", "anchor", "record_hash", *edge.properties)
    if created.height:
        tx.run(
            cypher.create_edges(edge),
            start=created[edge.start_column].to_list(),
            end=created[edge.end_column].to_list(),
            **columns(created, *values),
            **by_whom(created),
            mention=mention,
        )
    if changed.height:
        _keep_old(tx, place, changed)
        tx.run(
            cypher.change_edges(edge),
            start=changed[edge.start_column].to_list(),
            end=changed[edge.end_column].to_list(),
            **columns(changed, *values),
            **by_whom(changed),
        )
    if left:
        tx.run(cypher.SETTLE_PARTIES, id=sorted(set(left)))


def _keep_old(tx: Transaction, place: Place, changed: pl.DataFrame) -> None:
    """Keep as Revisions what stood until now."""
    old = {
        row["id"]: as_record(place.table, row["record"])
        for row in tx.run(cypher.read_old(place), **columns(changed, "id", "anchor"))
    }
    write_revisions(
        tx,
        place,
        [
            (
                row["anchor"],
                row["id"],
                Run(
                    row["hash"],
                    row["since"],
                    row["since_delivery"],
                    row["last_seen"],
                    row["last_delivery"],
                    old[row["id"]],
                ),
                Run("", row["at"], row["delivery"], row["at"], row["delivery"]),
            )
            for row in changed.iter_rows(named=True)
        ],
    )
