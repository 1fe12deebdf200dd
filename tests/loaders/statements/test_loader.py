import gzip
import random
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadArgument, MissingColumn, MissingInput, TooManyBadRows, UnreadableInput
from graph.records import RECORDS, Batch, Delivery, LoadOptions, Notice, Quarantined
from loaders.statements.layout import packaged_layouts, parse_layout
from loaders.statements.loader import read_statements
from loaders.statements.values import month_of, number_form

Row = dict[str, Any]
Loaded = tuple[dict[str, list[Row]], list[Quarantined], list[str]]

TRACKS = """
name = "tracks"
header = ["Song", "Paid"]
[columns]
upc = "Barcode"
isrc = "ISRC"
artist = "Act"
title = "Song"
amount = "Paid"
currency = "Money"
quantity = "Plays"
[period]
column = "Month"
format = "%Y-%m"
"""
HEADER = "Barcode,ISRC,Act,Song,Paid,Money,Plays,Month\n"


def load(path: Path, *, batch_rows: int = 10_000, **options: Any) -> Loaded:
    """The rows by table, a mention like a record of its own; faults; notices. Checks what every loader keeps to."""
    options = {"payee_id": "label-9", **options}
    items = list(read_statements(path, options=LoadOptions(batch_rows, **options)))
    rows: dict[str, list[Row]] = {table: [] for table in RECORDS}
    deliveries: list[Delivery] = []
    for item in items:
        if isinstance(item, Delivery):
            assert not any(isinstance(other, Batch) for other in items[: items.index(item)])
            deliveries.append(item)
        elif isinstance(item, Batch):
            assert item.delivery in deliveries
            assert item.is_mention == (item.table != "payouts")
            assert dict(item.rows.schema) == RECORDS[item.table].schema
            assert 0 < item.rows.height <= batch_rows
            assert item.is_mention or item.rows.select(RECORDS[item.table].key).is_unique().all()
            assert item.rows.select(RECORDS[item.table].required).null_count().sum_horizontal().item() == 0
            rows[item.table].extend(item.rows.to_dicts())
    payouts = [tuple(row[name] for name in RECORDS["payouts"].key) for row in rows["payouts"]]
    assert len(set(payouts)) == len(payouts)
    return rows, [i for i in items if isinstance(i, Quarantined)], [i.text for i in items if isinstance(i, Notice)]


def amounts(rows: dict[str, list[Row]]) -> dict[tuple[str, str | None], float]:
    """By release and month, over all statements."""
    found: dict[tuple[str, str | None], float] = {}
    for row in rows["payouts"]:
        key = (row["release_id"], row["period"])
        found[key] = found[key] + row["amount"] if key in found else row["amount"]
    return found


@pytest.fixture
def tracks(tmp_path: Path) -> str:
    """The path of a user's own layout."""
    (tmp_path / "tracks.toml").write_text(TRACKS)
    return str(tmp_path / "tracks.toml")


def statement(tmp_path: Path, text: str | bytes, name: str = "in/tracks.csv") -> Path:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


@pytest.mark.parametrize(
    ("name", "payouts", "releases", "recordings", "quarantined"),
    [
        ("bandcamp_sanitised/test_bundle_bandcamp.csv", 2, 2, 0, 5),
        ("bandcamp_sanitised/test_one_comp_ten_artist_bandcamp.csv", 1, 1, 0, 0),
        ("trackshift/Cargo_Digital_Test.zip", 1, 1, 2, 7),
        ("trackshift/Cargo_Physical_Test.xlsx", 2, 2, 0, 0),
        ("trackshift/CdBaby_Test.txt", 2, 2, 2, 0),
        ("trackshift/DistroKid_NonAscii.tsv", 4, 0, 1, 0),
        ("trackshift/DistroKid_Test.tsv", 4, 0, 4, 0),
        ("trackshift/Tunecore_Test.csv", 2, 2, 4, 0),
        ("trackshift/bandcamp-non-ascii.csv", 9, 5, 0, 0),
        ("trackshift/bandcamp-simple-3-songs.csv", 5, 3, 0, 0),
        ("trackshift/bandcamp-simple-multiple-artist.csv", 9, 5, 0, 0),
        ("trackshift/cargo-simple-3-songs.csv", 1, 1, 3, 0),
        ("trackshift/prs-simple-3-songs-another-statement.csv", 4, 4, 0, 0),
        ("trackshift/prs-simple-3-songs.csv", 3, 3, 0, 0),
        ("trackshift/prs-simple-multiple-artist.csv", 3, 3, 0, 0),
    ],
)
def test_the_layouts_of_distributors(
    shared_data: Path, name: str, payouts: int, releases: int, recordings: int, quarantined: int
) -> None:
    rows, faults, _ = load(shared_data / "statements_layouts" / name)
    found = (len(rows["payouts"]), len(rows["releases"]), len(rows["recordings"]), len(faults))
    assert found == (payouts, releases, recordings, quarantined)


