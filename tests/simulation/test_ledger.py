"""The ledger's catalogs keep the format's rules, hold every trick and every twin, and are the same for the same arguments."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import polars as pl
import pytest

from graph.errors import BadArgument
from graph.records import CATALOG_TABLES, RECORDS
from graph.truth import Truth
from simulation.ledger import generate
from simulation.ledger.disguises import DISGUISES
from simulation.ledger.hijackers import TAKEOVERS

Tables = dict[str, pl.DataFrame]

TWINS = {
    "famous_namesake", "namesake", "similar_name", "side_project", "solo_member", "label_move", "distributor_move", "payee_move", "catalogue_sale",
    "label_feed_move", "redelivery", "remix", "collaboration", "feature", "posthumous", "after_split", "comeback", "reissue", "own_duplicate", "compilation",
    "licensed_edit", "cross_source_duplicate", "user_report", "library_label", "kids_label", "classical_label", "sleep_label", "house_writers", "pseudonyms",
    "charity_compilation", "silence", "sample_pack", "own_speed_version",
}  # fmt: skip


@pytest.fixture(scope="module")
def standard() -> tuple[Tables, Truth]:
    return generate(3_000, 11, "standard")


@pytest.fixture(scope="module", params=["standard", "hard", "quiet"])
def any_catalog(request: pytest.FixtureRequest) -> tuple[Tables, Truth]:
    return generate(700, 5, request.param)


def test_tables_have_the_columns_of_the_records(any_catalog: tuple[Tables, Truth]) -> None:
    tables, _ = any_catalog
    assert tuple(tables) == CATALOG_TABLES
    for name, frame in tables.items():
        assert dict(frame.schema) == RECORDS[name].columns
        assert frame.height > 0
        assert frame.select(RECORDS[name].required).null_count().sum_horizontal().item() == 0


def test_keys_are_unique_and_sorted(any_catalog: tuple[Tables, Truth]) -> None:
    for name, frame in any_catalog[0].items():
        key = list(RECORDS[name].key)
        assert frame.select(key).is_duplicated().sum() == 0
        assert frame.select(key).equals(frame.select(key).sort(key))


def test_every_reference_resolves(any_catalog: tuple[Tables, Truth]) -> None:
    tables, truth = any_catalog
    ids = {
        name: set(tables[name][f"{name[:-1]}_id"])
        for name in ("artists", "releases", "recordings", "labels", "distributors", "payees")
    }
    references = (
        ("releases", "artist_ids", "artists"), ("releases", "label_id", "labels"), ("releases", "distributor_id", "distributors"), ("recordings", "artist_ids", "artists"),
        ("recordings", "featured_artist_ids", "artists"), ("recordings", "release_ids", "releases"), ("contributions", "recording_id", "recordings"),
        ("contributions", "artist_id", "artists"), ("payouts", "payee_id", "payees"), ("payouts", "release_id", "releases"),
    )  # fmt: skip
    for table, column, target in references:
        values = tables[table][column].drop_nulls()
        assert set(values.explode() if values.dtype == pl.List else values) <= ids[target], (table, column)
    for kind, target in (("artist", "artists"), ("release", "releases"), ("recording", "recordings")):
        signals = tables["signals"].filter(pl.col("subject_type") == kind)
        assert set(signals["subject_id"]) <= ids[target]
    assert set(_named_in(truth)) <= ids["artists"] | ids["releases"] | ids["recordings"]


def _named_in(truth: Truth) -> Iterator[str]:
    """Every id of the truth but those of clusters."""
    for finding in truth.findings:
        yield from finding.members
        yield from (
            reference.id
            for reference in (finding.subject, finding.target)
            if reference is not None and reference.type != "cluster"
        )
    for identity in truth.identities:
        yield from identity.artist_ids
    for innocent in truth.innocents:
        yield from (*innocent.artist_ids, *innocent.release_ids)


def test_forms_are_valid(standard: tuple[Tables, Truth]) -> None:
    tables, _ = standard
    recordings, releases, artists = tables["recordings"], tables["releases"], tables["artists"]
    assert recordings["isrc"].drop_nulls().str.contains(r"^[A-Z]{2}[A-Z0-9]{3}\d{7}$").all()
    assert releases["upc"].drop_nulls().str.contains(r"^\d{12}$").all()
    assert recordings["audio_fingerprint"].drop_nulls().str.contains(r"^[0-9a-f]{16}$").all()
    assert artists["isni"].drop_nulls().str.contains(r"^\d{15}[\dX]$").all()
    assert recordings["duration_ms"].drop_nulls().min() > 10_000
    assert set(releases["artist_assignment"].drop_nulls()) == {"identifier", "artist_key", "name_only", "manual"}
    assert set(releases["type"].drop_nulls()) == {"single", "ep", "album", "compilation"}


def test_every_trick_appears(standard: tuple[Tables, Truth]) -> None:
    _, truth = standard
    tricks = {
        kind: {finding.trick for finding in truth.of_kind(kind)}
        for kind in ("impersonation", "misattribution", "recycled_audio")
    }
    assert tricks["impersonation"] == {*DISGUISES, "alias_leak"}
    assert tricks["misattribution"] == {*TAKEOVERS, "wrong_mapping"}
    assert tricks["recycled_audio"] == {"same_audio", "near_audio", "sped_up", "slowed"}
    assert truth.of_kind("content_farm")
    assert truth.of_kind("campaign")
    assert {finding.camouflage for finding in truth.findings} == {0, 1, 2, 3}


def test_every_twin_appears(standard: tuple[Tables, Truth]) -> None:
    twins = {innocent.twin for innocent in standard[1].innocents}
    assert twins - {"tribute", "cover_band"} == TWINS
    assert twins & {"tribute", "cover_band"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_base_rates_are_realistic(seed: int) -> None:
    tables, truth = generate(1_500, seed, "standard")
    artists, releases = tables["artists"].height, tables["releases"].height
    assert abs(artists - 1_500) < 250
    assert 0.001 < len(truth.of_kind("impersonation")) / artists < 0.01
    assert 0.0003 < len(truth.of_kind("misattribution")) / releases < 0.01
    assert 0.01 < sum(len(farm.members) for farm in truth.of_kind("content_farm")) / artists < 0.06
    assert 0.02 < len(truth.identities) / artists < 0.09
    pages = tables["releases"].explode("artist_ids").group_by("artist_ids").len()["len"]
    assert pages.max() > 20 * pages.median() > 0


def test_findings_are_consistent(standard: tuple[Tables, Truth]) -> None:
    tables, truth = standard
    pages = dict(tables["releases"].select("release_id", "artist_ids").iter_rows())
    featured = tables["recordings"].explode("release_ids").select("release_ids", "featured_artist_ids").drop_nulls()
    guests: Counter[tuple[str, str]] = Counter(
        (release, guest) for release, ids in featured.iter_rows() for guest in ids
    )
    for finding in truth.of_kind("misattribution"):
        assert finding.target is not None
        assert finding.target.id in pages[finding.subject.id] or guests[finding.subject.id, finding.target.id]
    identity = truth.identity_of()
    for finding in truth.of_kind("impersonation"):
        assert finding.target is not None
        assert identity.get(finding.subject.id, finding.subject.id) != identity.get(
            finding.target.id, finding.target.id
        )
    for farm in truth.of_kind("content_farm"):
        assert len(farm.members) >= 5
    single = {finding.subject.id for kind in ("impersonation", "misattribution") for finding in truth.of_kind(kind)}
    for campaign in truth.of_kind("campaign"):
        assert len(campaign.members) >= 3
        assert set(campaign.members) <= single
    innocent = {
        artist
        for one in truth.innocents
        if one.twin in ("namesake", "tribute", "user_report")
        for artist in one.artist_ids[1:]
    }
    assert not innocent & {finding.subject.id for finding in truth.of_kind("impersonation")}


def test_a_quiet_catalog_has_no_findings_but_its_twins() -> None:
    _, truth = generate(1_500, 2, "quiet")
    assert truth.findings == ()
    assert len(truth.identities) > 20
    assert {"famous_namesake", "catalogue_sale", "sleep_label", "comeback"} <= {
        innocent.twin for innocent in truth.innocents
    }


def test_seeds_differ_in_what_is_filled() -> None:
    shares = [generate(300, seed, "standard")[0]["artists"]["biography"].is_null().mean() for seed in range(6)]
    assert max(shares) - min(shares) > 0.1


def test_ids_tell_nothing(standard: tuple[Tables, Truth]) -> None:
    tables, truth = standard
    ranks = {artist: i / tables["artists"].height for i, artist in enumerate(tables["artists"]["artist_id"])}
    bad = [ranks[member] for farm in truth.of_kind("content_farm") for member in farm.members]
    assert 0.35 < sum(bad) / len(bad) < 0.65
    assert tables["artists"]["artist_id"].str.len_chars().n_unique() == 1


def test_equal_arguments_give_equal_catalogs_whatever_the_hash_seed() -> None:
    program = "from simulation.ledger import generate; t, w = generate(400, 9, 'hard'); print(sum(f.hash_rows(seed=1).sum() % 10**9 for f in t.values()), len(repr(w)), repr(w)[:4000])"
    outputs = {
        subprocess.run([sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(outputs) == 1


@pytest.mark.parametrize(("size", "scenario"), [(50, "standard"), (1_000, "loud")])
def test_bad_arguments_are_refused(size: int, scenario: str) -> None:
    with pytest.raises(BadArgument, match="expected 100 artists"):
        generate(size, 1, scenario)
