import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from graph.errors import MissingInput
from graph.records import RECORDS, Batch, LoadOptions, Notice, Quarantined
from loaders.ddex import folded, read_ddex, role_words
from loaders.ddex_message import parse_duration

Row = dict[str, Any]


def load(path: Path, batch_rows: int = 10_000) -> tuple[dict[str, list[Row]], list[Quarantined], list[Notice]]:
    rows: dict[str, list[Row]] = {table: [] for table in RECORDS}
    items = list(read_ddex(path, options=LoadOptions(batch_rows)))
    for item in items:
        if isinstance(item, Batch):
            assert dict(item.rows.schema) == RECORDS[item.table].schema
            assert item.rows.height <= batch_rows
            assert item.rows.select(RECORDS[item.table].key).is_unique().all()
            for column in RECORDS[item.table].required:
                assert item.rows[column].null_count() == 0
            rows[item.table].extend(item.rows.to_dicts())
    return rows, [i for i in items if isinstance(i, Quarantined)], [i for i in items if isinstance(i, Notice)]


def test_of_the_official_samples_only_the_broken_two_are_set_aside(shared_data: Path) -> None:
    rows, quarantined, _ = load(shared_data / "ddex" / "official_samples")
    assert {Path(fault.file).name for fault in quarantined} == {
        "Profile_TVSeries_FimBundle.xml",
        "Profile_NonInteractiveSubscriptionStreamingService.xml",
    }
    assert all(fault.line > 0 for fault in quarantined)
    assert len(rows["recordings"]) > 300


def test_ern_38(shared_data: Path) -> None:
    samples = shared_data / "ddex" / "official_samples" / "ern38x" / "Release_Profiles_Samples"
    rows, _, _ = load(samples / "Profile_AudioAlbumMusicOnly.xml")
    (release,) = rows["releases"]
    assert release["title"] == "A Monkey Claw in a Velvet Glove"
    assert release["release_id"] == "ddex:DPID_OF_THE_SENDER:A1UCASE0000000401X"
    assert release["type"] == "album"
    assert release["received_at"] == datetime(2012, 12, 11, 15, 50)
    assert release["artist_assignment"] == "name_only"
    assert [row["name"] for row in rows["artists"]] == ["Monkey Claw"]
    assert [row["name"] for row in rows["labels"]] == ["Iron Crown Music"]
    first = rows["recordings"][0]
    assert (first["isrc"], first["duration_ms"]) == ("CASE00000001", 811_000)
    assert first["release_ids"] == [release["release_id"]]
    credits = [
        (r["party_name"], r["role"]) for r in rows["contributions"] if r["recording_id"] == first["recording_id"]
    ]
    assert sorted(credits) == [("Bob Black", "composer"), ("Steve Albino", "producer")]


def test_the_details_for_most_of_the_world_win(shared_data: Path) -> None:
    samples = shared_data / "ddex" / "official_samples" / "ern38x" / "Release_Profiles_Samples"
    rows, _, _ = load(samples / "Profile_AudioSingle_WithCompoundArtistsAndTerritorialOverride.xml")
    assert [row["name"] for row in rows["artists"]] == ["Monkey Claw"]
    assert rows["releases"][0]["type"] == "single"


def test_a_delivery_of_382(shared_data: Path) -> None:
    rows, _, _ = load(shared_data / "ddex" / "deliveries")
    (release,) = rows["releases"]
    assert (release["upc"], release["release_date"]) == ("199806591208", date(2025, 12, 13))
    assert release["distributor_id"] == "ddex:PADPIDA2012041004F"
    assert rows["distributors"][0]["dpid"] == "PADPIDA2012041004F"
    assert [row["title"].endswith("(Instrumental)") for row in rows["recordings"]] == [False, True]


def test_ern_411(shared_data: Path) -> None:
    rows, _, _ = load(shared_data / "ddex" / "official_samples" / "ern411" / "1 Audio.xml")
    (release,) = rows["releases"]
    assert (release["title"], release["upc"]) == ("Yume no Hajmari", "094631432057")
    assert release["received_at"] == datetime(2014, 9, 24, 13, 57, 25)
    assert [row["name"] for row in rows["labels"]] == ["EMI MUSIC JAPAN INC."]
    (artist,) = (row for row in rows["artists"] if row["name"] == "Saeko Shu")
    assert artist["aliases"] == ["しゅうさえこ"]
    first = rows["recordings"][0]
    assert (first["isrc"], first["language"], first["duration_ms"]) == ("JPTO09404900", "ja", 148_000)


