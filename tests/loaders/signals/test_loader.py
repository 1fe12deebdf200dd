import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import BadArgument, MissingColumn, MissingInput, NamesakeError, TooManyBadRows, UnreadableInput
from graph.records import RECORDS, Batch, Delivery, LoadOptions, Notice, Quarantined
from loaders.rows import Loaded, Row
from loaders.signals.loader import read_signals

LAYOUT = """
source = "our-list"
score_maximum = 100
attributes = ["why"]

[kind]
column = "sort"
values = { bot = "stream_manipulation", machine = "ai_generated" }

[columns]
id = "no"
name = "artist"
aliases = "also"
score = "sure"
observed_at = "day"

[urls]
site = "https://music.example/artist/{}"
"""
HEADER = "no,artist,also,sure,day,sort,site,why"


class Result:
    """What a load gave, by kind."""

    def __init__(self, path: Path, layout: str | None = None, batch_rows: int = 10_000) -> None:
        self.items: list[Loaded] = list(read_signals(path, options=LoadOptions(batch_rows, layout=layout)))
        self.deliveries = [item for item in self.items if isinstance(item, Delivery)]
        self.quarantined = [item for item in self.items if isinstance(item, Quarantined)]
        self.notices = [item.text for item in self.items if isinstance(item, Notice)]

    def rows(self, table: str) -> list[Row]:
        return [row for batch in self._batches(table) for row in batch.rows.to_dicts()]

    def _batches(self, table: str) -> Iterator[Batch]:
        for item in self.items:
            if isinstance(item, Batch) and item.table == table:
                assert dict(item.rows.schema) == RECORDS[table].schema
                yield item


@pytest.fixture
def layout(tmp_path: Path) -> str:
    file = tmp_path / "ours.toml"
    file.write_text(LAYOUT, encoding="utf-8")
    return str(file)


def listed(tmp_path: Path, *lines: str, header: str = HEADER) -> Path:
    file = tmp_path / "list.csv"
    file.write_bytes(("\n".join([header, *lines]) + "\n").encode())
    return file


def test_the_packaged_layout_reads_every_row_and_gives_no_verdict(shared_data: Path) -> None:
    result = Result(shared_data / "watchlists" / "soul_over_ai_flat.csv")
    artists, signals = result.rows("artists"), result.rows("signals")
    assert (len(artists), len(signals), result.quarantined, result.notices) == (1375, 1375, [], [])
    assert [delivery.sender for delivery in result.deliveries] == ["soul-over-ai"]
    assert [row["subject_id"] for row in signals] == [row["artist_id"] for row in artists]
    assert {(row["kind"], row["source"], row["score"]) for row in signals} == {("ai_generated", "soul-over-ai", None)}
    assert all(row["urls"][0].startswith("https://open.spotify.com/artist/") for row in artists)
    assert sum(len(row["urls"]) for row in artists) == 1375 + 1273 + 1067 + 1279 + 591 + 611
    said = [json.loads(row["source_attributes"])["disclosure"] for row in signals]
    assert {value: said.count(value) for value in set(said)} == {
        "none": 959,
        "confirmed": 215,
        "partial": 180,
        "full": 21,
    }


