from datetime import date

import polars as pl

from detectors.evidence import Context, KindModel, findings_from, score_candidates
from detectors.misattribution import DETECTOR
from graph.records import RECORDS
from graph.snapshot import Snapshot, snapshot_from_records


def table(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=RECORDS[name].schema)


def page(*, payees: list[str], hashes: dict[str, str] | None = None) -> Snapshot:
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


def test_a_page_of_two_releases_has_too_little_history() -> None:
    assert rows_of(page(payees=["p1", "p2"])) == {}


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
    assert len(finding.evidence) == len(DETECTOR.features)
    texts = {item.type: item.text for item in finding.evidence}
    assert texts["payee_unlike"] == "Paid to p2, a payee that none of 2 other releases of Nkemelu has"
