"""The files of a catalog folder as tables of text: CSV, gzipped CSV, Parquet and JSON Lines give the same columns.

A piece is a table of strings (a list is either `|`-separated text or a list of strings) with one more column, `LINE`, the row's
true place: the line where it starts in CSV and JSON Lines, the row's number in Parquet, both from 1.
"""

import csv
import gzip
import json
import re
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, Final, cast

import polars as pl

from graph.errors import UnreadableInput
from graph.records import Delivery, Quarantined
from loaders.rows import shortened, whole_file

LINE: Final = "\x00line"
"""Name of the column with the row's place; no source can have a column of that name."""
PIECE_ROWS: Final = 50_000
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_CUT_OFF: Final = (EOFError, gzip.BadGzipFile, zlib.error)
REPAIR: Final = "export the file again as whole UTF-8 text, or unpack it to see where it breaks"


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
    except (*_CUT_OFF, pl.exceptions.PolarsError, OSError, csv.Error) as error:
        return whole_file(delivery, f"cannot be read: {error}", remedy=REPAIR)


def _text(path: Path) -> Iterator[str]:
    """The lines of the file; bytes that are not UTF-8 become lone surrogates, so their line can be found and set aside."""
    with path.open("rb") as raw:
        packed = path.name.lower().endswith(".gz")
        binary = cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if packed else raw
        with TextIOWrapper(binary, encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
            yield from text


def _open_csv(path: Path, delivery: Delivery) -> TableFile:
    records = _CsvRecords(_text(path), delivery)
    first = next(iter(records), None)
    columns = [column.strip() for column in first[1]] if isinstance(first, tuple) else []
    twice = {column for column in columns if columns.count(column) > 1}
    if twice:
        raise UnreadableInput(
            f"{delivery.file} has two columns called `{twice.pop()}`", hint="rename or drop one of them"
        )
    return TableFile(delivery, columns, _pieces(_csv_rows(records, columns, delivery), columns, delivery))


class _CsvRecords:
    """The records of a CSV with the line each starts on; a record can be taken back and read as single lines.

    That is the way out of a quote that was opened and never closed: it would swallow the rest of the file, so its first
    line is set aside and reading goes on with the next.
    """

    def __init__(self, file: Iterator[str], delivery: Delivery) -> None:
        self._file = file
        self._delivery = delivery
        self._taken: list[str] = []
        self._taken_back: deque[str] = deque()
        self._line = 0
        self._reader = self._new_reader()

    def _lines(self) -> Iterator[str]:
        while True:
            line = self._taken_back.popleft() if self._taken_back else next(self._file, None)
            if line is None:
                return
            self._taken.append(line)
            yield line

    def __iter__(self) -> Iterator[tuple[int, list[str]] | Quarantined]:
        while True:
            self._taken.clear()
            try:
                record = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                record = self._read_leniently()
                if not record:
                    yield self._set_aside(str(error))
                    self.retry_after_first_line()
                    continue
                self._reader = self._new_reader()
            except (*_CUT_OFF, OSError) as error:
                yield whole_file(
                    self._delivery, f"breaks off after line {self._line}: {error}", remedy=REPAIR, line=self._line + 1
                )
                return
            start = self._line + 1
            self._line += len(self._taken)
            if record:
                yield start, record

    def _new_reader(self) -> Iterator[list[str]]:
        # strict notices the quote that opens the next value and closes one left open above it
        return csv.reader(self._lines(), strict=True)

    def _read_leniently(self) -> list[str]:
        """A quoted value with text after it, on one line, is read as it stands; anything longer is not."""
        try:
            return next(csv.reader(self._taken)) if len(self._taken) == 1 else []
        except csv.Error:
            return []

    @property
    def spans_lines(self) -> bool:
        """Whether the record just read takes more than one line."""
        return len(self._taken) > 1

    def retry_after_first_line(self) -> None:
        """Take the record just read back, except for its first line."""
        rest = self._taken[1:]
        self._taken_back.extendleft(reversed(rest))
        self._line -= len(rest)
        self._reader = self._new_reader()

    def _set_aside(self, reason: str) -> Quarantined:
        self._line += len(self._taken)
        start = self._line - len(self._taken) + 1
        return Quarantined(
            self._delivery.file,
            start,
            "",
            shortened(self._taken[0] if self._taken else ""),
            f"cannot be read as CSV: {reason}",
            "is a quote opened and not closed?",
            self._delivery.delivery_id,
        )


def _csv_rows(
    records: _CsvRecords, columns: list[str], delivery: Delivery
) -> Iterator[tuple[int, list[str]] | Quarantined]:
    width = len(columns)
    for item in records:
        if isinstance(item, Quarantined) or len(item[1]) == width:
            yield item
            continue
        line, record = item
        cut = f"{len(record)} fields, the header has {width}"
        if records.spans_lines:
            records.retry_after_first_line()
        yield Quarantined(
            delivery.file,
            line,
            "",
            shortened(",".join(record)),
            f"the row has {cut}",
            'put a value that holds a comma between double quotes, and double a quote inside it ("")',
            delivery.delivery_id,
        )


def _open_jsonl(path: Path, delivery: Delivery) -> TableFile:
    """The columns are those of the first rows; a name that first turns up later is read all the same, piece by piece."""
    rows = _json_rows(path, delivery)
    first = list(islice(rows, PIECE_ROWS))
    columns = list(dict.fromkeys(name for item in first if isinstance(item, tuple) for name in item[1]))
    return TableFile(delivery, columns, _json_pieces(chain(first, rows), delivery))


def _json_rows(path: Path, delivery: Delivery) -> Iterator[tuple[int, dict[str, Any]] | Quarantined]:
    line = 0
    try:
        for line, text in enumerate(_text(path), start=1):
            if not text.strip():
                continue
            try:
                row = json.loads(text)
                fault = None if isinstance(row, dict) else "is not an object"
            except (ValueError, RecursionError) as error:
                row, fault = None, f"is not JSON: {error}"
            if fault is None and _SURROGATE.search(text):
                fault = "holds bytes that are not UTF-8"
            if fault is None:
                yield line, {name.strip(): _json_text(value) for name, value in row.items()}
            else:
                remedy = "write one JSON object a line, as UTF-8"
                yield Quarantined(
                    delivery.file, line, "", shortened(text), f"the line {fault}", remedy, delivery.delivery_id
                )
    except OSError as error:
        yield whole_file(delivery, f"breaks off: {error}", remedy=REPAIR, line=line + 1)


def _json_text(value: Any) -> str | None:
    if isinstance(value, list):
        return "|".join((_json_text(item) or "").replace("|", "\\|") for item in value)
    if value is None or isinstance(value, str):
        return value and value.encode("utf-8", "replace").decode()
    return json.dumps(value, ensure_ascii=False)


def _json_pieces(
    rows: Iterator[tuple[int, dict[str, Any]] | Quarantined], delivery: Delivery
) -> Iterator[pl.DataFrame | Quarantined]:
    while piece := list(islice(rows, PIECE_ROWS)):
        yield from (item for item in piece if isinstance(item, Quarantined))
        good = [item for item in piece if isinstance(item, tuple)]
        names = dict.fromkeys(name for _, row in good for name in row)
        columns = {name: pl.Series(name, [row.get(name) for _, row in good], dtype=pl.String) for name in names}
        yield pl.DataFrame({LINE: [line for line, _ in good], **columns})


def _pieces(
    rows: Iterator[tuple[int, list[str]] | Quarantined], columns: list[str], delivery: Delivery
) -> Iterator[pl.DataFrame | Quarantined]:
    while piece := list(islice(rows, PIECE_ROWS)):
        yield from (item for item in piece if isinstance(item, Quarantined))
        good = [item for item in piece if isinstance(item, tuple)]
        try:
            yield _transposed(good, columns)
        except UnicodeEncodeError:
            whole = [not any(map(_SURROGATE.search, record)) for _, record in good]
            yield from (
                _not_utf8(line, record, columns, delivery)
                for (line, record), is_whole in zip(good, whole, strict=True)
                if not is_whole
            )
            yield _transposed([item for item, is_whole in zip(good, whole, strict=True) if is_whole], columns)


def _transposed(rows: list[tuple[int, list[str]]], columns: list[str]) -> pl.DataFrame:
    values = zip(*(record for _, record in rows), strict=True) if rows else ([] for _ in columns)
    series = [pl.Series(name, list(column), dtype=pl.String) for name, column in zip(columns, values, strict=True)]
    return pl.DataFrame([pl.Series(LINE, [line for line, _ in rows], dtype=pl.Int64), *series])


def _not_utf8(line: int, record: list[str], columns: list[str], delivery: Delivery) -> Quarantined:
    column = next(name for name, value in zip(columns, record, strict=True) if _SURROGATE.search(value))
    value = shortened(record[columns.index(column)])
    remedy = "save the file as UTF-8"
    return Quarantined(
        delivery.file, line, column, value, "the value holds bytes that are not UTF-8", remedy, delivery.delivery_id
    )


def _open_parquet(path: Path, delivery: Delivery) -> TableFile:
    scan = pl.scan_parquet(path)
    schema = scan.collect_schema()
    rename = {name: name.strip() for name in schema}
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
