"""The DDEX loader on whole messages: facts by hand from a delivery, updates, references, ids."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from graph.errors import MissingInput
from graph.records import RECORDS, Batch, Delivery, LoadOptions, Notice, Quarantined
from loaders.ddex.ids import folded, role_words
from loaders.ddex.loader import read_ddex
from loaders.ddex.values import parse_day, parse_duration

Row = dict[str, Any]


@dataclass
class Loaded:
    """What a load gives, by kind; `order` names the kinds and files as they came."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {table: [] for table in RECORDS})
    deliveries: list[Delivery] = field(default_factory=list)
    faults: list[Quarantined] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    order: list[tuple[str, str]] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {table: len(rows) for table, rows in self.rows.items() if rows}

    def one(self, table: str) -> Row:
        (row,) = self.rows[table]
        return row


def load(path: Path, batch_rows: int = 10_000, max_bad_share: float = 0.25) -> Loaded:
    """Load, and hold every batch against the rules that all loaders keep."""
    loaded = Loaded()
    for item in read_ddex(path, options=LoadOptions(batch_rows, max_bad_share)):
        match item:
            case Delivery():
                loaded.deliveries.append(item)
            case Quarantined():
                loaded.faults.append(item)
            case Notice():
                loaded.notices.append(item)
            case Batch():
                assert item.delivery in loaded.deliveries
                check_batch(item, batch_rows)
                loaded.rows[item.table].extend(item.rows.to_dicts())
        name = item.delivery.file if isinstance(item, Batch) else item.file
        loaded.order.append((type(item).__name__, name))
    return loaded


def check_batch(batch: Batch, batch_rows: int) -> None:
    assert dict(batch.rows.schema) == RECORDS[batch.table].schema
    assert 0 < batch.rows.height <= batch_rows
    assert batch.is_mention or batch.rows.select(RECORDS[batch.table].key).is_unique().all()
    for column in RECORDS[batch.table].required:
        values = batch.rows[column]
        assert values.null_count() == 0
        assert values.dtype != pl.String or (values != "").all()


def attributes_of(row: Row) -> Row:
    found: Row = json.loads(row["source_attributes"] or "{}")
    return found


def message(parts: str, *, version: str = "43", created: str = "2026-01-02T03:04:05Z", header: str = "") -> str:
    """A NewReleaseMessage around the parts."""
    return (
        f'<ern:NewReleaseMessage xmlns:ern="http://ddex.net/xml/ern/{version}"><MessageHeader>'
        f"<MessageThreadId>t{created}</MessageThreadId><MessageId>m{created}</MessageId>"
        "<MessageSender><PartyId>PADPIDA2099010101X</PartyId>"
        "<PartyName><FullName>Sender</FullName></PartyName></MessageSender>"
        f"{header}<MessageCreatedDateTime>{created}</MessageCreatedDateTime></MessageHeader>"
        f"{parts}</ern:NewReleaseMessage>"
    )


ARTIST = (
    '<DisplayArtist SequenceNumber="1"><ArtistPartyReference>P1</ArtistPartyReference>'
    "<DisplayArtistRole>MainArtist</DisplayArtistRole></DisplayArtist>"
)
PARTIES = (
    "<PartyList><Party><PartyReference>P1</PartyReference><PartyName><FullName>Bo</FullName></PartyName>"
    "</Party></PartyList>"
)


def recording(reference: str, isrc: str, title: str, rest: str = ARTIST) -> str:
    return (
        f"<SoundRecording><ResourceReference>{reference}</ResourceReference>"
        f"<ResourceId><ISRC>{isrc}</ISRC></ResourceId><DisplayTitleText>{title}</DisplayTitleText>"
        f"{rest}<Duration>PT1M</Duration></SoundRecording>"
    )


def release(icpn: str, title: str, *references: str, rest: str = ARTIST, reference: str = "R0") -> str:
    inside = "".join(f"<ReleaseResourceReference>{name}</ReleaseResourceReference>" for name in references)
    return (
        f"<Release><ReleaseReference>{reference}</ReleaseReference><ReleaseType>Album</ReleaseType>"
        f"<ReleaseId><ICPN>{icpn}</ICPN></ReleaseId><DisplayTitleText>{title}</DisplayTitleText>"
        f"{rest}<ResourceGroup><ResourceGroupContentItem>{inside}</ResourceGroupContentItem></ResourceGroup></Release>"
    )


def album(*recordings: str, releases: str, parties: str = PARTIES, deals: str = "") -> str:
    return f"{parties}<ResourceList>{''.join(recordings)}</ResourceList><ReleaseList>{releases}</ReleaseList>{deals}"


