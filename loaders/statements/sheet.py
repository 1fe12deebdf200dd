"""The first sheet of an .xlsx (ECMA-376, SpreadsheetML) as rows of text, read from its XML as a stream.

A cell with a formula gives the value that the program saved with it; nothing is evaluated. Size and ratio of what is unpacked are
limited, and nothing is written to disk.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Final

from loaders.archives import BROKEN, TooLarge
from loaders.xml import Element, RefusedXml, children, forget, local_name, stream

MAX_FILE: Final = 64 * 1024 * 1024
MAX_PART: Final = 256 * 1024 * 1024
MAX_RATIO: Final = 250
MAX_COLUMNS: Final = 16_384
"""As many as a sheet can have."""
_SMALL: Final = 1024 * 1024
_PLACE: Final = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def sheet_rows(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """Each row of the first sheet with its number, its empty cells as "".

    Raises: RefusedXml: it is no such workbook, or one of its parts is not well-formed or too large.
    """
    content = file.read(MAX_FILE + 1)
    if len(content) > MAX_FILE:
        raise RefusedXml(f"the workbook is larger than {MAX_FILE} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            shared = list(_shared_strings(book))
            number = 0
            for row in _elements(book, _first_sheet(book), "row"):
                written = row.get("r") or ""
                number = int(written) if re.fullmatch(r"[0-9]{1,7}", written) else number + 1
                yield number, _fields(row, shared)
    except (KeyError, *BROKEN) as error:
        raise RefusedXml(f"is not a workbook that can be read: {error}") from error


def _elements(book: zipfile.ZipFile, part: str, name: str) -> Iterator[Element]:
    entry = book.getinfo(part)
    if entry.file_size > MAX_PART or entry.file_size > max(_SMALL, entry.compress_size * MAX_RATIO):
        raise TooLarge(f"`{part}` unpacks to {entry.file_size} bytes from {entry.compress_size}")
    with book.open(entry) as file:
        for event, element, _ in stream(file):
            if event == "end" and local_name(element) == name:
                yield element
                forget(element)


def _first_sheet(book: zipfile.ZipFile) -> str:
    wanted = next((sheet.get(_RELATION) for sheet in _elements(book, "xl/workbook.xml", "sheet")), None)
    for relation in _elements(book, "xl/_rels/workbook.xml.rels", "Relationship"):
        if relation.get("Id") == wanted:
            target = relation.get("Target") or ""
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError("it has no sheet")


def _shared_strings(book: zipfile.ZipFile) -> Iterator[str]:
    if "xl/sharedStrings.xml" in book.namelist():
        for item in _elements(book, "xl/sharedStrings.xml", "si"):
            # a text may be cut into runs of different type; `rPh` holds a reading aid, not text
            parts = [*children(item, "t"), *(text for run in children(item, "r") for text in children(run, "t"))]
            yield "".join(part.text or "" for part in parts)


def _fields(row: Element, shared: list[str]) -> list[str]:
    fields: list[str] = []
    for cell in children(row, "c"):
        found = _PLACE.fullmatch(cell.get("r") or "")
        column = _column(found[1]) if found else len(fields)
        if len(fields) <= column < MAX_COLUMNS:
            fields.extend([""] * (column - len(fields)))
            fields.append(_text(cell, shared))
    return fields


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _text(cell: Element, shared: list[str]) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return "".join(text.text or "" for part in children(cell, "is") for text in part.iter("{*}t"))
    value = "".join(part.text or "" for part in children(cell, "v")).strip()
    if kind == "s":
        return shared[int(value)] if value.isdecimal() and int(value) < len(shared) else ""
    return _number(value) if kind == "n" else value


def _number(text: str) -> str:
    """A number as people wrote it: a sheet keeps 5.192 as the nearest double, 5.1920000000000002, and a long barcode as 8.8E+11."""
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
