"""Numbers, months and text as people write and save them."""

import gzip
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.statements.values import month_of, number_form
from tests.loaders.statements.statement_files import HEADER, TRACKS, amounts, load, statement


def test_text_as_people_save_it(tmp_path: Path, tracks: str) -> None:
    line = "0123456789012,,Käfer,Fähre,1,EUR,1,2023-05\n"
    for data in (
        ("\ufeff" + HEADER + line).encode(),
        (HEADER + line).encode("utf-16"),
        (HEADER + line).replace("\n", "\r\n").encode(),
        (HEADER + line).replace(",", ";").encode(),
        (HEADER + line).replace(",", "\t").encode(),
        ("Statement for Käfer\n\nJanuary to May, 2023\n" + HEADER + line).encode(),
    ):
        rows, faults, _ = load(statement(tmp_path, data), layout=tracks)
        assert faults == []
        assert [row["name"] for row in rows["artists"]] == ["Käfer"]
    packed = statement(tmp_path, gzip.compress((HEADER + line).encode()), "in/x.csv.gz")
    assert load(packed, layout=tracks)[0]["payouts"]


def test_another_encoding_is_the_layouts_word(tmp_path: Path, tracks: str) -> None:
    text = HEADER + "0123456789012,,Nova,Rain,1,EUR,1,2023-05\n" + "0123456789012,,Käfer,Rain,1,EUR,1,2023-05\n"
    file = statement(tmp_path, text.encode("cp1252"))
    rows, (fault,), _ = load(file, layout=tracks)
    assert (fault.line, fault.column, len(rows["payouts"])) == (3, "Act", 1)
    assert "encoding" in fault.remedy
    Path(tracks).write_text('encoding = "cp1252"\n' + TRACKS)
    rows, faults, _ = load(file, layout=tracks)
    assert (faults, amounts(rows)) == ([], {("upc:123456789012", "2023-05"): 2.0})


def test_a_upc_that_lost_its_zeros_is_reported(tmp_path: Path, tracks: str) -> None:
    rows, _, notices = load(statement(tmp_path, HEADER + "12345678901,,Nova,Rain,1,EUR,1,2023-05\n"), layout=tracks)
    assert amounts(rows) == {("statement:tracks:nova:rain", "2023-05"): 1.0}
    assert notices[0].startswith("1 lines have a UPC or ISRC without the form of one")


def test_a_formula_is_text(tmp_path: Path, tracks: str) -> None:
    link = '=HYPERLINK("http://x.example","Rain")'
    quoted = '"' + link.replace('"', '""') + '"'
    file = statement(
        tmp_path,
        HEADER
        + f",,=cmd|' /C calc'!A0,{quoted},1,EUR,1,2023-05\n"
        + '"=""012345678901""",,,,2,EUR,1,2023-05\n'
        + ",'GBAAA2300001,,,=1+1,EUR,1,2023-05\n",
    )
    rows, (fault,), _ = load(file, layout=tracks)
    assert [row["name"] for row in rows["artists"]] == ["=cmd|' /C calc'!A0"]
    assert [row["title"] for row in rows["releases"]] == [link]
    assert ("upc:012345678901", "2023-05") in amounts(rows)
    assert (fault.line, fault.column, fault.value) == (4, "Paid", "=1+1")


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("1.25", ".", "1.25"),
        (" -1,234,567.5 ", ".", "-1234567.5"),
        ("1.234,56", ",", "1234.56"),
        ("1.234,56", ".", None),
        ("1,25", ".", None),
        ("1'234.5", ".", "1234.5"),
        ("1 234,5", ",", "1234.5"),
        ("£0.10", ".", "0.10"),
        ("-$3", ".", "-3"),
        ("$-3", ".", "-3"),
        ("USD 4.5", ".", "4.5"),
        ("4.5EUR", ".", "4.5"),
        ("(7.00)", ".", "-7.00"),
        ("7-", ".", "-7"),
        ("−8", ".", "-8"),
        ("1.5E-05", ".", "1.5E-05"),
        (".5", ".", ".5"),
        ("", ".", None),
        ("NaN", ".", None),
        ("NAN", ".", None),
        ("inf", ".", None),
        ("=1", ".", None),
        ("1" * 41, ".", None),
        ("1e999", ".", None),
        ("٣", ".", None),
    ],
)
def test_numbers_as_people_write_them(text: str, mark: str, value: str | None) -> None:
    assert pl.select(number_form(pl.lit(text), mark)).item() == value


@settings(deadline=None)
@given(
    number=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6),
    mark=st.sampled_from([".", ","]),
)
def test_thousands_separators_change_nothing(number: Decimal, mark: str) -> None:
    text = f"{number:,f}".replace(",", "_").replace(".", mark).replace("_", "," if mark == "." else ".")
    assert Decimal(pl.select(number_form(pl.lit(text), mark)).item()) == number


def test_months() -> None:
    assert month_of("6/24/23 11:45am", ("%m/%d/%y %I:%M%p",)) == "2023-06"
    assert month_of("2023_01", ("%Y-%m", "%Y_%m")) == "2023-01"
    assert month_of("24/6/23", ("%m/%d/%y",)) is None
