import csv
import re
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from graph.errors import BadArgument, MissingInput
from graph.records import CATALOG_TABLES, RECORDS
from graph.snapshot import snapshot_from_records
from graph.truth import read_truth
from simulation import SCENARIOS, SimulatedCatalog, simulate, write_catalog

SIZE = 700


@pytest.fixture(scope="module", params=sorted(SCENARIOS))
def catalog(request: pytest.FixtureRequest) -> SimulatedCatalog:
    return simulate(SIZE, 5, request.param)


@pytest.fixture(scope="module")
def standard() -> SimulatedCatalog:
    return simulate(2000, 11)


def ids(catalog: SimulatedCatalog, table: str, column: str) -> set[str]:
    return set(catalog.records[table][column].drop_nulls())


def listed(catalog: SimulatedCatalog, table: str, column: str) -> set[str]:
    return set(catalog.records[table][column].explode().drop_nulls())


def test_the_same_arguments_give_the_same_catalog_and_another_seed_another() -> None:
    one, two, other = simulate(150, 3, "hard"), simulate(150, 3, "hard"), simulate(150, 4, "hard")
    assert one.truth == two.truth
    assert all(one.records[name].equals(two.records[name]) for name in RECORDS)
    assert not one.records["artists"].equals(other.records["artists"])


def test_tables_have_the_canonical_schema_unique_keys_and_what_is_required(catalog: SimulatedCatalog) -> None:
    assert list(catalog.records) == list(RECORDS)
    for name, table in RECORDS.items():
        rows = catalog.records[name]
        assert dict(rows.schema) == table.schema
        assert rows.select(table.key).is_unique().all()
        assert all(rows[column].null_count() == 0 for column in table.required)
    assert catalog.records["recordings"]["release_ids"].list.len().min() == 1
    assert catalog.records["releases"]["artist_ids"].list.len().min() == 1


def test_references_resolve(catalog: SimulatedCatalog) -> None:
    artists, releases = ids(catalog, "artists", "artist_id"), ids(catalog, "releases", "release_id")
    recordings, payees = ids(catalog, "recordings", "recording_id"), ids(catalog, "payees", "payee_id")
    for table in ("releases", "recordings"):
        assert listed(catalog, table, "artist_ids") <= artists
    assert listed(catalog, "recordings", "featured_artist_ids") <= artists
    assert listed(catalog, "recordings", "release_ids") <= releases
    assert ids(catalog, "releases", "label_id") <= ids(catalog, "labels", "label_id")
    assert ids(catalog, "releases", "distributor_id") <= ids(catalog, "distributors", "distributor_id")
    assert ids(catalog, "payouts", "payee_id") <= payees
    assert ids(catalog, "payouts", "release_id") <= releases
    assert ids(catalog, "contributions", "recording_id") <= recordings
    assert ids(catalog, "contributions", "artist_id") <= artists
    known = {"artist": artists, "release": releases, "recording": recordings, "payee": payees}
    assert all(
        key in known[kind] for kind, key in catalog.records["signals"].select("subject_type", "subject_id").rows()
    )


def test_values_have_their_forms(catalog: SimulatedCatalog) -> None:
    forms = {
        ("artists", "image_phash"): r"[0-9a-f]{16}",
        ("artists", "country"): r"[A-Z]{2}",
        ("artists", "isni"): r"\d{15}[\dX]",
        ("releases", "cover_phash"): r"[0-9a-f]{16}",
        ("releases", "upc"): r"\d{12}",
        ("recordings", "audio_fingerprint"): r"[0-9a-f]{16}",
        ("recordings", "isrc"): r"(?i)[A-Z]{2}-?[A-Z0-9]{3}-?\d{2}-?\d{5}",
        ("payees", "account_hash"): r"[0-9a-f]{32}",
        ("payouts", "period"): r"\d{4}-(0[1-9]|1[0-2])",
    }
    for (table, column), form in forms.items():
        assert all(re.fullmatch(form, value) for value in catalog.records[table][column].drop_nulls()), (table, column)
    assert set(catalog.records["releases"]["type"].drop_nulls()) <= {"single", "ep", "album", "compilation"}
    assert set(catalog.records["artists"]["type"].drop_nulls()) <= {"person", "group", "other"}
    assert catalog.records["payouts"]["share"].is_between(0, 1).all()
    assert catalog.records["signals"]["score"].is_between(0, 1).all()
    assert (catalog.records["recordings"]["duration_ms"].drop_nulls() > 0).all()


