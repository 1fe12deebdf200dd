"""What every source's batches go through on their way to the writer, online and in bulk."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import polars as pl

from graph.records import MAX_INDEXED_BYTES, RECORDS, TEXT, TEXTS, Batch, Quarantined
from loaders.rows import shortened

_PARTIAL: Final = frozenset({"ddex", "statements"})
"""Sources that tell of a recording only what one release or statement has to do with it."""
_INDEXED: Final = ("name", "upc", "isrc")


def checked(batch: Batch) -> Iterator[Batch | Quarantined]:
    """The batch without rows whose ids or names no index can hold, with appearances as records of their own where they add up."""
    for part in _without_long(batch):
        if isinstance(part, Batch) and part.table == "recordings" and part.delivery.source in _PARTIAL:
            yield from split_appearances(part)
        else:
            yield part


def split_appearances(batch: Batch) -> Iterator[Batch]:
    """Recordings without their releases, and each release that a recording appears on as a record of its own.

    A message about an album says nothing of the single that the recording was on before: appearances of one sender's messages add up.
    """
    yield replace(batch, rows=batch.rows.with_columns(release_ids=pl.lit(None, dtype=TEXTS)))
    links = (
        batch.rows.select("recording_id", release_id="release_ids")
        .explode("release_id")
        .drop_nulls()
        .unique(maintain_order=True)
    )
    if links.height:
        schema = RECORDS["appearances"].schema
        rows = links.with_columns(source_attributes=pl.lit(None, dtype=TEXT)).select(list(schema))
        yield replace(batch, table="appearances", rows=rows)


def _without_long(batch: Batch) -> Iterator[Batch | Quarantined]:
    columns = [name for name, kind in RECORDS[batch.table].columns.items() if _is_indexed(batch.table, name, kind)]
    too_long = {name: _longest(name, batch.rows.schema[name]) > MAX_INDEXED_BYTES for name in columns}
    faulty = batch.rows.select(too_long[name].fill_null(False).alias(name) for name in columns)
    is_bad = faulty.select(bad=pl.any_horizontal(pl.all())).to_series()
    if not is_bad.any():
        yield batch
        return
    for row, found in zip(
        batch.rows.filter(is_bad).iter_rows(named=True), faulty.filter(is_bad).iter_rows(named=True), strict=True
    ):
        column = next(name for name, bad in found.items() if bad)
        yield Quarantined(
            batch.delivery.file,
            0,
            column,
            shortened(str(row[column])),
            f"`{column}` of a row of {batch.table} is longer than {MAX_INDEXED_BYTES} bytes",
            "shorten it at the source",
            batch.delivery.delivery_id,
        )
    if not is_bad.all():
        yield replace(batch, rows=batch.rows.filter(~is_bad))


def _is_indexed(table: str, name: str, kind: pl.DataType) -> bool:
    return kind in (TEXT, TEXTS) and (name.endswith(("_id", "_ids")) or name in (*_INDEXED, *RECORDS[table].key))


def _longest(name: str, kind: pl.DataType) -> pl.Expr:
    return (
        pl.col(name).list.eval(pl.element().str.len_bytes()).list.max()
        if kind == TEXTS
        else pl.col(name).str.len_bytes()
    )
