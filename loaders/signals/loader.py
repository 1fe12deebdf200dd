"""Outside scores and reports, kept as signals with their source and never as verdicts.

A file is either in the catalog's `signals` layout, under any name, or a watch list in a layout of its own (`signals_layout`). Each row
of a watch list becomes an artist as that list asserts it (`SOURCE:ID`, with the addresses made from its service ids, by which identity
resolution joins it to a catalog's profile) and a signal on that artist.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

import polars as pl

from graph.errors import MissingColumn
from graph.records import RECORDS, Delivery, LoadOptions, Notice, Quarantined, RecordTable
from loaders.catalog.files import TableFile, open_table
from loaders.catalog.lines import LINE
from loaders.catalog.loader import (
    ENDINGS,
    Seen,
    Taken,
    read_pieces,
    read_table,
    require_columns,
    unknown_columns,
    without_duplicates,
)
from loaders.catalog.rules import UNSEEN
from loaders.rows import (
    DEFAULT_OPTIONS,
    Loaded,
    Row,
    attributes,
    batches,
    input_files,
    parse_time,
    read_each,
    sha256_of,
    shortened,
    unique_texts,
)
from loaders.signals.layout import Layout, packaged_layouts, read_layout

_SIGNALS: Final = RECORDS["signals"]
_ARTISTS: Final = RECORDS["artists"]
_BAR: Final = re.compile(r"(?<!\\)\|")
_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")
_SCORE_REMEDY: Final = "write digits with a decimal point, or set `score_maximum` in the layout"


def read_signals(path: Path, *, options: LoadOptions = DEFAULT_OPTIONS) -> Iterator[Loaded]:
    """Read a file of signals or a watch list, or every such file below a folder.

    `options.layout`: a packaged layout's name or a `.toml` file, for all files; unset, each file's columns tell.

    Raises:
        MissingInput: no such path, no such layout file, or no table in the folder.
        MissingColumn: a file is in no known layout, or lacks a column that its layout needs; nothing has been yielded yet.
        BadArgument, UnreadableInput: the layout is not known, or is none.
        TooManyBadRows: more of a file's rows are set aside than the options allow.
    """
    chosen = read_layout(options.layout) if options.layout else None
    opened: list[tuple[Path, Delivery, Layout | None]] = []
    unreadable: list[Quarantined] = []
    for file, name in input_files(path, endings=ENDINGS):
        delivery = Delivery(sha256_of(file), "signals", name)
        found = open_table(file, delivery)
        if isinstance(found, Quarantined):
            unreadable.append(found)
            continue
        layout = chosen or _recognised(found)
        if layout is None:
            require_columns(_SIGNALS, found)
        else:
            _require_layout(layout, found)
            delivery = Delivery(delivery.delivery_id, "signals", name, layout.source)
        opened.append((file, delivery, layout))
    yield from (delivery for _, delivery, _ in opened)
    yield from unreadable
    yield from read_each(_read_file(file, delivery, layout, options) for file, delivery, layout in opened)


def _read_file(file: Path, delivery: Delivery, layout: Layout | None, options: LoadOptions) -> Iterator[Loaded]:
    found = open_table(file, delivery)
    if isinstance(found, Quarantined):
        yield found
    elif layout is None:
        yield from unknown_columns(_SIGNALS, found)
        yield from read_table(_SIGNALS, found, options)
    else:
        yield from _read_list(layout, found, options)


def _recognised(file: TableFile) -> Layout | None:
    """The packaged layout whose columns are there; None for the catalog's own layout."""
    if set(_SIGNALS.required) <= set(file.columns):
        return None
    known = packaged_layouts()
    for layout in known.values():
        if layout.recognised_by and set(layout.recognised_by) <= set(file.columns):
            return layout
    found = ", ".join(f"`{shortened(name)}`" for name in file.columns[:20]) or "none"
    raise MissingColumn(
        f"{file.delivery.file} is in no known layout; columns found: {found}",
        hint=f"name the columns {', '.join(_SIGNALS.required)}, or write a layout (docs/guides/signals.md) and name it",
    )


def _require_layout(layout: Layout, file: TableFile) -> None:
    missing = [column for column in layout.required if column not in file.columns]
    if missing:
        found = ", ".join(f"`{shortened(name)}`" for name in file.columns[:20]) or "none"
        raise MissingColumn(
            f"{file.delivery.file} has no column `{missing[0]}`; columns found: {found}",
            hint=f"is it a list in the layout of {layout.source}? A layout of its own says which column is what",
        )


def _read_list(layout: Layout, file: TableFile, options: LoadOptions) -> Iterator[Loaded]:
    known = {*layout.columns.values(), *layout.urls, *layout.required, *layout.attributes}
    for name in file.columns:
        if name not in known:
            yield Notice(file.delivery.file, f"column `{name}` is not in the layout: kept as a source attribute")
    rows = _ListRows(layout, file.delivery)

    def take(piece: pl.DataFrame) -> Taken:
        artists, signals, faults = rows.take(piece)
        return faults, [
            *batches(file.delivery, "artists", artists, options.batch_rows),
            *batches(file.delivery, "signals", signals, options.batch_rows),
        ]

    yield from read_pieces(file, take, options)
    if rows.repeated:
        yield Notice(file.delivery.file, f"{rows.repeated} rows repeat an earlier row exactly and were dropped")


