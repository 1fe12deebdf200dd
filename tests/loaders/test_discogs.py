import gzip
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import RECORDS, Batch, LoadOptions, Notice, Quarantined
from loaders.discogs import parse_clock, read_discogs, split_number
from loaders.discogs_credits import places_of, role_words, split_roles

Row = dict[str, Any]


def load(path: Path, batch_rows: int = 10_000) -> tuple[dict[str, list[Row]], list[Quarantined], list[Notice]]:
    rows: dict[str, list[Row]] = {table: [] for table in RECORDS}
    items = list(read_discogs(path, options=LoadOptions(batch_rows)))
    for item in items:
        if isinstance(item, Batch):
            assert dict(item.rows.schema) == RECORDS[item.table].schema
            assert 0 < item.rows.height <= batch_rows
            assert item.rows.select(RECORDS[item.table].key).is_unique().all()
            rows[item.table].extend(item.rows.to_dicts())
    return rows, [i for i in items if isinstance(i, Quarantined)], [i for i in items if isinstance(i, Notice)]


def test_a_dump(shared_data: Path) -> None:
    rows, quarantined, notices = load(shared_data / "discogs")
    assert quarantined == []
    assert len(rows["artists"]) == len(rows["releases"]) == 1000
    assert any("masters" in notice.text for notice in notices)
    first = rows["artists"][0]
    assert (first["artist_id"], first["name"], first["discogs_id"]) == ("discogs:1", "The Persuader", "1")
    assert first["aliases"] == ["Persuader", "The Presuader"]
    relations = {(r["artist_id"], r["related_artist_id"], r["relation"]) for r in rows["artist_relations"]}
    assert ("discogs:1", "discogs:239", "alias") in relations
    assert ("discogs:26", "discogs:2", "member_of") in relations
    release = rows["releases"][0]
    assert (release["release_id"], release["title"], release["label_id"]) == ("discogs:r1", "Stockholm", "discogs:l5")
    assert release["release_date"] is None
    assert '"partial_date": "1999-03-00"' in release["source_attributes"]
    recordings = [row for row in rows["recordings"] if row["release_ids"] == ["discogs:r1"]]
    assert [row["duration_ms"] for row in recordings] == [285_000, 371_000, 169_000, 338_000, 292_000, 316_000]
    contributions = [row for row in rows["contributions"] if row["recording_id"] == "discogs:r1-1"]
    assert [(row["party_name"], row["role"]) for row in contributions] == [("Jesper Dahlbäck", "composer")]
    third = next(row for row in rows["releases"] if row["release_id"] == "discogs:r3")
    assert (third["upc"], third["distributor_id"]) == ("074646362822", "discogs:c93330")


def test_batch_size_changes_nothing(shared_data: Path) -> None:
    dump = shared_data / "discogs" / "discogs_20200806_releases.xml.gz"
    few, many = load(dump, 500)[0], load(dump)[0]
    for table in RECORDS:
        key = RECORDS[table].key
        assert {tuple(row[k] for k in key) for row in few[table]} == {tuple(row[k] for k in key) for row in many[table]}


def test_the_day_of_a_dump_is_its_creation(shared_data: Path) -> None:
    batch = next(
        i for i in read_discogs(shared_data / "discogs" / "discogs_20200806_labels.xml.gz") if isinstance(i, Batch)
    )
    assert batch.delivery.created_at == datetime(2020, 8, 6)


def test_a_dump_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    text = "<labels>" + "".join(f"<label><id>{i}</id><name>L{i}</name></label>" for i in range(1, 50)) + "<label><id>"
    (tmp_path / "labels.xml").write_text(text)
    rows, (fault,), _ = load(tmp_path, batch_rows=10)
    assert len(rows["labels"]) == 49
    assert "not well-formed" in fault.reason
    packed = gzip.compress(text.encode())
    (tmp_path / "labels.xml").unlink()
    (tmp_path / "labels.xml.gz").write_bytes(packed[:-20])
    assert len(load(tmp_path)[1]) == 1


def test_an_entry_without_a_name_is_set_aside(tmp_path: Path) -> None:
    text = "<artists>\n<artist><id>1</id></artist>\n<artist><id>2</id><name>Nova (3)</name></artist></artists>"
    (tmp_path / "artists.xml").write_text(text)
    rows, (fault,), _ = load(tmp_path)
    assert (fault.line, fault.value, fault.reason) == (2, "1", "the artist has no name")
    assert (rows["artists"][0]["name"], rows["artists"][0]["source_attributes"]) == ("Nova", '{"disambiguation": "3"}')


@pytest.mark.parametrize(
    ("text", "expected"),
    [("4:45", 285_000), ("1:00:01", 3_601_000), ("", None), ("0:00", None), ("about 3", None), (None, None)],
)
def test_clock(text: str | None, expected: int | None) -> None:
    assert parse_clock(text) == expected


@given(st.integers(1, 10**6))
def test_clock_reads_what_it_writes(seconds: int) -> None:
    assert parse_clock(f"{seconds // 60}:{seconds % 60:02}") == seconds * 1000


def test_credits() -> None:
    assert split_roles("Producer [Additional, Late], Written-By") == ("producer", "written-by")
    assert role_words("photography by") == ()
    assert role_words("lead vocals") == ("lead_vocals",)
    positions = ["A1", "A2", "B1", "B2"]
    assert places_of("A2 to B1, B2", positions) == {1, 2, 3}
    assert places_of("C9", positions) == frozenset()
    assert places_of(None, positions) is None
    assert split_number("Nova (3)") == ("Nova", "3")
    assert split_number("(2)") == ("(2)", None)
