"""The catalog folder of INTERFACES, section 2: read as text, then typed and checked column by column.

A row that breaks a rule is set aside with its place; the rest of the file loads. Only rows with a fault are looked at one by one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Final

import polars as pl
from rapidfuzz import process

from graph.errors import MissingColumn, MissingInput, UnreadableInput
from graph.records import CATALOG_TABLES, RECORDS, TEXTS, Batch, Delivery, LoadOptions, Notice, Quarantined, RecordTable
from loaders.catalog.files import TableFile, open_table
from loaders.catalog.keys import KeysSeen
from loaders.catalog.lines import LINE
from loaders.catalog.rules import CONTROL, OPEN_LISTS, Rule, as_texts, rule_form, rule_of
from loaders.rows import DEFAULT_OPTIONS, BadRows, Loaded, batches, read_each, require_inside, sha256_of, shortened

ENDINGS: Final = (".csv", ".csv.gz", ".parquet", ".jsonl")
Taken = tuple[list[Quarantined], Iterable[Batch]]
"""Of a piece of a table: what is set aside, and the rest."""
_MIN_LIKENESS: Final = 75
"""Of 100: from here on two names are offered as a slip of the pen."""
_TYPED: Final = "\x00typed "
_SHOWN_VALUES: Final = 5


def read_catalog(path: Path, *, options: LoadOptions = DEFAULT_OPTIONS) -> Iterator[Loaded]:
    """Read a catalog folder, or one file of it; tables come in load order.

    Raises:
        MissingInput: no such path, or no table in the folder.
        MissingColumn: a table lacks a required column; nothing has been yielded yet.
        UnreadableInput: a table is there twice, or has a column twice.
    """
    opened: list[tuple[RecordTable, TableFile]] = []
    notices: list[Loaded] = []
    for table, file in table_files(path).items():
        delivery = Delivery(sha256_of(file), "catalog", file.name)
        found = open_table(file, delivery)
        if isinstance(found, Quarantined):
            notices.append(found)
            continue
        if file.name.lower().endswith(".jsonl") and not found.columns:
            notices.append(Notice(file.name, "holds no rows"))
            notices.extend(item for item in found.pieces if isinstance(item, Quarantined))
            continue
        require_columns(RECORDS[table], found)
        notices.extend(unknown_columns(RECORDS[table], found))
        opened.append((RECORDS[table], found))
    yield from (found.delivery for _, found in opened)
    yield from notices
    yield from _unknown_files(path)
    yield from read_each(read_table(record_table, found, options) for record_table, found in opened)


def table_files(path: Path) -> dict[str, Path]:
    """The file of each table that is there, in load order."""
    if not path.exists():
        raise MissingInput(f"`{path}` does not exist", hint="check the spelling and where the command runs")
    candidates = [path] if path.is_file() else sorted(path.iterdir())
    files: dict[str, Path] = {}
    for file in candidates:
        table = _table_name(file)
        if table is None:
            continue
        if table in files:
            raise UnreadableInput(
                f"`{path}` has the table {table} twice: {files[table].name} and {file.name}",
                hint="keep one of them; a table is one file",
            )
        if path.is_dir():
            require_inside(path, [file])
        files[table] = file
    if not files:
        raise MissingInput(
            f"`{path}` holds no table of a catalog",
            hint=f"expected one or more of {', '.join(CATALOG_TABLES)}, each as {', '.join(ENDINGS)}",
        )
    return {table: files[table] for table in CATALOG_TABLES if table in files}


def _stem(file: Path) -> str | None:
    """The file's name without the longest ending that fits, or None for a file of another kind."""
    fitting = [ending for ending in ENDINGS if file.name.lower().endswith(ending)]
    return file.name[: -len(max(fitting, key=len))].lower() if fitting and file.is_file() else None


def _table_name(file: Path) -> str | None:
    stem = _stem(file)
    return stem if stem in CATALOG_TABLES else None


def _unknown_files(path: Path) -> Iterator[Notice]:
    if path.is_dir():
        for file in sorted(path.iterdir()):
            stem = _stem(file)
            close = _closest(stem, CATALOG_TABLES) if stem is not None and stem not in CATALOG_TABLES else None
            if close is not None:
                yield Notice(file.name, f"is not a table and was not read: did you mean `{close}`?")


def _closest(name: str, choices: tuple[str, ...] | list[str]) -> str | None:
    match = process.extractOne(name.lower(), choices, score_cutoff=_MIN_LIKENESS)
    return match[0] if match else None