class _Fault(Exception):
    """What is wrong with a row: the list's column, the value, the reason, the remedy."""


class _ListRows:
    """Makes a watch list's rows into artists and signals; remembers the rows before."""

    def __init__(self, layout: Layout, delivery: Delivery) -> None:
        self._layout = layout
        self._delivery = delivery
        self._artists = Seen(_ARTISTS)
        self._signals = Seen(_SIGNALS)

    @property
    def repeated(self) -> int:
        """Rows that say what an earlier row said and nothing else."""
        return self._signals.repeated

    def take(self, piece: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, list[Quarantined]]:
        """The artists that are new, the signals that are new, and what is set aside, in the order of the lines."""
        artists: list[Row] = []
        signals: list[Row] = []
        faults: list[Quarantined] = []
        joined = [pl.col(name).list.join("|") for name, dtype in piece.schema.items() if isinstance(dtype, pl.List)]
        for row in piece.with_columns(joined).iter_rows(named=True):
            line = row.pop(LINE)
            texts = {name: text for name, text in row.items() if text is not None and text.strip(UNSEEN)}
            try:
                artist = self._artist(texts)
                signal = self._signal(artist["artist_id"], texts)
            except _Fault as fault:
                faults.append(self._set_aside(line, *fault.args))
                continue
            artists.append({LINE: line, **artist})
            signals.append({LINE: line, **signal})
        artist_table, other_artists = self._first_of_each(_ARTISTS, artists, self._artists)
        clashing = {fault.line for fault in other_artists}
        signals = [signal for signal in signals if signal[LINE] not in clashing]
        signal_table, other_signals = self._first_of_each(_SIGNALS, signals, self._signals)
        faults = sorted([*faults, *other_artists, *other_signals], key=lambda fault: fault.line)
        return artist_table, signal_table, faults

    def _artist(self, texts: dict[str, str]) -> Row:
        columns = self._layout.columns
        for column in (columns["id"], columns["name"]):
            if column not in texts:
                raise _Fault(column, "", f"`{column}` is empty and must not be", "give it a value in the source")
        aliases = _BAR.split(texts.get(columns.get("aliases", ""), ""))
        urls = unique_texts(_url(address, texts.get(column)) for column, address in self._layout.urls.items())
        return {
            "artist_id": f"{self._layout.source}:{texts[columns['id']].strip(UNSEEN)}",
            "name": texts[columns["name"]],
            "aliases": unique_texts(alias.replace(r"\|", "|") for alias in aliases if alias.strip(UNSEEN)) or None,
            "urls": urls or None,
        }

    def _signal(self, artist_id: str, texts: dict[str, str]) -> Row:
        used = {*self._layout.columns.values(), *self._layout.urls}
        return {
            "subject_type": "artist",
            "subject_id": artist_id,
            "kind": self._kind(texts),
            "score": self._score(texts),
            "source": self._layout.source,
            "observed_at": self._observed_at(texts),
            "source_attributes": attributes(**{name: text for name, text in texts.items() if name not in used}),
        }

    def _kind(self, texts: dict[str, str]) -> str:
        column = self._layout.kind_column
        if column is None:
            return str(self._layout.kind)
        value = texts.get(column, "").strip(UNSEEN)
        if value not in self._layout.kinds:
            known = ", ".join(self._layout.kinds)
            remedy = f"add it to `kind.values` of the layout, which has {known}"
            raise _Fault(column, value, f"`{shortened(value)}` stands for no kind of signal", remedy)
        return self._layout.kinds[value]

    def _score(self, texts: dict[str, str]) -> float | None:
        column, maximum = self._layout.columns.get("score", ""), self._layout.score_maximum
        if column not in texts:
            return None
        text = texts[column].strip(UNSEEN)
        score = float(text) / maximum if _NUMBER.fullmatch(text) else -1
        if not 0 <= score <= 1:
            raise _Fault(column, text, f"`{shortened(text)}` is not a number from 0 to {maximum:g}", _SCORE_REMEDY)
        return score

    def _observed_at(self, texts: dict[str, str]) -> datetime | None:
        column = self._layout.columns.get("observed_at", "")
        time = parse_time(texts.get(column, "").strip(UNSEEN))
        if column in texts and time is None:
            reason = f"`{shortened(texts[column])}` is not a time"
            raise _Fault(column, texts[column], reason, "write it as in 2026-11-24T18:30:00Z")
        return time

    def _first_of_each(self, table: RecordTable, rows: list[Row], seen: Seen) -> tuple[pl.DataFrame, list[Quarantined]]:
        schema = {LINE: pl.Int64(), **table.schema}
        frame = pl.DataFrame({name: [row.get(name) for row in rows] for name in schema}, schema=schema)
        first, others = without_duplicates(table, frame, seen, self._delivery)
        return first.drop(LINE), [replace(fault, column=self._layout.columns["id"]) for fault in others]

    def _set_aside(self, line: int, column: str, value: str, reason: str, remedy: str) -> Quarantined:
        place = self._delivery.file, line, column
        return Quarantined(*place, shortened(value), reason, remedy, self._delivery.delivery_id)


def _url(address: str, value: str | None) -> str | None:
    """The address of a service id; a value that is an address already is kept."""
    if value is None:
        return None
    value = value.strip(UNSEEN)
    return value if value.startswith(("http://", "https://")) else address.format(quote(value, safe="@"))
