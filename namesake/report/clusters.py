"""What became of clusters tonight, and their genealogy over the last nights."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from namesake.report.files import NightFiles, Row
from namesake.report.findings import EVEN, KEPT, some_names

CHANGES: Final = ("merged", "split", "born", "returned", "died", "grown", "shrunk", "changed", "steady")
"""As in `changes.jsonl`, in the order in which they are told."""
LANES: Final = 20
"""Lanes of the genealogy at most: a picture with more is not read."""


def cluster_changes(tonight: NightFiles, before: NightFiles | None) -> Row:
    """What became of clusters.

    Returns: `clusters` tonight; `counts` by change, `likely_counts` the same of likely ones; `changed`: how many are not steady; `rows` of those:
        likely ones first, by change, then the largest. `score`: tonight's, or the last one of a cluster that is gone.
    """
    held = {row["cluster_id"]: row for night in (before, tonight) if night for row in night.clusters or []}
    names = {**(before.names if before else {}), **tonight.names}
    changes = tonight.changes or []
    likely = {name for name, row in held.items() if row["score"] >= EVEN}
    told = [row for row in changes if row["change"] != "steady" or row["from"] or row["into"]]
    told.sort(
        key=lambda row: (row["cluster_id"] not in likely, CHANGES.index(row["change"]), -_size(row), row["cluster_id"])
    )
    return {
        "clusters": len(tonight.clusters or []),
        "counts": _counts(changes),
        "likely_counts": _counts([row for row in changes if row["cluster_id"] in likely]),
        "changed": len(told),
        "rows": [_shown(row, held.get(row["cluster_id"]), names) for row in told[:KEPT]],
    }


def _counts(changes: list[Row]) -> dict[str, int]:
    counts = Counter(row["change"] for row in changes)
    return {name: counts[name] for name in CHANGES if counts[name]}


def _shown(row: Row, held: Row | None, names: Mapping[str, str]) -> Row:
    told = {name: row[name] for name in ("cluster_id", "kind", "change", "size", "previous_size", "from", "into")}
    return told | {
        "joined": len(row["joined"]),
        "left": len(row["left"]),
        "score": held["score"] if held else None,
        "member_names": some_names(held["members"] if held else row["left"], names, kind=row["kind"]),
    }


def _size(row: Row) -> int:
    return max(int(row["size"]), int(row["previous_size"] or 0))


def genealogy(nights: Sequence[NightFiles]) -> Row:
    """Clusters over these nights, oldest first.

    Returns:
        `nights`; `lanes`: `cluster_id`, `kind`, `sizes` (by night, None where it is not there), relatives beside each other; `links`:
        `night` (row of the later one), `from` and `to`: members went from one to the other; `left_out`: clusters without a lane.
        Drawn are clusters that were likely in any of these nights, and their relatives: families with mergers and splits first, then what
        changed most tonight, then the largest.
    """
    sizes: dict[str, list[int | None]] = {}
    kinds: dict[str, str] = {}
    likely: set[str] = set()
    for place, night in enumerate(nights):
        for row in night.clusters or []:
            kinds[row["cluster_id"]] = row["kind"]
            likely |= {row["cluster_id"]} if row["score"] >= EVEN else set()
            sizes.setdefault(row["cluster_id"], [None] * len(nights))[place] = row["size"]
    links = _links(nights, sizes)
    families = sorted(
        (
            sorted(family, key=lambda name: (_first(sizes[name]), -_most(sizes[name]), name))
            for family in _families(sizes, links)
            if family & likely
        ),
        key=lambda family: (
            len(family) == 1,
            -_moved(family, sizes),
            -max(_most(sizes[name]) for name in family),
            family[0],
        ),
    )
    shown = [name for family in families for name in family][:LANES]
    return {
        "nights": [night.night_id for night in nights],
        "lanes": [{"cluster_id": name, "kind": kinds[name], "sizes": sizes[name]} for name in shown],
        "links": [
            {"night": night, "from": left, "to": right} for night, left, right in links if {left, right} <= set(shown)
        ],
        "left_out": len(sizes) - len(shown),
    }


def _links(nights: Sequence[NightFiles], sizes: Mapping[str, Any]) -> list[tuple[int, str, str]]:
    found = set()
    for place, night in enumerate(nights[1:], start=1):
        for row in night.changes or []:
            own = row["cluster_id"]
            found |= {(place, other, own) for other in row["from"]} | {(place, own, other) for other in row["into"]}
    return sorted((place, left, right) for place, left, right in found if left in sizes and right in sizes)


def _families(names: Iterable[str], links: Iterable[tuple[int, str, str]]) -> list[set[str]]:
    """Clusters that are linked, over however many nights."""
    family_of = {name: {name} for name in names}
    for _, left, right in links:
        if family_of[left] is not family_of[right]:
            family_of[left] |= family_of[right]
            for name in family_of[right]:
                family_of[name] = family_of[left]
    return list({id(family): family for family in family_of.values()}.values())


def _moved(family: Iterable[str], sizes: Mapping[str, list[int | None]]) -> int:
    """Members that came or went in the last step."""
    last = [(sizes[name][-2:] if len(sizes[name]) > 1 else [None, None]) for name in family]
    return sum(abs((new or 0) - (old or 0)) for old, new in last)


def _first(sizes: list[int | None]) -> int:
    return next(place for place, size in enumerate(sizes) if size)


def _most(sizes: list[int | None]) -> int:
    return max(size or 0 for size in sizes)
