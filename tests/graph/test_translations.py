import pytest

from graph.translations import _TABLE, LANGUAGES, concept_form


@pytest.mark.parametrize(
    ("name", "concepts"),
    [
        ("Lobo Negro", "black wolf"),
        ("The Black Wolves", "black wolf"),
        ("Чёрный волк", "black wolf"),
        ("夜星", "night star"),
        ("황금 심장", "gold heart"),
        ("Taylor Swift", ""),
        ("Black Swift", ""),
        ("The", ""),
        ("!!!", ""),
    ],
)
def test_a_name_of_common_words_has_its_meaning(name: str, concepts: str) -> None:
    assert concept_form(name) == concepts


def test_every_concept_has_a_word_in_every_language() -> None:
    lines = _TABLE.strip().splitlines()
    assert len(lines) > 90
    assert {len(line.split()) for line in lines} == {len(LANGUAGES)}
