"""Campaigns over hand-made catalogs: a wave of releases on strangers' pages, and its innocent twins."""

from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.campaign import DETECTOR, campaign_id, labels
from detectors.campaign_parts import alike_hashes, title_template
from detectors.evidence import Context, KindModel, findings_from, score_candidates
from detectors.farm_selection import select_clusters
from graph.findings import Finding, Reference
from graph.records import RECORDS
from graph.snapshot import Snapshot, snapshot_from_records
from graph.truth import TrueFinding, Truth

ACTS = tuple("abcdefgh")
WAVE = ("hijack-a", "hijack-b", "hijack-c", "hijack-d")
PLAIN = KindModel(-4.0, {feature.name: float(feature.sign) for feature in DETECTOR.features if feature.sign}, {})
"""Every kind of evidence counts alike, for or against: what the tests say holds before any fitting."""

Rows = dict[str, list[dict[str, Any]]]


def catalog(*, days: tuple[int, ...] = (0, 2, 3, 6), payees: int = 1) -> Rows:
    """Eight acts with five releases each, every act with its own payee; four of them got one more release from a stranger."""
    rows: Rows = {
        "artists": [{"artist_id": f"act-{act}", "name": f"Act {act.upper()}"} for act in ACTS],
        "releases": [],
        "recordings": [],
        "payees": [{"payee_id": f"payee-{act}", "name": f"Manager {act}", "account_hash": f"{act}1"} for act in ACTS],
        "payouts": [],
    }
    for place, act in enumerate(ACTS):
        for number in range(5):
            day = date(2018 + number, 1 + place, 4)
            add_release(
                rows, f"own-{act}{number}", act, f"payee-{act}", day, registrant=f"GBA0{place}", rights=f"Act {act}"
            )
    for number in range(payees):
        rows["payees"].append(
            {"payee_id": f"thief-{number}", "name": f"Quick Hands {number}", "account_hash": "stolen"}
        )
    for place, release in enumerate(WAVE):
        day = date(2024, 3, 1) + timedelta(days=days[place])
        payee = f"thief-{place % payees}" if payees else None
        cover = f"{0xF0F0F0F0F0F0F0F0 ^ (1 << place):016x}"
        add_release(
            rows,
            release,
            ACTS[place],
            payee,
            day,
            registrant="QZXX1",
            rights="Quick Hands",
            cover=cover,
            title=f"Song of {act} (Deluxe)",
        )
    return rows


def add_release(
    rows: Rows, name: str, act: str, payee: str | None, day: date, *, registrant: str, rights: str, cover: str | None = None, title: str | None = None,
    received: date | None = None,
) -> None:  # fmt: skip
    number = len(rows["releases"])
    rows["releases"].append(
        {"release_id": name, "title": title or f"Title {chr(97 + number % 26)}{chr(97 + number // 26)}", "artist_ids": [f"act-{act}"], "release_date": day, "distributor_id": "dist",
         "p_line": f"℗ {day.year} {rights}", "cover_phash": cover, "received_at": datetime.combine(received or day, datetime.min.time())}
    )  # fmt: skip
    rows["recordings"].append(
        {"recording_id": f"rec-{name}", "title": name, "artist_ids": [f"act-{act}"], "release_ids": [name], "isrc": f"{registrant}{day.year % 100:02d}{number:05d}"}
    )  # fmt: skip
    if payee is not None:
        rows["payouts"].append({"payee_id": payee, "release_id": name})


def sale() -> Rows:
    """The same four suspects, but the payee bought the catalogue of those acts and of two others."""
    rows = catalog(days=(0, 0, 0, 0))
    sold = {f"own-{act}{number}" for act in ACTS[:6] for number in range(3)}
    for payout in rows["payouts"]:
        if payout["release_id"] in sold:
            payout["payee_id"] = "thief-0"
    return rows


def snapshot_of(rows: Rows) -> Snapshot:
    return snapshot_from_records({name: pl.DataFrame(part, schema=RECORDS[name].schema) for name, part in rows.items()})


def alone(snapshot: Snapshot) -> Context:
    return Context(snapshot["artists"].select("artist_id", identity_id="artist_id"))


def suspects_of(releases: tuple[str, ...] = WAVE, *, log_odds: float = 1.0) -> pl.DataFrame:
    return pl.DataFrame(
        [("misattribution", release, f"act-{release[-1]}", log_odds) for release in releases],
        schema=["kind", "subject", "target", "log_odds"],
        orient="row",
    )


def candidates_of(rows: Rows, suspects: pl.DataFrame) -> pl.DataFrame:
    snapshot = snapshot_of(rows)
    return DETECTOR.candidates(snapshot, alone(snapshot), suspects)


