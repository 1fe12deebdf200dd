import pytest

from graph.japanese import japanese_reading, short_vowels


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("石田善隆", "ishida yoshitaka"),
        ("佐藤翔太", "sato shota"),
        ("宇多田ヒカル", "utada hikaru"),
        ("カエル", ""),
        ("Ishida", ""),
        ("刘静", ""),
        ("石田 feat. Nova", ""),
    ],
)
def test_kanji_are_read_as_japanese_where_all_are_known(name: str, reading: str) -> None:
    assert japanese_reading(name) == reading


def test_long_vowels_are_written_short() -> None:
    assert short_vowels("yuuko satou") == "yuko sato"
