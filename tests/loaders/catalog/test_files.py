"""How files are read: the quick way and the careful way agree, blocks and formats change nothing, and nothing hostile gets through."""

import gzip
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import NamesakeError, TooManyBadRows
from graph.records import RECORDS, Batch, Delivery, LoadOptions, Notice, Quarantined
from loaders.catalog import csv_blocks
from loaders.catalog import lines as line_blocks
from loaders.catalog.keys import KeysSeen
from loaders.catalog.lines import LINE
from loaders.catalog.loader import read_catalog
from loaders.rows import Row

HEADER = "artist_id,name,country,followers\n"
PIECES = st.sampled_from(
    [
        *("a", "b", '"', '""', ",", "\n", "\r\n", "\r", "|", "\\|", " ", "é", "\udce9", "\x00", "\n\n", "\ufeff", "12"),
        *(
            "a1,Bo,SE,5\n",
            'a2,"B,o",NO,x\n',
            'a3,"B""o",,\n',
            'x,"y\nz",SE,\n',
            'a4,"Bo"x,SE,4\n',
            "a5,=1+1,,\r\n",
            "a6,b\n",
        ),
    ]
)
CSV = st.lists(PIECES, max_size=30).map(lambda parts: "".join(parts).encode("utf-8", "surrogateescape"))
EVERYTHING = LoadOptions(max_bad_share=1.0)
Found = tuple[list[Row], list[tuple[int, str, str, str]], list[str]]


