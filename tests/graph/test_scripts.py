from pathlib import Path

from graph.name_forms import skeleton_form
from graph.scripts import (
    described,
    invisible_characters,
    prototype,
    romanised,
    scripts_of,
    split_words,
    strip_accents,
    strip_invisible,
)


def test_what_draws_nothing_is_taken_out_and_named() -> None:
    text = "a\u200b\u2060\u00ad\ufe0f\u3164\u2800\U000e0041b"
    assert strip_invisible(text) == "ab"
    assert len(invisible_characters(text)) == 7
    assert strip_invisible("\u200b") == "\u200b"
    assert described(["\u200b", "а"]) == "ZERO WIDTH SPACE, а CYRILLIC SMALL LETTER A"


def test_accents_go_and_letters_stay() -> None:
    assert strip_accents("Beyoncé Ё שָׁלוֹם") == "Beyonce Е שלום"
    assert strip_accents("जाविरा") == "जाविरा"
    assert strip_accents("ガ") == "ガ"
    assert strip_accents("서태지") == "서태지"


def test_words_keep_their_vowel_signs() -> None:
    assert split_words("व. जाविरा") == ["व", "जाविरा"]
    assert split_words("AC/DC & Co.") == ["AC", "DC", "Co"]


def test_scripts_and_readings() -> None:
    assert scripts_of("Tаylor 1 – 한") == ["Latin", "Cyrillic", "Hangul"]
    assert romanised("ショウタ") == "shouta"
    assert romanised("Кино") == "Kino"


def test_every_lookalike_of_a_latin_letter_in_unicodes_table_has_its_skeleton(shared_data: Path) -> None:
    """Characters that UTS #39 (September 2022) takes for one Latin letter each; all that the ICU in use still maps so."""
    seen, missed = 0, []
    for line in (shared_data / "names" / "confusables_uts39.txt").read_text(encoding="utf-8-sig").splitlines():
        cells = line.split("#")[0].split(";")
        if len(cells) < 3:
            continue
        source, target = ("".join(chr(int(code, 16)) for code in cell.split()) for cell in cells[:2])
        if len(source) == 1 and not source.isascii() and target.isascii() and len(target) == 1 and target.isalpha():
            seen += 1
            if skeleton_form(source) != skeleton_form(target):
                missed.append(source)
    assert seen > 1200
    assert not missed
    assert prototype("Тaylоr") == "Taylor"
