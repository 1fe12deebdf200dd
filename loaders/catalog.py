"""The catalog folder (INTERFACES, section 2): one file a table, as CSV, gzipped CSV, Parquet or JSON Lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl
from rapidfuzz import process

from graph.errors import MissingColumn, MissingInput, UnreadableInput
from graph.records import RECORDS, TEXTS, Batch, Delivery, LoadOptions, Notice, Quarantined
from loaders.base import Item, file_delivery, shortened
from loaders.rules import OPEN_VALUES, Rule, rule_of
from loaders.tables import LINE, RawTable, Unreadable, read_table

TABLES: Final = tuple(name for name in RECORDS if name != "artist_relations")
SUFFIXES: Final = (".csv", ".csv.gz", ".parquet", ".jsonl")


@dataclass(frozen=True, slots=True)
class _Problem:
    """Rows that break one rule: a Boolean over the raw table, and what to say of each."""

    column: str
    rows: pl.Series
    reason: str
    remedy: str


def read_catalog(path: Path, *, options: LoadOptions) -> Iterator[Item]:
    """Read a catalog folder, or one file of it.

    Raises: MissingInput: no such folder, or none of its files is a table. MissingColumn. UnreadableInput: two files for one table.
    """
    for table, file in _table_files(path).items():
        delivery = file_delivery(file, "catalog")
        try:
            raw = read_table(file)
        except Unreadable as problem:
            yield Quarantined(file.name, 0, "", "", str(problem), "deliver the file again", delivery.delivery_id)
            continue
        for line in raw.bad_lines:
            yield Quarantined(
                file.name,
                line.number,
                "",
                shortened(line.text),
                line.reason,
                "mend the line and load again",
                delivery.delivery_id,
            )
        yield from _read_rows(raw, table, file, delivery, options)


def _table_files(path: Path) -> dict[str, Path]:
    """The file of each table, in load order."""
    if not path.exists():
        raise MissingInput(
            f"{path} does not exist", hint="give a catalog folder: one file a table, such as artists.csv"
        )
    entries = [path] if path.is_file() else sorted(path.iterdir())
    found: dict[str, Path] = {}
    for table in TABLES:
        files = [entry for entry in entries if entry.name in {f"{table}{suffix}" for suffix in SUFFIXES}]
        if len(files) > 1:
            names = " and ".join(file.name for file in files)
            raise UnreadableInput(f"{path} has {names} for one table", hint="keep one of them")
        if files:
            found[table] = files[0]
    if not found:
        raise MissingInput(
            f"{path} holds no table of a catalog",
            hint=f"name the files {', '.join(TABLES[:3])} … with .csv, .csv.gz, .parquet or .jsonl",
        )
    return found


def _read_rows(raw: RawTable, table: str, file: Path, delivery: Delivery, options: LoadOptions) -> Iterator[Item]:
    record = RECORDS[table]
    _check_columns(raw, table, file)
    unknown = [column for column in raw.rows.columns if column not in record.columns and column != LINE]
    for column in unknown:
        yield Notice(file.name, f"column `{column}` is not one of this table's; it is kept as a source attribute")
    rows, problems = _convert(raw.rows, table)
    good = pl.Series([True]).new_from_index(0, rows.height) if rows.height else pl.Series(dtype=pl.Boolean)
    for problem in problems:
        bad = raw.rows.filter(problem.rows & good)
        good = good & ~problem.rows
        for line, value in zip(
            bad[LINE],
            bad[problem.column].cast(pl.String) if bad[problem.column].dtype != TEXTS else [""] * bad.height,
            strict=True,
        ):
            reason = problem.reason.format(value=shortened(value or ""))
            yield Quarantined(
                file.name, line, problem.column, shortened(value or ""), reason, problem.remedy, delivery.delivery_id
            )
    attributes = _source_attributes(raw.rows, unknown)
    kept = rows.with_columns(attributes).filter(good)
    yield from _open_values(kept, table, file)
    unique = kept.drop(LINE).unique(maintain_order=True)
    if unique.height < kept.height:
        yield Notice(
            file.name, f"{kept.height - unique.height} rows repeat an earlier row exactly; each is loaded once"
        )
    again = unique.select(pl.struct(record.key).is_first_distinct().not_()).to_series()
    if again.any():
        first = kept.unique(subset=list(record.schema), keep="first", maintain_order=True).filter(again)
        for row in first.select(LINE, *record.key).iter_rows(named=True):
            text = ", ".join(str(row[column]) for column in record.key)
            reason = f"`{shortened(text)}` stands for a different row above"
            yield Quarantined(
                file.name,
                row[LINE],
                record.key[0],
                shortened(text),
                reason,
                "give each row an id of its own",
                delivery.delivery_id,
            )
    unique = unique.filter(~again)
    for start in range(0, unique.height, options.batch_rows):
        yield Batch(delivery, table, unique[start : start + options.batch_rows])


def _check_columns(raw: RawTable, table: str, file: Path) -> None:
    for column in RECORDS[table].required:
        if column not in raw.rows.columns:
            near = process.extractOne(column, raw.columns, score_cutoff=60)
            hint = (
                f"is it the column `{near[0]}`? rename it"
                if near
                else f"add the column; this table's are {', '.join(RECORDS[table].columns)}"
            )
            raise MissingColumn(
                f"{file.name} has no column `{column}`; found: {', '.join(raw.columns) or 'none'}", hint=hint
            )


def _convert(raw: pl.DataFrame, table: str) -> tuple[pl.DataFrame, list[_Problem]]:
    """The rows with their types, and every rule that some row breaks."""
    record = RECORDS[table]
    values, problems = [pl.col(LINE)], []
    for column, kind in record.columns.items():
        if column not in raw.columns:
            values.append(pl.lit(None, dtype=kind).alias(column))
            continue
        rule = rule_of(table, column)
        values.append((rule.convert(pl.col(column)) if rule else pl.col(column)).cast(kind).alias(column))
    rows = raw.select(values)
    for column in record.columns:
        if column in raw.columns:
            rule = rule_of(table, column)
            if column in record.required:
                missing = raw[column].is_null() | (
                    raw[column].list.len() == 0
                    if raw[column].dtype == TEXTS
                    else pl.repeat(False, raw.height, eager=True)
                )
                problems += _problem(column, missing, "it is empty, and every row must have it", "fill it in")
            if isinstance(rule, Rule):
                reason = f"`{{value}}` is not what it should be: expected {rule.wanted}"
                problems += _problem(column, raw[column].is_not_null() & rows[column].is_null(), reason, rule.remedy)
    return rows, problems


def _problem(column: str, rows: pl.Series, reason: str, remedy: str) -> list[_Problem]:
    return [_Problem(column, rows, reason, remedy)] if rows.any() else []


def _source_attributes(raw: pl.DataFrame, unknown: list[str]) -> pl.Series:
    """Unknown columns as a JSON object, without the empty ones; null where a row has none."""
    if not unknown:
        return pl.Series("source_attributes", [None] * raw.height, dtype=pl.String)
    import json

    texts = []
    for row in raw.select(unknown).iter_rows(named=True):
        said = {column: value for column, value in row.items() if value is not None}
        texts.append(json.dumps(said, ensure_ascii=False, default=str) if said else None)
    return pl.Series("source_attributes", texts, dtype=pl.String)


def _open_values(rows: pl.DataFrame, table: str, file: Path) -> Iterator[Notice]:
    for (of, column), known in OPEN_VALUES.items():
        if of == table:
            for value in rows[column].drop_nulls().unique().sort():
                if value not in known:
                    yield Notice(
                        file.name, f"column {column}: `{shortened(value)}` is not one of {', '.join(known)}; it is kept"
                    )
