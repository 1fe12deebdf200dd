"""The writer: takes batches of records and writes only their difference to what the graph holds.

For each batch, one read gives what the graph holds under the same keys and an anti-join leaves the rows that say something else, or
say it for another delivery. One transaction, in which writers take turns, sorts these rows by what they are to the graph:

- new: no record of its own is there yet;
- changed: said later than what stands; the old value becomes a Revision;
- restated: what stands, said again later;
- late: said earlier than what stands; it finds its place in the record's history (`graph.late`).

So the graph depends on what was delivered and when it was said, not on the order of arrival. A batch is there whole or not at all.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import polars as pl

from graph import write_statements as cypher
from graph.history import Run
from graph.late import write_late
from graph.records import RECORDS, Batch
from graph.revisions import as_record, write_revisions
from graph.schema import NODE_TABLES, SIGNALS, NodeTable
from graph.session import Graph, Transaction
from graph.write_statements import EDGE_TABLES, PLACES, EdgeTable, Place

SEPARATOR: Final = "\x1f"
"""Between the parts of a key."""
_STANDING: Final = dict.fromkeys(("id", "hash", "since", "since_delivery", "last_seen", "last_delivery"), pl.String())


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of a load: `created`, `changed` and `late` (older than what stands) were written, `unchanged` were in the graph already."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    late: int = 0

    @property
    def written(self) -> int:
        return self.created + self.changed + self.late

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.created + other.created,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.late + other.late,
        )


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who says it, and when: UTC without a zone."""

    at: datetime
    delivery: str

    @property
    def parameters(self) -> dict[str, Any]:
        return {"at": self.at, "delivery": self.delivery}


def write_batch(graph: Graph, batch: Batch, *, now: datetime) -> Counts:
    """Write one batch, whole or not at all. `now`: when a delivery that bears no time of its own says it (UTC, without a zone)."""
    place = PLACES[batch.table]
    stamp = Stamp(asserted_at(batch, now), batch.delivery.delivery_id)
    rows = with_keys(batch.rows, batch.table)
    held = graph.read(cypher.read_held(place), anchor=rows["anchor"].unique().to_list(), delivery=stamp.delivery)
    news = rows.join(_same(held), on=["id", "record_hash"], how="anti") if held[0]["id"] else rows
    if not news.height:
        return Counts(unchanged=rows.height)

    def work(tx: Transaction) -> Counts:
        tx.run(cypher.TAKE_TURN)
        source = batch.delivery
        tx.run(
            cypher.WRITE_DELIVERY,
            **stamp.parameters,
            source=source.source,
            file=source.file,
            sender=source.sender,
            created_at=source.created_at,
        )
        return _write(tx, place, news, stamp, is_mention=batch.is_mention)

    return graph.write_many(work) + Counts(unchanged=rows.height - news.height)


def asserted_at(batch: Batch, now: datetime) -> datetime:
    """The time that the batch's delivery says, or `now`."""
    created_at = batch.delivery.created_at
    return now if created_at is None else created_at


def waiting_references(graph: Graph) -> dict[str, int]:
    """By table, how many ids are referred to whose own record has not arrived."""
    rows = [row for statement in cypher.WAITING for row in graph.read(statement)]
    return {row["tab"]: row["waiting"] for row in rows if row["waiting"]}


def with_keys(rows: pl.DataFrame, table: str) -> pl.DataFrame:
    """The rows with `id` (their key), `anchor` (the node they are found at) and `record_hash`; contributions with `party_id`."""
    text = rows.select(pl.struct(RECORDS[table].schema.keys()).struct.json_encode()).to_series()
    hashes = [hashlib.blake2b(row.encode(), digest_size=8).hexdigest() for row in text]
    parts = [pl.col(column).cast(pl.String).fill_null("") for column in RECORDS[table].key]
    rows = rows.with_columns(
        id=pl.concat_str(parts, separator=SEPARATOR), record_hash=pl.Series(hashes, dtype=pl.String)
    )
    if table == "contributions":
        name = "name:" + pl.col("party_name").str.normalize("NFKC").str.to_lowercase().str.strip_chars()
        rows = rows.with_columns(party_id=pl.coalesce("ipi:" + pl.col("ipi"), "artist:" + pl.col("artist_id"), name))
    anchor = EDGE_TABLES[table].anchor_column if table in EDGE_TABLES else "id"
    return rows.with_columns(anchor=pl.col(anchor))


