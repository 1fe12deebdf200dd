"""Rows that were said earlier than what stands: each finds its place in its record's history. Few, so one by one."""

from itertools import pairwise
from typing import Any

import polars as pl

from graph import write_statements as cypher
from graph.history import Run, assertion, insert, unbroken_since
from graph.revisions import as_record, read_runs, write_revisions
from graph.schema import NODE_TABLES
from graph.session import Transaction
from graph.write_statements import Place

_Key = tuple[str, str]


def write_late(tx: Transaction, place: Place, rows: pl.DataFrame) -> int:
    """Insert the rows into their records' histories; what stands stays. Returns how many said something not yet known.

    `rows`: with `id`, `anchor`, `record_hash`, `at`, `delivery`, and what stands: `hash`, `since`, `since_delivery`, `last_seen`, `last_delivery`.
    """
    found = tx.run(cypher.read_old(place), id=rows["id"].to_list(), anchor=rows["anchor"].to_list())
    standing = {row["id"]: as_record(place.table, row["record"]) for row in found}
    ended = read_runs(tx, place, rows["anchor"].unique().to_list())
    told: dict[_Key, tuple[Run, ...]] = {}
    for row in rows.iter_rows(named=True):
        key = (row["anchor"], row["id"])
        current = Run(
            row["hash"],
            row["since"],
            row["since_delivery"],
            row["last_seen"],
            row["last_delivery"],
            standing[row["id"]],
        )
        before = insert(ended.get(key, ()), current)
        said = {end for run in before for end in ((run.since, run.delivery), (run.last_seen, run.last_delivery))}
        if (row["at"], row["delivery"]) in said:
            continue  # what a delivery says of a record twice: the first stands
        after = insert(before, assertion(row["record_hash"], row["at"], row["delivery"], as_record(place.table, row)))
        if after != before:
            told[key] = after
    if told:
        _rewrite(tx, place, told)
    return len(told)


def _rewrite(tx: Transaction, place: Place, told: dict[_Key, tuple[Run, ...]]) -> None:
    at = {"anchor": [anchor for anchor, _ in told], "id": [key for _, key in told]}
    tx.run(cypher.drop_revisions(place), **at)
    write_revisions(
        tx,
        place,
        [(anchor, key, run, by) for (anchor, key), runs in told.items() for run, by in pairwise(runs)],
    )
    firsts, lasts = [runs[0] for runs in told.values()], [runs[-1] for runs in told.values()]
    is_first = [len(runs) == 1 for runs in told.values()]
    tx.run(
        cypher.date_back(place),
        **at,
        first_seen=[run.since for run in firsts],
        first_delivery=[run.delivery for run in firsts],
        since=[None if only else run.since for run, only in zip(lasts, is_first, strict=True)],
        since_delivery=[None if only else run.delivery for run, only in zip(lasts, is_first, strict=True)],
        last_seen=[run.last_seen for run in lasts],
        last_delivery=[run.last_delivery for run in lasts],
    )
    links = [link for (_, key), runs in told.items() for link in _links(place, key, runs)]
    if links:
        names = ("id", "kind", "end", "first_seen", "first_delivery")
        tx.run(cypher.date_back_links(place), **{name: [link[name] for link in links] for name in names})


def _links(place: Place, key: str, runs: tuple[Run, ...]) -> list[dict[str, Any]]:
    """Since when each relationship of the record that stands has been asserted without a break."""
    if place.table not in NODE_TABLES:
        return []
    table = NODE_TABLES[place.table]
    ends = [(relation.column, relation.name, "") for relation in table.relations]
    ends += [(column, "HAS_IDENTIFIER", f"{kind}:") for column, kind in table.identifiers]
    links = []
    for column, kind, prefix in ends:
        for value in _values(runs[-1], column):
            first = unbroken_since(runs, [value in _values(run, column) for run in runs])
            links.append(
                {
                    "id": key,
                    "kind": kind,
                    "end": prefix + value,
                    "first_seen": first.since,
                    "first_delivery": first.delivery,
                }
            )
    return links


def _values(run: Run, column: str) -> list[str]:
    value = (run.record or {}).get(column)
    return value if isinstance(value, list) else [value] if value is not None else []
