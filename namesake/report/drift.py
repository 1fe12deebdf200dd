"""What a snapshot's data look like, column by column, and how far that has moved between two nights."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from graph.snapshot import Snapshot

QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
_LEAST_SHARE: Final = 0.01
"""A value of a text column that is rarer has no bin of its own."""
_VALUES: Final = 30
"""Bins of a text column at most."""
RARE: Final = 3.09
"""Standard normal quantile of 0.999: what chance alone does in one comparison of 1,000 is not told."""
PSI_MOVED: Final = 0.25
"""The usual rule of thumb for the index: below 0.10 nothing moved, from 0.25 on the population is another (Siddiqi 2006)."""

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Shift:
    """How far counts over bins have moved. `noise`: the index that two samples of these sizes from one population seldom pass."""

    psi: float
    noise: float

    @property
    def moved(self) -> bool:
        """Whether it is both large and no chance."""
        return self.psi > max(PSI_MOVED, self.noise)


def population_stability(before: Counts, after: Counts) -> Shift:
    """The population stability index of counts over the same bins; a bin that one of them lacks is empty there.

    Each bin has half a count more than was seen, so that an empty one has a finite share.

    Source: index and rule of thumb, Siddiqi 2006 (Credit Risk Scorecards); its distribution, chi-squared times (1/n + 1/m),
        Yurdakul and Naranjo 2020; the quantile of chi-squared, Wilson and Hilferty 1931.
    """
    bins = sorted(set(before) | set(after))
    seen = sum(before.values()), sum(after.values())
    if len(bins) < 2 or not all(seen):
        return Shift(0.0, 0.0)
    n, m = (total + len(bins) / 2 for total in seen)
    psi = 0.0
    for name in bins:
        old, new = (before.get(name, 0) + 0.5) / n, (after.get(name, 0) + 0.5) / m
        psi += (new - old) * math.log(new / old)
    free = len(bins) - 1
    spread = 2 / (9 * free)
    noise = free * (1 - spread + RARE * math.sqrt(spread)) ** 3 * (1 / seen[0] + 1 / seen[1])
    return Shift(round(psi, 4), round(noise, 4))


def profile(snapshot: Snapshot) -> dict[str, Any]:
    """What the snapshot's data look like.

    Returns: `tables`: by name `rows` and `columns`; each column has `missing` (rows without a value, or with an empty list) and
        counts over `bins` that are the same every night: numbers by size (a bin is a factor of 1.41 wide, named by its lower
        edge), dates by year, texts by length. Numbers have `quantiles`. Texts, flags and the items of lists have `values`: how often each of
        the most frequent ones occurs, where any makes up a hundredth.
    """
    return {"tables": {name: _table_profile(table) for name, table in snapshot.tables.items()}}


def _table_profile(table: pl.DataFrame) -> dict[str, Any]:
    return {"rows": table.height, "columns": {column.name: _column_profile(column) for column in table}}


def _column_profile(column: pl.Series) -> dict[str, Any]:
    if isinstance(column.dtype, pl.List):
        missing = int((column.list.len().fill_null(0) == 0).sum())
        return {"missing": missing, **_text_profile(column.drop_nulls().explode().drop_nulls().cast(pl.String))}
    missing, known = column.null_count(), column.drop_nulls()
    if column.dtype.is_temporal():
        return {"missing": missing, "bins": _counts(known.dt.year().cast(pl.String))}
    if column.dtype.is_numeric():
        return {"missing": missing, **_number_profile(known.cast(pl.Float64))}
    return {"missing": missing, **_text_profile(known.cast(pl.String))}


def _number_profile(known: pl.Series) -> dict[str, Any]:
    told = {} if known.is_empty() else {str(share): known.quantile(share) for share in QUANTILES}
    return {"quantiles": told, "bins": _size_bins(known)}


def _text_profile(known: pl.Series) -> dict[str, Any]:
    counts = known.alias("value").value_counts().filter(pl.col("count") >= max(2.0, _LEAST_SHARE * known.len()))
    top = counts.sort(["count", "value"], descending=[True, False]).head(_VALUES)
    return {"values": dict(top.iter_rows()), "bins": _size_bins(known.str.len_chars().cast(pl.Float64))}


def _size_bins(known: pl.Series) -> dict[str, int]:
    """Counts by size; the lower edges are powers of the square root of two, with the sign, and zero."""
    size = (known.abs().log(2) * 2 + 1e-9).floor()  # 4 is in the bin that begins at 4, whatever log makes of it
    table = pl.DataFrame({"sign": known.sign(), "size": size}).group_by("sign", "size").len().sort("sign", "size")
    return {_edge(sign, size): count for sign, size, count in table.iter_rows()}


def _edge(sign: float, size: float) -> str:
    return f"{sign * 2 ** (size / 2):.4g}" if math.isfinite(size) else ("0" if sign == 0 else "not finite")


def _counts(known: pl.Series) -> dict[str, int]:
    return dict(known.alias("value").value_counts().sort("value").iter_rows())


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """How far each column has moved from one profile to another.

    Returns: rows of `table`, `column`, `by` (`values`, or `missing`: whether there is one; whichever moved farther), its `psi` and `noise`,
        `missing_before`, `missing` (shares), `moved`. Only columns with rows in both.
    """
    rows = []
    for name, table in after["tables"].items():
        old = before["tables"].get(name, {"rows": 0, "columns": {}})
        if table["rows"] and old["rows"]:
            shared = [column for column in table["columns"] if column in old["columns"]]
            rows += [{"table": name, "column": column} | _moved(old, table, column) for column in shared]
    return rows


def _moved(old: Mapping[str, Any], new: Mapping[str, Any], column: str) -> dict[str, Any]:
    was, now = old["columns"][column], new["columns"][column]
    kept = [
        {"known": table["rows"] - told["missing"], "missing": told["missing"]}
        for table, told in ((old, was), (new, now))
    ]
    shifts = {"values": population_stability(*_comparable(was, now))}
    if was["missing"] or now["missing"]:
        shifts["missing"] = population_stability(*kept)
    by, shift = max(shifts.items(), key=lambda item: (item[1].moved, item[1].psi))
    return {
        "by": by,
        "psi": shift.psi,
        "noise": shift.noise,
        "missing_before": round(was["missing"] / old["rows"], 6),
        "missing": round(now["missing"] / new["rows"], 6),
        "moved": shift.moved,
    }


def _comparable(was: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Counts, Counts]:
    """Counts over the same bins: the earlier night's frequent values and all others, or sizes where those are not most of the column (which
    then names things, such as labels, and has no categories)."""
    if "values" not in was or 2 * sum(was["values"].values()) < sum(was["bins"].values()):
        return was["bins"], now["bins"]
    both = []
    for told in (was, now):
        shown = {value: told["values"].get(value, 0) for value in was["values"]}
        rest = sum(told["bins"].values()) - sum(shown.values())
        both.append({f"value {value}": count for value, count in shown.items()} | ({"others": rest} if rest else {}))
    return both[0], both[1]