def test_a_folder_is_one_load(shared_data: Path) -> None:
    """Each statement's payouts are its own, also where two of them pay a release for the same month."""
    rows, faults, _ = load(shared_data / "statements_layouts")
    assert len([fault for fault in faults if fault.line == 0]) == 7
    assert len(rows["payouts"]) == 52


def test_amounts_by_hand_distrokid(shared_data: Path) -> None:
    rows, _, _ = load(shared_data / "statements_layouts/trackshift/DistroKid_Test.tsv")
    paid = {(row["release_id"], row["period"]): (row["amount"], row["share"]) for row in rows["payouts"]}
    assert paid == {
        ("upc:111111111111", "2021-04"): (0.00789993, 1.0),
        ("upc:222222222222", "2022-05"): (0.0003141, 1.0),
        ("upc:333333333333", "2022-06"): (0.00048066, 0.3),
        ("upc:222222222222", "2022-07"): (0.0006171, 1.0),
    }
    assert {row["currency"] for row in rows["payouts"]} == {"USD"}
    assert {row["payee_id"] for row in rows["payouts"]} == {"label-9"}
    assert rows["payees"] == []


def test_amounts_by_hand_tunecore(shared_data: Path) -> None:
    rows, _, _ = load(shared_data / "statements_layouts/trackshift/Tunecore_Test.csv")
    assert amounts(rows) == {("upc:567890123456", "2020-04"): 0.0271, ("upc:123456789012", "2020-04"): 0.1084}
    assert {row["currency"] for row in rows["payouts"]} == {"GBP"}
    album = next(row for row in rows["releases"] if row["release_id"] == "upc:123456789012")
    assert (album["title"], album["artist_ids"]) == ("Album 100", ["statement:tunecore:artist:artist 2"])
    song = next(row for row in rows["recordings"] if row["isrc"] == "BCDEF7890124")
    assert (song["recording_id"], song["release_ids"]) == ("isrc:BCDEF7890124", ["upc:123456789012"])


def test_amounts_by_hand_bandcamp(shared_data: Path) -> None:
    rows, _, _ = load(shared_data / "statements_layouts/trackshift/bandcamp-simple-3-songs.csv")
    assert amounts(rows) == {
        ("statement:bandcamp:person 1:bc 1", "2022-11"): 6.22,
        ("statement:bandcamp:person 1:bc 1", "2022-12"): 4.63,
        ("statement:bandcamp:person 1:bc 2", "2022-12"): 2.38,
        ("statement:bandcamp:person 1:bc 3", "2022-12"): 3.88,
        ("statement:bandcamp:person 1:bc 3", "2023-02"): 0.57,
    }


def test_amounts_by_hand_cargo(shared_data: Path) -> None:
    """Returns are negative in the workbook; the digital royalty is in pounds whatever the sale was in."""
    rows, _, _ = load(shared_data / "statements_layouts/trackshift/Cargo_Physical_Test.xlsx")
    assert amounts(rows) == {("upc:1234567891234", "2023-01"): -0.32, ("upc:3456789012345", "2023-01"): 5.192}
    rows, _, _ = load(shared_data / "statements_layouts/trackshift/Cargo_Digital_Test.zip")
    assert amounts(rows) == {("upc:1234567891011", "2022-11"): 0.0064220820083}
    assert rows["payouts"][0]["currency"] == "GBP"


