from dataclasses import replace

import polars as pl
import pytest

from detectors.content_farm import DETECTOR, cluster_id
from detectors.evidence import Context, KindModel, findings_from, score_candidates
from graph.records import RECORDS
from graph.snapshot import Snapshot, snapshot_from_records


def table(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=RECORDS[name].schema)


def farm(size: int) -> Snapshot:
    """`size` empty profiles, each with a payee of its own, all payees with one account."""
    names = [f"a{row:02}" for row in range(size)]
    return snapshot_from_records(
        {
            "artists": table("artists", [{"artist_id": a, "name": a, "followers": 3} for a in names]),
            "payees": table("payees", [{"payee_id": f"p-{a}", "name": a, "account_hash": "h"} for a in names]),
            "releases": table("releases", [{"release_id": f"r-{a}", "title": "t", "artist_ids": [a]} for a in names]),
            "recordings": table(
                "recordings",
                [
                    {
                        "recording_id": f"k-{a}",
                        "title": f"Rain for Sleep {row}",
                        "artist_ids": [a],
                        "release_ids": [f"r-{a}"],
                        "duration_ms": 31_000,
                        "streams_28d": 10_000,
                        "listeners_28d": 50,
                    }
                    for row, a in enumerate(names)
                ],
            ),
            "payouts": table("payouts", [{"payee_id": f"p-{a}", "release_id": f"r-{a}"} for a in names]),
        }
    )


def alone(snapshot: Snapshot) -> Context:
    return Context(snapshot["artists"].select("artist_id", identity_id="artist_id"))


def test_payees_split_over_one_account_do_not_hide_the_farm() -> None:
    snapshot = farm(6)
    (row,) = DETECTOR.candidates(snapshot, alone(snapshot)).to_dicts()
    assert row["members"] == [f"a{number:02}" for number in range(6)]
    assert (row["one_operator"], row["mean_short_share"], row["template_titles"]) == (1.0, 1.0, 1.0)
    assert row["member_strengths"] == [1.0] * 6
    assert row["subject"] == cluster_id(row["members"])


@pytest.mark.parametrize(
    ("kind", "said"),
    [("account_hash", "is an account"), ("tax_id_hash", "is a tax number"), ("device_hash", "is a device")],
)
def test_the_hash_of_a_payees_detail_is_in_no_sentence(kind: str, said: str) -> None:
    secret = "ddc1f00d5e"
    empty = farm(6)
    payees = empty["payees"].with_columns(pl.lit(None, pl.String).alias("account_hash"))
    payees = payees.with_columns(pl.lit(secret).alias(kind))
    snapshot = replace(empty, tables={**empty.tables, "payees": payees})
    table = DETECTOR.candidates(snapshot, alone(snapshot))
    sentences = [feature.sentence(row) for row in table.to_dicts() for feature in DETECTOR.features]
    assert sentences
    assert not any(secret in text for text in sentences)
    assert any(said in text for text in sentences)


def test_profiles_of_one_act_count_once() -> None:
    snapshot = farm(6)
    one_act = Context(snapshot["artists"].select("artist_id", identity_id=pl.lit("i1")))
    assert DETECTOR.candidates(snapshot, one_act).is_empty()


def test_what_everyone_in_the_catalog_does_is_no_evidence() -> None:
    snapshot = farm(6)
    (row,) = DETECTOR.candidates(snapshot, alone(snapshot)).to_dicts()
    assert (row["usual_no_biography"], row["group_no_biography"], row["followed"]) == (1.0, 0.0, 0.0)


def test_every_feature_has_a_sentence() -> None:
    snapshot = farm(6)
    found = DETECTOR.candidates(snapshot, alone(snapshot))
    filled = found.with_columns(pl.lit(1.0).alias(feature.name) for feature in DETECTOR.features)
    model = KindModel(0.0, {feature.name: 1.0 for feature in DETECTOR.features}, {})
    (finding,) = findings_from(
        score_candidates(filled, DETECTOR.features, model),
        kind="content_farm",
        subject_type="cluster",
        target_type=None,
        features=DETECTOR.features,
        model=model,
        min_score=0.5,
    )
    assert len(finding.evidence) == len(DETECTOR.features)
    assert finding.members == tuple(found["members"].to_list()[0])
