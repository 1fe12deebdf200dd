from graph.name_words import acronyms, ascii_words, credited_parts, main_words
from graph.nicknames import full_names


def test_words_are_ascii_and_apostrophes_part_nothing() -> None:
    assert ascii_words("Stevie Wonder's Superego") == ("stevie", "wonders", "superego")
    assert ascii_words("Jiří Bažant") == ("jiri", "bazant")
    assert ascii_words("K.A.B.") == ("k", "a", "b")
    assert ascii_words("!!!") == ("!!!",)
    assert ascii_words("السعدي") == ("al", "sdy")


def test_asides_are_no_main_words() -> None:
    assert main_words('Vini "Mad Dog" Lopez') == ("vini", "lopez")
    assert main_words("Nova feat. Drake") == ("nova",)
    assert main_words("(Nova)") == ("nova",)


def test_a_joint_credit_has_parts() -> None:
    assert credited_parts("Paul McCartney & Wings") == ["Paul McCartney", "Wings"]
    assert credited_parts("Kenny Gamble, Leon Huff") == ["Kenny Gamble", "Leon Huff"]
    assert credited_parts("Andy Grand") == []


def test_acronyms_with_and_without_linking_words_and_nicknames() -> None:
    assert {"soad", "sad"} <= acronyms(("system", "of", "a", "down")) | acronyms(("system", "and", "down"))
    assert {"bl", "rl"} <= acronyms(("bob", "ludwig"))
    assert acronyms(("nova",)) == frozenset()


def test_a_short_form_knows_its_full_names() -> None:
    assert {"dave", "david"} <= full_names("dave")
    assert full_names("zorblax") == {"zorblax"}
