"""How far data have moved: the index, what chance does to it, and the profile that it is computed from."""

import math
from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from graph.records import RECORDS
from graph.snapshot import Snapshot, snapshot_from_records
from namesake.report.drift import compare, population_stability, profile

COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 500), min_size=1)


@given(COUNTS)
def test_what_stayed_has_not_moved(counts: dict[str, int]) -> None:
    shift = population_stability(counts, counts)
    assert shift.psi == 0
    assert not shift.moved


@given(COUNTS, COUNTS)
def test_the_index_is_the_same_in_both_directions_and_never_negative(
    left: dict[str, int], right: dict[str, int]
) -> None:
    there, back = population_stability(left, right), population_stability(right, left)
    assert there.psi == pytest.approx(back.psi, abs=1e-4)
    assert there.psi >= 0


def test_the_index_is_that_of_the_textbook_where_bins_are_full() -> None:
    before, after = {"a": 100_000, "b": 300_000, "c": 600_000}, {"a": 200_000, "b": 200_000, "c": 600_000}
    textbook = 0.1 * math.log(2) + -0.1 * math.log(2 / 3)
    assert population_stability(before, after).psi == pytest.approx(textbook, abs=1e-4)


@pytest.mark.parametrize("bins", [2, 3, 10, 40])
def test_noise_is_the_quantile_of_chi_squared(bins: int) -> None:
    counts = dict.fromkeys(map(str, range(bins)), 1000)
    exact = chi2.ppf(0.999, bins - 1) * 2 / (1000 * bins)
    assert population_stability(counts, counts).noise == pytest.approx(exact, rel=0.04, abs=1e-4)


def test_two_samples_of_one_population_seldom_pass_the_noise() -> None:
    random = np.random.default_rng(5)
    shares = random.dirichlet(np.full(12, 2.0))
    passed = 0
    for _ in range(2000):
        first, second = random.multinomial(400, shares), random.multinomial(250, shares)
        shift = population_stability(
            *({str(place): int(count) for place, count in enumerate(side) if count} for side in (first, second))
        )
        passed += shift.psi > shift.noise
    assert passed <= 10  # 2 expected of 2,000


def test_a_handful_of_rows_is_chance_and_thousands_are_not() -> None:
    assert not population_stability({"a": 3, "b": 1}, {"a": 1, "b": 3}).moved
    assert population_stability({"a": 3000, "b": 1000}, {"a": 1000, "b": 3000}).moved


def snapshot(**columns: Sequence[object]) -> Snapshot:
    rows = len(next(iter(columns.values())))
    table = pl.DataFrame(
        {"artist_id": [f"a{row}" for row in range(rows)], "name": [f"Act {row}" for row in range(rows)], **columns},
        strict=False,
    )
    schema = RECORDS["artists"].schema
    whole = table.select(
        pl.col(name).cast(kind) if name in table.columns else pl.lit(None, dtype=kind).alias(name)
        for name, kind in schema.items()
    )
    return snapshot_from_records({"artists": whole})


def test_a_profile_says_what_each_kind_of_column_holds() -> None:
    told = profile(
        snapshot(
            followers=[0, 4, 5, None],
            country=["SE", "SE", "NO", None],
            genres=[["pop"], ["pop", "folk"], [], None],
            created_on=[date(2020, 1, 1), date(2020, 5, 1), date(2021, 1, 1), None],
            verified=[True, True, False, None],
        )
    )["tables"]["artists"]
    columns = told["columns"]
    assert told["rows"] == 4
    assert {
        name: columns[name]["missing"] for name in ("followers", "country", "genres", "created_on", "verified")
    } == {
        "followers": 1,
        "country": 1,
        "genres": 2,
        "created_on": 1,
        "verified": 1,
    }
    assert columns["followers"]["bins"] == {"0": 1, "4": 2}
    assert columns["followers"]["quantiles"]["0.5"] == 4
    assert columns["country"]["values"] == {"SE": 2}
    assert columns["genres"]["values"] == {"pop": 2}
    assert columns["created_on"]["bins"] == {"2020": 2, "2021": 1}
    assert columns["verified"]["values"] == {"true": 2}


def test_the_order_of_rows_changes_nothing() -> None:
    columns = {"country": ["SE", "NO", None] * 30, "followers": [10, 500, 7000] * 30}
    turned = {name: values[::-1] for name, values in columns.items()}
    there, back = (profile(snapshot(**told))["tables"]["artists"]["columns"] for told in (columns, turned))
    assert {name: there[name] for name in columns} == {name: back[name] for name in columns}


def moved(before: Snapshot, after: Snapshot) -> dict[str, str]:
    rows = compare(profile(before), profile(after))
    return {f"{row['table']}.{row['column']}": row["by"] for row in rows if row["moved"]}


def test_only_the_column_that_changed_has_moved() -> None:
    before = snapshot(country=["SE", "NO", "DK", "FI"] * 200, followers=[10, 100] * 400)
    after = snapshot(country=["SE", "SE", "SE", "FI"] * 200, followers=[10, 100] * 400)
    assert moved(before, after) == {"artists.country": "values"}


def test_values_that_go_missing_are_noticed() -> None:
    before = snapshot(country=["SE", "NO"] * 400)
    after = snapshot(country=["SE", "NO", None, None, None] * 160)
    assert moved(before, after) == {"artists.country": "missing"}


def test_a_value_that_nobody_had_is_noticed_among_others() -> None:
    before = snapshot(country=["SE", "NO"] * 400)
    after = snapshot(country=["SE", "XX"] * 400)
    assert moved(before, after) == {"artists.country": "values"}


def test_texts_that_are_all_their_own_are_compared_by_length() -> None:
    before = snapshot(biography=[f"{row:05}" * 20 for row in range(500)])
    after = snapshot(biography=[f"{row:05}" for row in range(500)])
    assert moved(before, after) == {"artists.biography": "values"}


def test_a_table_that_was_empty_is_not_compared() -> None:
    assert compare(profile(snapshot_from_records({})), profile(snapshot(country=["SE"] * 9))) == []


def test_a_column_that_names_things_has_no_categories() -> None:
    labels = [f"l{row}" for row in range(1000, 1600)]
    before, after = snapshot(country=["l100"] * 200 + labels), snapshot(country=["l101"] * 200 + labels)
    assert moved(before, after) == {}
