import bz2
import gzip
import io
import json
import lzma
import tarfile
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import pytest

from graph.records import RECORDS, Batch, Delivery, LoadOptions, Notice, Quarantined
from loaders.musicbrainz.languages import language_tag
from loaders.musicbrainz.loader import read_musicbrainz
from loaders.musicbrainz.values import VARIOUS_ARTISTS

Mode = Literal["w:xz", "w:bz2", "w:gz", "w"]
Row = dict[str, Any]
Loaded = tuple[dict[str, list[Row]], list[Quarantined], list[Notice]]


def load(path: Path, batch_rows: int = 10_000) -> Loaded:
    """Rows by table, those of mentions under `~TABLE`."""
    rows: dict[str, list[Row]] = {}
    items = list(read_musicbrainz(path, options=LoadOptions(batch_rows)))
    known: set[str] = set()
    for item in items:
        if isinstance(item, Delivery):
            known.add(item.delivery_id)
        elif isinstance(item, Batch):
            assert item.delivery.delivery_id in known
            assert dict(item.rows.schema) == RECORDS[item.table].schema
            assert 0 < item.rows.height <= batch_rows
            assert item.is_mention or item.rows.select(RECORDS[item.table].key).is_unique().all()
            assert not item.rows.select(RECORDS[item.table].required).null_count().row(0).count(None)
            rows.setdefault("~" * item.is_mention + item.table, []).extend(item.rows.to_dicts())
    return rows, [i for i in items if isinstance(i, Quarantined)], [i for i in items if isinstance(i, Notice)]


def key_of(table: str, row: Row) -> tuple[object, ...]:
    return tuple(row[column] for column in RECORDS[table.lstrip("~")].key)


