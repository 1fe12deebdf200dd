"""Tonight against the nights before: scores, data, the red team's shares, and what each stage cost."""

import math
from collections.abc import Collection, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from detectors.reliability import wilson_interval
from graph.findings import KINDS
from namesake.report.drift import RARE, compare, population_stability
from namesake.report.files import NightFiles, Row

_BINS: Final = 10
SLOW: Final = 2.0
"""Times the median of earlier nights; and by `SLOW_BY_SECONDS`, below which nobody waits for it."""
SLOW_BY_SECONDS: Final = 30.0
NIGHTS_FOR_A_MEDIAN: Final = 2
_LEAST_SHIFT: Final = 0.005
"""Smaller ones are shown as 0.00, and left out."""
_NO_PROFILE: Final[Row] = {"tables": {}}
_COLUMNS: Final = 12
"""Columns of the data whose shift is told although it is within bounds."""


def score_shifts(tonight: NightFiles, before: NightFiles | None) -> Row:
    """By kind: how many findings score in each tenth, `tonight` and `before` (None without a night before), and the shift between them."""
    told: Row = {}
    for kind in KINDS:
        now, was = (
            _histogram(tonight, kind),
            _histogram(before, kind) if before and before.findings is not None else None,
        )
        shift = population_stability(*(_counts(counts) for counts in (was or [], now)))
        told[kind] = {"tonight": now, "before": was, "psi": shift.psi, "noise": shift.noise, "moved": shift.moved}
    return told


def _histogram(night: NightFiles, kind: str) -> list[int]:
    counts = [0] * _BINS
    for row in night.findings or []:
        if row["kind"] == kind:
            counts[min(int(row["score"] * _BINS), _BINS - 1)] += 1
    return counts


def _counts(histogram: Sequence[int]) -> dict[str, int]:
    return {f"{place / _BINS}": count for place, count in enumerate(histogram) if count}


def data_drift(tonight: NightFiles, earlier: Sequence[NightFiles]) -> Row:
    """How the snapshot has moved since the night before, and since the oldest of the nights given, so that a slow drift shows too.

    Returns: `rows` by table tonight; `since`: one entry a night compared with: `night_id`, `rows` (then), `compared` and `moved` (how many
        columns), `columns` (those that moved, then the nearest to it). A column that moved between two nights in a row has been told then;
        since the oldest night only what moved unnoticed counts.
    """
    if tonight.profile is None:
        return {"rows": {}, "since": []}
    known = [night for night in (*earlier, tonight) if night.profile is not None]
    steps = [_compared(before, after) for before, after in pairwise(known)]
    told = {(row["table"], row["column"]) for step in steps for row in step["columns"] if row["moved"]}
    since = steps[-1:]
    if len(steps) > 1:
        since.append(_compared(known[0], tonight, told=told))
    return {"rows": _rows(tonight.profile), "since": since}


def _compared(before: NightFiles, after: NightFiles, *, told: Collection[tuple[str, str]] = ()) -> Row:
    was, now = before.profile or _NO_PROFILE, after.profile or _NO_PROFILE
    columns = compare(was, now)
    columns = [row for row in columns if (row["table"], row["column"]) not in told]
    columns.sort(key=lambda row: (not row["moved"], -row["psi"], row["table"], row["column"]))
    moved = sum(row["moved"] for row in columns)
    kept = [row for row in columns if row["psi"] >= _LEAST_SHIFT][: max(moved, _COLUMNS)]
    rows = _rows(was)
    return {"night_id": before.night_id, "rows": rows, "compared": len(columns), "moved": moved, "columns": kept}


def _rows(profile: Row) -> dict[str, int]:
    return {name: table["rows"] for name, table in profile["tables"].items()}


