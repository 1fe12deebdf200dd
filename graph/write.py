"""The writer: takes batches of records and writes only their difference to what the graph holds.

For each batch, one read gives what the graph holds under the same keys and an anti-join leaves the rows that say something else, or
say it for another delivery. One transaction, in which writers take turns, sorts these rows by what they are to the graph:

- new: no record of its own is there yet;
- changed: said later than what stands; the old value becomes a Revision;
- restated: what stands, said again later;
- late: said earlier than what stands; it finds its place in the record's history (`graph.late`);
- none of these: nothing new. What one delivery says of a record twice is nothing new either: the first stands.

So the graph depends on what was delivered and when it was said, not on the order of arrival. A batch is there whole or not at all.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import polars as pl

from graph import write_statements as cypher
from graph.late import write_late
from graph.records import RECORDS, Batch, Delivery
from graph.session import Graph, Transaction
from graph.write_rows import by_whom, columns, write_edges, write_nodes
from graph.write_statements import EDGE_TABLES, PLACES, Place

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


Said = Mapping[str, datetime]
"""When each delivery (by its id) said what it says: UTC, without a zone."""


def write_batch(graph: Graph, batch: Batch, *, now: datetime) -> Counts:
    """Write one batch, whole or not at all. `now`: when a delivery that bears no time of its own says it (UTC, without a zone)."""
    delivery = batch.delivery
    return write_batches(graph, [batch], said={delivery.delivery_id: delivery.created_at or now})


def write_batches(graph: Graph, batches: Sequence[Batch], *, said: Said) -> Counts:
    """Write batches of one table, all of them mentions or none, each row whole or not at all. Small ones are quicker together."""
    rows = pl.concat(
        batch.rows.with_columns(
            delivery=pl.lit(batch.delivery.delivery_id), at=pl.lit(said[batch.delivery.delivery_id])
        )
        for batch in batches
    )
    is_mention = batches[0].is_mention
    rows = with_keys(rows, batches[0].table, is_mention=is_mention)
    news = _without_restatements(rows, is_mention=is_mention)
    deliveries = list({batch.delivery.delivery_id: batch.delivery for batch in batches}.values())
    rounds = news.with_columns(round=pl.int_range(pl.len()).over("id")).partition_by("round", maintain_order=True)
    counts = [_write_round(graph, part, batches[0].table, deliveries, said, is_mention) for part in rounds]
    return sum(counts, Counts(unchanged=rows.height - news.height))


def _without_restatements(rows: pl.DataFrame, *, is_mention: bool) -> pl.DataFrame:
    """The rows in the order of their times, without those that change nothing: messages of one sender all say the same of it.

    Of a value that is restated, the first and the last row stay; of mentions, the one that stands.
    """
    rows = rows.sort("at", maintain_order=True)
    if rows["id"].is_unique().all():
        return rows
    if is_mention:
        return rows.sort("at", "record_hash", "delivery").unique("id", keep="last", maintain_order=True)
    changes = (pl.col("record_hash") != pl.col("record_hash").shift()).fill_null(True).cum_sum()
    runs = rows.with_columns(run=changes.over("id"))
    is_end = (pl.int_range(pl.len()) == 0) | (pl.int_range(pl.len()) == pl.len() - 1)
    return runs.filter(is_end.over("id", "run")).drop("run")


def _write_round(
    graph: Graph, rows: pl.DataFrame, table: str, deliveries: Sequence[Delivery], said: Said, is_mention: bool
) -> Counts:
    """Rows whose keys are unique."""
    place = PLACES[table]
    [before] = graph.read(cypher.READ_TURN)
    [held] = graph.read(cypher.read_held(place), anchor=rows["anchor"].unique().to_list())
    same = pl.DataFrame(held, schema=dict.fromkeys(("id", "record_hash", "delivery"), pl.String()))
    news = rows.join(same, on=["id", "record_hash", "delivery"], how="anti") if same.height else rows
    if not news.height:
        return Counts(unchanged=rows.height)

    def work(tx: Transaction) -> Counts:
        [turn] = tx.run(cypher.TAKE_TURN)
        write_deliveries(tx, deliveries, said)
        is_first = not same.height and turn["turn"] == before["turn"] + 1
        standing = _read_standing(tx, place, news.clear() if is_first else news)
        return _write(tx, place, news, standing, is_mention=is_mention)

    return graph.write_many(work) + Counts(unchanged=rows.height - news.height)


def write_deliveries(tx: Transaction, deliveries: Sequence[Delivery], said: Said) -> dict[str, datetime]:
    """Note who says something from now on. Returns when each said it, which for one noted before is as noted then."""
    rows = tx.run(
        cypher.WRITE_DELIVERIES,
        id=[delivery.delivery_id for delivery in deliveries],
        source=[delivery.source for delivery in deliveries],
        file=[delivery.file for delivery in deliveries],
        sender=[delivery.sender for delivery in deliveries],
        created_at=[delivery.created_at for delivery in deliveries],
        asserted_at=[said[delivery.delivery_id] for delivery in deliveries],
    )
    return {row["id"]: datetime.fromisoformat(row["asserted_at"]) for row in rows}


def waiting_references(graph: Graph) -> dict[str, int]:
    """By table, how many ids are referred to whose own record has not arrived."""
    return {row["tab"]: row["waiting"] for row in _read_waiting(graph)}


def first_waiting(graph: Graph) -> dict[str, list[str]]:
    """By table, the first of these ids, at most `WAITING_SHOWN`."""
    return {row["tab"]: row["first"] for row in _read_waiting(graph)}


def _read_waiting(graph: Graph) -> list[dict[str, Any]]:
    return [row for statement in cypher.WAITING for row in graph.read(statement) if row["waiting"]]


def with_keys(rows: pl.DataFrame, table: str, *, is_mention: bool = False) -> pl.DataFrame:
    """The rows with `id` (their key), `anchor` (the node they are found at) and `record_hash`; contributions with `party_id`.

    Of mentions made at one time the greatest hash stands, so a mention's begins with how much it says.
    """
    text = rows.select(pl.struct(RECORDS[table].schema.keys()).struct.json_encode()).to_series()
    hashes = [hashlib.blake2b(row.encode(), digest_size=8).hexdigest() for row in text]
    if is_mention:
        said = rows.select(pl.sum_horizontal(pl.col(list(RECORDS[table].schema)).is_not_null())).to_series()
        hashes = [f"{count:02x}{value}" for count, value in zip(said, hashes, strict=True)]
    parts = [pl.col(column).cast(pl.String).fill_null("") for column in RECORDS[table].key]
    rows = rows.with_columns(
        id=pl.concat_str(parts, separator=SEPARATOR), record_hash=pl.Series(hashes, dtype=pl.String)
    )
    if table == "contributions":
        name = "name:" + pl.col("party_name").str.normalize("NFKC").str.to_lowercase().str.strip_chars()
        rows = rows.with_columns(party_id=pl.coalesce("ipi:" + pl.col("ipi"), "artist:" + pl.col("artist_id"), name))
    anchor = EDGE_TABLES[table].anchor_column if table in EDGE_TABLES else "id"
    return rows.with_columns(anchor=pl.col(anchor))


def _read_standing(tx: Transaction, place: Place, rows: pl.DataFrame) -> pl.DataFrame:
    """What the graph holds under the rows' keys, and who said it from when to when."""
    anchors = rows["anchor"].unique().to_list()
    found = tx.run(cypher.read_standing(place), anchor=anchors)[0] if anchors else {}
    standing = pl.DataFrame(found, schema={**_STANDING, "mention": pl.Boolean()})
    return standing.with_columns(as_times("since"), as_times("last_seen"))


