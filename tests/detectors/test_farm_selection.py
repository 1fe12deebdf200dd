from collections import Counter
from itertools import combinations
from random import Random

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.farm_selection import MAX_LOSS, select_clusters, select_farms


def scored(*groups: tuple[str, float]) -> pl.DataFrame:
    """Groups of one-letter members with their log-odds, named by their members."""
    rows = [
        {"subject": members, "members": list(members), "size": len(members), "log_odds": odds}
        for members, odds in groups
    ]
    schema = {"subject": pl.String(), "members": pl.List(pl.String()), "size": pl.UInt32(), "log_odds": pl.Float64()}
    return pl.DataFrame(rows, schema=schema)


def chosen(*groups: tuple[str, float]) -> list[str]:
    return select_farms(scored(*groups))["subject"].to_list()


def test_of_overlapping_groups_the_best_stays() -> None:
    assert chosen(("abcd", 3.0), ("bcde", 2.0), ("defg", 1.0)) == ["abcd", "defg"]


def test_of_groups_as_likely_the_larger_stays() -> None:
    assert chosen(("abcd", 2.0), ("abcdefgh", 2.0)) == ["abcdefgh"]


def test_parts_give_way_to_a_whole_that_is_about_as_likely() -> None:
    assert chosen(("abcd", 4.0), ("efgh", 3.5), ("abcdefghi", 3.2)) == ["abcdefghi"]


def test_parts_stay_when_the_whole_is_much_less_likely() -> None:
    assert chosen(("abcd", 4.0), ("efgh", 3.5), ("abcdefghi", 2.5)) == ["abcd", "efgh"]


def test_a_whole_made_mostly_of_others_takes_no_parts() -> None:
    assert chosen(("abcd", 4.0), ("efgh", 3.5), ("abcdefghijklmnopqrstuvwxyz", 2.6)) == ["abcd", "efgh"]


def test_a_whole_that_overlaps_another_chosen_group_takes_no_parts() -> None:
    parts_and_another = ("abcd", 4.0), ("efgh", 3.5), ("ijkxyzw", 5.0)
    assert chosen(*parts_and_another, ("abcdefghijkx", 3.2)) == ["ijkxyzw", "abcd", "efgh"]


def test_campaigns_are_the_likeliest_of_overlapping_groups_whatever_their_size() -> None:
    groups = scored(("abcd", 3.0), ("abcdefghi", 2.9), ("bcde", 2.0), ("defg", 1.0))
    assert select_clusters(groups)["subject"].to_list() == ["abcd", "defg"]


groups = st.lists(
    st.tuples(
        st.sets(st.sampled_from("abcdefghij"), min_size=2).map(lambda members: "".join(sorted(members))),
        st.integers(-4, 4).map(float),
    ),
    unique_by=lambda group: group[0],
    max_size=12,
)


@st.composite
def operations(draw: st.DrawFn) -> list[tuple[str, float]]:
    """Two parts, a whole of both and five others that is up to 1.5 less likely, and a stranger that shares more or less than half of its
    members with the whole, but not so many that it is a part of it."""
    order = "".join(draw(st.permutations("abcdefghijklmnopq")))
    shared, own = draw(st.sampled_from(((4, 3), (5, 4), (2, 3), (1, 4))))
    odds, loss = draw(st.integers(0, 3)), draw(st.sampled_from((0.0, 0.7, 0.9, 1.5)))
    members = order[:4], order[4:8], order[:13], order[8 : 8 + shared] + order[13 : 13 + own]
    likely = odds, odds, odds - loss, draw(st.integers(-2, 6))
    return [("".join(sorted(one)), float(value)) for one, value in zip(members, likely, strict=True)]


found_groups = st.one_of(groups, operations())


def test_the_operations_drawn_have_wholes_that_take_their_parts_and_wholes_that_have_no_room() -> None:
    seen: Counter[str] = Counter()

    @settings(derandomize=True, database=None)
    @given(operations())
    def look(found: list[tuple[str, float]]) -> None:
        part, _, whole, stranger = (members for members, _ in found)
        best = select_clusters(scored(*found))["subject"].to_list()
        kept = chosen(*found)
        seen["took its parts"] += part in best and whole in kept
        crowded = 2 * len(set(whole) & set(stranger)) > min(len(whole), len(stranger))
        seen["no room"] += found[0][1] - found[2][1] <= MAX_LOSS and crowded and {part, stranger} <= set(kept)

    look()
    assert min(seen["took its parts"], seen["no room"]) >= 5, seen


@given(found_groups, st.randoms(use_true_random=False))
def test_the_order_of_candidates_changes_nothing_and_nothing_is_made_up(
    found: list[tuple[str, float]], draw: Random
) -> None:
    kept = chosen(*found)
    shuffled = list(found)
    draw.shuffle(shuffled)
    assert chosen(*shuffled) == kept
    assert set(kept) <= {members for members, _ in found}
    assert bool(kept) == bool(found)


@given(found_groups)
def test_no_two_chosen_groups_share_over_half_of_the_smaller_one(found: list[tuple[str, float]]) -> None:
    for select in (select_farms, select_clusters):
        kept = select(scored(*found))["subject"].to_list()
        assert all(2 * len(set(one) & set(two)) <= min(len(one), len(two)) for one, two in combinations(kept, 2))
