from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.mentions import credited, deezer
from detectors.name_index import NameIndex
from detectors.vocabulary import Vocabulary
from graph.names import OPERATIONS

NAMES = (
    "Taylor Swift",
    "Red Hot Chili Peppers",
    "David Emery",
    "Karl E. Kowalski",
    "Wings",
    "Off On Off",
    "Jan Davis",
    "Jimmie Davis",
    "Davis Shaw",
    "Stevie Wonder",
    "石田善隆",
    "Кино",
    "The Prodigy",
    "Mario Caldato Jr.",
    "Mark Anthony Jones",
    "Zorblax",
    "Чёрный Волк",
)


def index(*names: str, followers: dict[str, int] | None = None) -> NameIndex:
    table = pl.DataFrame(
        {"artist_id": list(names), "name": list(names)}, schema={"artist_id": pl.String, "name": pl.String}
    )
    known = followers or {}
    audience = pl.DataFrame(
        {"artist_id": list(known), "audience": list(known.values())},
        schema={"artist_id": pl.String, "audience": pl.Int64},
    )
    return NameIndex(table, audience=audience)


@pytest.fixture(scope="module")
def built() -> NameIndex:
    return index(*NAMES)


@pytest.mark.parametrize(
    ("mention", "artist"),
    [
        ("taylor swift", "Taylor Swift"),
        ("T. Swift", "Taylor Swift"),
        ("Swift", "Taylor Swift"),
        ("tailor swfit", "Taylor Swift"),
        ("Tаylor Swіft Official", "Taylor Swift"),
        ("T4ylor 5wift", "Taylor Swift"),
        ("rhcp", "Red Hot Chili Peppers"),
        ("R.H.C.P.", "Red Hot Chili Peppers"),
        ("Dave Emery", "David Emery"),
        ("K. Kowalski", "Karl E. Kowalski"),
        ("Paul McCartney & Wings", "Wings"),
        ("offonoff", "Off On Off"),
        ("stevie wonders", "Stevie Wonder"),
        ("Stevie Wonder feat. Somebody Else", "Stevie Wonder"),
        ("Yoshitaka Ishida", "石田善隆"),
        ("Kino", "Кино"),
        ("prodigy", "The Prodigy"),
        ("Caldato", "Mario Caldato Jr."),
        ("Mark Anthony 'thefunkiestmanalive' Jones", "Mark Anthony Jones"),
        ("Zorblacks", "Zorblax"),
        ("Lobo Negro", "Чёрный Волк"),
    ],
)
def test_a_mention_finds_its_artist_first(built: NameIndex, mention: str, artist: str) -> None:
    assert built.nearest([mention], limit=1)["artist_id"].to_list() == [artist]


def test_an_answer_says_by_which_operation_and_how_well(built: NameIndex) -> None:
    (row,) = built.nearest(["TAYLOR SWIFT"], limit=1).rows(named=True)
    assert row == {
        "mention": "TAYLOR SWIFT",
        "artist_id": "Taylor Swift",
        "name": "Taylor Swift",
        "score": 1.0,
        "operation": "identical",
    }
    assert "operation" not in built.nearest(["Taylor"], operations=False).columns


def test_a_surname_comes_before_the_same_word_in_front(built: NameIndex) -> None:
    assert set(built.nearest(["Davis"], limit=2)["artist_id"]) == {"Jan Davis", "Jimmie Davis"}


def test_of_equal_answers_the_better_known_artist_is_first() -> None:
    ranked = index("Jan Davis", "Tom Davis", followers={"Tom Davis": 10}).nearest(["Davis"])
    assert ranked["artist_id"].to_list() == ["Tom Davis", "Jan Davis"]


def test_an_artist_answers_once_with_its_best_name() -> None:
    names = pl.DataFrame({"artist_id": ["a1", "a1", "a2"], "name": ["Sean Combs", "Puff Daddy", "Puffin"]})
    found = NameIndex(names).nearest(["puff daddy"])
    assert found.select("artist_id", "name").rows()[0] == ("a1", "Puff Daddy")
    assert found["artist_id"].is_unique().all()


def test_what_shares_nothing_has_no_answer(built: NameIndex) -> None:
    assert built.nearest(["qqqq", "", "  "]).height == 0
    assert index().nearest(["Taylor Swift"]).height == 0


def test_the_order_of_the_names_changes_nothing(built: NameIndex) -> None:
    mentions = ["Davis", "T. Swift", "kino", "peppers"]
    assert index(*reversed(NAMES)).nearest(mentions).equals(built.nearest(mentions))


@given(st.lists(st.text(max_size=20), max_size=4), st.text(max_size=20))
def test_any_text_can_be_indexed_and_asked(names: list[str], mention: str) -> None:
    found = index(*dict.fromkeys(names)).nearest([mention], limit=2)
    assert found.height <= 2
    assert found["score"].is_between(0, 1.000001).all()
    assert found["operation"].is_in(OPERATIONS).all()


def test_a_word_is_like_its_misspellings_and_short_forms() -> None:
    words = Vocabulary(["david", "davis", "philip", "zorblax"])

    def like(word: str) -> dict[str, float]:
        alike = words.alike(word)
        return {words.words[place]: score for place, score in zip(alike.ids, alike.scores, strict=True)}

    assert like("david")["david"] == 1
    assert like("dave")["david"] > 0.9
    assert like("filip")["philip"] > 0.5
    assert like("zorb")["zorblax"] > 0.3
    assert like("qqq") == {}


@pytest.mark.parametrize("file", ["deezer", "credited"])
def test_real_mentions_find_their_artists_among_the_first_five(shared_data: Path, file: str) -> None:
    """The names of both files are the pool; what is missing is mostly not to be known from a name (benchmarks/mentions.py)."""
    rows = {"deezer": deezer, "credited": credited}
    pool = sorted({name for read in rows.values() for _, name in read(shared_data)})
    mentions = rows[file](shared_data)
    found = index(*pool).nearest([mention for mention, _ in mentions], operations=False)
    answers = {mention: list(ids) for mention, ids in found.group_by("mention").agg("artist_id").rows()}
    hits = sum(name in answers.get(mention, []) for mention, name in mentions)
    assert hits / len(mentions) >= 0.95