def _write(tx: Transaction, place: Place, rows: pl.DataFrame, standing: pl.DataFrame, *, is_mention: bool) -> Counts:
    rows = rows.join(standing, on="id", how="left")
    at, delivery = pl.col("at"), pl.col("delivery")
    is_new, same = pl.col("hash").is_null(), pl.col("hash") == pl.col("record_hash")
    is_later = (at > pl.col("last_seen")) | ((at == pl.col("last_seen")) & (pl.col("record_hash") > pl.col("hash")))
    if is_mention:
        is_later = is_later | (same & (at == pl.col("last_seen")) & (delivery > pl.col("last_delivery")))
        rows = rows.with_columns(
            fate=pl.when(is_new).then(pl.lit("new")).when(pl.col("mention") & is_later).then(pl.lit("over"))
        )
    else:
        restates = (at > pl.col("last_seen")) | ((at == pl.col("last_seen")) & (delivery > pl.col("last_delivery")))
        is_said = (at == pl.col("last_seen")) & (delivery == pl.col("last_delivery"))
        is_first = (at < pl.col("since")) | ((at == pl.col("since")) & (delivery < pl.col("since_delivery")))
        rows = rows.with_columns(
            fate=pl.when(is_new)
            .then(pl.lit("new"))
            .when(pl.col("mention"))
            .then(pl.lit("over"))
            .when(same & restates)
            .then(pl.lit("restated"))
            .when(same & ~is_first | is_said)
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
        write_edges(tx, EDGE_TABLES[place.table], new, over, changed, mention)
    else:
        write_nodes(tx, place, new, over, changed, mention)
    if restated.height:
        tx.run(cypher.restate(place), **columns(restated, "id", "anchor"), **by_whom(restated))
    inserted = write_late(tx, place, late) if late.height else 0
    said_again = (
        over.filter(same).height if is_mention else 0
    )  # a mention repeated later is written, and says nothing new
    written = new.height + over.height - said_again
    return Counts(written, changed.height, rows.height - written - changed.height - inserted, inserted)


def as_times(column: str) -> pl.Expr:
    """The database's text of a time as a time; it leaves seconds out where they are zero."""
    text = pl.col(column)
    whole = pl.when(text.str.len_bytes() == 16).then(text + ":00").otherwise(text)
    return whole.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us").alias(column)
