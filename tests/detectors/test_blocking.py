from collections.abc import Sequence

import polars as pl
import pytest

from detectors.blocking import BlockingOptions, candidate_pairs, deletions
from graph.records import RECORDS
from graph.snapshot import Snapshot, snapshot_from_records


def artists(*names: str, **columns: Sequence[object]) -> Snapshot:
    rows = [
        {"artist_id": f"a{row:03d}", "name": name, **{key: values[row] for key, values in columns.items()}}
        for row, name in enumerate(names)
    ]
    return snapshot_from_records({"artists": pl.DataFrame(rows, schema=RECORDS["artists"].schema)})


@pytest.mark.parametrize(
    "lookalike",
    ["Tаylor Swift", "Tay\u200blor Swift", "T4ylor $wift", "Táylor Swift", "TaylorSwift", "Taylor Swift Official", "Swift, Taylor",
     "Taylr Swift", "Tayllor Swiift", "Tailor Svift", "T. Swift", "Taylor Swift"],
)  # fmt: skip
def test_a_lookalike_is_paired_with_its_target(lookalike: str) -> None:
    pairs = candidate_pairs(artists("Taylor Swift", "Nkemelu", lookalike, "Brass Monkeys")).pairs
    assert pairs.select("left", "right").rows() == [("a000", "a002")]


def test_aliases_and_identifiers_pair() -> None:
    by_alias = candidate_pairs(artists("Sean Combs", "Puff Daddy", aliases=[["Puff Daddy"], None])).pairs
    assert by_alias.height == 1
    by_isni = candidate_pairs(artists("Sean Combs", "Somebody", isni=["0000000121174585"] * 2)).pairs
    assert by_isni["keys"].to_list() == [["isni"]]


def test_a_crowded_name_is_capped_to_its_best_known_and_reported() -> None:
    snapshot = artists(*["Nova"] * 60, followers=list(range(60)))
    table = candidate_pairs(snapshot, BlockingOptions(max_block=10, leaders=2))
    assert table.pairs.height == 59 + 58
    assert set(table.pairs["right"].to_list()) == {"a058", "a059"}
    assert any("capped" in note for note in table.notes)


def test_an_empty_catalog_has_no_pairs() -> None:
    assert candidate_pairs(artists()).pairs.height == 0
    assert candidate_pairs(artists("Nova")).pairs.height == 0


def test_two_deletions_only_in_longer_names() -> None:
    assert "aylo" not in deletions("taylor", BlockingOptions())
    assert "aylors" in deletions("taylorsw", BlockingOptions())


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Dave Nkemelu", "David Nkemelu"),
        ("Lobo Corazón", "狼心"),
        ("El T.", "El Tukretiga"),
        ("TMO", "The Midnight Owls"),
        ("新井大輔", "Arai Daisuke"),
        ("Хаорасо", "Haoraso"),
        ("Phuonghoang Thiphuongbao", "Phuuonghoang Thiphuonbao"),
        ("Zorblax Lyrics Channel", "Zorblax"),
    ],
)
def test_names_written_otherwise_are_paired(name: str, other: str) -> None:
    pairs = candidate_pairs(artists(name, "Brass Monkeys", other)).pairs
    assert pairs.select("left", "right").rows() == [("a000", "a002")]


def test_a_copied_biography_or_a_near_picture_pairs_whatever_the_name() -> None:
    told = "{} grew up by the sea and has played the harbour bars ever since."
    by_text = candidate_pairs(
        artists(
            "Star Velvet", "तारासोना", "Nova", biography=[told.format("Star Velvet"), told.format("तारासोना"), None]
        )
    ).pairs
    assert by_text.rows() == [("a000", "a001", ["biography"])]
    by_picture = candidate_pairs(
        artists(
            "Star Velvet", "तारासोना", "Nova", image_phash=["ffff0000ffff0000", "ffff0000ffff0003", "123456789abcdef0"]
        )
    ).pairs
    assert by_picture.rows() == [("a000", "a001", ["image_near"])]


def test_a_biography_that_many_share_pairs_nobody() -> None:
    names = ["Nkemelu", "Zorblax", "Quivern", "Brass", "Towhee", "Lumsden"]
    table = candidate_pairs(
        artists(*names, biography=["An artist from a town that nobody here would know at all."] * 6)
    )
    assert table.pairs.height == 0
    assert table.notes == ("biography: 1 keys shared by more than 4 artists were left out",)