def findings_of(rows: Rows, suspects: pl.DataFrame) -> list[Finding]:
    scored = select_clusters(score_candidates(candidates_of(rows, suspects), DETECTOR.features, PLAIN))
    return findings_from(
        scored, kind="campaign", subject_type="cluster", target_type=None, features=DETECTOR.features, model=PLAIN, min_score=0.0
    )  # fmt: skip


def log_odds(finding: Finding) -> float:
    return finding.prior + sum(item.weight for item in finding.evidence)


def test_a_wave_is_one_campaign_and_says_why() -> None:
    (finding,) = findings_of(catalog(), suspects_of())
    assert finding.members == WAVE
    assert finding.member_types == ("release",) * 4
    assert finding.score > 0.9
    told = {item.type: item.text for item in finding.evidence}
    assert told["payee"].startswith("4 of the 4 parts pay the payee Quick Hands 0")
    assert "“quick hands”; nobody else does" in told["rights_tied"]
    assert "between 2024-03-01 and 2024-03-07" in told["dates"]
    assert told["payee_inside"].startswith("4 of the 4 releases")
    assert "… (deluxe)" in told["template_tied"]
    assert {"cover_tied", "registrant_tied", "new_payee", "ways_tied"} <= set(told)


def test_a_catalogue_sale_ranks_lower_and_says_what_speaks_for_it() -> None:
    (wave,) = findings_of(catalog(days=(0, 0, 0, 0)), suspects_of())
    sold = findings_of(sale(), suspects_of())[0]
    assert log_odds(sold) < log_odds(wave) - 4
    assert "several_on_one" in {item.type for item in sold.evidence if item.weight < 0}
    (suspects,) = candidates_of(sale(), suspects_of()).filter(pl.col("size") == 4).to_dicts()
    against = ("payee_at_home", "payee_of_many", "old_payee", "related_victims")
    assert all(suspects[feature] > 0 for feature in against)


def test_old_releases_that_came_at_once_speak_against() -> None:
    rows = catalog()
    for release in rows["releases"]:
        if release["release_id"] in WAVE:
            release["release_date"] = date(2012, 5, 1)
    (row,) = candidates_of(rows, suspects_of()).to_dicts()
    assert row["old_releases"] == 1.0


def test_a_bulk_import_is_no_lockstep() -> None:
    rows = catalog()
    for release in rows["releases"]:
        release["received_at"] = datetime(2024, 1, 1)
    (row,) = candidates_of(rows, suspects_of()).to_dicts()
    assert row["lockstep"] == 0.0


def test_a_slow_wave_is_found_too_with_less_evidence() -> None:
    (fast,) = findings_of(catalog(), suspects_of())
    (slow,) = findings_of(catalog(days=(0, 200, 410, 600)), suspects_of())
    assert slow.members == WAVE
    assert slow.score < fast.score


def test_payees_joined_by_an_account_are_one_operation() -> None:
    (row,) = candidates_of(catalog(payees=4), suspects_of()).to_dicts()
    assert (row["one_payee"], row["payees"], row["split_payees"]) == (1.0, 4, 1.0)


def test_a_wave_without_payouts_is_tied_by_its_covers_and_lines() -> None:
    (finding,) = findings_of(catalog(payees=0), suspects_of())
    assert finding.members == WAVE
    assert all(not item.type.startswith("payee") for item in finding.evidence)
    assert finding.sufficiency < 1


def test_profiles_and_releases_of_one_operator_are_one_campaign() -> None:
    rows = catalog()
    rows["artists"].append({"artist_id": "act-z", "name": "Act Ė", "created_on": date(2024, 3, 1)})
    add_release(rows, "fake", "z", "thief-0", date(2024, 3, 4), registrant="QZXX1", rights="Quick Hands")
    posing = pl.DataFrame({"kind": ["impersonation"], "subject": ["act-z"], "target": ["act-e"], "log_odds": [2.0]})
    best = findings_of(rows, suspects_of().vstack(posing))[0]
    assert best.members == ("act-z", *WAVE)
    assert best.member_types == ("artist", *("release",) * 4)


def test_two_parts_or_none_are_no_campaign() -> None:
    rows = catalog()
    for name in ("releases", "recordings", "payouts"):
        rows[name] = [row for row in rows[name] if not any(gone in str(row) for gone in WAVE[2:])]
    assert candidates_of(rows, suspects_of(WAVE[:2])).is_empty()
    assert candidates_of(catalog(), suspects_of().clear()).is_empty()


def test_what_else_the_payee_is_paid_for_comes_in() -> None:
    (finding,) = findings_of(catalog(), suspects_of(WAVE[:2]))
    assert finding.members == WAVE


