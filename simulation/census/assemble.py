"""From the draft to the catalog: opaque ids, record columns, what each source leaves out, and the truth."""

from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from graph.findings import Reference
from graph.records import CATALOG_TABLES, RECORDS
from graph.truth import Innocent, TrueFinding, TrueIdentity, Truth
from simulation.census.draft import Draft
from simulation.census.lexicon import CULTURES
from simulation.census.samplers import Rng

_ALPHABETS = ("0123456789", "0123456789abcdef", "23456789abcdefghjkmnpqrstuvwxyz")
_BETWEEN = "\x1f"
Rows = dict[str, list[Any]]


class Ids:
    """Random ids of every table's rows, in the form that the seed's catalog has; nothing can be read from them."""

    def __init__(self, draft: Draft) -> None:
        rng = draft.rng
        letters = _ALPHABETS[int(rng.integers(3))]
        marked = bool(rng.random() < 0.5)
        sizes = {
            "artists": len(draft.acts),
            "distributors": len(draft.distributors),
            "labels": len(draft.labels),
            "payees": len(draft.payees),
            "releases": len(draft.releases),
            "recordings": len(draft.recordings),
        }
        prefixes = {table: f"{table[:3]}_" if marked else "" for table in sizes}
        self.of = {table: _drawn(rng, letters, prefixes[table], n) for table, n in sizes.items()}


def _drawn(rng: Rng, letters: str, prefix: str, n: int) -> list[str]:
    drawn: dict[str, None] = {}
    while len(drawn) < n:
        codes = rng.integers(0, len(letters), (n - len(drawn), 12))
        drawn |= dict.fromkeys(prefix + "".join(letters[c] for c in row) for row in codes.tolist())
    return list(drawn)


def catalog_tables(draft: Draft, ids: Ids, signals: Rows) -> dict[str, pl.DataFrame]:
    """The record tables of everything that the catalog lists, each sorted by its key."""
    rows = {
        "artists": _artists(draft, ids),
        "distributors": {
            "distributor_id": ids.of["distributors"],
            "name": draft.distributors["name"],
            "dpid": draft.distributors["dpid"],
        },
        "labels": {"label_id": ids.of["labels"], "name": draft.labels["name"]},
        "payees": {"payee_id": ids.of["payees"], **draft.payees.columns},
        "releases": _releases(draft, ids),
        "recordings": _recordings(draft, ids),
        "contributions": _contributions(draft, ids),
        "payouts": _payouts(draft, ids),
        "signals": signals,
    }
    return {table: _frame(table, rows[table]) for table in CATALOG_TABLES}


def _frame(table: str, rows: Rows) -> pl.DataFrame:
    record = RECORDS[table]
    n = len(rows[record.key[0]])
    given = pl.DataFrame(
        [_series(column, rows.get(column, [None] * n), kind) for column, kind in record.columns.items()]
    )
    return given.unique(record.key, keep="first", maintain_order=True).sort(record.key)


def _series(column: str, values: list[Any], kind: pl.DataType) -> pl.Series:
    """A column; lists go through joined text, as Polars takes a gigabyte for 200,000 short Python lists of text."""
    if kind != pl.List(pl.String):
        return pl.Series(column, values, kind)
    joined = pl.Series(column, [None if value is None else _BETWEEN.join(value) for value in values], pl.String)
    text = pl.col(column)
    lists = pl.when(text == "").then(text.str.split(_BETWEEN).list.head(0)).otherwise(text.str.split(_BETWEEN))
    return joined.to_frame().select(lists.alias(column)).to_series()


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(int(ordinal))


def moment(ordinal: float) -> datetime:
    """The time of a day's ordinal with its fraction, to the second."""
    return datetime.fromordinal(int(ordinal)) + timedelta(seconds=int(ordinal % 1 * 86400))


def _artists(draft: Draft, ids: Ids) -> Rows:
    listed = [row for row in range(len(draft.acts)) if row not in draft.unlisted]
    columns = [column for column in RECORDS["artists"].columns if column in draft.acts.columns]
    rows: Rows = {column: [draft.acts[column][row] for row in listed] for column in columns}
    rows["artist_id"] = [ids.of["artists"][row] for row in listed]
    rows["created_on"] = [_day(day) for day in rows["created_on"]]
    rows["ended_on"] = [_day(day) for day in rows["ended_on"]]
    return rows


