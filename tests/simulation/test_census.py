"""The census generator: catalogs that keep the records' rules, hold every kind of case, and tell nothing by construction."""

from functools import cache

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from graph.identifiers import parse_ipi, parse_isni, parse_isrc, parse_upc
from graph.records import CATALOG_TABLES, RECORDS
from graph.truth import Truth
from simulation.census import generate
from simulation.census.disguise import TRICKS, disguised
from simulation.census.farms import LAWFUL
from simulation.census.hijacks import HIJACKS
from simulation.census.samplers import attach, copula, isni, near_hex, upc

Catalog = tuple[dict[str, pl.DataFrame], Truth]
TWINS = {
    "namesake",
    "young_namesake",
    "distributor_namesake",
    "similar_name",
    "side_project",
    "solo_member",
    "tribute",
    "alias_profile",
    "honest_move",
    "posthumous_release",
    "comeback",
    "remix",
    "collaboration",
    "feature",
    "catalogue_sale",
    "reissue",
    "compilation",
    "licensed_edit",
    "charity_compilation",
    "silence_track",
    "sample_pack",
    "cross_source_duplicate",
    "honest_reregistration",
    "reported_honest",
    *LAWFUL,
}
REFERENCES = (
    ("releases", "artist_ids", "artists"),
    ("releases", "label_id", "labels"),
    ("releases", "distributor_id", "distributors"),
    ("recordings", "artist_ids", "artists"),
    ("recordings", "featured_artist_ids", "artists"),
    ("recordings", "release_ids", "releases"),
    ("contributions", "recording_id", "recordings"),
    ("contributions", "artist_id", "artists"),
    ("payouts", "payee_id", "payees"),
    ("payouts", "release_id", "releases"),
)


@cache
def catalog(size: int = 3000, seed: int = 1, scenario: str = "standard") -> Catalog:
    return generate(size, seed, scenario)


def ids(tables: dict[str, pl.DataFrame], table: str) -> set[str]:
    return set(tables[table][RECORDS[table].key[0]])


@pytest.mark.parametrize("scenario", ["standard", "hard", "quiet"])
def test_tables_are_records_unique_and_sorted_by_key(scenario: str) -> None:
    tables, _ = catalog(600, 2, scenario)
    assert tuple(tables) == CATALOG_TABLES
    for name, table in tables.items():
        record = RECORDS[name]
        assert dict(table.schema) == record.columns
        assert table.select(record.key).is_unique().all()
        assert_frame_equal(table.sort(record.key), table)
        assert not any(table[column].null_count() for column in record.required)


@pytest.mark.parametrize(("table", "column", "of"), REFERENCES)
def test_references_resolve(table: str, column: str, of: str) -> None:
    tables, _ = catalog()
    values = tables[table][column]
    flat = values.explode() if values.dtype == pl.List else values
    assert set(flat.drop_nulls()) <= ids(tables, of)


@pytest.mark.parametrize("scenario", ["standard", "hard", "quiet"])
def test_truth_speaks_of_the_catalog(scenario: str) -> None:
    tables, truth = catalog(3000 if scenario == "standard" else 600, 1, scenario)
    known = {f"{table[:-1]}": ids(tables, table) for table in ("artists", "releases", "recordings")}
    for finding in truth.findings:
        if finding.subject.type != "cluster":
            assert finding.subject.id in known[finding.subject.type]
        assert finding.target is None or finding.target.id in known[finding.target.type]
        assert set(finding.members) <= known["artist"] | known["release"]
        assert 0 <= finding.camouflage <= 3
    for identity in truth.identities:
        assert len(identity.artist_ids) >= 2
        assert set(identity.artist_ids) <= known["artist"]
    for innocent in truth.innocents:
        assert set(innocent.artist_ids) <= known["artist"]
        assert set(innocent.release_ids) <= known["release"]
    shared = [artist for identity in truth.identities for artist in identity.artist_ids]
    assert len(shared) == len(set(shared))


def test_misattributed_releases_stand_on_the_target_page() -> None:
    tables, truth = catalog()
    page = dict(tables["releases"].select("release_id", "artist_ids").iter_rows())
    assert all(f.target and f.target.id in page[f.subject.id] for f in truth.of_kind("misattribution"))


def test_nobody_is_guilty_and_innocent_of_the_same_profile() -> None:
    _, truth = catalog()
    guilty = {f.subject.id for f in truth.of_kind("impersonation")}
    guilty |= {member for f in truth.of_kind("content_farm") for member in f.members}
    copies = {artist for identity in truth.identities for artist in identity.artist_ids}
    made = {"namesake", "young_namesake", "similar_name", "tribute", "side_project", "solo_member", *LAWFUL}
    assert not guilty & copies
    assert not guilty & {a for i in truth.innocents if i.twin in made for a in i.artist_ids}


