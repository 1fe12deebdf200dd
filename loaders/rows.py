"""What the loaders share: the files of a path, what is set aside, and rows made into batches."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from unicodedata import category

import polars as pl

from graph.errors import MissingInput, TooManyBadRows, UnreadableInput
from graph.records import RECORDS, Batch, Delivery, LoadOptions, Notice, Quarantined

Loaded = Delivery | Batch | Quarantined | Notice
Row = dict[str, Any]

DEFAULT_OPTIONS: Final = LoadOptions()
MAX_SHOWN: Final = 80
"""Characters of a faulty value that are shown."""
JUDGED_ROWS: Final = 100_000
"""A delivery is judged by its whole, or by so many rows: not by its first ones, which a wrong order could make look rotten."""
MIN_BAD_ROWS: Final = 20
"""Fewer faulty rows than this never stop a delivery, whatever their share."""


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of the file's bytes as they lie on disk (a .gz is not unpacked)."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def printable(text: str) -> str:
    """The text with what a terminal would obey or hide (control and format characters) written out, `\\x1b`."""
    whole = text.encode("utf-8", "replace").decode()
    return "".join(
        sign if sign.isprintable() or category(sign) == "Zs" else sign.encode("unicode_escape").decode()
        for sign in whole
    )


def shortened(value: str) -> str:
    """The value on one line, printable, cut to `MAX_SHOWN` characters."""
    # a value may be a whole file: no more of it is looked at than can be shown
    flat = printable(" ".join(value[: 10 * MAX_SHOWN].split()))
    return flat if len(flat) <= MAX_SHOWN else flat[: MAX_SHOWN - 1] + "…"


def whole_file(delivery: Delivery, reason: str, *, remedy: str, line: int = 0) -> Quarantined:
    """A file set aside as a whole, or from `line` on."""
    return Quarantined(delivery.file, line, "", "", shortened(reason), remedy, delivery.delivery_id)


def input_files(path: Path, *, endings: tuple[str, ...]) -> list[tuple[Path, str]]:
    """The files to read and the names to call them by: `path` itself, or all below it with one of the endings, sorted.

    Raises: MissingInput: the path does not exist, or the folder holds no such file.
    """
    if path.is_file():
        return [(path, printable(path.name))]
    if not path.is_dir():
        raise MissingInput(f"`{path}` does not exist", hint="check the spelling and where the command runs")
    found = sorted(file for file in path.rglob("*") if file.name.lower().endswith(endings) and file.is_file())
    require_inside(path, found)
    if not found:
        raise MissingInput(
            f"`{path}` holds no file ending in {' or '.join(endings)}", hint="name the folder of the files"
        )
    return [(file, printable(file.relative_to(path).as_posix())) for file in found]


def require_inside(folder: Path, files: Iterable[Path]) -> None:
    """Raises: UnreadableInput: a file is a link that leads out of the folder, to what nobody meant to load."""
    home = folder.resolve()
    for file in files:
        if not file.resolve().is_relative_to(home):
            raise UnreadableInput(
                f"`{printable(file.name)}` is a link that leads out of `{folder}`",
                hint="put the file itself into the folder, or load the place where it lies",
            )


def parse_time(text: str | None) -> datetime | None:
    """An ISO 8601 time as UTC without a zone; a time without a zone is taken as UTC. None if it is not one."""
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text.strip())
        return time if time.tzinfo is None else time.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def attributes(**values: object) -> str | None:
    """The values that are there as JSON text with sorted keys, for `source_attributes`."""
    kept = {name: value for name, value in values.items() if value not in (None, "", [], {})}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else None


class BadRows:
    """Counts a delivery's rows and stops it when too many of them are faulty: at its end, and every `JUDGED_ROWS` rows before."""

    def __init__(self, delivery: Delivery, *, options: LoadOptions) -> None:
        self._delivery = delivery
        self._max_share = options.max_bad_share
        self._rows = 0
        self._bad = 0
        self._judged = 0

    def count(self, rows: int, bad: int) -> None:
        """Add `rows` read, `bad` of them set aside. Raises: TooManyBadRows."""
        self._rows += rows
        self._bad += bad
        if self._rows - self._judged >= JUDGED_ROWS:
            self.judge()

    def judge(self) -> None:
        """At the end of the delivery. Raises: TooManyBadRows."""
        self._judged = self._rows
        if self._bad >= MIN_BAD_ROWS and self._bad > self._max_share * self._rows:
            raise TooManyBadRows(
                f"{self._delivery.file}: {self._bad} of {self._rows} rows break a rule, more than {self._max_share:.0%}",
                hint="see `namesake quarantine list` for the reasons; correct the file, or raise NAMESAKE_MAX_BAD_SHARE",
                delivery_ids=(self._delivery.delivery_id,),
            )

    @property
    def is_judged(self) -> bool:
        """Whether enough was read to say that the delivery is sound."""
        return self._judged > 0