def test_a_layout_of_ones_own(tmp_path: Path, layout: str) -> None:
    path = listed(tmp_path, r"7,Bo,B\|o|Beau,55,2026-01-02T03:00:00+02:00,bot,x/y,seen twice", "8,Cy,,,,machine,,")
    result = Result(path, layout)
    first, second = result.rows("artists")
    assert (first["artist_id"], first["name"], first["aliases"]) == ("our-list:7", "Bo", ["B|o", "Beau"])
    assert first["urls"] == ["https://music.example/artist/x%2Fy"]
    assert (second["urls"], second["aliases"]) == (None, None)
    first, second = result.rows("signals")
    assert (first["subject_type"], first["subject_id"], first["kind"]) == (
        "artist",
        "our-list:7",
        "stream_manipulation",
    )
    assert (first["score"], str(first["observed_at"])) == (0.55, "2026-01-02 01:00:00")
    assert json.loads(first["source_attributes"]) == {"sort": "bot", "why": "seen twice"}
    assert (second["score"], second["observed_at"], second["kind"]) == (None, None, "ai_generated")


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (",Bo,,,,bot,,", "no", "`no` is empty and must not be"),
        ("9,\u200b ,,,,bot,,", "artist", "`artist` is empty and must not be"),
        ("9,Bo,,,,robot,,", "sort", "`robot` stands for no kind of signal"),
        ("9,Bo,,101,,bot,,", "sure", "`101` is not a number from 0 to 100"),
        ("9,Bo,,nan,,bot,,", "sure", "`nan` is not a number from 0 to 100"),
        ("9,Bo,,,yesterday,bot,,", "day", "`yesterday` is not a time"),
        ("1,Bob,,,,bot,,", "no", "`our-list:1` is on line 2 already, with other values"),
        (
            "1,First,,50,,bot,,",
            "no",
            "`artist our-list:1 stream_manipulation our-list` is on line 2 already, with other values",
        ),
        ("9,Bo", "", "the row has 2 fields, the header has 8"),
    ],
)
def test_a_row_that_breaks_a_rule_is_set_aside(
    tmp_path: Path, layout: str, line: str, column: str, reason: str
) -> None:
    result = Result(listed(tmp_path, "1,First,,,,bot,,", line, "2,Last,,,,bot,,"), layout)
    assert [row["artist_id"] for row in result.rows("artists")] == ["our-list:1", "our-list:2"]
    assert len(result.rows("signals")) == 2
    (fault,) = result.quarantined
    assert (fault.line, fault.column, fault.reason) == (3, column, reason)
    assert fault.remedy


def test_one_artist_may_be_reported_more_than_once(tmp_path: Path, layout: str) -> None:
    result = Result(
        listed(tmp_path, "1,Bo,,,2026-01-01,bot,,", "1,Bo,,,2026-02-01,bot,,", "1,Bo,,,2026-02-01,bot,,"), layout
    )
    assert (len(result.rows("artists")), len(result.rows("signals"))) == (1, 2)
    assert result.notices == ["1 rows repeat an earlier row exactly and were dropped"]


def test_hostile_text_stays_text(tmp_path: Path, layout: str) -> None:
    name = "\u202e=cmd|'/c calc'!A0\u200b"
    line = f'\u200b7\u2060,"{name}",,,,bot,javascript:alert(1)//{{}},"{{}}<script>"'
    result = Result(listed(tmp_path, line, header="\ufeff" + HEADER), layout)
    (artist,), (signal,) = result.rows("artists"), result.rows("signals")
    assert (artist["artist_id"], artist["name"]) == ("our-list:7", name)
    assert artist["urls"] == ["https://music.example/artist/javascript%3Aalert%281%29%2F%2F%7B%7D"]
    assert json.loads(signal["source_attributes"])["why"] == "{}<script>"


def test_an_address_is_kept_and_an_unknown_column_reported(tmp_path: Path, layout: str) -> None:
    path = listed(tmp_path, "7,Bo,bot,https://other.example/bo,calm", header="no,artist,sort,site,mood")
    result = Result(path, layout)
    assert result.rows("artists")[0]["urls"] == ["https://other.example/bo"]
    assert json.loads(result.rows("signals")[0]["source_attributes"]) == {"mood": "calm", "sort": "bot"}
    assert result.notices == ["column `mood` is not in the layout: kept as a source attribute"]


def test_a_rotten_list_stops_before_its_rows(tmp_path: Path, layout: str) -> None:
    path = listed(tmp_path, *(f"{number},Bo,,,,{'robot' if number % 2 else 'bot'},," for number in range(60)))
    items: list[object] = []
    with pytest.raises(TooManyBadRows):
        items.extend(item for item in read_signals(path, options=LoadOptions(layout=layout)) if isinstance(item, Batch))
    assert items == []


