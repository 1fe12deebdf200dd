"""Discogs' monthly dumps (artists, labels, masters, releases) as records, in any order and any part.

Entries are read one by one and freed, so memory does not grow with the dump. The artists and labels dumps give artists and labels,
the releases dump gives releases, recordings and contributions. What an entry says of others in passing (an artist's, a label's, a
company's name on a release; an alias's or a member's on an artist) is a mention. A company is a distributor by what it did for a
release, and has no dump of its own, so distributors are mentions only.

A master, which sums up the editions of one release, is no record of its own: it mentions its main release (title, artists, year), and
each release keeps its master's number. A day that Discogs leaves open (`1999-03-00`) is not made up. Labels' contact information is
not read, and e-mail addresses in free texts are struck out.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Final, cast

from graph.records import Delivery, LoadOptions, Notice, Quarantined
from loaders.ddex.values import parse_day
from loaders.discogs.entries import take_artist, take_label, take_master
from loaders.discogs.release import take_release
from loaders.rows import DEFAULT_OPTIONS, BadRows, Loaded, RowBuffer, read_database, shortened, whole_file
from loaders.xml import Element, RefusedXml, find_text, forget, line_of, local_name, open_xml, stream

Taker = Callable[[RowBuffer, Element], str | None]
"""Adds what one entry says, or tells what is wrong with it."""
MAX_ENTRY_BYTES: Final = 8 * 2**20
"""An entry is in memory as a whole; the longest of a dump's first thousand releases has a seventieth of this."""
_DUMP_DAY: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TAKERS: Final[dict[str, Taker]] = {
    "artists": take_artist,
    "labels": take_label,
    "masters": take_master,
    "releases": take_release,
}


def read_discogs(path: Path, *, options: LoadOptions = DEFAULT_OPTIONS) -> Iterator[Loaded]:
    """Read one dump, or every `.xml` and `.xml.gz` below a folder; another XML file is passed over with a notice.

    Raises:
        MissingInput: no such path, or no dump in the folder.
        TooManyBadRows: more of a dump's entries are set aside than the options allow.
    """
    return read_database(
        path,
        source="discogs",
        endings=(".xml", ".xml.gz"),
        created_at=_dump_day,
        read=lambda file, delivery: _read_dump(file, delivery, options),
    )


def _dump_day(file: Path) -> datetime | None:
    found = _DUMP_DAY.search(file.name)
    day = parse_day("-".join(found.groups())) if found else None
    return datetime(day.year, day.month, day.day) if day else None


def _read_dump(file: Path, delivery: Delivery, options: LoadOptions) -> Iterator[Loaded]:
    rows = RowBuffer(delivery, options=options)
    try:
        yield from _read_entries(file, rows, options)
    except RefusedXml as error:
        yield from rows.drain()
        remedy = "download the dump again; what stands before this place is loaded"
        yield whole_file(delivery, error.reason, remedy=remedy, line=error.line)
    yield from rows.drain()


def _read_entries(file: Path, rows: RowBuffer, options: LoadOptions) -> Iterator[Loaded]:
    bad = BadRows(rows.delivery, options=options)
    take: Taker | None = None
    with open_xml(file) as opened:
        source = _Metered(opened)
        for event, element, depth in stream(cast(IO[bytes], source)):
            if event == "start" and depth == 1:
                root = local_name(element)
                take = _TAKERS.get(root)
                if take is None:
                    yield Notice(rows.delivery.file, f"is not a Discogs dump: its root is `{shortened(root)}`")
                    return
            elif event == "end" and depth == 2 and take is not None:
                source.entry_bytes = 0
                fault = take(rows, element)
                if fault:
                    yield _set_aside(rows.delivery, element, fault)
                bad.count(rows=1, bad=1 if fault else 0)
                forget(element)
                if rows.is_full:
                    yield from rows.drain()
    bad.judge()


class _Metered:
    """A file that refuses to be read on when one entry has no end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.entry_bytes = 0

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        self.entry_bytes += len(data)
        if self.entry_bytes > MAX_ENTRY_BYTES:
            raise RefusedXml(f"one entry is longer than {MAX_ENTRY_BYTES // 2**20} MB")
        return data


def _set_aside(delivery: Delivery, element: Element, fault: str) -> Quarantined:
    value = element.get("id") or find_text(element, "id") or ""
    return Quarantined(
        delivery.file,
        line_of(element),
        local_name(element),
        shortened(value),
        fault,
        "correct the entry at Discogs",
        delivery.delivery_id,
    )
