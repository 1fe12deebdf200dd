"""MusicBrainz' files as lines of bytes: the published `.tar.xz` dumps, JSON lines, and single JSON documents, packed or not.

Nothing is unpacked to disk, and no more than a line (or one document) is held at a time.
"""

import bz2
import gzip
import lzma
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final, cast

from loaders.musicbrainz.values import BadJson, parse_object
from loaders.rows import parse_time

MAX_LINE_BYTES: Final = 16 * 1024 * 1024
"""The longest lines of the published dumps, releases with thousands of tracks, are several megabytes."""
MAX_DOCUMENT_BYTES: Final = 64 * 1024 * 1024
MAX_HEADER_BYTES: Final = 1024 * 1024
"""Of a tar between two members."""
MAX_MEMBERS: Final = 10_000
ENTITIES: Final = ("artist", "label", "release", "release-group", "recording")
"""What is loaded, as MusicBrainz names it."""
OTHER_ENTITIES: Final = ("area", "event", "genre", "instrument", "place", "series", "url", "work")
ENDINGS: Final = (
    *(f"{kind}{packed}" for kind in (".json", ".jsonl", ".tar") for packed in ("", ".xz", ".gz", ".bz2")),
    ".csv",
    ".csv.gz",
    *ENTITIES,
)

_CREATED: Final = re.compile(rb'\A\s*\{\s*"created"\s*:\s*"([^"]{10,40})"')
_OPENERS: Final[dict[str, Callable[[Path], Any]]] = {".xz": lzma.open, ".gz": gzip.open, ".bz2": bz2.open}
# tarfile raises ValueError for a number in an extended header that is none
_BROKEN: Final = (EOFError, OSError, ValueError, lzma.LZMAError, tarfile.TarError, zlib.error)

Lines = Iterator[tuple[int, bytes | None]]
"""Line numbers (0: the whole file) and bytes, None for a line that is too long."""


class BrokenFile(Exception):
    """The file cannot be read on from `line`; the message says why."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of one kind. `entity` is what they hold, None where each says it by its shape.

    `lines` raises BrokenFile while it is read.
    """

    entity: str | None
    lines: Lines


class _Bounded:
    """The bytes of a tar up to `limit`, so that no header can make the reader hold more than it was allowed."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._given = 0
        self.limit = MAX_HEADER_BYTES

    def read(self, size: int) -> bytes:
        chunk = self._file.read(size)
        self._given += len(chunk)
        if self._given > self.limit:
            raise tarfile.ReadError(f"headers of more than {MAX_HEADER_BYTES} bytes")
        return chunk


def parts_of(path: Path) -> Iterator[Part]:
    """What the file holds, part by part; each must be read before the next. Raises: BrokenFile."""
    name, entity = path.name.lower(), entity_of_file(path.name)
    try:
        with _open(path) as file:
            if _stem(name).endswith(".tar"):
                for inside, content in _members(file):
                    if inside.parts[:-1] in ((), ("mbdump",)) and (held := entity_of_file(inside.name)):
                        yield Part(held, _guarded(_lines(content)))
            elif _stem(name).endswith(".json"):
                yield Part(entity, _guarded(_lines_or_document(file)))
            else:
                yield Part(entity, _guarded(_lines(file)))
    except _BROKEN as error:
        raise BrokenFile(f"cannot be read: {error}", 0) from error


def created_at(path: Path) -> datetime | None:
    """When the data was taken: a dump's TIMESTAMP, or `created` of search results. None if the file does not say."""
    try:
        if path.name in ENTITIES:
            stamp = path.parent.parent / "TIMESTAMP"
            return _stamp(stamp.open("rb")) if path.parent.name == "mbdump" and stamp.is_file() else None
        with _open(path) as file:
            if _stem(path.name.lower()).endswith(".tar"):
                return _tar_time(file)
            found = _CREATED.match(file.read(200))
            return parse_time(found[1].decode("ascii", "replace")) if found else None
    except _BROKEN:
        return None  # reading the file says what is wrong with it, and where


def entity_of_file(name: str) -> str | None:
    """The entity that a file or member is called after: `mbdump/artist`, `artist.jsonl`, `release-group.json.xz`."""
    stem = PurePosixPath(name).name.split(".")[0]
    return stem if stem in (*ENTITIES, *OTHER_ENTITIES) else None


def _stem(name: str) -> str:
    return name.removesuffix(".xz").removesuffix(".gz").removesuffix(".bz2")


def _open(path: Path) -> IO[bytes]:
    opener = _OPENERS.get(path.suffix.lower())
    return cast(IO[bytes], opener(path)) if opener else path.open("rb")


def _members(file: IO[bytes]) -> Iterator[tuple[PurePosixPath, IO[bytes]]]:
    """Name and content of the regular members, as they stand in the tar; names are never used as paths on disk."""
    bounded = _Bounded(file)
    with tarfile.open(fileobj=cast(IO[bytes], bounded), mode="r|") as tar:
        for count, member in enumerate(tar, start=1):
            if count > MAX_MEMBERS:
                raise tarfile.ReadError(f"more than {MAX_MEMBERS} members")
            if member.issparse():
                raise tarfile.ReadError("a sparse member")
            bounded.limit = member.offset_data + member.size + MAX_HEADER_BYTES
            content = tar.extractfile(member) if member.isreg() else None
            if content is not None:
                yield PurePosixPath(member.name), content


def _stamp(file: IO[bytes]) -> datetime | None:
    with file:
        return parse_time(file.read(64).decode("ascii", "replace"))


def _tar_time(file: IO[bytes]) -> datetime | None:
    for name, content in _members(file):
        if name == PurePosixPath("TIMESTAMP"):
            return _stamp(content)
        if name.parent.name == "mbdump":
            return None  # the published dumps have the time before the entries
    return None


def _guarded(lines: Lines) -> Lines:
    """The lines until the file breaks, which is told with the place."""
    number = 0
    try:
        for number, line in lines:
            yield number, line
    except _BROKEN as error:
        place = f"breaks off after line {number}" if number else "cannot be read"
        raise BrokenFile(f"{place}: {error}", number and number + 1) from error


def _lines(file: IO[bytes]) -> Lines:
    number = 0
    while line := file.readline(MAX_LINE_BYTES + 1):
        number += 1
        if len(line) > MAX_LINE_BYTES:
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_LINE_BYTES)
            yield number, None
        elif not line.isspace():
            yield number, line


def _lines_or_document(file: IO[bytes]) -> Lines:
    """A `.json` file is one document, unless its first line is a whole object already."""
    first = file.readline(MAX_LINE_BYTES)
    try:
        parse_object(first)
    except BadJson:
        whole = first + file.read(MAX_DOCUMENT_BYTES + 1 - len(first))
        yield 0, whole if len(whole) <= MAX_DOCUMENT_BYTES else None
    else:
        yield 1, first
        yield from ((number + 1, line) for number, line in _lines(file))
