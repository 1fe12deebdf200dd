"""Releases, their companies and labels, and the recordings and credits on them."""

import csv
import gzip
from collections import Counter
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from tests.loaders.discogs.dump_files import DUMP, Loaded, dump, recordings_of, release, said, track


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


def test_long_notes_are_cut(tmp_path: Path) -> None:
    (row,) = Loaded(dump(tmp_path, "releases", release(f"<notes>{'x' * 5000}</notes>"))).own["releases"]
    assert len(said(row)["notes"]) == 2000


def test_a_whole_day_and_an_open_one(tmp_path: Path) -> None:
    days = ("1999-07-13", "1999-03-00", "soon")
    entries = [release(f"<released>{day}</released>", number) for number, day in enumerate(days, start=1)]
    rows = Loaded(dump(tmp_path, "releases", *entries)).own["releases"]
    assert [row["release_date"] for row in rows] == [date(1999, 7, 13), None, None]
    assert [said(row).get("partial_date") for row in rows] == [None, "1999-03-00", "soon"]