def read_each(readings: Iterable[Iterator[Loaded]]) -> Iterator[Loaded]:
    """Several deliveries, one after the other: one that is stopped does not keep the others out.

    Raises: TooManyBadRows: at the end, for those that were stopped.
    """
    stopped: list[TooManyBadRows] = []
    for reading in readings:
        try:
            yield from reading
        except TooManyBadRows as error:
            stopped.append(error)
    if stopped:
        ids = tuple(key for error in stopped for key in error.delivery_ids)
        raise TooManyBadRows(stopped[0].what, hint=stopped[0].hint, delivery_ids=ids)


def read_database(
    path: Path,
    *,
    source: str,
    endings: tuple[str, ...],
    created_at: Callable[[Path], datetime | None],
    read: Callable[[Path, Delivery], Iterator[Loaded]],
) -> Iterator[Loaded]:
    """The files of a public database's export: all deliveries first, then what each file holds.

    Args:
        source: the database, which is the sender of every file too.
        created_at: when a file was made, UTC without a zone; None where nothing tells.

    Raises: MissingInput: as `input_files`. TooManyBadRows: as `read_each`.
    """
    files = [
        (file, Delivery(sha256_of(file), source, name, source, created_at(file)))
        for file, name in input_files(path, endings=endings)
    ]
    yield from (delivery for _, delivery in files)
    yield from read_each(read(file, delivery) for file, delivery in files)


class RowBuffer:
    """Rows of several tables, each key once (the first stands), handed out as batches in load order."""

    def __init__(self, delivery: Delivery, *, options: LoadOptions) -> None:
        self.delivery = delivery
        self._batch_rows = options.batch_rows
        self._rows: dict[str, dict[tuple[Any, ...], Row]] = {table: {} for table in RECORDS}
        self._mentions: dict[str, dict[tuple[Any, ...], list[Row]]] = {table: {} for table in RECORDS}

    def add(self, table: str, **row: Any) -> None:
        """A record of its own."""
        self._rows[table].setdefault(_key(table, row), row)

    def mention(self, table: str, **row: Any) -> None:
        """A record as another one mentions it: it gives way to the record of its own, whenever that comes.

        Different mentions of one thing are all handed out: which of them stands is the writer's to say, whatever the batch.
        """
        said = self._mentions[table].setdefault(_key(table, row), [])
        if row not in said:
            said.append(row)

    def get(self, table: str, *key: Any) -> Row | None:
        """A row that was added and not yet handed out, to be completed in place."""
        return self._rows[table].get(key)

    @property
    def is_full(self) -> bool:
        return any(len(rows) >= self._batch_rows for part in (self._rows, self._mentions) for rows in part.values())

    def drain(self) -> Iterator[Batch]:
        """Everything so far, in batches; the buffer is empty afterwards."""
        for table, rows in self._rows.items():
            mentions = [row for key, said in self._mentions[table].items() if key not in rows for row in said]
            for found, is_mention in ((list(rows.values()), False), (mentions, True)):
                if found:
                    # messages give a few rows each, for which this is four times as fast as column by column
                    frame = pl.from_dicts(found, schema=RECORDS[table].schema)
                    yield from batches(self.delivery, table, frame, self._batch_rows, is_mention=is_mention)
            rows.clear()
            self._mentions[table].clear()


def _key(table: str, row: Row) -> tuple[Any, ...]:
    return tuple(row.get(column) for column in RECORDS[table].key)


def batches(
    delivery: Delivery, table: str, rows: pl.DataFrame, batch_rows: int, *, is_mention: bool = False
) -> Iterator[Batch]:
    """The rows in slices of at most `batch_rows`."""
    for part in rows.iter_slices(batch_rows):
        yield Batch(delivery, table, part, is_mention)


def unique_texts(values: Iterable[str | None]) -> list[str]:
    """The values that are not empty, each once, in order."""
    return list(dict.fromkeys(value for value in values if value))
