import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.name_forms import (
    affixless_form,
    canonical_form,
    compact_form,
    folded_form,
    leet_form,
    phonetic_form,
    skeleton_form,
    sorted_form,
    transliterated_form,
)
from graph.name_keys import FORMS
from graph.names import OPERATIONS, name_keys, operation_between
from graph.scripts import strip_invisible


@pytest.mark.parametrize(
    ("left", "right", "operation"),
    [
        ("Taylor Swift", "taylor  swift", "identical"),
        ("Tay\u200blor Swift", "Taylor Swift", "invisible_characters"),
        ("Tаylor Swift", "Taylor Swift", "homoglyph"),
        ("Ｄｒａｋｅ", "Drake", "homoglyph"),
        ("BiIIie Eilish", "Billie Eilish", "homoglyph"),
        ("1V$1B", "IVSIB", "leetspeak"),
        ("Guns N’ Roses", "Guns N' Roses", "spacing"),
        ("Blink‐182", "Blink-182", "spacing"),
        ("Bo", "BÖ", "diacritics"),
        ("AC/DC", "ACDC", "spacing"),
        ("Drake Official", "Drake", "affix"),
        ("DrakeVEVO", "Drake", "affix"),
        ("Dr4ke 0fficial", "Drake", "affix"),
        ("Swift Taylor", "Taylor Swift", "token_order"),
        ("Кино", "Kino", "transliteration"),
        ("新井大輔", "Arai Daisuke", "transliteration"),
        ("桜", "さくら", "transliteration"),
        ("桜花子", "桜はなこ", "transliteration"),
        ("张伟", "張偉", "transliteration"),
        ("天星", "天静", "sounds_alike"),
        ("王小明", "汪晓鸣", "sounds_alike"),
        ("高橋蓮", "高橋翔", "none"),
        ("天静 band", "天星", "none"),
        ("王小明", "王小萌", "one_edit"),
        ("Хаорасо", "Haoraso", "one_edit"),
        ("Taylr Swift", "Taylor Swift", "one_edit"),
        ("Tayolr Swift", "Taylor Swift", "one_edit"),
        ("Tayllor Swiftt", "Taylor Swift", "two_edits"),
        ("Kwik Silver", "Quick Silver", "sounds_alike"),
        ("Lobo Negro", "The Black Wolf", "translation"),
        ("夜星", "Ночь звёзд", "none"),
        ("夜星", "Noche Estrella", "translation"),
        ("T. Swift", "Taylor Swift", "abbreviation"),
        ("RHCP", "Red Hot Chili Peppers", "abbreviation"),
        ("Dave Emery", "David Emery", "nickname"),
        ("Blink 182", "Blink 183", "number_apart"),
        ("Vol. 2", "Vol. 3", "number_apart"),
        ("Benchmark Artist 12", "Benchmark Artist 13", "number_apart"),
        ("Queens II", "Queens III", "number_apart"),
        ("2Pac", "3Pac", "number_apart"),
        ("Blink 182", "Blimk 182", "one_edit"),
        ("Dr4ke", "Dr5ke", "one_edit"),
        ("T4ylorSwift", "Taylor Swift", "leetspeak"),
        ("Tаylor-Swift", "Taylor Swift", "homoglyph"),
        ("व. जाविरा", "Vinya Javira", "abbreviation"),
        ("Taylor Swift Covers", "Taylor Swift", "added_words"),
        ("Nova Kane", "Nova", "none"),
        ("Nova", "Drake", "none"),
        ("!!!", "†††", "none"),
    ],
)
def test_the_mildest_operation_is_named(left: str, right: str, operation: str) -> None:
    found, sentence = operation_between(left, right)
    assert found == operation
    assert f'"{left}"' in sentence
    assert f'"{right}"' in sentence


def test_a_lookalike_is_named_in_the_sentence() -> None:
    assert "CYRILLIC SMALL LETTER A" in operation_between("Tаylor Swift", "Taylor Swift")[1]
    assert "ZERO WIDTH SPACE" in operation_between("Tay\u200blor", "Taylor")[1]


def test_an_abbreviation_is_told_with_its_direction() -> None:
    assert (
        operation_between("RHCP", "Red Hot Chili Peppers")[1] == 'The name "RHCP" abbreviates "Red Hot Chili Peppers"'
    )
    assert operation_between("Taylor Swift", "T. Swift")[1] == 'The name "Taylor Swift" is "T. Swift" written out'


@pytest.mark.parametrize(("left", "right"), [("张伟", "張偉"), ("Наталия", "Наталія"), ("Ŋala Vu", "Ngala Vu")])
def test_names_of_one_script_do_not_meet_in_another(left: str, right: str) -> None:
    operation, sentence = operation_between(left, right)
    assert operation == "transliteration"
    assert "script" not in sentence


def test_single_folds() -> None:
    assert strip_invisible("a\u200b\u2060\u00ad\ufe0fb") == "ab"
    assert skeleton_form("Сосо") == skeleton_form("Coco")
    assert leet_form("1V$1B") == "lvslb"
    assert folded_form("Sigur Rós Ø") == "sigur ros o"
    assert compact_form("P!nk & Co.") == "pnkco"
    assert affixless_form("The Official Beatles Topic") == "beatles"
    assert affixless_form("The The") == "thethe"
    assert sorted_form("Ono, Yoko") == "ono yoko"
    assert transliterated_form("Кино") == "kino"
    assert phonetic_form("Phish") == phonetic_form("Fish")


@given(st.text(min_size=1, max_size=30))
def test_no_form_of_a_name_is_empty(name: str) -> None:
    if name.strip():
        for key, form in FORMS.items():
            assert form(name) != "" or key in ("numbers", "concepts")


@given(
    st.text(alphabet="abcАВСéø1$ -\u200b", min_size=1, max_size=12),
    st.text(alphabet="abcАВСéø1$ -\u200b", min_size=1, max_size=12),
)
def test_the_operation_does_not_depend_on_the_side(left: str, right: str) -> None:
    assert operation_between(left, right)[0] == operation_between(right, left)[0]
    assert operation_between(left, left)[0] == "identical"
    assert operation_between(left, right)[0] in OPERATIONS


def test_keys_have_one_row_a_distinct_name() -> None:
    keys = name_keys(pl.Series(["Drake", "Nova", "Drake", None]))
    assert keys["name"].to_list() == ["Drake", "Nova"]
    assert keys.columns == ["name", *FORMS]


@pytest.mark.parametrize(("left", "right"), [("Unit 6", "Unit 9"), ("Unit 106", "Unit 109"), ("Unit 194", "Unit 164")])
def test_a_number_is_not_read_as_letters(left: str, right: str) -> None:
    assert canonical_form(left) != canonical_form(right)
    assert operation_between(left, right)[0] == "number_apart"
    assert operation_between("Un1t 6", "Unit 6")[0] in ("homoglyph", "leetspeak")
