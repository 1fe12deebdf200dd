import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import permutations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from graph.errors import TooManyBadRows
from graph.records import RECORDS, Batch, Delivery, LoadOptions, Notice, Quarantined
from graph.session import Graph, Statement
from graph.write import write_batch
from loaders.discogs.loader import MAX_ENTRY_BYTES, read_discogs

Row = dict[str, Any]
KINDS = ("artists", "labels", "masters", "releases")
DUMP = "discogs_20200806_{}.xml.gz"
LABELS = Statement("test_labels", "MATCH (l:Label) RETURN l.id AS id, l.name AS name ORDER BY id")
CLEAR = Statement("test_clear", "MATCH (n) WHERE NOT n:Store DETACH DELETE n")


class Loaded:
    """What a load gave, by kind; `own` and `mentions` by table."""

    def __init__(self, path: Path, batch_rows: int = 10_000) -> None:
        self.own: dict[str, list[Row]] = {table: [] for table in RECORDS}
        self.mentions: dict[str, list[Row]] = {table: [] for table in RECORDS}
        self.items = list(read_discogs(path, options=LoadOptions(batch_rows)))
        for item in self.items:
            if isinstance(item, Batch):
                assert dict(item.rows.schema) == RECORDS[item.table].schema
                assert 0 < item.rows.height <= batch_rows
                assert item.is_mention or item.rows.select(RECORDS[item.table].key).is_unique().all()
                into = self.mentions if item.is_mention else self.own
                into[item.table].extend(item.rows.to_dicts())
        self.quarantined = [item for item in self.items if isinstance(item, Quarantined)]
        self.notices = [item for item in self.items if isinstance(item, Notice)]

    def counts(self) -> dict[str, int]:
        mentions = {
            f"{table} mentioned": len({key_of(table, row) for row in rows})
            for table, rows in self.mentions.items()
            if rows
        }
        return {table: len(rows) for table, rows in self.own.items() if rows} | mentions

    def keys(self, table: str) -> set[tuple[Any, ...]]:
        return {key_of(table, row) for row in self.own[table]}


@pytest.fixture(scope="module")
def dumps(shared_data: Path) -> dict[str, Loaded]:
    return {kind: Loaded(shared_data / "discogs" / DUMP.format(kind)) for kind in KINDS}


def key_of(table: str, row: Row) -> tuple[Any, ...]:
    return tuple(row[column] for column in RECORDS[table].key)


def said(row: Row) -> Row:
    """The row's source attributes."""
    found: Row = json.loads(row["source_attributes"] or "{}")
    return found


def dump(tmp_path: Path, kind: str, *entries: str) -> Path:
    file = tmp_path / f"{kind}.xml"
    file.write_text(f"<{kind}>\n" + "\n".join(entries) + f"\n</{kind}>")
    return file


def release(inside: str, number: int = 1) -> str:
    return f'<release id="{number}"><title>One</title><artists><artist><id>7</id><name>Nova (3)</name></artist></artists>{inside}</release>'


def track(position: str, title: str, inside: str = "") -> str:
    return f"<track><position>{position}</position><title>{title}</title>{inside}</track>"


def recordings_of(tmp_path: Path, inside: str) -> list[Row]:
    return Loaded(dump(tmp_path, "releases", release(inside))).own["recordings"]


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


def entry(shared_data: Path, kind: str, number: str) -> ElementTree.Element:
    with gzip.open(shared_data / "discogs" / DUMP.format(kind)) as file:
        root = ElementTree.parse(file).getroot()
    return next(item for item in root if number in (item.get("id"), item.findtext("id")))


