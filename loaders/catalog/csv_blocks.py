"""CSV as tables of text, with the line that each record starts on.

A line that is a whole record by the grammar of RFC 4180, with as many fields as the header, is read by Polars together with all others
of its kind. From any other line (a value over several lines, a stray quote, another number of fields, bytes that are not UTF-8)
Python's reader goes on until a record ends. The two cannot disagree: after the end of a record, a line that is a record by itself is
that and nothing else.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from graph.errors import UnreadableInput
from graph.records import Delivery, Quarantined
from loaders.catalog.lines import (
    LINE,
    MAX_RECORD_BYTES,
    SURROGATE,
    Block,
    breaks_off,
    column_name,
    lone_returns,
    read_blocks,
    text_lines,
)
from loaders.rows import shortened

Flags = np.ndarray[Any, np.dtype[np.bool_]]

_FIELD: Final = r'(?:[^",\r\n]*|"(?:[^"\r\n]|"")*")'
_MAX_FIELD: Final = 131_072
"""Characters in a value at most: the limit of Python's reader."""
_MAX_PATTERN_FIELDS: Final = 1_000
"""A wider table is read by Python alone: the pattern of its lines would be too large."""


class CsvTable:
    """The columns of a CSV (none if its header cannot be read), and its rows in pieces.

    Raises:
        UnreadableInput: two columns have the same name.
        EOFError: the file breaks off before its header has ended.
    """

    def __init__(self, path: Path, delivery: Delivery) -> None:
        self._delivery = delivery
        self._blocks = read_blocks(path, delivery)
        self._rest: Block | None = None
        self.columns = [column_name(name) for name in self._read_header()]
        twice = {name for name in self.columns if self.columns.count(name) > 1}
        if twice:
            raise UnreadableInput(
                f"{delivery.file} has two columns called `{twice.pop()}`", hint="rename or drop one of them"
            )

    def pieces(self) -> Iterator[pl.DataFrame | Quarantined]:
        """The rows, and what could not be read; what is set aside in a piece comes before its rows."""
        for item in self._blocks:
            if isinstance(item, Block):
                yield from self._read(self._joined(item))
                continue
            if self._rest is not None:
                # a line was left out, so a value that was open before it has no end
                yield from self._read(self._joined(Block(0, b"", is_last=True)))
            yield item

    def _read_header(self) -> list[str]:
        for item in self._blocks:
            if isinstance(item, Quarantined):
                self._blocks = chain([item], self._blocks)
                return []
            block = self._joined(item)
            lines, index = Lines(block.data), 0
            while index < len(lines.texts):
                record = _record_at(lines.texts, index)
                if record.is_open and not block.is_last:
                    break
                index = record.end
                if record.fields or record.fault:
                    self._blocks = chain([lines.from_line(index, block)], self._blocks)
                    return record.fields
            if block.breaks_off is not None:
                raise EOFError(block.breaks_off)
            self._rest = lines.from_line(index, block)
        return []

    def _joined(self, block: Block) -> Block:
        """The block, with what is left of the one before in front."""
        rest, self._rest = self._rest, None
        return replace(block, first=rest.first, data=rest.data + block.data) if rest else block

    def _read(self, block: Block) -> Iterator[pl.DataFrame | Quarantined]:
        lines = Lines(block.data)
        is_whole = lines.hold_records_of(len(self.columns))
        found = OddRecords(lines, is_whole, block, self.columns, self._delivery)
        yield from found.faults
        if not block.is_last:
            self._rest = lines.from_line(found.end, block) if found.end < len(is_whole) else None
        elif block.breaks_off is not None:
            yield breaks_off(self._delivery, block.first + found.end, block.breaks_off)
        quick = read_whole(lines, is_whole, self.columns, block.first)
        careful = _transposed(found.rows, self.columns)
        yield quick if careful.is_empty() else pl.concat([quick, careful]).sort(LINE)


