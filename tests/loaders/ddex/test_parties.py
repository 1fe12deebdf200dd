"""Who a message speaks of: artists, contributors, senders, and the ids made from their names."""

from pathlib import Path

from graph.records import RECORDS
from loaders.ddex.ids import folded
from tests.loaders.ddex.messages import ARTIST, PARTIES, album, attributes_of, load, message, recording, release, write


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