def test_amounts_by_hand_prs(shared_data: Path) -> None:
    rows, _, notices = load(shared_data / "statements_layouts/trackshift/prs-simple-3-songs.csv", payee_id=None)
    prefix = "statement:prs:person 1:song"
    assert amounts(rows) == {(f"{prefix} 1", None): 0.104, (f"{prefix} 2", None): 0.174, (f"{prefix} 3", None): 0.094}
    assert {row["payee_id"] for row in rows["payouts"]} == {"statement:prs:payee:1234567890"}
    assert any("bears no dates" in notice for notice in notices)


def test_an_e_mail_address_is_nowhere(shared_data: Path) -> None:
    bandcamp = shared_data / "statements_layouts/trackshift/bandcamp-simple-multiple-artist.csv"
    with pytest.raises(BadArgument, match="does not say who is paid") as raised:
        load(bandcamp, payee_id=None)
    assert "--payee" in raised.value.hint
    assert "@example" not in str(load(bandcamp))
    with pytest.raises(BadArgument, match="e-mail"):
        load(bandcamp, payee_id="me@example.com")


def test_a_new_layout_needs_no_code(tmp_path: Path, tracks: str) -> None:
    file = statement(
        tmp_path,
        HEADER
        + "0123456789012,GBAAA2300001,Nova,Rain,1.10,EUR,3,2023-05\n"
        + "0123456789012,GBAAA2300001,Nova,Rain,2.20,EUR,4,2023-05\n"
        + ",GBAAA2300001,Nova,Rain,0.05,EUR,1,2023-05\n"
        + ",,Nova: live,Snow,-1,EUR,,2023-06\n",
    )
    rows, faults, _ = load(file, layout=tracks)
    assert faults == []
    assert amounts(rows) == {
        ("upc:123456789012", "2023-05"): 3.3,
        ("isrc:GBAAA2300001", "2023-05"): 0.05,
        ("statement:tracks:nova%3a live:snow", "2023-06"): -1.0,
    }
    assert '"quantity": "7"' in rows["payouts"][0]["source_attributes"]
    assert next(row["release_ids"] for row in rows["recordings"]) == ["upc:123456789012", "isrc:GBAAA2300001"]
    assert [row["release_id"] for row in rows["releases"]] == [
        "isrc:GBAAA2300001",
        "statement:tracks:nova%3a live:snow",
    ]


def test_a_file_that_fits_no_layout(tmp_path: Path, tracks: str) -> None:
    file = statement(tmp_path, "Sale Month\tTeam Percentage\tSong/Album\n2020-01\t1\tx\n", "in/odd.tsv")
    with pytest.raises(MissingColumn, match=r"nearest, `distrokid`, needs the column `Earnings \(USD\)`"):
        load(file)
    with pytest.raises(MissingColumn, match="none of the columns"):
        load(file, layout=tracks)
    statement(tmp_path, HEADER + "0123456789012,,,,1,EUR,,2023-05\n")
    rows, (fault,), _ = load(tmp_path / "in", layout=tracks)
    assert len(rows["payouts"]) == 1
    assert (fault.file, fault.line) == ("odd.tsv", 0)
    with pytest.raises(BadArgument, match="no layout `nowhere`"):
        load(file, layout="nowhere")
    with pytest.raises(UnreadableInput, match="does not exist"):
        load(file, layout=str(tmp_path / "nowhere.toml"))
    with pytest.raises(MissingInput):
        load(tmp_path / "nowhere")


def test_a_file_that_fits_two_layouts(tmp_path: Path) -> None:
    both = ["Record Number", "CAE Number", "Work Title", "Amount (performance revenue)", "IP1"]
    both += ["Royalty ID", "Asset ISRC", "Sale net receipts", "Reported Royalty", "Sale Start date"]
    file = statement(tmp_path, ",".join(both) + "\n")
    with pytest.raises(MissingColumn, match="more than one layout: cargo_digital, prs"):
        load(file)
    assert load(file, layout="prs")[0]["payouts"] == []


