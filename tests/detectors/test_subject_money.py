"""The money of profiles that are suspected of posing as others, and the reports about them."""

from datetime import date, datetime

import polars as pl

from detectors.artist_profiles import artist_profiles
from detectors.evidence import Context
from detectors.habits import rare_registrant, usual_users
from detectors.impersonation import DETECTOR
from detectors.impersonation_features import FEATURES
from detectors.subject_money import payees_named_like_artists
from graph.records import RECORDS
from graph.snapshot import Snapshot, snapshot_from_records


def table(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=RECORDS[name].schema)


def catalog(
    payees: dict[str, str], paid: dict[str, str], signals: list[dict[str, object]], *, others: int = 0
) -> Snapshot:
    """A star and a lookalike, with one release each, and `others` acts paid through the lookalike's payee.

    Args: payees: name by id. paid: payee by artist.
    """
    names = {"star": "María Casteda", "copy": "Maria Casteda"} | {f"o{n}": f"Unlike {n}{n}" for n in range(others)}
    paid = paid | {f"o{n}": paid["copy"] for n in range(others)}
    followers = {"star": 9_000_000, "copy": 3}
    artists = [
        {"artist_id": key, "name": name, "aliases": ["DJ Casteda"] if key == "copy" else None, "followers": followers.get(key, 50)}
        for key, name in names.items()
    ]  # fmt: skip
    releases = [
        {"release_id": f"r-{key}", "title": key, "artist_ids": [key], "release_date": date(2020, 1, 1)} for key in names
    ]
    return snapshot_from_records(
        {
            "artists": table("artists", artists),
            "releases": table("releases", releases),
            "payees": table("payees", [{"payee_id": key, "name": name} for key, name in payees.items()]),
            "payouts": table(
                "payouts", [{"payee_id": payee, "release_id": f"r-{artist}"} for artist, payee in paid.items()]
            ),
            "signals": table("signals", [{"subject_type": "artist", "subject_id": "copy", **one} for one in signals]),
        }
    )


def candidate(snapshot: Snapshot) -> dict[str, object]:
    known = snapshot["artists"].select("artist_id", identity_id="artist_id")
    return DETECTOR.candidates(snapshot, Context(known)).row(by_predicate=pl.col("subject") == "copy", named=True)


def sentence(row: dict[str, object], name: str) -> str:
    return next(feature for feature in FEATURES if feature.name == name).sentence(row)


def test_a_payee_with_the_words_of_the_artists_name_is_named_as_the_artist() -> None:
    for payee, named in (
        ("Maria Casteda", 1.0),
        ("CASTEDA, Maria Ltd", 1.0),
        ("DJ Casteda", 1.0),
        ("María Casteda", 0.0),  # that is the star's name
        ("Maria", 0.0),
    ):
        row = candidate(catalog({"p": payee, "q": "Somebody"}, {"copy": "p", "star": "q"}, []))
        assert row["payee_named_like_artist"] == named, payee
    row = candidate(catalog({"p": "Maria Casteda"}, {"copy": "p"}, []))
    assert sentence(row, "payee_named_like_artist") == (
        'The subject\'s payee "Maria Casteda" is named as the subject is'
    )


def test_without_a_payee_nothing_is_known_of_its_name() -> None:
    snapshot = catalog({"q": "Somebody"}, {"star": "q"}, [])
    assert candidate(snapshot)["payee_named_like_artist"] is None
    assert candidate(snapshot)["payee_of_others"] is None
    assert payees_named_like_artists(snapshot)["artist_id"].to_list() == ["star"]


def test_a_payee_of_other_acts_is_counted_without_the_subject() -> None:
    alone = candidate(catalog({"p": "P", "q": "Q"}, {"copy": "p", "star": "q"}, []))
    assert (alone["operator_others"], alone["payee_of_others"]) == (0, 0.0)
    many = candidate(catalog({"p": "P", "q": "Q"}, {"copy": "p", "star": "q"}, [], others=5))
    assert many["operator_others"] == 5
    assert sentence(many, "payee_of_others").endswith("collects for 5 acts named like no better known one")


def test_reports_name_their_source_and_day() -> None:
    reports = [
        {"kind": "user_report", "score": 0.3, "source": "forum", "observed_at": datetime(2026, 5, 1)},
        {"kind": "user_report", "score": 0.8, "source": "desk", "observed_at": datetime(2026, 3, 2)},
        {"kind": "takedown", "score": None, "source": "label", "observed_at": None},
    ]
    row = candidate(catalog({}, {}, reports))
    assert sentence(row, "listener_reports") == (
        "2 reports concern the subject or its music, the weightiest from desk on 2026-03-02 "
        "(counted as 0.80 of 1; one about a release or recording counts half)"
    )
    assert sentence(row, "takedowns") == (
        "One takedown concerns the subject or its music, from label "
        "(counted as 0.50 of 1; one about a release or recording counts half)"
    )


def test_of_equal_reports_the_newest_is_named() -> None:
    days = (datetime(2026, 1, 1), datetime(2026, 6, 1))
    reports = [{"kind": "user_report", "score": 0.8, "source": f"s{day.month}", "observed_at": day} for day in days]
    profiles = artist_profiles(catalog({}, {}, reports)).filter(pl.col("artist_id") == "copy")
    assert profiles.select("user_report_source", "user_report_on").row(0) == ("s6", date(2026, 6, 1))


def test_a_registrant_that_everybody_uses_ties_nobody() -> None:
    users = [("QZES5", f"a{n}") for n in range(90)] + [("SEABC", "a1"), ("SEABC", "a2")]
    registrants = pl.DataFrame(users, schema=["item", "artist_id"], orient="row")
    pairs = pl.DataFrame({"registrant_holders": [90, 2, None], "registrant_shared": [0.15, 1.0, None]})
    assert pairs.select(rare_registrant(usual_users(registrants))).to_series().to_list() == [None, 1.0, None]
