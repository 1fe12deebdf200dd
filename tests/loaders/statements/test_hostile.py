"""Workbooks, archives and bytes that nobody should have sent."""

import gzip
import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnreadableInput
from tests.loaders.statements.statement_files import HEADER, TRACKS, amounts, load, statement


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
