"""Every shared DDEX sample: how many rows and faults it gives, and facts read off the XML by eye, two messages a version."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.loaders.ddex.messages import attributes_of, load

COLUMNS = "artists distributors labels releases recordings contributions availability quarantined".split()
COUNTS = """
1 1 1 1 2 13 1 0 deliveries/orchard_ern382_album.xml
1 1 1 1 2 0 1 0 lifecycle_and_hostile/7digital/Incorrect_DDEX.xml
1 1 1 1 2 0 1 0 lifecycle_and_hostile/7digital/ddex-sample_ern341.xml
2 1 1 1 4 28 0 0 lifecycle_and_hostile/alecsavvy_ern383/Album.xml
2 1 1 1 1 8 0 0 lifecycle_and_hostile/alecsavvy_ern383/Single.xml
1 1 1 1 1 0 1 0 lifecycle_and_hostile/audius/01_delivery.xml
1 1 1 1 1 0 1 0 lifecycle_and_hostile/audius/02_update.xml
0 0 0 0 0 0 1 0 lifecycle_and_hostile/audius/03_delete.xml
1 1 1 1 1 0 1 0 lifecycle_and_hostile/audius/04_no_deal.xml
1 1 1 1 1 0 1 0 lifecycle_and_hostile/audius/album_basic.xml
1 1 1 1 2 4 1 0 lifecycle_and_hostile/audius/dealTypes.xml
0 0 0 0 0 0 0 0 lifecycle_and_hostile/audius/mead_artist_update.xml
1 1 1 1 1 0 1 0 lifecycle_and_hostile/audius/track_basic.xml
1 1 1 1 1 0 1 0 lifecycle_and_hostile/audius/track_follow_gated.xml
1 1 1 1 1 0 1 0 lifecycle_and_hostile/audius/track_pay_gated.xml
0 0 0 0 0 0 0 1 lifecycle_and_hostile/ddex-suite_nasty_and_valid/nasty__billion-laughs.xml
0 0 0 0 0 0 0 1 lifecycle_and_hostile/ddex-suite_nasty_and_valid/nasty__deep-nesting.xml
0 1 0 0 0 0 0 1 lifecycle_and_hostile/ddex-suite_nasty_and_valid/valid__ern-382__basic_release.xml
0 1 0 0 0 0 0 2 lifecycle_and_hostile/ddex-suite_nasty_and_valid/valid__ern-4.3__simple_release.xml
0 1 0 0 0 0 0 1 lifecycle_and_hostile/ddex-suite_nasty_and_valid/valid__ern-42__basic_release.xml
524 1 0 524 2620 0 524 0 lifecycle_and_hostile/ddex-suite_synthetic_1mb_524releases.xml
1 1 1 1 2 0 1 0 lifecycle_and_hostile/drumusician/copper_sun.xml
3 1 1 1 8 0 1 0 lifecycle_and_hostile/drumusician/glass_garden.xml
1 1 1 1 5 1 1 0 lifecycle_and_hostile/drumusician/night_market.xml
2 1 1 1 10 0 1 0 lifecycle_and_hostile/drumusician/sample_album_ern382.xml
1 1 1 1 2 1 1 0 lifecycle_and_hostile/drumusician/sample_single_ern43.xml
1 1 1 1 6 12 1 0 official_samples/ern38x/Release_Profiles_Samples/ProfileVariant_BonusTrack_HiddenTrack.xml
1 1 1 1 6 12 0 0 official_samples/ern38x/Release_Profiles_Samples/Profile_AudioAlbumMusicOnly.xml
1 1 1 1 6 12 0 0 official_samples/ern38x/Release_Profiles_Samples/Profile_AudioAlbum_WithBooklet.xml
2 1 1 1 1 2 0 0 official_samples/ern38x/Release_Profiles_Samples/Profile_AudioBook.xml
1 1 1 1 1 2 0 0 official_samples/ern38x/Release_Profiles_Samples/Profile_AudioSingle.xml
1 1 1 1 1 2 0 0 official_samples/ern38x/Release_Profiles_Samples/Profile_AudioSingle_WithCompoundArtistsAndTerritorialOverride.xml
1 1 1 1 13 26 0 0 official_samples/ern38x/Release_Profiles_Samples/Profile_DigitalBoxedSet_1.xml
1 1 1 1 15 92 1 0 official_samples/ern38x/Release_Profiles_Samples/Profile_DigitalBoxedSet_2.xml
7 1 1 1 6 13 0 0 official_samples/ern38x/Release_Profiles_Samples/Profile_DigitalClassicalAudioAlbum_BestOf.xml
2 1 1 1 12 25 0 0 official_samples/ern38x/Release_Profiles_Samples/Profile_DigitalClassicalAudioAlbum_MulitPartWork.xml
1 1 1 1 1 2 0 0 official_samples/ern38x/Release_Profiles_Samples/Profile_LongformMusicVideo.xml
1 1 1 1 1 0 0 0 official_samples/ern38x/Release_Profiles_Samples/Profile_MidiRingtone.xml
1 1 1 1 2 4 0 0 official_samples/ern38x/Release_Profiles_Samples/Profile_MixedMediaBundle.xml
1 1 1 1 1 2 0 0 official_samples/ern38x/Release_Profiles_Samples/Profile_Ringtone.xml
1 1 1 1 1 2 0 0 official_samples/ern38x/Release_Profiles_Samples/Profile_SimpleVideoSingle.xml
1 1 1 1 1 2 1 0 official_samples/ern38x/Release_Profiles_Samples/Profile_SingleResourceRelease.xml
1 1 1 1 1 2 1 0 official_samples/ern38x/Release_Profiles_Samples/Profile_SingleResourceReleaseWithCoverArt.xml
0 0 0 0 0 0 0 1 official_samples/ern38x/Release_Profiles_Samples/Profile_TVSeries_FimBundle.xml
1 1 1 1 4 8 0 0 official_samples/ern38x/Release_Profiles_Samples/Profile_VideoAlbum.xml
1 1 1 1 1 2 0 0 official_samples/ern38x/Release_Profiles_Samples/Profile_VideoSingle.xml
1 1 1 1 0 0 0 0 official_samples/ern38x/Release_Profiles_Samples/Profile_Wallpaper.xml
2 1 1 1 6 12 0 0 official_samples/ern38x/official-album.xml
1 1 1 1 21 20 1 0 official_samples/ern411/1 Audio.xml
1 1 1 1 2 0 1 0 official_samples/ern411/2 Video.xml
1 1 1 1 17 1 1 0 official_samples/ern411/3 MixedMedia.xml
1 1 1 1 1 1 1 0 official_samples/ern411/4 SimpleAudioSingle.xml
1 1 1 1 1 1 1 0 official_samples/ern411/5 SimpleVideoSingle.xml
1 1 1 1 1 15 1 0 official_samples/ern411/6 Ringtone.xml
3 1 1 1 2 4 1 0 official_samples/ern411/7 LongformMusicalWorkVideo.xml
9 1 1 1 9 1 1 0 official_samples/ern411/8 DjMix.xml
1 1 1 1 21 20 1 0 official_samples/ern42/1 Audio.xml
1 1 1 1 2 0 1 0 official_samples/ern42/2 Video.xml
1 1 1 1 17 1 1 0 official_samples/ern42/3 MixedMedia.xml
1 1 1 1 1 1 1 0 official_samples/ern42/4 SimpleAudioSingle.xml
1 1 1 1 1 1 1 0 official_samples/ern42/5 SimpleVideoSingle.xml
1 1 1 1 1 15 1 0 official_samples/ern42/6 Ringtone.xml
3 1 1 1 2 4 1 0 official_samples/ern42/7 LongformMusicalWorkVideo.xml
9 1 1 1 9 1 1 0 official_samples/ern42/8 DjMix.xml
1 1 1 1 121 1137 1 0 official_samples/ern42/Variant BoxedSet.xml
3 1 1 1 12 39 1 0 official_samples/ern42/Variant Classical.xml
1 1 1 1 21 20 1 0 official_samples/ern43/1 Audio.xml
1 1 1 1 2 0 1 0 official_samples/ern43/2 Video.xml
1 1 1 1 17 1 1 0 official_samples/ern43/3 MixedMedia.xml
1 1 1 1 1 1 1 0 official_samples/ern43/4 SimpleAudioSingle.xml
1 1 1 1 1 1 1 0 official_samples/ern43/5 SimpleVideoSingle.xml
1 1 1 1 1 15 1 0 official_samples/ern43/6 Ringtone.xml
3 1 1 1 2 4 1 0 official_samples/ern43/7 LongformMusicalWorkVideo.xml
9 1 1 1 9 1 1 0 official_samples/ern43/8 DjMix.xml
3 1 1 1 12 39 1 0 official_samples/ern43/Variant Classical.xml
"""
"""Rows by table and faults of each message."""

BUSINESS = "official_samples/ern38x/Business_Profiles_Samples"
"""Its messages show deals only: their one release has neither title nor artist, and is set aside."""
BUSINESS_COUNTS = {
    "LiveCycle_PurgeReleases.xml": {"availability": 1},
    "Profile_NonInteractiveSubscriptionStreamingService.xml": {"quarantined": 1},
}


def counts_of(path: Path) -> dict[str, int]:
    loaded = load(path)
    counts = {**loaded.counts(), "quarantined": len(loaded.faults)}
    return {name: count for name, count in counts.items() if count}


@pytest.mark.parametrize("line", COUNTS.strip().splitlines(), ids=lambda line: line.split(" ", len(COLUMNS))[-1])
def test_each_sample_gives_its_rows(shared_data: Path, line: str) -> None:
    *expected, name = line.split(" ", len(COLUMNS))
    wanted = {column: int(count) for column, count in zip(COLUMNS, expected, strict=True) if int(count)}
    assert counts_of(shared_data / "ddex" / name) == wanted


def test_each_message_that_only_shows_deals_sets_its_release_aside(shared_data: Path) -> None:
    files = sorted((shared_data / "ddex" / BUSINESS).iterdir())
    assert len(files) == 27
    for file in files:
        assert counts_of(file) == BUSINESS_COUNTS.get(file.name, {"distributors": 1, "quarantined": 1}), file.name


def test_no_sample_is_left_out(shared_data: Path) -> None:
    named = {line.split(" ", len(COLUMNS))[-1] for line in COUNTS.strip().splitlines()}
    folder = shared_data / "ddex"
    found = {file.relative_to(folder).as_posix() for file in folder.rglob("*.xml")}
    skipped = ("xsd/", "dsr_flatfile/", BUSINESS)
    assert {name for name in found if not name.startswith(skipped)} == named


def test_the_whole_folder_gives_the_same_whatever_the_size_of_the_batches(shared_data: Path) -> None:
    folder = shared_data / "ddex" / "lifecycle_and_hostile"
    assert load(folder, batch_rows=7).rows == load(folder).rows


OLD = "official_samples/ern38x/Release_Profiles_Samples"


def test_382_album_of_one_act(shared_data: Path) -> None:
    loaded = load(shared_data / "ddex" / OLD / "Profile_AudioAlbumMusicOnly.xml")
    release = loaded.one("releases")
    assert release["title"] == "A Monkey Claw in a Velvet Glove"
    assert release["release_id"] == "ddex:DPID_OF_THE_SENDER:A1UCASE0000000401X"
    assert (release["type"], release["upc"], release["artist_assignment"]) == ("album", None, "name_only")
    assert (release["p_line"], release["c_line"]) == ("(P) 2010 Iron Crown Music", "(C) 2010 Iron Crown Music")
    assert release["genres"] == ["Metal", "Progressive Metal"]
    assert release["release_date"] == date(2010, 1, 1)
    assert loaded.one("artists")["name"] == "Monkey Claw"
    assert loaded.one("labels")["name"] == "Iron Crown Music"
    assert [row["isrc"] for row in loaded.rows["recordings"]] == [f"CASE0000000{n}" for n in range(1, 7)]
    first = loaded.rows["recordings"][0]
    assert (first["title"], first["duration_ms"]) == ("Can you feel ...the Monkey Claw!", 811_000)
    credits = [
        (row["party_name"], row["role"])
        for row in loaded.rows["contributions"]
        if row["recording_id"] == first["recording_id"]
    ]
    assert sorted(credits) == [("Bob Black", "composer"), ("Steve Albino", "producer")]
    # it has no deals: nothing is said of where it may be sold
    assert loaded.rows["availability"] == []


def test_382_box_with_several_roles_and_deals(shared_data: Path) -> None:
    loaded = load(shared_data / "ddex" / OLD / "Profile_DigitalBoxedSet_2.xml")
    release = loaded.one("releases")
    assert (release["title"], release["upc"], release["type"]) == (
        "Wild Life (Deluxe Version)",
        "602537639656",
        "album",
    )
    assert release["c_line"] == "(C) 2013 Universal Music Canada Inc."
    assert attributes_of(release)["versions"] == ["Deluxe Version"]
    assert attributes_of(release)["parental_warning"] == "Explicit"
    first = loaded.rows["recordings"][0]
    assert (first["title"], first["isrc"], first["duration_ms"]) == (
        "Anything (Album Version)",
        "CAUM71300101",
        192_000,
    )
    roles = {row["role"] for row in loaded.rows["contributions"] if row["party_name"] == "Jacob Hoggard"}
    assert {"composer", "author"} <= roles
    available = loaded.one("availability")
    assert (available["territories"], available["starts_on"]) == (["BR", "DE", "ES", "IT"], date(2014, 5, 16))
    assert (available["commercial_models"], available["use_types"]) == (["PayAsYouGoModel"], ["PermanentDownload"])


def test_383_titles_and_names_in_three_scripts(shared_data: Path) -> None:
    loaded = load(shared_data / "ddex" / "lifecycle_and_hostile" / "alecsavvy_ern383" / "Album.xml")
    release = loaded.one("releases")
    assert (release["title"], release["upc"]) == ("Mozart: Symphony No. 40 in G Minor, K. 550", "028948386765")
    assert (release["release_date"], release["type"]) == (date(2020, 2, 7), "album")
    orchestra, conductor = loaded.rows["artists"]
    assert (orchestra["name"], conductor["name"]) == ("Wiener Philharmoniker", "Leonard Bernstein")
    assert "ウィーン・フィルハーモニー管弦楽団" in orchestra["aliases"]
    assert "빈 필하모닉 오케스트라" in orchestra["aliases"]
    assert "レナード・バーンスタイン" in conductor["aliases"]
    assert release["artist_ids"] == [orchestra["artist_id"], conductor["artist_id"]]
    first = loaded.rows["recordings"][0]
    assert (first["isrc"], first["duration_ms"]) == ("DEF058400331", 508_000)
    titles = attributes_of(first)["titles"]
    assert {"title": "交響曲 第40番 ト短調 K.550", "language": "ja-jpan", "kind": "GroupingTitle"} in titles
    assert attributes_of(first)["versions"] == ["Live at Grosser Saal, Musikverein, Wien / 1984"]
    assert attributes_of(release)["display_artist"] == "Wiener Philharmoniker and Leonard Bernstein"


def test_383_the_part_sold_alone_is_no_release_of_its_own(shared_data: Path) -> None:
    loaded = load(shared_data / "ddex" / "lifecycle_and_hostile" / "alecsavvy_ern383" / "Single.xml")
    release, recording = loaded.one("releases"), loaded.one("recordings")
    assert (release["upc"], release["release_date"]) == ("028948530434", date(2022, 4, 22))
    assert release["p_line"] == "℗ 2022 Universal Music Operations Limited"
    assert (recording["isrc"], recording["duration_ms"]) == ("GBBBC2200191", 469_000)
    assert recording["release_ids"] == [release["release_id"]]
    roles = {(row["party_name"], row["role"]) for row in loaded.rows["contributions"]}
    assert {("Wiener Philharmoniker", "orchestra"), ("Leonard Bernstein", "conductor")} <= roles


@pytest.mark.parametrize("version", ["ern411", "ern42", "ern43"])
def test_4_an_album_in_two_scripts(shared_data: Path, version: str) -> None:
    loaded = load(shared_data / "ddex" / "official_samples" / version / "1 Audio.xml")
    release = loaded.one("releases")
    assert (release["title"], release["upc"], release["type"]) == ("Yume no Hajmari", "094631432057", "album")
    assert release["genres"] == ["J-Pop"]
    assert release["release_date"] == date(2004, 4, 1)
    assert {title["title"] for title in attributes_of(release)["titles"]} == {"夢のはじまり", "ﾕﾒﾉﾊｼﾞﾏﾘ"}
    assert loaded.one("labels")["name"] == "EMI MUSIC JAPAN INC."
    artist = loaded.one("artists")
    assert (artist["name"], artist["aliases"]) == ("Saeko Shu", ["しゅうさえこ"])
    first = loaded.rows["recordings"][0]
    assert (first["isrc"], first["language"], first["duration_ms"]) == ("JPTO09404900", "ja", 148_000)
    assert attributes_of(first)["p_line"] == "(P) 1994 EMI Music Japan Inc."
    assert Counter(row["role"] for row in loaded.rows["contributions"]) == {"performer": 20}
    available = loaded.one("availability")
    assert (available["status"], available["territories"]) == ("available", ["JP"])
    # the album is sold for download, its tracks are streamed as well
    agreed = ["AsPerContract"] if version == "ern411" else []
    models = ["AdvertisementSupportedModel", *agreed, "PayAsYouGoModel", "SubscriptionModel"]
    assert available["commercial_models"] == models
    assert available["use_types"] == ["ConditionalDownload", "PermanentDownload", "Stream"]


@pytest.mark.parametrize("version", ["ern411", "ern42", "ern43"])
def test_4_a_single_with_the_sender_s_own_artist_id(shared_data: Path, version: str) -> None:
    loaded = load(shared_data / "ddex" / "official_samples" / version / "4 SimpleAudioSingle.xml")
    release = loaded.one("releases")
    assert (release["type"], release["artist_assignment"]) == ("single", "identifier")
    assert release["release_id"] == "ddex:PADPIDA2007050901U:A10302B0003989564F"
    assert release["p_line"] == "2015 Parlophone Records Limited, a Warner Music Group Company"
    assert release["c_line"] == "2017 Parlophone Records Limited, a Warner Music Group Company"
    assert release["genres"] == ["Classical", "Classical Crossover"]
    assert loaded.one("labels")["name"] == "Warner Classics"
    recording = loaded.one("recordings")
    assert (recording["isrc"], recording["duration_ms"]) == ("GBAYC1700598", 263_583)
    assert recording["artist_ids"] == ["ddex:PADPIDA2007050901U:1981969"]
    contribution = loaded.one("contributions")
    assert (contribution["role"], contribution["artist_id"]) == ("performer", "ddex:PADPIDA2007050901U:1981969")
    assert len(loaded.one("availability")["territories"]) > 200


def test_411_a_video_with_featured_artists(shared_data: Path) -> None:
    loaded = load(shared_data / "ddex" / "official_samples" / "ern411" / "7 LongformMusicalWorkVideo.xml")
    release = loaded.one("releases")
    assert (release["title"], release["upc"]) == ("The Italian - Live In Concert (Concert Film)", "602537022502")
    assert attributes_of(release)["sent_on_behalf_of"] == "Universal Music Group International"
    trailer, film = loaded.rows["recordings"]
    assert [row["isrc"] for row in (trailer, film)] == ["GBUV71200494", "GBUV71200495"]
    assert (trailer["duration_ms"], film["duration_ms"]) == (60_000, 3_037_000)
    assert attributes_of(film)["resource_type"] == "Video"
    names = {row["artist_id"]: row["name"] for row in loaded.rows["artists"]}
    assert [names[key] for key in film["artist_ids"]] == ["Patrizio Buanne"]
    assert sorted(names[key] for key in film["featured_artist_ids"]) == ["Alasdair Macmillan", "Colin Fay"]


@pytest.mark.parametrize("version", ["ern42", "ern43"])
def test_4_classical_with_composer_and_orchestra(shared_data: Path, version: str) -> None:
    loaded = load(shared_data / "ddex" / "official_samples" / version / "Variant Classical.xml")
    release = loaded.one("releases")
    assert release["title"] == "Antonio Vivaldi: The Four Seasons (Concertos for Violins and Strings)"
    assert [row["name"] for row in loaded.rows["artists"]] == [
        "The English Concert",
        "Simon Standage",
        "Trevor Pinnock",
    ]
    assert (release["p_line"], release["release_date"]) == ("2003 Deutsche Grammphon", date(2017, 4, 25))
    first = loaded.rows["recordings"][0]
    assert (first["isrc"], first["duration_ms"]) == ("DE0000311111", 201_000)
    credits = {
        (row["party_name"], row["role"])
        for row in loaded.rows["contributions"]
        if row["recording_id"] == first["recording_id"]
    }
    assert {("Antonio Vivaldi", "composer"), ("The English Concert", "orchestra")} <= credits
    assert loaded.one("availability")["territories"] == ["AD"]
