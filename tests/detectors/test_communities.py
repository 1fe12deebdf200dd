from datetime import date

import networkx as nx
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from detectors.communities import (
    CommunityOptions,
    artist_ties,
    components,
    find_communities,
    leiden_communities,
    rare_things,
    shared_things,
    tie_graph,
)
from graph.records import RECORDS
from graph.snapshot import Snapshot, snapshot_from_records


def table(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=RECORDS[name].schema)


def paid_artists(payee_of: dict[str, str], hashes: dict[str, str] | None = None) -> Snapshot:
    known = hashes or {}
    return snapshot_from_records(
        {
            "artists": table("artists", [{"artist_id": a, "name": a} for a in payee_of]),
            "payees": table(
                "payees",
                [{"payee_id": p, "name": p, "account_hash": known.get(p)} for p in sorted(set(payee_of.values()))],
            ),
            "releases": table(
                "releases", [{"release_id": f"r-{a}", "title": "t", "artist_ids": [a]} for a in payee_of]
            ),
            "payouts": table("payouts", [{"payee_id": p, "release_id": f"r-{a}"} for a, p in payee_of.items()]),
        }
    )


def test_a_shared_payee_makes_a_community() -> None:
    snapshot = paid_artists({"a1": "p1", "a2": "p1", "a3": "p1", "a4": "p1", "b1": "p2", "b2": "p3"})
    assert find_communities(snapshot).table["members"].to_list() == [["a1", "a2", "a3", "a4"]]


def test_payees_two_steps_away_are_joined_by_a_hash() -> None:
    snapshot = paid_artists({"a1": "p1", "a2": "p1", "a3": "p2", "a4": "p2"}, {"p1": "h", "p2": "h"})
    assert ["a1", "a2", "a3", "a4"] in find_communities(snapshot).table["members"].to_list()


def test_what_too_many_share_is_left_out_and_reported() -> None:
    snapshot = paid_artists({f"a{row}": "p1" for row in range(10)})
    things, notes = rare_things(snapshot, options=CommunityOptions(max_money_degree=9))
    assert things.is_empty()
    assert notes == ("communities: 1 payee values shared by up to 10 artists were too common to tie anyone",)


def test_a_large_group_is_tied_through_a_hub_and_stays_whole() -> None:
    snapshot = paid_artists({f"a{row:02}": "p1" for row in range(40)})
    things, _ = rare_things(snapshot)
    ties = artist_ties(things, clique_degree=16)
    assert ties.height == 40
    assert [len(members) for members in components(ties)] == [40]


edges = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)).filter(lambda pair: pair[0] < pair[1]), min_size=1)


def tie_table(pairs: list[tuple[int, int]]) -> pl.DataFrame:
    rows = sorted(set(pairs))
    return pl.DataFrame(
        {"left": [f"a{a:02}" for a, _ in rows], "right": [f"a{b:02}" for _, b in rows], "weight": [1.0] * len(rows)}
    )


@given(edges)
def test_components_are_those_of_networkx(pairs: list[tuple[int, int]]) -> None:
    ties = tie_table(pairs)
    oracle = nx.Graph(ties.select("left", "right").rows())
    assert components(ties) == sorted(tuple(sorted(part)) for part in nx.connected_components(oracle))


@given(edges)
def test_leiden_partitions_and_is_as_modular_as_the_components(pairs: list[tuple[int, int]]) -> None:
    ties = tie_table(pairs)
    found = leiden_communities(tie_graph(ties), resolution=1.0, seed=7)
    graph = nx.Graph(ties.select("left", "right").rows())
    assert sorted(name for members in found for name in members) == sorted(graph)
    assert found == leiden_communities(tie_graph(ties), resolution=1.0, seed=7)
    whole = nx.community.modularity(graph, list(nx.connected_components(graph)))
    assert nx.community.modularity(graph, [set(members) for members in found]) >= whole - 1e-9


def test_profiles_made_together_for_one_distributor_are_a_cohort() -> None:
    made = {"a1": date(2026, 3, 1), "a2": date(2026, 3, 9), "a3": date(2026, 3, 20), "b1": date(2025, 3, 1)}
    snapshot = snapshot_from_records(
        {
            "artists": table(
                "artists",
                [{"artist_id": a, "name": a, "genres": ["sleep"], "created_on": day} for a, day in made.items()],
            ),
            "releases": table(
                "releases",
                [{"release_id": f"r-{a}", "title": "t", "artist_ids": [a], "distributor_id": "d"} for a in made],
            ),
        }
    )
    cohorts = shared_things(snapshot).filter(pl.col("kind") == "cohort")
    assert sorted(set(cohorts["artist_id"].to_list())) == ["a1", "a2", "a3"]