def test_the_same_bytes_are_read_once(tmp_path: Path, tracks: str) -> None:
    text = HEADER + "0123456789012,,,,1,EUR,,2023-05\n"
    statement(tmp_path, text, "in/a.csv")
    statement(tmp_path, text, "in/b.csv")
    rows, _, notices = load(tmp_path / "in", layout=tracks)
    assert amounts(rows) == {("upc:123456789012", "2023-05"): 1.0}
    assert notices == ["holds the same as a.csv: read once"]


def test_money_in_two_currencies_has_no_sum(tmp_path: Path, tracks: str) -> None:
    lines = ["0123456789012,,,,1.5,EUR,,2023-05\n", "0123456789012,,,,2,USD,,2023-05\n"]
    for order in (lines, lines[::-1]):
        rows, _, notices = load(statement(tmp_path, HEADER + "".join(order)), layout=tracks)
        (payout,) = rows["payouts"]
        assert (payout["amount"], payout["currency"]) == (None, None)
        assert '"amounts": {"EUR": "1.5", "USD": "2"}' in payout["source_attributes"]
        assert any("more than one currency" in notice for notice in notices)


def test_lines_that_break_a_rule(tmp_path: Path, tracks: str) -> None:
    good = "0123456789012,,Nova,Rain,1,EUR,1,2023-05\n"
    file = statement(
        tmp_path,
        HEADER
        + good
        + "0123456789012,,Nova,Rain,one,EUR,1,2023-05\n"
        + "0123456789012,,Nova,Rain,1,euro,1,2023-05\n"
        + "0123456789012,,Nova,Rain,1,EUR,1,May\n"
        + ",,Nova,,1,EUR,1,2023-05\n"
        + "0123456789012,,Nova,Rain,1,EUR,some,2023-05\n"
        + "0123456789012,,Nova,Rain,1,EUR,1\n"
        + "0123456789012,,Nova,Rain,1,EUR,1,2023-05,left over\n"
        + '0123456789012,,"Nova,Rain,1,EUR,1,2023-05\n'
        + '0123456789012,,Nova,"Rain ""in\nMay""",1,EUR,1,2023-05,,\n'
        + "\n,,,,,,,\n"
        + good
        + "Total,,,,99,,,\n"
        + "Grand total: 99\n",
    )
    rows, faults, notices = load(file, layout=tracks)
    assert [(fault.line, fault.column) for fault in faults] == [
        (3, "Paid"),
        (4, "Money"),
        (5, "Month"),
        (6, "Barcode"),
        (7, "Plays"),
        (8, ""),
        (9, ""),
        (10, ""),
    ]
    assert all(fault.remedy for fault in faults)
    assert amounts(rows) == {("upc:123456789012", "2023-05"): 3.0}
    assert notices == ["2 lines of sums are passed over"]


def test_too_many_bad_lines_stop_the_load(tmp_path: Path, tracks: str) -> None:
    file = statement(tmp_path, HEADER + "0123456789012,,Nova,Rain,one,EUR,1,2023-05\n" * 30)
    with pytest.raises(TooManyBadRows):
        load(file, layout=tracks)


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


LINES = st.lists(
    st.tuples(
        st.sampled_from(["0123456789012", "0999999999999", ""]),
        st.sampled_from(["GBAAA2300001", "GBAAA2300002"]),
        st.decimals(allow_nan=False, allow_infinity=False, min_value=-1000, max_value=1000, places=15),
        st.sampled_from(["2023-05", "2023-06"]),
    ),
    max_size=30,
)


def _text(lines: Iterable[tuple[str, str, Decimal, str]]) -> str:
    return HEADER + "".join(f"{upc},{isrc},Nova,Rain,{amount:f},EUR,1,{month}\n" for upc, isrc, amount, month in lines)


