"""A load as its user sees it: what is written, what is set aside, tried again, stopped."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from graph.capture import take_snapshot
from graph.errors import BadArgument, TooManyBadRows
from graph.quarantine import count_quarantined, read_quarantined
from graph.records import LoadOptions
from graph.session import Graph, Statement
from loaders.base import LOADERS
from namesake import console
from namesake.cli import SOURCES
from namesake.load import LoadReport, load

NOW = datetime(2026, 5, 1)


def run(graph: Graph, *paths: Path, source: str = "catalog", hours: int = 0, **options: Any) -> LoadReport:
    with console.progress() as progress:
        return load(
            graph,
            source,
            paths,
            options=LoadOptions(**options),
            progress=progress,
            now=NOW + timedelta(hours=hours),
        )


def labels(path: Path, *lines: str) -> Path:
    path.mkdir(exist_ok=True)
    (path / "labels.csv").write_text("\n".join(["label_id,name", *lines]) + "\n", encoding="utf-8")
    return path


def name_of(graph: Graph) -> str:
    [row] = graph.read(Statement("test", "MATCH (l:Label {id: 'l1'}) RETURN l.name AS name"))
    return str(row["name"])


def test_the_command_offers_every_source(graph: Graph) -> None:
    assert set(SOURCES) == set(LOADERS)
    with pytest.raises(BadArgument, match="tapes"):
        run(graph, Path(), source="tapes")


def test_of_two_exports_the_later_load_stands_also_when_it_is_the_first_again(graph: Graph, tmp_path: Path) -> None:
    one, two = labels(tmp_path / "one", "l1,One"), labels(tmp_path / "two", "l1,Two")
    for hours, (folder, name) in enumerate([(one, "One"), (two, "Two"), (one, "One"), (two, "Two")]):
        assert run(graph, folder, hours=hours).total.written == 1
        assert name_of(graph) == name
        assert run(graph, folder, hours=hours).total.written == 0


def test_two_folders_at_once_that_disagree_settle_on_one_whatever_their_order(graph: Graph, tmp_path: Path) -> None:
    one, two = labels(tmp_path / "one", "l1,One"), labels(tmp_path / "two", "l1,Two")
    run(graph, one, two)
    settled = name_of(graph)
    for paths in ((two, one), (one, two)):
        assert run(graph, *paths, hours=5).total.written == 0
        assert name_of(graph) == settled


def test_a_row_put_right_leaves_the_quarantine(graph: Graph, tmp_path: Path) -> None:
    folder = labels(tmp_path / "in", "l1,One", "l2,", "l3,")
    report = run(graph, folder)
    assert (report.total.written, report.quarantined, len(report.examples)) == (1, 2, 2)
    [first, _] = read_quarantined(graph)
    assert (first["file"], first["line"], first["column"], first["root"]) == ("labels.csv", 3, "name", str(folder))
    labels(folder, "l1,One", "l2,Two", "l3,")
    assert run(graph, folder, hours=1).quarantined == count_quarantined(graph) == 1


def test_a_rotten_delivery_stops_before_its_rows_and_the_others_go_on(graph: Graph, tmp_path: Path) -> None:
    rotten = labels(tmp_path / "rotten", *(f"r{number},{'' if number % 2 else 'x'}" for number in range(100)))
    sound = labels(tmp_path / "sound", "l1,One")
    with pytest.raises(TooManyBadRows, match=r"labels\.csv"):
        run(graph, rotten, sound)
    assert name_of(graph) == "One"
    assert graph.read(Statement("test", "MATCH (l:Label) RETURN count(l) AS n")) == [{"n": 1}]
    assert count_quarantined(graph) == 50
    assert run(graph, rotten, max_bad_share=0.5, hours=1).total.written == 50


def test_a_text_that_no_index_can_hold_is_set_aside_and_a_long_fingerprint_is_not(graph: Graph, tmp_path: Path) -> None:
    folder = labels(tmp_path / "in", "l1,One", f"l2,{'x' * 40_000}", f"{'y' * 40_000},Three")
    (folder / "recordings.csv").write_text(
        f"recording_id,title,artist_ids,release_ids,audio_fingerprint\ns1,T,a,r,{'ab' * 20_000}\ns2,T,a|{'z' * 9_000},r,\n"
    )
    assert run(graph, folder).quarantined == 3
    assert {(row["column"], row["reason"]) for row in read_quarantined(graph)} == {
        ("name", "`name` of a row of labels is longer than 2000 bytes"),
        ("label_id", "`label_id` of a row of labels is longer than 2000 bytes"),
        ("artist_ids", "`artist_ids` of a row of recordings is longer than 2000 bytes"),
    }
    [found] = graph.read(
        Statement("test", "MATCH (:Recording {id: 's1'})-[:HAS_IDENTIFIER]->(i) RETURN i.id AS id, i.value AS value")
    )
    assert found["id"].startswith("audio_fingerprint:blake2b:")
    assert len(found["value"]) == 40_000


MESSAGE = """<NewReleaseMessage xmlns="http://ddex.net/xml/ern/43"><MessageHeader><MessageId>{number}</MessageId>
<MessageSender><PartyId>PADPIDA2026010101A</PartyId><PartyName><FullName>Sender</FullName></PartyName></MessageSender>
<MessageCreatedDateTime>2026-0{number}-01T00:00:00Z</MessageCreatedDateTime></MessageHeader>
<PartyList><Party><PartyReference>P1</PartyReference><PartyName><FullName>Nova Reyes</FullName></PartyName></Party></PartyList>
<ResourceList><SoundRecording><ResourceReference>A1</ResourceReference>
<SoundRecordingEdition><ResourceId><ISRC>QZABC2600001</ISRC></ResourceId></SoundRecordingEdition>
<DisplayTitleText>Rain</DisplayTitleText><DisplayTitle><TitleText>Rain</TitleText></DisplayTitle>
<DisplayArtist><ArtistPartyReference>P1</ArtistPartyReference><DisplayArtistRole>MainArtist</DisplayArtistRole></DisplayArtist>
</SoundRecording></ResourceList>
<ReleaseList><Release><ReleaseReference>R0</ReleaseReference><ReleaseType>{kind}</ReleaseType><ReleaseId><ICPN>{icpn}</ICPN></ReleaseId>
<DisplayTitleText>{kind}</DisplayTitleText><DisplayTitle><TitleText>{kind}</TitleText></DisplayTitle>
<DisplayArtist><ArtistPartyReference>P1</ArtistPartyReference><DisplayArtistRole>MainArtist</DisplayArtistRole></DisplayArtist>
<ResourceGroup><ResourceGroupContentItem><SequenceNumber>1</SequenceNumber><ReleaseResourceReference>A1</ReleaseResourceReference>
</ResourceGroupContentItem></ResourceGroup></Release></ReleaseList></NewReleaseMessage>"""


def test_a_single_keeps_its_track_when_the_album_comes(graph: Graph, tmp_path: Path) -> None:
    files = []
    for number, (kind, icpn) in enumerate([("Single", "0123456789012"), ("Album", "0123456789029")], start=1):
        files.append(tmp_path / f"{kind}.xml")
        files[-1].write_text(MESSAGE.format(number=number, kind=kind, icpn=icpn))
    tracks = Statement(
        "test",
        "MATCH (r:Release)<-[:APPEARS_ON]-(s:Recording) RETURN r.title AS release, s.isrc AS isrc ORDER BY release",
    )
    for order in (files, files[::-1]):
        graph.run_alone(Statement("test_empty", "MATCH (n) WHERE NOT n:Store DETACH DELETE n"))
        for file in order:
            run(graph, file, source="ddex")
        assert graph.read(tracks) == [
            {"release": "Album", "isrc": "QZABC2600001"},
            {"release": "Single", "isrc": "QZABC2600001"},
        ]
        assert run(graph, tmp_path, source="ddex").total.written == 0
    taken = take_snapshot(graph, now=NOW)
    assert taken["recording_releases"].height == 2


def test_what_every_message_of_a_sender_says_is_not_written_for_each(graph: Graph, tmp_path: Path) -> None:
    for number in range(60):
        text = MESSAGE.format(number=1, kind="Single", icpn=f"{number:013}").replace(
            "<MessageId>1<", f"<MessageId>{number}<"
        )
        (tmp_path / f"{number}.xml").write_text(text.replace("QZABC2600001", f"QZABC26{number:05}"))
    turns = Statement("test", "MATCH (s:Store) RETURN s.revision AS turns")
    [before] = graph.read(turns)
    report = run(graph, tmp_path, source="ddex")
    assert report.counts["releases"].created == 60
    assert (report.counts["distributors"].created, report.counts["distributors"].unchanged) == (1, 59)
    [after] = graph.read(turns)
    assert after["turns"] - before["turns"] < 15