def found(path: Path, *, line_shift: int = 0) -> Found:
    """The rows, the faults by place, and the notices; or the error that stopped it."""
    rows: list[Row] = []
    faults, notices = [], []
    try:
        for item in read_catalog(path, options=EVERYTHING):
            if isinstance(item, Batch):
                rows.extend(item.rows.to_dicts())
            elif isinstance(item, Quarantined):
                faults.append((item.line - line_shift, item.column, item.value, item.reason))
            elif isinstance(item, Notice):
                notices.append(item.text)
    except NamesakeError as error:
        notices.append(str(error))
    return rows, sorted(faults), notices


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    return lambda size: monkeypatch.setattr(line_blocks, "BLOCK_BYTES", size)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CSV, st.integers(1, 60))
def test_where_blocks_end_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, small_blocks: Callable[[int], None], data: bytes, size: int
) -> None:
    path = tmp_path_factory.mktemp("blocks") / "artists.csv"
    path.write_bytes(HEADER.encode() + data)
    small_blocks(4 << 20)
    whole = found(path)
    small_blocks(size)
    assert found(path) == whole
    packed = path.with_name("artists.csv.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert found(packed) == whole


def careful_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The records by Python's reader alone, none of the lines judged whole beforehand."""
    lines = csv_blocks.Lines(data)
    none = lines.hold_records_of(0)
    block = line_blocks.Block(1, data, is_last=True)
    delivery = Delivery("x", "catalog", "artists.csv")
    yield from csv_blocks.OddRecords(lines, none, block, ["a", "b", "c", "d"], delivery).rows


@settings(deadline=None, max_examples=300)
@given(CSV)
def test_the_quick_way_and_the_careful_way_agree(data: bytes) -> None:
    lines = csv_blocks.Lines(data)
    is_whole = lines.hold_records_of(4)
    block = line_blocks.Block(1, data, is_last=True)
    columns = ["a", "b", "c", "d"]
    odd = csv_blocks.OddRecords(lines, is_whole, block, columns, Delivery("x", "catalog", "artists.csv"))
    quick = csv_blocks.read_whole(lines, is_whole, columns, 1).select(LINE, *columns).rows()
    both = [*((line, ["" if text is None else text for text in texts]) for line, *texts in quick), *odd.rows]
    assert sorted(both) == list(careful_rows(data))


def test_most_lines_go_the_quick_way_whatever_stands_between_them() -> None:
    data = b'a1,Bo,,\n"a2","B,o","",""\r\na3,"B\no",,\na4,5" Ed,,\na5,\xff,,\na6,Di,,\n'
    assert csv_blocks.Lines(data).hold_records_of(4).tolist() == [True, True, False, False, False, False, True]


def write(tmp_path: Path, content: str | bytes, name: str = "artists.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_nul_bidi_and_formulas_are_data_in_names_and_trimmed_off_ids(tmp_path: Path) -> None:
    name = "\u202e\x00=cmd|'/c calc'!A0\u200b"
    rows, faults, _ = found(write(tmp_path, f"{HEADER}\u200ba1\x00\u2060,{name},\u00a0SE\u200e, 5\n"))
    assert (faults, rows[0]["artist_id"], rows[0]["name"]) == ([], "a1", name)
    assert (rows[0]["country"], rows[0]["followers"]) == ("SE", 5)


def test_ids_in_lists_are_trimmed_too(tmp_path: Path) -> None:
    text = "release_id,title,artist_ids,genres\nr1,One,\ufeffa1\u200b| a2 ||a1,soul|soul|\u200b\nr2,Two,a1|a2,=x\\|y\n"
    rows, faults, _ = found(write(tmp_path, text, "releases.csv"))
    assert faults == []
    assert [row["artist_ids"] for row in rows] == [["a1", "a2"], ["a1", "a2"]]
    assert [row["genres"] for row in rows] == [["soul"], ["=x|y"]]


def test_a_cut_off_gzip_gives_no_torn_value(tmp_path: Path) -> None:
    draw = random.Random(1)
    names = {f"a{number}": f"Artist {draw.getrandbits(64):016x}" for number in range(2000)}
    packed = gzip.compress((HEADER + "".join(f"{key},{name},,\n" for key, name in names.items())).encode())
    for cut in (len(packed) // 3, len(packed) // 2, len(packed) - 9, len(packed) - 4):
        rows, faults, _ = found(write(tmp_path, packed[:cut], "artists.csv.gz"))
        assert len(rows) > 100
        assert all(names[row["artist_id"]] == row["name"] for row in rows)
        (fault,) = faults
        assert fault[0] == len(rows) + 2
        assert "breaks off" in fault[3]


def test_a_gzip_cut_off_inside_a_value_over_several_lines_drops_the_whole_record(tmp_path: Path) -> None:
    data = gzip.compress((HEADER + 'a1,Bo,,\na2,"one\na3,Cy,SE,5\n').encode())
    # without its last 8 bytes (checksum and length) all was unpacked, and still the stream has no end
    rows, faults, _ = found(write(tmp_path, data[:-8], "artists.csv.gz"))
    assert [row["artist_id"] for row in rows] == ["a1"]
    assert [fault[0] for fault in faults] == [3]


@pytest.mark.parametrize("data", [b"", b"\x1f\x8b", b"nothing packed", gzip.compress(HEADER.encode(), mtime=0)[:15]])
def test_a_gzip_without_a_header_is_set_aside_whole(tmp_path: Path, data: bytes) -> None:
    write(tmp_path, HEADER + "a1,Bo,,\n")
    write(tmp_path, data or b"\x1f", "labels.csv.gz")
    rows, faults, _ = found(tmp_path)
    assert len(rows) == 1
    assert [(fault[0], fault[3].split(":")[0]) for fault in faults] == [(0, "cannot be read")]


def test_a_line_and_a_value_without_end_are_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_blocks, "MAX_RECORD_BYTES", 1000)
    monkeypatch.setattr(csv_blocks, "MAX_RECORD_BYTES", 1000)
    monkeypatch.setattr(line_blocks, "BLOCK_BYTES", 256)
    long = "x" * 3000
    lines = ["a1,Bo,,", f"a2,{long},,", 'a3,"open', *("a,line,,5" for _ in range(150)), "a5,Di,,"]
    rows, faults, _ = found(write(tmp_path, HEADER + "\n".join(lines)))
    assert [row["artist_id"] for row in rows] == ["a1", "a", "a5"]
    assert [(line, reason) for line, _, _, reason in faults] == [
        (3, "the line is longer than 0 MiB"),
        (4, "cannot be read as CSV: the record is longer than 0 MiB"),
    ]


def test_a_value_longer_than_the_reader_allows_is_set_aside_and_a_shorter_one_is_not(tmp_path: Path) -> None:
    rows, faults, _ = found(write(tmp_path, f"{HEADER}a1,{'x' * 131_072},,\na2,{'x' * 131_073},,\n"))
    assert [row["artist_id"] for row in rows] == ["a1"]
    assert [fault[0] for fault in faults] == [3]


def test_a_rotten_delivery_stops_before_its_rows(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + "".join(f"a{number},Bo,{'SE' if number % 2 else 'SWE'},\n" for number in range(60)))
    items: list[object] = []
    with pytest.raises(TooManyBadRows, match=r"artists\.csv: 30 of 60 rows"):
        items.extend(iter_until_error(path))
    assert [type(item) for item in items if not isinstance(item, Quarantined)] == [Delivery]
    assert sum(isinstance(item, Quarantined) for item in items) == 30


def iter_until_error(path: Path) -> Iterator[object]:
    yield from read_catalog(path)


def test_json_that_would_fill_memory_or_stack_is_set_aside(tmp_path: Path) -> None:
    good = '{"artist_id": "a1", "name": "Bo"}'
    wide = json.dumps({f"column {number}": "x" for number in range(1001)})
    deep = '{"artist_id": "a2", "name": ' + "[" * 500 + "]" * 500 + "}"
    names = '{"\\ud800": "x", "\\u0000line": "y", "artist_id": "a3", "name": "half \\ud800"}'
    rows, faults, _ = found(write(tmp_path, "\n".join([good, wide, deep, names]), "artists.jsonl"))
    assert [(row["artist_id"], row["name"]) for row in rows] == [("a1", "Bo"), ("a3", "half ?")]
    assert [line for line, *_ in faults] == [2, 3]


def test_a_column_called_like_our_own_is_a_column_like_any_other(tmp_path: Path) -> None:
    rows, faults, _ = found(write(tmp_path, "artist_id,name,\x00line\na1,Bo,x\n"))
    assert (faults, rows[0]["source_attributes"]) == ([], '{"line":"x"}')


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2)), max_size=12), max_size=8))
def test_keys_are_remembered_over_pieces(pieces: list[list[tuple[int, int]]]) -> None:
    table, line = RECORDS["labels"], 0
    seen, first = KeysSeen(table), dict[int, tuple[int, int]]()
    for piece in pieces:
        lines = list(range(line, line + len(piece)))
        line += len(piece)
        frame = pl.DataFrame(
            {
                LINE: pl.Series(lines, dtype=pl.Int64),
                "label_id": pl.Series([str(key) for key, _ in piece], dtype=pl.String),
                "name": pl.Series([str(name) for _, name in piece], dtype=pl.String),
                "source_attributes": pl.Series([None] * len(piece), dtype=pl.String),
            }
        )
        expected = []
        for place, (key, name) in zip(lines, piece, strict=True):
            first.setdefault(key, (place, name))
            expected.append((first[key][0], first[key][1] == name))
        assert seen.add(frame).rows() == expected
