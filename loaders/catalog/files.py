"""The files of a catalog folder as tables of text: CSV, gzipped CSV, Parquet and JSON Lines give the same columns.

A piece is a table of strings (a list is either `|`-separated text or a list of strings) with one more column, `LINE`, the row's
true place: the line where it starts in CSV and JSON Lines, the row's number in Parquet, both from 1.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

import polars as pl

from graph.records import Delivery, Quarantined
from loaders.catalog.csv_blocks import CsvTable
from loaders.catalog.lines import (
    CUT_OFF,
    LINE,
    REPAIR,
    SURROGATE,
    Block,
    breaks_off,
    column_name,
    read_blocks,
    text_lines,
)
from loaders.rows import shortened, whole_file

PIECE_ROWS: Final = 50_000
_MAX_NAMES: Final = 1_000
"""Columns that the lines of a block may bring together: each one is held for every line."""
_MAX_DEPTH: Final = 100


@dataclass(frozen=True, slots=True)
class TableFile:
    """An opened file: its columns, and its rows in pieces with whatever could not be read."""

    delivery: Delivery
    columns: list[str]
    pieces: Iterator[pl.DataFrame | Quarantined]


def open_table(path: Path, delivery: Delivery) -> TableFile | Quarantined:
    """Read as far as the names of the columns; a file without a readable beginning is set aside.

    Raises: UnreadableInput: two columns of a CSV have the same name.
    """
    name = path.name.lower()
    try:
        if name.endswith(".parquet"):
            return _open_parquet(path, delivery)
        return _open_jsonl(path, delivery) if name.endswith(".jsonl") else _open_csv(path, delivery)
    except (*CUT_OFF, pl.exceptions.PolarsError, OSError) as error:
        return whole_file(delivery, f"cannot be read: {error}", remedy=REPAIR)


def _open_csv(path: Path, delivery: Delivery) -> TableFile:
    table = CsvTable(path, delivery)
    return TableFile(delivery, table.columns, table.pieces())


def _open_jsonl(path: Path, delivery: Delivery) -> TableFile:
    """The columns are those of the first rows; a name that first turns up later is read all the same, piece by piece."""
    pieces, before = _json_pieces(path, delivery), []
    for piece in pieces:
        before.append(piece)
        if isinstance(piece, pl.DataFrame) and piece.width > 1:
            columns = [name for name in piece.columns if name != LINE]
            return TableFile(delivery, columns, chain(before, pieces))
    return TableFile(delivery, [], iter(before))


def _json_pieces(path: Path, delivery: Delivery) -> Iterator[pl.DataFrame | Quarantined]:
    for block in read_blocks(path, delivery):
        if isinstance(block, Quarantined):
            yield block
            continue
        yield from _json_piece(block, delivery)
        if block.breaks_off is not None:
            yield breaks_off(delivery, block.first, block.breaks_off)


def _json_piece(block: Block, delivery: Delivery) -> Iterator[pl.DataFrame | Quarantined]:
    places: list[int] = []
    rows: list[dict[str, Any]] = []
    names: dict[str, None] = {}
    for line, text in enumerate(text_lines(block.data), start=block.first):
        if text.isspace():
            continue
        row, fault = _json_object(text)
        if not fault and not row.keys() <= names.keys():
            row = {column_name(name): value for name, value in row.items()}
            if len(names.keys() | row.keys()) > _MAX_NAMES:
                fault = f"brings the columns to more than {_MAX_NAMES}"
            else:
                names.update(dict.fromkeys(row))
        if not fault:
            places.append(line)
            rows.append(row)
            continue
        reason, remedy = f"the line {fault}", "write one JSON object a line, as UTF-8"
        yield Quarantined(delivery.file, line, "", shortened(text), reason, remedy, delivery.delivery_id)
    columns = [_json_texts(name, [row.get(name) for row in rows]) for name in names]
    yield pl.DataFrame([*columns, pl.Series(LINE, places, dtype=pl.Int64)])


def _json_object(text: str) -> tuple[dict[str, Any], str]:
    """The object, or what is wrong with it."""
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as error:
        return {}, f"is not JSON: {error}"
    if not isinstance(row, dict):
        return {}, "is not an object"
    if not text.isascii() and SURROGATE.search(text):
        return {}, "holds bytes that are not UTF-8"
    if text.count("[") + text.count("{") > _MAX_DEPTH and _depth(row) > _MAX_DEPTH:
        return {}, f"is nested more than {_MAX_DEPTH} deep"
    return row, ""


def _depth(value: Any) -> int:
    level, depth = [value], 0
    while level := [
        item
        for container in level
        for item in (container.values() if isinstance(container, dict) else container)
        if isinstance(item, dict | list)
    ]:
        depth += 1
    return depth


def _json_texts(name: str, values: list[Any]) -> pl.Series:
    """A column of JSON values as text."""
    kinds = set(map(type, values))
    if kinds <= {int, type(None)}:
        return pl.Series(name, [value if value is None else str(value) for value in values], dtype=pl.String)
    if not kinds <= {str, type(None)}:
        values = (kinds <= {list, type(None)} and _plainly_joined(values)) or [_json_text(value) for value in values]
    try:
        return pl.Series(name, values, dtype=pl.String)
    except UnicodeEncodeError:
        # an escape such as \ud800 stands for half a character
        texts = [value and value.encode("utf-8", "replace").decode() for value in values]
        return pl.Series(name, texts, dtype=pl.String)


def _plainly_joined(values: list[list[Any] | None]) -> list[str | None] | None:
    """Lists of texts with bars between; None if there is a list of something else, or a bar in a text."""
    try:
        texts = [value if value is None else "|".join(value) for value in values]
    except TypeError:
        return None
    bars = sum(len(value) - 1 for value in values if value)
    return texts if sum(text.count("|") for text in texts if text) == bars else None


def _json_text(value: Any) -> str | None:
    if isinstance(value, list):
        return "|".join((_json_text(item) or "").replace("|", "\\|") for item in value)
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _open_parquet(path: Path, delivery: Delivery) -> TableFile:
    scan = pl.scan_parquet(path)
    schema = scan.collect_schema()
    rename = {name: column_name(name) for name in schema}
    texts = [_as_text(pl.col(name), dtype) for name, dtype in schema.items()]

    def pieces() -> Iterator[pl.DataFrame | Quarantined]:
        start = 0
        while True:
            try:
                piece = scan.slice(start, PIECE_ROWS).select(texts).rename(rename).collect()
            except (pl.exceptions.PolarsError, OSError) as error:
                yield whole_file(delivery, f"breaks off: {error}", remedy=REPAIR, line=start + 1)
                return
            if piece.is_empty():
                return
            yield piece.with_columns(pl.int_range(start + 1, start + 1 + piece.height).alias(LINE))
            start += piece.height

    return TableFile(delivery, list(rename.values()), pieces())


def _as_text(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if isinstance(dtype, pl.List | pl.Array):
        return column.cast(pl.List(pl.String))
    if isinstance(dtype, pl.Struct):
        return column.struct.json_encode()
    if isinstance(dtype, pl.Datetime):
        utc = column.dt.convert_time_zone("UTC").dt.replace_time_zone(None) if dtype.time_zone else column
        return utc.dt.to_string("%Y-%m-%dT%H:%M:%S%.6f")
    return column.cast(pl.String)