def test_a_release_with_companies_against_its_xml(shared_data: Path, dumps: dict[str, Loaded]) -> None:
    loaded = dumps["releases"]
    xml = entry(shared_data, "releases", "9")
    row = next(row for row in loaded.own["releases"] if row["release_id"] == "discogs:r9")
    assert (row["title"], row["artist_ids"], row["label_id"]) == ("Pure", ["discogs:33"], "discogs:l10")
    assert (row["p_line"], row["c_line"]) == ("Naked Music NYC Recordings, LLC",) * 2
    assert (row["distributor_id"], row["upc"], row["release_date"]) == (None, None, None)
    beyond = said(row)
    assert beyond["companies"] == [
        {"id": company.findtext("id"), "name": company.findtext("name"), "role": company.findtext("entity_type_name")}
        for company in xml.iter("company")
    ]
    assert beyond["identifiers"] == [dict(identifier.attrib) for identifier in xml.iter("identifier")]
    assert beyond["labels"] == [{"id": "10", "name": "Naked Music Recordings", "catno": "NM008"}]
    assert beyond["formats"] == [{"name": "Vinyl", "qty": "1", "descriptions": ['12"', "33 ⅓ RPM"]}]
    assert (beyond["country"], beyond["partial_date"], beyond["master_id"]) == ("US", "2000", "595959")
    assert (beyond["is_main_release"], beyond["data_quality"]) == (True, "Correct")
    assert beyond["credited_as"]["discogs:32"] == ["J. Denes"]
    recordings = [row for row in loaded.own["recordings"] if row["release_ids"] == ["discogs:r9"]]
    assert [row["title"] for row in recordings] == [track.findtext("title") for track in xml.iter("track")]
    assert [row["duration_ms"] for row in recordings] == [422_000, 270_000, 410_000, 405_000]
    assert all(row["featured_artist_ids"] == ["discogs:99026"] for row in recordings)
    credited = {
        (row["party_name"], row["role"], row["artist_id"])
        for row in loaded.own["contributions"]
        if row["recording_id"] == "discogs:r9-2"
    }
    assert credited == {
        ("D. Boonshoft", "bass", "discogs:209463"),
        ("Mark Anthony 'thefunkiestmanalive' Jones", "guitar", "discogs:352023"),
        ("Mark Anthony 'thefunkiestmanalive' Jones", "backing_vocals", "discogs:352023"),
        ("Bruno Ybarra", "executive_producer", "discogs:74994"),
        ("Dave Boonshoft", "executive_producer", "discogs:209463"),
        ("Monique", "performer", "discogs:99026"),
        ("Monique", "vocals", "discogs:99026"),
        ("J. Denes", "producer", "discogs:32"),
        ("J. Denes", "arranger", "discogs:32"),
        ("J. Denes", "writer", "discogs:32"),
        ("M. Bingham", "writer", "discogs:99026"),
    }


def test_every_company_of_every_release_is_kept(shared_data: Path, dumps: dict[str, Loaded]) -> None:
    loaded = dumps["releases"]
    kept = Counter(
        (row["release_id"], company["id"], company["name"], company["role"])
        for row in loaded.own["releases"]
        for company in said(row).get("companies", [])
    )
    with (shared_data / "discogs" / "release_companies.csv").open(encoding="utf-8", newline="") as file:
        listed = Counter(
            (f"discogs:r{row['release_id']}", row["company_id"], row["company_name"], row["role"])
            for row in csv.DictReader(file)
        )
    assert kept == listed


def test_an_artist_with_aliases_groups_and_members(dumps: dict[str, Loaded]) -> None:
    loaded = dumps["artists"]
    artists = {row["artist_id"]: row for row in loaded.own["artists"]}
    duo = artists["discogs:2"]
    assert (duo["name"], duo["type"], duo["discogs_id"]) == ("Mr. James Barth & A.D.", "group", "2")
    assert duo["aliases"] == [f"{who} & {ad}" for who, ad in _VARIATIONS]
    assert said(duo) == {"data_quality": "Correct", "real_name": "Cari Lekebusch & Alexi Delano"}
    relations = {key_of("artist_relations", row) for row in loaded.own["artist_relations"]}
    assert {relation for relation in relations if relation[1] == "discogs:2" and relation[2] == "member_of"} == {
        (f"discogs:{member}", "discogs:2", "member_of") for member in (26, 27)
    }
    of_a_person = {relation for relation in relations if relation[0] == "discogs:3"}
    assert of_a_person == {
        *((f"discogs:{3}", f"discogs:{alias}", "alias") for alias in (11217, 95949, 284057, 370936, 870371)),
        *((f"discogs:{3}", f"discogs:{group}", "member_of") for group in (34803, 55692, 579249, 844878, 1642275)),
    }
    mentioned = {row["artist_id"]: row for row in loaded.mentions["artists"]}
    assert (mentioned["discogs:370936"]["name"], said(mentioned["discogs:370936"])) == (
        "Accent",
        {"disambiguation": "3"},
    )
    assert len(artists["discogs:3"]["urls"]) == 17
    assert artists["discogs:3"]["biography"].startswith("After forming")