def _releases(draft: Draft, ids: Ids) -> Rows:
    table = draft.releases
    kept = {column: table[column] for column in RECORDS["releases"].columns if column in table.columns}
    return kept | {
        "release_id": ids.of["releases"],
        "artist_ids": [[ids.of["artists"][a] for a in artists] for artists in table["artists"]],
        "release_date": [_day(day) for day in table["date"]],
        "label_id": [None if row is None else ids.of["labels"][row] for row in table["label"]],
        "distributor_id": [None if row is None else ids.of["distributors"][row] for row in table["distributor"]],
        "language": [None if c is None else CULTURES[c].language for c in table["culture"]],
        "received_at": [None if time is None else moment(time) for time in table["received_at"]],
    }


def _recordings(draft: Draft, ids: Ids) -> Rows:
    table = draft.recordings
    kept = {column: table[column] for column in RECORDS["recordings"].columns if column in table.columns}
    return kept | {
        "recording_id": ids.of["recordings"],
        "artist_ids": [[ids.of["artists"][a] for a in artists] for artists in table["artists"]],
        "featured_artist_ids": [[ids.of["artists"][a] for a in artists] for artists in table["featured"]],
        "release_ids": [[ids.of["releases"][r] for r in releases] for releases in table["releases"]],
        "language": [None if c is None else CULTURES[c].language for c in table["culture"]],
    }


def _contributions(draft: Draft, ids: Ids) -> Rows:
    drawn = [(row, *credit) for row, credits in enumerate(draft.recordings["credits"]) for credit in credits]
    artists = ids.of["artists"]
    return {
        "recording_id": [ids.of["recordings"][row[0]] for row in drawn],
        "party_name": [row[1] for row in drawn],
        "role": [row[2] for row in drawn],
        "ipi": [row[3] for row in drawn],
        "artist_id": [None if row[4] is None else artists[row[4]] for row in drawn],
    }


def _payouts(draft: Draft, ids: Ids) -> Rows:
    payee, release, share, amount, currency, period = zip(*draft.payouts, strict=True)
    return {
        "payee_id": [ids.of["payees"][row] for row in payee],
        "release_id": [ids.of["releases"][row] for row in release],
        "share": list(share),
        "amount": list(amount),
        "currency": list(currency),
        "period": list(period),
    }


_KIND = {
    "impersonation": ("artist", "artist"),
    "misattribution": ("release", "artist"),
    "recycled_audio": ("recording", "recording"),
}


def truth_of(draft: Draft, ids: Ids) -> Truth:
    """The truth in the catalog's ids, in an order that says nothing."""
    artists, releases = ids.of["artists"], ids.of["releases"]
    clusters = _drawn(draft.rng, _ALPHABETS[1], "", len(draft.marks) + len(draft.identities))
    findings = []
    for mark, cluster in zip(draft.marks, clusters, strict=False):
        subject, target = _KIND.get(mark.kind, ("cluster", "artist"))
        own = cluster if subject == "cluster" else ids.of[f"{subject}s"][mark.subject]
        findings.append(
            TrueFinding(
                mark.kind,
                Reference(subject, own),
                None if mark.target is None else Reference(target, ids.of[f"{target}s"][mark.target]),
                tuple(sorted(ids.of[table][row] for table, row in mark.members)),
                mark.trick,
                mark.camouflage,
            )
        )
    identities = [
        TrueIdentity(name, tuple(sorted(artists[row] for row in rows)))
        for rows, name in zip(draft.identities, reversed(clusters), strict=False)
    ]
    innocents = [
        Innocent(
            one.twin,
            tuple(sorted(artists[row] for row in one.artists)),
            tuple(sorted(releases[row] for row in one.releases)),
        )
        for one in draft.innocents
    ]
    return Truth(
        tuple(sorted(findings, key=lambda f: (f.kind, f.subject.id))),
        tuple(sorted(identities, key=lambda i: i.identity_id)),
        tuple(sorted(innocents, key=lambda i: (i.twin, i.artist_ids, i.release_ids))),
    )