def write(folder: Path, text: str, name: str = "message.xml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_delivery_of_382(shared_data: Path) -> None:
    loaded = load(shared_data / "ddex" / "deliveries")
    row = loaded.one("releases")
    assert (row["upc"], row["release_date"], row["language"]) == ("199806591208", date(2025, 12, 13), "ja-jpan")
    assert row["distributor_id"] == "ddex:PADPIDA2012041004F"
    assert loaded.one("distributors")["dpid"] == "PADPIDA2012041004F"
    assert (row["p_line"], row["c_line"]) == ("(P) 2025 KAWAII LAB.", "(C) 2025 KAWAII LAB.")
    first, second = loaded.rows["recordings"]
    assert (first["isrc"], first["duration_ms"], first["language"]) == ("JPR842500194", 188_000, "ja")
    assert second["title"] == first["title"] + " (Instrumental)"
    assert attributes_of(second)["versions"] == ["Instrumental"]
    roles = Counter(credit["role"] for credit in loaded.rows["contributions"])
    assert roles["music_publisher"] == 4
    assert {"composer", "producer", "lyricist", "arranger", "lead_vocalist"} <= set(roles)
    available = loaded.one("availability")
    assert (available["status"], available["territories"], available["starts_on"]) == (
        "available",
        ["JP"],
        date(2025, 12, 13),
    )


def test_the_details_for_most_of_the_world_win(shared_data: Path) -> None:
    samples = shared_data / "ddex" / "official_samples" / "ern38x" / "Release_Profiles_Samples"
    loaded = load(samples / "Profile_AudioSingle_WithCompoundArtistsAndTerritorialOverride.xml")
    assert loaded.one("artists")["name"] == "Monkey Claw"
    assert loaded.one("releases")["type"] == "single"


def test_an_update_changes_what_it_changes_and_a_purge_withdraws(shared_data: Path) -> None:
    folder = shared_data / "ddex" / "lifecycle_and_hostile" / "audius"
    first, update, purge, ended = (
        load(folder / name) for name in ("01_delivery.xml", "02_update.xml", "03_delete.xml", "04_no_deal.xml")
    )
    for table in ("artists", "labels", "distributors", "contributions", "availability"):
        assert first.rows[table] == update.rows[table]
    changed = {
        (table, column)
        for table in ("releases", "recordings")
        for column, value in first.one(table).items()
        if value != update.one(table)[column]
    }
    assert changed == {("recordings", "title"), ("releases", "source_attributes")}
    assert first.one("recordings")["recording_id"] == update.one("recordings")["recording_id"]
    release_id = first.one("releases")["release_id"]
    withdrawn = purge.one("availability")
    assert (withdrawn["release_id"], withdrawn["status"], withdrawn["reason"]) == (release_id, "withdrawn", "purge")
    assert purge.counts() == {"availability": 1}
    taken = ended.one("availability")
    assert (taken["status"], taken["reason"], taken["ends_on"]) == ("withdrawn", "takedown", date(2023, 10, 2))


def test_the_same_message_sent_again_says_the_same(tmp_path: Path) -> None:
    body = album(recording("A1", "QZABC2600001", "One"), releases=release("0123456789012", "All", "A1"))
    first = load(write(tmp_path, message(body, created="2026-01-01T00:00:00Z"), "a.xml"))
    again = load(write(tmp_path, message(body, created="2026-05-05T05:05:05+02:00"), "elsewhere.xml"))
    assert first.rows == again.rows


def test_parties_with_every_kind_of_identifier(tmp_path: Path) -> None:
    parties = """<PartyList><Party><PartyReference>P1</PartyReference>
      <PartyName LanguageAndScriptCode="ja-Jpan"><FullName>星</FullName>
        <FullNameAsciiTranscribed>Hoshi</FullNameAsciiTranscribed></PartyName>
      <PartyName IsDefault="true"><FullName>The Star</FullName></PartyName>
      <PartyId><ISNI>0000 0001 2150 090X</ISNI><IpiNameNumber>74521367</IpiNameNumber><IPN>999</IPN>
        <ProprietaryId Namespace="DPID:PADPIDA2099010101X">own</ProprietaryId>
        <ProprietaryId Namespace="Spotify">4Z8W</ProprietaryId></PartyId></Party></PartyList>"""
    body = album(recording("A1", "QZABC2600001", "T"), releases=release("0123456789012", "T", "A1"), parties=parties)
    loaded = load(write(tmp_path, message(body)))
    artist = loaded.one("artists")
    assert artist["artist_id"] == "ddex:PADPIDA2099010101X:own"
    assert (artist["name"], artist["aliases"]) == ("The Star", ["星", "Hoshi"])
    assert artist["isni"] == "000000012150090X"
    assert attributes_of(artist)["proprietary_ids"] == ["PADPIDA2099010101X:own", "Spotify:4Z8W"]
    assert attributes_of(artist)["ipn"] == "999"
    assert loaded.one("releases")["artist_assignment"] == "identifier"


def test_an_isni_of_a_wrong_form_is_kept_as_a_source_attribute(tmp_path: Path) -> None:
    parties = PARTIES.replace("</Party>", "<PartyId><ISNI>12345</ISNI></PartyId></Party>")
    body = album(recording("A1", "QZABC2600001", "T"), releases=release("0123456789012", "T", "A1"), parties=parties)
    loaded = load(write(tmp_path, message(body)))
    assert loaded.one("artists")["isni"] is None
    assert attributes_of(loaded.one("artists")) == {"isni": "12345"}
    assert any("ISNI of a wrong form" in notice.text for notice in loaded.notices)


def test_references_that_lead_nowhere_are_set_aside_with_their_place(tmp_path: Path) -> None:
    credit = "<Contributor><ContributorPartyReference>P9</ContributorPartyReference><Role>Composer</Role></Contributor>"
    body = album(
        recording("A1", "QZABC2600001", "One", ARTIST + credit),
        "\n\n" + recording("A2", "QZABC2600002", "Two"),
        releases=release(
            "0123456789012", "All", "A1", "A7", rest=ARTIST + "<ReleaseLabelReference>P8</ReleaseLabelReference>"
        ),
        deals="<DealList><ReleaseDeal><DealReleaseReference>R9</DealReleaseReference><Deal/></ReleaseDeal></DealList>",
    )
    loaded = load(write(tmp_path, message(body)))
    assert {(fault.column, fault.value) for fault in loaded.faults} == {
        ("ResourceList/SoundRecording/Contributor", "P9"),
        ("ReleaseList/Release/ReleaseLabelReference", "P8"),
        ("ReleaseList/Release/ReleaseResourceReference", "A7"),
        ("DealList/ReleaseDeal/DealReleaseReference", "R9"),
        ("ResourceList/SoundRecording", "Two"),
    }
    (unheld,) = (fault for fault in loaded.faults if fault.value == "Two")
    assert (unheld.line, unheld.delivery_id) == (3, loaded.deliveries[0].delivery_id)
    assert "no release of the message refers to it" in unheld.reason
    assert all(fault.remedy and fault.line for fault in loaded.faults)
    assert loaded.counts() == {"artists": 1, "distributors": 1, "releases": 1, "recordings": 1, "availability": 1}


def test_recordings_without_references_go_where_they_can_only_belong(tmp_path: Path) -> None:
    second = PARTIES.replace("</PartyList>", "").replace("<PartyList>", "").replace("P1", "P2").replace("Bo", "Mo")
    parties = PARTIES.replace("</PartyList>", second + "</PartyList>")
    other = ARTIST.replace("P1", "P2")
    both = ARTIST + other
    releases = release("0123456789012", "Of Bo") + release("0123456789029", "Of Mo", rest=other, reference="R1")
    body = album(
        recording("A1", "QZABC2600001", "By Bo"),
        recording("A2", "QZABC2600002", "By Mo", other),
        recording("A3", "QZABC2600003", "By both", both),
        releases=releases,
        parties=parties,
    )
    loaded = load(write(tmp_path, message(body)))
    titles = {row["release_id"]: row["title"] for row in loaded.rows["releases"]}
    assert {row["title"]: [titles[key] for key in row["release_ids"]] for row in loaded.rows["recordings"]} == {
        "By Bo": ["Of Bo"],
        "By Mo": ["Of Mo"],
    }
    assert [fault.value for fault in loaded.faults] == ["By both"]


def test_recordings_of_a_mix_are_held_where_the_mix_is(shared_data: Path) -> None:
    loaded = load(shared_data / "ddex" / "official_samples" / "ern43" / "8 DjMix.xml")
    assert len(loaded.rows["recordings"]) == 9
    assert {tuple(row["release_ids"]) for row in loaded.rows["recordings"]} == {(loaded.one("releases")["release_id"],)}


def test_a_faulty_release_is_set_aside_alone(tmp_path: Path) -> None:
    body = album(
        recording("A1", "QZABC2600001", "One"),
        recording("A2", "QZABC2600002", "Two", ""),
        releases=release("0123456789012", "Good", "A1")
        + release("0123456789029", "Bad", "A2", rest="", reference="R1"),
    )
    loaded = load(write(tmp_path, message(body)))
    assert [row["title"] for row in loaded.rows["releases"]] == ["Good"]
    assert [row["title"] for row in loaded.rows["recordings"]] == ["One"]
    assert {fault.reason for fault in loaded.faults} == {
        "the release has no display artist",
        "the release that it belongs to is set aside",
    }


def test_a_message_with_too_many_faults_is_set_aside_whole(tmp_path: Path) -> None:
    recordings = [recording(f"A{n}", f"QZABC26{n:05}", f"T{n}") for n in range(60)]
    body = album(*recordings, releases=release("0123456789012", "All", *(f"A{n}" for n in range(30))))
    write(tmp_path, message(body), "bad.xml")
    write(tmp_path, message(album(recordings[0], releases=release("0123456789012", "X", "A0"))), "good.xml")
    loaded = load(tmp_path)
    assert len(loaded.faults) == 31
    assert "30 of 61 rows break a rule" in loaded.faults[-1].reason
    assert loaded.one("releases")["title"] == "X"
    assert len(load(tmp_path, max_bad_share=0.6).rows["recordings"]) == 31


def test_two_recordings_of_one_identifier_in_a_message_are_both_kept(tmp_path: Path) -> None:
    titles = ("One", "Two", "one")
    recordings = [recording(f"A{n}", "QZABC2600001", title) for n, title in enumerate(titles)]
    unknown = [recording(f"B{n}", "ISRC-TO-COME", title) for n, title in enumerate(("Three", "Four"))]
    body = album(*recordings, *unknown, releases=release("0123456789012", "All", "A0", "A1", "A2", "B0", "B1"))
    loaded = load(write(tmp_path, message(body)))
    assert {(row["title"], row["isrc"]) for row in loaded.rows["recordings"]} == {
        ("One", "QZABC2600001"),
        ("Two", "QZABC2600001"),
        ("Three", None),
        ("Four", None),
    }
    assert any("told apart by its title" in notice.text for notice in loaded.notices)


def test_generative_ai_as_432_declares_it(tmp_path: Path) -> None:
    credit = (
        "<Contributor><ContributorPartyReference>P1</ContributorPartyReference><Role>LeadVocalist</Role>"
        "<AiContribution>{}</AiContribution></Contributor>"
    )
    recordings = [
        recording("A1", "QZABC2600001", "Generated", ARTIST + "<ContainsAI>All</ContainsAI>"),
        recording("A2", "QZABC2600002", "Partly", ARTIST + credit.format("All") + "<ContainsAI>Partly</ContainsAI>"),
        recording("A3", "QZABC2600003", "Not", ARTIST + "<ContainsAI>None</ContainsAI>"),
        recording("A4", "QZABC2600004", "Silent"),
        recording("A5", "QZABC2600005", "Computed", ARTIST + "<IsComputerGenerated>true</IsComputerGenerated>"),
    ]
    body = album(*recordings, releases=release("0123456789012", "All", "A1", "A2", "A3", "A4", "A5"))
    loaded = load(write(tmp_path, message(body, version="432")))
    assert {row["title"]: row["ai_disclosure"] for row in loaded.rows["recordings"]} == {
        "Generated": ["generated"],
        "Partly": ["assisted", "lead_vocalist:generated"],
        "Not": ["none"],
        "Silent": None,
        "Computed": None,
    }
    assert attributes_of(loaded.rows["recordings"][4])["flags"] == ["computer_generated"]
    assert loaded.notices == [] or all("newer" not in notice.text for notice in loaded.notices)


def test_names_are_kept_as_they_are_and_ids_can_be_printed(tmp_path: Path) -> None:
    hidden = "No\u200bva\u202e"
    parties = PARTIES.replace("Bo", hidden)
    body = album(
        recording("A1", "QZABC2600001", "a\u2066b"), releases=release("0123456789012", "x\u200d", "A1"), parties=parties
    )
    loaded = load(write(tmp_path, message(body)))
    assert loaded.one("artists")["name"] == hidden
    assert loaded.one("recordings")["title"] == "a\u2066b"
    ids = [row[key] for table, rows in loaded.rows.items() for row in rows for key in RECORDS[table].key]
    assert ids
    assert all(text.isprintable() for text in ids)
    assert loaded.one("artists")["artist_id"].endswith(":name:no%200Bva%202E")
    assert folded(hidden) != folded("Nova")


def test_long_names_do_not_break_ids_and_longer_ones_are_set_aside(tmp_path: Path) -> None:
    body = album(
        recording("A1", "QZABC2600001", "T" * 1999),
        releases=release("0123456789012", "T", "A1"),
        parties=PARTIES.replace("Bo", "B" * 1999),
    )
    loaded = load(write(tmp_path, message(body)))
    assert len(loaded.one("artists")["artist_id"]) < 200
    assert len(loaded.one("recordings")["title"]) == 1999
    too_long = load(write(tmp_path, message(body.replace("B" * 1999, "B" * 2001))))
    assert {fault.reason for fault in too_long.faults} >= {"has a name of more than 2000 characters"}
    assert too_long.rows["releases"] == []


def test_a_sender_without_a_name_or_id_is_refused(tmp_path: Path) -> None:
    text = message(album(releases=release("0123456789012", "T")))
    start, end = text.index("<MessageSender>"), text.index("</MessageSender>")
    loaded = load(write(tmp_path, text[:start] + text[end + len("</MessageSender>") :]))
    assert "names nobody" in loaded.faults[0].reason
    assert loaded.counts() == {}


def test_deliveries_come_first_and_messages_in_the_order_they_were_created(tmp_path: Path) -> None:
    body = album(recording("A1", "QZABC2600001", "One"), releases=release("0123456789012", "All", "A1"))
    write(tmp_path, message(body, created="2026-03-01T00:00:00Z"), "a.xml")
    write(tmp_path, message(body, created="2026-01-01T00:00:00Z"), "b.xml")
    write(tmp_path, message(body, created="2026-02-01T00:00:00Z"), "c.xml")
    loaded = load(tmp_path)
    assert loaded.order[:3] == [("Delivery", "b.xml"), ("Delivery", "c.xml"), ("Delivery", "a.xml")]
    assert [name for kind, name in loaded.order if kind == "Batch"][::4] == ["b.xml", "c.xml", "a.xml"]
    assert loaded.deliveries[0].sender == "PADPIDA2099010101X"


@pytest.mark.parametrize(
    ("version", "text"),
    [
        ("37", "older than 3.8"),
        ("341", "older than 3.8"),
        ("44", "newer than this loader"),
        ("", "`unknown` is older"),
        ("383", ""),
        ("43", ""),
    ],
)
def test_a_version_that_is_not_known_is_told(tmp_path: Path, version: str, text: str) -> None:
    deals = "<DealList><ReleaseDeal><DealReleaseReference>R0</DealReleaseReference><Deal/></ReleaseDeal></DealList>"
    body = album(recording("A1", "QZABC2600001", "One"), releases=release("0123456789012", "All", "A1"), deals=deals)
    loaded = load(write(tmp_path, message(body, version=version)))
    assert [text in notice.text for notice in loaded.notices] == ([True] if text else [])
    assert loaded.one("releases")["title"] == "All"


def test_an_empty_folder_and_a_missing_path(tmp_path: Path) -> None:
    with pytest.raises(MissingInput):
        load(tmp_path)
    with pytest.raises(MissingInput):
        load(tmp_path / "nowhere")


def test_small_forms() -> None:
    assert parse_duration("PT1H2M3.5S") == 3_723_500
    assert parse_duration("PT0S") is None
    assert parse_duration("3:05") is None
    assert parse_duration("PT" + "9" * 400 + "S") is None
    assert parse_day("2026-02-30") is None
    assert parse_day("2026-02") is None
    assert parse_day("2026-02-03T10:00:00Z") == date(2026, 2, 3)
    assert role_words("MusicPublisher") == ("music_publisher",)
    assert role_words("ComposerLyricist") == ("composer", "lyricist")
    assert folded("ＤＪ  Ä") == "dj ä"


def test_a_contributor_is_known_as_the_artist_of_a_later_recording(tmp_path: Path) -> None:
    second = PARTIES.replace("</PartyList>", "").replace("<PartyList>", "").replace("P1", "P2").replace("Bo", "Mo")
    credit = (
        "<Contributor><ContributorPartyReference>P2</ContributorPartyReference><Role>Composer</Role>"
        "<InstrumentType>Piano</InstrumentType></Contributor>"
    )
    body = album(
        recording("A1", "QZABC2600001", "One", ARTIST + credit),
        recording("A2", "QZABC2600002", "Two", ARTIST.replace("P1", "P2")),
        releases=release("0123456789012", "All", "A1", "A2"),
        parties=PARTIES.replace("</PartyList>", second + "</PartyList>"),
    )
    contribution = load(write(tmp_path, message(body))).one("contributions")
    assert contribution["artist_id"] == "ddex:PADPIDA2099010101X:name:mo"
    assert attributes_of(contribution) == {"instruments": ["Piano"]}