@settings(deadline=None)
@given(lines=LINES, cut=st.integers(0, 30), seed=st.integers(0, 9))
def test_order_and_files_change_no_sum(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, str, Decimal, str]], cut: int, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("split")
    layout = folder / "tracks.toml"
    layout.write_text(TRACKS)
    expected: dict[tuple[str, str | None], Decimal] = {}
    for upc, isrc, amount, month in lines:
        key = (f"upc:{upc[1:]}" if upc else f"isrc:{isrc}", month)
        expected[key] = expected.get(key, Decimal(0)) + amount
    shuffled = random.Random(seed).sample(lines, len(lines))
    # the second file has a comment column more, so that two equal halves are not the same bytes
    second = (
        _text(shuffled[cut:]).replace("Month\n", "Month,Extra\n").replace("-05\n", "-05,\n").replace("-06\n", "-06,\n")
    )
    statement(folder, _text(shuffled[:cut]), "in/a.csv")
    statement(folder, second, "in/b.csv")
    rows, faults, _ = load(folder / "in", layout=str(layout), batch_rows=2)
    assert faults == []
    assert amounts(rows) == {key: pytest.approx(float(amount)) for key, amount in expected.items()}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("name = ", "nome = "), "unknown key `nome`"),
        (('name = "tracks"\n', ""), "lacks the key `name`"),
        (('amount = "Paid"\n', ""), "lacks the key `columns.amount`"),
        (('amount = "Paid"', "amount = 3"), "`columns.amount`, which must be a text"),
        (('header = ["Song", "Paid"]', "header = []"), "`header`, which must be a list of texts"),
        (('"%Y-%m"', '"%Y"'), "does not give the year"),
        (('"%Y-%m"', '"%Q-%m"'), "period.format"),
        (('format = "%Y-%m"\n', ""), "lacks the key `period.format`"),
        (('currency = "Money"\n', ""), "either `columns.currency` or `constants.currency`"),
        (('title = "Song"', 'song = "Song"'), "unknown key `columns.song`"),
        (("[period]", '[constants]\ncurrency = "EUR"\n[period]'), "either `columns.currency`"),
        (('name = "tracks"', 'name = "tracks"\nencoding = "utf-99"'), "not known"),
        (('name = "tracks"', 'name = "tracks"\nencoding = "base64"'), "not known"),
        (('name = "tracks"', 'name = "tracks"\ndelimiter = "x"'), "`delimiter`"),
        (('name = "tracks"', 'name = "tracks"\ndecimal = "x"'), "`decimal`"),
        (('name = "tracks"', 'name = "tracks:b"'), "small letters"),
        (("[period]", "[period"), "is not TOML"),
    ],
)
def test_a_faulty_layout_says_what_is_wrong(change: tuple[str, str], fault: str) -> None:
    with pytest.raises(UnreadableInput) as raised:
        parse_layout(TRACKS.replace(*change), "tracks.toml")
    assert fault in raised.value.what
    assert "tracks.toml" in raised.value.what


def test_the_guide_shows_a_layout() -> None:
    guide = Path(__file__).parents[3] / "docs/guides/statements.md"
    layout = parse_layout(guide.read_text().split("```toml\n")[1].split("```")[0], guide.name)
    assert layout.formats == ("%m/%Y", "%Y-%m-%d")


def test_the_packaged_layouts() -> None:
    names = [layout.name for layout in packaged_layouts()]
    assert names == ["bandcamp", "cargo_digital", "cargo_physical", "cdbaby", "distrokid", "prs", "tunecore"]


def _zip(members: dict[str, bytes]) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_a_hostile_zip(tmp_path: Path, tracks: str) -> None:
    good = (HEADER + "0123456789012,,,,1,EUR,,2023-05\n").encode()
    packed = _zip(
        {"../out.csv": good, "/etc/out.csv": good, "bomb.csv": b"0" * 30_000_000, "in.zip": b"PK", "ok.csv": good}
    )
    rows, faults, _ = load(statement(tmp_path, packed, "in/all.zip"), layout=tracks)
    assert amounts(rows) == {("upc:123456789012", "2023-05"): 1.0}
    assert len(faults) == 4
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["all.zip", "in", "tracks.toml"]