@pytest.mark.parametrize("version", ["ern42", "ern43"])
def test_ern_42_and_43(shared_data: Path, version: str) -> None:
    rows, _, _ = load(shared_data / "ddex" / "official_samples" / version / "4 SimpleAudioSingle.xml")
    (release,) = rows["releases"]
    assert (release["type"], release["artist_assignment"]) == ("single", "identifier")
    assert release["c_line"] == "2017 Parlophone Records Limited, a Warner Music Group Company"
    assert release["genres"] == ["Classical", "Classical Crossover"]
    (recording,) = rows["recordings"]
    assert (recording["isrc"], recording["duration_ms"]) == ("GBAYC1700598", 263_583)
    assert recording["artist_ids"] == ["ddex:PADPIDA2007050901U:1981969"]
    (contribution,) = rows["contributions"]
    assert (contribution["role"], contribution["artist_id"]) == ("performer", "ddex:PADPIDA2007050901U:1981969")


def test_hostile_files_are_refused_and_the_rest_is_read(shared_data: Path) -> None:
    rows, quarantined, notices = load(shared_data / "ddex" / "lifecycle_and_hostile", batch_rows=100)
    assert {Path(fault.file).name for fault in quarantined} == {"nasty__billion-laughs.xml", "nasty__deep-nesting.xml"}
    assert len(rows["releases"]) > 500
    assert any("PurgeReleaseMessage" in notice.text for notice in notices)
    assert any("MeadMessage" in notice.text for notice in notices)
    assert any("older" in notice.text for notice in notices)


HEAD = '<ern:NewReleaseMessage xmlns:ern="http://ddex.net/xml/ern/43">'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not well-formed"),
        ("<a>", "is not a DDEX message"),
        (HEAD, "is not well-formed"),
        (HEAD + "<a>" * 70 + "</a>" * 70 + "</ern:NewReleaseMessage>", "nested more than 64 deep"),
        (
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + HEAD + "&e;</ern:NewReleaseMessage>",
            "document type",
        ),
        ('<!DOCTYPE x SYSTEM "http://localhost:1/x.dtd">' + HEAD + "</ern:NewReleaseMessage>", "document type"),
    ],
)
def test_a_refused_message_says_why(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "m.xml").write_text(text)
    rows, (fault,), _ = load(tmp_path)
    assert reason in fault.reason
    assert not any(rows.values())


def test_an_empty_folder_and_a_missing_path(tmp_path: Path) -> None:
    with pytest.raises(MissingInput):
        load(tmp_path)
    with pytest.raises(MissingInput):
        load(tmp_path / "nowhere")


def test_small_forms() -> None:
    assert parse_duration("PT1H2M3.5S") == 3_723_500
    assert parse_duration("PT0S") is None
    assert parse_duration("3:05") is None
    assert role_words("MusicPublisher") == ("music_publisher",)
    assert role_words("ComposerLyricist") == ("composer", "lyricist")
    assert folded("ＤＪ  Ä") == "dj ä"


def test_an_isni_of_a_wrong_form_is_kept_as_a_source_attribute(tmp_path: Path) -> None:
    message = """<ern:NewReleaseMessage xmlns:ern="http://ddex.net/xml/ern/43">
      <MessageHeader><MessageId>m</MessageId><MessageSender><PartyId>PADPIDA2007050901U</PartyId></MessageSender>
        <MessageCreatedDateTime>2026-01-02T03:04:05Z</MessageCreatedDateTime></MessageHeader>
      <PartyList><Party><PartyReference>P1</PartyReference><PartyName><FullName>Bo</FullName></PartyName>
        <PartyId><ISNI>12345</ISNI></PartyId></Party></PartyList>
      <ReleaseList><Release><ReleaseReference>R0</ReleaseReference><ReleaseType>Single</ReleaseType>
        <ReleaseId><ICPN>0123456789012</ICPN></ReleaseId><DisplayTitleText>T</DisplayTitleText>
        <DisplayArtist SequenceNumber="1"><ArtistPartyReference>P1</ArtistPartyReference>
          <DisplayArtistRole>MainArtist</DisplayArtistRole></DisplayArtist></Release></ReleaseList>
    </ern:NewReleaseMessage>"""
    (tmp_path / "message.xml").write_text(message)
    [artist] = [
        row
        for batch in read_ddex(tmp_path)
        if isinstance(batch, Batch) and batch.table == "artists"
        for row in batch.rows.iter_rows(named=True)
    ]
    assert artist["isni"] is None
    assert json.loads(artist["source_attributes"]) == {"isni": "12345"}
