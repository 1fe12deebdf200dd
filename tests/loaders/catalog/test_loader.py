import csv
import gzip
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import MissingColumn, MissingInput, UnreadableInput
from graph.records import RECORDS, Batch, LoadOptions, Notice, Quarantined
from loaders.catalog.loader import read_catalog

Rows = list[dict[str, Any]]


class Result:
    """What a load gave, by kind."""

    def __init__(self, path: Path, batch_rows: int = 10_000) -> None:
        items = list(read_catalog(path, options=LoadOptions(batch_rows)))
        self.batches = [item for item in items if isinstance(item, Batch)]
        self.quarantined = [item for item in items if isinstance(item, Quarantined)]
        self.notices = [item.text for item in items if isinstance(item, Notice)]

    def rows(self, table: str) -> Rows:
        return [row for batch in self.batches if batch.table == table for row in batch.rows.to_dicts()]

    def ids(self, table: str) -> list[str]:
        return [row[RECORDS[table].key[0]] for row in self.rows(table)]


def folder(tmp_path: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / name.replace("__", ".")).write_bytes(data)
    return tmp_path


def test_a_row_is_typed(tmp_path: Path) -> None:
    header = "release_id,title,artist_ids,upc,type,release_date,received_at,genres,cover_phash"
    line = r"r1,One,a1|a2,0 9362-47555-2 4,Album,2024-02-29,2024-03-01T01:30:00+02:00,R\|B|Soul,00FF00FF00FF00FF"
    (row,) = Result(folder(tmp_path, releases__csv=f"{header}\n{line}\n")).rows("releases")
    assert row["artist_ids"] == ["a1", "a2"]
    assert row["upc"] == "093624755524"
    assert row["type"] == "album"
    assert row["release_date"] == date(2024, 2, 29)
    assert row["received_at"] == datetime(2024, 2, 29, 23, 30)
    assert row["genres"] == ["R|B", "Soul"]
    assert row["cover_phash"] == "00ff00ff00ff00ff"


def test_batches_keep_the_contract(tmp_path: Path) -> None:
    lines = "".join(f"d{number},D\n" for number in range(25))
    result = Result(folder(tmp_path, distributors__csv="distributor_id,name\n" + lines), batch_rows=10)
    assert [batch.rows.height for batch in result.batches] == [10, 10, 5]
    assert all(dict(batch.rows.schema) == RECORDS["distributors"].schema for batch in result.batches)


@pytest.mark.parametrize(
    ("table", "column", "value", "reason"),
    [
        ("releases", "upc", "0123456789", "`0123456789` has 10 digits, a UPC has 12: were leading zeros lost?"),
        ("releases", "release_date", "2023-02-29", "`2023-02-29` is not a date"),
        ("releases", "received_at", "yesterday", "`yesterday` is not a time"),
        ("releases", "title", "", "`title` is empty and must not be"),
        ("releases", "artist_ids", "|", "`artist_ids` is empty and must not be"),
        ("releases", "cover_phash", "ff", "`ff` is not a 64-bit perceptual hash"),
        ("artists", "followers", "10k", "`10k` is not a whole number from 0 on"),
        ("artists", "followers", "-1", "`-1` is not a whole number from 0 on"),
        ("artists", "country", "SWE", "`SWE` is not a country code of two letters"),
        ("artists", "verified", "maybe", "`maybe` is not true or false"),
        ("artists", "isni", "123", "`123` is not an ISNI: 16 digits, the last may be X"),
        ("recordings", "isrc", "US123", "`US123` is not an ISRC: two letters, three letters or digits, seven digits"),
        ("recordings", "audio_fingerprint", "xyz", "`xyz` is not hexadecimal digits"),
        ("payouts", "share", "1.5", "`1.5` is not a number from 0 to 1"),
        ("payouts", "amount", "nan", "`nan` is not a number"),
        ("payouts", "period", "2024-13", "`2024-13` is not a month"),
        ("signals", "score", "-0.1", "`-0.1` is not a number from 0 to 1"),
        ("signals", "subject_type", "song", "`song` is not a kind of subject"),
    ],
)
def test_a_row_that_breaks_a_rule_is_set_aside(
    tmp_path: Path, table: str, column: str, value: str, reason: str
) -> None:
    good = {name: "artist" if name == "subject_type" else "x" for name in RECORDS[table].required}
    key = next(name for name in RECORDS[table].required if name not in (column, "subject_type"))
    rows = [{**good, key: "first"}, {**good, key: "bad", column: value}, {**good, key: "last"}]
    header = list(dict.fromkeys([*good, column]))
    text = "\n".join([",".join(header), *(",".join(row.get(name, "") for name in header) for row in rows)])
    result = Result(folder(tmp_path, **{f"{table}__csv": text}))
    assert len(result.rows(table)) == 2
    (fault,) = result.quarantined
    assert (fault.file, fault.line, fault.column, fault.value) == (f"{table}.csv", 3, column, value.replace("|", ""))
    assert fault.reason == reason
    assert fault.remedy