def _same(held: list[dict[str, Any]]) -> pl.DataFrame:
    """What stands, as the same delivery said it last."""
    columns = {"id": pl.String(), "hash": pl.String(), "mine": pl.Boolean()}
    return pl.DataFrame(held[0], schema=columns).filter("mine").select("id", record_hash="hash")


def _write(tx: Transaction, place: Place, rows: pl.DataFrame, stamp: Stamp, *, is_mention: bool) -> Counts:
    [held] = tx.run(cypher.read_standing(place), anchor=rows["anchor"].unique().to_list())
    standing = pl.DataFrame(held, schema={**_STANDING, "mention": pl.Boolean()}).with_columns(
        as_times("since"), as_times("last_seen")
    )
    rows = rows.join(standing, on="id", how="left")
    at, delivery = pl.lit(stamp.at), pl.lit(stamp.delivery)
    is_new, same = pl.col("hash").is_null(), pl.col("hash") == pl.col("record_hash")
    is_later = (at > pl.col("last_seen")) | ((at == pl.col("last_seen")) & (pl.col("record_hash") > pl.col("hash")))
    if is_mention:
        is_later = is_later | (same & (at == pl.col("last_seen")) & (delivery > pl.col("last_delivery")))
        rows = rows.with_columns(
            fate=pl.when(is_new).then(pl.lit("new")).when(pl.col("mention") & is_later).then(pl.lit("over"))
        )
    else:
        restates = (at > pl.col("last_seen")) | ((at == pl.col("last_seen")) & (delivery > pl.col("last_delivery")))
        is_first = (at < pl.col("since")) | ((at == pl.col("since")) & (delivery < pl.col("since_delivery")))
        rows = rows.with_columns(
            fate=pl.when(is_new)
            .then(pl.lit("new"))
            .when(pl.col("mention"))
            .then(pl.lit("over"))
            .when(same & restates)
            .then(pl.lit("restated"))
            .when(same & ~is_first)
            .then(None)
            .when(~same & is_later)
            .then(pl.lit("changed"))
            .otherwise(pl.lit("late"))
        )
    fates = {str(fate): part for (fate,), part in rows.group_by(["fate"], maintain_order=True)}
    nothing = rows.clear()
    new, over = fates.get("new", nothing), fates.get("over", nothing)
    changed, restated, late = (fates.get(fate, nothing) for fate in ("changed", "restated", "late"))
    mention = True if is_mention else None
    if place.table in EDGE_TABLES:
        _write_edges(tx, EDGE_TABLES[place.table], new, over, changed, stamp, mention)
    else:
        _write_nodes(tx, place, new, over, changed, stamp, mention)
    if restated.height:
        tx.run(cypher.restate(place), **columns(restated, "id", "anchor"), **stamp.parameters)
    inserted = write_late(tx, place, late, at=stamp.at, delivery=stamp.delivery) if late.height else 0
    written = new.height + over.height
    return Counts(written, changed.height, rows.height - written - changed.height - inserted, inserted)


def as_times(column: str) -> pl.Expr:
    """The database's text of a time as a time; it leaves seconds out where they are zero."""
    text = pl.col(column)
    whole = pl.when(text.str.len_bytes() == 16).then(text + ":00").otherwise(text)
    return whole.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us").alias(column)


def columns(rows: pl.DataFrame, *names: str) -> dict[str, list[Any]]:
    """Columns as parameters."""
    return {name: rows[name].to_list() for name in names}


