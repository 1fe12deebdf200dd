"""Cluster ids over nights: a cluster is the one of last night while most of its members stay (docs/concepts/tracking.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from graph.findings import Change, Cluster, ClusterChange


@dataclass(frozen=True, slots=True)
class Tracking:
    """Tonight's `clusters` under the ids that they keep, in the order given; `changes` of all clusters, by id."""

    clusters: tuple[Cluster, ...]
    changes: tuple[ClusterChange, ...]


@dataclass(frozen=True, slots=True)
class _Links:
    """By row of a night's clusters the rows of the other night's, most shared members first.

    `parts`: of last night's cluster, tonight's that took most of their members from it. `sources`: the same from tonight's
    side. `homes`: of last night's, tonight's that hold most of its members. `guests`: the same from tonight's side.
    """

    parts: dict[int, list[int]]
    sources: dict[int, list[int]]
    homes: dict[int, list[int]]
    guests: dict[int, list[int]]


def track(previous: Sequence[Cluster], current: Sequence[Cluster]) -> Tracking:
    """Give tonight's clusters the ids of those that they continue, and say what became of each.

    Two clusters of a kind may be one where their common members are most of either. Pairs are taken in turn, each cluster once:
    first those where they are most of both, by Jaccard index, then the others, by common members; at each step clusters of the
    last run come before retired ones. So of a split the largest part keeps the id, of a merger the largest contributor's id
    stays, and no two clusters that are left apart would both have been better off together.

    Args:
        previous: clusters of the last run, and retired ones that may return; ids unique.
        current: tonight's, with provisional ids. A new one whose id was another's gets a suffix.
    Source: after Greene, Doyle, Cunningham 2010 (matching of dynamic communities by overlap). The rule of turns is a stable
        matching (Gale, Shapley 1962); an assignment of largest total overlap is not one, and would break up a split's largest part.
    """
    pairs = _overlaps(previous, current)
    chosen = _match(pairs)
    tracked = _named(previous, current, chosen)
    return Tracking(tuple(tracked), tuple(_changes(previous, tracked, chosen, _links(pairs))))


def _overlaps(previous: Sequence[Cluster], current: Sequence[Cluster]) -> pl.DataFrame:
    """Pairs of one kind whose common members are most of either: rows `old` and `new`, `common`, `is_most_of_old`, `is_most_of_new`,
    `jaccard`, `retired`; in the order in which they are matched."""
    olds, news = _members(previous), _members(current)
    common = olds.join(news, on=["kind", "type", "member"], suffix="_new")
    sizes = (olds.group_by("row").len("old_size"), news.group_by("row").len("new_size"))
    table = (
        common.group_by(old="row", new="row_new")
        .agg(common=pl.len())
        .join(sizes[0].rename({"row": "old"}), on="old")
        .join(sizes[1].rename({"row": "new"}), on="new")
        .with_columns(
            is_most_of_old=pl.col("common") * 2 > pl.col("old_size"),
            is_most_of_new=pl.col("common") * 2 > pl.col("new_size"),
            jaccard=pl.col("common") / (pl.col("old_size") + pl.col("new_size") - pl.col("common")),
        )
        .filter(pl.col("is_most_of_old") | pl.col("is_most_of_new"))
        .join(_names(previous, "old"), on="old")
        .join(_names(current, "new"), on="new")
    )
    both = pl.col("is_most_of_old") & pl.col("is_most_of_new")
    strength = pl.when(both).then(pl.col("jaccard")).otherwise(pl.col("common"))
    order = [~both, "old_retired", strength, "common", "jaccard", "old_id", "new_members", "new_id"]
    return table.sort(order, descending=[False, False, True, True, True, False, False, False])


def _members(clusters: Sequence[Cluster]) -> pl.DataFrame:
    """`row`, `kind`, `type`, `member`: one row a member."""
    typed = [
        (row, cluster.kind, kind, member) for row, cluster in enumerate(clusters) for kind, member in _typed(cluster)
    ]
    schema = {"row": pl.Int64(), "kind": pl.String(), "type": pl.String(), "member": pl.String()}
    return pl.DataFrame(typed, schema=schema, orient="row")


