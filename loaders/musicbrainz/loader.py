"""MusicBrainz as records: the published JSON dumps, and what its web service answers.

An entry is what a line of a dump holds, or what an answer of the web service is or lists. Artists, labels, releases and recordings are
loaded. What an entry says of others (the artist of a release, the members of a band) is a mention, and waits for their own entry.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from graph.records import Delivery, LoadOptions, Notice, Quarantined
from loaders.catalog.files import TableFile, open_table
from loaders.catalog.lines import LINE
from loaders.musicbrainz.artists import take_artist, take_label
from loaders.musicbrainz.files import (
    ENDINGS,
    ENTITIES,
    MAX_DOCUMENT_BYTES,
    MAX_LINE_BYTES,
    BrokenFile,
    Part,
    created_at,
    parts_of,
)
from loaders.musicbrainz.releases import (
    mention_release,
    releases_inside,
    take_recording,
    take_release,
    take_release_group,
)
from loaders.musicbrainz.shapes import entries_of
from loaders.musicbrainz.values import BadJson, Json, mbid, parse_object, text
from loaders.rows import DEFAULT_OPTIONS, BadRows, Loaded, RowBuffer, read_database, shortened, whole_file

_TAKERS: Final[dict[str, Callable[[RowBuffer, Json], str | None]]] = {
    "artist": take_artist,
    "label": take_label,
    "release": take_release,
    "release-group": take_release_group,
    "recording": take_recording,
}
_ID_COLUMNS: Final = ("musicbrainz_id", "mbid", "artist_mbid", "gid", "id")
_NAME_COLUMNS: Final = ("name", "artist", "artist_name")
_CORRECT: Final = "correct the entry at MusicBrainz, or fetch it again with what is missing"


def read_musicbrainz(path: Path, *, options: LoadOptions = DEFAULT_OPTIONS) -> Iterator[Loaded]:
    """Read one file, or every dump and JSON file below a folder.

    Raises:
        MissingInput: no such path, or no such file in the folder.
        TooManyBadRows: more of a file's entries are faulty than `options` allow.
        UnreadableInput: a CSV has two columns of one name.
    """
    return read_database(
        path,
        source="musicbrainz",
        endings=ENDINGS,
        created_at=created_at,
        read=lambda file, delivery: _Reading(delivery, options).read(file),
    )


class _Reading:
    """One file on its way into rows."""

    def __init__(self, delivery: Delivery, options: LoadOptions) -> None:
        self._delivery = delivery
        self._rows = RowBuffer(delivery, options=options)
        self._bad = BadRows(delivery, options=options)
        self._left_out: Counter[str] = Counter()
        self._is_empty = True

    def read(self, file: Path) -> Iterator[Loaded]:
        yield from self._table(file) if ".csv" in file.name.lower() else self._parts(file)

    def _parts(self, file: Path) -> Iterator[Loaded]:
        broken = None
        try:
            for part in parts_of(file):
                yield from self._part(part)
        except BrokenFile as error:
            remedy = "download the file again; what stands before this place is loaded"
            broken = whole_file(self._delivery, str(error), remedy=remedy, line=error.line)
        self._bad.judge()
        yield from self._rows.drain()
        yield from ([broken] if broken else [])
        for what, count in self._left_out.items():
            yield Notice(self._delivery.file, f"not loaded: {count} × {what}")
        if self._is_empty and broken is None:
            yield Notice(self._delivery.file, "holds no entries of MusicBrainz")

    def _table(self, file: Path) -> Iterator[Loaded]:
        """A CSV of artists, as users export them from a database of their own."""
        opened = open_table(file, self._delivery)
        columns = [] if isinstance(opened, Quarantined) else [column.lower() for column in opened.columns]
        ids, names = ([name for name in wanted if name in columns] for wanted in (_ID_COLUMNS, _NAME_COLUMNS))
        if isinstance(opened, Quarantined):
            yield opened
        elif not ids or not names:
            lacking = "names" if ids else "MusicBrainz ids"
            remedy = f"add a column `{_NAME_COLUMNS[0] if ids else _ID_COLUMNS[0]}`, or load the file as a catalog"
            yield whole_file(self._delivery, f"has no column of {lacking}", remedy=remedy)
        else:
            yield from self._table_rows(opened, ids[0], names[0])
            self._bad.judge()
            yield from self._rows.drain()

    def _part(self, part: Part) -> Iterator[Loaded]:
        if part.entity is not None and part.entity not in ENTITIES:
            yield Notice(self._delivery.file, f"holds the entries of {part.entity}, which are not loaded")
            self._is_empty = False
            return
        for line, data in part.lines:
            self._is_empty = False
            if data is None:
                longest = MAX_LINE_BYTES if line else MAX_DOCUMENT_BYTES
                yield from self._set_aside(line, "", f"is longer than {longest // 1024**2} MiB", _CORRECT)
                continue
            try:
                item = parse_object(data)
            except BadJson as error:
                shown = data[:200].decode("utf-8", "replace")
                yield from self._set_aside(line, shown, str(error), "write one whole JSON object in UTF-8")
                continue
            for entity, entry in entries_of(item, part.entity):
                yield from self._entry(line, entity, entry)

    def _entry(self, line: int, entity: str | None, entry: object) -> Iterator[Loaded]:
        if entity is not None and entity not in _TAKERS:
            self._left_out[entity] += 1
            return
        if not isinstance(entry, dict) or entity is None:
            shown = ", ".join(entry) if isinstance(entry, dict) else type(entry).__name__
            reason = "is no artist, label, release, release group or recording of MusicBrainz"
            yield from self._set_aside(line, shown, reason, "load what MusicBrainz answers, as it is")
            return
        fault = _TAKERS[entity](self._rows, entry)
        if fault:
            yield from self._set_aside(line, mbid(entry) or text(entry, "name", "title") or "", fault, _CORRECT, entity)
        else:
            self._bad.count(1, 0)
            self._mention_releases(entity, entry)
        if self._rows.is_full:
            yield from self._rows.drain()

    def _mention_releases(self, entity: str, entry: Json) -> None:
        for release in releases_inside(entity, entry):
            if mention_release(self._rows, release):
                self._left_out[f"release listed with its {entity} and without an artist credit of its own"] += 1

    def _table_rows(self, opened: TableFile, id_column: str, name_column: str) -> Iterator[Loaded]:
        for piece in opened.pieces:
            if isinstance(piece, Quarantined):
                yield piece
                self._bad.count(1, 1)
                continue
            for row in piece.iter_rows(named=True):
                value = {name.lower(): row[name] for name in opened.columns}
                life = {"begin": value.get("life_begin"), "end": value.get("life_end")}
                item = {**value, "id": value[id_column], "name": value[name_column], "life-span": life}
                yield from self._entry(row[LINE], "artist", item)

    def _set_aside(self, line: int, value: str, reason: str, remedy: str, column: str = "") -> Iterator[Loaded]:
        yield Quarantined(
            self._delivery.file, line, column, shortened(value), shortened(reason), remedy, self._delivery.delivery_id
        )
        self._bad.count(1, 1)
