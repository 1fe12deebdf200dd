"""Artists, labels and masters."""

import csv
from pathlib import Path

from tests.loaders.discogs.dump_files import Loaded, dump, key_of, said


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