def stage_costs(tonight: NightFiles, earlier: Sequence[NightFiles]) -> list[Row]:
    """Each stage of tonight with the median of the earlier nights in which it ran (None where it never did), and whether it was `slow`."""
    rows = []
    for stage in tonight.night.get("stages", []):
        ran = [
            other
            for night in earlier
            for other in night.night.get("stages", [])
            if other["name"] == stage["name"] and not other["skipped"]
        ]
        told = {name: stage[name] for name in ("name", "seconds", "peak_mib", "skipped")} | {"nights": len(ran)}
        for name in ("seconds", "peak_mib"):
            told[f"median_{name}"] = median(other[name] for other in ran) if ran else None
        rows.append(told | {"slow": _is_slow(told)})
    return rows


def _is_slow(stage: Row) -> bool:
    if stage["skipped"] or stage["nights"] < NIGHTS_FOR_A_MEDIAN:
        return False
    usual, seconds = stage["median_seconds"], stage["seconds"]
    return bool(seconds > SLOW * usual and seconds - usual > SLOW_BY_SECONDS)


def red_team_shares(tonight: NightFiles, earlier: Sequence[NightFiles]) -> Row | None:
    """By kind: `found` of `planted` tonight with the 95 % interval of the share, the same of all `earlier` nights together, whether it `fell`,
    and the `history` by night. None where the red team did not run.

    Nights of one day plant the same attacks, for the seed is the date: only the last of them counts.
    """
    if tonight.red_team is None:
        return None
    told = {}
    kinds = tonight.red_team["kinds"]
    for kind in (*(kind for kind in KINDS if kind in kinds), *sorted(set(kinds) - set(KINDS))):
        tonights = kinds[kind]
        was = _planted(kind, earlier)
        before = sum(row["found"] for row in was), sum(row["planted"] for row in was)
        now = tonights["found"], tonights["planted"]
        told[kind] = {
            "found": now[0],
            "planted": now[1],
            "interval": list(wilson_interval(*now)) if now[1] else None,
            "found_before": before[0],
            "planted_before": before[1],
            "fell": bool(now[1] and before[1]) and fell(before, now),
            "by_trick": tonights.get("by_trick", {}),
            "not_planted": tonights.get("not_planted"),
            "history": _planted(kind, [*earlier, tonight]),
        }
    looked_at = {name: tonight.red_team.get(name) for name in ("seed", "artists", "of")}
    return {**looked_at, "kinds": told}


def _planted(kind: str, nights: Sequence[NightFiles]) -> list[Row]:
    """`found` of `planted` by night, of each date and seed the last."""
    told: dict[tuple[str, int | None], Row] = {}
    for night in nights:
        red_team = night.red_team or {"kinds": {}}
        of_kind = red_team["kinds"].get(kind)
        if of_kind and of_kind["planted"]:
            key = night.night_id[:10], red_team.get("seed")
            told.pop(key, None)
            told[key] = {"night_id": night.night_id, "found": of_kind["found"], "planted": of_kind["planted"]}
    return list(told.values())


def fell(before: tuple[int, int], now: tuple[int, int]) -> bool:
    """Whether a share, `found` of `planted`, fell by more than chance does in one comparison of 1,000."""
    return greatest_change(before, now, z=RARE) < 0


def greatest_change(before: tuple[int, int], now: tuple[int, int], *, z: float) -> float:
    """Upper end of the interval of how much a share (hits of so many) changed.

    Source: Newcombe 1998, method 10: from the Wilson interval of each share.
    """
    was, share = before[0] / before[1], now[0] / now[1]
    lowest_before, highest_now = wilson_interval(*before, z=z)[0], wilson_interval(*now, z=z)[1]
    return share - was + math.hypot(highest_now - share, was - lowest_before)


def deliveries(tonight: NightFiles) -> list[Row]:
    """Tonight's loads, each with the share of its rows that were set aside."""
    rows = []
    for load in tonight.night.get("loads", []):
        seen = load["accepted"] + load["quarantined"]
        rows.append({**load, "quarantined_share": load["quarantined"] / seen if seen else 0.0})
    return rows