def test_copies_of_one_work_speak_no_louder_than_one() -> None:
    rows = catalog()
    for release in rows["releases"]:
        if release["release_id"] in WAVE:
            release["title"] = "One Song"
    (row,) = candidates_of(rows, suspects_of()).to_dicts()
    assert (row["one_work"], row["strangers_tied"]) == (1.0, 0.0)


def test_a_remixer_has_a_page_of_its_own() -> None:
    rows = catalog()
    rows["artists"].append({"artist_id": "act-z", "name": "Remixer"})
    for number in range(3):
        add_release(rows, f"own-z{number}", "z", "thief-0", date(2024, 1, 4), registrant="QZXX1", rights="Quick Hands")
    (wave,) = findings_of(catalog(), suspects_of())
    (remixes,) = findings_of(rows, suspects_of())
    assert remixes.members == WAVE
    assert log_odds(remixes) < log_odds(wave) - 1
    assert any("one other artist, “Remixer”," in item.text for item in remixes.evidence if item.weight < 0)


def test_one_victim_is_no_campaign() -> None:
    suspects = suspects_of().with_columns(target=pl.lit("act-a"))
    assert candidates_of(catalog(), suspects).is_empty()


def test_unrelated_suspects_are_no_campaign() -> None:
    suspects = suspects_of(tuple(f"own-{act}4" for act in ACTS)).with_columns(
        target=pl.col("subject").str.replace(r"own-(.).*", "act-$1")
    )
    assert candidates_of(catalog(), suspects).is_empty()


def test_a_second_claim_about_a_part_changes_nothing() -> None:
    again = suspects_of(log_odds=-2.0).with_columns(target=pl.lit("act-h"))
    assert findings_of(catalog(), suspects_of().vstack(again)) == findings_of(catalog(), suspects_of())


def test_row_order_changes_nothing() -> None:
    shuffled = {name: list(reversed(part)) for name, part in catalog().items()}
    assert findings_of(shuffled, suspects_of().reverse()) == findings_of(catalog(), suspects_of())


def test_renamed_ids_give_the_same_findings() -> None:
    def renamed(value: Any) -> Any:
        if isinstance(value, list):
            return [renamed(item) for item in value]
        return f"{sum(map(ord, value)) % 97:02d}~{value}" if isinstance(value, str) else value

    keys = {"artist_id", "artist_ids", "release_id", "release_ids", "recording_id", "payee_id", "distributor_id"}
    rows = {
        name: [{key: renamed(value) if key in keys else value for key, value in row.items()} for row in part]
        for name, part in catalog(payees=2).items()
    }
    suspects = suspects_of().with_columns(pl.col("subject", "target").map_elements(renamed, return_dtype=pl.String))
    (before,), (after,) = findings_of(catalog(payees=2), suspects_of()), findings_of(rows, suspects)
    assert set(after.members) == {renamed(member) for member in before.members}
    assert [(item.type, item.weight, item.text) for item in after.evidence] == [
        (item.type, item.weight, item.text) for item in before.evidence
    ]


def test_a_release_and_an_artist_of_one_id_stay_apart() -> None:
    rows = catalog()
    rows["artists"].append({"artist_id": "hijack-a", "name": "Act Ė", "created_on": date(2001, 3, 1)})
    rows["signals"] = [{"subject_type": "artist", "subject_id": "hijack-a", "kind": "takedown", "source": "desk"}]
    rows["releases"] = [
        row | ({"received_at": None, "release_date": None} if row["release_id"] == "hijack-a" else {})
        for row in rows["releases"]
    ]
    (row,) = candidates_of(rows, suspects_of()).to_dicts()
    assert row["reported"] is None
    assert row["first_day"] > date(2020, 1, 1)
    rows["signals"][0]["subject_type"] = "release"
    (row,) = candidates_of(rows, suspects_of()).to_dicts()
    assert row["reported"] == 1
    assert "1 of the 4 parts was reported" in sentence("reported_parts", row)


def test_ids_of_equal_sets_of_members_are_equal() -> None:
    assert campaign_id(["12", "12", "7"]) == campaign_id(["7", "12"])


def test_who_shares_a_thing_elsewhere_is_counted_in_artists() -> None:
    rows = catalog()
    rows["releases"][-1]["artist_ids"] = ["act-a"]
    suspects = suspects_of().with_columns(
        target=pl.when(pl.col("subject") == WAVE[-1]).then(pl.lit("act-a")).otherwise("target")
    )
    add_release(rows, "elsewhere", "h", "payee-h", date(2024, 3, 2), registrant="GBA07", rights="Quick Hands")
    (row,) = [row for row in candidates_of(rows, suspects).to_dicts() if row["size"] == 4]
    assert (row["rights_sharing"], row["rights_others"]) == (4, 1)
    assert "so does one other artist in the catalog" in sentence("rights_tied", row)