class Lines:
    """The lines of a block with their ends, as a series and one by one."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        try:
            text = None if lone_returns(data) else pl.Series([data], dtype=pl.Binary).cast(pl.String)
        except pl.exceptions.ComputeError:
            text = None
        if text is None:
            self.texts = text_lines(data)
            self.series = pl.Series([None if SURROGATE.search(line) else line for line in self.texts], dtype=pl.String)
        else:
            self.series = text.str.split("\n", inclusive=True).list.explode()

    @cached_property
    def texts(self) -> list[str]:
        return self.series.to_list()

    def from_line(self, index: int, block: Block) -> Block:
        """The block from that line on."""
        skipped = "".join(self.texts[:index]).encode("utf-8", "surrogateescape")
        return replace(block, first=block.first + index, data=self.data[len(skipped) :])

    def hold_records_of(self, width: int) -> Flags:
        """Which lines are a record of so many fields by themselves."""
        if not 1 <= width <= _MAX_PATTERN_FIELDS:
            return np.zeros(self.series.len(), dtype=np.bool_)
        pattern = f"^{_FIELD}(?:,{_FIELD}){{{width - 1}}}(?:\r?\n)?$"
        fits = self.series.str.contains(pattern) & (self.series.str.len_bytes() <= _MAX_FIELD)
        # Polars drops a byte order mark wherever it starts to read
        fits &= ~self.series.str.starts_with("\ufeff")
        return fits.fill_null(False).to_numpy().copy()


@dataclass(frozen=True, slots=True)
class _Record:
    """What starts at a line: its fields, or the fault that makes them unreadable, and the index of the line after it.

    `is_open`: a value goes on where the lines end.
    """

    fields: list[str]
    end: int
    fault: str = ""
    is_open: bool = False


def _record_at(lines: list[str], index: int) -> _Record:
    """Strict, so that a quote left open is noticed; a quoted value with text after it, all on one line, is read as it stands."""
    taken, size, is_open = index, 0, False

    def feed() -> Iterator[str]:
        nonlocal taken, size, is_open
        while taken < len(lines):
            taken += 1
            size += len(lines[taken - 1])
            if size > MAX_RECORD_BYTES:
                raise csv.Error(f"the record is longer than {MAX_RECORD_BYTES >> 20} MiB")
            yield lines[taken - 1]
        is_open = True

    try:
        return _Record(next(csv.reader(feed(), strict=True)), taken)
    except csv.Error as error:
        fault = str(error)
    if taken == index + 1 and not is_open:
        try:
            fields = next(csv.reader(lines[index:taken]))
            return _Record(fields, taken)
        except csv.Error as error:
            fault = str(error)
    return _Record([], index + 1, fault, is_open)


class OddRecords:
    """The records that start at lines which are none by themselves; the lines they go on over are taken out of `is_whole`.

    `end`: the index of the line where a record starts that is not whole yet, else the number of lines.
    """

    def __init__(self, lines: Lines, is_whole: Flags, block: Block, columns: list[str], delivery: Delivery) -> None:
        self.rows: list[tuple[int, list[str]]] = []
        self.faults: list[Quarantined] = []
        self.end = len(is_whole)
        self._columns = columns
        self._delivery = delivery
        position = 0
        for index in np.flatnonzero(~is_whole).tolist():
            if index < position:
                continue
            record = _record_at(lines.texts, index)
            if record.is_open and (block.breaks_off is not None or not block.is_last):
                is_whole[index:] = False
                self.end = index
                return
            position = record.end if self._take(record, block.first + index, lines.texts[index]) else index + 1
            is_whole[index:position] = False

    def _take(self, record: _Record, line: int, text: str) -> bool:
        """Keep the record or set it aside. Returns: whether all its lines are done with, not only its first."""
        fields, width = record.fields, len(self._columns)
        if record.fault:
            remedy = "is a quote opened and not closed?"
            self._set_aside(line, "", text, f"cannot be read as CSV: {record.fault}", remedy)
            return False
        if not fields:
            return True
        if len(fields) != width:
            # a quote that was opened and never closed may have swallowed the lines after the first
            remedy = 'put a value that holds a comma between double quotes, and double a quote inside it ("")'
            if len(fields) < width:
                remedy = "write a comma for every empty value too, and close every double quote"
            reason = f"the row has {len(fields)} fields, the header has {width}"
            self._set_aside(line, "", ",".join(fields), reason, remedy)
            return False
        faulty = next((index for index, field in enumerate(fields) if SURROGATE.search(field)), None)
        if faulty is None:
            self.rows.append((line, fields))
        else:
            reason, remedy = "the value holds bytes that are not UTF-8", "save the file as UTF-8"
            self._set_aside(line, self._columns[faulty], fields[faulty], reason, remedy)
        return True

    def _set_aside(self, line: int, column: str, value: str, reason: str, remedy: str) -> None:
        place = self._delivery.file, line, column
        self.faults.append(Quarantined(*place, shortened(value), reason, remedy, self._delivery.delivery_id))


def read_whole(lines: Lines, is_whole: Flags, columns: list[str], first: int) -> pl.DataFrame:
    """The lines that are records by themselves, as a table."""
    places = np.flatnonzero(is_whole) + first
    schema = {f"{index}": pl.String() for index in range(len(columns))}
    if len(places) == 0:
        table = pl.DataFrame(schema=schema)
    else:
        data = lines.data if is_whole.all() else lines.series.filter(pl.Series(is_whole)).str.join("").item().encode()
        table = pl.read_csv(data, has_header=False, schema=schema)
    table.columns = columns
    return table.with_columns(pl.Series(LINE, places, dtype=pl.Int64))


def _transposed(rows: list[tuple[int, list[str]]], columns: list[str]) -> pl.DataFrame:
    values = zip(*(fields for _, fields in rows), strict=True) if rows else ([] for _ in columns)
    series = [pl.Series(name, list(column), dtype=pl.String) for name, column in zip(columns, values, strict=True)]
    # from a dict: of a list, Polars gives a series without a name one of its own
    return pl.DataFrame(dict(zip(columns, series, strict=True))).with_columns(
        pl.Series(LINE, [line for line, _ in rows], dtype=pl.Int64)
    )
