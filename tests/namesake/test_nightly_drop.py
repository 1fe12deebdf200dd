"""The drop folder: what is taken for a delivery, what waits, what is known already."""

import os
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from namesake.drop_folder import Loaded, Survey, survey

SOURCES = ("catalog", "ddex", "signals")


def put(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def look(drop: Path, *, settle_s: int = 0) -> Survey:
    return survey(drop, SOURCES, now_ns=time.time_ns() + 10**9, settle_s=settle_s)


def test_a_delivery_is_a_file_or_folder_below_its_source(tmp_path: Path) -> None:
    put(tmp_path / "ddex" / "one.xml")
    put(tmp_path / "ddex" / "batch" / "deep" / "two.xml")
    put(tmp_path / "catalog" / "2026-11-24" / "artists.csv")
    found = look(tmp_path)
    assert {(arrival.source, arrival.path) for arrival in found.arrivals} == {
        ("ddex", "ddex/one.xml"),
        ("ddex", "ddex/batch"),
        ("catalog", "catalog/2026-11-24"),
    }
    assert found.notes == []


def test_tables_in_the_folder_of_catalogs_are_one_catalog(tmp_path: Path) -> None:
    put(tmp_path / "catalog" / "artists.csv")
    put(tmp_path / "catalog" / "labels.csv")
    put(tmp_path / "catalog" / "second" / "artists.csv")
    first, second = sorted(look(tmp_path).arrivals, key=lambda arrival: arrival.path)
    assert (first.path, second.path) == ("catalog", "catalog/second")
    put(tmp_path / "catalog" / "second" / "artists.csv", "changed")
    again = {arrival.path: arrival.signature for arrival in look(tmp_path).arrivals}
    assert again["catalog"] == first.signature
    assert again["catalog/second"] != second.signature


def test_deliveries_are_loaded_in_the_order_in_which_they_arrived(tmp_path: Path) -> None:
    for name in ("b.xml", "a.xml", "c.xml"):
        put(tmp_path / "ddex" / name)
        time.sleep(0.02)
    assert [arrival.path for arrival in look(tmp_path).arrivals] == ["ddex/b.xml", "ddex/a.xml", "ddex/c.xml"]


@pytest.mark.parametrize("name", ["one.xml.part", "one.TMP", "one.filepart"])
def test_what_is_still_written_waits(tmp_path: Path, name: str) -> None:
    put(tmp_path / "ddex" / name)
    put(tmp_path / "ddex" / "batch" / name)
    put(tmp_path / "ddex" / "batch" / "whole.xml")
    found = look(tmp_path)
    assert found.arrivals == []
    assert len(found.notes) == 2
    assert all("unfinished" in note for note in found.notes)


def test_what_has_just_changed_waits_also_when_it_bears_an_old_time(tmp_path: Path) -> None:
    file = put(tmp_path / "ddex" / "one.xml")
    os.utime(file, (0, 0))
    assert [note for note in look(tmp_path, settle_s=60).notes if "ddex/one.xml" in note]
    assert look(tmp_path, settle_s=60).arrivals == []
    assert len(look(tmp_path).arrivals) == 1


def test_hidden_files_empty_folders_and_strangers_are_left_alone(tmp_path: Path) -> None:
    put(tmp_path / "ddex" / ".one.xml.Ab3d")
    put(tmp_path / "ddex" / "batch" / ".DS_Store")
    put(tmp_path / ".cache" / "x")
    put(tmp_path / "tapes" / "one.wav")
    put(tmp_path / "readme.txt")
    found = look(tmp_path)
    assert found.arrivals == []
    assert [note.split("`")[1] for note in found.notes] == ["readme.txt", "tapes"]


def test_another_way_to_read_it_makes_it_another_delivery(tmp_path: Path) -> None:
    put(tmp_path / "signals" / "list.csv")
    put(tmp_path / "signals" / "list.toml", 'layout = "a"')
    [before] = look(tmp_path).arrivals
    assert before.path == "signals/list.csv"
    put(tmp_path / "signals" / "list.toml", 'layout = "ab"')
    [after] = look(tmp_path).arrivals
    assert after.signature != before.signature


def test_a_link_to_nothing_waits(tmp_path: Path) -> None:
    (tmp_path / "ddex").mkdir()
    (tmp_path / "ddex" / "one.xml").symlink_to(tmp_path / "nowhere")
    found = look(tmp_path)
    assert found.arrivals == []
    assert "No such file" in found.notes[0]


def test_what_was_loaded_is_known_until_its_files_change(tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    put(drop / "ddex" / "batch" / "one.xml")
    [arrival] = look(drop).arrivals
    assert not Loaded(tmp_path).has(drop, arrival)
    Loaded(tmp_path).remember([{"drop": str(drop), **asdict(arrival)}])
    assert Loaded(tmp_path).has(drop, arrival)
    put(drop / "ddex" / "batch" / "two.xml")
    [grown] = look(drop).arrivals
    assert not Loaded(tmp_path).has(drop, grown)


def test_what_is_gone_is_forgotten(tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    file = put(drop / "ddex" / "one.xml")
    [arrival] = look(drop).arrivals
    loaded = Loaded(tmp_path)
    loaded.remember([{"drop": str(drop), **asdict(arrival)}])
    file.unlink()
    loaded.remember([])
    assert not Loaded(tmp_path).has(drop, arrival)


def test_what_another_database_lacks_is_forgotten_for_good(tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    put(drop / "ddex" / "waits.xml")
    put(drop / "ddex" / "loaded.xml")
    arrivals = {arrival.path: arrival for arrival in look(drop).arrivals}
    Loaded(tmp_path).remember([{"drop": str(drop), **asdict(arrival)} for arrival in arrivals.values()])
    Loaded(tmp_path).forget()
    Loaded(tmp_path).remember([{"drop": str(drop), **asdict(arrivals["ddex/loaded.xml"])}])
    known = Loaded(tmp_path)
    assert known.has(drop, arrivals["ddex/loaded.xml"])
    assert not known.has(drop, arrivals["ddex/waits.xml"])


@pytest.mark.parametrize("place", ["ddex", "ddex/batch", "."])
def test_a_name_that_is_not_utf_8_is_told_and_left_alone(tmp_path: Path, place: str) -> None:
    put(tmp_path / "ddex" / "sound.xml")
    try:
        put(tmp_path / place / os.fsdecode(b"caf\xe9.xml"))
    except OSError:
        pytest.skip("the file system takes no such names")
    found = look(tmp_path)
    assert [arrival.path for arrival in found.arrivals] == ["ddex/sound.xml"]
    [note] = found.notes
    note.encode()  # it can be written down
    assert r"caf\xe9.xml" in note