def test_wrong_check_digits_are_no_fault(tmp_path: Path) -> None:
    result = Result(folder(tmp_path, artists__csv="artist_id,name,isni\na1,Bo,0000000000000000\n"))
    assert result.ids("artists") == ["a1"]


def test_lines_are_true_after_line_breaks_in_values_and_empty_lines(tmp_path: Path) -> None:
    text = 'artist_id,name,country\r\na1,"Bo\r\nBo",SE\r\n\r\na2,Bo,SWE\r\n'
    result = Result(folder(tmp_path, artists__csv=b"\xef\xbb\xbf" + text.encode()))
    assert result.ids("artists") == ["a1"]
    assert [fault.line for fault in result.quarantined] == [5]


def test_a_quote_left_open_costs_one_row(tmp_path: Path) -> None:
    text = 'artist_id,name,country\na1,"Bo,SE\na2,Cy,SE\na3,"Di",SE\na4,5" Ed,SE\n'
    result = Result(folder(tmp_path, artists__csv=text))
    assert result.ids("artists") == ["a2", "a3", "a4"]
    assert [fault.line for fault in result.quarantined] == [2]


def test_a_quote_left_open_to_the_end_costs_one_row(tmp_path: Path) -> None:
    text = 'artist_id,name\na1,"Bo\na2,Cy\na3,"Di\na4,Ed\n'
    result = Result(folder(tmp_path, artists__csv=text))
    assert result.ids("artists") == ["a2", "a4"]
    assert [fault.line for fault in result.quarantined] == [2, 4]


def test_rows_of_another_width_and_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    text = b"artist_id,name\na1,Bo,more\na2\na3,B\xff\na4,Di\n"
    result = Result(folder(tmp_path, artists__csv=text))
    assert result.ids("artists") == ["a4"]
    assert sorted((fault.line, fault.column) for fault in result.quarantined) == [(2, ""), (3, ""), (4, "name")]


def test_names_keep_their_blanks_and_ids_do_not(tmp_path: Path) -> None:
    (row,) = Result(folder(tmp_path, artists__csv=" artist_id , name\n a1 , Bo \n")).rows("artists")
    assert (row["artist_id"], row["name"]) == ("a1", " Bo ")


def test_duplicates(tmp_path: Path) -> None:
    text = "artist_id,name\na1,Bo\na2,Cy\na1,Bo\na1,Bob\n"
    result = Result(folder(tmp_path, artists__csv=text))
    assert result.ids("artists") == ["a1", "a2"]
    (fault,) = result.quarantined
    assert (fault.line, fault.reason) == (5, "`a1` is on line 2 already, with other values")
    assert result.notices == ["1 rows repeat an earlier row exactly and were dropped"]


def test_unknown_columns_and_values_are_kept_and_reported_once(tmp_path: Path) -> None:
    text = "artist_id,name,type,mood,naem\na1,Bo,duo,calm,\na2,Cy,duo,,\n"
    result = Result(folder(tmp_path, artists__csv=text))
    assert [row["source_attributes"] for row in result.rows("artists")] == ['{"mood":"calm"}', None]
    assert [row["type"] for row in result.rows("artists")] == ["duo", "duo"]
    assert len(result.notices) == 3
    assert sum("duo" in text for text in result.notices) == 1


def test_a_missing_column_stops_before_anything_is_loaded(tmp_path: Path) -> None:
    path = folder(tmp_path, artists__csv="artist_id,name\na1,Bo\n", labels__csv="label_id,nome\nl1,L\n")
    with pytest.raises(
        MissingColumn, match=r"labels\.csv has no column `name`; columns found: `label_id`, `nome`"
    ) as caught:
        next(iter(read_catalog(path)))
    assert "rename `nome` to `name`" in caught.value.hint


def test_missing_folder_no_table_and_one_table_twice(tmp_path: Path) -> None:
    with pytest.raises(MissingInput):
        list(read_catalog(tmp_path / "nowhere"))
    with pytest.raises(MissingInput, match="holds no table") as caught:
        list(read_catalog(tmp_path))
    assert "artists" in caught.value.hint
    text = "artist_id,name\n"
    with pytest.raises(UnreadableInput, match="twice"):
        list(read_catalog(folder(tmp_path, artists__csv=text, artists__jsonl="")))
    with pytest.raises(UnreadableInput, match="two columns called `name`"):
        list(read_catalog(folder(tmp_path / "..", labels__csv="label_id,name,name\n") / "labels.csv"))