def require_columns(table: RecordTable, file: TableFile) -> None:
    for column in table.required:
        if column in file.columns:
            continue
        spare = [found for found in file.columns if found not in table.columns]
        close = _closest(column, spare)
        found = ", ".join(f"`{shortened(name)}`" for name in file.columns[:20]) or "none"
        raise MissingColumn(
            f"{file.delivery.file} has no column `{column}`; columns found: {found}",
            hint=f"rename `{close}` to `{column}`" if close else f"add `{column}`, with a value in every row",
        )


def unknown_columns(table: RecordTable, file: TableFile) -> Iterator[Notice]:
    for column in file.columns:
        if column not in table.columns:
            close = _closest(column, [name for name in table.columns if name not in file.columns])
            meant = f"; did you mean `{close}`?" if close else ""
            yield Notice(
                file.delivery.file, f"column `{shortened(column)}` is not known: kept as a source attribute{meant}"
            )


class Seen:
    """What a table has held so far: its keys, and what is to be reported once at its end."""

    def __init__(self, table: RecordTable) -> None:
        self.keys = KeysSeen(table)
        self.repeated = 0
        self.values: dict[str, Counter[str]] = {}


def read_table(table: RecordTable, file: TableFile, options: LoadOptions) -> Iterator[Loaded]:
    seen = Seen(table)

    def take(piece: pl.DataFrame) -> Taken:
        typed, faults = _typed(table, piece, file.delivery)
        good, duplicates = without_duplicates(table, typed, seen, file.delivery)
        _count_open_values(table, good, seen)
        made = batches(file.delivery, table.name, good.select(list(table.schema)), options.batch_rows)
        return sorted(chain(faults, duplicates), key=lambda fault: fault.line), made

    yield from read_pieces(file, take, options)
    yield from _end_notices(file.delivery, seen)


def read_pieces(file: TableFile, take: Callable[[pl.DataFrame], Taken], options: LoadOptions) -> Iterator[Loaded]:
    """What `take` makes of each piece. Raises: TooManyBadRows."""
    bad_rows, unread = BadRows(file.delivery, options=options), 0
    held: list[Batch] = []  # nothing of a rotten delivery is written
    for piece in file.pieces:
        if isinstance(piece, Quarantined):
            unread += 1
            yield piece
            continue
        faults, made = take(piece)
        yield from faults
        bad_rows.count(piece.height + unread, len(faults) + unread)
        unread = 0
        held.extend(made)
        if bad_rows.is_judged:
            yield from held
            held.clear()
    bad_rows.count(unread, unread)
    bad_rows.judge()
    yield from held


def _typed(table: RecordTable, piece: pl.DataFrame, delivery: Delivery) -> tuple[pl.DataFrame, list[Quarantined]]:
    """The rows that keep the rules, with the record's types, and what is wrong with each of the others."""
    unknown = [name for name in piece.columns if name != LINE and name not in table.columns]
    text = piece.select(
        LINE, *as_texts(piece, table.columns), _as_attributes(piece, unknown).alias("source_attributes")
    )
    rules = {name: rule_of(table.name, name) for name, dtype in table.columns.items() if dtype != TEXTS}
    both = text.with_columns(form.alias(_TYPED + name) for name, form in _forms(text, rules).items())
    broken = {name: pl.col(name).is_not_null() & pl.col(_TYPED + name).is_null() for name in rules}
    for name in table.required:
        broken[name] = pl.col(name).is_null() | broken.get(name, pl.lit(False))
    for name, dtype in table.columns.items():
        if dtype == TEXTS and name.endswith("_ids"):
            is_odd = pl.col(name).list.eval(pl.element().str.contains(CONTROL)).list.any().fill_null(False)
            broken[name] = broken.get(name, pl.lit(False)) | is_odd
    is_broken = both.select(pl.any_horizontal(*broken.values())).to_series()
    columns = [
        LINE,
        *(pl.col(_TYPED + name).alias(name) if name in rules else pl.col(name) for name in table.columns),
        "source_attributes",
    ]
    if not is_broken.any():
        return both.select(columns), []
    return both.filter(~is_broken).select(columns), [
        _fault(table, row, next(name for name in table.columns if row.get(f"\x00broken {name}")), delivery)
        for row in both.filter(is_broken)
        .with_columns(expression.alias(f"\x00broken {name}") for name, expression in broken.items())
        .iter_rows(named=True)
    ]