def test_the_truth_speaks_of_what_exists(catalog: SimulatedCatalog) -> None:
    known = {
        "artist": ids(catalog, "artists", "artist_id"),
        "release": ids(catalog, "releases", "release_id"),
        "recording": ids(catalog, "recordings", "recording_id"),
    }
    for finding in catalog.truth.findings:
        for end in (finding.subject, finding.target):
            assert end is None or end.type == "cluster" or end.id in known[end.type]
        assert set(finding.members) <= known["artist"] | known["release"]
        assert finding.trick
        assert 0 <= finding.camouflage <= 3
        assert finding.subject.type != "cluster" or len(finding.members) >= 3
    for identity in catalog.truth.identities:
        assert 2 <= len(set(identity.artist_ids)) == len(identity.artist_ids)
        assert set(identity.artist_ids) <= known["artist"]
    shared = Counter(artist for identity in catalog.truth.identities for artist in identity.artist_ids)
    assert max(shared.values()) == 1
    for innocent in catalog.truth.innocents:
        assert set(innocent.artist_ids) <= known["artist"]
        assert set(innocent.release_ids) <= known["release"]


def test_a_misattributed_release_is_on_the_page_it_is_said_to_be_on(standard: SimulatedCatalog) -> None:
    page = dict(standard.records["releases"].select("release_id", "artist_ids").rows())
    assert all(
        finding.target and finding.target.id in page[finding.subject.id]
        for finding in standard.truth.of_kind("misattribution")
    )


def test_recycled_audio_is_near_its_source_where_both_are_known(standard: SimulatedCatalog) -> None:
    sound = dict(standard.records["recordings"].select("recording_id", "audio_fingerprint").rows())
    for finding in standard.truth.of_kind("recycled_audio"):
        assert finding.target
        one, two = sound[finding.subject.id], sound[finding.target.id]
        assert (
            finding.trick == "tempo_change"
            or one is None
            or two is None
            or (int(one, 16) ^ int(two, 16)).bit_count() <= 3
        )


def test_base_rates_are_those_of_the_world(standard: SimulatedCatalog) -> None:
    artists = standard.records["artists"].height
    assert abs(artists - 2000) < 100
    assert 0.004 <= len(standard.truth.of_kind("impersonation")) / artists <= 0.011
    assert 3 <= len(standard.truth.of_kind("content_farm")) <= 6
    assert all(5 <= len(farm.members) <= 60 for farm in standard.truth.of_kind("content_farm"))
    assert 0.03 <= sum(len(identity.artist_ids) - 1 for identity in standard.truth.identities) / artists <= 0.08
    twins = {innocent.twin for innocent in standard.truth.innocents}
    assert twins >= {
        "namesake",
        "side_project",
        "tribute",
        "duplicate_profile",
        "label_move",
        "posthumous",
        "collaboration",
        "reissue",
    }
    assert twins >= {"compilation", "charity_compilation", "licensed_edit"}
    share = standard.records["releases"]["distributor_id"].value_counts()["count"].max()
    assert 0.2 <= int(str(share)) / standard.records["releases"].height <= 0.5


def test_values_are_missing_at_real_rates(standard: SimulatedCatalog) -> None:
    artists = standard.records["artists"]
    assert 0.15 <= artists["biography"].null_count() / artists.height <= 0.85
    assert standard.records["recordings"]["audio_fingerprint"].null_count() > 0


def test_the_quiet_catalog_has_innocents_only() -> None:
    truth = simulate(SIZE, 5, "quiet").truth
    assert truth.findings == ()
    assert len({innocent.twin for innocent in truth.innocents}) >= 8
    assert truth.identities


def test_written_as_a_catalog_folder_and_its_truth_read_back(catalog: SimulatedCatalog, tmp_path: Path) -> None:
    write_catalog(catalog, tmp_path)
    assert read_truth(tmp_path) == read_truth(tmp_path / "truth") == catalog.truth
    for name in RECORDS:
        if name in CATALOG_TABLES:
            back = pl.read_csv(tmp_path / f"{name}.csv", infer_schema=False)
            assert back.columns == list(RECORDS[name].columns)
            assert back.height == catalog.records[name].height


def test_a_bar_inside_a_list_is_escaped(tmp_path: Path) -> None:
    plain = simulate(60, 1)
    bars = plain.records["artists"].with_columns(aliases=pl.lit(["A|B", "C"], dtype=pl.List(pl.String)))
    write_catalog(SimulatedCatalog({**plain.records, "artists": bars}, plain.truth), tmp_path)
    with (tmp_path / "artists.csv").open(encoding="utf-8") as file:
        assert next(csv.DictReader(file))["aliases"] == r"A\|B|C"


def test_a_catalog_makes_a_snapshot(catalog: SimulatedCatalog) -> None:
    assert snapshot_from_records(catalog.records).manifest.counts["artists"] == catalog.records["artists"].height


def test_unknown_scenarios_and_tiny_sizes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="no scenario"):
        simulate(100, 1, "peace")
    with pytest.raises(BadArgument, match="too small"):
        simulate(3, 1)
    with pytest.raises(MissingInput, match="no truth"):
        read_truth(tmp_path)
