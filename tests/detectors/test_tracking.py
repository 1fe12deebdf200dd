from hypothesis import given
from hypothesis import strategies as st

from detectors.tracking import track_clusters
from graph.findings import Cluster


def cluster(name: str, members: str, first_seen: str = "2026-11-01") -> Cluster:
    return Cluster(name, "content_farm", tuple(members), 0.9, first_seen=first_seen)


def test_a_grown_cluster_keeps_its_id_and_first_night() -> None:
    (tracked,) = track_clusters([cluster("old", "abcde")], [cluster("new", "abcdefg", "2026-11-02")])
    assert (tracked.cluster_id, tracked.first_seen, tracked.previous_size) == ("old", "2026-11-01", 5)
    assert tracked.members == tuple("abcdefg")


def test_a_cluster_of_other_members_is_new() -> None:
    (tracked,) = track_clusters([cluster("old", "abcd")], [cluster("new", "wxyz", "2026-11-02")])
    assert (tracked.cluster_id, tracked.first_seen, tracked.previous_size) == ("new", "2026-11-02", None)


def test_of_a_split_the_largest_part_keeps_the_id() -> None:
    tracked = track_clusters([cluster("old", "abcdefgh")], [cluster("n1", "ab"), cluster("n2", "cdefgh")])
    assert [item.cluster_id for item in tracked] == ["n1", "old"]


def test_of_a_merger_the_largest_contributor_gives_the_id() -> None:
    tracked = track_clusters([cluster("small", "ab"), cluster("large", "cdefgh")], [cluster("new", "abcdefgh")])
    assert [item.cluster_id for item in tracked] == ["large"]


def test_a_new_cluster_never_takes_an_id_of_last_night() -> None:
    tracked = track_clusters([cluster("x", "abcd")], [cluster("x", "mnop"), cluster("y", "abcd")])
    assert [item.cluster_id for item in tracked] == ["x-2", "x"]


@given(st.lists(st.sets(st.sampled_from("abcdefghijklmnop"), min_size=2), max_size=5))
def test_an_unchanged_night_changes_no_id(groups: list[set[str]]) -> None:
    distinct = sorted({"".join(sorted(group)) for group in groups})
    before = [cluster(f"c{row}", members) for row, members in enumerate(distinct)]
    after = [cluster(f"t{row}", members) for row, members in reversed(list(enumerate(distinct)))]
    assert {item.members: item.cluster_id for item in track_clusters(before, after)} == {
        item.members: item.cluster_id for item in before
    }


@given(st.lists(st.sets(st.sampled_from("abcdefgh"), min_size=1), min_size=1, max_size=6), st.randoms())
def test_ids_stay_unique(groups: list[set[str]], chance: object) -> None:
    before = [cluster(f"c{row}", "".join(sorted(group))) for row, group in enumerate(groups)]
    after = [cluster(f"c{row}", "".join(sorted(group | {"z"}))) for row, group in enumerate(reversed(groups))]
    names = [item.cluster_id for item in track_clusters(before, after)]
    assert len(set(names)) == len(names)
