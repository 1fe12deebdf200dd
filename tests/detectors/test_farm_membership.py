import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from detectors.farm_membership import MIN_STRENGTH, member_strengths, without_bystanders

SCHEMA = {
    "artist_id": pl.String(),
    "kind": pl.String(),
    "value": pl.String(),
    "thing": pl.UInt32(),
    "weight": pl.Float64(),
}


def things(held: dict[str, list[str]]) -> pl.DataFrame:
    """Artists and the values that they hold, each of weight 1."""
    rows = [
        {"artist_id": artist, "kind": "payee", "value": value, "thing": ord(value[0]), "weight": 1.0}
        for artist, values in held.items()
        for value in values
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def group(members: list[str]) -> pl.DataFrame:
    return pl.DataFrame(
        {"row": [0], "members": [members]}, schema={"row": pl.UInt32(), "members": pl.List(pl.String())}
    )


def strengths(held: dict[str, list[str]]) -> dict[str, float]:
    inside = pl.DataFrame({"subject": [0] * len(held), "artist_id": sorted(held)})
    return dict(member_strengths(inside, things(held)).select("artist_id", "strength").iter_rows())


FARM = {name: ["account", "writer", "cover"] for name in "abcd"}


def test_who_shares_everything_is_a_whole_member_and_who_shares_little_is_not() -> None:
    found = strengths({**FARM, "z": ["writer"]})
    assert [found[name] for name in "abcd"] == [1.0] * 4
    assert found["z"] < MIN_STRENGTH


def test_who_shares_nothing_has_no_strength() -> None:
    assert strengths({**FARM, "z": ["own"]})["z"] == 0.0


def test_a_bystander_is_left_out() -> None:
    held = {**FARM, "z": ["writer"]}
    assert without_bystanders(group(sorted(held)), things(held))["members"].to_list() == [list("abcd")]


def test_a_group_whose_members_share_alike_stays_whole() -> None:
    assert without_bystanders(group(list("abcd")), things(FARM))["members"].to_list() == [list("abcd")]


holdings = st.dictionaries(
    st.sampled_from("abcdefgh"), st.lists(st.sampled_from("tuvwxyz"), max_size=5, unique=True), min_size=2
)


def test_where_most_share_nothing_only_those_that_share_something_are_members() -> None:
    held = {"a": ["account"], "b": ["account"], "x": ["own"], "y": ["theirs"], "z": []}
    assert strengths(held) == {"a": 1.0, "b": 1.0, "x": 0.0, "y": 0.0, "z": 0.0}
    assert without_bystanders(group(sorted(held)), things(held))["members"].to_list() == [["a", "b"]]


@given(holdings)
def test_half_of_the_members_are_at_least_as_firm_as_the_typical_one(held: dict[str, list[str]]) -> None:
    found = strengths(held)
    assert found.keys() == held.keys()
    assert all(0 <= strength <= 1 for strength in found.values())
    whole, none = (sum(strength == value for strength in found.values()) for value in (1.0, 0.0))
    assert 2 * max(whole, none) >= len(found)


@given(holdings)
def test_the_order_of_rows_changes_nothing(held: dict[str, list[str]]) -> None:
    assert strengths(dict(reversed(held.items()))) == strengths(held)
