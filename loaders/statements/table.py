"""A statement's bytes as rows of text with their line: CSV and TSV in any encoding, and the first sheet of an .xlsx.

Values are text and stay text: a formula in a CSV (`=HYPERLINK(…)`) is kept as it is written and never evaluated.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import IO, Any, Final

from loaders.statements.layout import DELIMITERS, Layout, column_key
from loaders.statements.sheet import sheet_rows

MAX_LINE: Final = 1024 * 1024
"""Characters of a line; a longer one is a fault."""
HEADER_LINES: Final = 30
"""The header is looked for in so many lines: some statements begin with an address or a summary."""
HEAD_BYTES: Final = 256 * 1024
_RECORD_LINES: Final = 50
"""Lines that one quoted record may take."""
_BAD_BYTE: Final = re.compile("[\ud800-\udfff]")
_BOMS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

Record = list[str] | str
"""The fields of a row, or what is wrong with it."""


def text_lines(file: IO[bytes], encoding: str) -> Iterator[str]:
    """The lines of the file, cut after `MAX_LINE` characters. Bytes that the encoding has not become lone surrogates.

    Raises: UnicodeError: the bytes are not even near that encoding.
    """
    text = io.TextIOWrapper(io.BufferedReader(_Raw(file)), encoding=encoding, errors="surrogateescape")
    return iter(partial(text.readline, MAX_LINE), "")


class _Raw(io.RawIOBase):
    """Any readable as the raw file that a buffer wants, however it was made."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        chunk = self._file.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


def encoding_of(head: bytes, layout_encoding: str | None) -> str:
    """The byte order mark decides; then the layout; without one UTF-8 if the bytes are, else Windows-1252."""
    for mark, name in _BOMS.items():
        if head.startswith(mark):
            return name
    if layout_encoding is not None:
        return layout_encoding
    try:
        # the cut may go through a character
        head[: max(len(head) - 4, 0)].decode() if len(head) >= HEAD_BYTES else head.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def records(lines: Iterator[str], delimiter: str) -> Iterator[tuple[int, Record]]:
    """Each record with the line it starts on.

    A quote that is opened and never closed would swallow the rest of the file: where no whole record is found in a few lines, the
    first of them is read by itself and reading goes on with the next.
    """
    waiting: deque[str] = deque()
    source = _Source(lines, waiting)
    for line in source:
        number = source.number
        if len(line) >= MAX_LINE:
            while line and not line.endswith("\n"):
                line = next(lines, "")
            yield number, f"the line is longer than {MAX_LINE} characters"
        elif '"' not in line:
            yield number, line.rstrip("\r\n").split(delimiter)
        else:
            taken = [line]
            try:
                yield number, next(csv.reader(_few(taken, source), delimiter=delimiter, strict=True))
            except (csv.Error, StopIteration):
                source.take_back(taken[1:])
                yield number, _leniently(line, delimiter)


class _Source:
    """Lines with their numbers, some of which can be taken back."""

    def __init__(self, lines: Iterator[str], waiting: deque[str]) -> None:
        self._lines = lines
        self._waiting = waiting
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else next(self._lines)
        self.number += 1
        return line

    def take_back(self, lines: list[str]) -> None:
        self._waiting.extendleft(reversed(lines))
        self.number -= len(lines)


def _few(taken: list[str], source: Iterator[str]) -> Iterator[str]:
    yield taken[0]
    for line in islice(source, _RECORD_LINES - 1):
        taken.append(line)
        yield line


def _leniently(line: str, delimiter: str) -> Record:
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error as error:
        return f"cannot be read as CSV: {error}"


@dataclass(frozen=True, slots=True)
class Table:
    """A statement that was recognised: its layout, and how and where its rows begin. `delimiter` None: a sheet."""

    layout: Layout
    header: list[str]
    header_line: int
    delimiter: str | None
    encoding: str


class UnfitTable(Exception):
    """The file is not read: why, and what would put it right."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


def recognise(file: IO[bytes], name: str, layouts: list[Layout]) -> Table:
    """Find the one layout whose columns the file's header has.

    Raises: UnfitTable: none or more than one fits, or a column of the layout is there twice. RefusedXml: a workbook is broken.
    """
    head = b"" if _is_sheet(name) else file.read(HEAD_BYTES)
    found: dict[str, Table] = {}
    nearest: tuple[int, Layout, list[str]] | None = None
    for delimiter, line, header in _headers(file, head, name):
        for layout in layouts:
            if layout.delimiter not in (delimiter, None) and delimiter is not None:
                continue
            missing = layout.missing(header)
            there = len(layout.required) - len(missing)
            if not missing:
                found.setdefault(
                    layout.name, Table(layout, header, line, delimiter, encoding_of(head, layout.encoding))
                )
            elif there and (nearest is None or len(missing) < len(nearest[2])):
                nearest = (there, layout, missing)
    if len(found) == 1:
        return _checked(next(iter(found.values())))
    if found:
        raise UnfitTable(f"fits more than one layout: {', '.join(sorted(found))}", "name one with --layout")
    if nearest is None:
        known = f"the layout `{layouts[0].name}`" if len(layouts) == 1 else "a known statement"
        raise UnfitTable(
            f"has none of the columns of {known}",
            "describe its columns in a .toml and name that with --layout",
        )
    _, layout, missing = nearest
    raise UnfitTable(
        f"fits no layout; the nearest, `{layout.name}`, needs {_named(missing)}",
        f"add {'it' if len(missing) == 1 else 'them'}, or describe the file's own columns in a .toml and name that with --layout",
    )


def _named(columns: list[str]) -> str:
    names = ", ".join(f"`{column}`" for column in columns)
    return f"the column{'s' if len(columns) > 1 else ''} {names}"


def _checked(table: Table) -> Table:
    keys = [column_key(column) for column in table.header]
    used = [*table.layout.required, *table.layout.columns.values()]
    twice = next((column for column in used if keys.count(column_key(column)) > 1), None)
    if twice is not None:
        raise UnfitTable(f"has two columns called `{twice}`", "rename or drop one of them")
    return table


def _headers(file: IO[bytes], head: bytes, name: str) -> Iterator[tuple[str | None, int, list[str]]]:
    """The rows that may be the header, as each delimiter would cut them."""
    if _is_sheet(name):
        yield from ((None, line, row) for line, row in islice(sheet_rows(file), HEADER_LINES))
        return
    try:
        lines = list(islice(text_lines(io.BytesIO(head), encoding_of(head, None)), HEADER_LINES))
    except UnicodeError as error:
        raise UnfitTable(f"is not text: {error}", "export it again as CSV in UTF-8") from error
    for delimiter in DELIMITERS:
        for line, row in records(iter(lines), delimiter):
            if isinstance(row, list):
                yield delimiter, line, [column.strip() for column in row]


def table_rows(file: IO[bytes], table: Table) -> Iterator[tuple[int, Record]]:
    """The rows below the header. Raises: RefusedXml, UnicodeError."""
    if table.delimiter is None:
        rows: Iterator[tuple[int, Record]] = sheet_rows(file)
    else:
        rows = records(text_lines(file, table.encoding), table.delimiter)
    return ((line, row) for line, row in rows if line > table.header_line)


def holds_bad_bytes(text: str) -> bool:
    """Whether some of its bytes were not of the file's encoding."""
    return not text.isascii() and _BAD_BYTE.search(text) is not None


def _is_sheet(name: str) -> bool:
    return name.lower().endswith(".xlsx")
