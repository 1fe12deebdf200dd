"""Cluster ids over nights: a cluster is the one of last night while most of its members stay."""

from dataclasses import replace

from graph.findings import Cluster

MIN_JACCARD = 0.5
"""From here on two sets are one cluster that changed; below, one of them must hold most of the other."""


def track_clusters(previous: list[Cluster], current: list[Cluster]) -> list[Cluster]:
    """Give tonight's clusters the ids of last night's that they continue.

    Pairs are matched from the largest overlap down, each cluster once. A pair may match when its Jaccard index is at
    least
    `MIN_JACCARD` or more than half of last night's members are in tonight's cluster or the reverse: so of a split
    the largest
    part keeps the id, and of a merger the largest contributor's id stays.

    Args:
        previous: last night's clusters, ids unique.
        current: tonight's, with provisional ids.
    Returns: tonight's clusters in their order, with `cluster_id`, `first_seen` and `previous_size` of the ones they
    continue.
        A new cluster whose provisional id is already taken gets a suffix.
    """
    holders: dict[str, list[int]] = {}
    for row, cluster in enumerate(previous):
        for member in cluster.members:
            holders.setdefault(member, []).append(row)
    chosen = _match(previous, current, holders)
    taken = {previous[row].cluster_id for row in chosen.values()} | {cluster.cluster_id for cluster in previous}
    tracked = []
    for row, cluster in enumerate(current):
        if row in chosen:
            before = previous[chosen[row]]
            first_seen = before.first_seen or cluster.first_seen
            tracked.append(
                replace(cluster, cluster_id=before.cluster_id, first_seen=first_seen, previous_size=len(before.members))
            )
        else:
            name = _free_id(cluster.cluster_id, taken)
            taken.add(name)
            tracked.append(replace(cluster, cluster_id=name, previous_size=None))
    return tracked


def _match(previous: list[Cluster], current: list[Cluster], holders: dict[str, list[int]]) -> dict[int, int]:
    """Row of `current` to row of `previous`, by falling overlap."""
    pairs: list[tuple[int, float, str, tuple[str, ...], int, int]] = []
    for row, cluster in enumerate(current):
        members = set(cluster.members)
        shared: dict[int, int] = {}
        for member in members:
            for other in holders.get(member, ()):
                shared[other] = shared.get(other, 0) + 1
        for other, overlap in shared.items():
            before = previous[other]
            if before.kind != cluster.kind:
                continue
            old = len(set(before.members))
            jaccard = overlap / (len(members) + old - overlap)
            if jaccard >= MIN_JACCARD or overlap * 2 > old or overlap * 2 > len(members):
                pairs.append((-overlap, -jaccard, before.cluster_id, tuple(sorted(members)), row, other))
    chosen: dict[int, int] = {}
    used: set[int] = set()
    for *_, row, other in sorted(pairs):
        if row not in chosen and other not in used:
            chosen[row] = other
            used.add(other)
    return chosen


def _free_id(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name