def test_every_way_is_counted_though_five_weigh_all() -> None:
    rows = catalog()
    rows["contributions"] = [
        {"recording_id": f"rec-{name}", "party_name": "Quick Writer", "role": "composer"} for name in WAVE
    ]
    (row,) = candidates_of(rows, suspects_of()).to_dicts()
    assert (row["ways"], row["ways_tied"]) == (6, 1.0)
    assert "share 6 rare things" in sentence("ways_tied", row)
    assert "share 6 rare things" in sentence("strangers_tied", row)


def test_what_a_payee_has_on_the_pages_is_told_page_by_page() -> None:
    rows = catalog()
    for number, release in enumerate(rows["releases"]):
        release["title"] = f"Song {number}"
    (row,) = candidates_of(rows, suspects_of()).to_dicts()
    assert sentence("payee_without_home", row).endswith("nothing else on these 4 pages")
    next(payout for payout in rows["payouts"] if payout["release_id"] == "own-a0")["payee_id"] = "thief-0"
    row = next(row for row in candidates_of(rows, suspects_of()).to_dicts() if row["members"] == list(WAVE))
    assert row["payee_without_home"] > 0
    assert sentence("payee_without_home", row).endswith("nothing else on 3 of these 4 pages")


def test_acts_that_the_catalog_has_no_names_of_are_told_by_id() -> None:
    rows = catalog()
    add_release(rows, "own-z", "z", "thief-0", date(2024, 1, 4), registrant="QZXX1", rights="Quick Hands")
    rows["artists"] = [{"artist_id": f"act-{act}"} for act in (*ACTS, "z")]
    (row,) = candidates_of(rows, suspects_of()).to_dicts()
    assert sentence("payee_has_artists", row) == (
        "all releases of one other artist, “act-z”, pay the payee Quick Hands 0"
    )
    assert sentence("many_victims", row).endswith("among them “act-a”, “act-b”, “act-c”")
    assert "None" not in sentence("many_parts", row)
    assert "1 release and 3 profiles" in sentence("many_parts", row | {"releases": 1})


def sentence(name: str, row: dict[str, Any]) -> str:
    return next(feature.sentence(row) for feature in DETECTOR.features if feature.name == name)


def test_labels_go_by_the_overlap_of_members() -> None:
    table = pl.DataFrame({"members": [list(WAVE), list(WAVE[:2]), list(WAVE[:1])]})
    truth = Truth((TrueFinding("campaign", Reference("cluster", "c1"), members=WAVE),))
    assert labels(table, truth).to_list() == [True, True, False]


def test_every_feature_has_a_sentence() -> None:
    row = candidates_of(sale(), suspects_of()).to_dicts()[0]
    kinds = [name.removesuffix("_share") for name in row if name.endswith("_share")]
    row |= {
        f"{kind}_{part}": value for kind in kinds for part, value in (("value", "x"), ("sharing", 2), ("others", 1))
    }
    row |= {"reported": 1, "own_artists": 2, "own_artist": "Someone"}
    for feature in DETECTOR.features:
        text = feature.sentence(row)
        assert len(text) > 5, feature.name
        assert "None" not in text, feature.name
        assert feature.help
        assert feature.group != "other"
        assert not text.startswith((str(row["payee_name"]), row["own_artist"])), (
            "a name at the start would get a capital"
        )


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=6), st.sets(st.integers(0, 63), max_size=9))
def test_alike_hashes_are_those_of_the_full_comparison(numbers: list[int], bits: set[int]) -> None:
    flipped = numbers[0]
    for bit in bits:
        flipped ^= 1 << bit
    texts = sorted({f"{number:016x}" for number in [*numbers, flipped]})
    groups = {text: {text} for text in texts}
    for one in texts:
        for two in texts:
            if (int(one, 16) ^ int(two, 16)).bit_count() <= 7 and groups[one] is not groups[two]:
                groups[one] |= groups[two]
                groups.update(dict.fromkeys(groups[one], groups[one]))
    found = alike_hashes(pl.Series([*texts, "no hash", None], dtype=pl.String))
    assert dict(found.rows()) == {text: min(groups[text]) for text in texts}


@pytest.mark.parametrize(
    ("title", "template"),
    [
        ("Midnight Rain (Deluxe)", "… (deluxe)"),
        ("Дождь 2026", "… 2026"),
        ("Rain - Single", "… - single"),
        ("Sleep Sounds Vol. 12", "… #"),
        ("Midnight Rain", None),
    ],
)
def test_a_title_template_is_the_title_without_its_own_words(title: str, template: str | None) -> None:
    assert pl.DataFrame({"title": [title]}).select(title_template("title")).item() == template