def gid(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-000000000000"


def artist(number: int, name: str = "Nova", **more: object) -> Row:
    return {"id": gid(number), "name": name, "sort-name": name, "type": "Group", **more}


def credit(number: int, name: str = "Nova", joinphrase: str = "") -> Row:
    return {"name": name, "joinphrase": joinphrase, "artist": artist(number, name)}


def release(number: int, *credits: Row, **more: object) -> Row:
    whole = {"id": gid(number), "title": "First", "artist-credit": list(credits) or [credit(1)], "barcode": None}
    return {**whole, **more}


def write(path: Path, *objects: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(json.dumps(item) for item in objects))
    return path


def dump(path: Path, entity: str, objects: list[Row], *, mode: Mode = "w:xz") -> Path:
    """The published layout: the time, the licence, the entries, one a line without a line end after the last."""
    lines = "\n".join(json.dumps(item) for item in objects)
    members = {"TIMESTAMP": "2026-09-12 01:28:38+00\n", "COPYING": "CC0", f"mbdump/{entity}": lines}
    with tarfile.open(path, mode) as tar:
        for name, content in {**members, "JSON_DUMPS_SCHEMA_NUMBER": "1\n"}.items():
            member = tarfile.TarInfo(name)
            member.size = len(content.encode())
            tar.addfile(member, io.BytesIO(content.encode()))
    return path


COUNTS = {
    "artists_1250.csv": "1 quarantined",
    "ws_json/papposilene/Browse_Artist.json": "25 artists",
    "ws_json/papposilene/Browse_Label.json": "25 labels",
    "ws_json/papposilene/Browse_Recording.json": "25 recordings, 1 ~artists",
    "ws_json/papposilene/Browse_Release.json": "246 recordings, 25 releases, 67 ~artists, 1 ~labels",
    "ws_json/papposilene/Browse_ReleaseGroup.json": "1 ~artists",
    "ws_json/papposilene/Browse_Work.json": "1 notices",
    "ws_json/papposilene/Lookup_Artist.json": "11 artist_relations, 1 artists, 1 notices, 11 ~artists",
    "ws_json/papposilene/Lookup_Label.json": "1 labels, 1 notices",
    "ws_json/papposilene/Lookup_Recording.json": "1 quarantined",
    "ws_json/papposilene/Lookup_Release.json": "125 contributions, 12 recordings, 1 releases, 9 ~artists, 1 ~labels",
    "ws_json/papposilene/Lookup_ReleaseGroup.json": "1 ~artists, 21 ~releases",
    "ws_json/papposilene/Search_Artist.json": "21 artists",
    "ws_json/papposilene/Search_Release.json": "25 releases, 1 ~artists, 5 ~labels",
    "ws_json/picard/acoustid.json": "1 notices",
    "ws_json/picard/acoustid_no_metadata.json": "1 notices",
    "ws_json/picard/acoustid_null.json": "1 notices",
    "ws_json/picard/artist.json": "1 artists",
    "ws_json/picard/artist_arabic.json": "1 artists",
    "ws_json/picard/artist_ended.json": "1 artists",
    "ws_json/picard/artist_null.json": "1 quarantined",
    "ws_json/picard/collection_list.json": "1 notices",
    "ws_json/picard/country.json": "1 quarantined",
    "ws_json/picard/country_null.json": "1 quarantined",
    "ws_json/picard/label_info.json": "4 quarantined",
    "ws_json/picard/label_info_null.json": "1 quarantined",
    "ws_json/picard/media_null.json": "1 notices",
    "ws_json/picard/media_pregap.json": "1 notices",
    "ws_json/picard/recording.json": "3 contributions, 1 recordings, 2 ~artists",
    "ws_json/picard/recording_artist_aliases.json": "1 recordings, 1 ~artists",
    "ws_json/picard/recording_artist_aliases_locales.json": "1 recordings, 1 ~artists",
    "ws_json/picard/recording_artist_name_change.json": "1 recordings, 1 ~artists",
    "ws_json/picard/recording_composer.json": "5 contributions, 1 recordings, 5 ~artists",
    "ws_json/picard/recording_credits.json": "10 contributions, 1 recordings, 9 ~artists",
    "ws_json/picard/recording_generic_instrument.json": "1 quarantined",
    "ws_json/picard/recording_instrumental.json": "1 quarantined",
    "ws_json/picard/recording_multi_artists_1.json": "1 recordings, 3 ~artists",
    "ws_json/picard/recording_multi_artists_2.json": "1 recordings, 3 ~artists",
    "ws_json/picard/recording_multiple_works.json": "1 quarantined",
    "ws_json/picard/recording_null.json": "1 quarantined",
    "ws_json/picard/recording_video.json": "3 contributions, 1 recordings, 4 ~artists",
    "ws_json/picard/recording_video_null.json": "1 recordings, 1 ~artists, 1 ~releases",
    "ws_json/picard/release.json": "10 recordings, 1 releases, 1 ~artists, 1 ~labels",
    "ws_json/picard/release_5medias.json": "1 releases, 1 ~artists, 1 ~labels",
    "ws_json/picard/release_djmix.json": "1 quarantined",
    "ws_json/picard/release_group.json": "1 notices",
    "ws_json/picard/release_group_2.json": "3 quarantined",
    "ws_json/picard/release_group_3.json": "2 quarantined",
    "ws_json/picard/release_group_4.json": "2 quarantined",
    "ws_json/picard/release_group_5.json": "1 quarantined",
    "ws_json/picard/release_group_null.json": "1 quarantined",
    "ws_json/picard/release_multidisc.json": "1 quarantined",
    "ws_json/picard/release_no_type.json": "1 releases, 1 ~artists",
    "ws_json/picard/release_null.json": "1 quarantined",
    "ws_json/picard/track.json": "1 notices",
    "ws_json/picard/track_null.json": "1 notices",
    "ws_json/picard/track_pregap.json": "1 notices",
}


@pytest.mark.parametrize(("file", "counts"), COUNTS.items())
def test_rows_of_real_files(shared_data: Path, file: str, counts: str) -> None:
    rows, quarantined, notices = load(shared_data / "musicbrainz" / file)
    found = {
        **{table: len({key_of(table, row) for row in some}) for table, some in rows.items()},
        "quarantined": len(quarantined),
        "notices": len(notices),
    }
    assert ", ".join(f"{count} {what}" for what, count in sorted(found.items()) if count) == counts


def test_no_real_file_is_left_unchecked(shared_data: Path) -> None:
    folder = shared_data / "musicbrainz"
    assert {file.relative_to(folder).as_posix() for file in folder.rglob("*.*")} == set(COUNTS)


def test_an_artist_with_its_relations(shared_data: Path) -> None:
    rows, _, _ = load(shared_data / "musicbrainz/ws_json/papposilene/Lookup_Artist.json")
    [row] = rows["artists"]
    own = "musicbrainz:4aae17a7-9f0c-487b-b60e-f8eafb410b1d"
    assert (row["artist_id"], row["musicbrainz_id"]) == (own, own.removeprefix("musicbrainz:"))
    assert (row["type"], row["country"]) == ("person", "AU")
    assert (row["isni"], row["ipi"], row["discogs_id"]) == ("0000000083954977", "00067877617", "31844")
    assert (row["created_on"], row["ended_on"]) == (None, None)
    assert row["aliases"] == ["Nicholas Edward Cave", "ニック・ケイヴ"]
    assert {"https://discogs.com/artist/31844", "https://wikidata.org/wiki/Q192668", "https://nickcave.com"} < set(
        row["urls"]
    )
    assert len(row["urls"]) == 20
    more = json.loads(row["source_attributes"])
    assert more["life_span"] == {"begin": "1957-09-22"}
    assert more["alias_details"][0] == {"locale": "en", "name": "Nicholas Edward Cave", "type": "Legal name"}
    assert len(more["pictures"]) == 2
    relations = {(r["artist_id"], r["related_artist_id"], r["relation"]): r for r in rows["artist_relations"]}
    assert Counter(relation for _, _, relation in relations) == {
        "member_of": 7,
        "involved_with": 2,
        "collaboration": 1,
        "parent": 1,
    }
    band = relations[own, "musicbrainz:5a7a3629-e608-4fce-887a-a9028eef1c72", "member_of"]
    assert json.loads(band["source_attributes"]) == {"periods": [{"begin": "1977", "end": "1980", "ended": True}]}
    assert ("musicbrainz:c0c5d33a-eb89-4ab0-a26a-c2b9bd3eb501", own, "involved_with") in relations
    mentioned = {r["artist_id"]: r for r in rows["~artists"]}
    assert len(mentioned) == 11
    assert own not in mentioned


def test_a_release_with_label_tracks_and_credits(shared_data: Path) -> None:
    rows, _, _ = load(shared_data / "musicbrainz/ws_json/papposilene/Lookup_Release.json")
    [row] = rows["releases"]
    assert row["artist_ids"] == ["musicbrainz:5b11f4ce-a62d-471e-81fc-a69a8278c7da"]
    assert (row["upc"], row["type"], row["language"]) == ("720642442524", "album", "en")
    assert row["release_date"] == date(1991, 9, 24)
    [label] = rows["~labels"]
    assert row["label_id"] == label["label_id"] == "musicbrainz:l:68803e28-86fe-4a95-985f-8e493795ab31"
    assert json.loads(label["source_attributes"])["label_code"] == 6406
    more = json.loads(row["source_attributes"])
    assert (more["status"], more["packaging"], more["catalog_numbers"]) == ("Official", "Jewel Case", ["DGCD-24425"])
    first = rows["recordings"][0]
    assert (first["recording_id"], first["release_ids"]) == (
        "musicbrainz:t:bf8015c9-360a-3387-96c6-977139f567de",
        [row["release_id"]],
    )
    assert first["duration_ms"] == 301_106
    on_first = [r for r in rows["contributions"] if r["recording_id"] == first["recording_id"]]
    assert Counter(r["role"] for r in on_first)["performer"] == 3
    drums = next(r for r in on_first if r["artist_id"] == "musicbrainz:4d5f891d-9bce-45ae-ad86-912dd27252fa")
    assert json.loads(drums["source_attributes"])["details"] == ["drums (drum set)", "background vocals"]


def test_search_results_say_when_they_were_made(shared_data: Path) -> None:
    file = shared_data / "musicbrainz/ws_json/papposilene/Search_Artist.json"
    [delivery] = [item for item in read_musicbrainz(file) if isinstance(item, Delivery)]
    assert delivery.created_at == datetime(2018, 12, 8, 19, 13, 37, 72_000)


@pytest.mark.parametrize(
    ("name", "mode"),
    [("artist.tar.xz", "w:xz"), ("artist.tar", "w"), ("artist.tar.gz", "w:gz"), ("artist.tar.bz2", "w:bz2")],
)
def test_a_published_dump(tmp_path: Path, name: str, mode: Mode) -> None:
    path = dump(tmp_path / name, "artist", [artist(number) for number in range(1, 40)], mode=mode)
    rows, quarantined, notices = load(path, batch_rows=10)
    assert [row["artist_id"] for row in rows["artists"]] == [f"musicbrainz:{gid(number)}" for number in range(1, 40)]
    assert (quarantined, notices) == ([], [])
    [delivery] = [item for item in read_musicbrainz(path) if isinstance(item, Delivery)]
    assert (delivery.source, delivery.created_at) == ("musicbrainz", datetime(2026, 9, 12, 1, 28, 38))


@pytest.mark.parametrize(
    "name", ["mbdump/artist", "some.jsonl", "some.json", "some.jsonl.gz", "some.json.xz", "a.json.bz2"]
)
def test_lines_packed_or_not(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, artist(1, gender=None), artist(2, gender=None))
    packers = {".gz": gzip.compress, ".xz": lzma.compress, ".bz2": bz2.compress}
    if path.suffix in packers:
        path.write_bytes(packers[path.suffix](path.read_bytes()))
    assert len(load(tmp_path)[0]["artists"]) == 2


def test_a_folder_of_dumps_yields_all_deliveries_first(tmp_path: Path) -> None:
    write(tmp_path / "dump/mbdump/artist", artist(1))
    (tmp_path / "dump/TIMESTAMP").write_text("2026-01-02 03:04:05+00")
    dump(tmp_path / "work.tar.xz", "work", [{"id": gid(1), "title": "Opus", "iswcs": []}])
    items = list(read_musicbrainz(tmp_path))
    assert [isinstance(item, Delivery) for item in items[:3]] == [True, True, False]
    assert {item.created_at for item in items if isinstance(item, Delivery)} == {
        datetime(2026, 1, 2, 3, 4, 5),
        datetime(2026, 9, 12, 1, 28, 38),
    }
    assert [item.text for item in items if isinstance(item, Notice)] == [
        "holds the entries of work, which are not loaded"
    ]


def test_batch_size_changes_nothing(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "musicbrainz/ws_json/papposilene"
    few, many = load(folder, 7)[0], load(folder)[0]
    for table in RECORDS:
        keys = [{tuple(row[k] for k in RECORDS[table].key) for row in rows.get(table, [])} for rows in (few, many)]
        assert keys[0] == keys[1]


def one(tmp_path: Path, entity: str, item: Row) -> dict[str, list[Row]]:
    rows, quarantined, _ = load(write(tmp_path / f"{entity}.jsonl", item))
    assert quarantined == []
    return rows


def test_life_spans(tmp_path: Path) -> None:
    span = {"begin": "1990-02-03", "end": "2001-04-05", "ended": True}
    for kind, begin in (("Group", date(1990, 2, 3)), ("Choir", date(1990, 2, 3)), ("Person", None), (None, None)):
        [row] = one(tmp_path, "artist", {**artist(1), "type": kind, "life-span": span})["artists"]
        assert (row["created_on"], row["ended_on"]) == (begin, date(2001, 4, 5))
        assert json.loads(row["source_attributes"])["life_span"] == span
    [row] = one(tmp_path, "artist", artist(1, **{"life-span": {"begin": "1990", "end": "2001-04"}}))["artists"]
    assert (row["created_on"], row["ended_on"]) == (None, None)


def test_an_ended_link_is_no_url_any_more(tmp_path: Path) -> None:
    links = [
        {"type": "official homepage", "ended": True, "url": {"resource": "http://www.old.example.org/"}},
        {"type": "youtube", "ended": False, "url": {"resource": "https://www.youtube.com/@Nova"}},
        {"type": "other", "url": {"resource": "not an address"}},
        {"type": "other", "url": None},
    ]
    [row] = one(tmp_path, "artist", artist(1, relations=links))["artists"]
    assert row["urls"] == ["https://youtube.com/@nova"]
    assert json.loads(row["source_attributes"])["former_urls"] == ["https://old.example.org"]


def test_a_search_hint_is_no_alias(tmp_path: Path) -> None:
    aliases = [
        {"name": "Nowa", "type": "Search hint"},
        {"name": "Nova"},
        {"name": "ノヴァ", "locale": "ja", "primary": True},
    ]
    [row] = one(tmp_path, "artist", artist(1, aliases=aliases))["artists"]
    assert row["aliases"] == ["ノヴァ"]
    assert [detail["name"] for detail in json.loads(row["source_attributes"])["alias_details"]] == ["Nowa", "ノヴァ"]


def test_both_sides_of_a_relation_say_the_same(tmp_path: Path) -> None:
    def relation(other: int, direction: str, **more: object) -> Row:
        return {"type": "member of band", "direction": direction, "artist": artist(other), **more}

    periods = [{"begin": "1990", "end": "1991", "ended": True, "attributes": ["b", "a"]}, {"begin": "2000"}]
    person = artist(1, relations=[relation(2, "forward", **{"target-credit": "N"}, **period) for period in periods])
    group = artist(
        2, relations=[relation(1, "backward", **{"source-credit": "N"}, **period) for period in periods[::-1]]
    )
    [first] = one(tmp_path, "artist", person)["artist_relations"]
    assert first == one(tmp_path, "artist", group)["artist_relations"][0]
    assert (first["artist_id"], first["related_artist_id"]) == (f"musicbrainz:{gid(1)}", f"musicbrainz:{gid(2)}")
    assert len(json.loads(first["source_attributes"])["periods"]) == 2


def test_names_that_stand_for_nobody(tmp_path: Path) -> None:
    various = {
        "name": "Various Artists",
        "artist": {"id": VARIOUS_ARTISTS, "name": "Various Artists", "aliases": [{"name": "V.A."}]},
    }
    nobody = {
        "type": "composer",
        "direction": "backward",
        "artist": {"id": "9be7f096-97ec-4615-8957-8d40b5dcbc41", "name": "[traditional]"},
    }
    track = {"id": gid(5), "title": "Song", "artist-credit": [credit(1)], "recording": {"relations": [nobody]}}
    rows = one(
        tmp_path,
        "release",
        release(3, various, media=[{"tracks": [track]}], **{"release-group": {"primary-type": "Album"}}),
    )
    assert rows["releases"][0]["type"] == "compilation"
    mentioned = {row["musicbrainz_id"]: row for row in rows["~artists"]}
    assert (mentioned[VARIOUS_ARTISTS]["type"], mentioned[VARIOUS_ARTISTS]["aliases"]) == ("other", None)
    assert rows["recordings"][0]["artist_ids"] == [f"musicbrainz:{gid(1)}"]
    assert "contributions" not in rows


def test_featured_artists_and_partial_dates(tmp_path: Path) -> None:
    credits = [credit(1, "A", " & "), credit(2, "B", " feat. "), credit(3, "C", ", "), credit(4, "D")]
    track = {
        "id": gid(9),
        "title": "Song (edit)",
        "length": 1000,
        "artist-credit": credits,
        "recording": {"id": gid(8), "title": "Song"},
    }
    media = [{"pregap": {"title": "Hidden", "position": 0}, "tracks": [track]}]
    rows = one(tmp_path, "release", release(5, *credits, media=media, date="1990-04", barcode="12"))
    [row] = rows["releases"]
    main, featured = [f"musicbrainz:{gid(n)}" for n in (1, 2)], [f"musicbrainz:{gid(n)}" for n in (3, 4)]
    assert (row["artist_ids"], row["release_date"], row["upc"]) == (main, None, None)
    more = json.loads(row["source_attributes"])
    assert (more["partial_date"], more["barcode"], more["featured_artist_ids"]) == ("1990-04", "12", featured)
    hidden, song = rows["recordings"]
    assert (hidden["recording_id"], hidden["title"]) == (f"musicbrainz:r:{gid(5)}-1", "Hidden")
    assert (song["artist_ids"], song["featured_artist_ids"]) == (main, featured)
    assert json.loads(song["source_attributes"])["recording_title"] == "Song"


def test_a_group_gives_its_releases_type_and_artists(tmp_path: Path) -> None:
    inner = {"id": gid(7), "title": "First", "date": "2001-02-03"}
    group = {"id": gid(6), "title": "First", "primary-type": "EP", "artist-credit": [credit(1)], "releases": [inner]}
    [row] = one(tmp_path, "release-group", group)["~releases"]
    assert (row["type"], row["artist_ids"], row["release_date"]) == ("ep", [f"musicbrainz:{gid(1)}"], date(2001, 2, 3))


def test_who_issued_distributed_and_owns_a_release(tmp_path: Path) -> None:
    companies = [("distributed", 11, "Carrier"), ("phonographic copyright", 12, "Holder"), ("copyright", 13, "Owner")]
    relations = [{"type": kind, "label": {"id": gid(n), "name": name}} for kind, n, name in companies]
    nobody = {"label": {"id": "157afde4-4bf5-4039-8ad2-5a15acc85176", "name": "[no label]"}}
    rows = one(tmp_path, "release", release(5, relations=relations, **{"label-info": [nobody]}))
    [row] = rows["releases"]
    assert (row["label_id"], row["distributor_id"]) == (None, f"musicbrainz:d:{gid(11)}")
    assert (row["p_line"], row["c_line"]) == ("Holder", "Owner")
    assert rows["~distributors"][0]["name"] == "Carrier"


def test_a_table_of_artists_with_ids(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(
        f"MBID,Artist,Country,Type,Life_begin\n{gid(1)},Nova,SE,Group,1990-02-03\n,Nemo,,,\n"
    )
    rows, [fault], _ = load(tmp_path)
    [row] = rows["artists"]
    assert (row["name"], row["country"], row["created_on"]) == ("Nova", "SE", date(1990, 2, 3))
    assert (fault.line, fault.reason) == (3, "the artist has no MusicBrainz id")


@pytest.mark.parametrize(
    ("code", "tag"), [("eng", "en"), ("jpn", "ja"), ("haw", "haw"), ("mul", "mul"), ("e1g", None), (None, None)]
)
def test_languages(code: str | None, tag: str | None) -> None:
    assert language_tag(code) == tag
