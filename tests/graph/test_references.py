"""Money finds its release, and what was taken down is not judged."""

from typing import Any

import polars as pl

from graph.records import RECORDS
from graph.snapshot import Snapshot, snapshot_from_records


def snapshot(**tables: list[dict[str, Any]]) -> Snapshot:
    frames = {
        name: pl.DataFrame([{c: row.get(c) for c in RECORDS[name].schema} for row in rows], schema=RECORDS[name].schema)
        for name, rows in tables.items()
    }
    return snapshot_from_records(frames)


RELEASES = [
    {"release_id": "r1", "title": "One", "artist_ids": ["a"], "upc": "012345678905"},
    {"release_id": "ddex:S:r1", "title": "One", "artist_ids": ["b"], "upc": "012345678905"},
    {"release_id": "r2", "title": "Two", "artist_ids": ["a"]},
    {"release_id": "upc:012345678905", "title": "ONE", "artist_ids": ["statement:x:artist:a"]},
    {"release_id": "upc:999999999993", "title": "Three", "artist_ids": ["statement:x:artist:c"]},
]
RECORDINGS = [
    {"recording_id": "s1", "title": "One", "artist_ids": ["a"], "release_ids": ["r1", "upc:012345678905"]},
    {"recording_id": "s2", "title": "Two", "artist_ids": ["a"], "release_ids": ["r2"], "isrc": "USAAA2600001"},
    {"recording_id": "s3", "title": "One", "artist_ids": ["a"], "release_ids": ["upc:012345678905"]},
]


def test_payouts_by_upc_and_isrc_are_moved_to_the_releases_of_the_catalog() -> None:
    codes = ["upc:012345678905", "isrc:USAAA2600001", "upc:999999999993", "isrc:USAAA2699999", "r2"]
    payouts = [{"payee_id": f"p{number}", "release_id": code, "amount": 1.0} for number, code in enumerate(codes)]
    found = snapshot(releases=RELEASES, recordings=RECORDINGS, payouts=payouts)
    assert set(found["payouts"].select("payee_id", "release_id").iter_rows()) == {
        ("p0", "r1"),
        ("p0", "ddex:S:r1"),
        ("p1", "r2"),
        ("p2", "upc:999999999993"),
        ("p3", "isrc:USAAA2699999"),
        ("p4", "r2"),
    }
    assert "upc:012345678905" not in found["releases"]["release_id"]
    assert found["recordings"]["recording_id"].to_list() == ["s1", "s2"]


def test_a_withdrawn_release_is_left_out_with_what_was_on_nothing_else() -> None:
    availability = [
        {"availability_id": key, "release_id": key, "status": status}
        for key, status in (("r1", "available"), ("r2", "withdrawn"), ("r9", "withdrawn"))
    ]
    contributions = [{"recording_id": key, "party_name": "P", "role": "composer"} for key in ("s1", "s2")]
    found = snapshot(releases=RELEASES, recordings=RECORDINGS, availability=availability, contributions=contributions)
    assert "r2" not in found["releases"]["release_id"]
    assert found["recordings"]["recording_id"].to_list() == ["s1", "s3"]
    assert found["contributions"]["recording_id"].to_list() == ["s1"]
    assert found["availability"]["release_id"].to_list() == ["r1"]


def test_what_several_statements_pay_is_one_sum() -> None:
    def payout(code: str, amount: float | None, currency: str | None, statement: str) -> dict[str, Any]:
        row = {"payee_id": "p", "release_id": code, "period": "2026-01", "amount": amount, "currency": currency}
        return row | {"statement_id": statement}

    parts = [
        payout("upc:012345678905", 100.0, "EUR", "one"),
        payout("upc:012345678905", 7.5, "EUR", "two"),
        payout("isrc:USAAA2600001", 3.0, "EUR", "one"),
        payout("r2", 1.0, "USD", "one"),
        payout("r2", None, None, "three"),
    ]
    for payouts in (parts, parts[::-1]):
        found = snapshot(releases=RELEASES, recordings=RECORDINGS, payouts=payouts)
        rows = found["payouts"].select("release_id", "currency", "amount").rows()
        assert set(rows) == {
            ("r1", "EUR", 107.5),
            ("ddex:S:r1", "EUR", 107.5),
            ("r2", "EUR", 3.0),
            ("r2", "USD", 1.0),
            ("r2", None, None),
        }
