"""Paths through ties, against an oracle."""

import math
from typing import Any

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.read_network import nearest_paths


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(2, 40)), max_size=20), st.integers(1, 4))
def test_paths_agree_with_networkx(pairs: list[tuple[int, int, int]], length: int) -> None:
    """Every simple path of at most that length, nearest first."""
    held = {(str(a), str(b)): shared_by for a, b, shared_by in pairs if a != b}
    ties: dict[str, dict[str, list[Any]]] = {}
    oracle = nx.Graph()
    for (a, b), shared_by in held.items():
        ties.setdefault(a, {})[b] = ties.setdefault(b, {})[a] = [{"shared_by": shared_by}]
        oracle.add_edge(a, b, distance=math.log2(1 + shared_by))
    found = list(nearest_paths(ties, "0", "1", length))
    assert [path.distance for path in found] == sorted(path.distance for path in found)
    known = nx.all_simple_paths(oracle, "0", "1", cutoff=length) if {"0", "1"} <= set(oracle) else []
    assert sorted(path.artist_ids for path in found) == sorted(tuple(path) for path in known)
