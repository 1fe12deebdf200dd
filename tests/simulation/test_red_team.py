"""Attacks planted in a copy: they look like the catalog's own, leave what was there alone, and are equal for equal seeds."""

from datetime import timedelta
from functools import cache
from random import Random

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from graph.findings import KINDS
from graph.identifiers import parse_isrc, parse_upc
from graph.snapshot import SNAPSHOT_SCHEMA, Snapshot, build_snapshot, snapshot_from_records
from simulation import GENERATORS, simulate
from simulation.red_team import Planted, plant
from simulation.red_team_ground import varied
from simulation.red_team_pages import newest_day
from simulation.red_team_sample import sample_artists

KEYS = {"artists": "artist_id", "releases": "release_id", "recordings": "recording_id", "payees": "payee_id"}


@cache
def catalog(generator: str = "acts", size: int = 600) -> Snapshot:
    return snapshot_from_records(simulate(size, 3, "quiet", generator).records)


@cache
def attacked(generator: str = "acts", seed: int = 1) -> Planted:
    return plant(catalog(generator), seed=seed)


def without(snapshot: Snapshot, **columns: tuple[str, ...]) -> Snapshot:
    """The snapshot with these columns of these tables empty; a table without columns loses its rows."""
    tables = dict(snapshot.tables)
    for name, emptied in columns.items():
        table = tables[name]
        types = SNAPSHOT_SCHEMA[name]
        tables[name] = (
            table.with_columns(pl.lit(None, types[column]).alias(column) for column in emptied)
            if emptied
            else table.clear()
        )
    return build_snapshot(tables, schema_version=0, taken_at=snapshot.manifest.taken_at)


def new_rows(planted: Planted, before: Snapshot, table: str) -> pl.DataFrame:
    return planted.snapshot[table].join(before[table], on=KEYS[table], how="anti")


@pytest.mark.parametrize("generator", GENERATORS)
def test_every_kind_is_planted_and_modestly(generator: str) -> None:
    before, planted = catalog(generator), attacked(generator)
    assert {finding.kind for finding in planted.truth.findings} == set(KINDS)
    assert not planted.refused
    assert new_rows(planted, before, "artists").height <= 0.08 * before["artists"].height
    assert new_rows(planted, before, "releases").height <= 0.08 * before["releases"].height


@pytest.mark.parametrize("generator", GENERATORS)
def test_what_was_there_is_untouched(generator: str) -> None:
    before, planted = catalog(generator), attacked(generator)
    for name, table in before.tables.items():
        kept = planted.snapshot[name].join(table, on=table.columns, how="semi", nulls_equal=True)
        assert kept.height == table.height, name


def test_the_truth_names_what_is_there_and_new_attackers() -> None:
    before, planted = catalog(), attacked()
    ids = {kind: set(planted.snapshot[f"{kind}s"][f"{kind}_id"]) for kind in ("artist", "release", "recording")}
    own = set(before["artists"]["artist_id"])
    for finding in planted.truth.findings:
        if finding.target:
            assert finding.subject.id in planted.ids & ids[finding.subject.type]
            assert finding.target.id in ids[finding.target.type] - planted.ids
        elif finding.kind == "content_farm":
            assert planted.ids >= set(finding.members)
            assert len(finding.members) >= 5
        else:
            assert planted.ids >= set(finding.members)
            assert len(finding.members) >= 3
    assert {f.target.id for f in planted.truth.of_kind("impersonation") if f.target} <= own


def test_equal_seeds_plant_equal_attacks_and_others_do_not() -> None:
    again, other = plant(catalog(), seed=1), attacked(seed=2)
    assert again.snapshot.manifest == attacked().snapshot.manifest
    assert again.truth == attacked().truth
    assert other.truth != attacked().truth


