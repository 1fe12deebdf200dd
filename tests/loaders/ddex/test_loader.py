"""The DDEX loader on whole messages: facts by hand from a delivery, updates, order, versions."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from graph.errors import MissingInput
from loaders.ddex.ids import folded, role_words
from loaders.ddex.values import parse_day, parse_duration
from tests.loaders.ddex.messages import ARTIST, album, attributes_of, load, message, recording, release, write


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
