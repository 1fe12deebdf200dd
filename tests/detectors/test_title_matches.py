from typing import Any

import polars as pl
import pytest

from detectors.title_matches import MAX_TITLE_CROWD, bare_title, said_tempo, same_title

SCHEMA = {
    "recording_id": pl.String,
    "title": pl.String,
    "duration_ms": pl.Int64,
    "audio_fingerprint": pl.String,
    "artist": pl.String,
    "order": pl.UInt32,
}


def sounds(*rows: tuple[str, str, int | None, str | None]) -> pl.DataFrame:
    """In the order in which they came: artist, title, duration, fingerprint."""
    return pl.DataFrame(
        [
            {"recording_id": f"k{n}", "artist": a, "title": t, "duration_ms": d, "audio_fingerprint": f, "order": n}
            for n, (a, t, d, f) in enumerate(rows)
        ],
        schema=SCHEMA,
    )


def pairs(*rows: tuple[str, str, int | None, str | None]) -> list[dict[str, Any]]:
    return same_title(sounds(*rows)).to_dicts()


@pytest.mark.parametrize(
    ("title", "bare", "said"),
    [
        ("Blue Road (Sped Up)", "blue road", 1),
        ("Blue Road - Sped-Up Version", "blue road", 1),
        ("blue road [Nightcore]", "blue road", 1),
        ("Blue Road (Slowed + Reverb)", "blue road", -1),
        ("Blue Road slowed down", "blue road", -1),
        ("Slow Hands", "slow hands", 0),
        ("夜 (sped up)", "夜", 1),
        ("(Slowed)", None, -1),
    ],
)
def test_what_a_title_says_of_its_tempo(title: str, bare: str | None, said: int) -> None:
    table = pl.DataFrame({"title": [title]})
    assert table.select(bare_title(), said=said_tempo()).row(0) == (bare, said)


def test_a_version_that_says_it_is_faster_is_paired_with_its_original() -> None:
    (pair,) = pairs(("a", "Blue Road", 200_000, "f1"), ("b", "Blue Road (Sped Up)", 160_000, "f2"))
    assert (pair["left"], pair["right"], pair["said"]) == ("k1", "k0", 1)
    assert pair["ratio"] == pytest.approx(0.8)


def test_without_durations_the_title_alone_proposes_it() -> None:
    (pair,) = pairs(("a", "Blue Road", 200_000, "f1"), ("b", "Blue Road (Sped Up)", None, None))
    assert pair["ratio"] is None


def test_a_duration_that_denies_what_the_title_says_is_no_pair() -> None:
    assert not pairs(("a", "Blue Road", 200_000, "f1"), ("b", "Blue Road (Sped Up)", 240_000, "f2"))
    assert not pairs(("a", "Blue Road", 200_000, "f1"), ("b", "Blue Road (Sped Up)", 90_000, "f2"))


def test_an_original_is_no_version_of_what_was_made_of_it() -> None:
    assert not pairs(("a", "Blue Road (Slowed)", 200_000, "f1"), ("b", "Blue Road", 160_000, "f2"))


def test_one_act_is_not_paired_with_itself() -> None:
    assert not pairs(("a", "Blue Road", 200_000, "f1"), ("a", "Blue Road (Sped Up)", 160_000, "f2"))


def test_one_length_counts_only_where_no_fingerprints_can_be_compared() -> None:
    heard = (("a", "Blue Road", 200_000, "f1"), ("b", "Blue Road", 200_010, "f2"))
    assert not pairs(*heard)
    (pair,) = pairs(heard[0], ("b", "Blue Road", 200_010, None))
    assert pair["one_length"]


def test_one_ratio_in_many_songs_is_a_tempo_that_no_title_speaks_of() -> None:
    songs = [("a", f"Song {n}", 150_000 + 9_000 * n, f"f{n}") for n in range(6)]
    spread = [(f"x{n}", f"Other {n}", 100_000 + 17_001 * n, f"o{n}") for n in range(30)]
    covers = [(f"y{n}", f"Other {n}", 120_000 + 11_003 * n, f"p{n}") for n in range(30)]
    faster = [("b", title, round(length * 0.83), f"g{n}") for n, (_, title, length, _) in enumerate(songs)]
    found = [pair for pair in pairs(*songs, *spread, *covers, *faster) if pair["steady"] > 0]
    assert len(found) == 6
    assert all(pair["ratio"] == pytest.approx(0.83, abs=1e-4) for pair in found)
    different = [("b", title, 100_000 + 23_000 * n, f"g{n}") for n, (_, title, _, _) in enumerate(songs)]
    assert not [pair for pair in pairs(*songs, *spread, *covers, *different) if pair["left"] == "b"]


def test_a_further_song_at_the_ratio_of_the_others_is_taken_along_whatever_its_title() -> None:
    first = [("a", f"Song {n}", 150_000 + 9_000 * n, f"f{n}") for n in range(3)]
    faster = [("b", f"Song {n} (Sped Up)", round((150_000 + 9_000 * n) * 0.8), f"g{n}") for n in range(2)]
    found = pairs(*first, *faster, ("b", "Another Name", round(168_000 * 0.8), "g9"), ("b", "Own", 111_111, "g8"))
    assert {(pair["left"], pair["right"]) for pair in found} == {("k3", "k0"), ("k4", "k1"), ("k5", "k2")}


def test_a_title_that_everybody_has_pairs_only_those_that_say_another_tempo() -> None:
    crowd = [(f"a{n}", "Gone", 100_000 + n * 3_000, None) for n in range(MAX_TITLE_CROWD + 1)]
    assert not pairs(*crowd)
    found = pairs(*crowd, ("b", "Gone (Sped Up)", 100_000, None))
    assert {pair["left"] for pair in found} == {f"k{len(crowd)}"}
    assert all(0.65 <= pair["ratio"] <= 0.97 for pair in found)
