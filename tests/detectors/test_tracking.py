"""Laws of tracking: ids stay while most members stay, and every cluster is accounted for."""

import random
from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.tracking import Tracking, track
from graph.findings import Cluster, change_row

SEVERAL = st.lists(st.sets(st.sampled_from("abcdefghijklmnop"), min_size=2), max_size=6)


def cluster(name: str, members: Iterable[str], first_seen: str = "2026-11-01", *, retired: bool = False) -> Cluster:
    return Cluster(name, "content_farm", tuple(members), 0.9, first_seen=first_seen, retired=retired)


def told(tracking: Tracking) -> dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Of each cluster the change, where it came from and what it went into."""
    return {item.cluster_id: (item.change, item.from_ids, item.into_ids) for item in tracking.changes}


def ids(tracking: Tracking) -> list[str]:
    return [item.cluster_id for item in tracking.clusters]


def test_a_grown_cluster_keeps_its_id_and_first_night() -> None:
    tracking = track([cluster("old", "abcde")], [cluster("new", "bcdefgh", "2026-11-02")])
    (tracked,) = tracking.clusters
    assert (tracked.cluster_id, tracked.first_seen, tracked.previous_size) == ("old", "2026-11-01", 5)
    assert tracked.members == tuple("bcdefgh")
    (change,) = tracking.changes
    assert change_row(change) == {
        "cluster_id": "old",
        "kind": "content_farm",
        "change": "grown",
        "size": 7,
        "previous_size": 5,
        "from": [],
        "into": [],
        "joined": ["f", "g", "h"],
        "left": ["a"],
    }


def test_a_cluster_of_other_members_is_born_and_the_old_one_dies() -> None:
    tracking = track([cluster("old", "abcd")], [cluster("new", "wxyz", "2026-11-02")])
    (tracked,) = tracking.clusters
    assert (tracked.cluster_id, tracked.first_seen, tracked.previous_size) == ("new", "2026-11-02", None)
    assert told(tracking) == {"new": ("born", (), ()), "old": ("died", (), ())}
    assert [(item.size, item.previous_size) for item in tracking.changes] == [(4, None), (0, 4)]


def test_of_a_split_the_largest_part_keeps_the_id_and_the_others_say_from_whom() -> None:
    tracking = track([cluster("old", "abcdefgh")], [cluster("n1", "ab"), cluster("n2", "cdefgh")])
    assert ids(tracking) == ["n1", "old"]
    assert told(tracking) == {"n1": ("split", ("old",), ()), "old": ("shrunk", (), ("n1",))}


def test_the_largest_part_keeps_the_id_though_it_took_many_in() -> None:
    many = [f"x{number}" for number in range(20)]
    tracking = track([cluster("old", "abcdefghij")], [cluster("n1", "abcd"), cluster("n2", [*"efghij", *many])])
    assert ids(tracking) == ["n1", "old"]


def test_of_a_merger_the_largest_contributors_id_stays() -> None:
    tracking = track([cluster("small", "ab"), cluster("large", "cdefgh")], [cluster("new", "abcdefgh")])
    assert ids(tracking) == ["large"]
    assert told(tracking) == {"large": ("grown", ("small",), ()), "small": ("merged", (), ("large",))}


def test_split_and_merger_at_once() -> None:
    """Of `a` six go to x, with all of `b`, and five go to y: a's largest part is x, and x's largest contributor is `a`.

    The assignment of largest total overlap (5 + 5 > 6) would give x to `b`.
    """
    tracking = track(
        [cluster("a", "abcdefghijk"), cluster("b", "lmnop")], [cluster("x", "abcdeflmnop"), cluster("y", "ghijk")]
    )
    assert ids(tracking) == ["a", "y"]
    assert told(tracking) == {"a": ("changed", ("b",), ("y",)), "b": ("merged", (), ("a",)), "y": ("split", ("a",), ())}


def test_a_small_cluster_is_not_taken_for_the_large_one_that_had_its_members_too() -> None:
    large = [f"x{number}" for number in range(40)]
    tracking = track([cluster("large", large), cluster("small", large[:9])], [cluster("new", large[:10])])
    assert ids(tracking) == ["small"]


def test_a_new_cluster_never_takes_an_id_of_last_night() -> None:
    tracking = track([cluster("x", "abcd")], [cluster("x", "mnop"), cluster("y", "abcd")])
    assert ids(tracking) == ["x-2", "x"]


def test_a_retired_cluster_gets_its_id_back() -> None:
    night = [cluster("a", "abcd", retired=True), cluster("b", "efghij")]
    tracking = track(night, [cluster("n", "abcde", "2026-11-03"), cluster("m", "efghij")])
    assert ids(tracking) == ["a", "b"]
    assert [item.first_seen for item in tracking.clusters] == ["2026-11-01", "2026-11-01"]
    assert told(tracking) == {"a": ("returned", (), ()), "b": ("steady", (), ())}
    assert told(track(night, [cluster("m", "efghij")])) == {"b": ("steady", (), ())}


def test_clusters_that_were_one_for_a_night_part_under_their_old_ids() -> None:
    first = [cluster("a", "abcd"), cluster("b", "efghij")]
    merged = track(first, [cluster("n", "abcdefghij")])
    assert ids(merged) == ["b"]
    night = [*merged.clusters, replace(first[0], retired=True)]
    parted = [cluster("n1", "abcd"), cluster("n2", "efghij")]
    assert ids(track(night, parted)) == ["a", "b"]
    assert ids(track(night, parted[:1])) == ["a"]


def test_kinds_and_types_are_kept_apart() -> None:
    campaign = Cluster("c", "campaign", ("1", "2", "3"), 0.9, member_types=("release",) * 3)
    assert told(track([cluster("f", "123")], [campaign])) == {"c": ("born", (), ()), "f": ("died", (), ())}
    artists = replace(campaign, cluster_id="n", member_types=("artist",) * 3)
    assert ids(track([campaign], [artists])) == ["n"]


@settings(deadline=None)  # the first example pays for the engine's start
@given(SEVERAL)
def test_an_unchanged_night_is_steady_and_changes_no_id(groups: list[set[str]]) -> None:
    distinct = sorted({"".join(sorted(group)) for group in groups})
    before = [cluster(f"c{row}", members) for row, members in enumerate(distinct)]
    after = [cluster(f"t{row}", members) for row, members in reversed(list(enumerate(distinct)))]
    tracking = track(before, after)
    assert {item.members: item.cluster_id for item in tracking.clusters} == {
        item.members: item.cluster_id for item in before
    }
    assert {item.change for item in tracking.changes} <= {"steady"}


@settings(deadline=None)
@given(SEVERAL, SEVERAL, st.randoms(use_true_random=False))
def test_every_cluster_is_accounted_for_whatever_the_order_of_rows(
    olds: list[set[str]], news: list[set[str]], chance: random.Random
) -> None:
    before = [cluster(f"c{row}", sorted(group), retired=chance.random() < 0.3) for row, group in enumerate(olds)]
    after = [cluster(f"t{row}", sorted(group)) for row, group in enumerate(sorted({tuple(sorted(s)) for s in news}))]
    tracking = track(before, after)
    names = ids(tracking)
    assert len(set(names)) == len(names)
    changes = {item.cluster_id: item for item in tracking.changes}
    assert len(changes) == len(tracking.changes)
    there = {name for name, item in changes.items() if item.change not in ("died", "merged")}
    assert there == set(names)
    for item in before:
        assert item.cluster_id in changes or item.retired
    for name, item in changes.items():
        assert item.size == (0 if name not in there else len(tracking.clusters[names.index(name)].members))
        assert (item.change in ("died", "merged")) == (item.size == 0)
        assert item.change != "merged" or set(item.into_ids) <= there
        assert item.change != "split" or item.from_ids
        assert {item.cluster_id for item in before if not item.retired} >= set(item.from_ids)
        assert item.size == (item.previous_size or 0) + len(item.joined) - len(item.left)
    shuffled = chance.sample(before, len(before)), chance.sample(after, len(after))
    again = track(*shuffled)
    assert again.changes == tracking.changes
    assert sorted(again.clusters, key=str) == sorted(tracking.clusters, key=str)


def churned(chance: random.Random, members: list[str], newcomers: list[str]) -> list[str]:
    """A cluster a night later: under a tenth of its members gone or new."""
    moved = chance.randrange((len(members) - 1) // 10 + 1)
    gone = chance.randrange(moved + 1)
    return chance.sample(members, len(members) - gone) + chance.sample(newcomers, moved - gone)


def test_clusters_whose_members_hardly_change_keep_their_ids() -> None:
    """99 % must; here, with clusters that share up to half of their members, all do over 30 nights."""
    chance = random.Random(6)
    artists = [f"a{number}" for number in range(3000)]
    groups: list[list[str]] = []
    for _ in range(150):
        size = int(chance.paretovariate(1.1) * 4) % 400 + 4
        shared = chance.choice(groups) if groups and chance.random() < 0.3 else []
        size_shared = min(len(shared), size) // 2
        groups.append(sorted({*chance.sample(shared, size_shared), *chance.sample(artists, size - size_shared)}))
    before = list(track([], [cluster(f"c{row}", group) for row, group in enumerate(groups)]).clusters)
    kept = told_apart = 0
    for night in range(30):
        after = [
            cluster(f"n{night}-{row}", churned(chance, list(item.members), artists)) for row, item in enumerate(before)
        ]
        after = [replace(item, members=tuple(sorted(set(item.members)))) for item in after]
        strangers = [cluster(f"s{night}-{row}", chance.sample(artists, 12)) for row in range(20)]
        tracking = track(before, chance.sample([*after, *strangers], len(after) + len(strangers)))
        by_members = {item.members: item.cluster_id for item in tracking.clusters}
        now = [by_members[item.members] for item in after]
        told_apart += len(now)
        kept += sum(name == item.cluster_id for name, item in zip(now, before, strict=True))
        before = [replace(item, cluster_id=name) for name, item in zip(now, after, strict=True)]
    assert kept == told_apart