_VARIATIONS = [("Mr Barth", "A.D."), ("MR JAMES BARTH", "A. D."), ("Mr. Barth", "A.D."), ("Mr. James Barth", "A. D.")]


def test_aliases_and_members_of_every_artist_are_kept(shared_data: Path, dumps: dict[str, Loaded]) -> None:
    loaded = dumps["artists"]
    relations = {key_of("artist_relations", row) for row in loaded.own["artist_relations"]}
    aliases = {row["discogs_id"]: row["aliases"] or [] for row in loaded.own["artists"]}
    with (shared_data / "names" / "discogs_name_relations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        one, other = row["discogs_id"], row["other_discogs_id"]
        if row["relation"] == "namevariation":
            assert row["other_name"] in aliases.get(one, [row["other_name"]])
        elif row["relation"] == "alias" and one in aliases:
            first, second = sorted((one, other), key=int)
            assert (f"discogs:{first}", f"discogs:{second}", "alias") in relations


def test_a_releases_dump_alone_names_its_artists_and_labels(tmp_path: Path) -> None:
    labels = '<labels><label name="Quiet (2)" id="5" catno="Q 1"/><label name="Other" id="6"/></labels>'
    credits = (
        "<extraartists><artist><id>8</id><name>Vale</name><anv>V.</anv><role>Producer</role></artist></extraartists>"
    )
    loaded = Loaded(dump(tmp_path, "releases", release(labels + credits)))
    assert [(row["artist_id"], row["name"]) for row in loaded.mentions["artists"]] == [
        ("discogs:7", "Nova"),
        ("discogs:8", "Vale"),
    ]
    assert [(row["label_id"], row["name"]) for row in loaded.mentions["labels"]] == [
        ("discogs:l5", "Quiet"),
        ("discogs:l6", "Other"),
    ]
    (row,) = loaded.own["releases"]
    assert row["label_id"] == "discogs:l5"
    assert said(row)["credited_as"] == {"discogs:8": ["V."]}
    assert loaded.own["artists"] == loaded.own["labels"] == []


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


def test_who_brought_a_release_into_the_shops(tmp_path: Path) -> None:
    def company(number: int, role: str) -> str:
        return f"<company><id>{number}</id><name>C{number} (4)</name><entity_type_name>{role}</entity_type_name><catno>X</catno></company>"

    both = f"<companies>{company(1, 'Marketed By')}{company(2, 'Distributed By')}{company(3, 'Pressed By')}</companies>"
    one = f"<companies>{company(1, 'Marketed By')}{company(9, 'Copyright (c)')}</companies>"
    loaded = Loaded(dump(tmp_path, "releases", release(both), release(one, 2)))
    assert [row["distributor_id"] for row in loaded.own["releases"]] == ["discogs:c2", "discogs:c1"]
    assert [row["name"] for row in loaded.mentions["distributors"]] == ["C2", "C1"]
    assert [row["c_line"] for row in loaded.own["releases"]] == [None, "C9"]
    assert [found["role"] for found in said(loaded.own["releases"][0])["companies"]] == [
        "Marketed By",
        "Distributed By",
        "Pressed By",
    ]


def test_a_release_on_no_label_has_none(tmp_path: Path) -> None:
    loaded = Loaded(dump(tmp_path, "releases", release('<labels><label name="Not On Label" id="1818"/></labels>')))
    (row,) = loaded.own["releases"]
    assert row["label_id"] is None
    assert said(row)["labels"] == [{"id": "1818", "name": "Not On Label"}]


def test_isrcs_go_to_the_track_they_name(tmp_path: Path) -> None:
    names = ("Track A1", "b2", "Two", "C9", "")
    identifiers = "".join(
        f'<identifier type="ISRC" description="{name}" value="IT-J04-01-0024{place}"/>'
        for place, name in enumerate(names)
    )
    tracks = track("A1", "One") + track("B1", "Two") + track("B2", "Three")
    inside = f"<identifiers>{identifiers}</identifiers><tracklist>{tracks}</tracklist>"
    assert [row["isrc"] for row in recordings_of(tmp_path, inside)] == ["ITJ040100240", "ITJ040100242", "ITJ040100241"]
    single = f'<identifiers><identifier type="ISRC" value="DE-QY4-17-00004"/></identifiers><tracklist>{track("", "One", "<duration>3:00</duration>")}</tracklist>'
    assert [row["isrc"] for row in recordings_of(tmp_path, single)] == ["DEQY41700004"]


def test_the_first_valid_barcode(tmp_path: Path) -> None:
    identifiers = "".join(
        f'<identifier type="{kind}" value="{value}"/>'
        for kind, value in (("Barcode", "none"), ("Label Code", "LC 0309"), ("Barcode", "0 7464-63628-2 2"))
    )
    (row,) = Loaded(dump(tmp_path, "releases", release(f"<identifiers>{identifiers}</identifiers>"))).own["releases"]
    assert row["upc"] == "074646362822"
    assert [found["value"] for found in said(row)["identifiers"]] == ["none", "LC 0309", "0 7464-63628-2 2"]


def test_parts_of_a_work(tmp_path: Path) -> None:
    writer = "<extraartists><artist><id>8</id><name>Vale</name><role>Composed By</role></artist></extraartists>"
    parts = f"<sub_tracks>{track('A1', 'Allegro')}{track('A2', 'Adagio')}</sub_tracks>"
    whole = f"<track><position/><title>Concerto</title>{writer}{parts}</track>"
    medley = track("B1", "Medley", parts)
    rows = recordings_of(tmp_path, f"<tracklist>{track('', 'Side A')}{whole}{medley}</tracklist>")
    assert [row["title"] for row in rows] == ["Allegro", "Adagio", "Medley"]
    assert said(rows[0]) == {"position": "A1", "part_of": "Concerto"}
    assert said(rows[2]) == {"position": "B1", "parts": ["Allegro", "Adagio"]}
    loaded = Loaded(tmp_path / "releases.xml")
    assert [(row["recording_id"], row["role"]) for row in loaded.own["contributions"]] == [
        ("discogs:r1-1", "composer"),
        ("discogs:r1-2", "composer"),
    ]


def test_tracks_without_any_place_are_tracks(tmp_path: Path) -> None:
    rows = recordings_of(tmp_path, f"<tracklist>{track('', 'One')}{track('', 'Two')}</tracklist>")
    assert [row["title"] for row in rows] == ["One", "Two"]


def test_credits_that_no_recording_shares_stay_with_the_release(tmp_path: Path) -> None:
    people = "".join(
        f"<artist><id>{number}</id><name>{name}</name><role>{role}</role><tracks>{tracks}</tracks></artist>"
        for number, name, role, tracks in (
            (8, "Vale", "Producer, Design", ""),
            (355, "Unknown Artist", "Vocals", ""),
            (0, "Ash", "Bass", "C9"),
        )
    )
    loaded = Loaded(
        dump(
            tmp_path,
            "releases",
            release(f"<extraartists>{people}</extraartists><tracklist>{track('A1', 'One')}</tracklist>"),
        )
    )
    assert [(row["party_name"], row["role"]) for row in loaded.own["contributions"]] == [("Vale", "producer")]
    assert said(loaded.own["releases"][0])["other_credits"] == [
        {"id": "discogs:8", "name": "Vale", "role": "design"},
        {"id": "discogs:355", "name": "Unknown Artist", "role": "vocals"},
        {"name": "Ash", "role": "bass", "tracks": "C9"},
    ]


def test_two_artists_printed_alike_keep_their_credits(tmp_path: Path) -> None:
    people = "".join(
        f"<artist><id>{number}</id><name>{name}</name><anv>J. Ash</anv><role>Drums</role></artist>"
        for number, name in ((8, "Jo Ash"), (9, "Jim Ash"))
    )
    loaded = Loaded(
        dump(
            tmp_path,
            "releases",
            release(f"<extraartists>{people}</extraartists><tracklist>{track('A1', 'One')}</tracklist>"),
        )
    )
    assert [(row["party_name"], row["artist_id"]) for row in loaded.own["contributions"]] == [
        ("J. Ash", "discogs:8"),
        ("Jim Ash", "discogs:9"),
    ]


def test_those_who_stand_for_nobody(tmp_path: Path) -> None:
    various = '<release id="1"><title>One</title><artists><artist><id>194</id><name>Various</name></artist></artists></release>'
    loaded = Loaded(dump(tmp_path, "releases", various))
    assert loaded.own["releases"][0]["type"] == "compilation"
    assert [(row["name"], row["type"]) for row in loaded.mentions["artists"]] == [("Various", "other")]
    own = Loaded(dump(tmp_path, "artists", "<artist><id>118760</id><name>No Artist</name></artist>"))
    assert own.own["artists"][0]["type"] == "other"


def test_a_master_mentions_its_main_release(dumps: dict[str, Loaded]) -> None:
    loaded = dumps["masters"]
    row = next(row for row in loaded.mentions["releases"] if row["release_id"] == "discogs:r116925")
    assert (row["title"], row["artist_ids"]) == ("Moments In Time", ["discogs:3225"])
    assert row["genres"] == ["Electronic", "Techno", "Tech House"]
    assert said(row) == {"data_quality": "Correct", "master_id": "113", "partial_date": "2002"}


def test_no_address_of_a_label_is_kept(dumps: dict[str, Loaded], tmp_path: Path) -> None:
    for kind in ("artists", "labels", "releases"):
        loaded = dumps[kind]
        rows = [row for table in loaded.own.values() for row in table]
        assert "P.O. Box 27218" not in str(rows)
        notes = [str(said(row).get("notes", said(row).get("profile", row.get("biography")))) for row in rows]
        assert not any("@aol.com" in text or "@ucmg.com" in text or "@direct.ca" in text for text in notes)
    (row,) = Loaded(
        dump(
            tmp_path,
            "labels",
            "<label><id>1</id><name>Quiet</name><contactinfo>Lane 1</contactinfo><profile>write to <![CDATA[<a.b@example.org>]]></profile></label>",
        )
    ).own["labels"]
    assert said(row) == {"profile": "write to <[e-mail address]>"}


def test_a_label_knows_its_parent(tmp_path: Path) -> None:
    inside = '<parentLabel id="2">Big</parentLabel><sublabels><label id="3">Small (2)</label><label/></sublabels>'
    loaded = Loaded(dump(tmp_path, "labels", f"<label><id>1</id><name>Quiet</name>{inside}</label>"))
    assert said(loaded.own["labels"][0]) == {"parent_label": "discogs:l2", "sublabels": ["discogs:l3"]}
    assert [row["name"] for row in loaded.mentions["labels"]] == ["Big", "Small"]


def test_long_notes_are_cut(tmp_path: Path) -> None:
    (row,) = Loaded(dump(tmp_path, "releases", release(f"<notes>{'x' * 5000}</notes>"))).own["releases"]
    assert len(said(row)["notes"]) == 2000


def test_a_whole_day_and_an_open_one(tmp_path: Path) -> None:
    days = ("1999-07-13", "1999-03-00", "soon")
    entries = [release(f"<released>{day}</released>", number) for number, day in enumerate(days, start=1)]
    rows = Loaded(dump(tmp_path, "releases", *entries)).own["releases"]
    assert [row["release_date"] for row in rows] == [date(1999, 7, 13), None, None]
    assert [said(row).get("partial_date") for row in rows] == [None, "1999-03-00", "soon"]


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