def test_equal_arguments_give_equal_output() -> None:
    tables, truth = generate(500, 7, "hard")
    again, truth_again = generate(500, 7, "hard")
    other, _ = generate(500, 8, "hard")
    assert truth == truth_again
    for name in CATALOG_TABLES:
        assert_frame_equal(tables[name], again[name])
    assert not tables["artists"].equals(other["artists"])


def test_every_trick_and_twin_appears() -> None:
    _, truth = catalog()
    assert {f.trick for f in truth.of_kind("impersonation")} == set(TRICKS)
    assert {f.trick for f in truth.of_kind("misattribution")} == set(HIJACKS)
    assert {f.trick for f in truth.of_kind("recycled_audio")} >= {"equal_audio", "near_audio", "tempo_change"}
    assert truth.of_kind("content_farm")
    assert all(len(f.members) >= 3 for f in truth.of_kind("campaign"))
    assert truth.of_kind("campaign")
    assert {i.twin for i in truth.innocents} == TWINS


@pytest.mark.parametrize("seed", [1, 2])
def test_base_rates_are_of_the_real_order(seed: int) -> None:
    tables, truth = catalog(seed=seed)
    profiles = len(tables["artists"])
    assert 0.95 * 3000 <= profiles <= 3000
    assert 0.002 <= len(truth.of_kind("impersonation")) / profiles <= 0.012
    assert 0.02 <= len(truth.identities) / profiles <= 0.1
    farmed = {member for f in truth.of_kind("content_farm") for member in f.members}
    assert 0.01 <= len(farmed) / profiles <= 0.06
    assert min(len(f.members) for f in truth.of_kind("content_farm")) >= 5


def test_quiet_has_the_innocents_and_no_attack() -> None:
    _, truth = catalog(3000, 3, "quiet")
    assert not truth.findings
    assert {i.twin for i in truth.innocents} == TWINS


def test_ids_tell_nothing_of_roles() -> None:
    tables, truth = catalog()
    order = {artist: place for place, artist in enumerate(sorted(ids(tables, "artists")))}
    guilty = [order[m] for f in truth.of_kind("content_farm") for m in f.members]
    middle = np.mean(guilty) / len(order)
    assert abs(middle - 0.5) < 4 * 0.29 / np.sqrt(len(guilty))


def test_codes_are_of_their_standards_forms() -> None:
    tables, _ = catalog()
    forms = (("releases", "upc", parse_upc), ("recordings", "isrc", parse_isrc), ("artists", "isni", parse_isni))
    for table, column, parse in (*forms, ("artists", "ipi", parse_ipi)):
        assert all(parse(text) == text for text in tables[table][column].drop_nulls().head(300))


def test_shares_of_a_statement_add_up() -> None:
    tables, _ = catalog()
    months = tables["payouts"].group_by("release_id", "period").agg(pl.col("share").sum())
    assert months["share"].max() <= 1.001


def test_popularity_and_output_have_long_tails() -> None:
    tables, _ = catalog()
    listeners = tables["artists"]["monthly_listeners"].drop_nulls().sort(descending=True)
    assert listeners.head(len(listeners) // 50).sum() > 0.5 * listeners.sum()
    pages = tables["releases"].explode("artist_ids").group_by("artist_ids").len()["len"]
    assert pages.max() >= 15
    assert pages.median() <= 4


def test_a_disguise_changes_the_name_or_says_that_it_cannot() -> None:
    rng = np.random.default_rng(0)
    for trick in set(TRICKS) - {"exact_name", "alias_leak"}:
        for name in ("Silver River", "Nova", "김민준", "Беларус Хор", "Ó"):
            made = disguised(rng, name, trick)
            assert made is None or made.strip()
    assert disguised(rng, "Nova", "token_order") is None
    assert disguised(rng, "Silver River", "token_order") in ("River, Silver", "River Silver")
    assert disguised(rng, "Nova", "transliteration") is None
    assert disguised(rng, "Mário Velho", "translation") is None


def test_samplers_keep_their_laws() -> None:
    rng = np.random.default_rng(0)
    drawn = copula(rng, 4000, np.array([[0.7, 0.7], [0.0, 0.0]]))
    assert np.allclose(np.sort(drawn, axis=0)[:, 0], (np.arange(4000) + 0.5) / 4000)
    assert np.corrcoef(drawn.T)[0, 1] > 0.35
    sizes = np.bincount(attach(rng, 4000, 0.2))
    assert sizes.max() > 8 * np.median(sizes)
    value = "0123456789abcdef"
    assert (int(near_hex(rng, value, 3), 16) ^ int(value, 16)).bit_count() <= 3
    assert all(parse_upc(upc(rng)) for _ in range(20))
    assert all(parse_isni(isni(rng)) for _ in range(20))


@pytest.mark.parametrize(("size", "scenario"), [(10, "standard"), (1000, "loud")])
def test_wrong_arguments_are_named(size: int, scenario: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        generate(size, 1, scenario)
