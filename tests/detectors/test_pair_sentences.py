from detectors.pair_sentences import common_name, in_common, names_meet


def test_what_is_common_is_counted_and_the_rarest_named() -> None:
    titles = in_common("Both pages have {}", "title", "title", "titles")
    assert titles({"title_count": 1, "title_example": "rain"}) == "Both pages have one title: rain"
    assert titles({"title_count": 3, "title_example": "rain"}) == "Both pages have 3 titles, such as rain"


def test_names_are_told_by_the_sides_of_the_pair() -> None:
    row = {"operation": "spacing", "matched_left": "No va", "matched_right": "Nova"}
    assert names_meet("left", "right")(row) == 'The name "No va" differs from "Nova" only by spaces or punctuation'
    assert names_meet("left", "right", rare=True)(row).endswith(", and such a name is rare in the catalog")


def test_of_two_common_names_the_commoner_is_told() -> None:
    row = {"name_count_one": None, "name_one": "Nova 7", "name_count_two": 12, "name_two": "Nova"}
    assert common_name("one", "two")(row) == '12 artists have a name like "Nova"'