SHEET = {
    "xl/workbook.xml": '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="/xl/one.xml"/></Relationships>',
    "xl/one.xml": "<worksheet><sheetData>"
    + '<row r="3">'
    + "".join(f'<c r="{c}3" t="inlineStr"><is><t>{name}</t></is></c>' for c, name in zip("ABCDEFGH", HEADER.strip().split(","), strict=True))
    + "</row>"
    '<row r="4"><c r="A4"><v>8.80000000001E11</v></c><c r="C4" t="str"><f>1+1</f><v>Nova</v></c>'
    '<c r="E4"><v>5.1920000000000002</v></c><c r="F4" t="inlineStr"><is><r><t>E</t></r><r><t>UR</t></r></is></c>'
    '<c r="H4" t="inlineStr"><is><t>2023-05</t></is></c></row></sheetData></worksheet>',
}  # fmt: skip


def test_a_workbook(tmp_path: Path, tracks: str) -> None:
    book = statement(tmp_path, _zip({name: text.encode() for name, text in SHEET.items()}), "in/book.xlsx")
    rows, faults, _ = load(book, layout=tracks)
    assert (faults, amounts(rows)) == ([], {("upc:880000000001", "2023-05"): 5.192})


@pytest.mark.parametrize(
    "change",
    [
        {"xl/workbook.xml": None},
        {"xl/one.xml": None},
        {"xl/one.xml": "<worksheet><row>"},
        {"xl/one.xml": '<!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>'},
        {"xl/one.xml": "<worksheet>" + " " * 20_000_000 + "</worksheet>"},
        {"xl/_rels/workbook.xml.rels": "<Relationships/>"},
    ],
)
def test_a_hostile_workbook(tmp_path: Path, tracks: str, change: dict[str, str | None]) -> None:
    parts = {name: text.encode() for name, text in {**SHEET, **change}.items() if text is not None}
    book = statement(tmp_path, _zip(parts), "in/book.xlsx")
    with pytest.raises(UnreadableInput):
        load(book, layout=tracks)
    (fault,) = load(tmp_path / "in", layout=tracks)[1]
    assert fault.line == 0


@settings(deadline=None)
@given(data=st.binary(max_size=400), name=st.sampled_from(["a.csv", "a.tsv.gz", "a.xlsx", "a.zip", "a.txt"]))
def test_any_bytes_are_set_aside(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    statement(folder, data, f"in/{name}")
    assert load(folder / "in")[0]["payouts"] == []


@settings(deadline=None)
@given(
    data=st.lists(st.one_of(st.binary(max_size=40), st.sampled_from([b",", b'"', b"\n", b"\x00", b"\r"])), max_size=40)
)
def test_any_bytes_below_a_header(tmp_path_factory: pytest.TempPathFactory, data: list[bytes]) -> None:
    folder = tmp_path_factory.mktemp("lines")
    (folder / "tracks.toml").write_text(TRACKS)
    good = b"0123456789012,,,,1,EUR,,2023-05\n"
    statement(folder, HEADER.encode() + good + b"".join(data))
    rows, faults, _ = load(folder / "in", layout=str(folder / "tracks.toml"), max_bad_share=1.0)
    assert amounts(rows) == {("upc:123456789012", "2023-05"): 1.0}
    for fault in faults:
        str(fault).encode()


def test_huge_fields_and_a_file_that_breaks_off(tmp_path: Path, tracks: str) -> None:
    good = "0123456789012,,,,1,EUR,,2023-05\n"
    huge = f',,Nova,{"x" * 3_000_000},1,EUR,,2023-05\n,,Nova,"{"y" * 200_000}",1,EUR,,2023-05\n'
    rows, faults, _ = load(statement(tmp_path, HEADER + good + huge + good), layout=tracks)
    assert amounts(rows) == {("upc:123456789012", "2023-05"): 2.0}
    assert [fault.line for fault in faults] == [3, 4]
    lines = "".join(f"{number:012},,,,1,EUR,,2023-05\n" for number in random.Random(1).sample(range(10**12), 60_000))
    packed = gzip.compress((HEADER + lines).encode())
    rows, faults, _ = load(statement(tmp_path, packed[: len(packed) // 2], "in/cut.csv.gz"), layout=tracks)
    assert rows["payouts"]
    assert "breaks off" in faults[-1].reason
