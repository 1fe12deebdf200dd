"""Whole dumps: what each gives, in any order and batch size, and what is set aside."""

import gzip
from collections.abc import Iterator
from datetime import datetime
from itertools import permutations
from pathlib import Path

import pytest

from graph.errors import TooManyBadRows
from graph.records import RECORDS, Batch, Delivery
from graph.session import Graph, Statement
from graph.write import write_batch
from loaders.discogs.loader import MAX_ENTRY_BYTES, read_discogs
from tests.loaders.discogs.dump_files import DUMP, KINDS, Loaded, dump, key_of, release, said

LABELS = Statement("test_labels", "MATCH (l:Label) RETURN l.id AS id, l.name AS name ORDER BY id")

CLEAR = Statement("test_clear", "MATCH (n) WHERE NOT n:Store DETACH DELETE n")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("artists", {"artists": 1000, "artist_relations": 1050, "artists mentioned": 899}),
        ("labels", {"labels": 1000, "labels mentioned": 70}),
        ("masters", {"releases mentioned": 1000, "artists mentioned": 912}),
        (
            "releases",
            {
                "releases": 1000,
                "recordings": 9169,
                "contributions": 45738,
                "artists mentioned": 6582,
                "labels mentioned": 734,
                "distributors mentioned": 107,
            },
        ),
    ],
)
def test_each_dump_gives_its_own_records_and_mentions(
    dumps: dict[str, Loaded], kind: str, expected: dict[str, int]
) -> None:
    loaded = dumps[kind]
    assert loaded.quarantined == loaded.notices == []
    assert loaded.counts() == expected


def test_a_folder_of_dumps(shared_data: Path) -> None:
    """The index of all dumps and the tables beside them are no dumps."""
    loaded = Loaded(shared_data / "discogs")
    assert loaded.quarantined == []
    assert [str(notice.file) for notice in loaded.notices] == ["dsub_DiscogsDataDump_index.xml"]
    assert "is not a Discogs dump: its root is `ListBucketResult`" in loaded.notices[0].text
    kinds = [isinstance(item, Delivery) for item in loaded.items]
    assert kinds[:5] == [True] * 5
    assert not any(kinds[5:])


def test_no_two_dumps_give_a_record_of_its_own_for_the_same_thing(dumps: dict[str, Loaded]) -> None:
    """So whatever order they come in, no record is overwritten by what another dump says in passing."""
    loads = [dumps[kind] for kind in KINDS]
    for table in RECORDS:
        keys = [key for load in loads for key in load.keys(table)]
        assert len(keys) == len(set(keys))


def test_batch_size_changes_nothing(shared_data: Path) -> None:
    for kind in KINDS:
        few, many = (Loaded(shared_data / "discogs" / DUMP.format(kind), rows) for rows in (2_000, 10_000))
        for table in RECORDS:
            assert sorted(map(str, few.own[table])) == sorted(map(str, many.own[table]))
            # a mention of what the same batch holds is left out, so smaller batches have more of these
            mentioned = [{key_of(table, row) for row in load.mentions[table]} for load in (few, many)]
            assert mentioned[0] - few.keys(table) == mentioned[1] - many.keys(table)


def test_a_label_and_its_spelling_on_a_release_in_any_order(graph: Graph, tmp_path: Path) -> None:
    files = (
        dump(tmp_path, "labels", "<label><id>5</id><name>Quiet Records</name></label>"),
        dump(tmp_path, "releases", release('<labels><label name="quiet" id="5"/></labels>')),
        dump(tmp_path, "artists", "<artist><id>7</id><name>Nova (3)</name></artist>"),
    )
    for order in permutations(files):
        graph.run_alone(CLEAR)
        for batch in (item for file in order for item in read_discogs(file) if isinstance(item, Batch)):
            write_batch(graph, batch, now=datetime(2024, 1, 1))
        assert [(row["id"], row["name"]) for row in graph.read(LABELS)] == [("discogs:l5", "Quiet Records")]


def test_the_day_of_a_dump_is_its_creation(shared_data: Path) -> None:
    first = next(iter(read_discogs(shared_data / "discogs" / DUMP.format("labels"))))
    assert isinstance(first, Delivery)
    assert first.created_at == datetime(2020, 8, 6)


def test_a_dump_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    text = "<labels>" + "".join(f"<label><id>{i}</id><name>L{i}</name></label>" for i in range(1, 50)) + "<label><id>"
    (tmp_path / "labels.xml").write_text(text)
    loaded = Loaded(tmp_path, batch_rows=10)
    assert len(loaded.own["labels"]) == 49
    assert "not well-formed" in loaded.quarantined[0].reason
    packed = gzip.compress(text.encode())
    (tmp_path / "labels.xml").unlink()
    (tmp_path / "labels.xml.gz").write_bytes(packed[:-20])
    assert len(Loaded(tmp_path).quarantined) == 1


def test_an_entry_without_a_name_is_set_aside(tmp_path: Path) -> None:
    loaded = Loaded(
        dump(tmp_path, "artists", "<artist><id>1</id></artist>", "<artist><id>2</id><name>Nova (3)</name></artist>")
    )
    (fault,) = loaded.quarantined
    assert (fault.line, fault.value, fault.reason) == (2, "1", "the artist has no name")
    (row,) = loaded.own["artists"]
    assert (row["name"], said(row)) == ("Nova", {"disambiguation": "3"})


def test_an_id_that_is_no_number_is_set_aside(tmp_path: Path) -> None:
    loaded = Loaded(dump(tmp_path, "labels", "<label><id>1\t2</id><name>Quiet</name></label>"))
    assert [fault.reason for fault in loaded.quarantined] == ["the label has no id that is a number"]


def test_a_dump_of_bad_entries_stops(tmp_path: Path) -> None:
    with pytest.raises(TooManyBadRows):
        Loaded(dump(tmp_path, "artists", *["<artist><id>1</id></artist>"] * 30))


def test_an_entry_without_an_end_is_refused(tmp_path: Path) -> None:
    def endless() -> Iterator[bytes]:
        yield b"<artists><artist><id>1</id><name>Nova</name></artist><artist>"
        part = b"<url>http://example.org</url>" * 10_000
        for _ in range(2 * MAX_ENTRY_BYTES // len(part)):
            yield part

    with gzip.open(tmp_path / "artists.xml.gz", "wb", compresslevel=1) as file:
        file.writelines(endless())
    loaded = Loaded(tmp_path)
    assert [row["name"] for row in loaded.own["artists"]] == ["Nova"]
    assert [fault.reason for fault in loaded.quarantined] == ["one entry is longer than 8 MB"]