@pytest.mark.parametrize("generator", GENERATORS)
def test_plants_look_like_the_catalog(generator: str) -> None:
    before, planted = catalog(generator), attacked(generator)
    newest = newest_day(before)
    assert newest is not None
    for table in ("artists", "releases", "recordings"):
        made, own = new_rows(planted, before, table), before[table]
        lengths = set(own[KEYS[table]].str.len_chars())
        assert set(made[KEYS[table]].str.len_chars()) <= lengths
        for column in made.columns:
            if own[column].null_count() == own.height:
                assert made[column].null_count() == made.height, (table, column)
    releases, recordings = new_rows(planted, before, "releases"), new_rows(planted, before, "recordings")
    days = releases["release_date"].drop_nulls()
    assert days.len()
    assert ((days <= newest) & (days > newest - timedelta(days=450))).all()
    assert all(parse_upc(code) for code in releases["upc"].drop_nulls())
    assert all(parse_isrc(code) for code in recordings["isrc"].drop_nulls())
    assert abs(share_missing(releases, "upc") - share_missing(before["releases"], "upc")) < 0.25


def share_missing(table: pl.DataFrame, column: str) -> float:
    return table[column].null_count() / table.height


def test_a_catalog_of_names_and_titles_alone_is_attacked_as_far_as_it_goes() -> None:
    bare = without(
        catalog(),
        payees=(),
        payouts=(),
        contributions=(),
        signals=(),
        labels=(),
        releases=tuple(set(SNAPSHOT_SCHEMA["releases"]) - {"release_id", "title"}),
        recordings=tuple(set(SNAPSHOT_SCHEMA["recordings"]) - {"recording_id", "title"}),
        artists=tuple(set(SNAPSHOT_SCHEMA["artists"]) - {"artist_id", "name"}),
    )
    planted = plant(bare, seed=4)
    assert set(planted.refused) == {"recycled_audio", "content_farm"}
    assert "fingerprint" in planted.refused["recycled_audio"]
    assert planted.truth.of_kind("impersonation")
    assert planted.truth.of_kind("campaign")
    assert planted.snapshot["payouts"].is_empty()
    assert planted.snapshot["releases"]["upc"].null_count() > 0


def test_tiny_and_empty_catalogs() -> None:
    small = plant(catalog(size=50), seed=1)
    assert set(small.refused) == {"content_farm", "campaign"}
    assert small.truth.of_kind("impersonation")
    assert small.truth.of_kind("misattribution")
    nothing = build_snapshot({}, schema_version=0, taken_at="")
    refused = plant(nothing, seed=1)
    assert set(refused.refused) == set(KINDS)
    assert not refused.truth.findings
    assert_frame_equal(refused.snapshot["artists"], nothing["artists"])


def test_an_id_is_varied_in_its_own_style() -> None:
    draw = Random(1)
    for text in ("art0123456789", "REL-00ab12cd", "discogs:1204", "5b11f4ce-a62d-471e-81fc-a69a8278c7da", "kein"):
        made = varied(text, draw)
        assert len(made) == len(text)
        assert [sign for sign in made if not sign.isalnum()] == [sign for sign in text if not sign.isalnum()]
    assert varied("discogs:1204", draw).startswith("discogs:")
    assert varied("kein", draw) == "kein"


def test_a_sample_is_of_the_size_asked_for_and_whole_in_itself() -> None:
    whole = catalog()
    part = sample_artists(whole, seed=1, max_artists=200)
    assert part["artists"].height == 200
    assert part["release_artists"].join(part["artists"], on="artist_id", how="anti").is_empty()
    assert part["releases"].join(part["release_artists"], on="release_id", how="anti").is_empty()
    assert part["payouts"].join(part["payees"], on="payee_id", how="anti").is_empty()
    assert sample_artists(whole, seed=1, max_artists=None) is whole
    again = sample_artists(whole, seed=1, max_artists=200)
    assert again.manifest == part.manifest
    assert sample_artists(whole, seed=2, max_artists=200).manifest != part.manifest
