"""Which layout a statement has, and what a faulty layout is told."""

from pathlib import Path

import pytest

from graph.errors import BadArgument, MissingColumn, MissingInput, UnreadableInput
from loaders.statements.layout import packaged_layouts, parse_layout
from tests.loaders.statements.statement_files import HEADER, TRACKS, amounts, load, statement


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
