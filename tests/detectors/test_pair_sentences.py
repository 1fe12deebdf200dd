from detectors.pair_sentences import common_name, in_common, names_meet, pictures, pictures_apart


def test_what_is_common_is_counted_and_the_rarest_named() -> None:
    titles = in_common("Both pages have {}", "title", "title", "titles")
    assert titles({"title_count": 1, "title_example": "rain"}) == "Both pages have one title: rain"
    assert titles({"title_count": 3, "title_example": "rain"}) == "Both pages have 3 titles, such as rain"


def test_names_are_told_by_the_sides_of_the_pair() -> None:
    row = {"operation": "spacing", "matched_left": "No va", "matched_right": "Nova"}
    assert names_meet("left", "right")(row) == 'The name "No va" differs from "Nova" only by spaces or punctuation'
    assert names_meet("left", "right", rare=True)(row).endswith(", and such a name is rare in the catalog")


def test_of_two_common_names_the_commoner_is_told() -> None:
    row = {"name_count_one": None, "name_one": "Gale", "name_count_two": 12, "name_two": "Nova"}
    assert common_name("one", "two")(row) == '11 other artists have a name like "Nova"'


def test_the_pair_itself_is_not_counted_among_those_of_its_name() -> None:
    say = common_name("one", "two")
    row = {"name_count_one": 2, "name_one": "Nóva", "name_count_two": 2, "name_two": "Nova"}
    assert say(row) == 'no other artist has a name like "Nóva"'
    assert say(row | {"name_count_two": 3}) == 'one other artist has a name like "Nova"'
    assert say(row | {"name_count_two": 1_236}) == '1,234 other artists have a name like "Nova"'


def test_pictures_are_told_by_how_near_they_are() -> None:
    def told(bits: int) -> str:
        return pictures({"image_likeness": 1 - bits / 12})

    assert told(0) == "The profile pictures are the same to the last of 64 bits"
    assert told(1) == "The profile pictures are nearly the same: 1 of 64 bits differs"
    assert told(2) == "The profile pictures are nearly the same: 2 of 64 bits differ"
    assert told(9) == "The profile pictures are alike: 9 of 64 bits differ"
    assert pictures_apart({}) == "The profile pictures differ much: in 12 of 64 bits or more"