def test_the_catalogs_layout_under_any_name(tmp_path: Path) -> None:
    row = {"subject_type": "artist", "subject_id": "a1", "kind": "user_report", "source": "hotline", "score": 0.5}
    (tmp_path / "from-the-hotline.csv").write_text(",".join(row) + "\nartist,a1,user_report,hotline,0.5\nsong,x,k,s,\n")
    (tmp_path / "more.jsonl").write_text(json.dumps({**row, "subject_id": "a2", "desk": 4}) + "\n")
    result = Result(tmp_path)
    assert [(row["subject_id"], row["score"]) for row in result.rows("signals")] == [("a1", 0.5), ("a2", 0.5)]
    assert result.rows("signals")[1]["source_attributes"] == '{"desk":"4"}'
    assert result.rows("artists") == []
    assert [(delivery.file, delivery.source) for delivery in result.deliveries] == [
        ("from-the-hotline.csv", "signals"),
        ("more.jsonl", "signals"),
    ]
    assert [type(item) for item in result.items[:2]] == [Delivery, Delivery]
    assert [(fault.line, fault.reason) for fault in result.quarantined] == [(3, "`song` is not a kind of subject")]


def test_a_list_as_json_lines(tmp_path: Path, layout: str) -> None:
    path = tmp_path / "list.jsonl"
    path.write_text(json.dumps({"no": 7, "artist": "Bo", "also": ["B|o"], "sort": "bot", "sure": 1}) + "\n{\n")
    result = Result(path, layout)
    assert [(row["artist_id"], row["aliases"]) for row in result.rows("artists")] == [("our-list:7", ["B|o"])]
    assert result.rows("signals")[0]["score"] == 0.01
    assert [fault.line for fault in result.quarantined] == [2]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("source", "sauce", "`sauce` is not known"),
        ('"our-list"', '"Our List"', "`source` is not a name"),
        ("{}", "", "`urls.site` is not an address with one {}"),
        ("https://", "ftp://", "`urls.site` is not an address with one {}"),
        ('name = "artist"', "", "`columns` has no id or no name"),
        ('name = "artist"', 'title = "artist"', "`columns.title` is not known"),
        ('"stream_manipulation"', "1", "`kind.values` is empty or not all text"),
        ('column = "sort"', "", "`kind` is neither a text nor a table"),
        ("100", "0", "`score_maximum` is not a number above 0"),
        ('["why"]', '"why"', "`attributes` is not a list of columns"),
        ("[urls]", "[urls", "is not TOML"),
    ],
)
def test_a_bad_layout_is_an_error_that_names_the_key(
    tmp_path: Path, layout: str, old: str, new: str, message: str
) -> None:
    Path(layout).write_text(LAYOUT.replace(old, new, 1))
    with pytest.raises(UnreadableInput) as caught:
        Result(listed(tmp_path, "7,Bo,,,,bot,,"), layout)
    assert message in caught.value.what
    assert caught.value.hint


@pytest.mark.parametrize(
    ("header", "layout_name", "error"),
    [
        (HEADER, "no-such", BadArgument),
        (HEADER, "no-such.toml", MissingInput),
        (HEADER, None, MissingColumn),
        ("subject_type,kind", None, MissingColumn),
        (HEADER, "soul_over_ai", MissingColumn),
    ],
)
def test_a_file_in_no_known_layout_stops(
    tmp_path: Path, header: str, layout_name: str | None, error: type[NamesakeError]
) -> None:
    with pytest.raises(error):
        Result(listed(tmp_path, header=header), layout_name)


def test_a_file_that_cannot_be_read_leaves_the_others_alone(tmp_path: Path, layout: str) -> None:
    listed(tmp_path, "7,Bo,,,,bot,,")
    (tmp_path / "broken.csv.gz").write_bytes(b"not packed")
    result = Result(tmp_path, layout)
    assert len(result.rows("signals")) == 1
    assert [(fault.file, fault.line) for fault in result.quarantined] == [("broken.csv.gz", 0)]