def _write_nodes(
    tx: Transaction,
    place: Place,
    new: pl.DataFrame,
    over: pl.DataFrame,
    changed: pl.DataFrame,
    stamp: Stamp,
    mention: bool | None,
) -> None:
    table = SIGNALS if place.table == "signals" else NODE_TABLES[place.table]
    values = ("id", "record_hash", *table.properties)
    created = pl.concat([new, over])
    if created.height:
        tx.run(
            cypher.create_nodes(table.label, table.properties),
            **columns(created, *values),
            **stamp.parameters,
            mention=mention,
        )
    if changed.height:
        _keep_old(tx, place, changed, stamp)
        tx.run(cypher.change_nodes(place), **columns(changed, *values), **stamp.parameters)
    written = pl.concat([created, changed])
    if written.height:
        _link(tx, table, written, stamp)
    replaced = pl.concat([over, changed])
    if replaced.height:
        tx.run(cypher.unlink(place), id=replaced["id"].to_list())
    if over.height:
        tx.run(cypher.renew_links(place), id=over["id"].to_list(), **stamp.parameters)


def _link(tx: Transaction, table: NodeTable, rows: pl.DataFrame, stamp: Stamp) -> None:
    for relation in table.relations:
        links = link_rows(rows, relation.column)
        if links.height:
            tx.run(cypher.link_relation(relation), **columns(links, "id", "end", "position"), **stamp.parameters)
    links = identifier_rows(rows, table)
    if links.height:
        tx.run(cypher.link_identifiers(table.label), **columns(links, "id", "end", "kind", "value"), **stamp.parameters)
    if table is SIGNALS:
        for kind, statement in cypher.LINK_SIGNALS.items():
            part = rows.filter(pl.col("subject_type") == kind)
            if part.height:
                tx.run(statement, id=part["id"].to_list(), end=part["subject_id"].to_list())


def link_rows(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """`id`, `end`, `position`: one row a linked id, in the source's order."""
    links = rows.select("id", end=pl.col(column))
    if isinstance(links.schema["end"], pl.List):
        links = links.with_columns(position=pl.int_ranges(pl.col("end").list.len())).explode("end", "position")
    else:
        links = links.with_columns(position=pl.lit(0, dtype=pl.Int64))
    return links.drop_nulls("end").unique(["id", "end"], keep="first", maintain_order=True)


def identifier_rows(rows: pl.DataFrame, table: NodeTable) -> pl.DataFrame:
    """`id`, `end` (the Identifier's id), `kind`, `value`: one row a value that strangers may share."""
    parts = [link_rows(rows, column).select("id", kind=pl.lit(kind), value="end") for column, kind in table.identifiers]
    if not parts:
        return pl.DataFrame(schema=dict.fromkeys(("id", "kind", "value", "end"), pl.String()))
    return pl.concat(parts).with_columns(end=pl.col("kind") + ":" + pl.col("value"))


def _write_edges(
    tx: Transaction,
    edge: EdgeTable,
    new: pl.DataFrame,
    over: pl.DataFrame,
    changed: pl.DataFrame,
    stamp: Stamp,
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
            **stamp.parameters,
            mention=mention,
        )
    if changed.height:
        _keep_old(tx, place, changed, stamp)
        tx.run(
            cypher.change_edges(edge),
            start=changed[edge.start_column].to_list(),
            end=changed[edge.end_column].to_list(),
            **columns(changed, *values),
            **stamp.parameters,
        )
    if left:
        tx.run(cypher.SETTLE_PARTIES, id=sorted(set(left)))


def _keep_old(tx: Transaction, place: Place, changed: pl.DataFrame, stamp: Stamp) -> None:
    """Keep as Revisions what stood until now."""
    old = {
        row["id"]: as_record(place.table, row["record"])
        for row in tx.run(cypher.read_old(place), **columns(changed, "id", "anchor"))
    }
    until = Run("", stamp.at, stamp.delivery, stamp.at, stamp.delivery)
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
                until,
            )
            for row in changed.select(
                "anchor", "id", "hash", "since", "since_delivery", "last_seen", "last_delivery"
            ).iter_rows(named=True)
        ],
    )
