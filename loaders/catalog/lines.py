"""A file's bytes in blocks of whole lines, plain or gzipped, so that memory does not grow with the file.

A line ends with `\\n`, `\\r\\n` or a lone `\\r`, as Python reads text. A gzip stream that breaks off gives its whole lines; the line that
it broke in is dropped and its place set aside, for nothing tells whether its last value is whole.
"""

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Final

from graph.records import Delivery, Quarantined
from loaders.rows import shortened, whole_file

LINE: Final = "\x00line"
"""Name of the column with the row's place; no source can have a column of that name."""
BLOCK_BYTES: Final = 2 << 20
MAX_RECORD_BYTES: Final = 16 << 20
"""A longer record is set aside unread."""
CUT_OFF: Final = (EOFError, gzip.BadGzipFile, zlib.error)
REPAIR: Final = "export the file again as whole UTF-8 text, or unpack it to see where it breaks"
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
SURROGATE: Final = re.compile("[\ud800-\udfff]")
"""A byte that is not UTF-8, in the text of `text_lines`."""
_LINE_END: Final = re.compile(rb"\r\n|\n|\r(?=[^\n])")


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines; `first` is the number of the first of them, from 1. `breaks_off`: why the file ends here without being whole."""

    first: int
    data: bytes
    is_last: bool = False
    breaks_off: str | None = None


def read_blocks(path: Path, delivery: Delivery) -> Iterator[Block | Quarantined]:
    """The file without its byte order mark. One block, the last, says that it is the last; it may be empty."""
    line, rest, is_skipping, breaks_off = 1, b"", False, None
    chunks = _chunks(path)
    while (data := next(chunks, None)) is not None:
        if isinstance(data, str):
            rest, breaks_off = b"", data
            break
        if is_skipping:
            end = _LINE_END.search(data)
            is_skipping, data = end is None, data[end.end() :] if end else b""
        whole, rest = _at_last_line_end(rest + data)
        if whole:
            yield Block(line, whole if line > 1 else whole.removeprefix(_BYTE_ORDER_MARK))
            line += count_lines(whole)
        if len(rest) > MAX_RECORD_BYTES:
            yield _too_long(delivery, line, rest[:100].decode("utf-8", "replace"))
            line, rest, is_skipping = line + 1, b"", True
    yield Block(line, rest if line > 1 else rest.removeprefix(_BYTE_ORDER_MARK), True, breaks_off)


def _chunks(path: Path) -> Iterator[bytes | str]:
    """The bytes, unpacked, `BLOCK_BYTES` or a little more at a time; where they break off, a text that says why."""
    with path.open("rb") as raw:
        file = gzip.GzipFile(fileobj=raw) if path.name.lower().endswith(".gz") else raw
        parts: list[bytes] = []
        error = None
        try:
            # read1 hands over what was unpacked before the place where the stream breaks, read would lose it
            while data := file.read1(BLOCK_BYTES):
                parts.append(data)
                if sum(map(len, parts)) >= BLOCK_BYTES:
                    yield b"".join(parts)
                    parts.clear()
        except (*CUT_OFF, OSError) as caught:
            error = str(caught)
        yield b"".join(parts)
        if error is not None:
            yield error


def _at_last_line_end(data: bytes) -> tuple[bytes, bytes]:
    # a \r at the very end may be half of \r\n
    end = data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, -1) + 1
    return data[:end], data[end:]


def count_lines(data: bytes) -> int:
    """The number of line ends."""
    return data.count(b"\n") + lone_returns(data)


def lone_returns(data: bytes) -> int:
    """The number of `\\r` without a `\\n` after it."""
    return data.count(b"\r") - data.count(b"\r\n") if b"\r" in data else 0


def text_lines(data: bytes) -> list[str]:
    """The lines with their ends; a byte that is not UTF-8 becomes a lone surrogate."""
    return list(StringIO(data.decode("utf-8", "surrogateescape"), newline=""))


CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
"""A spreadsheet breaks the lines of its headers; a name of one line can be shown and named in a setting."""


def column_name(text: str) -> str:
    """A name from a file without blanks around it, and without what no table can hold."""
    return CONTROL.sub(" ", text.encode("utf-8", "replace").decode()).strip()


def breaks_off(delivery: Delivery, line: int, why: str) -> Quarantined:
    """The place where the file breaks off: from `line` on nothing was read."""
    return whole_file(delivery, f"breaks off after line {line - 1}: {why}", remedy=REPAIR, line=line)


def _too_long(delivery: Delivery, line: int, start: str) -> Quarantined:
    reason = f"the line is longer than {MAX_RECORD_BYTES >> 20} MiB"
    remedy = "is a line end missing?"
    return Quarantined(delivery.file, line, "", shortened(start), reason, remedy, delivery.delivery_id)