def test_broken_files_leave_the_others_alone(tmp_path: Path) -> None:
    packed = gzip.compress("".join(["label_id,name\n", *(f"l{i},Label {i * 7919}\n" for i in range(5000))]).encode())
    path = folder(
        tmp_path,
        artists__csv="artist_id,name\na1,Bo\n",
        labels__csv__gz=packed[: len(packed) // 2],
        payees__parquet=b"PAR1 this is not",
        distributors__jsonl='{"distributor_id": "d1", "name": "D"}\n{"distributor_id": \n[1]\n',
    )
    result = Result(path)
    assert result.ids("artists") == ["a1"]
    assert result.ids("distributors") == ["d1"]
    assert "l0" in result.ids("labels")
    faults = {(fault.file, fault.line) for fault in result.quarantined if fault.file != "labels.csv.gz"}
    assert faults == {("payees.parquet", 0), ("distributors.jsonl", 2), ("distributors.jsonl", 3)}
    assert any(fault.file == "labels.csv.gz" for fault in result.quarantined)


def test_ai_disclosure_may_be_one_value_or_several(tmp_path: Path) -> None:
    base = {"title": "T", "artist_ids": ["a1"], "release_ids": ["r1"]}
    rows = [
        {"recording_id": "x", "ai_disclosure": "none", **base},
        {"recording_id": "y", "ai_disclosure": ["a", "b"], **base},
    ]
    text = "\n".join(json.dumps(row) for row in rows)
    result = Result(folder(tmp_path, recordings__jsonl=text))
    assert [row["ai_disclosure"] for row in result.rows("recordings")] == [["none"], ["a", "b"]]


# -- laws ---------------------------------------------------------------------------------------------------------------

NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=8).filter(str.strip)
ARTISTS = st.lists(
    st.fixed_dictionaries(
        {
            "artist_id": st.from_regex(r"[a-z][0-9]{1,4}", fullmatch=True),
            "name": NAMES,
            "aliases": st.lists(NAMES.filter(lambda name: not name.endswith("\\")), max_size=3, unique=True),
            "followers": st.none() | st.integers(0, 2**50),
            "created_on": st.none() | st.dates(date(1900, 1, 1)),
            "verified": st.none() | st.booleans(),
        }
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda row: row["artist_id"],
)


def as_text(value: object) -> str:
    if isinstance(value, list):
        return "|".join(item.replace("|", r"\|") for item in value)
    return "" if value is None else str(value)


def write_csv(path: Path, rows: Rows, opener: Callable[..., Any] = open) -> None:
    with opener(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows[0])
        writer.writerows([as_text(row[name]) for name in rows[0]] for row in rows)


def write_all(base: Path, rows: Rows) -> list[Path]:
    """The same table in each format, each in a folder of its own."""
    paths = [base / kind for kind in ("csv", "gz", "parquet", "jsonl")]
    for path in paths:
        path.mkdir(exist_ok=True)
    write_csv(paths[0] / "artists.csv", rows)
    write_csv(paths[1] / "artists.csv.gz", rows, gzip.open)
    schema = {name: RECORDS["artists"].columns[name] for name in rows[0]}
    pl.DataFrame(rows, schema=schema).write_parquet(paths[2] / "artists.parquet")
    lines = (json.dumps(row, default=str) + "\n" for row in rows)
    (paths[3] / "artists.jsonl").write_text("".join(lines), encoding="utf-8")
    return paths


@settings(deadline=None, max_examples=40)
@given(ARTISTS)
def test_all_formats_give_the_same_rows(tmp_path_factory: pytest.TempPathFactory, rows: Rows) -> None:
    expected = [{**row, "aliases": row["aliases"] or None} for row in rows]
    for path in write_all(tmp_path_factory.mktemp("formats"), rows):
        result = Result(path)
        assert result.quarantined == []
        assert [{name: row[name] for name in rows[0]} for row in result.rows("artists")] == expected


@settings(deadline=None, max_examples=40)
@given(ARTISTS, st.integers(1, 20), st.randoms(use_true_random=False))
def test_order_and_batch_size_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: Rows, batch_rows: int, random: Any
) -> None:
    path = tmp_path_factory.mktemp("order")
    write_csv(path / "artists.csv", rows)
    once = Result(path).rows("artists")
    random.shuffle(rows)
    write_csv(path / "artists.csv", rows)
    again = Result(path, batch_rows)
    assert all(batch.rows.height <= batch_rows for batch in again.batches)
    assert sorted(again.rows("artists"), key=lambda row: row["artist_id"]) == sorted(
        once, key=lambda row: row["artist_id"]
    )


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_no_bytes_make_it_crash(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes")
    for name in ("artists.csv", "labels.csv.gz", "payees.parquet", "distributors.jsonl"):
        content = b"artist_id,name\n" + data if name == "artists.csv" else data
        (path / name).write_bytes(content)
        with suppress(MissingColumn, UnreadableInput):
            list(read_catalog(path / name))
