from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from detectors.evidence import Context, KindModel, findings_from, score_candidates
from detectors.misattribution import DETECTOR
from detectors.release_facts import release_signals
from graph.records import RECORDS
from graph.snapshot import Snapshot, snapshot_from_records


def table(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=RECORDS[name].schema)


def page(*, payees: list[str], hashes: dict[str, str] | None = None, distributors: Sequence[str] = ()) -> Snapshot:
    """One artist with a release a year from 2015 on, the first paid to the first payee and so on."""
    ids = [f"r{row}" for row in range(len(payees))]
    known = hashes or {}
    return snapshot_from_records(
        {
            "artists": table("artists", [{"artist_id": "a1", "name": "Nkemelu", "followers": 1000}]),
            "payees": table(
                "payees", [{"payee_id": p, "name": p, "account_hash": known.get(p)} for p in sorted(set(payees))]
            ),
            "releases": table(
                "releases",
                [
                    {
                        "release_id": r,
                        "title": r,
                        "artist_ids": ["a1"],
                        "release_date": date(2015 + row, 1, 1),
                        "language": "en",
                        "artist_assignment": "name_only",
                        "distributor_id": distributors[row] if distributors else None,
                    }
                    for row, r in enumerate(ids)
                ],
            ),
            "payouts": table("payouts", [{"payee_id": p, "release_id": r} for p, r in zip(payees, ids, strict=True)]),
        }
    )


def rows_of(snapshot: Snapshot) -> dict[str, dict[str, object]]:
    context = Context(snapshot["artists"].select("artist_id", identity_id="artist_id"))
    return {row["subject"]: row for row in DETECTOR.candidates(snapshot, context).to_dicts()}


def test_a_page_of_one_release_has_no_history() -> None:
    assert rows_of(page(payees=["p1"])) == {}


def test_a_new_payee_stands_out_more_on_a_longer_page() -> None:
    short = rows_of(page(payees=["p1", "p1", "p2"]))["r2"]["payee_unlike"]
    long = rows_of(page(payees=["p1"] * 9 + ["p2"]))["r9"]["payee_unlike"]
    assert isinstance(short, float)
    assert isinstance(long, float)
    assert 0 < short < long <= 1


def test_a_page_that_often_changes_payee_is_no_surprise() -> None:
    steady = rows_of(page(payees=["p1"] * 6 + ["p9"]))["r6"]["payee_unlike"]
    restless = rows_of(page(payees=["p1", "p2", "p3", "p4", "p5", "p6", "p9"]))["r6"]["payee_unlike"]
    assert isinstance(steady, float)
    assert isinstance(restless, float)
    assert restless < steady / 3


def test_a_payee_with_the_account_of_the_old_one_is_no_stranger() -> None:
    row = rows_of(page(payees=["p1", "p1", "p1", "p2"], hashes={"p1": "h", "p2": "h"}))["r3"]
    assert (row["operator_unlike"], row["operator_familiar"]) == (0.0, 1.0)


def test_a_complaint_from_before_the_release_was_received_says_nothing_of_it() -> None:
    received, days = datetime(2026, 3, 2, 9), {"before": 1, "same_day": 2, "after": 3, "undated": None}
    releases = [{"release_id": r, "title": r, "artist_ids": ["a1"], "received_at": received} for r in days]
    releases.append({"release_id": "unknown", "title": "u", "artist_ids": ["a1"]})
    dated = {r: day and datetime(2026, 3, day) for r, day in days.items()} | {"unknown": datetime(2020, 1, 1)}
    complaint = {"subject_type": "release", "kind": "user_report", "score": 0.8, "source": "desk"}
    signals = [complaint | {"subject_id": r, "observed_at": at} for r, at in dated.items()]
    snapshot = snapshot_from_records(
        {
            "artists": table("artists", [{"artist_id": "a1", "name": "Nkemelu"}]),
            "releases": table("releases", releases),
            "signals": table("signals", signals),
        }
    )
    told = release_signals(snapshot).filter(pl.col("signal_user_report").is_not_null())
    assert sorted(told["release_id"]) == ["after", "same_day", "undated", "unknown"]


def test_missing_data_is_no_evidence() -> None:
    row = rows_of(page(payees=["p1", "p1", "p2"]))["r2"]
    for name in ("label_unlike", "contributor_unlike", "registrant_unlike", "p_line_unlike", "label_familiar"):
        assert row[name] is None


