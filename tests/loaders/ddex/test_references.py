"""What belongs to what inside a message, and what is set aside where it cannot be told."""

from pathlib import Path

from tests.loaders.ddex.messages import ARTIST, PARTIES, album, load, message, recording, release, write


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
