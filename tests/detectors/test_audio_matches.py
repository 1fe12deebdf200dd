from random import Random

import polars as pl
import pytest

from detectors.audio_matches import MAX_BITS, beyond_chance, chance_of_bits, equal_or_near


def sounds(*fingerprints: str | None) -> pl.DataFrame:
    rows = [{"recording_id": f"k{n}", "audio_fingerprint": text, "order": n} for n, text in enumerate(fingerprints)]
    return pl.DataFrame(rows, schema={"recording_id": pl.String, "audio_fingerprint": pl.String, "order": pl.UInt32})


def drawn(count: int, *, share: float, seed: int = 1) -> pl.Series:
    """Fingerprints of which each bit is set with that probability: at 0.5 they are fair, at 0.05 all are much alike."""
    draw = Random(seed)
    texts = [sum((draw.random() < share) << place for place in range(64)) for _ in range(count)]
    return pl.Series([f"{number:016x}" for number in texts], dtype=pl.String)


def test_equal_and_near_fingerprints_are_paired_once_with_their_distance() -> None:
    found = equal_or_near(sounds("00000000000000ff", "00000000000000ff", "00000000000000fe", "ffffffff00000000", None))
    assert sorted(found.rows()) == [("k0", "k1", 0), ("k2", "k0", 1), ("k2", "k1", 1)]


def test_of_a_sound_that_everybody_has_each_is_paired_with_the_earliest_only() -> None:
    found = equal_or_near(sounds(*["00000000000000ff"] * 30))
    assert found.height == 29
    assert set(found["left"]) == {"k0"}


def test_fair_bits_are_hardly_ever_near_by_chance() -> None:
    chance = chance_of_bits(drawn(3000, share=0.5))
    assert len(chance) == MAX_BITS + 1
    assert chance == sorted(chance)
    assert 0 < chance[0] < 1e-15
    assert chance[-1] < 1e-9


@pytest.mark.parametrize("share", [0.03, 0.05, 0.08])
def test_the_chance_is_what_all_pairs_of_alike_fingerprints_show(share: float) -> None:
    known = drawn(400, share=share).unique()
    near = [(int(a, 16) ^ int(b, 16)).bit_count() <= MAX_BITS for a in known for b in known if a != b]
    assert chance_of_bits(known)[-1] == pytest.approx(sum(near) / len(near), abs=0.05)


def test_of_a_handful_nothing_can_be_told_and_bits_are_fair() -> None:
    assert chance_of_bits(pl.Series(["00000000000000ff", "00000000000000fe", "no hash"]))[0] == 2.0**-64


def test_matches_that_chance_alone_makes_are_dropped() -> None:
    alike = drawn(400, share=0.05)
    pairs = equal_or_near(sounds(*alike))
    assert pairs.height > 1000
    assert beyond_chance(pairs, chance_of_bits(alike), compared=alike.n_unique()).is_empty()
    fair = drawn(400, share=0.5)
    copies = equal_or_near(sounds(*fair, *fair[:20]))
    assert beyond_chance(copies, chance_of_bits(fair), compared=400).height == 20
