"""Files of rows as raw tables: every value text (or a list of text), with the line it stands on."""

import csv
import gzip
import io
import json
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl

from graph.records import TEXTS

LINE: Final = "\x00line"
"""The column that holds each row's line in its file (Parquet: its row), counted from 1."""
_LISTS: Final = frozenset(
    {"aliases", "genres", "urls", "artist_ids", "featured_artist_ids", "release_ids", "ai_disclosure"}
)


class Unreadable(Exception):
    """The file as a whole cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no row."""

    number: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class RawTable:
    """`rows`: text columns, lists of text for list columns, and `LINE`. `columns`: the file's own, in order."""

    rows: pl.DataFrame
    columns: tuple[str, ...]
    bad_lines: tuple[BadLine, ...] = field(default=())


def read_table(file: Path) -> RawTable:
    """Read a CSV, gzipped CSV, Parquet or JSON Lines file. Empty text is null.

    Raises: Unreadable: the file is damaged as a whole.
    """
    if file.name.endswith(".parquet"):
        return _read_parquet(file)
    try:
        content = gzip.decompress(file.read_bytes()) if file.name.endswith(".gz") else file.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(f"the compressed file is damaged: {error}") from error
    content = content.removeprefix(b"\xef\xbb\xbf")
    return _read_json_lines(content) if file.name.endswith(".jsonl") else _read_csv(content)


def _read_csv(content: bytes) -> RawTable:
    if not content.strip():
        return RawTable(pl.DataFrame(schema={LINE: pl.Int64}), ())
    quick = _read_plain_csv(content)
    return quick if quick is not None else _read_any_csv(content)


def _read_plain_csv(content: bytes) -> RawTable | None:
    """The quick way, for a file of one line a row where every row has as many values as the header; else None."""
    try:
        content.decode("utf-8", errors="strict")
        table = pl.read_csv(content, infer_schema=False, raise_if_empty=False)
    except (UnicodeDecodeError, pl.exceptions.PolarsError):
        return None
    lines = content.count(b"\n") + (not content.endswith(b"\n"))
    header = next(csv.reader(io.StringIO(content.split(b"\n", 1)[0].decode())), [])
    if lines != table.height + 1 or len(header) != table.width or _short_rows(content, table):
        return None
    columns = tuple(name.strip() for name in header)
    if len(set(columns)) != len(columns):
        raise Unreadable("two columns have the same name")
    table.columns = list(columns)
    return RawTable(_finished(table.with_columns(pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias(LINE))), columns)


def _short_rows(content: bytes, table: pl.DataFrame) -> bool:
    """Polars fills up rows that are too short: count the commas where no value is quoted, else take the slow way."""
    return b'"' not in content and content.count(b",") != (table.height + 1) * (table.width - 1)


def _read_any_csv(content: bytes) -> RawTable:
    """Row by row: values over several lines, wrong counts, bytes that are no UTF-8."""
    text = content.decode("utf-8", errors="surrogateescape")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns: tuple[str, ...] = ()
    rows: list[tuple[int, list[str]]] = []
    bad: list[BadLine] = []
    while True:
        number = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            bad.append(BadLine(number, "", f"it is no CSV: {error}"))
            continue
        if not columns:
            columns = tuple(value.strip() for value in values)
            if len(set(columns)) != len(columns):
                raise Unreadable("two columns have the same name")
            continue
        if not values:
            continue
        if len(values) != len(columns):
            bad.append(BadLine(number, ",".join(values), f"it has {len(values)} values, the header has {len(columns)}"))
        elif any("\udc80" <= letter <= "\udcff" for value in values for letter in value):
            bad.append(BadLine(number, ",".join(values), "it is not UTF-8"))
        else:
            rows.append((number, values))
    data: dict[str, list[Any]] = {column: [values[index] for _, values in rows] for index, column in enumerate(columns)}
    schema = dict.fromkeys(columns, pl.String)
    table = pl.DataFrame(data, schema=schema).with_columns(
        pl.Series(LINE, [number for number, _ in rows], dtype=pl.Int64)
    )
    return RawTable(_finished(table), columns, tuple(bad))


def _finished(table: pl.DataFrame) -> pl.DataFrame:
    """Trim, turn empty text to null, split lists at bars that are not escaped."""
    texts = [column for column in table.columns if column != LINE]
    trimmed = table.with_columns(pl.col(column).str.strip_chars() for column in texts)
    empty = trimmed.with_columns(pl.when(pl.col(column) != "").then(pl.col(column)).alias(column) for column in texts)
    return empty.with_columns(_split(pl.col(column)).alias(column) for column in texts if column in _LISTS)


def _split(text: pl.Expr) -> pl.Expr:
    """`a|b\\|c` is a and b|c. A private-use letter stands in for the escaped bar while splitting."""
    parts = text.str.replace_all("\\|", "\ue000", literal=True).str.split("|")
    clean = pl.element().str.replace_all("\ue000", "|", literal=True).str.strip_chars()
    return parts.list.eval(clean.filter(clean != ""))


def _read_parquet(file: Path) -> RawTable:
    try:
        table = pl.read_parquet(file)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Unreadable(f"it is no Parquet file: {error}") from error
    return _from_typed(table.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(LINE)), ())


def _read_json_lines(content: bytes) -> RawTable:
    rows: list[dict[str, Any]] = []
    bad: list[BadLine] = []
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            bad.append(BadLine(number, line.decode("utf-8", errors="replace"), f"it is no JSON: {error}"))
            continue
        if isinstance(row, dict):
            rows.append({**row, LINE: number})
        else:
            bad.append(BadLine(number, line.decode("utf-8", errors="replace"), "it is no JSON object"))
    columns = tuple(dict.fromkeys(column for row in rows for column in row if column != LINE))
    data = {column: [_plain(row.get(column), as_list=column in _LISTS) for row in rows] for column in columns}
    schema = {column: TEXTS if column in _LISTS else pl.String() for column in columns}
    table = pl.DataFrame(data, schema=schema).with_columns(pl.Series(LINE, [row[LINE] for row in rows], dtype=pl.Int64))
    return _from_typed(table, tuple(bad))


def _plain(value: Any, *, as_list: bool) -> Any:
    """A JSON value as text, or as a list of texts; null stays null."""
    if value is None:
        return None
    if as_list:
        values = value if isinstance(value, list) else [value]
        return [_plain(item, as_list=False) for item in values if item is not None]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _from_typed(table: pl.DataFrame, bad: tuple[BadLine, ...]) -> RawTable:
    """Columns that have types already, as text."""
    values = []
    for column, kind in table.schema.items():
        value = pl.col(column)
        if column == LINE:
            values.append(value)
        elif isinstance(kind, pl.List):
            values.append(value.cast(TEXTS).list.eval(pl.element().drop_nulls()))
        elif column in _LISTS:
            values.append(pl.when(value.is_not_null()).then(pl.concat_list(value.cast(pl.String))).alias(column))
        elif isinstance(kind, pl.Datetime):
            utc = value if kind.time_zone is None else value.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
            values.append(utc.dt.to_string("%Y-%m-%dT%H:%M:%S%.6f"))
        elif isinstance(kind, pl.Struct):
            values.append(value.struct.json_encode())
        else:
            values.append(pl.when(value.cast(pl.String) != "").then(value.cast(pl.String)).alias(column))
    return RawTable(table.select(values), tuple(column for column in table.columns if column != LINE), bad)
