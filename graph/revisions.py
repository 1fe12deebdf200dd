"""Revisions: what a record said before, kept as nodes that hang on it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from graph import write_statements as cypher
from graph.history import Run
from graph.records import RECORDS
from graph.session import Transaction
from graph.write_statements import Place


def as_record(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """A record as plain JSON types, without what it leaves out; the same from a loader's row as from the graph.

    `values`: columns as Python values, or as the graph gives them (a time as text, a single link as a list of one).
    """
    return {
        column: plain
        for column, kind in RECORDS[table].schema.items()
        if column in values
        and (plain := _plain(values[column], is_time=kind.is_temporal(), is_list=kind.is_nested())) not in (None, [])
    }


def _plain(value: Any, *, is_time: bool, is_list: bool) -> Any:
    if isinstance(value, list):
        distinct = list(dict.fromkeys(value))
        return distinct if is_list else next(iter(distinct), None)
    if is_time and isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    return value.isoformat() if isinstance(value, date) else value


def revision_id(table: str, key: str, run: Run) -> str:
    """The same run of the same record has the same id, from whatever order of deliveries."""
    text = "\x1f".join((table, key, run.since.isoformat(), run.record_hash))
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def write_revisions(tx: Transaction, place: Place, ended: Iterable[tuple[str, str, Run, Run]]) -> None:
    """`ended`: anchor, key, a run that no longer stands (with its record), and the run that ended it."""
    rows = list(ended)
    tx.run(
        cypher.write_revisions(place),
        anchor=[anchor for anchor, _, _, _ in rows],
        id=[key for _, key, _, _ in rows],
        revision=[revision_id(place.table, key, run) for _, key, run, _ in rows],
        record_hash=[run.record_hash for _, _, run, _ in rows],
        record=[json.dumps(run.record, ensure_ascii=False, sort_keys=True) for _, _, run, _ in rows],
        valid_from=[run.since for _, _, run, _ in rows],
        delivery=[run.delivery for _, _, run, _ in rows],
        last_seen=[run.last_seen for _, _, run, _ in rows],
        last_delivery=[run.last_delivery for _, _, run, _ in rows],
        valid_until=[by.since for _, _, _, by in rows],
        ended_by=[by.delivery for _, _, _, by in rows],
    )


def read_runs(tx: Transaction, place: Place, anchors: list[str]) -> dict[tuple[str, str], list[Run]]:
    """By anchor and key: the runs that no longer stand."""
    runs: dict[tuple[str, str], list[Run]] = {}
    for row in tx.run(cypher.read_ended(place), anchor=anchors, at=None):
        runs.setdefault((row["anchor"], row["id"]), []).append(parse_revision(row))
    return runs


def parse_revision(row: Mapping[str, Any]) -> Run:
    """A run from a row of `read_ended`."""
    return Run(
        row["record_hash"],
        datetime.fromisoformat(row["valid_from"]),
        row["delivery"],
        datetime.fromisoformat(row["last_seen"]),
        row["last_delivery"],
        json.loads(row["record"]),
    )


def parse_standing(table: str, row: Mapping[str, Any]) -> Run:
    """A run from a row of `read_present`."""
    return Run(
        row["record_hash"],
        datetime.fromisoformat(row["since"]),
        row["delivery"],
        datetime.fromisoformat(row["last_seen"]),
        row["last_delivery"],
        as_record(table, row["record"]),
    )