def test_every_feature_has_a_sentence() -> None:
    snapshot = page(payees=["p1", "p1", "p2"])
    context = Context(snapshot["artists"].select("artist_id", identity_id="artist_id"))
    found = DETECTOR.candidates(snapshot, context).filter(pl.col("subject") == "r2")
    filled = found.with_columns(pl.lit(1.0).alias(feature.name) for feature in DETECTOR.features)
    model = KindModel(0.0, {feature.name: 1.0 for feature in DETECTOR.features}, {})
    (finding,) = findings_from(
        score_candidates(filled, DETECTOR.features, model),
        kind="misattribution",
        subject_type="release",
        target_type="artist",
        features=DETECTOR.features,
        model=model,
        min_score=0.5,
    )
    assert {item.type for item in finding.evidence} == {feature.item or feature.name for feature in DETECTOR.features}
    row = filled.row(0, named=True)
    texts = {feature.name: feature.sentence(row) for feature in DETECTOR.features}
    assert all(texts.values())
    assert texts["payee_unlike"] == "paid to p2 (p2), a payee that none of 2 other releases of “Nkemelu” has"
    assert texts["payee_without_home"] == (
        "pays p2 (p2), as none of 2 other releases of “Nkemelu” does; nor is it paid for half of any other artist's releases"
    )
    one = row | {"payee_known": 1, "gap_days": 12, "previous": "2026-01-02", "operator_home_pages": 1}
    told = {feature.name: feature.sentence(one) for feature in DETECTOR.features}
    assert told["payee_unlike"] == "paid to p2 (p2), a payee that the one other release of “Nkemelu” does not have"
    assert told["dormancy"] == "released 12 days after the previous release of “Nkemelu” (2026-01-02)"
    assert told["payee_at_home_elsewhere"].endswith("at least half of the releases of 1 other artist")


def test_a_minority_of_none_is_told_in_words() -> None:
    row = rows_of(page(payees=["p1", "p1", "p2"]))["r2"]
    say = next(feature.sentence for feature in DETECTOR.features if feature.name == "operator_minority")
    assert say(row) == "pays p2 (p2); none of 2 other releases of “Nkemelu” pays it or a payee connected with it"
    some = row | {"operator_known": 1_200, "operator_rarity": 0.99}
    assert say(some) == "pays p2 (p2); of 1,200 other releases of “Nkemelu”, 12 pay it or a payee connected with it"


def test_the_release_with_the_same_upc_is_named() -> None:
    whole = page(payees=["p1", "p1", "p2"])
    codes = pl.when(pl.col("release_id") != "r1").then(pl.lit("036000291452")).alias("upc")
    row = rows_of(Snapshot({**whole.tables, "releases": whole["releases"].with_columns(codes)}, whole.manifest))["r2"]
    assert row["upc_rebilled"] == 1.0
    say = next(feature.sentence for feature in DETECTOR.features if feature.name == "upc_rebilled")
    assert say(row) == "carries the UPC of another release of “Nkemelu”, “r0” (r0), but pays p2 (p2)"


def test_what_is_said_of_one_payee_is_one_fact() -> None:
    parts = {feature.name: feature.item for feature in DETECTOR.features}
    told = ("payee_unlike", "payee_without_home", "operator_minority", "payee_distributor_unlike", "strange_money")
    assert {parts[name] for name in (*told, "payee_at_home_elsewhere")} == {"payee"}


def test_the_payee_named_beside_a_distributor_is_the_one_of_the_new_pair() -> None:
    row = rows_of(page(payees=["p1", "p1", "p1"], distributors=["d1", "d1", "d2"]))["r2"]
    sentence = next(f.sentence for f in DETECTOR.features if f.name == "payee_distributor_unlike")
    assert sentence(row) == "pays p1 (p1) through d2, as none of 2 other releases of “Nkemelu” does"


def test_a_crowd_of_one_name_is_counted_not_paired() -> None:
    ids = [f"a{number}" for number in range(3_000)]
    crowd = snapshot_from_records(
        {
            "artists": table("artists", [{"artist_id": artist, "name": "Nova"} for artist in ids]),
            "releases": table(
                "releases",
                [
                    {"release_id": f"{artist}-{place}", "title": "Sea", "artist_ids": [artist], "label_id": "l1"}
                    for artist in ids
                    for place in range(2)
                ],
            ),
        }
    )
    rows = rows_of(crowd)
    assert len(rows) == 6_000
    assert {row["namesakes"] for row in rows.values()} == {2_999}
    assert not any(row["namesake_fits"] for row in rows.values())  # what thousands share says nothing


def test_a_page_that_knows_its_payee_is_not_counted_among_other_homes() -> None:
    row = rows_of(page(payees=["p1"] * 4))["r3"]
    assert row["payee_at_home_elsewhere"] == 0.0
