from datetime import date

import polars as pl

from detectors.artist_profiles import artist_profiles
from detectors.evidence import Context
from detectors.impersonation import DETECTOR, labels
from detectors.impersonation_features import FEATURES
from graph.findings import Reference
from graph.records import RECORDS
from graph.snapshot import Snapshot, snapshot_from_records
from graph.truth import TrueFinding, TrueIdentity, Truth


def table(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=RECORDS[name].schema)


def catalog() -> Snapshot:
    """A known act, and a young profile with a Cyrillic letter in its name, her picture and one of her titles."""
    artists = [
        {
            "artist_id": "star",
            "name": "Taylor Swift",
            "followers": 9_000_000,
            "created_on": date(2010, 1, 1),
            "image_phash": "f" * 16,
            "verified": True,
        },
        {
            "artist_id": "copy",
            "name": "Tаylor Swift",
            "followers": 12,
            "created_on": date(2026, 1, 1),
            "image_phash": "f" * 15 + "e",
        },
    ]
    releases = [
        {"release_id": "r1", "title": "Fearless Heart", "artist_ids": ["star"], "release_date": date(2010, 1, 1)},
        {
            "release_id": "r2",
            "title": "Fearless Heart (Sped Up)",
            "artist_ids": ["copy"],
            "release_date": date(2026, 1, 1),
        },
    ]
    return snapshot_from_records(
        {
            "artists": table("artists", artists),
            "releases": table("releases", releases),
            "payees": table("payees", [{"payee_id": p, "name": p} for p in ("p1", "p2")]),
            "payouts": table(
                "payouts", [{"payee_id": "p1", "release_id": "r1"}, {"payee_id": "p2", "release_id": "r2"}]
            ),
            "signals": table(
                "signals",
                [
                    {
                        "subject_type": "artist",
                        "subject_id": "copy",
                        "kind": "user_report",
                        "score": 0.8,
                        "source": "desk",
                    }
                ],
            ),
        }
    )


def candidates(snapshot: Snapshot, identities: dict[str, str] | None = None) -> pl.DataFrame:
    known = snapshot["artists"].select("artist_id", identity_id="artist_id")
    if identities:
        known = known.with_columns(identity_id=pl.col("artist_id").replace(identities))
    return DETECTOR.candidates(snapshot, Context(known))


def test_the_copy_is_the_subject_and_the_known_act_the_target() -> None:
    rows = candidates(catalog()).to_dicts()
    assert [(row["subject"], row["target"]) for row in rows] == [("copy", "star")]
    row = rows[0]
    assert row["name_deceptive"] == 1.0
    assert row["image_copied"] > 0.9
    assert row["title_copied"] > 0.9
    assert row["payee_apart"] == 1.0
    assert row["listener_reports"] == 0.8
    assert row["subject_verified"] is None  # nobody said


def test_profiles_of_one_identity_do_not_impersonate_each_other() -> None:
    assert candidates(catalog(), {"copy": "star"}).height == 0


def test_every_feature_speaks_plainly_and_is_bounded() -> None:
    row = candidates(catalog()).row(0, named=True)
    for feature in FEATURES:
        assert feature.help
        value = row[feature.name]
        if value:
            assert -1 <= value <= 1
            assert "None" not in feature.sentence(row), feature.name
    sentence = next(feature for feature in FEATURES if feature.name == "name_deceptive").sentence(row)
    assert (
        sentence
        == 'The name "Tаylor Swift" differs from "Taylor Swift" only by lookalike characters (а CYRILLIC SMALL LETTER A)'
    )


def sentence(name: str, row: dict[str, object]) -> str:
    return next(feature for feature in FEATURES if feature.name == name).sentence(row)


def test_an_audience_that_nobody_counted_is_no_small_one() -> None:
    known = catalog()
    row = candidates(known).row(0, named=True)
    assert sentence("audience_ratio", row) == "The target has 9,000,000 followers, the subject 12 followers"
    assert sentence("target_known", row) == '"Taylor Swift" has 9,000,000 followers'
    uncounted = pl.when(pl.col("artist_id") == "star").then("followers").alias("followers")
    artists = known["artists"].with_columns(uncounted)
    unknown = candidates(Snapshot({**known.tables, "artists": artists}, known.manifest)).row(0, named=True)
    assert unknown["audience_ratio"] is None
    assert unknown["audience_gap"] is None
    assert row["audience_gap"] > 0


def test_nothing_to_compare_gives_no_candidates() -> None:
    assert candidates(snapshot_from_records({})).height == 0


def test_money_is_called_strange_only_where_the_payees_are_known() -> None:
    known = catalog()
    payless = Snapshot({**known.tables, "payouts": known["payouts"].clear()}, known.manifest)
    row = candidates(payless).row(0, named=True)
    assert (row["title_copied"], row["image_copied"]) == (0.0, 0.0)
    assert row["title_shared"] > 0


def test_one_date_far_ahead_makes_nobody_old() -> None:
    known = catalog()
    late = pl.DataFrame(
        [{"artist_id": f"x{n}", "name": f"Other {n}", "created_on": date(2026, 1, 1)} for n in range(150)]
        + [{"artist_id": "wrong", "name": "Wrong Year", "created_on": date(2099, 1, 1)}],
        schema=known["artists"].schema,
    )
    snapshot = Snapshot({**known.tables, "artists": pl.concat([known["artists"], late])}, known.manifest)
    ages = artist_profiles(snapshot).filter(pl.col("artist_id") == "copy")["age_days"].to_list()
    assert ages[0] is not None
    assert ages[0] < 400


def test_labels_allow_any_profile_of_the_target_s_act() -> None:
    truth = Truth(
        findings=(TrueFinding("impersonation", Reference("artist", "copy"), Reference("artist", "star")),),
        identities=(TrueIdentity("i1", ("star", "star on another page")),),
    )
    pairs = pl.DataFrame({"subject": ["copy", "star"], "target": ["star on another page", "copy"]})
    assert labels(pairs, truth).to_list() == [True, False]


def test_labels_are_the_true_directed_pairs() -> None:
    truth = Truth(findings=(TrueFinding("impersonation", Reference("artist", "copy"), Reference("artist", "star")),))
    pairs = pl.DataFrame({"subject": ["copy", "star"], "target": ["star", "copy"]})
    assert labels(pairs, truth).to_list() == [True, False]
