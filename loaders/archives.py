"""The files of a delivery, on disk or inside .zip and .gz files, read without unpacking anything to disk.

A member of a zip is called `delivery.zip!/folder/message.xml`. What an archive could do harm with is set aside: names that lead out of
it, contents far larger than the archive, archives inside archives.
"""

import gzip
import hashlib
import io
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self, cast

from graph.records import Quarantined
from loaders.rows import input_files, printable, sha256_of, shortened

_MIB: Final = 1024 * 1024
_OPEN_ARCHIVES: Final = 16
"""Zip files held open at once, so that a folder of thousands does not use up the file handles."""
_PACKED: Final = (".zip", ".gz", ".7z", ".rar", ".tar", ".tgz")
BROKEN: Final = (zipfile.BadZipFile, EOFError, zlib.error, OSError, NotImplementedError)
"""What reading a damaged or unusual archive raises."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What is read out of one archive at most.

    `max_members`: entries in a zip's directory. `max_member_bytes`, `max_bytes`: unpacked, one file or member, and all of a zip
    that are read.
    `max_ratio`: unpacked bytes for each packed one, not asked of a member under a mebibyte (metadata packs 10 to 40 times).
    """

    max_members: int = 200_000
    max_member_bytes: int = 1024 * _MIB
    max_bytes: int = 8 * 1024 * _MIB
    max_ratio: int = 250


DEFAULT_LIMITS: Final = ArchiveLimits()


class TooLarge(OSError):
    """More came out of a packed file than the limits allow."""


@dataclass(frozen=True, slots=True)
class Source:
    """One readable file: `name` is what to call it, `path` where it or its archive lies, `member` its entry in a zip."""

    name: str
    path: Path
    member: zipfile.ZipInfo | None = None


class Inputs:
    """The files below a path that have one of the endings, and such members of the zips among them, as `sources`, sorted by name.

    `refused`: what is not read, with the reason. Used as a context: zips stay open in between.

    Raises: MissingInput: no such path, or no such file in the folder.
    """

    def __init__(self, path: Path, *, endings: tuple[str, ...], limits: ArchiveLimits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._zips: OrderedDict[Path, zipfile.ZipFile] = OrderedDict()
        self.sources: list[Source] = []
        self.refused: list[Quarantined] = []
        for file, name in input_files(path, endings=(*endings, ".zip")):
            if not name.lower().endswith(".zip"):
                self._add_file(file, name)
                continue
            try:
                self.sources.extend(self._members(file, name, endings))
            except BROKEN as error:
                self._refuse(name, f"cannot be read as a zip: {error}", remedy="ask the sender for the archive again")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._zips:
            self._zips.popitem()[1].close()

    def open(self, source: Source) -> IO[bytes]:
        """The bytes of the source, unpacked. Raises while reading: one of `BROKEN`, `TooLarge` among them."""
        if source.member is not None:
            return self._zip(source.path).open(source.member)
        if source.name.lower().endswith(".gz"):
            return cast(IO[bytes], _LimitedGzip(source.path, self._limits))
        return source.path.open("rb")

    def digest(self, source: Source) -> str:
        """SHA-256 of the file as it lies on disk (a .gz packed), or of a zip's member unpacked. Raises: as `open`."""
        if source.member is None:
            return sha256_of(source.path)
        with self.open(source) as file:
            # zipfile's reader offers no file number, so not `hashlib.file_digest`
            digest = hashlib.sha256()
            while chunk := file.read(_MIB):
                digest.update(chunk)
        return digest.hexdigest()

    def _zip(self, path: Path) -> zipfile.ZipFile:
        if path not in self._zips:
            if len(self._zips) >= _OPEN_ARCHIVES:
                self._zips.popitem(last=False)[1].close()
            self._zips[path] = zipfile.ZipFile(path)
        self._zips.move_to_end(path)
        return self._zips[path]

    def _add_file(self, file: Path, name: str) -> None:
        size, most = file.stat().st_size, self._limits.max_member_bytes
        if size > most:
            self._refuse(name, f"has {size} bytes, more than {most}", remedy="split the file")
        else:
            self.sources.append(Source(name, file))

    def _members(self, path: Path, archive: str, endings: tuple[str, ...]) -> Iterator[Source]:
        entries = self._zip(path).infolist()
        if len(entries) > self._limits.max_members:
            reason = f"holds {len(entries)} members, more than {self._limits.max_members}"
            self._refuse(archive, reason, remedy="split the archive")
            return
        total = 0
        for entry in sorted(entries, key=lambda entry: entry.filename):
            if entry.is_dir() or _is_left_by_macos(entry.filename):
                continue
            name = f"{archive}!/{printable(entry.filename)}"
            wanted = entry.filename.lower().endswith(endings)
            if not wanted and not entry.filename.lower().endswith(_PACKED):
                continue
            fault = self._fault(entry)
            if fault is None:
                total += entry.file_size
                if total > self._limits.max_bytes:
                    self._refuse(name, f"unpacks past {self._limits.max_bytes} bytes; nothing from here on is read")
                    return
                yield Source(name, path, entry)
            else:
                self._refuse(name, fault)

    def _fault(self, entry: zipfile.ZipInfo) -> str | None:
        name = entry.filename.replace("\\", "/")
        limits = self._limits
        if name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/"):
            return "its name leads out of the archive"
        if name.lower().endswith(_PACKED):
            return "is an archive inside an archive"
        if entry.flag_bits & 1:
            return "is encrypted"
        if entry.file_size > limits.max_member_bytes:
            return f"unpacks to {entry.file_size} bytes, more than {limits.max_member_bytes}"
        if entry.file_size > max(_MIB, entry.compress_size * limits.max_ratio):
            return f"unpacks to more than {limits.max_ratio} times its packed size"
        return None

    def _refuse(self, name: str, reason: str, *, remedy: str = "repack it with plain files inside") -> None:
        self.refused.append(Quarantined(shortened(name), 0, "", "", shortened(reason), remedy))


def _is_left_by_macos(name: str) -> bool:
    """Resource forks that the Finder adds to every zip: named like their file, and not it."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith("._")


class _LimitedGzip(io.RawIOBase):
    """A .gz file as it unpacks, until it has given more than the limits allow."""

    def __init__(self, path: Path, limits: ArchiveLimits) -> None:
        self._file = gzip.GzipFile(path)
        self._given = 0
        self._most = min(limits.max_member_bytes, max(_MIB, path.stat().st_size * limits.max_ratio))

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size if size >= 0 else self._most + 1)
        self._given += len(chunk)
        if self._given > self._most:
            raise TooLarge(f"unpacks to more than {self._most} bytes")
        return chunk

    def close(self) -> None:
        self._file.close()
        super().close()