def _forms(text: pl.DataFrame, rules: dict[str, Rule]) -> dict[str, pl.Expr]:
    """Each column by its rule, the quick way where that fits every value."""
    quick = {name: rule.quick for name, rule in rules.items() if rule.quick is not None}
    fits = text.select(way.fits(pl.col(name)).all().alias(name) for name, way in quick.items())
    all_fit = fits.row(0, named=True) if quick else {}
    return {name: rule_form(rule, pl.col(name), all_fit=all_fit.get(name, False)) for name, rule in rules.items()}


def _fault(table: RecordTable, row: dict[str, object], column: str, delivery: Delivery) -> Quarantined:
    value, rule = row[column], rule_of(table.name, column) if table.columns[column] != TEXTS else None
    shown = "" if value is None else shortened(str(value))
    if isinstance(value, list):
        reason, remedy = f"`{shown}` holds a control character", "write ids without tabs and line ends"
    elif value is None or rule is None:
        reason, remedy = f"`{column}` is empty and must not be", "give it a value in the source"
    else:
        reason, remedy = rule.reason(shown), rule.remedy
    return Quarantined(delivery.file, _line(row), column, shown, reason, remedy, delivery.delivery_id)


def _line(row: dict[str, object]) -> int:
    return int(str(row[LINE]))


def _as_attributes(piece: pl.DataFrame, unknown: list[str]) -> pl.Expr:
    """The unknown columns that have a value, as one JSON object; null if none has."""
    if not unknown:
        return pl.lit(None, dtype=pl.String)
    members = []
    for name in sorted(unknown):
        is_there = pl.col(name).is_not_null()
        if piece.schema[name] == pl.String:
            is_there = is_there & (pl.col(name) != "")
        members.append(pl.when(is_there).then(pl.struct(name).struct.json_encode().str.head(-1).str.slice(1)))
    return pl.when(pl.any_horizontal(member.is_not_null() for member in members)).then(
        pl.concat_str(pl.lit("{"), pl.concat_str(members, separator=",", ignore_nulls=True), pl.lit("}"))
    )


def without_duplicates(
    table: RecordTable, rows: pl.DataFrame, seen: Seen, delivery: Delivery
) -> tuple[pl.DataFrame, list[Quarantined]]:
    """The first row of each key; a later equal row is dropped and counted, a later different one is set aside."""
    marked = seen.keys.add(rows)
    stands = marked["first_line"] == rows[LINE]
    if stands.all():
        return rows, []
    differs = ~stands & ~marked["is_equal"]
    seen.repeated += int((~stands & ~differs).sum())
    later = rows.filter(differs).with_columns(marked.filter(differs)["first_line"])
    return rows.filter(stands), [_duplicate(table, row, delivery) for row in later.iter_rows(named=True)]


def _duplicate(table: RecordTable, row: dict[str, object], delivery: Delivery) -> Quarantined:
    key = " ".join(str(row[column]) for column in table.key if row[column] is not None)
    return Quarantined(
        delivery.file,
        _line(row),
        table.key[0] if len(table.key) == 1 else ", ".join(table.key),
        shortened(key),
        f"`{shortened(key)}` is on line {row['first_line']} already, with other values",
        "keep one of the two rows, or give this one a key of its own",
        delivery.delivery_id,
    )


def _count_open_values(table: RecordTable, rows: pl.DataFrame, seen: Seen) -> None:
    for (name, column), known in OPEN_LISTS.items():
        if name == table.name:
            other = rows[column].drop_nulls()
            other = other.filter(~other.is_in(list(known)))
            seen.values.setdefault(column, Counter()).update(other.to_list())


def _end_notices(delivery: Delivery, seen: Seen) -> Iterator[Notice]:
    if seen.repeated:
        yield Notice(delivery.file, f"{seen.repeated} rows repeat an earlier row exactly and were dropped")
    for column, counts in seen.values.items():
        for value, count in sorted(counts.items())[:_SHOWN_VALUES]:
            yield Notice(
                delivery.file, f"column {column}: `{shortened(value)}` is not a known value, kept ({count} rows)"
            )
        if len(counts) > _SHOWN_VALUES:
            yield Notice(
                delivery.file, f"column {column}: {len(counts) - _SHOWN_VALUES} more values are not known, kept"
            )