def _names(clusters: Sequence[Cluster], side: str) -> pl.DataFrame:
    """What orders equal pairs: ids, members (so that the order of rows does not), and whether the cluster is retired."""
    rows = [
        (row, cluster.cluster_id, "\n".join(sorted(cluster.members)), cluster.retired)
        for row, cluster in enumerate(clusters)
    ]
    schema = {
        side: pl.Int64(),
        f"{side}_id": pl.String(),
        f"{side}_members": pl.String(),
        f"{side}_retired": pl.Boolean(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _typed(cluster: Cluster) -> set[tuple[str, str]]:
    """Members with their types: a release and an artist of one id are two."""
    types = cluster.member_types or ("artist",) * len(cluster.members)
    return set(zip(types, cluster.members, strict=True))


def _match(pairs: pl.DataFrame) -> dict[int, int]:
    """Row of tonight's cluster to row of the one that it continues."""
    chosen: dict[int, int] = {}
    used: set[int] = set()
    for old, new in pairs.select("old", "new").iter_rows():
        if new not in chosen and old not in used:
            chosen[new] = old
            used.add(old)
    return chosen


def _named(previous: Sequence[Cluster], current: Sequence[Cluster], chosen: Mapping[int, int]) -> list[Cluster]:
    """Tonight's clusters with id, first night and previous size of those that they continue."""
    taken = {cluster.cluster_id for cluster in previous}
    named = []
    for row, cluster in enumerate(current):
        if row in chosen:
            before = previous[chosen[row]]
            first_seen = before.first_seen or cluster.first_seen
            size = len(set(before.members))
            named.append(replace(cluster, cluster_id=before.cluster_id, first_seen=first_seen, previous_size=size))
        else:
            name = _free_id(cluster.cluster_id, taken)
            taken.add(name)
            named.append(replace(cluster, cluster_id=name, previous_size=None))
    return named


def _free_id(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def _links(pairs: pl.DataFrame) -> _Links:
    """Who took its members from whom, of clusters of the last run and tonight's."""
    links = _Links({}, {}, {}, {})
    order = ["common", "jaccard", "old_id", "new_members"]
    live = pairs.filter(~pl.col("old_retired")).sort(order, descending=[True, True, False, False])
    columns = ("old", "new", "is_most_of_old", "is_most_of_new")
    for old, new, is_most_of_old, is_most_of_new in live.select(columns).iter_rows():
        if is_most_of_new:
            links.parts.setdefault(old, []).append(new)
            links.sources.setdefault(new, []).append(old)
        if is_most_of_old:
            links.homes.setdefault(old, []).append(new)
            links.guests.setdefault(new, []).append(old)
    return links


def _changes(
    previous: Sequence[Cluster], tracked: Sequence[Cluster], chosen: Mapping[int, int], links: _Links
) -> list[ClusterChange]:
    """By cluster id. What is gone has merged into what holds most of its members, or died."""
    continued = set(chosen.values())
    changes = []
    for old, before in enumerate(previous):
        if old not in continued and not before.retired:
            into = tuple(tracked[new].cluster_id for new in links.homes.get(old, ()))
            changes.append(_change(before, None, change="merged" if into else "died", into_ids=into))
    for new, cluster in enumerate(tracked):
        if new in chosen:
            before = previous[chosen[new]]
            merged = tuple(previous[old].cluster_id for old in links.guests.get(new, ()) if old not in continued)
            parts = tuple(tracked[part].cluster_id for part in links.parts.get(chosen[new], ()) if part not in chosen)
            changes.append(_change(before, cluster, change=_kept(before, cluster), from_ids=merged, into_ids=parts))
        else:
            sources = tuple(previous[old].cluster_id for old in links.sources.get(new, ()))
            changes.append(_change(None, cluster, change="split" if sources else "born", from_ids=sources))
    return sorted(changes, key=lambda item: item.cluster_id)


def _kept(before: Cluster, now: Cluster) -> Change:
    """What a cluster that keeps its id has been through."""
    if before.retired:
        return "returned"
    old, new = _typed(before), _typed(now)
    if old == new:
        return "steady"
    return "changed" if len(old) == len(new) else "grown" if len(new) > len(old) else "shrunk"


def _change(
    before: Cluster | None,
    now: Cluster | None,
    *,
    change: Change,
    from_ids: tuple[str, ...] = (),
    into_ids: tuple[str, ...] = (),
) -> ClusterChange:
    """One of `before` and `now` is there: the cluster at the last run that saw it, and tonight."""
    named = now or before
    assert named is not None
    old, new = (_typed(cluster) if cluster else set() for cluster in (before, now))
    return ClusterChange(
        cluster_id=named.cluster_id,
        kind=named.kind,
        change=change,
        size=len(set(now.members)) if now else 0,
        previous_size=len(set(before.members)) if before else None,
        from_ids=from_ids,
        into_ids=into_ids,
        joined=_ids(new - old),
        left=_ids(old - new),
    )


def _ids(typed: set[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(sorted({member for _, member in typed}))
